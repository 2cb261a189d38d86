/**
 * One piece of work at its endpoint: lookup of the method, arguments, delay, execution, and what becomes of the result
 * (rules CALL, SIZE, SELF).
 *
 * Events of an arrival name the kind of work. Events of an ending name what the handler ended with; the suffix `_SENT`
 * says that the result is serialized, because the asker is remote or serialization is forced.
 */
import type { Chart, ChartConfig, Transitions } from './chart.js';
import { decide, go, stay } from './chart.js';

const run = (...rules: string[]) => go('executing', decide('execute', rules));
const refuse = (code: string, rule: string) => go('over', decide(`refuse:${code}`, [rule]));
const dropped = (...rules: string[]) => go('over', decide('drop', rules));

/** What reaches an endpoint that accepts it: a call by its method, a raw message, a run, a callable, a task. */
const arrivals: Transitions = {
  CALL: run('CALL-02'),
  TELL: run('CALL-01'),
  OVERLOADED: run('CALL-06'),
  CALL_WITHIN: run('TIME-02'),
  CALLABLE: run('SELF-12'),
  RUN: run('SELF-05'),
  RUN_PASSED: run('SELF-05'),
  RUN_DUE: run('SELF-04', 'SELF-05'),
  RUN_EARLY: go('waiting', decide('arm', ['SELF-05', 'SELF-04'])),
  // A delay that no timer can be armed for (SELF-08): in the original the endpoint fails over it, or its timers reach further.
  RUN_UNARMABLE: go(
    'over',
    decide('fail', ['SELF-08', 'SUPER-02', 'SUPER-03'], 'original'),
    decide('drop', ['SELF-08'], 'original'),
  ),
  EXECUTE: run('MAIN-06'),
  TASK: run('MAIN-07', 'MAIN-09'),
  RAW_UNKNOWN_TYPE_ASKED: refuse('unknown-message', 'MSG-08'),
  RAW_UNKNOWN_TYPE: dropped('MSG-08'),
  RAW_UNKNOWN_METHOD_ASKED: refuse('connection', 'CALL-08'),
  RAW_UNKNOWN_METHOD: dropped('CALL-08'),
  RAW_WRONG_ARGUMENTS_ASKED: refuse('illegal-argument', 'CALL-09'),
  RAW_WRONG_ARGUMENTS: dropped('CALL-09'),
  RAW_UNDECLARED_ASKED: go(
    'executing',
    decide('refuse:connection', ['CALL-07'], 'reference'),
    decide('execute', ['CALL-07'], 'original'),
  ),
  RAW_UNDECLARED: go(
    'executing',
    decide('drop', ['CALL-07'], 'reference'),
    decide('execute', ['CALL-07'], 'original'),
  ),
  RAW_CALL: run('CALL-02'),
};

const answered = (content: string, ...rules: string[]) => go('over', decide(`answer:${content}`, rules));

/** Endings of work that was asked for. A result that is sent is encoded and its size is checked (SIZE). */
const answers: Transitions = {
  RETURN: answered('value', 'CALL-02'),
  RETURN_SENT: answered('value', 'CALL-02'),
  NULL: answered('null', 'CALL-16', 'CALL-17'),
  NULL_SENT: answered('null', 'CALL-16', 'CALL-17'),
  THROW: answered('failure', 'CALL-11', 'SUPER-01'),
  THROW_SENT: answered('failure', 'CALL-11', 'SUPER-01'),
  THROW_NON_ERROR: answered('non-error', 'CALL-13', 'SUPER-01'),
  THROW_NON_ERROR_SENT: go(
    'over',
    decide('answer:non-error', ['CALL-13', 'SIZE-10', 'SUPER-01']),
    decide('answer:lost', ['SIZE-10'], 'original'),
  ),
  THROW_ASK_TIMEOUT: answered('own-timeout', 'CALL-15', 'SUPER-01'),
  THROW_ASK_TIMEOUT_SENT: answered('own-timeout', 'CALL-15', 'SUPER-01'),
  BYTES: answered('bytes', 'SIZE-01', 'CALL-18'),
  BYTES_SENT_FITS: answered('bytes', 'SIZE-06'),
  BYTES_SENT_NEAR: go(
    'over',
    decide('answer:bytes', ['SIZE-06', 'SIZE-07']),
    decide('answer:lost', ['SIZE-07'], 'original'),
  ),
  BYTES_SENT_LARGE: answered('result-too-large', 'SIZE-06'),
  UNSERIALIZABLE: answered('unserializable', 'SIZE-01', 'CALL-18'),
  UNSERIALIZABLE_SENT: answered('result-not-serializable', 'SIZE-05'),
  ENCODER_THROWS: answered('encoder-throws', 'SIZE-01', 'CALL-18'),
  ENCODER_THROWS_SENT: go(
    'over',
    decide('answer:result-not-serializable', ['SIZE-09'], 'reference'),
    decide('answer:lost', ['SIZE-09'], 'original'),
  ),
  UNDECODABLE: answered('undecodable', 'SIZE-01'),
  UNDECODABLE_SENT: answered('result-undecodable', 'SIZE-08'),
  LOOK_ALIKE: answered('look-alike', 'CALL-22'),
  LOOK_ALIKE_SENT: answered('look-alike', 'CALL-22'),
};

/** The future of the handler completes. */
const results: Transitions = {
  RELEASED: answered('value', 'CALL-02'),
  RELEASED_AFTER_END: answered('value', 'CALL-19'),
  RELEASED_ERROR: answered('failure', 'CALL-12', 'SUPER-01'),
  RELEASED_ERROR_AFTER_END: answered('failure', 'CALL-19', 'CALL-12'),
};

/** Endings that nobody waits for. */
const unanswered: Transitions = {
  TELL_OVER: go('over', decide('nothing', ['CALL-01'])),
  TELL_THROWS: go('over', decide('nothing', ['CALL-14', 'SUPER-01'])),
  RUN_OVER: go('over', decide('nothing', [])),
  RUN_THROWS: go('over', decide('nothing', ['SELF-09', 'SUPER-01'])),
};

/** A callable returns a future: awaited, or itself the result as in the original. */
const callables: Transitions = {
  CALLABLE_RETURN: answered('value', 'SELF-12'),
  CALLABLE_NULL: answered('null', 'SELF-12'),
  CALLABLE_THROW: answered('failure', 'SELF-13', 'SUPER-01'),
  CALLABLE_THROW_NON_ERROR: answered('non-error', 'SELF-13', 'SUPER-01'),
  CALLABLE_THROW_ASK_TIMEOUT: answered('own-timeout', 'SELF-13', 'CALL-15', 'SUPER-01'),
  CALLABLE_OTHER: answered('own', 'SELF-12'),
  CALLABLE_FUTURE: go(
    'awaiting',
    decide('wait', ['SELF-12'], 'reference'),
    decide('answer:future', ['SELF-12'], 'original'),
  ),
};

const config: ChartConfig = {
  id: 'invocation',
  initial: 'arriving',
  states: {
    arriving: { on: arrivals },
    waiting: {
      on: {
        TIMER: stay(decide('resend', ['SELF-05', 'SELF-04'])),
        RUN_DUE: run('SELF-04', 'SELF-05'),
        RUN_EARLY: go('waiting', decide('arm', ['SELF-05', 'SELF-04'])),
      },
    },
    executing: {
      on: {
        ...answers,
        ...callables,
        ...unanswered,
        HELD: stay(decide('answer', ['MAIN-01'])),
        FUTURE: go('awaiting', decide('wait', ['CALL-02'])),
      },
    },
    awaiting: { on: { ...answers, ...results, ...callables } },
    over: { on: { LATE_RESULT: stay(decide('ignore', ['CALL-21'])) } },
  },
};

/** The invocation chart. */
export const invocationChart: Chart = {
  name: 'invocation',
  sentence: 'One piece of work at its endpoint, from lookup to answer.',
  config: () => config,
};

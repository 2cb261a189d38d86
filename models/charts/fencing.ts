/**
 * Fencing: whether an endpoint hears a message, and how its token is set and replaced (rules FENCE).
 *
 * An envelope is `BARE` (none), `EQUAL` to the token of the endpoint, `OTHER`, `NULL` (an envelope whose token is null)
 * or `UNFENCED`. `EQUAL_NOW` and `OTHER_NOW` are messages whose comparison came out differently when they were sent:
 * the token changed while they were under way.
 */
import type { Chart, ChartConfig, Decide, Era, Transition, Transitions } from './chart.js';
import { decide, go, stay } from './chart.js';

/** Who waits for an answer. */
const askers = ['ASK', 'CALLABLE'] as const;
/** Nobody waits: one-way calls, runs, delayed runs that fire, tasks and work of the executor. */
const tellers = ['TELL', 'RUN', 'DUE_RUN', 'TASK', 'EXECUTE'] as const;
type Sender = (typeof askers)[number] | (typeof tellers)[number];

const isAsker = (sender: Sender) => sender === 'ASK' || sender === 'CALLABLE';

/** The rules that speak about a sender of this kind whose token is no longer, or was never, the endpoint's. */
function refusalRules(sender: Sender, now: boolean): readonly string[] {
  switch (sender) {
    case 'ASK':
      return now ? ['FENCE-16', 'FENCE-02', 'FENCE-08', 'FENCE-10', 'FENCE-01'] : ['FENCE-02', 'FENCE-01'];
    case 'CALLABLE':
      return now ? ['FENCE-18', 'FENCE-08', 'FENCE-02', 'FENCE-01'] : ['FENCE-02', 'FENCE-01'];
    case 'TELL':
      return now ? ['FENCE-03', 'FENCE-16', 'FENCE-08', 'FENCE-10', 'FENCE-01'] : ['FENCE-03', 'FENCE-01'];
    case 'RUN':
      return now ? ['FENCE-18', 'FENCE-03', 'FENCE-08', 'FENCE-20', 'FENCE-01'] : ['FENCE-03', 'FENCE-01'];
    case 'DUE_RUN':
      return ['FENCE-20', 'FENCE-03'];
    case 'TASK':
    case 'EXECUTE':
      return ['FENCE-17', 'FENCE-03'];
  }
}

const refused = (sender: Sender, code: string, rules: readonly string[]): Transition =>
  stay(isAsker(sender) ? decide(`refuse:${code}`, rules) : decide('drop', rules));

const admitted = (...rules: string[]): Transition => stay(decide('admit', rules));

/** A plain endpoint hears bare messages and no envelope (FENCE-07). */
function plain(sender: Sender): Transitions {
  return {
    [`${sender}_BARE`]: admitted(),
    [`${sender}_NULL`]: refused(sender, 'unknown-message', ['FENCE-07']),
    [`${sender}_OTHER`]: refused(sender, 'unknown-message', ['FENCE-07']),
  };
}

/** An endpoint whose token is not set hears unfenced envelopes only (FENCE-05). */
function unset(sender: Sender): Transitions {
  const rules = isAsker(sender) ? ['FENCE-05'] : ['FENCE-05', 'FENCE-03'];
  const executor = sender === 'TASK' || sender === 'EXECUTE' ? ['FENCE-17', ...rules] : rules;
  return {
    [`${sender}_BARE`]: refused(sender, 'unknown-message', ['FENCE-06']),
    [`${sender}_NULL`]: refused(sender, 'fencing-token', executor),
    [`${sender}_OTHER`]: refused(sender, 'fencing-token', executor),
    [`${sender}_OTHER_NOW`]: refused(sender, 'fencing-token', ['FENCE-05', ...refusalRules(sender, true)]),
    [`${sender}_UNFENCED`]: admitted('FENCE-19'),
  };
}

/** An endpoint with a token hears envelopes with that token, and unfenced ones. */
function set(sender: Sender, era: Era, permanent: boolean): Transitions {
  const due = sender === 'DUE_RUN' ? ['FENCE-21'] : [];
  const never: Transitions = permanent
    ? {}
    : {
        [`${sender}_EQUAL_NOW`]: admitted('FENCE-01', 'FENCE-08', ...due),
        [`${sender}_OTHER_NOW`]: refused(sender, 'fencing-token', refusalRules(sender, true)),
      };
  return {
    [`${sender}_BARE`]: refused(sender, 'unknown-message', ['FENCE-06']),
    [`${sender}_EQUAL`]: admitted(
      'FENCE-01',
      ...due,
      ...(sender === 'TASK' && !era.mutableToken ? ['FENCE-22'] : []),
    ),
    [`${sender}_OTHER`]: refused(sender, 'fencing-token', refusalRules(sender, false)),
    [`${sender}_NULL`]: refused(sender, 'fencing-token', ['FENCE-04', ...refusalRules(sender, false)]),
    [`${sender}_UNFENCED`]: admitted('FENCE-19'),
    ...never,
  };
}

const senders: readonly Sender[] = [...askers, ...tellers];
const forAll = (transitions: (sender: Sender) => Transitions): Transitions =>
  Object.assign({}, ...senders.map(transitions)) as Transitions;

const refusal = (code: string, ...rules: string[]): Transition => stay(decide(`throw:${code}`, rules));
const replaced: Decide = decide('continue', ['FENCE-15']);

/** Replacing the token: on the main thread only (FENCE-15). */
const replacement: Transitions = {
  REPLACE_BY_TOKEN: go('set', replaced),
  REPLACE_BY_NULL: go('unset', replaced),
  REPLACE_OFF_MAIN: refusal('not-main-thread', 'FENCE-15', 'MAIN-02'),
};

const noReplacement: Transitions = {
  REPLACE_BY_TOKEN: refusal('unsupported-operation', 'FENCE-13'),
  REPLACE_BY_NULL: refusal('unsupported-operation', 'FENCE-13'),
  REPLACE_OFF_MAIN: refusal('unsupported-operation', 'FENCE-13'),
};

function config(era: Era): ChartConfig {
  const created = (state: string, ...rules: string[]) => go(state, decide('continue', rules));
  const immutable: Transitions = {
    CREATE_FENCED: created('permanent', 'FENCE-13'),
    CREATE_FENCED_NULL: refusal('null-argument', 'FENCE-14', 'FENCE-13'),
  };
  const mutable: Transitions = {
    CREATE_FENCED: created('set', 'FENCE-15'),
    CREATE_FENCED_NULL: created('unset', 'FENCE-15'),
  };
  return {
    id: 'fencing',
    initial: 'constructor',
    states: {
      constructor: {
        on: {
          CREATE_PLAIN: created('plain'),
          CREATE_PERMANENT: created('permanent', 'FENCE-13'),
          CREATE_PERMANENT_NULL: refusal('null-argument', 'FENCE-14', 'FENCE-13'),
          ...(era.mutableToken ? mutable : immutable),
        },
      },
      plain: {
        on: {
          ...forAll(plain),
          REPLACE_BY_TOKEN: refusal('unsupported-operation', 'FENCE-13'),
          REPLACE_BY_NULL: refusal('unsupported-operation', 'FENCE-13'),
          REPLACE_OFF_MAIN: refusal('unsupported-operation', 'FENCE-13'),
        },
      },
      ...(era.mutableToken
        ? {
            unset: { on: { ...forAll(unset), ...replacement } },
            set: { on: { ...forAll((sender) => set(sender, era, false)), ...replacement } },
          }
        : {}),
      permanent: { on: { ...forAll((sender) => set(sender, era, true)), ...noReplacement } },
    },
  };
}

/** The fencing chart. It differs between the eras. */
export const fencingChart: Chart = {
  name: 'fencing',
  sentence: 'Whether an endpoint hears a message, and how its token is set and replaced.',
  config,
};

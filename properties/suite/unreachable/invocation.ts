/** Transitions that nobody takes, of the invocation chart: endings that do not belong to the work. */
import type { Unreachable } from './unreachable.js';

/** What a callable ends with, as events of the invocation chart. */
export const callableEndings: readonly string[] = [
  'CALLABLE_RETURN',
  'CALLABLE_NULL',
  'CALLABLE_THROW',
  'CALLABLE_THROW_NON_ERROR',
  'CALLABLE_THROW_ASK_TIMEOUT',
  'CALLABLE_OTHER',
  'CALLABLE_FUTURE',
];

/** See the head of this file. */
export const unreachableInvocation: readonly Unreachable[] = [
  {
    by: 'everybody',
    reason: 'A run is due after it was armed, and then it waits.',
    chart: 'invocation',
    states: ['arriving'],
    events: ['RUN_DUE'],
  },
  {
    by: 'everybody',
    reason: 'A run that waits comes back by its timer, and a timer does not fire early (SELF-04).',
    chart: 'invocation',
    states: ['waiting'],
    events: ['RUN_EARLY'],
  },
  {
    by: 'everybody',
    reason:
      'The result of an ask that has expired is answered all the same; that it is late, the ask chart says.',
    chart: 'invocation',
    states: ['over'],
    events: ['LATE_RESULT'],
  },
  {
    by: 'everybody',
    reason:
      'A future gives a value, an error or bytes (RELEASED, RELEASED_ERROR, BYTES): everything else is the ending of a handler that returns it itself.',
    chart: 'invocation',
    states: ['awaiting'],
    events: [
      'RETURN',
      'NULL',
      'THROW',
      'THROW_NON_ERROR',
      'THROW_ASK_TIMEOUT',
      'UNSERIALIZABLE',
      'ENCODER_THROWS',
      'UNDECODABLE',
      'LOOK_ALIKE',
    ].flatMap((event) => [event, `${event}_SENT`]),
  },
  {
    by: 'everybody',
    reason:
      'What a callable ended with was said when it ended: the future that it returned gives RELEASED or RELEASED_ERROR.',
    chart: 'invocation',
    states: ['awaiting'],
    events: callableEndings,
  },
];

/**
 * Pairs of transitions that nobody takes one after the other, although the first leads to the state of the second: what
 * came before decides what can come next. A chart has no memory of that; an operation has. What follows from the kind of
 * the first event alone stands here, everything else in `memories.ts`, as facts from which the pairs are computed. Each
 * reason is checked by a test: no run may take such a pair.
 */
import { callableEndings } from './invocation.js';
import { memories } from './memories.js';
import { followersBy, type Transition } from './remembering.js';
import type { Unreachable } from './unreachable.js';

/** Events of one chart that belong to the same kind of operation, with those that can follow them. */
interface Following {
  readonly chart: string;
  readonly reason: string;
  readonly after: readonly string[];
  /** What can follow; whatever else the state allows cannot. */
  readonly only: readonly string[];
}

const both = (...events: readonly string[]): readonly string[] =>
  events.flatMap((event) => [event, `${event}_SENT`]);
const byteEndings = ['BYTES', 'BYTES_SENT_FITS', 'BYTES_SENT_NEAR', 'BYTES_SENT_LARGE'];
const askEndings = [
  ...both('RETURN', 'NULL', 'THROW', 'THROW_NON_ERROR', 'THROW_ASK_TIMEOUT'),
  ...both('UNSERIALIZABLE', 'ENCODER_THROWS', 'UNDECODABLE', 'LOOK_ALIKE'),
  ...byteEndings,
];
const releases = ['RELEASED', 'RELEASED_AFTER_END', 'RELEASED_ERROR', 'RELEASED_ERROR_AFTER_END'];

const invocation: readonly Following[] = [
  {
    chart: 'invocation',
    reason: 'A call that is asked for ends as an ask does.',
    after: ['CALL', 'CALL_WITHIN'],
    only: [...askEndings, 'FUTURE', 'HELD'],
  },
  {
    chart: 'invocation',
    reason:
      'It ends as an ask does, but it does not hold: in scenarios whoever has held the main thread gives its number, and this method a text.',
    after: ['OVERLOADED'],
    only: [...askEndings, 'FUTURE'],
  },
  {
    chart: 'invocation',
    reason: 'A raw message is asked for or not, and holds nothing.',
    after: ['RAW_CALL'],
    only: [...askEndings, 'FUTURE', 'TELL_OVER', 'TELL_THROWS'],
  },
  {
    chart: 'invocation',
    reason: 'A one-way call ends as one: nobody is answered.',
    after: ['TELL'],
    only: ['TELL_OVER', 'TELL_THROWS', 'HELD'],
  },
  {
    chart: 'invocation',
    reason: 'A run ends as one: nobody is answered.',
    after: ['RUN', 'RUN_PASSED', 'RUN_DUE', 'EXECUTE'],
    only: ['RUN_OVER', 'RUN_THROWS', 'HELD'],
  },
  {
    chart: 'invocation',
    reason: 'A callable ends as one.',
    after: ['CALLABLE'],
    only: [...callableEndings, 'HELD'],
  },
  {
    chart: 'invocation',
    reason: 'How a task ends, the task chart says.',
    after: ['TASK'],
    only: ['HELD'],
  },
  {
    chart: 'invocation',
    reason:
      'The reference refuses a method that is not declared: nothing is executed that could end (CALL-07).',
    after: ['RAW_UNDECLARED', 'RAW_UNDECLARED_ASKED'],
    only: [],
  },
  {
    chart: 'invocation',
    reason:
      'A handler that has held the main thread returns: in scenarios it does not throw, nor give anything else.',
    after: ['HELD'],
    only: [...both('RETURN'), 'CALLABLE_RETURN', 'TELL_OVER', 'RUN_OVER'],
  },
  {
    chart: 'invocation',
    reason: 'A future gives a value, an error or bytes.',
    after: ['FUTURE'],
    only: [...releases, ...byteEndings],
  },
  {
    chart: 'invocation',
    reason: 'What a callable gives is never sent to another service.',
    after: ['CALLABLE_FUTURE'],
    only: [...releases, 'BYTES'],
  },
  {
    chart: 'invocation',
    reason: 'A run that is armed comes back by its timer, and the timer brings it back when it is due.',
    after: ['RUN_EARLY'],
    only: ['TIMER'],
  },
  { chart: 'invocation', reason: 'The timer fires once.', after: ['TIMER'], only: ['RUN_DUE'] },
];

const ask: readonly Following[] = [
  {
    chart: 'ask',
    reason: 'An ask has one answer.',
    after: ['ANSWER', 'REFUSAL'],
    only: [],
  },
  {
    chart: 'ask',
    reason: 'A request that was lost, or that nobody could read, is not answered.',
    after: ['TIMEOUT_LOST', 'TIMEOUT_UNDECODABLE'],
    only: [],
  },
  {
    chart: 'ask',
    reason: 'Its handler has returned a future already: it was not refused.',
    after: ['TIMEOUT_AFTER_END'],
    only: ['ANSWER'],
  },
];

const taskOfEndpoint = ['CANCEL', 'DUE', 'RETURN', 'THROW'];

const tasks: readonly Following[] = [
  {
    chart: 'task',
    reason: 'A task of an endpoint that was sent reaches it, or ends with it.',
    after: ['TIMER'],
    only: ['DROPPED_FRESH', 'DROPPED', 'FENCED', 'RETURN', 'THROW', 'CANCEL', 'TERMINATED', 'EXPIRED'],
  },
  {
    chart: 'task',
    reason: 'A task of a service that runs once ends in the action in which it runs.',
    after: ['TICK_ONCE'],
    only: ['ONCE_RETURNS', 'ONCE_THROWS'],
  },
  {
    chart: 'task',
    reason: 'A periodic task of a service runs again, throws, or is ended from outside.',
    after: ['TICK'],
    only: ['TICK', 'PERIODIC_THROWS', 'CANCEL_PERIODIC', 'CLOSED', 'EXPIRED'],
  },
  {
    chart: 'task',
    reason: 'A periodic task that is over can be cancelled in vain, and nothing else.',
    after: ['PERIODIC_THROWS', 'CANCEL_PERIODIC'],
    only: ['CANCEL_PERIODIC'],
  },
  {
    chart: 'task',
    reason: 'A task of a service that ran once can be cancelled in vain, and nothing else.',
    after: ['ONCE_RETURNS', 'ONCE_THROWS'],
    only: ['CANCEL'],
  },
  {
    chart: 'task',
    reason: 'A task that has arrived can be cancelled in vain, and nothing else.',
    after: ['DROPPED_FRESH', 'DROPPED', 'FENCED', 'RETURN', 'THROW', 'DUE', 'REFUSED', 'SHUTDOWN'],
    only: ['CANCEL'],
  },
  {
    chart: 'task',
    reason: 'A task that was cancelled may arrive, come to its end, or be cancelled again.',
    after: ['CANCEL', 'TERMINATED', 'EXPIRED'],
    only: taskOfEndpoint,
  },
  {
    chart: 'task',
    reason: 'The task of a closed service has no timer any more.',
    after: ['CLOSED'],
    only: ['CANCEL', 'CANCEL_PERIODIC'],
  },
];

/** Every group, chart by chart. */
export const unreachablePairs: readonly Following[] = [...invocation, ...ask, ...tasks];

function reasonOfEvents(first: Transition, second: Transition): string | undefined {
  return unreachablePairs.find(
    ({ chart, after, only }) =>
      first.chart === chart && after.includes(first.event) && !only.includes(second.event),
  )?.reason;
}

/** Why nobody takes one transition directly after another one, both by their numbers; `undefined` where they do. */
export type PairReasons = (first: number, second: number) => string | undefined;

/**
 * The reasons against pairs: of the events themselves, and of what an instance remembers.
 *
 * @param transitions all of them
 * @param reachable the numbers of those that can be taken
 * @param by whose reasons count
 */
export function pairReasons(
  transitions: readonly Transition[],
  reachable: readonly number[],
  by: Unreachable['by'],
): PairReasons {
  const facts = memories
    .filter((fact) => fact.by === 'everybody' || by === 'reference')
    .map((fact) => ({ fact, followers: followersBy(transitions, reachable, fact) }));
  return (first, second) => {
    const one = transitions[first] as Transition;
    const reason = reasonOfEvents(one, transitions[second] as Transition);
    if (reason !== undefined) return reason;
    return facts.find(
      ({ fact, followers }) => fact.chart === one.chart && followers.get(first)?.has(second) !== true,
    )?.fact.reason;
  };
}

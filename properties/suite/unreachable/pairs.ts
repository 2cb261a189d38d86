/**
 * Pairs of transitions that nobody takes one after the other, although the first leads to the state of the second: what
 * came before decides what can come next. A chart has no memory of that; an operation has. Each reason is checked by a
 * test: no run may take such a pair.
 */
import type { Coverage } from '../../../models/index.js';
import { callableEndings } from './invocation.js';

type Transition = Coverage['transitions'][number];

/** Events of one chart that belong to the same kind of operation, with those that can follow them. */
interface Following {
  readonly chart: string;
  readonly reason: string;
  /** The first of the two: a state, when it matters, and events. */
  readonly state?: string;
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
    after: ['CALL', 'CALL_WITHIN', 'OVERLOADED'],
    only: [...askEndings, 'FUTURE', 'HELD'],
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

const open = ['ACCEPTED', 'REFUSED', 'UNREACHABLE', 'TIMEOUT', 'CLOSED', 'EXPIRED'];
const ofSeveral = ['FOUND_WILDCARD_OF_SEVERAL', 'NONE_WILDCARD_OF_SEVERAL', 'NONE_WILDCARD_DIED'];
const greetings = ['ACCEPTED', 'REFUSED', 'UNREACHABLE'];

const connecting: readonly Following[] = [
  {
    chart: 'handshake-caller',
    reason: 'One name has one answer, and its connect goes on by it.',
    state: 'identifying',
    after: ['FOUND', 'FOUND_WILDCARD'],
    only: open,
  },
  {
    chart: 'handshake-caller',
    reason: 'Further answers to a pattern come from its other matches.',
    after: ofSeveral,
    only: [...open, ...ofSeveral],
  },
  {
    chart: 'handshake-caller',
    reason: 'That nobody is there is the only answer; news of the link can follow.',
    after: ['NONE', 'NONE_WILDCARD', 'NONE_SUPERVISOR'],
    only: ['UNREACHABLE'],
  },
  {
    chart: 'handshake-caller',
    reason: 'Nothing was sent that could be answered.',
    after: ['NONE_EMPTY', 'NOT_AN_ADDRESS', 'NO_SUCH_HOST'],
    only: [],
  },
  {
    chart: 'handshake-caller',
    reason: 'One name has one answer, and this was it; news of the link can follow.',
    state: 'failed',
    after: ['FOUND', 'FOUND_WILDCARD'],
    only: ['UNREACHABLE'],
  },
  {
    chart: 'handshake-caller',
    reason: 'The handshake has one answer; of a pattern others may come.',
    after: greetings,
    only: ['UNREACHABLE', ...ofSeveral],
  },
  {
    chart: 'handshake-caller',
    reason:
      'The identification was answered before; what can come late is the answer to the handshake, or of other matches.',
    state: 'shaking',
    after: ['TIMEOUT', 'CLOSED', 'EXPIRED'],
    only: [...greetings, ...ofSeveral],
  },
  {
    chart: 'handshake-caller',
    reason: 'There was no handshake that could be answered.',
    state: 'identifying',
    after: ['TIMEOUT', 'CLOSED', 'EXPIRED', 'UNREACHABLE'],
    only: ['FOUND', 'FOUND_WILDCARD', 'NONE', 'NONE_WILDCARD', 'UNREACHABLE', ...ofSeveral],
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
export const unreachablePairs: readonly Following[] = [...invocation, ...ask, ...connecting, ...tasks];

/** Why nobody takes one transition directly after another one; `undefined` where they do. */
export function reasonAgainstPair(first: Transition, second: Transition): string | undefined {
  return unreachablePairs.find(
    ({ chart, state, after, only }) =>
      first.chart === chart &&
      (state === undefined || state === first.state) &&
      after.includes(first.event) &&
      !only.includes(second.event),
  )?.reason;
}

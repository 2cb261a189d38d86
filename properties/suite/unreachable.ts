/**
 * Transitions of the charts that nobody takes, each with the reason why. A chart is written state by state, so that it
 * also says what follows where its own machinery never comes; those cells stand here, and nothing else does: a test
 * holds the table against what the suite reaches, in both directions.
 */
import type { Coverage } from '../../models/index.js';

type Transition = Coverage['transitions'][number];

/** Some transitions of one chart: each of these events in each of these states. */
export interface Cells {
  readonly chart: string;
  readonly states: readonly string[];
  readonly events: readonly string[];
  /** Only the alternative with this decision; every one of the cell when absent. */
  readonly decision?: string;
}

/** Transitions that nobody takes for the same reason. */
export interface Unreachable extends Cells {
  /** `everybody`: the models accept no trace with it. `reference`: others may take it, the reference does not. */
  readonly by: 'everybody' | 'reference';
  readonly reason: string;
}

/** What an endpoint sends itself: it is the sender of all of these. */
const OWN = ['CALLABLE', 'RUN', 'DUE_RUN', 'TASK', 'EXECUTE'] as const;
const FENCED = ['set', 'unset', 'permanent'] as const;
const LIVE = ['stopped.fresh', 'stopped.paused', 'started.idle', 'terminating.idle'] as const;
const CUTTABLE = [
  ...LIVE,
  'started.busy',
  'terminating.busy',
  'terminating.finished',
  'terminating.finishing',
  'terminating.draining',
  'terminated',
  'failed.ending',
] as const;

const own = (suffix: string): readonly string[] => OWN.map((sender) => `${sender}_${suffix}`);

const lifecycle: readonly Unreachable[] = [
  {
    by: 'everybody',
    reason:
      'An ask is late when its endpoint had ended as it was sent, and an endpoint that has ended never lives again.',
    chart: 'lifecycle',
    states: LIVE,
    events: ['ASK_LATE', 'CALLABLE_LATE'],
  },
  {
    by: 'everybody',
    reason:
      'An endpoint whose constructor threw does not count as ended, so nothing that is sent to it is late.',
    chart: 'lifecycle',
    states: ['abandoned'],
    events: ['ASK_LATE', 'CALLABLE_LATE'],
  },
  {
    by: 'reference',
    reason:
      'A service that waits for all of its endpoints has none left to cut off. Only the original is down early (DOWN_EARLY).',
    chart: 'lifecycle',
    states: CUTTABLE,
    events: ['CUT'],
  },
  {
    by: 'everybody',
    reason:
      'A delayed run waits once a started endpoint has taken it, and an endpoint that was started is never fresh again.',
    chart: 'lifecycle',
    states: ['stopped.fresh', 'abandoned'],
    events: ['DUE_RUN'],
  },
  {
    by: 'everybody',
    reason: 'A service neither closes nor kills an endpoint whose constructor threw: it has none (LIFE-19).',
    chart: 'lifecycle',
    states: ['abandoned'],
    events: ['CLOSE', 'KILL'],
  },
  {
    by: 'everybody',
    reason: 'There is a future of onStop once onStop has run, and it never runs where the constructor threw.',
    chart: 'lifecycle',
    states: ['abandoned'],
    events: ['STOP_FUTURE', 'STOP_FUTURE_FAILED'],
  },
  {
    by: 'reference',
    reason:
      'Another service asks through a gateway, and nobody connects to an endpoint whose constructor threw but in the original.',
    chart: 'lifecycle',
    states: ['abandoned'],
    events: ['ASK_REMOTE'],
  },
  {
    by: 'reference',
    reason:
      'No rule says what becomes of a task that a constructor schedules before it throws, so no scenario schedules one.',
    chart: 'lifecycle',
    states: ['abandoned'],
    events: ['TASK'],
  },
  {
    by: 'everybody',
    reason:
      'Whoever has returned a future from onStop comes to `terminated` by the completion of that future, and it completes once.',
    chart: 'lifecycle',
    states: ['terminated'],
    events: ['STOP_FUTURE', 'STOP_FUTURE_FAILED'],
  },
  {
    by: 'reference',
    reason:
      'The reference cancels the handles of tasks when their endpoint ends, so the task that arrives is over (event DUE of the task chart).',
    chart: 'lifecycle',
    states: ['terminated', 'gone', 'failed.ending', 'failed.gone'],
    events: ['TASK'],
  },
  {
    by: 'reference',
    reason:
      'The reference hears that the future of onStop is complete before its next action (TERM-03): nothing comes in between.',
    chart: 'lifecycle',
    states: ['terminating.finished'],
    events: ['EXPIRE', 'FAULT', 'KILL'],
  },
  {
    by: 'reference',
    reason:
      'The reference hears that the future of onStop is complete before its next action (TERM-03): the handler is still there.',
    chart: 'lifecycle',
    states: ['terminating.finishing'],
    events: ['END', 'EXPIRE'],
  },
];

const fencing: readonly Unreachable[] = [
  {
    by: 'everybody',
    reason:
      'Only run-async, call-async and executors have variants without fencing; calls have none (FENCE-19).',
    chart: 'fencing',
    states: FENCED,
    events: ['ASK_UNFENCED', 'TELL_UNFENCED'],
  },
  {
    by: 'everybody',
    reason: 'A fenced endpoint puts whatever it sends itself into an envelope (FENCE-09).',
    chart: 'fencing',
    states: FENCED,
    events: own('BARE'),
  },
  {
    by: 'everybody',
    reason:
      'What an endpoint sends itself carries the token that it has at that moment, so a token that differs later was equal then.',
    chart: 'fencing',
    states: FENCED,
    events: own('OTHER'),
  },
  {
    by: 'everybody',
    reason:
      'What an endpoint sends itself carries the token that it has at that moment: it is equal already then.',
    chart: 'fencing',
    states: ['set'],
    events: own('EQUAL_NOW'),
  },
  {
    by: 'everybody',
    reason:
      'A delayed run gets its envelope where it was admitted: with the token of an endpoint that has one, since without fencing there is no delay.',
    chart: 'fencing',
    states: ['set', 'unset'],
    events: ['DUE_RUN_NULL'],
  },
  {
    by: 'everybody',
    reason: 'The variant of run-async without fencing has no delay.',
    chart: 'fencing',
    states: FENCED,
    events: ['DUE_RUN_UNFENCED'],
  },
  {
    by: 'everybody',
    reason:
      'The token of a permanently fenced endpoint is never null (FENCE-14), nor is that of what it sends itself.',
    chart: 'fencing',
    states: ['permanent'],
    events: own('NULL'),
  },
  {
    by: 'everybody',
    reason: 'A plain endpoint puts nothing that it sends itself into an envelope.',
    chart: 'fencing',
    states: ['plain'],
    events: [...own('NULL'), ...own('OTHER')],
  },
  {
    by: 'reference',
    reason: 'Plain endpoints of the reference have no method that replaces a token.',
    chart: 'fencing',
    states: ['plain'],
    events: ['REPLACE_BY_TOKEN', 'REPLACE_BY_NULL', 'REPLACE_OFF_MAIN'],
  },
];

const invocation: readonly Unreachable[] = [
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
    events: [
      'CALLABLE_RETURN',
      'CALLABLE_NULL',
      'CALLABLE_THROW',
      'CALLABLE_THROW_NON_ERROR',
      'CALLABLE_THROW_ASK_TIMEOUT',
      'CALLABLE_OTHER',
      'CALLABLE_FUTURE',
    ],
  },
];

const connecting: readonly Unreachable[] = [
  {
    by: 'everybody',
    reason: 'The supervisor is there from the beginning of its service: no endpoint becomes one.',
    chart: 'handshake-target',
    states: ['plain'],
    events: ['SUPERVISE'],
  },
  {
    by: 'everybody',
    reason: 'An endpoint ends once, and one whose constructor threw has not begun.',
    chart: 'handshake-target',
    states: ['ended', 'abandoned'],
    events: ['END'],
  },
  {
    by: 'reference',
    reason:
      'A handshake follows an identification, which finds an endpoint whose constructor threw only in the original.',
    chart: 'handshake-target',
    states: ['abandoned'],
    events: ['HELLO', 'HELLO_ROOT', 'HELLO_VERSION', 'HELLO_GATEWAY', 'HELLO_BOTH'],
  },
  {
    by: 'reference',
    reason:
      'The reference knows where it connects that no endpoint has the address of the supervisor, and sends nothing.',
    chart: 'handshake-target',
    states: ['supervisor'],
    events: ['IDENTIFY'],
  },
  {
    by: 'reference',
    reason: 'Only in the original a connect fails by one of several answers to a pattern.',
    chart: 'handshake-caller',
    states: ['identifying'],
    events: ['SPOILT'],
  },
  {
    by: 'everybody',
    reason: 'A connect to the empty address fails where it is invoked: no answer comes back for it.',
    chart: 'handshake-caller',
    states: ['shaking', 'connected', 'failed'],
    events: ['NONE_EMPTY'],
  },
  {
    by: 'reference',
    reason: 'The reference sends nothing to the supervisor, so that nothing comes back late.',
    chart: 'handshake-caller',
    states: ['failed'],
    events: ['NONE_SUPERVISOR'],
  },
  {
    by: 'everybody',
    reason:
      'One identification has one answer. Once a connect goes on by it, only those of other matches of a pattern can come.',
    chart: 'handshake-caller',
    states: ['shaking', 'connected'],
    events: ['FOUND', 'FOUND_WILDCARD', 'NONE', 'NONE_WILDCARD', 'NONE_SUPERVISOR'],
  },
  {
    by: 'everybody',
    reason: 'One handshake has one answer, and this connect has it.',
    chart: 'handshake-caller',
    states: ['connected'],
    events: ['ACCEPTED', 'REFUSED'],
  },
  {
    by: 'reference',
    reason: 'The reference forgets a connect that has come out: it is not told that the link is lost.',
    chart: 'handshake-caller',
    states: ['connected'],
    events: ['UNREACHABLE'],
  },
  {
    by: 'reference',
    reason: 'The reference forgets an ask that has come out: it is not told that the link is lost.',
    chart: 'ask',
    states: ['settled'],
    events: ['LINK_LOST'],
  },
];

const services: readonly Unreachable[] = [
  {
    by: 'reference',
    reason:
      'The executor of a service that is closing may refuse tasks or take them; that of the reference refuses.',
    chart: 'service',
    states: ['closing'],
    events: ['SCHEDULE'],
    decision: 'continue',
  },
  {
    by: 'reference',
    reason:
      'The executor of a service that has failed may refuse tasks or take them; that of the reference takes them.',
    chart: 'service',
    states: ['failed'],
    events: ['SCHEDULE'],
    decision: 'throw:illegal-state',
  },
  {
    by: 'everybody',
    reason: 'What ends handles from outside is told to those that are open, and to no other.',
    chart: 'task',
    states: ['over'],
    events: ['TERMINATED', 'CLOSED', 'EXPIRED'],
  },
  {
    by: 'everybody',
    reason:
      'A task that arrives when its handle is complete is dropped for that (DUE), before anybody looks further.',
    chart: 'task',
    states: ['over'],
    events: ['DROPPED', 'DROPPED_FRESH', 'FENCED'],
  },
  {
    by: 'everybody',
    reason: 'Whatever completes the handle of a task that waits takes its timer away (MAIN-11).',
    chart: 'task',
    states: ['over'],
    events: ['TIMER'],
  },
  {
    by: 'reference',
    reason: 'A task of a service of the reference runs within one action, in which nobody can cancel it.',
    chart: 'task',
    states: ['over'],
    events: ['ONCE_RETURNS', 'ONCE_THROWS', 'PERIODIC_THROWS'],
  },
  {
    by: 'reference',
    reason:
      'A service is down when its endpoints are gone, and the end of an endpoint completes the handles of its tasks.',
    chart: 'task',
    states: ['sent'],
    events: ['CLOSED'],
  },
];

/** Every group, chart by chart. */
export const unreachable: readonly Unreachable[] = [
  ...lifecycle,
  ...fencing,
  ...invocation,
  ...connecting,
  ...services,
];

/** Whether a transition is one of these. */
export function isAmong({ chart, states, events, decision }: Cells, transition: Transition): boolean {
  return (
    transition.chart === chart &&
    states.includes(transition.state) &&
    events.includes(transition.event) &&
    (decision === undefined || decision === transition.decision)
  );
}

/** Why nobody takes a transition, or why the reference does not; `undefined` where it is taken. */
export function reasonAgainst(transition: Transition): Unreachable | undefined {
  return unreachable.find((group) => isAmong(group, transition));
}

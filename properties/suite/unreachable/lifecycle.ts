/** Transitions that nobody takes, of the lifecycle chart: events that an endpoint never meets in some states. */
import type { Unreachable } from './unreachable.js';

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

/** See the head of this file. */
export const unreachableLifecycle: readonly Unreachable[] = [
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

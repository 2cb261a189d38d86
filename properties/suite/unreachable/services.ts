/** Transitions that nobody takes, of the charts of services and of tasks. */
import type { Unreachable } from './unreachable.js';

/** See the head of this file. */
export const unreachableServices: readonly Unreachable[] = [
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

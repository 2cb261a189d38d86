/** Transitions that nobody takes, of the fencing chart: envelopes that nobody sends. */
import type { Unreachable } from './unreachable.js';

/** What an endpoint sends itself: it is the sender of all of these. */
const OWN = ['CALLABLE', 'RUN', 'DUE_RUN', 'TASK', 'EXECUTE'] as const;
const FENCED = ['set', 'unset', 'permanent'] as const;
const own = (suffix: string): readonly string[] => OWN.map((sender) => `${sender}_${suffix}`);

/** See the head of this file. */
export const unreachableFencing: readonly Unreachable[] = [
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

/** The facts about instances of charts that no state of the chart holds; see `remembering.ts`. */
import { connectMemory } from './connect-memory.js';
import type { Memory, Remembering, Transition } from './remembering.js';

/** A fact whose memory is of one type among others. */
const fact = <Kept extends Memory>(remembering: Remembering<Kept>): Remembering =>
  remembering as unknown as Remembering;

/** Some events happen once at most, or not at all once others have happened. */
const once = (...events: readonly string[]) => ({
  initial: [false],
  next: (happened: boolean, { event }: Transition): boolean | undefined =>
    events.includes(event) ? (happened ? undefined : true) : happened,
});

/** Some transitions come only after others. */
const onlyAfter = (
  is: (transition: Transition) => boolean,
  enables: (transition: Transition) => boolean,
) => ({
  initial: [false],
  next: (enabled: boolean, transition: Transition): boolean | undefined =>
    is(transition) && !enabled ? undefined : enabled || enables(transition),
});

/** Some events are the first ones. */
const first = (...events: readonly string[]) => ({
  initial: [true],
  next: (isNew: boolean, { event }: Transition): boolean | undefined =>
    events.includes(event) ? (isNew ? true : undefined) : false,
});

const isStopFuture = ({ event }: Transition): boolean => event.startsWith('STOP_FUTURE');
const isAdmission = ({ decision }: Transition): boolean => decision === 'admit';

/** What is remembered of an endpoint that has admitted a run: its onStart has returned, and will. */
const HAS_RUN = 'HAS_RUN';

const lifecycle: readonly Remembering[] = [
  fact({
    chart: 'lifecycle',
    by: 'everybody',
    reason:
      'Whether the constructor throws is known when there is an endpoint, before anything reaches it (LIFE-19).',
    state: 'stopped.fresh',
    ...first('ABANDON'),
  }),
  fact({
    chart: 'lifecycle',
    by: 'everybody',
    reason: 'A handler begins as its message is admitted (MAIN-01).',
    state: 'stopped.fresh',
    initial: [false],
    next: (admitted: boolean, transition) =>
      transition.event === 'BEGIN' && !admitted ? undefined : isAdmission(transition),
  }),
  fact({
    chart: 'lifecycle',
    by: 'everybody',
    reason: 'A service closes once, and tells each of its endpoints once (SERV-03, SERV-08).',
    state: 'stopped.fresh',
    ...once('CLOSE'),
  }),
  fact({
    chart: 'lifecycle',
    by: 'everybody',
    reason:
      'A failure ends whoever is alive: an endpoint is ended so once, and one that has ended is not told (SUPER-02).',
    state: 'stopped.fresh',
    ...once('KILL'),
  }),
  fact({
    chart: 'lifecycle',
    by: 'everybody',
    reason:
      'The future of onStop completes once, and nobody has one whose onStop has not returned it (LIFE-08).',
    state: 'stopped.fresh',
    initial: ['none'],
    next: (future: 'none' | 'open' | 'complete', transition) => {
      if (isStopFuture(transition)) return future === 'open' ? 'complete' : undefined;
      return transition.event === 'HOOK_OPEN' || transition.event === 'HOOK_COMPLETE' ? 'open' : future;
    },
  }),
  fact({
    chart: 'lifecycle',
    by: 'everybody',
    reason:
      'A delayed run is due at an endpoint that has admitted it before (SELF-05), and the onStart of an endpoint of a scenario ends the same way each time.',
    state: 'stopped.fresh',
    initial: ['HOOK_RETURN', 'HOOK_THROW', 'HOOK_PROMISE'],
    next: (memory: string, transition) => {
      const { state, event } = transition;
      if (state === 'starting' && event !== (memory === HAS_RUN ? 'HOOK_RETURN' : memory)) return undefined;
      if (event === 'DUE_RUN' && memory !== HAS_RUN) return undefined;
      return event === 'RUN' && isAdmission(transition) ? HAS_RUN : memory;
    },
  }),
];

/** What an endpoint sends itself, with an envelope whose token is null. */
const OWN_NULL = ['CALLABLE_NULL', 'RUN_NULL', 'TASK_NULL', 'EXECUTE_NULL'];

const fencing: readonly Remembering[] = [
  fact({
    chart: 'fencing',
    by: 'everybody',
    reason: 'The constructor has thrown: there is no endpoint (FENCE-14).',
    state: 'constructor',
    initial: [true],
    next: (exists: boolean, { event }) => (exists ? event !== 'CREATE_PERMANENT_NULL' : undefined),
  }),
  fact({
    chart: 'fencing',
    by: 'everybody',
    reason:
      'A comparison comes out otherwise than when the message was sent only if the token was replaced (FENCE-08).',
    state: 'constructor',
    ...onlyAfter(
      ({ event }) => event.endsWith('_NOW'),
      ({ event }) => event.startsWith('REPLACE_BY_'),
    ),
  }),
  fact({
    chart: 'fencing',
    by: 'everybody',
    reason:
      'What an endpoint sends itself carries its token: it is null only if that of the endpoint once was (FENCE-09).',
    state: 'constructor',
    ...onlyAfter(
      ({ state, event }) => state === 'set' && OWN_NULL.includes(event),
      ({ next }) => next === 'unset',
    ),
  }),
  fact({
    chart: 'fencing',
    by: 'everybody',
    reason: 'A delayed run is due at an endpoint that has admitted it before (FENCE-20).',
    state: 'constructor',
    ...onlyAfter(
      ({ event }) => event.startsWith('DUE_RUN_'),
      (transition) => transition.event.startsWith('RUN_') && isAdmission(transition),
    ),
  }),
];

const target: readonly Remembering[] = [
  fact({
    chart: 'handshake-target',
    by: 'everybody',
    reason:
      'Whether an endpoint is fenced, and whether its constructor throws, is known before anything reaches it; whoever shakes hands with it has been told before that it is there (HAND-01).',
    state: 'plain',
    initial: ['new'],
    next: (memory: 'new' | 'old' | 'found', { event, decision }) => {
      if (event === 'FENCE' || event === 'ABANDON') return memory === 'new' ? 'new' : undefined;
      if (event.startsWith('HELLO') && memory !== 'found') return undefined;
      return memory === 'found' || decision === 'found' ? 'found' : 'old';
    },
  }),
];

const RUN_OF_TASK = ['RETURN', 'THROW'];

const tasks: readonly Remembering[] = [
  fact({
    chart: 'task',
    by: 'everybody',
    reason:
      'Whatever completes the handle of a task that waits takes its timer away: it never arrives (MAIN-11).',
    state: 'waiting',
    ...onlyAfter(
      ({ state, event }) => state === 'over' && ['DUE', ...RUN_OF_TASK].includes(event),
      ({ next }) => next === 'sent',
    ),
  }),
  fact({
    chart: 'task',
    by: 'everybody',
    reason:
      'The end of an endpoint cancels what is still to run there, and not the task that runs (MAIN-12).',
    state: 'waiting',
    initial: [false],
    next: (terminated: boolean, { event }) =>
      terminated && RUN_OF_TASK.includes(event) ? undefined : terminated || event === 'TERMINATED',
  }),
  fact({
    chart: 'task',
    by: 'reference',
    reason:
      'A task of the reference runs within one action: the limit of a close does not come in between (SERV-14).',
    state: 'waiting',
    initial: [false],
    next: (expired: boolean, { event }) =>
      expired && RUN_OF_TASK.includes(event) ? undefined : expired || event === 'EXPIRED',
  }),
];

/** What arrives, as it matters to how it can end. */
function workOf(event: string): 'run' | 'told' | 'asked' {
  if (/^(RUN|EXECUTE|TASK)/.test(event)) return 'run';
  return event === 'TELL' ? 'told' : 'asked';
}

const invocation: readonly Remembering[] = [
  fact({
    chart: 'invocation',
    by: 'reference',
    reason:
      'Nobody looks at what a run or a one-way call gives back, so that none of the reference holds the main thread: asks do.',
    state: 'arriving',
    initial: ['asked', 'told', 'run'],
    next: (work: string, { state, event }) => {
      if (state === 'arriving') return workOf(event) === work ? work : undefined;
      if (event === 'HELD') return work === 'asked' ? 'held' : undefined;
      return work === 'held' && /_OVER$/.test(event) ? undefined : work;
    },
  }),
];

/** All of them, chart by chart. */
export const memories: readonly Remembering[] = [
  ...lifecycle,
  ...fencing,
  ...target,
  fact(connectMemory),
  ...tasks,
  ...invocation,
];

/**
 * Rules of the family MAIN. The main thread of an endpoint and the executor that leads to it.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules MAIN-01 to MAIN-16. */
export const mainRules: readonly Rule[] = [
  {
    id: 'MAIN-01',
    level: 'MUST',
    sentence:
      'At most one handler of an endpoint (call, runnable, callable, hook) MUST be executing at any time, and each sees the effects of those before it.',
    antecedent: 'Always.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-202'],
      pointers: ['AsyncCallsTest#testScheduleWithNoDelay'],
    },
    accepts: [],
  },
  {
    id: 'MAIN-02',
    level: 'MUST',
    sentence:
      'The main-thread check MUST raise `not-main-thread` at the violating call itself and nothing on the main thread.',
    antecedent: 'When the main-thread check is called, on or off the main thread.',
    error: 'not-main-thread',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-204'],
      pointers: ['RpcEndpoint#validateRunsInMainThread', 'MainThreadValidationTest#failIfNotInMainThread'],
    },
    accepts: [
      { outcome: 'it is always on', by: 'reference' },
      { outcome: 'it is on only where assertions are enabled', by: 'original' },
    ],
  },
  {
    id: 'MAIN-03',
    level: 'MAY',
    sentence:
      'Callbacks of a result future MAY run anywhere, and the main-thread executor is the way back to the main thread.',
    antecedent: 'When a callback of a result future runs.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-206'],
      pointers: ['PekkoInvocationHandler#ask'],
    },
    accepts: [
      { outcome: "off every main thread, in the caller's own flow", by: 'reference' },
      { outcome: 'on any thread', by: 'either' },
    ],
  },
  {
    id: 'MAIN-04',
    level: 'MUST',
    sentence:
      'Tasks of the scheduled executor of a service MUST NOT count as running on the main thread of any endpoint.',
    antecedent: "When a task of the service's executor runs.",
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-executor'],
    source: {
      facts: ['FB-207'],
      pointers: ['RpcService#getScheduledExecutor'],
    },
    accepts: [],
  },
  {
    id: 'MAIN-05',
    level: 'MUST',
    sentence:
      'A handler that occupies the main thread MUST delay everything of its endpoint, identification, handshake and control messages included, and nothing of any other endpoint.',
    antecedent: 'When a handler occupies the main thread while messages arrive at this and other endpoints.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'timeouts', 'blocking-handler'],
    source: {
      facts: ['FB-208'],
      pointers: ['pekko:Identify', 'PekkoRpcActor#handleMessage'],
    },
    accepts: [],
  },
  {
    id: 'MAIN-06',
    level: 'MUST',
    sentence:
      'Executing on the main-thread executor MUST behave as run-async: the same order, the same loss while stopped, and still at work during onStop.',
    antecedent: 'When work is submitted to the main-thread executor.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-210'],
      pointers: ['RpcEndpointTest#testExecute', 'PekkoRpcActorTest#testMainThreadExecutionOnStop'],
    },
    accepts: [],
  },
  {
    id: 'MAIN-07',
    level: 'MUST',
    sentence: 'A task scheduled on the main-thread executor MUST be sent as run-async when it is due.',
    antecedent: 'When a task scheduled on the main-thread executor becomes due.',
    error: null,
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['main-thread', 'scheduled-tasks'],
    source: {
      facts: ['FB-211'],
      pointers: [
        'RpcEndpoint.MainThreadExecutor#schedule',
        'RpcEndpointTest#testScheduleRunnableWithDelayInMilliseconds',
      ],
    },
    accepts: [],
  },
  {
    id: 'MAIN-08',
    level: 'MUST',
    sentence: 'A negative delay of a scheduled task MUST count as none.',
    antecedent: 'When a task is scheduled with a delay that is negative or zero.',
    error: null,
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['main-thread', 'scheduled-tasks'],
    source: {
      facts: ['FB-212'],
      pointers: [
        'RpcEndpoint.MainThreadExecutor#schedule',
        'RpcEndpointTest#testScheduleRunnableWithDelayInMilliseconds',
      ],
    },
    accepts: [
      {
        outcome: 'in the order that the scheduler chooses against work submitted by execute',
        by: 'reference',
      },
      { outcome: 'in any order against work submitted by execute', by: 'either' },
    ],
  },
  {
    id: 'MAIN-09',
    level: 'MUST',
    sentence:
      'Delays of scheduled runnables and callables MUST be honoured in the unit that they were given in.',
    antecedent: 'When a runnable or a callable is scheduled with a delay.',
    error: null,
    era: 'current',
    versions: { from: '1.13', to: null },
    requires: ['main-thread', 'scheduled-tasks'],
    source: {
      facts: ['FB-213'],
      pointers: ['RpcEndpointTest#testScheduleCallableWithDelayInSeconds'],
    },
    accepts: [],
  },
  {
    id: 'MAIN-10',
    level: 'MUST',
    sentence:
      'The handle of a scheduled task MUST complete with its result, or keep what it threw as `application`, and nothing escalates.',
    antecedent: 'When a scheduled task ends.',
    error: 'application',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['main-thread', 'scheduled-tasks'],
    source: {
      facts: ['FB-214'],
      pointers: ['RpcEndpointTest#testScheduleCallableWithDelayInSeconds'],
    },
    accepts: [
      { outcome: 'the result, once the work has ended', by: 'reference' },
      {
        outcome: '`task-cancelled`, when the cancel comes between the end of the work and that of the handle',
        by: 'either',
      },
    ],
  },
  {
    id: 'MAIN-11',
    level: 'MUST',
    sentence:
      'Cancelling the handle of a scheduled task MUST prevent its execution, even if its timer still fires, and completes the handle with `task-cancelled`.',
    antecedent: 'When a scheduled task is cancelled before it runs.',
    error: 'task-cancelled',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['main-thread', 'scheduled-tasks'],
    source: {
      facts: ['FB-215'],
      pointers: [
        'RpcEndpointTest#testCancelScheduledRunnable',
        'RpcEndpointTest#testCancelScheduledCallable',
      ],
    },
    accepts: [],
  },
  {
    id: 'MAIN-12',
    level: 'MUST',
    sentence:
      'The timer of the main-thread executor MUST be shut down before onStop, and tasks that are not due by then are never executed.',
    antecedent: 'When a started endpoint with scheduled tasks is terminated.',
    error: 'task-cancelled',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['main-thread', 'scheduled-tasks'],
    source: {
      facts: ['FB-216'],
      pointers: ['RpcEndpoint.MainThreadExecutor#close'],
    },
    accepts: [
      { outcome: 'handles of the dropped tasks fail with `task-cancelled`', by: 'reference' },
      { outcome: 'handles of the dropped tasks stay open', by: 'original' },
    ],
  },
  {
    id: 'MAIN-13',
    level: 'MUST',
    sentence:
      'A task scheduled after that shutdown MUST NOT be executed and raises nothing, while execute still works.',
    antecedent: 'When a task is scheduled on the executor of a terminating endpoint.',
    error: 'task-cancelled',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['main-thread', 'scheduled-tasks'],
    source: {
      facts: ['FB-217', 'FB-221'],
      pointers: [
        'RpcEndpointTest#testScheduleRunnableAfterClose',
        'RpcEndpointTest#testScheduleCallableAfterClose',
      ],
    },
    accepts: [
      { outcome: 'its handle fails with `task-cancelled`', by: 'reference' },
      { outcome: 'its handle stays open', by: 'original' },
      { outcome: 'at the moment of the shutdown it raises `illegal-state`', by: 'original' },
    ],
  },
  {
    id: 'MAIN-14',
    level: 'MUST',
    sentence:
      "A delayed run-async that was issued directly MUST NOT be affected by the shutdown of the executor's timer.",
    antecedent: 'When a terminating endpoint has delayed run-async under way.',
    error: null,
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['scripted-hooks', 'main-thread'],
    source: {
      facts: ['FB-218'],
      pointers: ['PekkoRpcActor#handleRunAsync'],
    },
    accepts: [],
  },
  {
    id: 'MAIN-15',
    level: 'MUST',
    sentence:
      'A scheduled task that becomes due while the endpoint is stopped MUST NOT be executed, then or later.',
    antecedent: 'When a scheduled task becomes due at a stopped endpoint.',
    error: 'task-cancelled',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['main-thread', 'scheduled-tasks'],
    source: {
      facts: ['FB-219'],
      pointers: ['PekkoRpcActor#handleMessage', 'FLINK-37607'],
    },
    accepts: [
      { outcome: 'its handle fails with `task-cancelled`', by: 'reference' },
      { outcome: 'its handle stays open', by: 'original' },
    ],
  },
  {
    id: 'MAIN-16',
    level: 'MUST',
    sentence: 'Periodic scheduling on the main-thread executor MUST raise `unsupported-operation`.',
    antecedent: 'When a periodic task is scheduled on the main-thread executor.',
    error: 'unsupported-operation',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread', 'scheduled-tasks'],
    source: {
      facts: ['FB-222'],
      pointers: ['RpcEndpoint.MainThreadExecutor'],
    },
    accepts: [],
  },
];

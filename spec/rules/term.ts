/**
 * Rules of the family TERM. The end of an endpoint and its termination future.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules TERM-01 to TERM-13. */
export const termRules: readonly Rule[] = [
  {
    id: 'TERM-01',
    level: 'MUST',
    sentence: 'Closing an endpoint MUST send TERMINATE and return its termination future without blocking.',
    antecedent: 'When an endpoint is closed.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-240'],
      pointers: ['RpcEndpoint#closeAsync'],
    },
    accepts: [],
  },
  {
    id: 'TERM-02',
    level: 'MUST',
    sentence: 'Messages enqueued before TERMINATE MUST be processed before it.',
    antecedent: 'When an endpoint is closed while messages are queued.',
    error: null,
    era: 'current',
    versions: { from: '1.5', to: null },
    requires: [],
    source: {
      facts: ['FB-241'],
      pointers: ['FLINK-8644'],
    },
    accepts: [],
  },
  {
    id: 'TERM-03',
    level: 'MUST',
    sentence:
      'Once the future of onStop has completed, the handler in progress MUST finish and no further message be started, however many are queued.',
    antecedent: 'When the future of onStop completes while messages are queued.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['queued-messages'],
    source: {
      facts: ['FB-242', 'FB-286'],
      pointers: ['PekkoRpcActorTest#testOnStopFutureCompletionDirectlyTerminatesRpcActor', 'FLINK-11629'],
    },
    accepts: [],
  },
  {
    id: 'TERM-04',
    level: 'MUST',
    sentence:
      'The termination future of an endpoint MUST complete with null on success and otherwise fail with the failure of start, stop or supervision.',
    antecedent: 'When an endpoint has terminated.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-243'],
      pointers: ['PekkoRpcActor#postStop'],
    },
    accepts: [
      { outcome: 'whatever happens to others meanwhile', by: 'reference' },
      {
        outcome: '`sibling-failed`, when a sibling fails before the endpoint that has ended is removed',
        by: 'original',
      },
      {
        outcome:
          'it never completes, when the endpoint was closed by itself and its service goes down meanwhile',
        by: 'original',
      },
      {
        outcome:
          'it never completes, when an endpoint fails, at work or in its stop, while the service closes',
        by: 'original',
      },
    ],
  },
  {
    id: 'TERM-05',
    level: 'MUST',
    sentence:
      'The termination future MUST NOT complete while a handler of the endpoint is still running, even if onStop is done.',
    antecedent: 'When the future of onStop completes while a handler runs.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-work', 'scripted-hooks', 'timeouts', 'blocking-handler'],
    source: {
      facts: ['FB-244'],
      pointers: ['PekkoRpcActorTest#testOnStopFutureCompletionDirectlyTerminatesRpcActor'],
    },
    accepts: [],
  },
  {
    id: 'TERM-06',
    level: 'MUST',
    sentence:
      'When the termination future completes, the id MUST be free for a new endpoint at once and queued asks have failed with `recipient-unreachable`.',
    antecedent: 'When the termination future of an endpoint completes.',
    error: 'recipient-unreachable',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: [],
    source: {
      facts: ['FB-245'],
      pointers: [
        'SupervisorActor#rpcActorTerminated',
        'PekkoRpcActorTest#canReuseEndpointNameAfterTermination',
      ],
    },
    accepts: [],
  },
  {
    id: 'TERM-07',
    level: 'MUST',
    sentence: 'Creating an endpoint in a callback of a termination future MUST be safe.',
    antecedent: 'When a callback of a termination future creates an endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-work'],
    source: {
      facts: ['FB-246'],
      pointers: [
        'PekkoRpcService#startSupervisorActor',
        'PekkoRpcActorTest#terminationFutureDoesNotBlockRpcEndpointCreation',
      ],
    },
    accepts: [
      { outcome: 'a callback that blocks holds back no other termination future', by: 'reference' },
      {
        outcome:
          'a callback that blocks holds back the other termination futures and the close of the service',
        by: 'original',
      },
    ],
  },
  {
    id: 'TERM-08',
    level: 'MUST',
    sentence: 'Closing an endpoint again MUST return the same future and send nothing.',
    antecedent: 'When an endpoint is closed again.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-247'],
      pointers: ['PekkoRpcService#stopServer'],
    },
    accepts: [],
  },
  {
    id: 'TERM-09',
    level: 'MUST',
    sentence:
      'Closing an endpoint that was never started MUST succeed immediately, and asks after that fail with `recipient-unreachable`.',
    antecedent: 'When an endpoint that was never started is closed.',
    error: 'recipient-unreachable',
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-248'],
      pointers: ['PekkoRpcActor.StoppedState#terminate'],
    },
    accepts: [],
  },
  {
    id: 'TERM-10',
    level: 'MUST',
    sentence:
      'Closing an endpoint after its service was closed MUST do nothing and return the termination future.',
    antecedent: 'When an endpoint is closed after its service.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-closing'],
    source: {
      facts: ['FB-249'],
      pointers: ['PekkoRpcService#stopServer'],
    },
    accepts: [],
  },
  {
    id: 'TERM-11',
    level: 'MUST',
    sentence: 'Asking a service to stop an endpoint of another service MUST do nothing and raise nothing.',
    antecedent: 'When a service is asked to stop an endpoint of another service.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-closing', 'remote-service'],
    source: {
      facts: ['FB-250'],
      pointers: ['PekkoRpcService#stopServer'],
    },
    accepts: [],
  },
  {
    id: 'TERM-12',
    level: 'MUST',
    sentence:
      'An endpoint that was closed by itself and whose onStop is pending when its service closes MUST NOT be left running by a service that has closed.',
    antecedent: 'When a service closes while an endpoint that was closed by itself is terminating.',
    error: 'not-properly-stopped',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['service-closing'],
    source: {
      facts: ['FB-251'],
      pointers: ['PekkoRpcService#stopServer', 'PekkoRpcService#closeAsync'],
    },
    accepts: [
      { outcome: 'the service waits for its onStop', by: 'reference' },
      {
        outcome:
          'the service does not wait, the endpoint is cut off and its termination future never completes',
        by: 'original',
      },
      {
        outcome: 'the service does not wait, and its termination future fails with `not-properly-stopped`',
        by: 'either',
      },
    ],
  },
  {
    id: 'TERM-13',
    level: 'MUST',
    sentence:
      'An endpoint whose stop never reached a result MUST count as failed: its termination future, where it completes at all, fails with `not-properly-stopped`, which names the endpoint.',
    antecedent: 'When an endpoint is cut off before its stop reached a result.',
    error: 'not-properly-stopped',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-hooks', 'service-closing', 'close-timeout'],
    source: {
      facts: ['FB-252'],
      pointers: ['PekkoRpcActor#constructor'],
    },
    accepts: [
      { outcome: '`not-properly-stopped`, or the reason of the cut where one is known', by: 'reference' },
      { outcome: '`not-properly-stopped`, or only attached to the reason of the cut', by: 'original' },
    ],
  },
];

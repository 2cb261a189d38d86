/**
 * Rules of the family START. The hook onStart: when it runs, how it fails, and what a failed start leaves behind.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules START-01 to START-09. */
export const startRules: readonly Rule[] = [
  {
    id: 'START-01',
    level: 'MUST',
    sentence:
      'The hook onStart MUST run synchronously on the main thread, exclusive of every other handler, while what is queued behind START waits until it returns.',
    antecedent: 'When messages are queued behind START.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: [],
    source: {
      facts: ['FB-046'],
      pointers: ['PekkoRpcActor.StoppedState#start'],
    },
    accepts: [],
  },
  {
    id: 'START-02',
    level: 'MUST',
    sentence:
      'Anything thrown out of onStart MUST terminate the endpoint and fail its termination future with `start-failed`, which names the endpoint and has what was thrown as its cause.',
    antecedent: 'When onStart throws.',
    error: 'start-failed',
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-047'],
      pointers: ['PekkoRpcActor.StoppedState#start', 'PekkoRpcActorTest#testOnStartFails'],
    },
    accepts: [],
  },
  {
    id: 'START-03',
    level: 'MUST',
    sentence: 'After onStart has thrown, onStop MUST NOT be called.',
    antecedent: 'When onStart has thrown.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-048'],
      pointers: ['PekkoRpcActor.StoppedState#start', 'PekkoRpcActorTest#testOnStartFails'],
    },
    accepts: [
      { outcome: 'the registered resources of the endpoint are closed', by: 'reference' },
      { outcome: 'the registered resources and the timer of the executor stay open', by: 'original' },
    ],
  },
  {
    id: 'START-04',
    level: 'MUST',
    sentence: 'A failed start MUST NOT touch any other endpoint of the service.',
    antecedent: 'When onStart of one endpoint throws while the service holds others.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-049'],
      pointers: ['PekkoRpcActor.StoppedState#start', 'PekkoRpcActorTest#testOnStartFails'],
    },
    accepts: [],
  },
  {
    id: 'START-05',
    level: 'MUST',
    sentence:
      'What is queued behind a start that fails MUST be treated as sent to a dead endpoint: asks fail with `recipient-unreachable`, a connect fails with `connection`, one-way messages vanish.',
    antecedent: 'When messages are queued behind a START whose onStart throws.',
    error: 'recipient-unreachable',
    era: 'current',
    versions: { from: '1.14', to: null },
    requires: ['scripted-work', 'scripted-hooks'],
    source: {
      facts: ['FB-050'],
      pointers: ['PekkoRpcActor#stop', 'DeadLettersActor'],
    },
    accepts: [],
  },
  {
    id: 'START-06',
    level: 'MUST',
    sentence:
      'An endpoint whose start failed and that nobody has closed MUST stay in the list of the service and make the close of the service fail with `start-failed`.',
    antecedent: 'When a service is closed that lists an endpoint whose start failed.',
    error: 'start-failed',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-hooks', 'service-closing'],
    source: {
      facts: ['FB-051', 'FB-260'],
      pointers: ['PekkoRpcService#stopServer', 'PekkoRpcService#terminateRpcActors'],
    },
    accepts: [
      { outcome: 'the onStop of the other endpoints is awaited first', by: 'reference' },
      { outcome: 'the service is shut down at once, without waiting for the others', by: 'original' },
    ],
  },
  {
    id: 'START-07',
    level: 'MUST',
    sentence:
      'The id of an endpoint whose start failed MUST be free once its termination future has completed.',
    antecedent: 'When an endpoint is created under the id of one whose start failed.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-052'],
      pointers: ['SupervisorActor#rpcActorTerminated'],
    },
    accepts: [],
  },
  {
    id: 'START-08',
    level: 'MUST',
    sentence:
      'An endpoint that closes itself within onStart MUST complete its start, then run onStop and terminate successfully.',
    antecedent: 'When onStart closes its own endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-053'],
      pointers: ['PekkoInvocationHandler#start', 'PekkoRpcService#terminateRpcActor'],
    },
    accepts: [],
  },
  {
    id: 'START-09',
    level: 'SHOULD',
    sentence:
      'A promise returned by onStart SHOULD be taken for a failed start with `start-failed`, since a start is synchronous.',
    antecedent: 'When onStart returns a promise.',
    error: 'start-failed',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-hooks', 'asynchronous-hooks'],
    source: {
      facts: [],
      pointers: ['project decision'],
    },
    accepts: [],
  },
];

/**
 * Rules of the family STOP. The hook onStop, its future, and the registered resources.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules STOP-01 to STOP-09. */
export const stopRules: readonly Rule[] = [
  {
    id: 'STOP-01',
    level: 'MUST',
    sentence: 'The hook onStop MUST run on the main thread.',
    antecedent: 'When onStop is called.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: [],
    source: {
      facts: ['FB-054'],
      pointers: ['PekkoRpcActorTest#testOnStopExecutedByMainThread'],
    },
    accepts: [],
  },
  {
    id: 'STOP-02',
    level: 'MUST',
    sentence:
      'Until the future that onStop returned completes, the endpoint MUST live on and serve calls, run-async and call-async.',
    antecedent: 'When messages reach a terminating endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-055'],
      pointers: [
        'PekkoRpcActorTest#testActorTerminationWithAsynchronousOnStopAction',
        'PekkoRpcActorTest#testMainThreadExecutionOnStop',
      ],
    },
    accepts: [],
  },
  {
    id: 'STOP-03',
    level: 'MUST',
    sentence:
      'Anything thrown out of onStop MUST terminate the endpoint at once and fail its termination future with `stop-failed`, which names the endpoint and has what was thrown as its cause.',
    antecedent: 'When onStop throws.',
    error: 'stop-failed',
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-056'],
      pointers: ['PekkoRpcActor.StartedState#terminate'],
    },
    accepts: [],
  },
  {
    id: 'STOP-04',
    level: 'MUST',
    sentence: 'An onStop that returns null in place of a future MUST count as one that threw: `stop-failed`.',
    antecedent: 'When onStop returns null.',
    error: 'stop-failed',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['scripted-hooks', 'null-from-hooks'],
    source: {
      facts: ['FB-057'],
      pointers: ['RpcEndpoint#internalCallOnStop'],
    },
    accepts: [],
  },
  {
    id: 'STOP-05',
    level: 'MUST',
    sentence:
      'A failure of the future that onStop returned MUST terminate the endpoint and fail its termination future with that same failure.',
    antecedent: 'When the future that onStop returned fails.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-058'],
      pointers: ['PekkoRpcActorTest#testOnStopExceptionPropagation'],
    },
    accepts: [],
  },
  {
    id: 'STOP-06',
    level: 'MUST',
    sentence:
      'An endpoint whose onStop future never completes MUST NOT terminate by itself, and the close of its service waits for it without limit unless the caller set one.',
    antecedent: 'When the future that onStop returned stays open.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-059'],
      pointers: ['PekkoRpcActor.StartedState#terminate', 'PekkoRpcService#terminateRpcActors'],
    },
    accepts: [],
  },
  {
    id: 'STOP-07',
    level: 'MUST',
    sentence:
      'Directly before onStop the registered resources MUST be closed on the main thread in the reverse order of their registration, with errors of the closing swallowed.',
    antecedent: 'When a started endpoint with registered resources is terminated.',
    error: null,
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['resources'],
    source: {
      facts: ['FB-060'],
      pointers: ['RpcEndpoint#internalCallOnStop', 'CloseableRegistry#doClose'],
    },
    accepts: [],
  },
  {
    id: 'STOP-08',
    level: 'MUST',
    sentence:
      'Registering a resource after the resources were closed MUST close it at once and raise `illegal-state`, registering null does nothing, and unregistering tells whether the resource was registered.',
    antecedent: 'When a resource is registered late, null is registered, or a resource is unregistered.',
    error: 'illegal-state',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['resources'],
    source: {
      facts: ['FB-061'],
      pointers: ['RpcEndpoint#registerResource', 'AbstractAutoCloseableRegistry'],
    },
    accepts: [
      { outcome: 'the resources of an endpoint that ends without onStop are closed too', by: 'reference' },
      { outcome: 'they stay open, and others can be registered as before', by: 'original' },
    ],
  },
  {
    id: 'STOP-09',
    level: 'MUST',
    sentence:
      'The hook onStop MUST NOT be called for an endpoint that was never started, is paused, failed to start, or dies with its service.',
    antecedent: 'When an endpoint ends in any way but TERMINATE while started.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: [],
    source: {
      facts: ['FB-062'],
      pointers: [
        'PekkoRpcActor.StoppedState#start',
        'PekkoRpcActor.StoppedState#terminate',
        'SupervisorActor#rpcActorFailed',
      ],
    },
    accepts: [],
  },
];

/**
 * Rules of the family LIFE. START, STOP and TERMINATE in every state, and the running flag.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules LIFE-01 to LIFE-19. */
export const lifeRules: readonly Rule[] = [
  {
    id: 'LIFE-01',
    level: 'MUST',
    sentence: 'A new endpoint MUST be addressable, stopped and not running: it serves no calls.',
    antecedent: 'When an endpoint has been created and not started.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-026'],
      pointers: ['PekkoRpcActor#constructor', 'PekkoRpcActorTest#testMessageDiscarding'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-02',
    level: 'MUST',
    sentence:
      'START at a stopped endpoint MUST call onStart on the main thread and then make the endpoint started.',
    antecedent: 'When START reaches a stopped endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: [],
    source: {
      facts: ['FB-027'],
      pointers: [
        'PekkoRpcActor.StoppedState#start',
        'PekkoRpcActorTest#testOnStartIsCalledWhenRpcEndpointStarts',
      ],
    },
    accepts: [],
  },
  {
    id: 'LIFE-03',
    level: 'MUST',
    sentence: 'START at a started endpoint MUST change nothing and MUST NOT call onStart again.',
    antecedent: 'When START reaches a started endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-028'],
      pointers: ['PekkoRpcActor.StartedState#start'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-04',
    level: 'MUST',
    sentence:
      'STOP at a started endpoint MUST make it stopped without calling onStop, without closing its resources and without touching its running flag.',
    antecedent: 'When STOP reaches a started endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-029'],
      pointers: ['PekkoRpcActor.StartedState#stop'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-05',
    level: 'MUST',
    sentence: 'STOP at a stopped endpoint MUST change nothing.',
    antecedent: 'When STOP reaches a stopped endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-030'],
      pointers: ['PekkoRpcActor.StoppedState#stop'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-06',
    level: 'MUST',
    sentence: 'START after a pause MUST call onStart again.',
    antecedent: 'When START reaches an endpoint that was started and stopped before.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: [],
    source: {
      facts: ['FB-031'],
      pointers: ['PekkoRpcActor.StoppedState#start'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-07',
    level: 'MUST',
    sentence:
      'TERMINATE at a stopped endpoint, never started or paused, MUST terminate it at once and successfully without calling onStop.',
    antecedent: 'When TERMINATE reaches a stopped endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: [],
    source: {
      facts: ['FB-032', 'FB-220'],
      pointers: ['PekkoRpcActor.StoppedState#terminate', 'RpcEndpoint#internalCallOnStop'],
    },
    accepts: [
      { outcome: 'its registered resources are closed', by: 'reference' },
      { outcome: 'its registered resources stay open', by: 'original' },
    ],
  },
  {
    id: 'LIFE-08',
    level: 'MUST',
    sentence:
      'TERMINATE at a started endpoint MUST call onStop on the main thread, make the endpoint terminating and bind its end to the future that onStop returned.',
    antecedent: 'When TERMINATE reaches a started endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: [],
    source: {
      facts: ['FB-033'],
      pointers: ['PekkoRpcActor.StartedState#terminate'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-09',
    level: 'MUST',
    sentence: 'TERMINATE at a terminating endpoint MUST be ignored, so that onStop runs once.',
    antecedent: 'When TERMINATE reaches a terminating endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-034'],
      pointers: ['PekkoRpcActor.TerminatingState#terminate', 'PekkoRpcActorTest#callsOnStopOnlyOnce'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-10',
    level: 'MUST',
    sentence: 'START at a terminating endpoint MUST be treated as the illegal transition `invalid-state`.',
    antecedent: 'When START is sent to a terminating endpoint.',
    error: 'invalid-state',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-035'],
      pointers: ['PekkoRpcActor.State#start'],
    },
    accepts: [
      {
        outcome: 'the endpoint fails with `invalid-state` as the cause and takes its service down',
        by: 'reference',
      },
      {
        outcome: 'the caller is refused with `invalid-state` and the endpoint goes on terminating',
        by: 'either',
      },
    ],
  },
  {
    id: 'LIFE-11',
    level: 'MUST',
    sentence: 'STOP at a terminating endpoint MUST be treated as the illegal transition `invalid-state`.',
    antecedent: 'When STOP is sent to a terminating endpoint.',
    error: 'invalid-state',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-036'],
      pointers: ['PekkoRpcActor.State#stop'],
    },
    accepts: [
      {
        outcome: 'the endpoint fails with `invalid-state` as the cause and takes its service down',
        by: 'reference',
      },
      {
        outcome: 'the caller is refused with `invalid-state` and the endpoint goes on terminating',
        by: 'either',
      },
    ],
  },
  {
    id: 'LIFE-12',
    level: 'MUST',
    sentence:
      'A control message to a terminated endpoint MUST vanish without error or effect, also when another endpoint has taken over the id.',
    antecedent: 'When START, STOP or TERMINATE is sent to a terminated endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-037'],
      pointers: ['DeadLettersActor#handleDeadLetter'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-13',
    level: 'MUST',
    sentence:
      'START, STOP and TERMINATE MUST travel in the same queue as calls and MUST NOT overtake what the same thread sent to the endpoint before.',
    antecedent: 'When a control message is sent behind calls of the same thread.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-038'],
      pointers: [
        'PekkoInvocationHandler#start',
        'PekkoInvocationHandler#stop',
        'PekkoRpcService#terminateRpcActor',
      ],
    },
    accepts: [],
  },
  {
    id: 'LIFE-14',
    level: 'MUST',
    sentence: 'Control messages MUST NOT be answered and MUST NOT be subject to fencing.',
    antecedent: 'When a control message is sent, to a fenced endpoint in particular.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-039'],
      pointers: ['PekkoInvocationHandler#start'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-15',
    level: 'MUST',
    sentence:
      'Whoever holds the server of an endpoint, its self gateway, MUST be able to start and to stop the endpoint with it.',
    antecedent: 'When code outside the endpoint starts or stops it through its server.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-040'],
      pointers: ['RpcEndpoint#stop', 'StartStoppable'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-16',
    level: 'MUST',
    sentence:
      'The running flag MUST become true directly before onStart and false only after onStop has returned normally, whatever happens in between.',
    antecedent: 'When the running flag is read in a hook or a handler.',
    error: null,
    era: 'current',
    versions: { from: '1.10', to: null },
    requires: ['scripted-hooks', 'main-thread'],
    source: {
      facts: ['FB-041'],
      pointers: [
        'RpcEndpoint#internalCallOnStart',
        'RpcEndpoint#internalCallOnStop',
        'RpcEndpointTest#testRunningState',
        'RpcEndpointTest#testNotRunningState',
      ],
    },
    accepts: [],
  },
  {
    id: 'LIFE-17',
    level: 'MUST',
    sentence: 'Reading the running flag off the main thread MUST raise `not-main-thread`.',
    antecedent: 'When the running flag is read off the main thread.',
    error: 'not-main-thread',
    era: 'current',
    versions: { from: '1.10', to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-042'],
      pointers: ['RpcEndpoint#isRunning'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-18',
    level: 'MUST',
    sentence:
      'An endpoint MUST answer identification and handshake from the moment its base constructor has registered it, and refuse earlier calls with `endpoint-not-started` without coming to harm itself.',
    antecedent: 'When a peer connects to or calls an endpoint whose constructor has not finished.',
    error: 'endpoint-not-started',
    era: 'current',
    versions: { from: '1.19', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-043', 'FB-044'],
      pointers: ['RpcEndpoint#constructor', 'FLINK-34343', 'PekkoRpcActor#handleMessage'],
    },
    accepts: [],
  },
  {
    id: 'LIFE-19',
    level: 'MUST',
    sentence:
      'An endpoint whose constructor throws after the registration MUST NOT disturb the service, which still closes normally.',
    antecedent: 'When the constructor of an endpoint throws after the registration.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-045'],
      pointers: ['FencedRpcEndpoint#constructor'],
    },
    accepts: [
      { outcome: 'the id is released at once', by: 'reference' },
      { outcome: 'the id stays occupied until the service closes', by: 'original' },
      {
        outcome: 'it stays registered, and handles what its constructor has sent to it',
        by: 'original',
      },
    ],
  },
];

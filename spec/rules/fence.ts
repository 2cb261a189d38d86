/**
 * Rules of the family FENCE. Fencing tokens: envelopes, refusals, and changes of the token.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules FENCE-01 to FENCE-22. */
export const fenceRules: readonly Rule[] = [
  {
    id: 'FENCE-01',
    level: 'MUST',
    sentence:
      'A fenced endpoint MUST process the content of an envelope only if the token of the envelope equals its own by value.',
    antecedent: 'When a fenced message reaches a running fenced endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-161'],
      pointers: ['FencedRpcEndpointTest#testFencing'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-02',
    level: 'MUST',
    sentence: 'An ask with another token MUST fail with `fencing-token`, whose text holds both tokens.',
    antecedent: 'When an ask with another token reaches a running fenced endpoint.',
    error: 'fencing-token',
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-162'],
      pointers: ['FencedRpcEndpointTest#testFencing'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-03',
    level: 'MUST',
    sentence: 'A one-way call or run-async with another token MUST be dropped without telling anybody.',
    antecedent: 'When a one-way call or run-async with another token reaches a running fenced endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-163'],
      pointers: ['FencedPekkoRpcActor#handleRpcMessage'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-04',
    level: 'MUST',
    sentence:
      'A null token in an envelope MUST count as another token for an endpoint that has one, `fencing-token`, although connecting with a null token is allowed.',
    antecedent: 'When a message with a null token reaches a running endpoint that has a token.',
    error: 'fencing-token',
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-164'],
      pointers: ['FencedPekkoRpcActor#handleRpcMessage'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-05',
    level: 'MUST',
    sentence:
      'An endpoint whose token is not set MUST refuse every fenced message with `fencing-token`, one with a null token included.',
    antecedent: 'When a fenced message reaches a running endpoint whose token is not set.',
    error: 'fencing-token',
    era: 'mutable-token',
    versions: { from: '1.4', to: '1.15' },
    requires: ['fencing', 'mutable-token'],
    source: {
      facts: ['FB-165'],
      pointers: ['FencedAkkaRpcActor#handleRpcMessage', 'FencedRpcEndpointTest#testFencingTokenSetting'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-06',
    level: 'MUST',
    sentence:
      'A call without an envelope at a running fenced endpoint MUST be answered with `unknown-message`, and not with the fencing error.',
    antecedent: 'When a call without an envelope reaches a running fenced endpoint.',
    error: 'unknown-message',
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-166'],
      pointers: ['FencedRpcEndpointTest#testUnfencedRemoteGateway'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-07',
    level: 'MUST',
    sentence: 'A fenced envelope at a running plain endpoint MUST be answered with `unknown-message`.',
    antecedent: 'When a fenced message reaches a running plain endpoint.',
    error: 'unknown-message',
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-167'],
      pointers: ['PekkoRpcActor#handleRpcMessage'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-08',
    level: 'MUST',
    sentence:
      'The token of the endpoint MUST be read when a message is processed and not when it is enqueued, so that what is queued before a change is judged by the new token.',
    antecedent: 'When the token changes while fenced messages are queued.',
    error: null,
    era: 'mutable-token',
    versions: { from: '1.4', to: '1.15' },
    requires: ['fencing', 'scripted-work', 'main-thread', 'mutable-token'],
    source: {
      facts: ['FB-168'],
      pointers: ['FencedAkkaRpcActor#handleRpcMessage', 'AsyncCallsTest#testRunAsyncWithFencing'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-09',
    level: 'MUST',
    sentence:
      'The self gateway MUST put the token that the endpoint has at the moment of sending into each message.',
    antecedent: 'When a fenced endpoint sends to itself.',
    error: null,
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['fencing', 'main-thread'],
    source: {
      facts: ['FB-169'],
      pointers: ['PekkoRpcService#startServer', 'FencedRpcEndpointTest#testRemoteAndSelfGateways'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-10',
    level: 'MUST',
    sentence: 'A gateway from a connect MUST keep its token for ever.',
    antecedent:
      'When a fenced gateway is used after the token of its endpoint changed or its endpoint was replaced.',
    error: null,
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['fencing', 'scripted-work', 'main-thread', 'mutable-token'],
    source: {
      facts: ['FB-170'],
      pointers: ['PekkoRpcService#connect'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-11',
    level: 'MUST',
    sentence:
      'A fenced gateway MUST tell its token without sending anything, and one connected without a token raises `unsupported-operation` at the call.',
    antecedent: 'When a gateway is asked for its token.',
    error: 'unsupported-operation',
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['fencing', 'queries'],
    source: {
      facts: ['FB-171'],
      pointers: ['FencedRpcEndpointTest#testUnfencedRemoteGateway'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-12',
    level: 'MUST',
    sentence: 'Identification, handshake and control messages MUST NOT be subject to fencing.',
    antecedent: 'When identification, a handshake or a control message reaches a fenced endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.6', to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-172'],
      pointers: ['PekkoRpcActor#createReceive'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-13',
    level: 'MUST',
    sentence:
      'The token of a permanently fenced endpoint MUST be set once by the constructor and never be null, and an attempt to replace it raises `unsupported-operation`.',
    antecedent: 'When a permanently fenced endpoint is created or its token is to be replaced.',
    error: 'unsupported-operation',
    era: 'current',
    versions: { from: '1.10', to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-173', 'FB-180'],
      pointers: ['FencedRpcEndpoint', 'PermanentlyFencedRpcEndpoint'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-14',
    level: 'MUST',
    sentence:
      'A null token MUST make the constructor of a permanently fenced endpoint raise `null-argument`.',
    antecedent: 'When a permanently fenced endpoint is created with a null token.',
    error: 'null-argument',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-174'],
      pointers: ['FencedRpcEndpoint#constructor'],
    },
    accepts: [
      { outcome: 'the id is released at once', by: 'reference' },
      { outcome: 'the id stays occupied until the service closes', by: 'original' },
    ],
  },
  {
    id: 'FENCE-15',
    level: 'MUST',
    sentence:
      'The token of a fenced endpoint MUST be allowed to be null and to be replaced on the main thread, and only there: elsewhere the replacement raises `not-main-thread`.',
    antecedent: 'When the token of a fenced endpoint is replaced, on or off its main thread.',
    error: 'not-main-thread',
    era: 'mutable-token',
    versions: { from: '1.4', to: '1.15' },
    requires: ['fencing', 'mutable-token'],
    source: {
      facts: ['FB-175'],
      pointers: ['FencedRpcEndpointTest#testFencingTokenSetting'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-16',
    level: 'MUST',
    sentence:
      'After a replacement, gateways with the old token MUST be refused with `fencing-token` while the self gateway works with the new one.',
    antecedent: 'When the token was replaced and an old gateway or the self gateway is used.',
    error: 'fencing-token',
    era: 'mutable-token',
    versions: { from: '1.4', to: '1.15' },
    requires: ['fencing', 'scripted-work', 'main-thread', 'mutable-token'],
    source: {
      facts: ['FB-176'],
      pointers: ['FencedRpcEndpointTest#testFencing', 'FencedRpcEndpointTest#testRemoteAndSelfGateways'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-17',
    level: 'MUST',
    sentence:
      'The main-thread executor MUST be bound to the token that was current when it was obtained, and work submitted or scheduled through it is dropped when the token has changed.',
    antecedent: 'When the token changes after the executor was obtained.',
    error: 'fencing-token',
    era: 'mutable-token',
    versions: { from: '1.4', to: '1.15' },
    requires: ['fencing', 'scripted-work', 'main-thread', 'mutable-token'],
    source: {
      facts: ['FB-177'],
      pointers: ['FencedRpcEndpointTest#testMainThreadExecutorUnderChangingFencingToken'],
    },
    accepts: [
      { outcome: 'futures of the dropped work fail with `fencing-token`', by: 'reference' },
      { outcome: 'futures of the dropped work never complete', by: 'original' },
    ],
  },
  {
    id: 'FENCE-18',
    level: 'MUST',
    sentence:
      'Run-async sent before a change of the token and processed after it MUST be dropped, and call-async in that situation fails with `fencing-token`.',
    antecedent: 'When the token changes between sending and processing of run-async or call-async.',
    error: 'fencing-token',
    era: 'mutable-token',
    versions: { from: '1.4', to: '1.15' },
    requires: ['fencing', 'scripted-work', 'main-thread', 'mutable-token'],
    source: {
      facts: ['FB-178'],
      pointers: ['AsyncCallsTest#testRunAsyncWithFencing', 'AsyncCallsTest#testCallAsyncWithFencing'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-19',
    level: 'MUST',
    sentence:
      'Run-async, call-async and executor in the variants without fencing MUST be processed whenever the endpoint runs, whatever its token, and only within the service.',
    antecedent: 'When a variant without fencing is used on a fenced endpoint.',
    error: null,
    era: 'mutable-token',
    versions: { from: '1.4', to: '1.15' },
    requires: ['fencing', 'main-thread', 'mutable-token'],
    source: {
      facts: ['FB-179'],
      pointers: [
        'UnfencedMessage',
        'AsyncCallsTest#testRunAsyncWithoutFencing',
        'AsyncCallsTest#testCallAsyncWithoutFencing',
        'AsyncCallsTest#testUnfencedMainThreadExecutor',
      ],
    },
    accepts: [],
  },
  {
    id: 'FENCE-20',
    level: 'MUST',
    sentence:
      'A delayed run-async MUST have its token compared on arrival, be re-sent with the token that the endpoint has then, and be compared again when it is due, so that a change in between drops it.',
    antecedent: 'When the token changes while a delayed run-async is under way.',
    error: null,
    era: 'mutable-token',
    versions: { from: '1.5', to: '1.15' },
    requires: ['fencing', 'scripted-work', 'main-thread', 'mutable-token'],
    source: {
      facts: ['FB-181'],
      pointers: ['PekkoRpcActor#handleRunAsync', 'FencedPekkoRpcActor#envelopeSelfMessage'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-21',
    level: 'MUST',
    sentence:
      'A delayed run-async of a fenced endpoint MUST be executed when the token has not changed meanwhile.',
    antecedent: 'When a delayed run-async of a fenced endpoint becomes due.',
    error: null,
    era: 'current',
    versions: { from: '1.5', to: null },
    requires: ['fencing', 'main-thread'],
    source: {
      facts: ['FB-182'],
      pointers: ['FLINK-9128'],
    },
    accepts: [],
  },
  {
    id: 'FENCE-22',
    level: 'SHOULD',
    sentence:
      'Work scheduled through the main-thread executor SHOULD take the token at the moment when its timer fires.',
    antecedent: 'When work scheduled through the executor of a fenced endpoint becomes due.',
    error: null,
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['fencing', 'main-thread', 'scheduled-tasks', 'immutable-token'],
    source: {
      facts: ['FB-183'],
      pointers: ['RpcEndpoint.MainThreadExecutor#schedule'],
    },
    accepts: [],
  },
];

/**
 * Rules of the family CALL. One-way calls, asks and blocking calls: lookup, results, failures.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules CALL-01 to CALL-25. */
export const callRules: readonly Rule[] = [
  {
    id: 'CALL-01',
    level: 'MUST',
    sentence:
      'A one-way call MUST return as soon as its message is handed over, and no error of delivery or execution ever reaches its caller.',
    antecedent: 'When a one-way call is made, to a dead, stopped or failing endpoint in particular.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-095'],
      pointers: ['PekkoInvocationHandler#invokeRpc'],
    },
    accepts: [],
  },
  {
    id: 'CALL-02',
    level: 'MUST',
    sentence: 'An ask MUST return its future immediately, without waiting for the answer.',
    antecedent: 'When an ask is made.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-096'],
      pointers: ['PekkoInvocationHandler#invokeRpc'],
    },
    accepts: [],
  },
  {
    id: 'CALL-03',
    level: 'MUST',
    sentence:
      'A method whose result is neither nothing nor a future MUST block the calling thread until the answer or the limit.',
    antecedent: 'When a gateway method with a plain result is called.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['blocking-call'],
    source: {
      facts: ['FB-097'],
      pointers: ['PekkoRpcActorOversizedResponseMessageTest#testNormalSizedResponseMsgSync'],
    },
    accepts: [],
  },
  {
    id: 'CALL-04',
    level: 'MUST',
    sentence: 'A blocking call that fails MUST raise `rpc` with the real reason as its cause.',
    antecedent: 'When a blocking call fails or runs into its limit.',
    error: 'rpc',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['blocking-call'],
    source: {
      facts: ['FB-098', 'FB-099'],
      pointers: ['PekkoInvocationHandler#invokeRpc'],
    },
    accepts: [
      { outcome: '`rpc` with the reason as its cause, an expired limit included', by: 'reference' },
      { outcome: 'a bare `ask-timeout` without text, when the limit expired', by: 'original' },
    ],
  },
  {
    id: 'CALL-05',
    level: 'MUST',
    sentence:
      'A blocking call of an endpoint to itself from its own main thread MUST fail with `ask-timeout` after the full limit, and the queued invocation is executed afterwards.',
    antecedent: 'When a handler makes a blocking call to its own endpoint.',
    error: 'ask-timeout',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['blocking-call'],
    source: {
      facts: ['FB-100'],
      pointers: ['PekkoInvocationHandler#invokeRpc'],
    },
    accepts: [],
  },
  {
    id: 'CALL-06',
    level: 'MUST',
    sentence:
      'The method that an invocation runs MUST be found by its name and the exact list of its declared parameter types, inherited methods included, and never by the types of the arguments.',
    antecedent: 'When a method is called whose name is overloaded.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['overloaded-methods'],
    source: {
      facts: ['FB-103', 'FB-105'],
      pointers: ['PekkoRpcActor#lookupRpcMethod'],
    },
    accepts: [],
  },
  {
    id: 'CALL-07',
    level: 'MUST',
    sentence:
      'An invocation of a public method that no gateway of the endpoint declares MUST be answered, with `connection` or with the result of that method.',
    antecedent: 'When an invocation names a method that is not declared by any gateway of the endpoint.',
    error: 'connection',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['raw-messages'],
    source: {
      facts: ['FB-104'],
      pointers: ['PekkoRpcActor#lookupRpcMethod'],
    },
    accepts: [
      { outcome: '`connection`, as for an unknown method', by: 'reference' },
      { outcome: 'the method runs', by: 'original' },
    ],
  },
  {
    id: 'CALL-08',
    level: 'MUST',
    sentence:
      'An ask for a method that the endpoint does not have MUST fail with `connection`, and a one-way call of it is lost.',
    antecedent: 'When an invocation names an unknown method.',
    error: 'connection',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['raw-messages'],
    source: {
      facts: ['FB-106'],
      pointers: ['PekkoRpcActor#handleRpcInvocation'],
    },
    accepts: [],
  },
  {
    id: 'CALL-09',
    level: 'MUST',
    sentence:
      'An invocation whose arguments do not fit the declared parameter types MUST end with `illegal-argument`, thrown by a gateway that checks them or answered by the endpoint, which goes on.',
    antecedent: 'When the arguments of an invocation do not fit.',
    error: 'illegal-argument',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['raw-messages'],
    source: {
      facts: ['FB-107'],
      pointers: ['PekkoRpcActor#handleRpcInvocation'],
    },
    accepts: [],
  },
  {
    id: 'CALL-10',
    level: 'MUST',
    sentence:
      'Address, host name and the identity of a gateway (equality, hash, text) MUST be answered by the gateway itself without sending a message.',
    antecedent: 'When a gateway is asked for its address, host name or identity.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries'],
    source: {
      facts: ['FB-108'],
      pointers: ['PekkoInvocationHandler#invoke'],
    },
    accepts: [],
  },
  {
    id: 'CALL-11',
    level: 'MUST',
    sentence:
      'What a method throws MUST reach the asker as `application` with the class and the message of what was thrown.',
    antecedent: 'When the method of an ask throws.',
    error: 'application',
    era: 'current',
    versions: { from: '1.2', to: null },
    requires: ['scripted-work'],
    source: {
      facts: ['FB-110'],
      pointers: ['PekkoRpcActorTest#testExceptionPropagation'],
    },
    accepts: [],
  },
  {
    id: 'CALL-12',
    level: 'MUST',
    sentence:
      'A future returned by a method that fails later MUST fail the future of the asker with the same failure, as `application`.',
    antecedent: 'When the future that a method returned fails.',
    error: 'application',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'timeouts'],
    source: {
      facts: ['FB-111'],
      pointers: ['PekkoRpcActorTest#testExceptionPropagationFuturePiping'],
    },
    accepts: [],
  },
  {
    id: 'CALL-13',
    level: 'MUST',
    sentence:
      'Something thrown by a method that is not an ordinary exception MUST reach the asker as `application` and MUST NOT harm the endpoint.',
    antecedent: 'When a method throws something that is not an error object of the language.',
    error: 'application',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work'],
    source: {
      facts: ['FB-113'],
      pointers: ['PekkoRpcActor#handleRpcInvocation'],
    },
    accepts: [
      { outcome: 'the failure itself', by: 'reference' },
      { outcome: 'the failure inside an extra wrapper', by: 'original' },
    ],
  },
  {
    id: 'CALL-14',
    level: 'MUST',
    sentence: 'What a one-way method throws MUST NOT be told to anybody, and the endpoint goes on.',
    antecedent: 'When the method of a one-way call throws.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work'],
    source: {
      facts: ['FB-114'],
      pointers: ['PekkoRpcActor#handleRpcInvocation'],
    },
    accepts: [],
  },
  {
    id: 'CALL-15',
    level: 'MUST',
    sentence:
      "An endpoint's own failure that happens to be an expired ask MUST fail the asker, with its true cause or as if the outer ask had expired.",
    antecedent: 'When a method fails with the expired limit of an ask that it made itself.',
    error: 'application',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-work', 'timeouts'],
    source: {
      facts: ['FB-115'],
      pointers: ['PekkoInvocationHandler#resolveTimeoutException'],
    },
    accepts: [
      { outcome: '`application` with the inner `ask-timeout` as what was thrown', by: 'reference' },
      { outcome: '`ask-timeout` of the outer ask', by: 'original' },
    ],
  },
  {
    id: 'CALL-16',
    level: 'MUST',
    sentence:
      'A null result MUST arrive as null, whether it was returned at once or by a future, within a service or from another.',
    antecedent: "When a method's result is null.",
    error: null,
    era: 'current',
    versions: { from: '1.13', to: null },
    requires: ['scripted-work'],
    source: {
      facts: ['FB-116'],
      pointers: [
        'PekkoRpcActorTest#canRespondWithNullValueLocally',
        'PekkoRpcActorTest#canRespondWithSynchronousNullValueLocally',
        'RemotePekkoRpcActorTest',
      ],
    },
    accepts: [],
  },
  {
    id: 'CALL-17',
    level: 'MUST',
    sentence:
      "A method that should return a future and returns null MUST complete the asker's future with null.",
    antecedent: 'When a method declared with a future returns null.',
    error: null,
    era: 'current',
    versions: { from: '1.13', to: null },
    requires: ['scripted-work'],
    source: {
      facts: ['FB-117'],
      pointers: ['PekkoRpcActor#sendSyncResponse'],
    },
    accepts: [],
  },
  {
    id: 'CALL-18',
    level: 'MUST',
    sentence: 'Arguments and results that cannot be serialized MUST pass within one service.',
    antecedent: 'When an argument or a result of a call within one service cannot be serialized.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'serialization'],
    source: {
      facts: ['FB-118'],
      pointers: ['MessageSerializationTest#testNonSerializableLocalMessageTransfer'],
    },
    accepts: [
      { outcome: 'the same object is handed over', by: 'reference' },
      { outcome: 'a copy or an immutable view is handed over', by: 'either' },
    ],
  },
  {
    id: 'CALL-19',
    level: 'MUST',
    sentence:
      'A future that a method returned and that completes after the endpoint has terminated MUST still answer the asker.',
    antecedent: 'When the future that a method returned completes after the end of its endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'timeouts'],
    source: {
      facts: ['FB-119'],
      pointers: ['PekkoRpcActor#sendAsyncResponse'],
    },
    accepts: [],
  },
  {
    id: 'CALL-20',
    level: 'MUST',
    sentence:
      'An ask whose method returned a future that never completes MUST end with `ask-timeout` and not as unreachable, although the endpoint is gone.',
    antecedent: 'When an endpoint terminates while a future that one of its methods returned stays open.',
    error: 'ask-timeout',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'timeouts'],
    source: {
      facts: ['FB-120'],
      pointers: ['PekkoRpcActor#sendAsyncResponse'],
    },
    accepts: [],
  },
  {
    id: 'CALL-21',
    level: 'MUST',
    sentence:
      'An expired or abandoned ask MUST NOT stop or retract the invocation, and its late answer is dropped without a trace to anybody.',
    antecedent: 'When the answer to an ask comes after its limit.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'timeouts'],
    source: {
      facts: ['FB-121'],
      pointers: ['PekkoInvocationHandler#ask'],
    },
    accepts: [],
  },
  {
    id: 'CALL-22',
    level: 'MUST',
    sentence: 'A result that looks like an envelope of the protocol itself MUST be returned unchanged.',
    antecedent: 'When the value of a result has the shape of a message of the protocol.',
    error: null,
    era: 'current',
    versions: { from: '1.13', to: null },
    requires: ['scripted-work', 'serialization'],
    source: {
      facts: ['FB-122'],
      pointers: [
        'PekkoRpcActorTest#canRespondWithSerializedValueLocally',
        'RemotePekkoRpcActorTest#canRespondWithSerializedValueRemotely',
      ],
    },
    accepts: [],
  },
  {
    id: 'CALL-23',
    level: 'MUST',
    sentence:
      "The self gateway MUST be available as every gateway type of the endpoint's class and its superclasses, and any other type is refused with `wrong-gateway`.",
    antecedent: 'When an endpoint is asked for its self gateway as some type.',
    error: 'wrong-gateway',
    era: 'current',
    versions: { from: '1.17', to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-123'],
      pointers: [
        'RpcEndpointTest#testSelfGateway',
        'RpcEndpointTest#testWrongSelfGateway',
        'RpcEndpointTest#testEndpointInheritance',
      ],
    },
    accepts: [],
  },
  {
    id: 'CALL-24',
    level: 'MUST',
    sentence: 'A handler MUST be able to close its own endpoint and still have its answer delivered.',
    antecedent: 'When the handler of an ask closes its own endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work'],
    source: {
      facts: ['FB-124'],
      pointers: ['PekkoRpcService#terminateRpcActor'],
    },
    accepts: [],
  },
  {
    id: 'CALL-25',
    level: 'MUST',
    sentence:
      'Every ask MUST settle exactly once, save where another rule accepts that it never does, and in no case twice.',
    antecedent: 'Always.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: [],
      pointers: ['project decision'],
    },
    accepts: [],
  },
];

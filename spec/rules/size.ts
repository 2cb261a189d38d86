/**
 * Rules of the family SIZE. Serialization, size limits, forced serialization, and the local marker.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules SIZE-01 to SIZE-14. */
export const sizeRules: readonly Rule[] = [
  {
    id: 'SIZE-01',
    level: 'MUST',
    sentence:
      'Calls within one service MUST NOT be serialized and MUST NOT have a size limit, unless serialization is forced.',
    antecedent:
      'When an argument or a result of a call within one service is larger than the frame size or cannot be serialized.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'serialization'],
    source: {
      facts: ['FB-125', 'FB-133'],
      pointers: [
        'PekkoRpcActorOversizedResponseMessageTest#testLocalOverSizedResponseMsgAsync',
        'PekkoRpcActor#sendSyncResponse',
        'PekkoRpcActor#sendAsyncResponse',
      ],
    },
    accepts: [],
  },
  {
    id: 'SIZE-02',
    level: 'MUST',
    sentence:
      'A call to another service with an argument that cannot be serialized MUST raise `argument-not-serializable` at the call itself, asks included, and send nothing.',
    antecedent: 'When a call to another service has an argument that cannot be serialized.',
    error: 'argument-not-serializable',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['serialization', 'remote-service'],
    source: {
      facts: ['FB-126'],
      pointers: [
        'RemoteRpcInvocation#constructor',
        'MessageSerializationTest#testNonSerializableRemoteMessageTransfer',
      ],
    },
    accepts: [],
  },
  {
    id: 'SIZE-03',
    level: 'MUST',
    sentence:
      'A request that the target cannot decode MUST be dropped there, so that an ask ends with `ask-timeout`.',
    antecedent: 'When a request arrives that its target cannot decode.',
    error: 'ask-timeout',
    era: 'current',
    versions: { from: '1.15', to: null },
    requires: ['remote-service', 'raw-messages'],
    source: {
      facts: ['FB-128'],
      pointers: ['FLINK-25742'],
    },
    accepts: [
      { outcome: 'nothing else is lost', by: 'reference' },
      {
        outcome:
          'the link breaks and is set up again: what is on it meanwhile, in both directions, is lost or unreachable',
        by: 'original',
      },
    ],
  },
  {
    id: 'SIZE-04',
    level: 'MUST',
    sentence:
      'A request larger than the frame size MUST be dropped by the transport of its sender, so that an ask ends with `ask-timeout` after its full limit and a one-way call is lost, while the link stays up.',
    antecedent: 'When a request to another service is larger than the frame size.',
    error: 'ask-timeout',
    era: 'current',
    versions: { from: '1.15', to: null },
    requires: ['serialization', 'remote-service'],
    source: {
      facts: ['FB-129'],
      pointers: ['MessageSerializationTest#testMaximumFramesizeRemoteMessageTransfer'],
    },
    accepts: [],
  },
  {
    id: 'SIZE-05',
    level: 'MUST',
    sentence:
      'A result that cannot be serialized MUST be answered to an asker of another service with `result-not-serializable`, which names the method.',
    antecedent: 'When a result for another service cannot be serialized.',
    error: 'result-not-serializable',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'serialization', 'remote-service'],
    source: {
      facts: ['FB-130'],
      pointers: ['PekkoRpcActor#serializeRemoteResultAndVerifySize'],
    },
    accepts: [],
  },
  {
    id: 'SIZE-06',
    level: 'MUST',
    sentence:
      'A result for another service whose serialized form is larger than the frame size MUST be answered with `result-too-large`, which states method, size and limit, and one of equal size passes this check.',
    antecedent: 'When a result for another service is as large as the frame size or larger.',
    error: 'result-too-large',
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-work', 'serialization', 'remote-service'],
    source: {
      facts: ['FB-131'],
      pointers: [
        'PekkoRpcActorOversizedResponseMessageTest#testOverSizedResponseMsgAsync',
        'PekkoRpcActorOversizedResponseMessageTest#testOverSizedResponseMsgSync',
      ],
    },
    accepts: [],
  },
  {
    id: 'SIZE-07',
    level: 'MAY',
    sentence:
      'A result slightly below the frame size MAY be dropped in transit, since the frame around it counts too, and end the ask with `ask-timeout`.',
    antecedent: 'When a result for another service fits the frame size only without its frame.',
    error: 'ask-timeout',
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-work', 'serialization', 'remote-service'],
    source: {
      facts: ['FB-132'],
      pointers: [
        'PekkoRpcActorOversizedResponseMessageTest#testOverSizedResponseMsgAsync',
        'PekkoRpcActorOversizedResponseMessageTest#testOverSizedResponseMsgSync',
        'pekko:EndpointWriter#writeSend',
      ],
    },
    accepts: [
      { outcome: 'the result arrives', by: 'reference' },
      { outcome: 'the result is dropped and the ask expires', by: 'original' },
    ],
  },
  {
    id: 'SIZE-08',
    level: 'MUST',
    sentence:
      "A result that the caller cannot decode MUST fail the caller's future with `result-undecodable`, which names the method.",
    antecedent: 'When a result from another service cannot be decoded.',
    error: 'result-undecodable',
    era: 'current',
    versions: { from: '1.15', to: null },
    requires: ['scripted-work', 'serialization', 'remote-service'],
    source: {
      facts: ['FB-134'],
      pointers: ['PekkoRpcActorTest#testResultFutureFailsOnDeserializationError'],
    },
    accepts: [],
  },
  {
    id: 'SIZE-09',
    level: 'MUST',
    sentence: 'An encoder that raises an unchecked error for a result MUST NOT leave the asker with a value.',
    antecedent: 'When encoding a result for another service raises an unchecked error.',
    error: 'result-not-serializable',
    era: 'current',
    versions: { from: '1.14', to: null },
    requires: ['scripted-work', 'serialization', 'remote-service'],
    source: {
      facts: ['FB-135'],
      pointers: ['PekkoRpcActor#sendAsyncResponse', 'FutureUtils#assertNoException'],
    },
    accepts: [
      { outcome: 'the asker is answered with `result-not-serializable`', by: 'reference' },
      { outcome: 'the process of the endpoint ends and the ask expires with `ask-timeout`', by: 'original' },
    ],
  },
  {
    id: 'SIZE-10',
    level: 'MUST',
    sentence: 'A failure that cannot be sent or decoded as it is MUST still fail the asker.',
    antecedent: 'When the failure of a method cannot be serialized, or the caller does not know its class.',
    error: 'application',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'remote-service'],
    source: {
      facts: ['FB-136'],
      pointers: ['PekkoRpcActor#handleRpcInvocation', 'FLINK-40040'],
    },
    accepts: [
      { outcome: '`application` with the text of the failure', by: 'reference' },
      { outcome: '`ask-timeout`, since the answer is lost', by: 'original' },
    ],
  },
  {
    id: 'SIZE-11',
    level: 'MUST',
    sentence:
      'Where serialization is forced, calls within one service MUST check that each argument can be serialized and serialize, size-check and copy each result, with `argument-not-serializable`, `result-not-serializable` and `result-too-large` as between services.',
    antecedent: 'When serialization is forced and a call stays within one service.',
    error: 'result-too-large',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['forced-serialization'],
    source: {
      facts: ['FB-137'],
      pointers: ['PekkoInvocationHandler#createRpcInvocationMessage', 'PekkoRpcActor#sendSyncResponse'],
    },
    accepts: [],
  },
  {
    id: 'SIZE-12',
    level: 'MUST',
    sentence: 'A method marked local MUST be exempt from forced serialization for its arguments.',
    antecedent: 'When serialization is forced and a method marked local is called within one service.',
    error: null,
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['serialization', 'forced-serialization'],
    source: {
      facts: ['FB-138'],
      pointers: [
        'PekkoInvocationHandler#createRpcInvocationMessage',
        'PekkoRpcActor#sendSyncResponse',
        'Local',
      ],
    },
    accepts: [
      { outcome: 'its result is exempt too', by: 'reference' },
      { outcome: "its result is serialized, unless the endpoint's own method is marked", by: 'original' },
    ],
  },
  {
    id: 'SIZE-13',
    level: 'MUST',
    sentence:
      'A method marked local MUST be callable from another service, with arguments and result serialized as usual.',
    antecedent: 'When a method marked local is called from another service.',
    error: null,
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['serialization', 'remote-service'],
    source: {
      facts: ['FB-139'],
      pointers: ['MessageSerializationTest#testSerializableRemoteMessageTransfer'],
    },
    accepts: [],
  },
  {
    id: 'SIZE-14',
    level: 'MUST',
    sentence:
      'The frame size MUST be 10485760 bytes by default, be a positive whole number or be refused with `illegal-argument`, hold for the transport and the check of results alike, and be reported when asked for.',
    antecedent: 'When the frame size is configured or asked for.',
    error: 'illegal-argument',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries'],
    source: {
      facts: ['FB-141'],
      pointers: ['RpcOptions#FRAMESIZE', 'PekkoRpcServiceUtils#extractMaximumFramesize'],
    },
    accepts: [
      { outcome: 'a fraction is refused', by: 'reference' },
      { outcome: 'a fraction is cut to the whole number below it', by: 'original' },
    ],
  },
];

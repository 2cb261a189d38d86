/** Tests of what travels between services: results, sizes, serialization, limits, links. */
import { apartFromRules, coveredBy, type MappedTest } from './mapped-test.js';

/** Class by class. */
export const messageTests: readonly MappedTest[] = [
  coveredBy(
    'RemotePekkoRpcActorTest#canRespondWithNullValueRemotely',
    'An ask to another service can have null as its result.',
    'CALL-16',
  ),
  coveredBy(
    'RemotePekkoRpcActorTest#canRespondWithSynchronousNullValueRemotely',
    'A blocking call to another service can have null as its result.',
    'CALL-16',
    'CALL-03',
  ),
  coveredBy(
    'RemotePekkoRpcActorTest#canRespondWithSerializedValueRemotely',
    'A result that is a serialized value itself arrives from another service as it is.',
    'CALL-22',
    'CALL-03',
  ),
  coveredBy(
    'RemotePekkoRpcActorTest#failsRpcResultImmediatelyIfEndpointIsStopped',
    'An ask to a terminated endpoint of another service fails as unreachable and not by its limit.',
    'DEAD-03',
  ),
  coveredBy(
    'RemotePekkoRpcActorTest#failsRpcResultImmediatelyIfRemoteRpcServiceIsNotAvailable',
    'An ask to an endpoint whose service has closed fails as unreachable and not by its limit.',
    'DEAD-03',
  ),
  coveredBy(
    'PekkoRpcActorOversizedResponseMessageTest#testOverSizedResponseMsgAsync',
    'A result for another service larger than the frame fails the ask, with the size in the text.',
    'SIZE-06',
  ),
  coveredBy(
    'PekkoRpcActorOversizedResponseMessageTest#testOverSizedResponseMsgSync',
    'A result for another service larger than the frame fails the blocking call, with the size in the text.',
    'SIZE-06',
    'CALL-04',
  ),
  coveredBy(
    'PekkoRpcActorOversizedResponseMessageTest#testNormalSizedResponseMsgAsync',
    'A result within the frame size arrives at the asker in another service.',
    'SIZE-06',
  ),
  coveredBy(
    'PekkoRpcActorOversizedResponseMessageTest#testNormalSizedResponseMsgSync',
    'A result within the frame size arrives at the blocking caller in another service.',
    'SIZE-06',
    'CALL-03',
  ),
  coveredBy(
    'PekkoRpcActorOversizedResponseMessageTest#testLocalOverSizedResponseMsgAsync',
    'A result larger than the frame arrives at the asker within the service.',
    'SIZE-01',
    'HAND-18',
  ),
  coveredBy(
    'PekkoRpcActorOversizedResponseMessageTest#testLocalOverSizedResponseMsgSync',
    'A result larger than the frame arrives at the blocking caller within the service.',
    'SIZE-01',
    'HAND-18',
    'CALL-03',
  ),
  coveredBy(
    'TimeoutCallStackTest#testTimeoutExceptionWithTime',
    'An ask with a limit in the old type for times expires, with the method in the text and the caller in the stack.',
    'TIME-02',
    'TIME-06',
    'TIME-07',
  ),
  coveredBy(
    'TimeoutCallStackTest#testTimeoutExceptionWithDuration',
    'An ask with a limit as a duration expires, with the method in the text and the caller in the stack.',
    'TIME-02',
    'TIME-06',
    'TIME-07',
  ),
  coveredBy(
    'MessageSerializationTest#testNonSerializableLocalMessageTransfer',
    'An argument that cannot be serialized arrives within the service as the same object.',
    'CALL-18',
    'SIZE-01',
  ),
  coveredBy(
    'MessageSerializationTest#testNonSerializableRemoteMessageTransfer',
    'An argument that cannot be serialized makes the call to another service throw.',
    'SIZE-02',
  ),
  coveredBy(
    'MessageSerializationTest#testSerializableRemoteMessageTransfer',
    'A method marked local can be called from another service.',
    'SIZE-13',
  ),
  coveredBy(
    'MessageSerializationTest#testMaximumFramesizeRemoteMessageTransfer',
    'An ask to another service with an argument larger than the frame ends by its limit.',
    'SIZE-04',
  ),
  coveredBy(
    'MainThreadValidationTest#failIfNotInMainThread',
    'The check passes within a call of the endpoint and fails when the method is invoked directly.',
    'MAIN-02',
  ),
  apartFromRules(
    'RpcSerializedValueTest#testNullValue',
    'The wrapper of a serialized null has no bytes, and equals another of its kind.',
    'platform artefact',
    'How an implementation wraps the bytes of a result is its own; that null arrives as null is CALL-16.',
  ),
  apartFromRules(
    'RpcSerializedValueTest#testNotNullValues',
    'The wrapper of a serialized value gives the value back, and equals another with the same bytes.',
    'platform artefact',
    'How an implementation wraps the bytes of a result is its own.',
  ),
  coveredBy(
    'RpcConnectionTest#testConnectFailure',
    'A connect to a host that cannot be resolved fails with the connection error, which names the address, long before the ask timeout.',
    'HAND-02',
    'HAND-03',
    'HAND-05',
  ),
  apartFromRules(
    'RpcSSLAuthITCase#testConnectFailure',
    'A connect between services that do not trust each other fails with the connection error, long before the ask timeout.',
    'later work',
    'Trust comes with the encrypted transport; how a refused connect ends is HAND-05.',
  ),
];

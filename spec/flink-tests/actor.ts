/** Tests of the actor behind an endpoint, and of the handshake: addresses, lifecycle, hooks, results. */
import { coveredBy, type MappedTest } from './mapped-test.js';

/** Class by class. */
export const actorTests: readonly MappedTest[] = [
  coveredBy(
    'PekkoRpcActorTest#testAddressResolution',
    'A gateway from a connect has the address of its endpoint.',
    'ADDR-06',
  ),
  coveredBy(
    'PekkoRpcActorTest#testFailingAddressResolution',
    'A connect to a text that is no address fails with the connection error.',
    'HAND-02',
    'HAND-03',
  ),
  coveredBy(
    'PekkoRpcActorTest#testMessageDiscarding',
    'An ask before START fails as not started and is discarded; one after START is served.',
    'LIFE-01',
    'MSG-01',
    'MSG-04',
  ),
  coveredBy(
    'PekkoRpcActorTest#testRpcEndpointTerminationFuture',
    'The termination future is open while the endpoint runs, and completes after a close by another thread.',
    'TERM-01',
    'TERM-04',
  ),
  coveredBy(
    'PekkoRpcActorTest#testExceptionPropagation',
    'What a method throws reaches the asker with its class and message.',
    'CALL-11',
  ),
  coveredBy(
    'PekkoRpcActorTest#testExceptionPropagationFuturePiping',
    'A failure of the future that a method returned reaches the asker.',
    'CALL-12',
  ),
  coveredBy(
    'PekkoRpcActorTest#testResultFutureFailsOnDeserializationError',
    'A result that the caller cannot decode fails its future with the RPC error.',
    'SIZE-08',
  ),
  coveredBy(
    'PekkoRpcActorTest#testOnStopExceptionPropagation',
    'A failure of the future of onStop is the failure of the termination future.',
    'STOP-05',
    'TERM-04',
  ),
  coveredBy(
    'PekkoRpcActorTest#testOnStopExecutedByMainThread',
    'The hook onStop runs on the main thread.',
    'STOP-01',
  ),
  coveredBy(
    'PekkoRpcActorTest#testActorTerminationWhenServiceShutdown',
    'Closing the service terminates its endpoint, whose termination future completes.',
    'SERV-03',
    'TERM-04',
  ),
  coveredBy(
    'PekkoRpcActorTest#testActorTerminationWithAsynchronousOnStopAction',
    'The termination future stays open until the future of onStop completes.',
    'LIFE-08',
    'STOP-02',
  ),
  coveredBy(
    'PekkoRpcActorTest#testMainThreadExecutionOnStop',
    'Work that onStop submits to the main-thread executor is executed and can end the stop.',
    'STOP-02',
    'MAIN-06',
  ),
  coveredBy(
    'PekkoRpcActorTest#testOnStopFutureCompletionDirectlyTerminatesRpcActor',
    'A terminating endpoint serves an ask; once onStop is complete this handler ends, no further message begins, and the ask in the queue fails as unreachable.',
    'STOP-02',
    'TERM-03',
    'TERM-05',
    'DEAD-02',
  ),
  coveredBy('PekkoRpcActorTest#testOnStartIsCalledWhenRpcEndpointStarts', 'START calls onStart.', 'LIFE-02'),
  coveredBy(
    'PekkoRpcActorTest#testOnStartFails',
    'What onStart throws is the cause in the failure of the termination future.',
    'START-02',
    'TERM-04',
  ),
  coveredBy(
    'PekkoRpcActorTest#callsOnStopOnlyOnce',
    'Two TERMINATE in a row call onStop once.',
    'LIFE-09',
    'LIFE-08',
  ),
  coveredBy(
    'PekkoRpcActorTest#canReuseEndpointNameAfterTermination',
    'After the termination future another endpoint can have the name at once, and has the same address.',
    'TERM-06',
    'ADDR-07',
  ),
  coveredBy(
    'PekkoRpcActorTest#terminationFutureDoesNotBlockRpcEndpointCreation',
    'A callback of a termination future can create an endpoint.',
    'TERM-07',
  ),
  coveredBy(
    'PekkoRpcActorTest#resolvesRunningRpcActor',
    'A connect to the pattern of a prefix finds the one match that lives and reports its address.',
    'ADDR-16',
    'ADDR-17',
  ),
  coveredBy(
    'PekkoRpcActorTest#canRespondWithNullValueLocally',
    'An ask within a service can have null as its result.',
    'CALL-16',
  ),
  coveredBy(
    'PekkoRpcActorTest#canRespondWithSynchronousNullValueLocally',
    'A blocking call within a service can have null as its result.',
    'CALL-16',
    'CALL-03',
  ),
  coveredBy(
    'PekkoRpcActorTest#canRespondWithSerializedValueLocally',
    'A result that is a serialized value itself arrives as it is, by ask and by blocking call.',
    'CALL-22',
    'CALL-03',
  ),
  coveredBy(
    'PekkoRpcActorTest#testScheduling',
    'A runnable and a callable scheduled on the main-thread executor run no earlier than their delay, and execute runs.',
    'MAIN-06',
    'MAIN-07',
    'MAIN-09',
  ),
  coveredBy(
    'PekkoRpcActorHandshakeTest#testVersionMatchBetweenRpcComponents',
    'Services of the same version connect, and the call is served.',
    'HAND-01',
    'HAND-07',
  ),
  coveredBy(
    'PekkoRpcActorHandshakeTest#testVersionMismatchBetweenRpcComponents',
    'A connect from a service of another version fails with the handshake error.',
    'HAND-07',
  ),
  coveredBy(
    'PekkoRpcActorHandshakeTest#testWrongGatewayEndpointConnection',
    'A connect for a gateway type that the endpoint does not serve fails with the handshake error.',
    'HAND-08',
  ),
];

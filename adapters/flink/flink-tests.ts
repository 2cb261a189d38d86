/**
 * Flink's own tests of its RPC, method by method: the rules of the book that demand what the method asserts, or why there
 * is none. `docs/flink-tests.md` is generated from it.
 */

/** What stands for a test method: the rules that cover it, or the reason why none does. */
export type Coverage = { readonly rules: readonly string[] } | { readonly reason: string };

/** A test method of Flink. */
export interface FlinkTest {
  /** The simple name of its class. */
  readonly test: string;
  readonly method: string;
  /** The method was removed after 1.15, when tokens stopped changing. */
  readonly upTo115: boolean;
  readonly coverage: Coverage;
}

const by = (...rules: string[]): Coverage => ({ rules });
const not = (reason: string): Coverage => ({ reason });

const BLOCKING = ['CALL-03', 'CALL-04'] as const;
const ACTOR_LIBRARY = 'It tests the actor library and its start-up, which a peer cannot see.';
const PROCESS_EXIT =
  'It tests when the JVM exits; the suite runs in another process and never ends the target.';
const INTERNAL_WRAPPER =
  'It tests an internal wrapper of bytes; what travels is left to each implementation.';
const NO_TLS = 'Encryption belongs to the transport and not to the rules.';

const classes: Readonly<Record<string, Readonly<Record<string, Coverage>>>> = {
  PekkoRpcActorTest: {
    testAddressResolution: by('ADDR-06', 'HAND-01'),
    testFailingAddressResolution: by('HAND-02', 'HAND-03'),
    testMessageDiscarding: by('MSG-01', 'MSG-02', 'MSG-03', 'MSG-04'),
    testRpcEndpointTerminationFuture: by('TERM-01', 'TERM-04'),
    testExceptionPropagation: by('CALL-11'),
    testExceptionPropagationFuturePiping: by('CALL-12'),
    testResultFutureFailsOnDeserializationError: by('SIZE-08'),
    testOnStopExceptionPropagation: by('STOP-05'),
    testOnStopExecutedByMainThread: by('STOP-01', 'LIFE-08'),
    testActorTerminationWhenServiceShutdown: by('SERV-03'),
    testActorTerminationWithAsynchronousOnStopAction: by('STOP-02', 'LIFE-08'),
    testMainThreadExecutionOnStop: by('STOP-01', 'STOP-02', 'MAIN-06'),
    testOnStopFutureCompletionDirectlyTerminatesRpcActor: by('TERM-03', 'TERM-05', 'DEAD-02'),
    testOnStartIsCalledWhenRpcEndpointStarts: by('LIFE-02'),
    testOnStartFails: by('START-02', 'START-03', 'START-04'),
    callsOnStopOnlyOnce: by('LIFE-09', 'TERM-08'),
    canReuseEndpointNameAfterTermination: by('TERM-06', 'ADDR-07'),
    terminationFutureDoesNotBlockRpcEndpointCreation: by('TERM-07'),
    resolvesRunningRpcActor: by('ADDR-17'),
    canRespondWithNullValueLocally: by('CALL-16'),
    canRespondWithSynchronousNullValueLocally: by(...BLOCKING),
    canRespondWithSerializedValueLocally: by('CALL-22'),
    testScheduling: by('MAIN-07', 'MAIN-09'),
  },
  PekkoRpcActorHandshakeTest: {
    testVersionMatchBetweenRpcComponents: by('HAND-01', 'HAND-07'),
    testVersionMismatchBetweenRpcComponents: by('HAND-07'),
    testWrongGatewayEndpointConnection: by('HAND-08'),
  },
  PekkoRpcServiceTest: {
    testScheduleRunnable: by('SERV-10'),
    testExecuteRunnable: not(
      'Executing at once on the executor of a service shows nothing that a task without delay does not.',
    ),
    testGetAddress: by('ADDR-09'),
    testGetPort: by('ADDR-09'),
    testScheduledExecutorServiceSimpleSchedule: by('SERV-10'),
    testScheduledExecutorServicePeriodicSchedule: by('SERV-10', 'SERV-11'),
    testScheduledExecutorServiceWithFixedDelaySchedule: by('SERV-10'),
    testScheduledExecutorServiceCancelWithFixedDelay: by('SERV-11'),
    testRpcServiceShutDownWithRpcEndpoints: by('SERV-03', 'SERV-04'),
    testRpcServiceShutDownWithFailingRpcEndpoints: by('SERV-05'),
    failsRpcResultImmediatelyIfEndpointIsStopped: by('DEAD-01'),
  },
  SupervisorActorTest: {
    completesTerminationFutureIfActorStops: by('TERM-04', 'SUPER-10'),
    completesTerminationFutureExceptionallyIfActorStopsExceptionally: by('TERM-04', 'STOP-05', 'SUPER-10'),
    completesTerminationFutureExceptionallyIfActorStopsWithoutReason: by('TERM-13'),
    completesTerminationFutureExceptionallyIfActorFails: by('SUPER-02', 'SUPER-03'),
    completesTerminationFutureOfSiblingsIfActorFails: by('SUPER-02', 'SUPER-04', 'SUPER-05'),
  },
  RemotePekkoRpcActorTest: {
    canRespondWithNullValueRemotely: by('CALL-16'),
    canRespondWithSynchronousNullValueRemotely: by(...BLOCKING),
    canRespondWithSerializedValueRemotely: by('CALL-22'),
    failsRpcResultImmediatelyIfEndpointIsStopped: by('DEAD-03'),
    failsRpcResultImmediatelyIfRemoteRpcServiceIsNotAvailable: by('DEAD-03', 'SERV-09'),
  },
  PekkoRpcActorOversizedResponseMessageTest: {
    testOverSizedResponseMsgAsync: by('SIZE-06'),
    testOverSizedResponseMsgSync: by('SIZE-06', ...BLOCKING),
    testNormalSizedResponseMsgAsync: by('SIZE-06'),
    testNormalSizedResponseMsgSync: by('SIZE-06', ...BLOCKING),
    testLocalOverSizedResponseMsgAsync: by('SIZE-01'),
    testLocalOverSizedResponseMsgSync: by('SIZE-01', ...BLOCKING),
  },
  TimeoutCallStackTest: {
    testTimeoutExceptionWithTime: by('TIME-06', 'TIME-07'),
    testTimeoutExceptionWithDuration: by('TIME-02', 'TIME-06', 'TIME-07'),
  },
  MessageSerializationTest: {
    testNonSerializableLocalMessageTransfer: by('SIZE-01'),
    testNonSerializableRemoteMessageTransfer: by('SIZE-02'),
    testSerializableRemoteMessageTransfer: by('SIZE-13'),
    testMaximumFramesizeRemoteMessageTransfer: by('SIZE-04'),
  },
  MainThreadValidationTest: { failIfNotInMainThread: by('MAIN-02') },
  RpcSerializedValueTest: {
    testNullValue: not(INTERNAL_WRAPPER),
    testNotNullValues: not(INTERNAL_WRAPPER),
  },
  RobustActorSystemTest: {
    testUncaughtExceptionHandler: not(PROCESS_EXIT),
    testUncaughtExceptionHandlerFromActor: not(PROCESS_EXIT),
    testHonorClassloadingErrorBeforeShutdown: not(PROCESS_EXIT),
    testIgnoreClassloadingErrorAfterShutdown: not(PROCESS_EXIT),
  },
  PekkoActorSystemTest: {
    shutsDownOnActorFailure: by('SUPER-02'),
    askTerminatedActorFailsWithRecipientTerminatedException: by('DEAD-01'),
  },
  ActorSystemBootstrapToolsTest: {
    testConcurrentActorSystemCreation: not(ACTOR_LIBRARY),
    testActorSystemInstantiationFailureWhenPortOccupied: not(ACTOR_LIBRARY),
  },
  PekkoUtilsTest: {
    'getHostFromRpcURL…': by('ADDR-05'),
    'getConfig…': not('It tests how options of Flink become options of the actor library.'),
  },
  RpcEndpointTest: {
    testSelfGateway: by('CALL-23'),
    testWrongSelfGateway: by('CALL-23'),
    testEndpointInheritance: by('CALL-23', 'CALL-06'),
    testRunningState: by('LIFE-16'),
    testNotRunningState: by('LIFE-16', 'LIFE-01'),
    testExecute: by('MAIN-06'),
    testScheduleRunnableWithDelayInMilliseconds: by('MAIN-07', 'MAIN-09'),
    testScheduleRunnableWithDelayInSeconds: by('MAIN-09'),
    testScheduleCallableWithDelayInMilliseconds: by('MAIN-09', 'MAIN-10'),
    testScheduleCallableWithDelayInSeconds: by('MAIN-09', 'MAIN-10'),
    testScheduleRunnableAfterClose: by('MAIN-13'),
    testScheduleCallableAfterClose: by('MAIN-13'),
    testCancelScheduledRunnable: by('MAIN-11'),
    testCancelScheduledCallable: by('MAIN-11'),
    testCallAsync: by('SELF-12'),
    testCallAsyncTimeout: by('SELF-14', 'TIME-08'),
  },
  FencedRpcEndpointTest: {
    testFencing: by('FENCE-01', 'FENCE-02', 'FENCE-10', 'HAND-12'),
    testUnfencedRemoteGateway: by('FENCE-06', 'FENCE-11'),
    'testFencingTokenSetting (≤1.15)': by('FENCE-05', 'FENCE-15'),
    'testRemoteAndSelfGateways (≤1.15)': by('FENCE-09', 'FENCE-16'),
    'testMainThreadExecutorUnderChangingFencingToken (≤1.15)': by('FENCE-17'),
  },
  AsyncCallsTest: {
    testScheduleWithNoDelay: by('SELF-03', 'MAIN-01'),
    testFencedScheduleWithNoDelay: by('SELF-03', 'FENCE-09'),
    testScheduleWithDelay: by('SELF-04'),
    testFencedScheduleWithDelay: by('SELF-04', 'FENCE-21'),
    'testRunAsyncWithFencing (≤1.15)': by('FENCE-08', 'FENCE-18'),
    'testCallAsyncWithFencing (≤1.15)': by('FENCE-18'),
    'testRunAsyncWithoutFencing (≤1.15)': by('FENCE-19'),
    'testCallAsyncWithoutFencing (≤1.15)': by('FENCE-19'),
    'testUnfencedMainThreadExecutor (≤1.15)': by('FENCE-19'),
  },
  RpcConnectionTest: { testConnectFailure: by('HAND-05') },
  RpcSSLAuthITCase: { testConnectFailure: not(NO_TLS) },
};

const REMOVED = ' (≤1.15)';

/** Every test method, class by class. */
export const flinkTests: readonly FlinkTest[] = Object.entries(classes).flatMap(([test, methods]) =>
  Object.entries(methods).map(([method, coverage]) => ({
    test,
    method: method.replace(REMOVED, ''),
    upTo115: method.endsWith(REMOVED),
    coverage,
  })),
);

/**
 * The test methods of the original's own RPC tests: which there are, and which facts cite them. What they demand stands
 * in the files beside this one. A name that ends with `…` is a group of methods whose names begin alike.
 */

/** A test method of the original, or a group of them. */
export interface FlinkTest {
  readonly method: string;
  /** The facts of the catalogue of facts that name it as a source. */
  readonly facts: readonly string[];
  /** The last minor line that has it, or `null` when the current one does. */
  readonly upTo: string | null;
}

/** A class of test methods. */
export interface FlinkTestClass {
  readonly name: string;
  /** Where it lies: with the implementation on the actor library, or with the users of the framework. */
  readonly module: 'flink-rpc-akka' | 'flink-runtime';
  readonly tests: readonly FlinkTest[];
}

/** A test that the current line has. */
function now(method: string, ...facts: string[]): FlinkTest {
  return { method, facts, upTo: null };
}

/** A test that went when tokens became immutable; what it tests is in the book. */
function upTo115(method: string, ...facts: string[]): FlinkTest {
  return { method, facts, upTo: '1.15' };
}

/** Every class, in the order of the original's list. */
export const flinkTestClasses: readonly FlinkTestClass[] = [
  {
    name: 'PekkoRpcActorTest',
    module: 'flink-rpc-akka',
    tests: [
      now('testAddressResolution', 'FB-010'),
      now('testFailingAddressResolution', 'FB-074', 'FB-075'),
      now('testMessageDiscarding', 'FB-026', 'FB-064', 'FB-065', 'FB-066', 'FB-067'),
      now('testRpcEndpointTerminationFuture'),
      now('testExceptionPropagation', 'FB-110'),
      now('testExceptionPropagationFuturePiping', 'FB-111'),
      now('testResultFutureFailsOnDeserializationError', 'FB-134'),
      now('testOnStopExceptionPropagation', 'FB-058'),
      now('testOnStopExecutedByMainThread', 'FB-054'),
      now('testActorTerminationWhenServiceShutdown', 'FB-263'),
      now('testActorTerminationWithAsynchronousOnStopAction', 'FB-055'),
      now('testMainThreadExecutionOnStop', 'FB-055', 'FB-210'),
      now('testOnStopFutureCompletionDirectlyTerminatesRpcActor', 'FB-153', 'FB-242', 'FB-244'),
      now('testOnStartIsCalledWhenRpcEndpointStarts', 'FB-027'),
      now('testOnStartFails', 'FB-047', 'FB-048', 'FB-049'),
      now('callsOnStopOnlyOnce', 'FB-034'),
      now('canReuseEndpointNameAfterTermination', 'FB-011', 'FB-245'),
      now('terminationFutureDoesNotBlockRpcEndpointCreation', 'FB-246'),
      now('resolvesRunningRpcActor', 'FB-022'),
      now('canRespondWithNullValueLocally', 'FB-116'),
      now('canRespondWithSynchronousNullValueLocally', 'FB-116'),
      now('canRespondWithSerializedValueLocally', 'FB-122'),
      now('testScheduling'),
    ],
  },
  {
    name: 'PekkoRpcActorHandshakeTest',
    module: 'flink-rpc-akka',
    tests: [
      now('testVersionMatchBetweenRpcComponents'),
      now('testVersionMismatchBetweenRpcComponents', 'FB-079'),
      now('testWrongGatewayEndpointConnection', 'FB-080'),
    ],
  },
  {
    name: 'PekkoRpcServiceTest',
    module: 'flink-rpc-akka',
    tests: [
      now('testScheduleRunnable'),
      now('testExecuteRunnable'),
      now('testGetAddress', 'FB-013'),
      now('testGetPort'),
      now('testScheduledExecutorServiceSimpleSchedule'),
      now('testScheduledExecutorServicePeriodicSchedule', 'FB-265'),
      now('testScheduledExecutorServiceWithFixedDelaySchedule'),
      now('testScheduledExecutorServiceCancelWithFixedDelay', 'FB-266'),
      now('testRpcServiceShutDownWithRpcEndpoints', 'FB-256', 'FB-257', 'FB-263'),
      now('testRpcServiceShutDownWithFailingRpcEndpoints', 'FB-258', 'FB-263'),
      now('failsRpcResultImmediatelyIfEndpointIsStopped', 'FB-152'),
    ],
  },
  {
    name: 'SupervisorActorTest',
    module: 'flink-rpc-akka',
    tests: [
      now('completesTerminationFutureIfActorStops', 'FB-236'),
      now('completesTerminationFutureExceptionallyIfActorStopsExceptionally', 'FB-236'),
      now('completesTerminationFutureExceptionallyIfActorStopsWithoutReason', 'FB-237'),
      now('completesTerminationFutureExceptionallyIfActorFails', 'FB-225', 'FB-226'),
      now('completesTerminationFutureOfSiblingsIfActorFails', 'FB-227', 'FB-228'),
    ],
  },
  {
    name: 'RemotePekkoRpcActorTest',
    module: 'flink-rpc-akka',
    tests: [
      now('canRespondWithNullValueRemotely', 'FB-116'),
      now('canRespondWithSynchronousNullValueRemotely', 'FB-116'),
      now('canRespondWithSerializedValueRemotely', 'FB-122'),
      now('failsRpcResultImmediatelyIfEndpointIsStopped', 'FB-154'),
      now('failsRpcResultImmediatelyIfRemoteRpcServiceIsNotAvailable', 'FB-154'),
    ],
  },
  {
    name: 'PekkoRpcActorOversizedResponseMessageTest',
    module: 'flink-rpc-akka',
    tests: [
      now('testOverSizedResponseMsgAsync', 'FB-131', 'FB-132'),
      now('testOverSizedResponseMsgSync', 'FB-131', 'FB-132'),
      now('testNormalSizedResponseMsgAsync'),
      now('testNormalSizedResponseMsgSync', 'FB-097'),
      now('testLocalOverSizedResponseMsgAsync', 'FB-125'),
      now('testLocalOverSizedResponseMsgSync', 'FB-091'),
    ],
  },
  {
    name: 'TimeoutCallStackTest',
    module: 'flink-rpc-akka',
    tests: [
      now('testTimeoutExceptionWithTime', 'FB-144', 'FB-145', 'FB-148', 'FB-149'),
      now('testTimeoutExceptionWithDuration', 'FB-144', 'FB-145', 'FB-148', 'FB-149'),
    ],
  },
  {
    name: 'MessageSerializationTest',
    module: 'flink-rpc-akka',
    tests: [
      now('testNonSerializableLocalMessageTransfer', 'FB-118'),
      now('testNonSerializableRemoteMessageTransfer', 'FB-126'),
      now('testSerializableRemoteMessageTransfer', 'FB-139'),
      now('testMaximumFramesizeRemoteMessageTransfer', 'FB-129'),
    ],
  },
  {
    name: 'MainThreadValidationTest',
    module: 'flink-rpc-akka',
    tests: [now('failIfNotInMainThread', 'FB-204')],
  },
  {
    name: 'RpcSerializedValueTest',
    module: 'flink-rpc-akka',
    tests: [now('testNullValue', 'FB-142'), now('testNotNullValues', 'FB-142')],
  },
  {
    name: 'RobustActorSystemTest',
    module: 'flink-rpc-akka',
    tests: [
      now('testUncaughtExceptionHandler', 'FB-195', 'FB-234'),
      now('testUncaughtExceptionHandlerFromActor', 'FB-195', 'FB-234'),
      now('testHonorClassloadingErrorBeforeShutdown', 'FB-234'),
      now('testIgnoreClassloadingErrorAfterShutdown', 'FB-239'),
    ],
  },
  {
    name: 'PekkoActorSystemTest',
    module: 'flink-rpc-akka',
    tests: [now('shutsDownOnActorFailure'), now('askTerminatedActorFailsWithRecipientTerminatedException')],
  },
  {
    name: 'ActorSystemBootstrapToolsTest',
    module: 'flink-rpc-akka',
    tests: [
      now('testConcurrentActorSystemCreation', 'FB-271'),
      now('testActorSystemInstantiationFailureWhenPortOccupied', 'FB-271'),
    ],
  },
  {
    name: 'PekkoUtilsTest',
    module: 'flink-rpc-akka',
    tests: [now('getHostFromRpcURL…', 'FB-009'), now('getConfig…', 'FB-007')],
  },
  {
    name: 'RpcEndpointTest',
    module: 'flink-runtime',
    tests: [
      now('testSelfGateway', 'FB-123'),
      now('testWrongSelfGateway', 'FB-123'),
      now('testEndpointInheritance', 'FB-123'),
      now('testRunningState', 'FB-041'),
      now('testNotRunningState', 'FB-041'),
      now('testExecute', 'FB-210'),
      now('testScheduleRunnableWithDelayInMilliseconds', 'FB-211', 'FB-212'),
      now('testScheduleRunnableWithDelayInSeconds'),
      now('testScheduleCallableWithDelayInMilliseconds'),
      now('testScheduleCallableWithDelayInSeconds', 'FB-213', 'FB-214'),
      now('testScheduleRunnableAfterClose', 'FB-217'),
      now('testScheduleCallableAfterClose', 'FB-217'),
      now('testCancelScheduledRunnable', 'FB-215'),
      now('testCancelScheduledCallable', 'FB-215'),
      now('testCallAsync', 'FB-198'),
      now('testCallAsyncTimeout', 'FB-200'),
    ],
  },
  {
    name: 'FencedRpcEndpointTest',
    module: 'flink-runtime',
    tests: [
      now('testFencing', 'FB-084', 'FB-161', 'FB-162', 'FB-176'),
      now('testUnfencedRemoteGateway', 'FB-166', 'FB-171'),
      upTo115('testFencingTokenSetting', 'FB-165', 'FB-175'),
      upTo115('testRemoteAndSelfGateways', 'FB-169', 'FB-176'),
      upTo115('testMainThreadExecutorUnderChangingFencingToken', 'FB-177', 'FB-281'),
    ],
  },
  {
    name: 'AsyncCallsTest',
    module: 'flink-runtime',
    tests: [
      now('testScheduleWithNoDelay', 'FB-187', 'FB-202'),
      now('testFencedScheduleWithNoDelay'),
      now('testScheduleWithDelay', 'FB-188'),
      now('testFencedScheduleWithDelay', 'FB-188'),
      upTo115('testRunAsyncWithFencing', 'FB-168', 'FB-178'),
      upTo115('testCallAsyncWithFencing', 'FB-178'),
      upTo115('testRunAsyncWithoutFencing', 'FB-179'),
      upTo115('testCallAsyncWithoutFencing', 'FB-179'),
      upTo115('testUnfencedMainThreadExecutor', 'FB-179'),
    ],
  },
  {
    name: 'RpcConnectionTest',
    module: 'flink-runtime',
    tests: [now('testConnectFailure', 'FB-077')],
  },
  {
    name: 'RpcSSLAuthITCase',
    module: 'flink-runtime',
    tests: [now('testConnectFailure')],
  },
];

/** A test by its full name, `PekkoRpcActorTest#testAddressResolution`. */
export const flinkTests: ReadonlyMap<string, FlinkTest> = new Map(
  flinkTestClasses.flatMap(({ name, tests }) => tests.map((test) => [`${name}#${test.method}`, test])),
);

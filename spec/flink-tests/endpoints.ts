/** Tests of endpoints themselves: self gateways, executor, asynchronous calls, fencing. */
import { coveredBy, type MappedTest } from './mapped-test.js';

/** Class by class. */
export const endpointTests: readonly MappedTest[] = [
  coveredBy('RpcEndpointTest#testSelfGateway', 'A call through the self gateway is served.', 'CALL-23'),
  coveredBy(
    'RpcEndpointTest#testWrongSelfGateway',
    'A self gateway of a type that the endpoint does not serve is refused.',
    'CALL-23',
  ),
  coveredBy(
    'RpcEndpointTest#testEndpointInheritance',
    'An endpoint serves the gateways of its superclass, a gateway that extends another, and one more of its own.',
    'CALL-23',
    'CALL-06',
  ),
  coveredBy(
    'RpcEndpointTest#testRunningState',
    'A call at a started endpoint reads its running flag as true.',
    'LIFE-16',
  ),
  coveredBy(
    'RpcEndpointTest#testNotRunningState',
    'A call at a terminating endpoint is served and reads its running flag as false.',
    'LIFE-16',
    'STOP-02',
  ),
  coveredBy(
    'RpcEndpointTest#testExecute',
    'What is executed on the main-thread executor runs on the main thread.',
    'MAIN-06',
    'MAIN-02',
  ),
  coveredBy(
    'RpcEndpointTest#testScheduleRunnableWithDelayInMilliseconds',
    'A runnable scheduled in milliseconds is sent to the main thread when it is due.',
    'MAIN-07',
    'MAIN-09',
  ),
  coveredBy(
    'RpcEndpointTest#testScheduleRunnableWithDelayInSeconds',
    'A runnable scheduled in seconds is sent to the main thread when it is due.',
    'MAIN-07',
    'MAIN-09',
  ),
  coveredBy(
    'RpcEndpointTest#testScheduleCallableWithDelayInMilliseconds',
    'A callable scheduled in milliseconds is sent to the main thread when it is due.',
    'MAIN-07',
    'MAIN-09',
  ),
  coveredBy(
    'RpcEndpointTest#testScheduleCallableWithDelayInSeconds',
    'A callable scheduled in seconds is sent to the main thread when it is due.',
    'MAIN-07',
    'MAIN-09',
  ),
  coveredBy(
    'RpcEndpointTest#testScheduleRunnableAfterClose',
    'A runnable scheduled after the shutdown of the timer does not run, and nothing is thrown.',
    'MAIN-13',
  ),
  coveredBy(
    'RpcEndpointTest#testScheduleCallableAfterClose',
    'A callable scheduled after the shutdown of the timer does not run, and nothing is thrown.',
    'MAIN-13',
  ),
  coveredBy(
    'RpcEndpointTest#testCancelScheduledRunnable',
    'A runnable that was cancelled does not run although its timer fires, and its handle is cancelled.',
    'MAIN-11',
  ),
  coveredBy(
    'RpcEndpointTest#testCancelScheduledCallable',
    'A callable that was cancelled does not run although its timer fires, and its handle is cancelled.',
    'MAIN-11',
  ),
  coveredBy(
    'RpcEndpointTest#testCallAsync',
    'Call-async runs the callable on the main thread and completes with its result.',
    'SELF-12',
  ),
  coveredBy(
    'RpcEndpointTest#testCallAsyncTimeout',
    'Call-async expires while its callable still runs.',
    'SELF-14',
    'TIME-08',
  ),
  coveredBy(
    'FencedRpcEndpointTest#testFencing',
    'A connect succeeds with any token; calls with the right one are served, those with another fail with the fencing error, and up to 1.15 so do those with a replaced one.',
    'FENCE-01',
    'FENCE-02',
    'FENCE-16',
    'HAND-12',
  ),
  coveredBy(
    'FencedRpcEndpointTest#testUnfencedRemoteGateway',
    'Through a gateway without a token a call fails with the runtime RPC error, and the token cannot be asked for.',
    'FENCE-06',
    'FENCE-11',
  ),
  coveredBy(
    'FencedRpcEndpointTest#testFencingTokenSetting',
    'The token can be unset, is replaced on the main thread only, and the self gateway tells the new one.',
    'FENCE-11',
    'FENCE-15',
    'FENCE-19',
  ),
  coveredBy(
    'FencedRpcEndpointTest#testRemoteAndSelfGateways',
    'After a replacement the self gateway has the new token and works; a connected gateway keeps the old one and is refused.',
    'FENCE-09',
    'FENCE-10',
    'FENCE-11',
    'FENCE-16',
  ),
  coveredBy(
    'FencedRpcEndpointTest#testMainThreadExecutorUnderChangingFencingToken',
    'Work that comes to the main-thread executor after a replacement of the token is not executed.',
    'FENCE-17',
  ),
  coveredBy(
    'AsyncCallsTest#testScheduleWithNoDelay',
    'Calls, runnables and a callable never overlap, and the callable gives its result.',
    'MAIN-01',
    'SELF-12',
  ),
  coveredBy(
    'AsyncCallsTest#testFencedScheduleWithNoDelay',
    'At a fenced endpoint calls, runnables and a callable never overlap, and the callable gives its result.',
    'MAIN-01',
    'SELF-12',
    'FENCE-09',
  ),
  coveredBy(
    'AsyncCallsTest#testScheduleWithDelay',
    'A delayed run-async runs no earlier than its delay, and overlaps with nothing.',
    'SELF-04',
    'SELF-05',
    'MAIN-01',
  ),
  coveredBy(
    'AsyncCallsTest#testFencedScheduleWithDelay',
    'At a fenced endpoint a delayed run-async runs, no earlier than its delay, and overlaps with nothing.',
    'SELF-04',
    'FENCE-21',
    'MAIN-01',
  ),
  coveredBy(
    'AsyncCallsTest#testRunAsyncWithFencing',
    'Run-async that is processed after a replacement of the token is not executed.',
    'FENCE-08',
    'FENCE-18',
  ),
  coveredBy(
    'AsyncCallsTest#testCallAsyncWithFencing',
    'Call-async that is processed after a replacement of the token fails with the fencing error.',
    'FENCE-08',
    'FENCE-18',
  ),
  coveredBy(
    'AsyncCallsTest#testRunAsyncWithoutFencing',
    'Run-async without fencing is executed after a replacement of the token.',
    'FENCE-19',
  ),
  coveredBy(
    'AsyncCallsTest#testCallAsyncWithoutFencing',
    'Call-async without fencing is executed after a replacement of the token.',
    'FENCE-19',
  ),
  coveredBy(
    'AsyncCallsTest#testUnfencedMainThreadExecutor',
    'The executor without fencing executes after a replacement of the token.',
    'FENCE-19',
  ),
];

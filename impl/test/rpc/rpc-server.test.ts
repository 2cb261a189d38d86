/** Goal: the server of an endpoint starts, stops and works on the main thread. Method: virtual time. */
import test from 'ava';
import {
  AskTimeoutError,
  EndpointNotStartedError,
  FencingTokenError,
  IllegalArgumentError,
  NullArgumentError,
  RecipientUnreachableError,
} from '../../index.js';
import { defer, FencedWorker, failedWith, hasValue, raises, token, Worker, World } from '../support.js';

async function started(script = {}) {
  const world = new World();
  const worker = new Worker(world.service(), script);
  worker.start();
  await world.settle();
  return { world, worker, server: worker.rpcServer };
}

test('ADDR-08, CALL-10 a server tells address and host name', async (assert) => {
  const { worker, server } = await started();
  assert.is(server.address, worker.address);
  assert.is(server.hostName, 'localhost');
});

test('LIFE-15 whoever holds the server starts and stops the endpoint', async (assert) => {
  const world = new World();
  const { rpcServer, log } = new Worker(world.service());
  rpcServer.start();
  rpcServer.stop();
  rpcServer.start();
  await world.settle();
  assert.deepEqual(log, ['onStart', 'onStart']);
});

test('SELF-03 run-async, calls and call-async keep the order of issue', async (assert) => {
  const { world, worker, server } = await started();
  server.runAsync(() => worker.log.push('run'));
  const answer = server.callAsync(() => worker.log.push('call'), 100);
  worker.run(() => worker.log.push('run again'));
  await world.outcome(answer);
  assert.deepEqual(worker.log, ['onStart', 'run', 'call', 'run again']);
});

test('SELF-04, SELF-05, SELF-06 a delayed run waits for its whole milliseconds, and for less not at all', async (assert) => {
  const { world, worker } = await started();
  worker.runLater(() => worker.log.push(`at ${world.scheduler.now()}`), 10.9);
  worker.runLater(() => worker.log.push('now'), 0.9);
  await world.advance(9);
  assert.deepEqual(worker.log, ['onStart', 'now']);
  await world.advance(1);
  assert.deepEqual(worker.log, ['onStart', 'now', 'at 10']);
});

test('SELF-05 a delayed run whose delay has passed while its message waited runs at once', async (assert) => {
  const world = new World();
  const worker = new Worker(world.service());
  worker.start();
  worker.runLater(() => worker.log.push('ran'), 10);
  world.scheduler.fireNextTimer(10); // the clock moves on; nothing is delivered yet
  await world.settle();
  assert.deepEqual(worker.log, ['onStart', 'ran']);
  assert.is(world.scheduler.nextDeadlineMs(), null);
});

test('SELF-07 delayed runs run in the order of their deadlines', async (assert) => {
  const { world, worker } = await started();
  for (const delayMs of [30, 10, 20]) worker.runLater(() => worker.log.push(String(delayMs)), delayMs);
  await world.advance(30);
  assert.deepEqual(worker.log, ['onStart', '10', '20', '30']);
});

test('SELF-02, SELF-08 missing code, a negative delay and one beyond all timers are refused at the call', async (assert) => {
  const { server } = await started();
  const nothing = () => undefined;
  for (const work of [null, undefined, 1]) {
    for (const call of [
      () => server.runAsync(work as never),
      () => server.scheduleRunAsync(work as never, 1),
      () => server.runAsyncWithoutFencing(work as never),
      () => server.callAsync(work as never, 1),
      () => server.callAsyncWithoutFencing(work as never, 1),
    ]) {
      raises(assert, call, NullArgumentError, 'null-argument', 'no code');
    }
  }
  for (const delay of [-1, -0.5, Number.NaN, 2_147_483_648, Number.POSITIVE_INFINITY, '1', null, undefined]) {
    raises(
      assert,
      () => server.scheduleRunAsync(nothing, delay as number),
      IllegalArgumentError,
      'illegal-argument',
      'from 0 to 2147483647',
      String(delay),
    );
  }
});

test('SELF-09 what a run throws is swallowed, and the endpoint goes on', async (assert) => {
  const { world, worker, server } = await started();
  server.runAsync(() => {
    throw new Error('in the run');
  });
  server.runAsync((() => Promise.reject(new Error('later'))) as () => unknown as () => void);
  hasValue(assert, await world.outcome(server.callAsync(() => 'on', 100)), 'on');
  hasValue(assert, await world.outcome(worker.close()), undefined);
});

test('SELF-10, MSG-02, MSG-04 runs that are due while the endpoint is paused are dropped for good', async (assert) => {
  const { world, worker } = await started();
  worker.runLater(() => worker.log.push('delayed'), 5);
  worker.pause();
  worker.run(() => worker.log.push('at once'));
  await world.advance(5);
  worker.start();
  await world.advance(5);
  assert.deepEqual(worker.log, ['onStart', 'onStart']);
});

test('SELF-11, MAIN-14 a delayed run that is due while the endpoint stops runs, one that is due later is lost', async (assert) => {
  const stop = defer();
  const { world, worker } = await started({ onStop: () => stop.promise });
  worker.runLater(() => worker.log.push('in time'), 5);
  worker.runLater(() => worker.log.push('too late'), 50);
  await world.settle();
  void worker.close();
  await world.advance(5);
  assert.deepEqual(worker.log, ['onStart', 'onStop', 'in time']);
  stop.resolve();
  await world.settle();
  assert.is(world.scheduler.nextDeadlineMs(), null);
  await world.advance(50);
  assert.deepEqual(worker.log, ['onStart', 'onStop', 'in time']);
});

test('SELF-12, SELF-13 call-async has the result of its code, or what it threw', async (assert) => {
  const { world, worker, server } = await started();
  const onMain = () => {
    worker.validateRunsInMainThread();
    return 'value';
  };
  hasValue(assert, await world.outcome(server.callAsync(onMain, 100)), 'value');
  hasValue(assert, await world.outcome(server.callAsync(() => Promise.resolve('later'), 100)), 'later');
  hasValue(assert, await world.outcome(server.callAsync(() => undefined, 100)), undefined);
  const error = new TypeError('in the code');
  const throwing = server.callAsync(() => {
    throw error;
  }, 100);
  assert.deepEqual(await world.outcome(throwing), { state: 'error', value: error });
  const rejecting = server.callAsync(() => Promise.reject(error), 100);
  assert.deepEqual(await world.outcome(rejecting), { state: 'error', value: error });
  hasValue(assert, await world.outcome(server.callAsync(() => 'on', 100)), 'on');
});

test('SELF-14, TIME-08, TIME-09 a call-async that is not done within its limit expires, and its code goes on', async (assert) => {
  const { world, worker, server } = await started();
  const late = defer<string>();
  const seen = await world.outcome(
    server.callAsync(() => late.promise.then((text) => worker.log.push(text)), 10),
  );
  await world.advance(9);
  assert.is(seen.state, 'open');
  await world.advance(1);
  failedWith(assert, seen, AskTimeoutError, 'ask-timeout', 'callAsync', worker.address, '10 ms');
  late.resolve('done late');
  await world.settle();
  assert.deepEqual(worker.log, ['onStart', 'done late']);
});

test('TIME-03, TIME-04, TIME-05 the limit of a call-async is judged like that of an ask', async (assert) => {
  const { world, server } = await started();
  const call = (limit: unknown) => () => server.callAsync(() => 1, limit as number);
  for (const limit of [null, undefined])
    raises(assert, call(limit), NullArgumentError, 'null-argument', 'limit');
  for (const limit of ['1', Number.NaN, 2_147_483_648, Number.POSITIVE_INFINITY]) {
    raises(assert, call(limit), IllegalArgumentError, 'illegal-argument', '2147483647', String(limit));
  }
  for (const limit of [0, 0.9, -5]) {
    failedWith(
      assert,
      await world.outcome(call(limit)()),
      IllegalArgumentError,
      'illegal-argument',
      'at least 1 ms',
    );
  }
  for (const limit of [1, 2_147_483_647]) hasValue(assert, await world.outcome(call(limit)()), 1);
});

test('MSG-03, DEAD-05 call-async at a stopped or a dead endpoint fails and is not executed', async (assert) => {
  const { world, worker, server } = await started();
  const work = () => worker.log.push('executed');
  worker.pause();
  failedWith(
    assert,
    await world.outcome(server.callAsync(work, 100)),
    EndpointNotStartedError,
    'endpoint-not-started',
    'callable',
    worker.address,
  );
  await world.value(worker.close());
  failedWith(
    assert,
    await world.outcome(server.callAsync(work, 100)),
    RecipientUnreachableError,
    'recipient-unreachable',
    worker.address,
  );
  assert.deepEqual(worker.log, ['onStart']);
});

test('FENCE-18 run-async and call-async that a change of the token overtakes are fenced off', async (assert) => {
  const world = new World();
  const worker = new FencedWorker(world.service(), token('01'));
  worker.start();
  worker.changeToken(token('02'));
  worker.rpcServer.runAsync(() => worker.log.push('run'));
  const seen = await world.outcome(worker.rpcServer.callAsync(() => worker.log.push('call'), 100));
  failedWith(assert, seen, FencingTokenError, 'fencing-token', 'Leader(01)', 'Leader(02)', worker.address);
  assert.deepEqual(worker.log, []);
});

test('FENCE-19 work without fencing runs whatever the token', async (assert) => {
  const world = new World();
  const worker = new FencedWorker(world.service(), null);
  worker.start();
  worker.runUnfenced(() => worker.log.push('run'));
  hasValue(assert, await world.outcome(worker.callUnfenced(() => 'called', 100)), 'called');
  worker.rpcServer.mainThreadExecutorWithoutFencing().execute(() => worker.log.push('executed'));
  await world.settle();
  assert.deepEqual(worker.log, ['run', 'executed']);
});

test('FENCE-20, FENCE-21 a delayed run has its token compared on arrival and when it is due', async (assert) => {
  for (const [changeAtMs, expected] of [
    [null, ['ran']],
    [5, []],
  ] as const) {
    const world = new World();
    const worker = new FencedWorker(world.service(), token('01'));
    worker.start();
    worker.rpcServer.scheduleRunAsync(() => worker.log.push('ran'), 10);
    await world.advance(5);
    if (changeAtMs !== null) worker.changeToken(token('02'));
    await world.advance(5);
    assert.deepEqual(worker.log, [...expected]);
  }
  const world = new World();
  const worker = new FencedWorker(world.service(), token('01'));
  worker.start();
  worker.changeToken(token('02'));
  worker.rpcServer.scheduleRunAsync(() => worker.log.push('ran'), 10);
  await world.advance(20);
  assert.deepEqual(worker.log, []);
});

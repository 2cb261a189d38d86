/** Goal: the way back to the main thread keeps order, time and fence. Method: virtual time. */
import test from 'ava';
import {
  FencingTokenError,
  IllegalArgumentError,
  NullArgumentError,
  TaskCancelledError,
  UnsupportedOperationError,
} from '../../index.js';
import {
  defer,
  FencedWorker,
  failedWith,
  hasValue,
  raises,
  token,
  Worker,
  World,
  watch,
} from '../support.js';

function startedWorker(world: World, script = {}): Worker {
  const worker = new Worker(world.service(), script);
  worker.start();
  return worker;
}

test('MAIN-06 execution keeps the order of messages and runs on the main thread', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const { log, mainThreadExecutor } = worker;
  mainThreadExecutor.execute(() => {
    worker.validateRunsInMainThread();
    log.push('first');
  });
  worker.run(() => log.push('second'));
  mainThreadExecutor.execute(() => log.push('third'));
  await world.settle();
  assert.deepEqual(log, ['onStart', 'first', 'second', 'third']);
});

test('MAIN-06, SELF-09 what is executed and fails is swallowed, also later', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  worker.mainThreadExecutor.execute(() => {
    throw new Error('at once');
  });
  worker.mainThreadExecutor.execute((() =>
    Promise.reject(new Error('later'))) as () => unknown as () => void);
  worker.mainThreadExecutor.execute(() => worker.log.push('after'));
  await world.settle();
  assert.deepEqual(worker.log, ['onStart', 'after']);
});

test('MAIN-06, MAIN-13 during onStop execution still works, scheduling does not', async (assert) => {
  const world = new World();
  const stop = defer();
  const worker = startedWorker(world, { onStop: () => stop.promise });
  await world.settle();
  void worker.close();
  await world.settle();
  worker.mainThreadExecutor.execute(() => worker.log.push('executed'));
  const task = worker.mainThreadExecutor.schedule(() => worker.log.push('scheduled'), 5);
  const seen = await world.outcome(task.result);
  await world.advance(10);
  assert.deepEqual(worker.log, ['onStart', 'onStop', 'executed']);
  failedWith(assert, seen, TaskCancelledError, 'task-cancelled', worker.endpointId);
  stop.resolve();
  hasValue(assert, await world.outcome(worker.terminationFuture), undefined);
});

test('MAIN-07, MAIN-09, MAIN-10 a task runs on the main thread when it is due, and its handle has the result', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const result = () => {
    worker.validateRunsInMainThread();
    return world.scheduler.now();
  };
  const tasks = [20, 10.9, 0].map((delayMs) =>
    watch(worker.mainThreadExecutor.schedule(result, delayMs).result),
  );
  await world.advance(9);
  assert.deepEqual(
    tasks.map(({ state }) => state),
    ['open', 'open', 'value'],
  );
  await world.advance(11);
  assert.deepEqual(
    tasks.map(({ value }) => value),
    [20, 10, 0],
  );
});

test('MAIN-10 the handle keeps what the task threw, and nothing escalates', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const error = new RangeError('in the task');
  const throwing = watch(
    worker.mainThreadExecutor.schedule(() => {
      throw error;
    }, 1).result,
  );
  const rejecting = watch(worker.mainThreadExecutor.schedule(() => Promise.reject(error), 1).result);
  await world.advance(1);
  assert.deepEqual(
    [throwing, rejecting],
    [
      { state: 'error', value: error },
      { state: 'error', value: error },
    ],
  );
  hasValue(assert, await world.outcome(worker.close()), undefined);
});

test('MAIN-08 a negative delay counts as none', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const tasks = [-1, Number.NEGATIVE_INFINITY].map((delayMs) =>
    watch(worker.mainThreadExecutor.schedule(() => 'ran', delayMs).result),
  );
  await world.advance(0);
  for (const task of tasks) hasValue(assert, task, 'ran');
});

test('SELF-08 a delay that is no number or beyond all timers is refused', (assert) => {
  const world = new World();
  const { mainThreadExecutor } = startedWorker(world);
  for (const delay of [Number.NaN, 2_147_483_648, Number.POSITIVE_INFINITY, undefined, '5', null]) {
    raises(
      assert,
      () => mainThreadExecutor.schedule(() => undefined, delay as number),
      IllegalArgumentError,
      'illegal-argument',
      '2147483647',
      String(delay),
    );
  }
});

test('SELF-02 without code there is nothing to run', (assert) => {
  const { mainThreadExecutor } = startedWorker(new World());
  for (const work of [null, undefined, 'code']) {
    raises(
      assert,
      () => mainThreadExecutor.execute(work as never),
      NullArgumentError,
      'null-argument',
      'no code',
    );
    raises(
      assert,
      () => mainThreadExecutor.schedule(work as never, 1),
      NullArgumentError,
      'null-argument',
      'no code',
    );
  }
});

test('MAIN-11 a cancelled task does not run, before and after its timer fired, and its handle says so', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const tasks = [0, 1].map((number) =>
    worker.mainThreadExecutor.schedule(() => worker.log.push(`task ${number}`), 5),
  );
  const seen = tasks.map(({ result }) => watch(result));
  await world.settle();
  tasks[0]?.cancel();
  world.scheduler.fireNextTimer(5);
  tasks[1]?.cancel();
  tasks[1]?.cancel();
  await world.advance(10);
  assert.deepEqual(worker.log, ['onStart']);
  for (const handle of seen) failedWith(assert, handle, TaskCancelledError, 'task-cancelled', 'cancelled');
});

test('MAIN-11 cancelling a task that has run changes nothing', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const task = worker.mainThreadExecutor.schedule(() => 'ran', 5);
  const seen = watch(task.result);
  await world.advance(5);
  task.cancel();
  await world.settle();
  hasValue(assert, seen, 'ran');
});

test('MAIN-12 tasks that are not due when the endpoint stops are cancelled before onStop', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const seen = watch(worker.mainThreadExecutor.schedule(() => worker.log.push('task'), 50).result);
  await world.settle();
  void worker.close();
  await world.advance(100);
  assert.deepEqual(worker.log, ['onStart', 'onStop']);
  failedWith(assert, seen, TaskCancelledError, 'task-cancelled', 'stopping');
});

test('MAIN-15 a task that is due while the endpoint is paused is dropped for good', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const seen = watch(worker.mainThreadExecutor.schedule(() => worker.log.push('task'), 5).result);
  worker.pause();
  await world.advance(5);
  failedWith(assert, seen, TaskCancelledError, 'task-cancelled', 'not running');
  worker.start();
  await world.advance(5);
  assert.deepEqual(worker.log, ['onStart', 'onStart']);
});

test('MAIN-16 there are no periodic tasks', (assert) => {
  const { mainThreadExecutor } = startedWorker(new World());
  for (const periodic of ['scheduleAtFixedRate', 'scheduleWithFixedDelay'] as const) {
    raises(
      assert,
      () => mainThreadExecutor[periodic](() => undefined, 1, 1),
      UnsupportedOperationError,
      'unsupported-operation',
      'periodic',
    );
  }
});

test('FENCE-17 work of an executor is bound to the token that it was obtained with', async (assert) => {
  const world = new World();
  const worker = new FencedWorker(world.service(), token('01'));
  worker.start();
  const { mainThreadExecutor: bound, mainThreadExecutorWithoutFencing: unfenced } = worker;
  bound.execute(() => worker.log.push('in time'));
  worker.changeToken(token('02'));
  bound.execute(() => worker.log.push('too late'));
  const task = watch(bound.schedule(() => 'ran', 1).result);
  const exempt = watch(unfenced.schedule(() => 'ran', 1).result);
  const again = watch(worker.mainThreadExecutor.schedule(() => 'ran', 1).result);
  await world.advance(1);
  assert.deepEqual(worker.log, ['in time']);
  failedWith(assert, task, FencingTokenError, 'fencing-token', 'Leader(01)', 'Leader(02)');
  failedWith(assert, again, FencingTokenError, 'fencing-token');
  hasValue(assert, exempt, 'ran');
  hasValue(assert, await world.outcome(Promise.resolve()), undefined);
  const current = watch(worker.mainThreadExecutor.schedule(() => 'ran', 1).result);
  await world.advance(1);
  hasValue(assert, current, 'ran');
});

test('FENCE-17, FENCE-05 an executor that was obtained without a token never works', async (assert) => {
  const world = new World();
  const worker = new FencedWorker(world.service(), null);
  worker.start();
  const { mainThreadExecutor } = worker;
  worker.changeToken(token('01'));
  await world.settle();
  const seen = watch(mainThreadExecutor.schedule(() => 'ran', 0).result);
  await world.advance(0);
  failedWith(assert, seen, FencingTokenError, 'fencing-token', 'none', 'Leader(01)');
});

test('MAIN-12 the handle of a task whose promise never settles ends with its endpoint', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const seen = watch(worker.mainThreadExecutor.schedule(() => new Promise(() => undefined), 1).result);
  await world.advance(1);
  assert.is(seen.state, 'open');
  await world.value(worker.close());
  failedWith(assert, seen, TaskCancelledError, 'task-cancelled');
});

test('MAIN-10, MAIN-11 the promise of a task is its result, unless its handle was cancelled before', async (assert) => {
  const world = new World();
  const worker = startedWorker(world);
  const later = [defer<string>(), defer<string>()] as const;
  const tasks = later.map(({ promise }) => worker.mainThreadExecutor.schedule(() => promise, 1));
  const seen = tasks.map(({ result }) => watch(result));
  await world.advance(1);
  tasks[1]?.cancel();
  for (const { resolve } of later) resolve('later');
  await world.settle();
  const [awaited, cancelled] = seen as [(typeof seen)[0], (typeof seen)[0]];
  hasValue(assert, awaited, 'later');
  failedWith(assert, cancelled, TaskCancelledError, 'task-cancelled');
});

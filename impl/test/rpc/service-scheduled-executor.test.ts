/** Goal: tasks of a service run when they are due, until they are told not to. Method: virtual time. */
import test from 'ava';
import {
  CloseTimeoutError,
  IllegalArgumentError,
  IllegalStateError,
  NotMainThreadError,
  NullArgumentError,
  TaskCancelledError,
} from '../../index.js';
import { failedWith, hasValue, hop, Observed, raises, Worker, World, watch } from '../support.js';

/** An executor in a world, and when its tasks ran. */
function scene() {
  const world = new World();
  const service = world.service();
  const ran: number[] = [];
  const tick = (): void => void ran.push(world.scheduler.now());
  return { world, service, executor: service.scheduledExecutor, ran, tick };
}

test('SERV-10 a single task runs once, and its handle has the result', async (assert) => {
  const { world, executor, ran } = scene();
  const task = executor.schedule(() => ran.push(world.scheduler.now()), 10);
  const seen = watch(task.result);
  await world.advance(9);
  assert.is(seen.state, 'open');
  await world.advance(100);
  assert.deepEqual(ran, [10]);
  hasValue(assert, seen, 1);
  task.cancel();
  await world.settle();
  hasValue(assert, seen, 1);
});

test('SERV-10 tasks at a fixed rate and with a fixed delay run on, and their handles stay open', async (assert) => {
  const { world, executor, ran, tick } = scene();
  const rate = watch(executor.scheduleAtFixedRate(tick, 5, 10).result);
  const delay = watch(executor.scheduleWithFixedDelay(tick, 7, 20).result);
  await world.advance(30);
  assert.deepEqual(ran, [5, 7, 15, 25, 27]);
  assert.deepEqual([rate.state, delay.state], ['open', 'open']);
});

test('SERV-10 the result of a task that is asynchronous is that of its promise', async (assert) => {
  const { world, executor } = scene();
  const seen = watch(executor.schedule(() => Promise.resolve('later'), 1).result);
  await world.advance(1);
  hasValue(assert, seen, 'later');
});

test('SERV-10 a periodic task may be asynchronous', async (assert) => {
  const { world, executor, ran, tick } = scene();
  const later = (async () => {
    await hop();
    tick();
  }) as () => unknown as () => void;
  const seen = watch(executor.scheduleAtFixedRate(later, 10, 10).result);
  for (let time = 0; time < 30; time += 10) {
    await world.advance(10);
    await hop();
  }
  assert.deepEqual(ran, [10, 20, 30]);
  assert.is(seen.state, 'open');
});

test('SERV-11 a cancelled task does not run again, also when it cancels itself', async (assert) => {
  const { world, executor, ran, tick } = scene();
  const outside = executor.scheduleAtFixedRate(tick, 10, 10);
  const inside = executor.scheduleWithFixedDelay(
    () => {
      tick();
      inside.cancel();
    },
    5,
    5,
  );
  const alsoInside = executor.scheduleAtFixedRate(() => alsoInside.cancel(), 5, 5);
  const seen = [outside, inside, alsoInside].map(({ result }) => watch(result));
  await world.advance(10);
  outside.cancel();
  await world.advance(50);
  assert.deepEqual(ran, [5, 10]);
  for (const handle of seen) failedWith(assert, handle, TaskCancelledError, 'task-cancelled');
});

test('SERV-12 a periodic task that throws does not run again, and its handle has the error', async (assert) => {
  const { world, executor } = scene();
  const error = new Error('in the task');
  let runs = 0;
  const throwing = (): void => {
    runs += 1;
    throw error;
  };
  const seen = [
    executor.scheduleAtFixedRate(throwing, 1, 1),
    executor.scheduleWithFixedDelay(throwing, 1, 1),
    executor.schedule(throwing, 1),
  ].map(({ result }) => watch(result));
  await world.advance(20);
  assert.is(runs, 3);
  for (const handle of seen) assert.deepEqual(handle, { state: 'error', value: error });
});

test('SERV-12 an asynchronous task that fails does not run again, and no rejection escapes', async (assert) => {
  const { world, executor } = scene();
  const error = new Error('later');
  let runs = 0;
  const rejecting = (async () => {
    runs += 1;
    await hop();
    throw error;
  }) as () => unknown as () => void;
  const seen = [
    executor.scheduleAtFixedRate(rejecting, 1, 10),
    executor.scheduleWithFixedDelay(rejecting, 1, 10),
    executor.schedule(rejecting, 1),
  ].map(({ result }) => watch(result));
  for (let time = 0; time < 30; time += 5) {
    await world.advance(5);
    await hop();
  }
  assert.is(runs, 3);
  for (const handle of seen) assert.deepEqual(handle, { state: 'error', value: error });
});

test('MAIN-04 tasks of the service run on the main thread of no endpoint', async (assert) => {
  const { world, service, executor } = scene();
  const worker = new Worker(service);
  worker.start();
  const seen = watch(executor.schedule(() => worker.validateRunsInMainThread(), 1).result);
  await world.advance(1);
  failedWith(assert, seen, NotMainThreadError, 'not-main-thread', worker.endpointId);
});

test('SERV-13, SERV-03 a closed service takes no task and cancels those that it has', async (assert) => {
  const { world, service, executor, ran, tick } = scene();
  const open = [executor.schedule(tick, 5), executor.scheduleAtFixedRate(tick, 5, 5)].map(({ result }) =>
    watch(result),
  );
  await world.value(service.close());
  for (const handle of open) failedWith(assert, handle, TaskCancelledError, 'task-cancelled');
  for (const schedule of [
    () => executor.schedule(tick, 1),
    () => executor.scheduleAtFixedRate(tick, 1, 1),
    () => executor.scheduleWithFixedDelay(tick, 1, 1),
  ]) {
    raises(assert, schedule, IllegalStateError, 'illegal-state', 'closed', 'schedule a task');
  }
  await world.advance(50);
  assert.deepEqual(ran, []);
});

test('SERV-14 handles that are open when the limit of the close expires fail with it', async (assert) => {
  const { world, service, executor, tick } = scene();
  const worker = new Worker(service, { onStop: () => new Promise(() => undefined) });
  worker.start();
  const seen = watch(executor.schedule(tick, 500).result);
  const onMainThread = watch(
    worker.mainThreadExecutor.schedule(() => new Promise(() => undefined), 0).result,
  );
  await world.advance(0);
  void service.close({ timeoutMs: 10 });
  await world.advance(10);
  failedWith(assert, seen, CloseTimeoutError, 'close-timeout');
  failedWith(assert, onMainThread, CloseTimeoutError, 'close-timeout');
});

test('SELF-02 a task without code, with a negative delay or without a period is refused', (assert) => {
  const { executor, tick } = scene();
  for (const work of [null, undefined]) {
    raises(assert, () => executor.schedule(work as never, 1), NullArgumentError, 'null-argument', 'no code');
  }
  for (const delay of [-1, Number.NaN, 2_147_483_648, '1', undefined]) {
    raises(
      assert,
      () => executor.schedule(tick, delay as number),
      IllegalArgumentError,
      'illegal-argument',
      'from 0 to 2147483647',
      String(delay),
    );
  }
  for (const period of [0, -1, Number.NaN]) {
    raises(
      assert,
      () => executor.scheduleAtFixedRate(tick, 1, period),
      IllegalArgumentError,
      'illegal-argument',
      'more than 0 ms',
      String(period),
    );
  }
});

test('SERV-10 what a task does is told to the observer', async (assert) => {
  const world = new World();
  const observer = new Observed();
  const { scheduledExecutor } = world.service({ observer });
  void scheduledExecutor.schedule(() => undefined, 1);
  await world.advance(1);
  assert.deepEqual(observer.take(), ['ran tick execute SERV-10']);
});

test('SERV-03 the handle of a task whose promise never settles ends with its service', async (assert) => {
  const { world, service, executor } = scene();
  const seen = watch(executor.schedule(() => new Promise(() => undefined), 1).result);
  await world.advance(1);
  assert.is(seen.state, 'open');
  await world.value(service.close());
  failedWith(assert, seen, TaskCancelledError, 'task-cancelled');
});

/**
 * Goal: a cell carries out the rulings, also for handlers that keep the main thread and for errors of its own. Method:
 * the observer's account of what happened; futures with holds; faults.
 */
import test from 'ava';
import {
  AskTimeoutError,
  CloseTimeoutError,
  EndpointFailedError,
  FencingTokenError,
  RecipientUnreachableError,
  SiblingFailedError,
  TaskCancelledError,
} from '../../index.js';
import {
  askRaw,
  defer,
  FencedWorker,
  failedWith,
  Holding,
  hasValue,
  holdingFutures,
  injectFault,
  isError,
  Logged,
  Observed,
  tellRaw,
  token,
  WorkGateway,
  World,
  watch,
} from '../support.js';

/** A worker whose handlers can hold the main thread. */
async function holdingScene(script = {}) {
  const world = new World();
  const hold = new Holding();
  const service = world.service({ futures: holdingFutures });
  const scene = await world.startedWorker(service, { ...script, echo: () => hold });
  return { world, service, hold, ...scene };
}

test('ORD-07 the observer is told every ruling, and when handlers and hooks begin and end', async (assert) => {
  const world = new World();
  const observer = new Observed();
  const late = defer<string>();
  const { worker, gateway } = await world.startedWorker(world.service({ observer }), {
    add: () => {
      throw new Error('in the handler');
    },
    echo: (value) => (value === 'later' ? late.promise : value),
  });
  assert.deepEqual(observer.take(), [
    'ran request on-start LIFE-02',
    'began start',
    'ended start return',
    'ran identify found MSG-05',
    'ran identity shake HAND-01',
    'ran handshake accept MSG-05',
    'ran greeting settle CALL-25',
  ]);
  await world.outcome(gateway.echo(1));
  assert.deepEqual(observer.take(), [
    'ran request execute MSG-06',
    'began call',
    'ended call return',
    'ran answer settle CALL-25',
  ]);
  await world.outcome(gateway.echo(null));
  assert.true(observer.take().includes('ended call null'));
  await world.outcome(gateway.add(1, 2));
  assert.true(observer.take().includes('ended call throw'));
  const answer = await world.outcome(gateway.echo('later'));
  late.resolve('now');
  await world.settle();
  hasValue(assert, answer, 'now');
  assert.deepEqual(observer.take(), [
    'ran request execute MSG-06',
    'began call',
    'ended call future',
    'ran result answer CALL-12',
    'ran answer settle CALL-25',
  ]);
  worker.runLater(() => undefined, 5);
  await world.advance(5);
  assert.deepEqual(observer.take(), [
    'ran request arm SELF-05',
    'ran timer resend SELF-05',
    'ran due execute SELF-05',
    'began run',
    'ended run return',
  ]);
  await world.outcome(worker.call(() => 1, 100));
  assert.deepEqual(observer.take().slice(1, 3), ['began callable', 'ended callable return']);
  await world.value(worker.close());
  assert.deepEqual(observer.take(), [
    'ran request on-stop LIFE-08',
    'began stop',
    'ended stop future',
    'ran stop-future terminate STOP-02',
    'ran gone release TERM-06',
  ]);
});

test('MAIN-05, HAND-06 a handler that holds the main thread delays everything of its endpoint, and nothing else', async (assert) => {
  const { world, service, hold, worker, gateway } = await holdingScene();
  const { gateway: other } = await world.startedWorker(service);
  const held = await world.outcome(gateway.echo('x'));
  const waiting = [gateway.add(1, 2), service.connect(worker.address, WorkGateway)].map(watch);
  await world.settle();
  hasValue(assert, await world.outcome(other.add(1, 2)), 3);
  assert.throws(() => worker.validateRunsInMainThread());
  assert.deepEqual(
    [held, ...waiting].map(({ state }) => state),
    ['open', 'open', 'open'],
  );
  hold.release();
  await world.settle();
  hasValue(assert, held, 'released');
  assert.deepEqual(
    waiting.map(({ state }) => state),
    ['value', 'value'],
  );
});

test('HAND-06 a connect to an endpoint whose main thread is held for longer than the limit fails', async (assert) => {
  const { world, service, hold, worker, gateway } = await holdingScene();
  void gateway.echo('x').catch(() => undefined);
  const seen = await world.outcome(service.connect(worker.address, WorkGateway));
  await world.advance(10_000);
  assert.is(seen.state, 'error');
  hold.release();
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('TERM-03, TERM-05 the end waits for the handler in progress, and nothing else begins', async (assert) => {
  const stop = defer();
  const { world, hold, worker, gateway } = await holdingScene({ onStop: () => stop.promise });
  const end = watch(worker.close());
  await world.settle();
  const held = await world.outcome(gateway.echo('x'));
  const queued = await world.outcome(gateway.add(1, 2));
  stop.resolve();
  await world.settle();
  assert.deepEqual([end.state, held.state, queued.state], ['open', 'open', 'open']);
  hold.release();
  await world.settle();
  hasValue(assert, held, 'released');
  hasValue(assert, end, undefined);
  failedWith(assert, queued, RecipientUnreachableError, 'recipient-unreachable');
});

test('STOP-05, TERM-04 a failed stop is the failure of the end, also when a handler has to finish first', async (assert) => {
  const stop = defer();
  const { world, hold, worker, gateway } = await holdingScene({ onStop: () => stop.promise });
  const end = watch(worker.close());
  await world.settle();
  const held = await world.outcome(gateway.echo('x'));
  const error = new Error('in onStop');
  stop.reject(error);
  hold.release();
  await world.settle();
  hasValue(assert, held, 'released');
  assert.deepEqual(end, { state: 'error', value: error });
});

test('SUPER-02, SUPER-03, SUPER-07 an injected fault ends the endpoint, its siblings and what is queued', async (assert) => {
  const world = new World();
  const observer = new Observed();
  const service = world.service({ observer });
  const { worker, gateway } = await world.startedWorker(service);
  const { worker: sibling } = await world.startedWorker(service);
  const ends = [worker.terminationFuture, sibling.terminationFuture].map(watch);
  observer.take();
  injectFault(gateway);
  const queued = watch(gateway.add(1, 2));
  await world.settle();
  const [end, siblingEnd] = ends as [(typeof ends)[0], (typeof ends)[0]];
  failedWith(assert, end, EndpointFailedError, 'endpoint-failed', worker.endpointId);
  assert.regex(String((end.value as Error).cause), /injected fault/);
  failedWith(assert, siblingEnd, SiblingFailedError, 'sibling-failed', sibling.endpointId, worker.endpointId);
  failedWith(assert, queued, RecipientUnreachableError, 'recipient-unreachable');
  assert.true(observer.take().includes('ran kill terminate SUPER-02'));
  injectFault(gateway);
  await world.settle();
  assert.deepEqual(observer.take(), ['ran fault ignore LIFE-12']);
});

test('SUPER-02 a sibling that has ended already is left alone', async (assert) => {
  const world = new World([{ held: { leg: 'kill', id: 2 }, first: { leg: 'gone', id: 2 } }]);
  const service = world.service();
  const { gateway } = await world.startedWorker(service);
  const { worker: sibling } = await world.startedWorker(service);
  injectFault(gateway);
  const end = watch(sibling.close());
  await world.settle();
  hasValue(assert, end, undefined);
});

test('SUPER-01, SUPER-03 an error of the message handling itself makes the endpoint fail, and the process goes on', async (assert) => {
  const world = new World();
  const error = new Error('in the observer');
  let broken = false;
  const observer = new Observed();
  const service = world.service({
    harness: Object.assign(observer, {
      began: () => {
        if (broken) throw error;
      },
    }),
  });
  const { worker, gateway } = await world.startedWorker(service);
  broken = true;
  const end = watch(worker.terminationFuture);
  const answer = await world.outcome(gateway.add(1, 2));
  failedWith(assert, end, EndpointFailedError, 'endpoint-failed');
  assert.is((end.value as Error).cause, error);
  await world.advance(10_000);
  failedWith(assert, answer, AskTimeoutError, 'ask-timeout');
});

test('CALL-01, CALL-14 what a tell throws or rejects with is told to nobody but the logger', async (assert) => {
  const world = new World();
  const logger = new Logged();
  const { worker, gateway } = await world.startedWorker(world.service({ logger }), {
    note: (text) => {
      if (text === 'throw') throw new Error('in the handler');
      return text === 'reject' ? Promise.reject(new Error('later')) : Promise.resolve();
    },
  });
  for (const text of ['throw', 'reject', 'fine']) gateway.note(text);
  await world.settle();
  assert.deepEqual(worker.log, ['onStart', 'throw', 'reject', 'fine']);
  assert.deepEqual(logger.lines, ['warn a one-way handler failed']);
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('CALL-11, CALL-12, CALL-13 what a method throws or rejects with is what the asker gets, whatever it is', async (assert) => {
  const world = new World();
  const { worker, gateway } = await world.startedWorker(world.service());
  for (const thrown of [new RangeError('in the handler'), 'text', 0, null, undefined, Object.create(null)]) {
    for (const echo of [
      () => {
        throw thrown;
      },
      () => Promise.reject(thrown),
    ]) {
      worker.script = { echo };
      const seen = await world.outcome(gateway.echo('x'));
      assert.is(seen.state, 'error');
      assert.is(seen.value, thrown);
    }
  }
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('CALL-16, CALL-17 null and nothing arrive as null', async (assert) => {
  const world = new World();
  const { worker, gateway } = await world.startedWorker(world.service());
  for (const [result, expected] of [
    [() => null, null],
    [() => undefined, null],
    [() => Promise.resolve(null), null],
  ] as const) {
    worker.script = { echo: result };
    hasValue(assert, await world.outcome(gateway.echo('x')), expected);
  }
});

test('CALL-22 a result that looks like a message of the protocol arrives unchanged', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service());
  for (const lookAlike of [
    { frame: 'failure', op: 1 },
    { succeeded: false, value: 1 },
    { kind: 'terminate' },
  ]) {
    hasValue(assert, await world.outcome(gateway.echo(lookAlike)), lookAlike);
  }
});

test('MAIN-15, FENCE-17 the error of a dropped task says why it was dropped', async (assert) => {
  const world = new World();
  const worker = new FencedWorker(world.service(), token('01'));
  worker.start();
  const { mainThreadExecutor } = worker;
  await world.settle();
  const fenced = watch(mainThreadExecutor.schedule(() => 1, 5).result);
  worker.changeToken(token('02'));
  await world.advance(5);
  failedWith(assert, fenced, FencingTokenError, 'fencing-token', 'Leader(01)', 'Leader(02)');
  worker.rpcServer.stop();
  const stopped = watch(worker.mainThreadExecutor.schedule(() => 1, 5).result);
  await world.advance(5);
  failedWith(assert, stopped, TaskCancelledError, 'task-cancelled', worker.endpointId);
});

test('DEAD-04, LIFE-12 everything that nobody waits for vanishes at a dead endpoint', async (assert) => {
  const world = new World();
  const { worker, gateway } = await world.startedWorker(world.service());
  await world.value(worker.close());
  const log = [...worker.log];
  gateway.note('lost');
  worker.run(() => worker.log.push('run'));
  worker.runLater(() => worker.log.push('delayed'), 5);
  worker.mainThreadExecutor.execute(() => worker.log.push('executed'));
  tellRaw(gateway, { kind: 'unknown' });
  for (const kind of ['start', 'stop', 'terminate'] as const) tellRaw(gateway, { kind });
  await world.advance(10);
  assert.deepEqual(worker.log, log);
  const seen = await world.outcome(askRaw(gateway, { kind: 'unknown' }));
  isError(assert, seen.value, RecipientUnreachableError, 'recipient-unreachable', worker.address);
});

test('MAIN-01, ORD-07 the return of a handler that held the main thread is told', async (assert) => {
  const world = new World();
  const observer = new Observed();
  const hold = new Holding();
  const service = world.service({ futures: holdingFutures, observer });
  const { gateway } = await world.startedWorker(service, { echo: () => hold });
  const held = await world.outcome(gateway.echo('x'));
  observer.take();
  hold.release();
  await world.settle();
  hasValue(assert, held, 'released');
  assert.deepEqual(observer.take(), [
    'ran return answer MAIN-01',
    'ended call return',
    'ran answer settle CALL-25',
  ]);
});

test('SERV-14 an endpoint that has ended but is not removed when the limit expires is removed once', async (assert) => {
  const world = new World([{ held: { leg: 'gone', id: 1 }, first: { leg: 'close-timeout', id: 0 } }]);
  const observer = new Observed();
  const service = world.service({ observer });
  const { worker } = await world.startedWorker(service);
  const ends = [worker.terminationFuture, service.close({ timeoutMs: 5 })].map(watch);
  await world.settle();
  for (const end of ends) failedWith(assert, end, CloseTimeoutError, 'close-timeout');
  const events = observer.take();
  assert.is(events.at(-1), 'ran close-timeout release SERV-14');
  assert.false(events.includes('ran gone release TERM-06'));
});

test('MSG-02, SUPER-02 what is dropped and what fails is logged', async (assert) => {
  const world = new World();
  const logger = new Logged();
  const { worker, gateway } = await world.startedWorker(world.service({ logger }));
  worker.pause();
  gateway.note('dropped');
  await world.settle();
  assert.deepEqual(logger.lines.splice(0), ['debug a message was dropped']);
  injectFault(gateway);
  await world.settle();
  assert.deepEqual(logger.lines, ['error an endpoint failed, and its service goes down']);
});

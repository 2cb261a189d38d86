/** Goal: an endpoint lives, serves and ends as the book says. Method: virtual time, through the public API. */
import test from 'ava';
import {
  EndpointFailedError,
  EndpointNotStartedError,
  FencingTokenError,
  IllegalStateError,
  InvalidStateError,
  NotMainThreadError,
  NullArgumentError,
  RecipientUnreachableError,
  RootGateway,
  type RpcEndpoint,
  RpcService,
  StartFailedError,
  StopFailedError,
  UnknownMessageError,
  UnsupportedOperationError,
  WrongGatewayError,
} from '../../index.js';
import {
  defer,
  defineRawGateway,
  FencedWorker,
  failedWith,
  hasValue,
  hop,
  isError,
  Logged,
  PermanentWorker,
  raises,
  token,
  type Watch,
  Worker,
  WorkGateway,
  World,
  watch,
} from '../support.js';

/** An endpoint, and what became of its termination. */
interface Ended {
  readonly worker: Worker;
  readonly end: Watch;
}

/** Reads the running flag on the main thread. */
async function running(world: World, worker: Worker): Promise<unknown> {
  return (await world.outcome(worker.call(() => worker.isRunning, 100))).value;
}

test('ADDR-10 an endpoint without an id gets a random one', (assert) => {
  const service = new World().service();
  const [one, other] = [new Worker(service), new Worker(service)];
  assert.regex(one.endpointId, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.not(one.endpointId, other.endpointId);
});

test('ADDR-02, ADDR-06, ADDR-08 an endpoint tells its address, which its gateways tell too', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new Worker(service, { endpointId: 'worker' });
  assert.is(worker.address, 'fencepost://fencepost/user/rpc/worker');
  assert.is(worker.hostName, 'localhost');
  assert.deepEqual(worker.declaredGateways, ['Work']);
  const gateway = await world.connect(service, worker.address, WorkGateway);
  assert.deepEqual([gateway.address, gateway.hostName], [worker.address, 'localhost']);
});

test('LIFE-01, LIFE-18, MSG-01, MSG-02, MSG-04 a new endpoint answers a connect and refuses or drops calls for good', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new Worker(service);
  const gateway = await world.connect(service, worker.address, WorkGateway);
  gateway.note('dropped');
  const seen = await world.outcome(gateway.add(1, 2));
  failedWith(
    assert,
    seen,
    EndpointNotStartedError,
    'endpoint-not-started',
    'add(number, number)',
    worker.address,
  );
  worker.start();
  await world.settle();
  assert.deepEqual(worker.log, ['onStart']);
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('LIFE-02, START-01 onStart runs once on the main thread, before what is queued behind it', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker: Worker = new Worker(service, {
    onStart: () => {
      worker.validateRunsInMainThread();
      worker.log.push(`running: ${worker.isRunning}`);
    },
  });
  const gateway = await world.connect(service, worker.address, WorkGateway);
  worker.start();
  gateway.note('after');
  worker.start();
  await world.settle();
  assert.deepEqual(worker.log, ['onStart', 'running: true', 'after']);
});

test('LIFE-04, LIFE-05, LIFE-06, LIFE-16 a pause refuses calls, keeps resources, and ends with onStart', async (assert) => {
  const world = new World();
  const { worker, gateway } = await world.startedWorker(world.service());
  worker.registerResource({ close: () => worker.log.push('closed') });
  worker.pause();
  worker.pause();
  failedWith(assert, await world.outcome(gateway.add(1, 2)), EndpointNotStartedError, 'endpoint-not-started');
  worker.start();
  assert.is(await running(world, worker), true);
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
  assert.deepEqual(worker.log, ['onStart', 'onStart']);
});

test('LIFE-07, TERM-09, STOP-09 an endpoint that was never started ends at once, without onStop', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new Worker(service);
  const gateway = await world.connect(service, worker.address, WorkGateway);
  worker.registerResource({ close: () => worker.log.push('closed') });
  hasValue(assert, await world.outcome(worker.close()), undefined);
  assert.deepEqual(worker.log, ['closed']);
  failedWith(
    assert,
    await world.outcome(gateway.add(1, 2)),
    RecipientUnreachableError,
    'recipient-unreachable',
  );
});

test('LIFE-08, STOP-01, STOP-02, LIFE-16, MSG-06 onStop runs on the main thread, and until its future completes all is served', async (assert) => {
  const world = new World();
  const stop = defer();
  const { worker, gateway } = await world.startedWorker(world.service(), {
    onStop: () => {
      worker.validateRunsInMainThread();
      worker.log.push(`running: ${worker.isRunning}`);
      return stop.promise;
    },
  });
  const end = watch(worker.close());
  await world.settle();
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
  assert.is(await running(world, worker), false);
  hasValue(
    assert,
    await world.outcome(world.connect(worker.rpcService, worker.address, WorkGateway)),
    gateway,
  );
  assert.is(end.state, 'open');
  stop.resolve();
  await world.settle();
  hasValue(assert, end, undefined);
  assert.deepEqual(worker.log, ['onStart', 'onStop', 'running: true']);
});

test('LIFE-09, TERM-01, TERM-08, TERM-10 closing again returns the same promise and runs onStop once', async (assert) => {
  const world = new World();
  const { worker } = await world.startedWorker(world.service());
  const end = worker.close();
  assert.is(worker.close(), end);
  assert.is(worker.terminationFuture, end);
  await world.value(worker.rpcService.close());
  assert.is(worker.close(), end);
  hasValue(assert, await world.outcome(end), undefined);
  assert.deepEqual(worker.log, ['onStart', 'onStop']);
});

test('LIFE-10, LIFE-11, SUPER-03 START and STOP while terminating make the endpoint fail', async (assert) => {
  for (const [illegal, name] of [
    [(worker: Worker) => worker.start(), 'START'],
    [(worker: Worker) => worker.pause(), 'STOP'],
  ] as const) {
    const world = new World();
    const { worker } = await world.startedWorker(world.service(), {
      onStop: () => new Promise(() => undefined),
    });
    const end = watch(worker.close());
    await world.settle();
    illegal(worker);
    await world.settle();
    failedWith(assert, end, EndpointFailedError, 'endpoint-failed', worker.endpointId);
    isError(assert, (end.value as Error).cause, InvalidStateError, 'invalid-state', name, worker.endpointId);
  }
});

test('LIFE-12, ADDR-07, HAND-15 messages to a dead incarnation do not reach the next one', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker: first, gateway } = await world.startedWorker(service, { endpointId: 'worker' });
  await world.value(first.close());
  const { worker: second } = await world.startedWorker(service, { endpointId: 'worker' });
  assert.is(second.address, first.address);
  first.start();
  first.pause();
  gateway.note('lost');
  failedWith(
    assert,
    await world.outcome(gateway.add(1, 2)),
    RecipientUnreachableError,
    'recipient-unreachable',
  );
  assert.deepEqual(second.log, ['onStart']);
  hasValue(assert, await world.outcome(second.getSelfGateway(WorkGateway).add(1, 2)), 3);
});

test('LIFE-13, TERM-02 START, STOP and TERMINATE keep their place among calls', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new Worker(service);
  const self = worker.getSelfGateway(WorkGateway);
  for (const [text, then] of [
    ['dropped', () => worker.start()],
    ['first', () => worker.pause()],
    ['dropped', () => worker.start()],
    ['second', () => void worker.close()],
  ] as const) {
    self.note(text);
    then();
  }
  await world.settle();
  assert.deepEqual(worker.log, ['onStart', 'first', 'onStart', 'second', 'onStop']);
});

test('LIFE-17, MAIN-02 off the main thread the running flag cannot be read, nor after an await', async (assert) => {
  const world = new World();
  const { worker } = await world.startedWorker(world.service());
  raises(assert, () => worker.isRunning, NotMainThreadError, 'not-main-thread', worker.endpointId);
  raises(assert, () => worker.validateRunsInMainThread(), NotMainThreadError, 'not-main-thread');
  const seen = watch(
    worker.call(async () => {
      worker.validateRunsInMainThread();
      await hop();
      worker.validateRunsInMainThread();
    }, 100),
  );
  await world.settle();
  await hop();
  await world.settle();
  failedWith(assert, seen, NotMainThreadError, 'not-main-thread');
});

test('MAIN-02 code of one endpoint is not on the main thread of another', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker: other } = await world.startedWorker(service);
  const { worker } = await world.startedWorker(service);
  const seen = await world.outcome(worker.call(() => other.validateRunsInMainThread(), 100));
  failedWith(assert, seen, NotMainThreadError, 'not-main-thread', other.endpointId);
});

test('MAIN-01 calls see the effects of those before them, and none interrupts another', async (assert) => {
  const world = new World();
  let inside = 0;
  let most = 0;
  const { worker, gateway } = await world.startedWorker(world.service(), {
    echo: (value) => {
      inside += 1;
      most = Math.max(most, inside);
      gateway.note(`from ${String(value)}`);
      inside -= 1;
      return worker.log.length;
    },
  });
  const answers = await Promise.all([1, 2].map((number) => world.outcome(gateway.echo(number))));
  assert.deepEqual(
    answers.map(({ value }) => value),
    [1, 1],
  );
  assert.is(most, 1);
  assert.deepEqual(worker.log, ['onStart', 'from 1', 'from 2']);
});

test('START-02, START-03, START-05, STOP-09 what onStart throws ends the endpoint and is the cause of its failure', async (assert) => {
  const world = new World();
  const service = world.service();
  const error = new RangeError('in onStart');
  const worker = new Worker(service, {
    onStart: () => {
      throw error;
    },
  });
  const gateway = await world.connect(service, worker.address, WorkGateway);
  worker.registerResource({ close: () => worker.log.push('closed') });
  const end = watch(worker.terminationFuture);
  worker.start();
  gateway.note('lost');
  const behind = await world.outcome(gateway.add(1, 2));
  failedWith(assert, end, StartFailedError, 'start-failed', worker.endpointId);
  assert.is((end.value as Error).cause, error);
  failedWith(assert, behind, RecipientUnreachableError, 'recipient-unreachable');
  assert.deepEqual(worker.log, ['onStart', 'closed']);
});

test('START-08 an endpoint that closes itself in onStart completes its start, then its stop', async (assert) => {
  const world = new World();
  const worker: Worker = new Worker(world.service(), { onStart: () => void worker.close() });
  worker.start();
  hasValue(assert, await world.outcome(worker.terminationFuture), undefined);
  assert.deepEqual(worker.log, ['onStart', 'onStop']);
});

test('START-09 a promise from onStart is a failed start, and its rejection does not escape', async (assert) => {
  for (const value of [Promise.resolve(), Promise.reject(new Error('unseen'))]) {
    const world = new World();
    const worker = new Worker(world.service(), { onStart: () => value });
    worker.start();
    const end = await world.outcome(worker.terminationFuture);
    failedWith(assert, end, StartFailedError, 'start-failed', worker.endpointId);
    assert.regex(String((end.value as Error).cause), /must be synchronous/);
  }
});

test('STOP-03, STOP-04, STOP-05 an onStop that throws, returns nothing or fails ends the endpoint with its failure', async (assert) => {
  const error = new RangeError('in onStop');
  const ends: Ended[] = [];
  for (const onStop of [
    () => {
      throw error;
    },
    () => null,
    () => undefined,
    () => Promise.reject(error),
    () => Promise.reject(undefined),
  ]) {
    const world = new World();
    const { worker } = await world.startedWorker(world.service(), { onStop });
    ends.push({ worker, end: await world.outcome(worker.close()) });
  }
  const [thrown, none, nothing, rejected, silent] = ends as [Ended, Ended, Ended, Ended, Ended];
  for (const failed of [thrown, none, nothing]) {
    failedWith(assert, failed.end, StopFailedError, 'stop-failed', failed.worker.endpointId);
  }
  assert.is((thrown.end.value as Error).cause, error);
  assert.regex(String((none.end.value as Error).cause), /no promise/);
  assert.deepEqual(rejected.end, { state: 'error', value: error });
  assert.is(silent.end.state, 'error');
  assert.true(silent.end.value instanceof Error);
});

test('STOP-06 an endpoint whose onStop never completes does not end by itself', async (assert) => {
  const world = new World();
  const { worker } = await world.startedWorker(world.service(), {
    onStop: () => new Promise(() => undefined),
  });
  const end = await world.outcome(worker.close());
  await world.advance(1_000_000);
  assert.is(end.state, 'open');
});

test('STOP-07 resources are closed on the main thread, the last first, and their errors are swallowed', async (assert) => {
  const world = new World();
  const logger = new Logged();
  const { worker } = await world.startedWorker(world.service({ logger }));
  const resource = (name: string, fails: () => unknown = () => undefined) => ({
    close: () => {
      worker.validateRunsInMainThread();
      worker.log.push(name);
      return fails() as undefined;
    },
  });
  const unused = resource('unused');
  worker.registerResource(resource('first'));
  worker.registerResource(
    resource('throws', () => {
      throw new Error('in close');
    }),
  );
  worker.registerResource(unused);
  worker.registerResource(resource('rejects', () => Promise.reject(new Error('later'))));
  worker.registerResource(resource('closes later', () => Promise.resolve()));
  worker.registerResource(resource('last'));
  worker.registerResource(null);
  assert.true(worker.unregisterResource(unused));
  assert.false(worker.unregisterResource(unused));
  hasValue(assert, await world.outcome(worker.close()), undefined);
  assert.deepEqual(worker.log, ['onStart', 'last', 'closes later', 'rejects', 'throws', 'first', 'onStop']);
  assert.deepEqual(logger.lines, Array(2).fill('warn a resource failed to close'));
});

test('STOP-08 a resource that comes too late is closed at once, and the caller is told, even if it fails to close', async (assert) => {
  const world = new World();
  const { worker } = await world.startedWorker(world.service());
  await world.value(worker.close());
  const fails: (() => unknown)[] = [
    () => undefined,
    () => Promise.reject(new Error('later')),
    () => {
      throw new Error('in close');
    },
  ];
  for (const fail of fails) {
    let closed = 0;
    const close = () => {
      closed += 1;
      return fail() as undefined;
    };
    raises(
      assert,
      () => worker.registerResource({ close }),
      IllegalStateError,
      'illegal-state',
      worker.endpointId,
      'closed its resources already',
    );
    assert.is(closed, 1);
  }
  assert.notThrows(() => worker.registerResource(null));
  await world.settle();
});

test('TERM-03, DEAD-02, TERM-06 once onStop is done nothing further begins, and queued asks fail', async (assert) => {
  const world = new World();
  const { worker, gateway } = await world.startedWorker(world.service());
  const end = watch(worker.close());
  gateway.note('behind TERMINATE');
  const answer = await world.outcome(gateway.add(1, 2));
  hasValue(assert, end, undefined);
  assert.deepEqual(worker.log, ['onStart', 'onStop']);
  failedWith(assert, answer, RecipientUnreachableError, 'recipient-unreachable', worker.address);
  const late = await world.outcome(gateway.add(1, 2));
  failedWith(assert, late, RecipientUnreachableError, 'recipient-unreachable', worker.address);
});

test('TERM-03, DEAD-02, DEAD-04 the same on the event loop, where many messages are handled in one turn', async (assert) => {
  const service = new RpcService();
  const worker = new Worker(service);
  worker.start();
  const gateway = await service.connect(worker.address, WorkGateway);
  const end = worker.close();
  gateway.note('behind TERMINATE');
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  await end;
  assert.deepEqual(worker.log, ['onStart', 'onStop']);
  await service.close();
});

test('TERM-03, STOP-02 a future of onStop that completes later is heard before the messages behind', async (assert) => {
  const service = new RpcService();
  const stopped = defer();
  const worker = new Worker(service, { onStop: () => stopped.promise });
  worker.start();
  const gateway = await service.connect(worker.address, WorkGateway);
  const end = worker.close();
  gateway.note('while it stops');
  assert.is(await gateway.add(1, 2), 3);
  gateway.note('queued before onStop is done');
  stopped.resolve();
  await end;
  assert.deepEqual(worker.log, ['onStart', 'onStop', 'while it stops']);
  await service.close();
});

test('TERM-06, TERM-07 in a callback of the termination promise the id is free', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker } = await world.startedWorker(service, { endpointId: 'worker' });
  const next = worker.close().then(() => new Worker(service, { endpointId: 'worker' }));
  const { state, value } = await world.outcome(next);
  assert.is(state, 'value');
  assert.is((value as Worker).endpointId, 'worker');
});

test('CALL-19, CALL-20 a result that comes after the end still answers', async (assert) => {
  const world = new World();
  const late = defer<string>();
  const { worker, gateway } = await world.startedWorker(world.service(), { echo: () => late.promise });
  const answer = await world.outcome(gateway.echo('x'));
  hasValue(assert, await world.outcome(worker.close()), undefined);
  assert.is(answer.state, 'open');
  late.resolve('late');
  await world.settle();
  hasValue(assert, answer, 'late');
});

test('CALL-23, HAND-11 the self gateway is there for every gateway of the endpoint, and for no other', async (assert) => {
  const world = new World();
  const { worker } = await world.startedWorker(world.service());
  assert.is(worker.getSelfGateway(RootGateway).address, worker.address);
  hasValue(assert, await world.outcome(worker.getSelfGateway(WorkGateway).add(1, 2)), 3);
  const Other = defineRawGateway('Other');
  raises(
    assert,
    () => worker.getSelfGateway(Other),
    WrongGatewayError,
    'wrong-gateway',
    'Other',
    worker.endpointId,
  );
  const viaService = worker.rpcService.getSelfGateway(worker as RpcEndpoint<never>, WorkGateway);
  assert.is(viaService.address, worker.address);
});

test('FENCE-02, FENCE-03, FENCE-04 a fenced endpoint serves its token only', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new FencedWorker(service, token('01'));
  worker.start();
  const connect = (own: ReturnType<typeof token> | null) =>
    world.value(service.connectFenced(worker.address, WorkGateway, own));
  const [good, stale, none] = [await connect(token('01')), await connect(token('02')), await connect(null)];
  hasValue(assert, await world.outcome(good.add(1, 2)), 3);
  failedWith(
    assert,
    await world.outcome(stale.add(1, 2)),
    FencingTokenError,
    'fencing-token',
    'the message carries Leader(02)',
    'the endpoint has Leader(01)',
    'add(number, number)',
    worker.address,
  );
  failedWith(assert, await world.outcome(none.add(1, 2)), FencingTokenError, 'fencing-token', 'carries none');
  for (const [gateway, text] of [
    [good, 'good'],
    [stale, 'stale'],
    [none, 'none'],
  ] as const) {
    gateway.note(text);
  }
  await world.settle();
  assert.deepEqual(worker.log, ['good']);
});

test('FENCE-05 an endpoint without a token refuses everything fenced', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new FencedWorker(service, null);
  worker.start();
  assert.is(worker.fencingToken, null);
  for (const own of [null, token('01')]) {
    const gateway = await world.value(service.connectFenced(worker.address, WorkGateway, own));
    const seen = await world.outcome(gateway.add(1, 2));
    failedWith(assert, seen, FencingTokenError, 'fencing-token', 'the endpoint has none');
  }
});

test('FENCE-06, FENCE-07 the wrong envelope is an unknown message, and the text says which it was', async (assert) => {
  const world = new World();
  const service = world.service();
  const fenced = new FencedWorker(service, token('01'));
  fenced.start();
  const { worker: plain } = await world.startedWorker(service);
  const bare = await world.connect(service, fenced.address, WorkGateway);
  const wrapped = await world.value(service.connectFenced(plain.address, WorkGateway, token('01')));
  failedWith(
    assert,
    await world.outcome(bare.add(1, 2)),
    UnknownMessageError,
    'unknown-message',
    '(bare)',
    fenced.address,
  );
  failedWith(
    assert,
    await world.outcome(wrapped.add(1, 2)),
    UnknownMessageError,
    'unknown-message',
    '(fenced)',
  );
  hasValue(assert, await world.outcome(plain.getSelfGateway(WorkGateway).add(1, 2)), 3);
});

test('FENCE-08, FENCE-10, FENCE-16 after a change the old token is refused, also in what is queued already', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new FencedWorker(service, token('01'));
  worker.start();
  const old = await world.value(service.connectFenced(worker.address, WorkGateway, token('01')));
  const next = await world.value(service.connectFenced(worker.address, WorkGateway, token('02')));
  worker.changeToken(token('02'));
  const [refused, served] = [watch(old.add(1, 2)), watch(next.add(1, 2))];
  await world.settle();
  failedWith(assert, refused, FencingTokenError, 'fencing-token');
  hasValue(assert, served, 3);
  assert.deepEqual([old.fencingToken, next.fencingToken], [token('01'), token('02')]);
  worker.changeToken(null);
  failedWith(assert, await world.outcome(next.add(1, 2)), FencingTokenError, 'fencing-token');
  worker.changeToken(token('01'));
  hasValue(assert, await world.outcome(old.add(1, 2)), 3);
});

test('FENCE-15 the token is replaced on the main thread only', (assert) => {
  const worker = new FencedWorker(new World().service(), token('01'));
  raises(assert, () => worker.setFencingToken(token('02')), NotMainThreadError, 'not-main-thread');
  assert.deepEqual(worker.fencingToken, token('01'));
});

test('STOP-02, LIFE-02 an endpoint without hooks of its own starts and stops', async (assert) => {
  const world = new World();
  const worker = new FencedWorker(world.service(), token('01'));
  worker.start();
  hasValue(assert, await world.outcome(worker.callUnfenced(() => worker.isRunning, 100)), true);
  hasValue(assert, await world.outcome(worker.close()), undefined);
});

test('FENCE-13, FENCE-14 a permanently fenced endpoint has one token for ever, and needs one', async (assert) => {
  const world = new World();
  const service = world.service();
  for (const none of [null, undefined]) {
    raises(
      assert,
      () => new PermanentWorker(service, none as null, { endpointId: 'fenced' }),
      NullArgumentError,
      'null-argument',
      'fencing token',
    );
  }
  const worker = new PermanentWorker(service, token('01'), { endpointId: 'fenced' });
  worker.start();
  raises(
    assert,
    () => worker.setFencingToken(token('02')),
    UnsupportedOperationError,
    'unsupported-operation',
    'never changes',
  );
  const gateway = await world.value(service.connectFenced(worker.address, WorkGateway, token('01')));
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('MSG-05, MSG-07, HAND-12 a stopped fenced endpoint shakes hands, and says that it is stopped to any token', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new FencedWorker(service, token('01'));
  const gateway = await world.value(service.connectFenced(worker.address, WorkGateway, token('02')));
  failedWith(assert, await world.outcome(gateway.add(1, 2)), EndpointNotStartedError, 'endpoint-not-started');
});

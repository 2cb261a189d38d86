/** Goal: a service owns, connects and closes as the book says. Method: virtual time, through the public API. */
import test from 'ava';
import {
  AskTimeoutError,
  CloseTimeoutError,
  EndpointFailedError,
  EndpointIdInUseError,
  HandshakeError,
  IllegalArgumentError,
  IllegalStateError,
  InvalidEndpointIdError,
  NotProperlyStoppedError,
  NullArgumentError,
  RecipientUnreachableError,
  RootGateway,
  RpcConnectionError,
  type RpcEndpoint,
  RpcService,
  ServiceFailedError,
  SiblingFailedError,
  StartFailedError,
} from '../../index.js';
import { captureCallStack, withCallStack } from '../../rpc/call-stack.js';
import { StubTransport } from '../runtime/stub-transport.js';
import {
  defer,
  defineRawGateway,
  FencedWorker,
  failedWith,
  hasValue,
  PermanentWorker,
  raises,
  runChild,
  token,
  Worker,
  WorkGateway,
  World,
  watch,
} from '../support.js';

test('ADDR-09, SIZE-14 a service without transport has neither host nor port, and its own limits', (assert) => {
  const service = new RpcService();
  assert.deepEqual(
    [service.address, service.port, service.hostName, service.maximumMessageBytes],
    ['', -1, 'localhost', 10_485_760],
  );
  const world = new World();
  const remote = world.remoteService({ maximumFrameBytes: 1000 });
  assert.deepEqual(
    [remote.address, remote.port, remote.hostName, remote.maximumMessageBytes],
    ['host1', 1, 'host1', 1000],
  );
});

test('SIZE-14, TIME-05 limits that cannot be are refused', (assert) => {
  for (const askTimeoutMs of [0, -1, 0.5, Number.NaN, 2_147_483_648, Number.POSITIVE_INFINITY]) {
    raises(
      assert,
      () => new RpcService({ askTimeoutMs }),
      IllegalArgumentError,
      'illegal-argument',
      '1 to 2147483647',
      String(askTimeoutMs),
    );
  }
  for (const maximumFrameBytes of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    raises(
      assert,
      () => new RpcService({ maximumFrameBytes }),
      IllegalArgumentError,
      'illegal-argument',
      'positive',
      String(maximumFrameBytes),
    );
  }
});

test('ADDR-11 an id that cannot be a part of an address is refused, and the service goes on', (assert) => {
  const service = new World().service();
  for (const endpointId of ['', ' ', '\t\n', 'a/b', '/', '$a', 'ä', 'a b', '%zz']) {
    raises(
      assert,
      () => new Worker(service, { endpointId }),
      InvalidEndpointIdError,
      'invalid-endpoint-id',
      `'${endpointId}'`,
      'not usable',
    );
  }
  raises(
    assert,
    () => new Worker(service, { endpointId: null as never }),
    NullArgumentError,
    'null-argument',
    'null',
  );
  for (const endpointId of [5, true, ['a'], {}]) {
    raises(
      assert,
      () => new Worker(service, { endpointId: endpointId as never }),
      InvalidEndpointIdError,
      'invalid-endpoint-id',
    );
  }
  assert.is(new Worker(service, { endpointId: 'fine' }).endpointId, 'fine');
});

test('ADDR-12, ADDR-13 an id is used once in a service, and in another service again', async (assert) => {
  const world = new World();
  const [service, other] = [world.service(), world.service()];
  const { worker, gateway } = await world.startedWorker(service, { endpointId: 'worker' });
  raises(
    assert,
    () => new Worker(service, { endpointId: 'worker' }),
    EndpointIdInUseError,
    'endpoint-id-in-use',
    "'worker'",
    'another endpoint',
  );
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
  assert.is(new Worker(other, { endpointId: 'worker' }).address, worker.address);
});

test('SERV-01 an endpoint can be created on the main thread of another', async (assert) => {
  const world = new World();
  const service = world.service();
  const { gateway } = await world.startedWorker(service, { echo: () => new Worker(service).address });
  const { value } = await world.outcome(gateway.echo(0));
  const child = await world.connect(service, value as string, WorkGateway);
  assert.is(child.address, value as string);
});

test('HAND-02, HAND-03, HAND-04, HAND-19 an address where nothing lives, or that is none, fails the connect at once', async (assert) => {
  const world = new World();
  const service = world.remoteService();
  const { worker, gateway } = await world.startedWorker(service, { endpointId: 'worker' });
  for (const address of [
    '',
    'no address',
    'fencepost',
    worker.address.replace('worker', 'nobody'),
    worker.address.replace('/worker', ''),
    worker.address.replace('/worker', '/'),
    worker.address.replace('/user', '/system'),
    worker.address.replace(':1/', ':2/'),
    worker.address.replace('host1', 'elsewhere'),
    'fencepost://fencepost/user/rpc/nobody',
  ]) {
    const seen = await world.outcome(service.connect(address, WorkGateway));
    failedWith(assert, seen, RpcConnectionError, 'connection', 'No endpoint lives', `address: ${address}`);
  }
  raises(
    assert,
    () => service.connect(null as never, WorkGateway),
    NullArgumentError,
    'null-argument',
    'address',
  );
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('HAND-05 a service without transport reaches no other host', async (assert) => {
  const world = new World();
  const { worker } = await world.startedWorker(world.remoteService());
  const seen = await world.outcome(world.service().connect(worker.address, WorkGateway));
  failedWith(assert, seen, RpcConnectionError, 'connection', worker.address);
});

test('HAND-18 the own address leads to the very endpoint, without serialization', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.remoteService());
  const object = { code: () => 1 };
  const { value } = await world.outcome(gateway.echo(object));
  assert.is(value, object);
  assert.is(gateway.hostName, 'localhost');
});

test('HAND-08, HAND-11 only gateways that the endpoint serves can be had, the bare one included', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker, gateway } = await world.startedWorker(service);
  const seen = await world.outcome(service.connect(worker.address, defineRawGateway('Other')));
  failedWith(assert, seen, HandshakeError, 'handshake', 'Other', worker.address);
  const root = await world.connect(service, worker.address, RootGateway);
  assert.is(root.address, worker.address);
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('HAND-07, HAND-09 another version is refused, whatever the gateway', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker, gateway } = await world.startedWorker(service);
  for (const name of ['Work', 'Other']) {
    const seen = await world.outcome(service.shakeHands(worker.address, name, 1, () => 'never'));
    failedWith(assert, seen, HandshakeError, 'handshake', 'the caller speaks 1', 'the endpoint 2');
  }
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('HAND-17, SERV-02 a closing or closed service neither connects nor creates', async (assert) => {
  const world = new World();
  const service = world.service();
  const stop = defer();
  const { worker } = await world.startedWorker(service, { onStop: () => stop.promise });
  const closed = watch(service.close());
  for (const phase of ['closing', 'closed']) {
    raises(
      assert,
      () => service.connect(worker.address, WorkGateway),
      IllegalStateError,
      'illegal-state',
      `The service is ${phase}`,
      'connect',
    );
    raises(
      assert,
      () => service.connectFenced(worker.address, WorkGateway, null),
      IllegalStateError,
      'illegal-state',
      phase,
    );
    raises(assert, () => new Worker(service), IllegalStateError, 'illegal-state', `the service is ${phase}`);
    stop.resolve();
    await world.settle();
  }
  hasValue(assert, closed, undefined);
});

test('SERV-03, SERV-04, SERV-07, SERV-08 closing ends every endpoint, then the service, once', async (assert) => {
  const world = new World();
  const service = world.service();
  const stop = defer();
  const { worker } = await world.startedWorker(service, { onStop: () => stop.promise });
  const silent = new Worker(service);
  const closed = service.close();
  assert.is(service.close(), closed);
  assert.is(service.terminationFuture, closed);
  const seen = await world.outcome(closed);
  hasValue(assert, await world.outcome(silent.terminationFuture), undefined);
  await world.advance(1_000_000);
  assert.is(seen.state, 'open');
  stop.resolve();
  await world.settle();
  hasValue(assert, await world.outcome(worker.terminationFuture), undefined);
  hasValue(assert, seen, undefined);
  assert.deepEqual([worker.log, silent.log], [['onStart', 'onStop'], []]);
});

test('SERV-03 an empty service closes', async (assert) => {
  const world = new World();
  hasValue(assert, await world.outcome(world.service().close()), undefined);
});

test('SERV-05 the close fails with the first failure, once every endpoint is gone', async (assert) => {
  const world = new World();
  const service = world.service();
  const stop = defer();
  const error = new Error('in onStop');
  await world.startedWorker(service, { onStop: () => Promise.reject(error) });
  await world.startedWorker(service, { onStop: () => stop.promise });
  const closed = await world.outcome(service.close());
  assert.is(closed.state, 'open');
  stop.resolve();
  await world.settle();
  assert.deepEqual(closed, { state: 'error', value: error });
});

test('SERV-09, DEAD-06 asks after the close are unreachable, asks that were open fail, tells vanish', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker, gateway } = await world.startedWorker(service, {
    echo: () => new Promise(() => undefined),
  });
  const open = await world.outcome(gateway.echo('x'));
  await world.value(service.close());
  failedWith(assert, open, IllegalStateError, 'illegal-state', 'closed');
  gateway.note('lost');
  failedWith(
    assert,
    await world.outcome(gateway.add(1, 2)),
    RecipientUnreachableError,
    'recipient-unreachable',
  );
  assert.deepEqual(worker.log, ['onStart', 'onStop']);
});

test('SERV-14, SERV-06 a limit of the close fails everything that is open with close-timeout', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker, gateway } = await world.startedWorker(service, {
    onStop: () => new Promise(() => undefined),
    echo: () => new Promise(() => undefined),
  });
  worker.registerResource({ close: () => worker.log.push('closed') });
  const open = [gateway.echo('x'), worker.terminationFuture, service.close({ timeoutMs: 20 })].map(watch);
  await world.advance(19);
  assert.deepEqual(
    open.map(({ state }) => state),
    ['open', 'open', 'open'],
  );
  await world.advance(1);
  for (const seen of open) failedWith(assert, seen, CloseTimeoutError, 'close-timeout');
  assert.deepEqual(worker.log, ['onStart', 'closed', 'onStop']);
  assert.is(world.scheduler.nextDeadlineMs(), null);
});

test('SERV-14, SERV-03 a close waits for what has to leave, and no longer than its limit, whenever that was given', async (assert) => {
  for (const [first, second] of [
    [20, undefined],
    [undefined, 20],
    [500, 20],
  ] as const) {
    const world = new World();
    const transport = new StubTransport();
    const service = world.service({ transport });
    await world.startedWorker(service);
    const seen = watch(service.close(first === undefined ? {} : { timeoutMs: first }));
    await world.settle();
    if (second !== undefined) void service.close({ timeoutMs: second });
    await world.advance(19);
    assert.deepEqual([seen.state, transport.givenUp], ['open', 0]);
    await world.advance(1);
    failedWith(assert, seen, CloseTimeoutError, 'close-timeout');
    assert.is(transport.givenUp, 1);
    assert.is(world.scheduler.nextDeadlineMs(), null);
  }
});

test('SERV-14 what has left within the limit of the close is no failure, and nothing is given up', async (assert) => {
  const world = new World();
  const transport = new StubTransport();
  const service = world.service({ transport });
  const seen = watch(service.close({ timeoutMs: 20 }));
  await world.advance(19);
  transport.drained();
  await world.advance(10);
  hasValue(assert, seen, undefined);
  assert.deepEqual([transport.givenUp, world.scheduler.nextDeadlineMs()], [0, null]);
});

test('SERV-14 a close whose endpoints take longer than its limit does not wait for what has to leave', async (assert) => {
  const world = new World();
  const transport = new StubTransport();
  const service = world.service({ transport });
  await world.startedWorker(service, { onStop: () => new Promise(() => undefined) });
  const seen = watch(service.close({ timeoutMs: 20 }));
  await world.advance(20);
  failedWith(assert, seen, CloseTimeoutError, 'close-timeout');
  assert.is(transport.givenUp, 1);
});

test('SERV-14 the limit of a close that is done in time does nothing', async (assert) => {
  const world = new World();
  const service = world.service();
  await world.startedWorker(service);
  hasValue(assert, await world.outcome(service.close({ timeoutMs: 20 })), undefined);
  assert.is(world.scheduler.nextDeadlineMs(), null);
  hasValue(assert, await world.outcome(service.close({ timeoutMs: 20 })), undefined);
  assert.is(world.scheduler.nextDeadlineMs(), null);
});

test('SERV-14 a limit can be given to a close that is under way, and an earlier one to one that has a limit', async (assert) => {
  for (const [first, second] of [
    [undefined, 20],
    [500, 20],
    [20, 500],
  ] as const) {
    const world = new World();
    const service = world.service();
    await world.startedWorker(service, { onStop: () => new Promise(() => undefined) });
    const seen = watch(service.close(first === undefined ? {} : { timeoutMs: first }));
    await world.settle();
    void service.close({ timeoutMs: second });
    await world.advance(20);
    failedWith(assert, seen, CloseTimeoutError, 'close-timeout');
  }
});

test('SERV-14 a limit of the close that is no number of milliseconds is refused, and nothing is closed', async (assert) => {
  const world = new World();
  const service = world.service();
  const { gateway } = await world.startedWorker(service);
  for (const timeoutMs of [-1, Number.NaN, 2_147_483_648, Number.POSITIVE_INFINITY, '5']) {
    raises(
      assert,
      () => service.close({ timeoutMs: timeoutMs as number }),
      IllegalArgumentError,
      'illegal-argument',
      String(timeoutMs),
    );
  }
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('TERM-11 stopping an endpoint of another service does nothing', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker, gateway } = await world.startedWorker(service);
  world.service().stopServer(worker as RpcEndpoint<never>);
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
  service.stopServer(worker as RpcEndpoint<never>);
  hasValue(assert, await world.outcome(worker.terminationFuture), undefined);
});

test('TERM-12 a closing service waits for an endpoint that was closed by itself', async (assert) => {
  const world = new World();
  const service = world.service();
  const stop = defer();
  const { worker } = await world.startedWorker(service, { onStop: () => stop.promise });
  void worker.close();
  const closed = await world.outcome(service.close());
  assert.is(closed.state, 'open');
  stop.reject(new Error('in onStop'));
  await world.settle();
  hasValue(assert, closed, undefined);
  assert.deepEqual(worker.log, ['onStart', 'onStop']);
});

test('START-04, START-06, START-07 a failed start touches no other endpoint, frees its id, and fails the close', async (assert) => {
  const world = new World();
  const service = world.service();
  const failing = {
    endpointId: 'worker',
    onStart: () => {
      throw new Error('in onStart');
    },
  };
  const { gateway } = await world.startedWorker(service);
  const worker = new Worker(service, failing);
  worker.start();
  assert.is((await world.outcome(worker.terminationFuture)).state, 'error');
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
  const again = new Worker(service, failing);
  again.start();
  await world.settle();
  void again.close().catch(() => undefined);
  failedWith(assert, await world.outcome(service.close()), StartFailedError, 'start-failed', 'worker');
});

test('START-06 a failed start does not fail the close once its endpoint was closed by itself', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new Worker(service, { onStart: () => Promise.resolve() });
  worker.start();
  await world.settle();
  assert.is((await world.outcome(worker.close())).state, 'error');
  hasValue(assert, await world.outcome(service.close()), undefined);
});

test('SUPER-02, SUPER-04, SUPER-05, SUPER-08, SUPER-09 the failure of one endpoint ends all and is what the close fails with', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker: failed } = await world.startedWorker(service, {
    endpointId: 'failed',
    onStop: () => new Promise(() => undefined),
  });
  const { worker: sibling, gateway } = await world.startedWorker(service, { endpointId: 'sibling' });
  const stopped = new Worker(service, { endpointId: 'stopped' });
  const ends = [sibling, stopped].map(({ terminationFuture }) => watch(terminationFuture));
  void failed.close().catch(() => undefined);
  await world.settle();
  failed.start();
  await world.settle();
  for (const [position, name] of ['sibling', 'stopped'].entries()) {
    failedWith(
      assert,
      ends[position] as { state: 'error'; value: unknown },
      SiblingFailedError,
      'sibling-failed',
      `endpoint: ${name}`,
      'sibling: failed',
    );
  }
  assert.deepEqual(sibling.log, ['onStart']);
  failedWith(
    assert,
    await world.outcome(gateway.add(1, 2)),
    RecipientUnreachableError,
    'recipient-unreachable',
  );
  raises(assert, () => new Worker(service), ServiceFailedError, 'service-failed', 'the service is failed');
  failedWith(assert, await world.outcome(service.close()), EndpointFailedError, 'endpoint-failed', 'failed');
});

test('SUPER-10 the end of an endpoint touches no other, whether it succeeds or fails', async (assert) => {
  const world = new World();
  const service = world.service();
  const { gateway } = await world.startedWorker(service);
  const { worker: good } = await world.startedWorker(service);
  const { worker: bad } = await world.startedWorker(service, { onStop: () => null });
  hasValue(assert, await world.outcome(good.close()), undefined);
  assert.is((await world.outcome(bad.close())).state, 'error');
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

/** An endpoint whose constructor does something, and then fails. */
class Unfinished extends Worker {
  constructor(
    service: RpcService,
    endpointId: string,
    then: (endpoint: Unfinished) => void = () => undefined,
  ) {
    super(service, { endpointId });
    then(this);
    throw new Error('in the constructor');
  }
}

test('LIFE-19, TERM-13 an id is free at once when its constructor throws within createEndpoint', async (assert) => {
  const world = new World();
  const service = world.service();
  let leaked: Unfinished | undefined;
  const create = () =>
    service.createEndpoint(
      () =>
        new Unfinished(service, 'worker', (endpoint) => {
          leaked = endpoint;
          endpoint.registerResource({ close: () => endpoint.log.push('closed') });
        }),
    );
  assert.throws(create, { message: 'in the constructor' });
  assert.throws(create, { message: 'in the constructor' });
  const end = await world.outcome((leaked as Unfinished).close());
  failedWith(assert, end, NotProperlyStoppedError, 'not-properly-stopped', 'worker');
  assert.deepEqual(leaked?.log, ['closed']);
  const worker = service.createEndpoint(() => new Worker(service, { endpointId: 'worker' }));
  worker.start();
  hasValue(assert, await world.outcome(worker.getSelfGateway(WorkGateway).add(1, 2)), 3);
  hasValue(assert, await world.outcome(service.close()), undefined);
});

test('LIFE-19 a create that throws before it registers anything leaves the others alone', (assert) => {
  const service = new World().service();
  const fail = () => {
    throw new Error('nothing yet');
  };
  const outer = service.createEndpoint(() => {
    const worker = new Worker(service, { endpointId: 'outer' });
    assert.throws(() => service.createEndpoint(fail), { message: 'nothing yet' });
    assert.throws(() => service.createEndpoint(() => new Unfinished(service, 'inner')));
    return worker;
  });
  assert.is(outer.endpointId, 'outer');
  raises(
    assert,
    () => new Worker(service, { endpointId: 'outer' }),
    EndpointIdInUseError,
    'endpoint-id-in-use',
  );
  assert.notThrows(() => new Worker(service, { endpointId: 'inner' }));
});

test('LIFE-19 a create within a create takes back its own endpoint, and the outer one its own', (assert) => {
  const service = new World().service();
  assert.throws(
    () =>
      service.createEndpoint(() => {
        const outer = new Worker(service, { endpointId: 'outer' });
        service.createEndpoint(() => new Worker(service, { endpointId: 'inner' }));
        throw new Error(`after ${outer.endpointId}`);
      }),
    { message: 'after outer' },
  );
  assert.notThrows(() => new Worker(service, { endpointId: 'outer' }));
  raises(
    assert,
    () => new Worker(service, { endpointId: 'inner' }),
    EndpointIdInUseError,
    'endpoint-id-in-use',
  );
});

test('LIFE-19 an endpoint that a failing constructor created stays', async (assert) => {
  const world = new World();
  const service = world.service();
  const create = () =>
    service.createEndpoint(
      () => new Unfinished(service, 'parent', () => void new Worker(service, { endpointId: 'child' })),
    );
  assert.throws(create, { message: 'in the constructor' });
  assert.notThrows(() => new Worker(service, { endpointId: 'parent' }));
  const child = await world.connect(service, 'fencepost://fencepost/user/rpc/child', WorkGateway);
  assert.is(child.address, 'fencepost://fencepost/user/rpc/child');
});

test('LIFE-19 a service closes although a constructor closed it before it threw', async (assert) => {
  const world = new World();
  const service = world.service();
  const create = () =>
    service.createEndpoint(() => new Unfinished(service, 'worker', () => void service.close()));
  assert.throws(create, { message: 'in the constructor' });
  hasValue(assert, await world.outcome(service.close()), undefined);
});

test('LIFE-19 a service closes although an unfinished endpoint was never withdrawn', async (assert) => {
  const world = new World();
  const service = world.service();
  assert.throws(() => new Unfinished(service, 'worker'));
  hasValue(assert, await world.outcome(service.close()), undefined);
});

test('FENCE-14 a permanently fenced endpoint without a token leaves its id free', (assert) => {
  const service = new World().service();
  assert.throws(() => new PermanentWorker(service, null, { endpointId: 'worker' }));
  assert.notThrows(() => new Worker(service, { endpointId: 'worker' }));
});

test('HAND-12 a connect does not look at the token', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new FencedWorker(service, token('01'));
  worker.start();
  for (const own of [token('02'), null]) {
    const { state } = await world.outcome(service.connectFenced(worker.address, WorkGateway, own));
    assert.is(state, 'value');
  }
  assert.is((await world.outcome(service.connect(worker.address, WorkGateway))).state, 'value');
});

test('TIME-07 with call stacks captured, an expired ask carries the stack of its caller', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service({ captureCallStacks: true }), {
    echo: () => new Promise(() => undefined),
  });
  function theCaller(): Promise<unknown> {
    return gateway.echo('x');
  }
  const seen = await world.outcome(theCaller());
  await world.advance(10_000);
  failedWith(assert, seen, AskTimeoutError, 'ask-timeout');
  assert.regex((seen.value as Error).stack ?? '', /theCaller/);
  assert.notRegex((seen.value as Error).stack ?? '', /invocation-handler/);
});

/** A handler, and the method of a proxy, as far as a call stack knows them. */
const handlerOfCapture = (): string => captureCallStack(2);
const proxyOfCapture = (): string => handlerOfCapture();

function theCapture(): string {
  return proxyOfCapture();
}

test('TIME-07 a captured stack begins with the calling code, behind handler and proxy', (assert) => {
  assert.regex(theCapture(), /^\s+at theCapture/);
  assert.notRegex(theCapture(), /captureCallStack|OfCapture/);
});

test('TIME-07 an error with the stack of its caller keeps its name and text', (assert) => {
  const error = new AskTimeoutError('no answer');
  assert.is(withCallStack(error, theCapture()), error);
  assert.regex(error.stack ?? '', /^AskTimeoutError: no answer.*\n\s+at theCapture/);
});

test('the default service runs on the event loop, in a process that ends', async (assert) => {
  const { exitCode, output } = await runChild('default-service');
  assert.deepEqual([exitCode, output], [0, ['3', 'closed']]);
});

test('SELF-11 a delayed run of a closed service does not keep its process alive', async (assert) => {
  const { exitCode, output } = await runChild('closed-with-delayed-run');
  assert.deepEqual([exitCode, output], [0, ['closed']]);
});

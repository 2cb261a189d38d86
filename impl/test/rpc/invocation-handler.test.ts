/**
 * Goal: a call on a gateway becomes a message, or an error at the call; tokens and call stacks are what they should be.
 * Method: gateways of each kind.
 */
import test from 'ava';
import * as t from 'io-ts';
import {
  ArgumentNotSerializableError,
  AskTimeoutError,
  ask,
  defineGateway,
  FencingTokenError,
  IllegalArgumentError,
  NotLocalError,
  NullArgumentError,
  RpcEndpoint,
  type RpcService,
  rpcTimeout,
  tell,
  UnsupportedOperationError,
} from '../../index.js';
import { checkedToken } from '../../rpc/check-token.js';
import { invocationHandlerOf, newProxy } from '../../rpc/invocation-handler.js';
import {
  defer,
  FencedWorker,
  failedWith,
  hasValue,
  raises,
  token,
  Worker,
  WorkGateway,
  type WorkGatewayType,
  World,
} from '../support.js';

test('HAND-16 a gateway has the declared methods and nothing of a server', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service());
  const offered: string[] = [];
  for (const name in gateway) offered.push(name);
  assert.deepEqual(offered.sort(), ['add', 'echo', 'note', 'within']);
  for (const name of [
    'start',
    'stop',
    'close',
    'runAsync',
    'callAsync',
    'terminationFuture',
    'then',
    'onStop',
  ]) {
    assert.is((gateway as unknown as Record<string, unknown>)[name], undefined);
  }
});

test('CALL-10, ADDR-06, ADDR-08 address, host name and text are answered without a message', async (assert) => {
  const world = new World();
  const [left, right] = [world.remoteService(), world.remoteService()];
  const { worker, gateway } = await world.startedWorker(right, {}, left);
  const steps = world.scheduler.steps;
  assert.is(gateway.address, worker.address);
  assert.is(gateway.hostName, 'host2');
  assert.is(String(gateway), `Work at ${worker.address}`);
  assert.is(worker.getSelfGateway(WorkGateway).hostName, 'localhost');
  await world.settle();
  assert.is(world.scheduler.steps, steps);
});

test('a gateway can be awaited, compared and used as a key', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service());
  assert.is(await gateway, gateway);
  assert.true(new Map([[gateway, 1]]).has(gateway));
});

test('all gateways of one declaration share their methods', async (assert) => {
  const world = new World();
  const { worker, gateway } = await world.startedWorker(world.service());
  const self = worker.getSelfGateway(WorkGateway);
  assert.is(Object.getPrototypeOf(self), Object.getPrototypeOf(gateway));
  const handler = invocationHandlerOf(gateway);
  const Other = defineGateway('Other', { echo: ask([t.unknown], t.unknown) });
  assert.not(Object.getPrototypeOf(newProxy(Other, handler)), Object.getPrototypeOf(gateway));
});

test('CALL-02 an ask returns its promise at once, CALL-01 a tell returns nothing', async (assert) => {
  const world = new World();
  const { worker, gateway } = await world.startedWorker(world.service());
  const answer = gateway.add(1, 2);
  assert.true(answer instanceof Promise);
  assert.is(gateway.note('a') as unknown, undefined);
  assert.deepEqual(worker.log, ['onStart']);
  hasValue(assert, await world.outcome(answer), 3);
  assert.deepEqual(worker.log, ['onStart', 'a']);
});

test('CALL-09 wrong arguments are refused at the call, and nothing is sent', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service());
  const steps = world.scheduler.steps;
  const calls = gateway as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const args of [[], [1], [1, 2, 3], ['1', 2], [1, null]]) {
    raises(
      assert,
      () => calls['add']?.(...args),
      IllegalArgumentError,
      'illegal-argument',
      'add(number, number)',
      'do not fit',
    );
  }
  raises(assert, () => calls['note']?.(1), IllegalArgumentError, 'illegal-argument', 'note(string)');
  await world.settle();
  assert.is(world.scheduler.steps, steps);
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('TIME-02 the timeout argument is the limit, and the endpoint receives it', async (assert) => {
  const world = new World();
  const limits: number[] = [];
  const within = (text: string, limitMs: number) => {
    limits.push(limitMs);
    return text === 'now' ? text : new Promise(() => undefined);
  };
  const { gateway } = await world.startedWorker(world.service(), { within });
  hasValue(assert, await world.outcome(gateway.within('now', 5.9)), 'now');
  const never = await world.outcome(gateway.within('never', 5.9));
  await world.advance(4);
  assert.is(never.state, 'open');
  await world.advance(1);
  failedWith(assert, never, AskTimeoutError, 'ask-timeout', '5 ms');
  assert.deepEqual(limits, [5.9, 5.9]);
});

test('TIME-02 the first of several timeout parameters counts', async (assert) => {
  const world = new World();
  const Two = defineGateway('Two', { never: ask([rpcTimeout, rpcTimeout], t.null) });
  class Never extends RpcEndpoint<Never> {
    constructor(service: RpcService) {
      super(service, { gateways: [Two] });
    }

    never(): Promise<null> {
      return new Promise(() => undefined);
    }
  }
  const service = world.service();
  const endpoint = new Never(service);
  endpoint.start();
  const gateway = await world.connect(service, endpoint.address, Two);
  const seen = await world.outcome(gateway.never(10, 1000));
  await world.advance(10);
  failedWith(assert, seen, AskTimeoutError, 'ask-timeout', '10 ms');
});

test('TIME-03, TIME-05 a timeout that is missing, no number or beyond all timers is refused at the call', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service());
  const call = (limit: unknown) => () => gateway.within('x', limit as number);
  for (const limit of [null, undefined])
    raises(assert, call(limit), NullArgumentError, 'null-argument', 'within');
  for (const limit of ['5', Number.NaN, true, 2_147_483_648, Number.POSITIVE_INFINITY]) {
    raises(
      assert,
      call(limit),
      IllegalArgumentError,
      'illegal-argument',
      'within',
      '2147483647',
      String(limit),
    );
  }
  for (const limit of [1, 2_147_483_647])
    hasValue(assert, await world.outcome(gateway.within('x', limit)), 'x');
});

test('TIME-04 a limit below one millisecond fails the promise at once, and nothing is sent', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service());
  const steps = world.scheduler.steps;
  for (const limit of [0, 0.9, -0.5, -1, Number.NEGATIVE_INFINITY]) {
    const seen = await world.outcome(gateway.within('x', limit));
    failedWith(assert, seen, IllegalArgumentError, 'illegal-argument', 'at least 1 ms');
  }
  assert.is(world.scheduler.steps, steps);
});

test('TIME-01, TIME-06, TIME-09 an ask without a limit expires with that of the service and says what and where', async (assert) => {
  const world = new World();
  const service = world.service({ askTimeoutMs: 50 });
  const { worker, gateway } = await world.startedWorker(service, {
    echo: () => new Promise(() => undefined),
  });
  const seen = await world.outcome(gateway.echo('x'));
  await world.advance(49);
  assert.is(seen.state, 'open');
  await world.advance(1);
  failedWith(assert, seen, AskTimeoutError, 'ask-timeout', 'echo(unknown)', worker.address, '50 ms');
  const { gateway: patient } = await world.startedWorker(world.service(), {
    echo: () => new Promise(() => undefined),
  });
  const later = await world.outcome(patient.echo('x'));
  await world.advance(9_999);
  assert.is(later.state, 'open');
  await world.advance(1);
  failedWith(assert, later, AskTimeoutError, 'ask-timeout', '10000 ms');
});

test('CALL-21 an answer that comes after the limit is dropped', async (assert) => {
  const world = new World();
  const late = defer<unknown>();
  const { gateway } = await world.startedWorker(world.service(), { echo: () => late.promise });
  const seen = await world.outcome(gateway.echo('x'));
  await world.advance(10_000);
  assert.is(seen.state, 'error');
  late.resolve('late');
  await world.settle();
  failedWith(assert, seen, AskTimeoutError, 'ask-timeout');
});

test('FENCE-11 a fenced gateway tells its token, one without a token refuses to', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new FencedWorker(service, token('01'));
  const steps = world.scheduler.steps;
  for (const own of [token('02'), null]) {
    const gateway = await world.value(service.connectFenced(worker.address, WorkGateway, own));
    assert.deepEqual(gateway.fencingToken, own);
  }
  assert.true(world.scheduler.steps > steps);
  const plain = await world.connect(service, worker.address, WorkGateway);
  raises(
    assert,
    () => (plain as { fencingToken?: unknown }).fencingToken,
    UnsupportedOperationError,
    'unsupported-operation',
    'without a fencing token',
  );
});

test('FENCE-09, FENCE-11 a self gateway has the token of the moment, and of a plain endpoint none', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new FencedWorker(service, token('01'));
  worker.start();
  const self = worker.getSelfGateway(WorkGateway) as WorkGatewayType & { readonly fencingToken: unknown };
  assert.deepEqual(self.fencingToken, token('01'));
  hasValue(assert, await world.outcome(self.add(1, 2)), 3);
  worker.changeToken(token('02'));
  const judgedByTheNewToken = world.outcome(self.add(1, 2));
  failedWith(assert, await judgedByTheNewToken, FencingTokenError, 'fencing-token');
  assert.deepEqual(self.fencingToken, token('02'));
  hasValue(assert, await world.outcome(self.add(2, 2)), 4);
  const plain = new Worker(service).getSelfGateway(WorkGateway) as { fencingToken?: unknown };
  raises(assert, () => plain.fencingToken, UnsupportedOperationError, 'unsupported-operation');
});

test('SELF-01 work on the main thread cannot be sent to another service', async (assert) => {
  const world = new World();
  const [left, right] = [world.remoteService(), world.remoteService()];
  const { worker, gateway } = await world.startedWorker(right, {}, left);
  raises(
    assert,
    () => invocationHandlerOf(gateway).assertLocal('runAsync'),
    NotLocalError,
    'not-local',
    'runAsync',
    worker.address,
  );
  assert.notThrows(() => invocationHandlerOf(worker.getSelfGateway(WorkGateway)).assertLocal('runAsync'));
});

test('SIZE-02 an argument that cannot be serialized is refused at the call, of asks and of tells', async (assert) => {
  const world = new World();
  const Anything = defineGateway('Anything', { hear: tell([t.unknown]), say: ask([t.unknown], t.unknown) });
  class Listener extends RpcEndpoint<Listener> {
    heard = 0;

    constructor(service: RpcService) {
      super(service, { gateways: [Anything] });
    }

    hear(): void {
      this.heard += 1;
    }

    say(value: unknown): unknown {
      this.heard += 1;
      return value;
    }
  }
  const [left, right] = [world.remoteService(), world.remoteService()];
  const listener = new Listener(right);
  listener.start();
  const gateway = await world.connect(left, listener.address, Anything);
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  const strangers = [
    () => 0,
    cyclic,
    () => 1,
    Symbol('s'),
    new Map(),
    '\ud800',
    new Date(Number.NaN),
    { deep: [new (class Own {})()] },
    { toJSON: () => 'own form' },
  ];
  for (const stranger of strangers) {
    for (const call of [gateway.say, gateway.hear]) {
      raises(
        assert,
        () => call.call(gateway, stranger),
        ArgumentNotSerializableError,
        'argument-not-serializable',
        '(unknown)',
      );
    }
  }
  await world.settle();
  assert.is(listener.heard, 0);
  for (const value of [
    [{ a: 1 }, null, 'x', true],
    Number.NaN,
    -0,
    10n ** 30n,
    new Date(1.5e12),
    Uint8Array.of(0, 255),
    { deep: [undefined, Number.POSITIVE_INFINITY] },
  ])
    hasValue(assert, await world.outcome(gateway.say(value)), value);
});

test('SIZE-02 an argument whose own JSON form cannot be had is refused at the call too', async (assert) => {
  const world = new World();
  const [left, right] = [world.remoteService(), world.remoteService()];
  const { gateway } = await world.startedWorker(right, {}, left);
  const stranger = { toJSON: () => 10n };
  raises(assert, () => gateway.echo(stranger), ArgumentNotSerializableError, 'argument-not-serializable');
});

test('CALL-18, SIZE-01 within a service the very object passes', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service());
  const object = { code: () => 1n, self: null as unknown };
  object.self = object;
  const { value } = await world.outcome(gateway.echo(object));
  assert.is(value, object);
});

test('a method that was taken off its gateway fails at the call', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service());
  const { add } = gateway;
  assert.throws(() => add(1, 2));
});

// --- its helpers: call stacks and tokens -------------------------------------------------------------------------------

test('TIME-07 a captured stack keeps the frames of user files, whatever their names', async (assert) => {
  const world = new World();
  const { gateway } = await world.startedWorker(world.service({ captureCallStacks: true }), {
    echo: () => new Promise(() => undefined),
  });
  const seen = await world.outcome(gateway.echo('x'));
  await world.advance(10_000);
  assert.regex((seen.value as Error).stack ?? '', /\n\s+at .*invocation-handler\.test/);
});

test('a token, and null for one that is not set, are what they were', (assert) => {
  for (const good of [null, token(''), token('00ff'), token('ab'.repeat(64))])
    assert.is(checkedToken(good), good);
});

test('FENCE-04 an absent token is not the same as one that is not set', (assert) => {
  raises(
    assert,
    () => checkedToken(undefined as never),
    NullArgumentError,
    'null-argument',
    'absent',
    'null',
  );
});

test('what is no token is refused', (assert) => {
  const bad = [
    'leader',
    1,
    {},
    { type: 'T' },
    { bytes: '00' },
    token('0'),
    token('FF'),
    token('zz'),
    token('00'.repeat(65)),
  ];
  for (const value of bad) {
    raises(
      assert,
      () => checkedToken(value as never),
      IllegalArgumentError,
      'illegal-argument',
      '64 bytes',
      'hexadecimal',
    );
  }
});

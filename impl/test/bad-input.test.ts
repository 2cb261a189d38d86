/**
 * Goal: bad input gets a clear error, and nothing is lost: the error has its class and stable code, its text says what
 * was found, what was expected and what to do, and what was asked serves on. Method: everything through the public API.
 */
import test, { type ExecutionContext } from 'ava';
import * as t from 'io-ts';
import {
  ArgumentNotSerializableError,
  AskTimeoutError,
  ask,
  defineGateway,
  EndpointIdInUseError,
  HandshakeError,
  IllegalArgumentError,
  IllegalStateError,
  InvalidEndpointIdError,
  MissingMethodError,
  NullArgumentError,
  RecipientUnreachableError,
  ResultNotSerializableError,
  RpcConnectionError,
  RpcEndpoint,
  RpcService,
  StartFailedError,
  StopFailedError,
  TaskCancelledError,
  tell,
  UnsupportedOperationError,
} from './../index.js';
import {
  defer,
  defineRawGateway,
  FencedWorker,
  failedWith,
  hasValue,
  raises,
  runChild,
  type Script,
  token,
  Worker,
  WorkGateway,
  type WorkGatewayType,
  World,
  watch,
} from './support.js';

/** A worker and its gateway, in one service or in two. */
async function scene(script: Script = {}, remote = false) {
  const world = new World();
  const service = world.remoteService();
  const caller = remote ? world.remoteService() : service;
  return { world, service, caller, ...(await world.startedWorker(service, script, caller)) };
}

/** Asserts that an endpoint still serves. */
async function serves(assert: ExecutionContext, world: World, gateway: WorkGatewayType): Promise<void> {
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
}

test('ADDR-11 a blank, slashed or $-led endpoint id is refused', async (assert) => {
  const { world, service, gateway } = await scene();
  for (const endpointId of ['', ' ', 'a/b', '/', '$leading', '$']) {
    raises(
      assert,
      () => new Worker(service, { endpointId }),
      InvalidEndpointIdError,
      'invalid-endpoint-id',
      `endpoint: '${endpointId}'`,
      'without a leading $ or a slash',
    );
  }
  await serves(assert, world, gateway);
});

test('ADDR-11 a null endpoint id is refused', async (assert) => {
  const { world, service, gateway } = await scene();
  const create = () => new Worker(service, { endpointId: null as never });
  raises(assert, create, NullArgumentError, 'null-argument', 'id of an endpoint is null');
  await serves(assert, world, gateway);
});

test('ADDR-12 a duplicate endpoint id is refused', async (assert) => {
  const { world, service, gateway } = await scene({ endpointId: 'worker' });
  const create = () => new Worker(service, { endpointId: 'worker' });
  raises(assert, create, EndpointIdInUseError, 'endpoint-id-in-use', "'worker'", 'another endpoint');
  await serves(assert, world, gateway);
});

test('HAND-03, HAND-04 an address that is no address fails the connect, and is not raised', async (assert) => {
  const { world, service, gateway } = await scene();
  for (const address of ['', ' ', 'worker', '://', 'fencepost:/x', 'a b://c', '\u0000', 'x'.repeat(10_000)]) {
    const connecting = service.connect(address, WorkGateway);
    failedWith(
      assert,
      await world.outcome(connecting),
      RpcConnectionError,
      'connection',
      `address: ${address}`,
    );
  }
  for (const none of [null, undefined]) {
    raises(
      assert,
      () => service.connect(none as never, WorkGateway),
      NullArgumentError,
      'null-argument',
      'address',
    );
  }
  await serves(assert, world, gateway);
});

test('HAND-08 a gateway that the endpoint does not have is refused', async (assert) => {
  for (const remote of [false, true]) {
    const { world, caller, worker, gateway } = await scene({}, remote);
    const seen = await world.outcome(caller.connect(worker.address, defineRawGateway('Stranger')));
    failedWith(assert, seen, HandshakeError, 'handshake', 'gateway: Stranger', worker.address);
    await serves(assert, world, gateway);
  }
});

test('HAND-07 another protocol version is refused', async (assert) => {
  for (const remote of [false, true]) {
    const { world, caller, worker, gateway } = await scene({}, remote);
    for (const version of remote ? [1, 3, 0, -1] : [1, 3, 0, -1, 2.5]) {
      const seen = await world.outcome(caller.shakeHands(worker.address, 'Work', version, () => 'never'));
      failedWith(assert, seen, HandshakeError, 'handshake', `the caller speaks ${version}`, 'the endpoint 2');
    }
    await serves(assert, world, gateway);
  }
});

test('CALL-09 wrong argument types and counts are refused at the call', async (assert) => {
  for (const remote of [false, true]) {
    const { world, gateway } = await scene({}, remote);
    const add =
      (...args: readonly unknown[]) =>
      () =>
        (gateway.add as (...all: unknown[]) => unknown).apply(gateway, [...args]);
    for (const call of [add(), add(1), add(1, 2, 3), add('1', 2), add(null, 2), add({}, [])]) {
      raises(assert, call, IllegalArgumentError, 'illegal-argument', 'method: add(number, number)');
    }
    await serves(assert, world, gateway);
  }
});

test('SIZE-05 a result that fails its codec fails the ask of another service', async (assert) => {
  const { world, gateway, worker } = await scene({}, true);
  worker.script = { add: () => 'three' };
  const seen = await world.outcome(gateway.add(1, 2));
  failedWith(assert, seen, ResultNotSerializableError, 'result-not-serializable', 'add(number, number)');
  assert.regex(String((seen.value as Error).cause), /is no number/);
  worker.script = {};
  await serves(assert, world, gateway);
});

test('FENCE-04 a token that is absent or no token is refused where it enters', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new FencedWorker(service, token('01'));
  worker.start();
  const connect = (own: unknown) => () => service.connectFenced(worker.address, WorkGateway, own as null);
  const create = (own: unknown) => () => new FencedWorker(service, own as null);
  const set = (own: unknown) => worker.callUnfenced(() => worker.setFencingToken(own as null), 100);
  for (const enter of [connect, create]) {
    raises(assert, enter(undefined), NullArgumentError, 'null-argument', 'absent');
    for (const own of ['leader', 7, {}, { type: 'Leader', bytes: 'ABC' }]) {
      raises(assert, enter(own), IllegalArgumentError, 'illegal-argument', '64 bytes');
    }
  }
  failedWith(assert, await world.outcome(set(undefined)), NullArgumentError, 'null-argument', 'absent');
  failedWith(
    assert,
    await world.outcome(set('leader')),
    IllegalArgumentError,
    'illegal-argument',
    '64 bytes',
  );
  assert.deepEqual(worker.fencingToken, token('01'));
  await serves(
    assert,
    world,
    await world.value(service.connectFenced(worker.address, WorkGateway, token('01'))),
  );
});

test('TIME-03, TIME-04, TIME-05 a missing, zero, negative, NaN or huge timeout is refused', async (assert) => {
  const { world, service, gateway, worker } = await scene();
  const limited = [
    (limit: unknown) => gateway.within('x', limit as number),
    (limit: unknown) => worker.call(() => 1, limit as number),
  ];
  for (const call of limited) {
    raises(assert, () => call(null), NullArgumentError, 'null-argument', 'missing');
    raises(assert, () => call(undefined), NullArgumentError, 'null-argument', 'missing');
    for (const limit of [Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY, '10']) {
      raises(
        assert,
        () => call(limit),
        IllegalArgumentError,
        'illegal-argument',
        'up to 2147483647',
        String(limit),
      );
    }
    for (const limit of [0, -1, 0.5]) {
      failedWith(
        assert,
        await world.outcome(call(limit)),
        IllegalArgumentError,
        'illegal-argument',
        'at least 1 ms',
      );
    }
  }
  for (const limit of [0, -1, Number.NaN, 2 ** 31]) {
    raises(
      assert,
      () => new RpcService({ askTimeoutMs: limit }),
      IllegalArgumentError,
      'illegal-argument',
      'from 1 to 2147483647',
      String(limit),
    );
  }
  for (const limit of [-1, Number.NaN, 2 ** 31]) {
    raises(
      assert,
      () => service.close({ timeoutMs: limit }),
      IllegalArgumentError,
      'illegal-argument',
      'from 0 to 2147483647',
      String(limit),
    );
  }
  await serves(assert, world, gateway);
});

test('SELF-02, SELF-08 a negative, NaN or huge delay and missing code are refused', async (assert) => {
  const { world, service, gateway, worker } = await scene();
  const delayed = [
    (delay: number) => worker.runLater(() => undefined, delay),
    (delay: number) => service.scheduledExecutor.schedule(() => undefined, delay),
    (delay: number) => service.scheduledExecutor.scheduleAtFixedRate(() => undefined, delay, 1),
    (delay: number) => service.scheduledExecutor.scheduleWithFixedDelay(() => undefined, delay, 1),
  ];
  for (const call of delayed) {
    for (const delay of [-1, Number.NaN, 2 ** 31]) {
      raises(assert, () => call(delay), IllegalArgumentError, 'illegal-argument', 'from 0 to', String(delay));
    }
  }
  const codeless = [
    () => worker.run(null as never),
    () => worker.runLater(undefined as never, 1),
    () => worker.call('code' as never, 1),
    () => worker.mainThreadExecutor.execute(null as never),
    () => service.scheduledExecutor.schedule(null as never, 1),
  ];
  for (const call of codeless) raises(assert, call, NullArgumentError, 'null-argument', 'no code');
  await serves(assert, world, gateway);
});

test('SERV-02, SERV-09, SERV-13, HAND-17, MAIN-13 use after close is an error or does nothing, and nothing stays open', async (assert) => {
  const { world, service, gateway, worker } = await scene();
  await world.value(service.close());
  const closed = ['The service is closed'];
  raises(
    assert,
    () => service.connect(worker.address, WorkGateway),
    IllegalStateError,
    'illegal-state',
    ...closed,
  );
  raises(assert, () => new Worker(service), IllegalStateError, 'illegal-state', 'the service is closed');
  raises(
    assert,
    () => service.scheduledExecutor.schedule(() => 1, 1),
    IllegalStateError,
    'illegal-state',
    ...closed,
  );
  raises(
    assert,
    () => worker.registerResource({ close: () => undefined }),
    IllegalStateError,
    'illegal-state',
    'closed its resources',
  );
  for (const asking of [
    gateway.add(1, 2),
    worker.call(() => 1, 100),
    worker.getSelfGateway(WorkGateway).add(1, 2),
  ]) {
    failedWith(
      assert,
      await world.outcome(asking),
      RecipientUnreachableError,
      'recipient-unreachable',
      worker.address,
    );
  }
  const task = worker.mainThreadExecutor.schedule(() => 1, 1);
  failedWith(
    assert,
    await world.outcome(task.result),
    TaskCancelledError,
    'task-cancelled',
    'stopped its timers',
  );
  worker.start();
  worker.pause();
  worker.run(() => worker.log.push('never'));
  worker.runLater(() => worker.log.push('never'), 1);
  gateway.note('never');
  await world.advance(10);
  assert.deepEqual(worker.log, ['onStart', 'onStop']);
  hasValue(assert, await world.outcome(Promise.all([worker.close(), service.close()])), [
    undefined,
    undefined,
  ]);
});

test('FENCE-11, MAIN-16 an operation that is not offered says so', async (assert) => {
  const { world, gateway, worker } = await scene();
  raises(
    assert,
    () => (gateway as { fencingToken?: unknown }).fencingToken,
    UnsupportedOperationError,
    'unsupported-operation',
    'without a fencing token',
  );
  raises(
    assert,
    () => worker.mainThreadExecutor.scheduleAtFixedRate(() => undefined, 1, 1),
    UnsupportedOperationError,
    'unsupported-operation',
    'periodic',
  );
  await serves(assert, world, gateway);
});

test('a gateway with a reserved or repeated method, and an endpoint without a declared one, are refused', async (assert) => {
  const { world, service, gateway } = await scene();
  const reserved = 'then';
  raises(
    assert,
    () => defineGateway('Bad', { [reserved]: tell([]) }),
    IllegalArgumentError,
    'illegal-argument',
    "'then'",
    'Bad',
  );
  const Wanting = defineGateway('Wanting', { missing: ask([], t.null) });
  const parent = Object.getPrototypeOf(Worker) as new (service: RpcService, options: object) => object;
  class Incomplete extends parent {}
  raises(
    assert,
    () => new Incomplete(service, { gateways: [Wanting] }),
    MissingMethodError,
    'missing-method',
    'missing',
    'Wanting',
  );
  await serves(assert, world, gateway);
});

// --- user code that misbehaves ------------------------------------------------------------------------------------------

const failure = new Error('misbehaviour');
const thenable = (then: unknown, base: object = {}): object =>
  Object.defineProperty(base, 'then', { value: then });

/** Ways to fail, and what an asker sees. */
const failures: Readonly<Record<string, { readonly code: () => unknown; readonly seen: unknown }>> = {
  'a throw': {
    code: () => {
      throw failure;
    },
    seen: failure,
  },
  'a thrown text': {
    code: () => {
      throw 'text';
    },
    seen: 'text',
  },
  'a thrown nothing': {
    code: () => {
      throw undefined;
    },
    seen: undefined,
  },
  'a rejection': { code: () => Promise.reject(failure), seen: failure },
  'a rejection with null': { code: () => Promise.reject(null), seen: null },
  'a thenable that fails': {
    code: () => thenable((_: unknown, onError: (error: unknown) => void) => onError(failure)),
    seen: failure,
  },
  'a thenable that throws': {
    code: () =>
      thenable(() => {
        throw failure;
      }),
    seen: failure,
  },
  'a then that cannot be read': {
    code: () =>
      Object.defineProperty({}, 'then', {
        get: () => {
          throw failure;
        },
      }),
    seen: failure,
  },
};

/** Ways never to end. */
const endless: Readonly<Record<string, () => unknown>> = {
  'a promise that never settles': () => new Promise(() => undefined),
  'a thenable that never settles': () => thenable(() => undefined),
  'a function with a then that never settles': () =>
    thenable(
      () => undefined,
      () => 1,
    ),
};

for (const [name, { code, seen: expected }] of Object.entries(failures)) {
  test(`CALL-11, CALL-12, CALL-13, CALL-14, SELF-13 ${name} in a method is the answer, and the endpoint serves on`, async (assert) => {
    const { world, worker, gateway } = await scene({ echo: code, note: code });
    const answers = [gateway.echo('x'), worker.call(code, 100)];
    for (const answer of answers) {
      const { state, value } = await world.outcome(answer);
      assert.is(state, 'error');
      assert.is(value, expected);
    }
    gateway.note('x');
    worker.run(code as () => void);
    worker.runLater(code as () => void, 1);
    worker.mainThreadExecutor.execute(code as () => void);
    const task = watch(worker.mainThreadExecutor.schedule(code, 1).result);
    await world.advance(1);
    assert.deepEqual(task, { state: 'error', value: expected });
    await serves(assert, world, gateway);
  });

  test(`START-02, START-09, START-04 ${name} in onStart fails that endpoint only`, async (assert) => {
    const { world, service, gateway } = await scene();
    const bad = new Worker(service, { onStart: code });
    bad.start();
    failedWith(
      assert,
      await world.outcome(bad.terminationFuture),
      StartFailedError,
      'start-failed',
      bad.endpointId,
    );
    await serves(assert, world, gateway);
  });

  test(`STOP-03, STOP-05, SUPER-10 ${name} in onStop fails that endpoint only`, async (assert) => {
    const { world, service, gateway } = await scene();
    const bad = new Worker(service, { onStop: code });
    bad.start();
    const { state, value } = await world.outcome(bad.close());
    assert.is(state, 'error');
    const cause = value instanceof StopFailedError ? value.cause : value;
    if (expected instanceof Error) assert.is(cause, expected);
    await serves(assert, world, gateway);
  });

  test(`STOP-07 ${name} in the close of a resource is swallowed`, async (assert) => {
    const { world, worker } = await scene();
    worker.registerResource({ close: code as () => void });
    hasValue(assert, await world.outcome(worker.close()), undefined);
  });
}

for (const [name, code] of Object.entries(endless)) {
  test(`TIME-06, CALL-20, STOP-06 ${name} ends in the limit of the asker, and holds nothing else up`, async (assert) => {
    const { world, service, worker, gateway } = await scene({ echo: code, note: code });
    const answers = [watch(gateway.echo('x')), watch(worker.call(code, 10_000))];
    gateway.note('x');
    await world.advance(9_999);
    await serves(assert, world, gateway);
    assert.deepEqual(
      answers.map(({ state }) => state),
      ['open', 'open'],
    );
    await world.advance(1);
    for (const answer of answers) failedWith(assert, answer, AskTimeoutError, 'ask-timeout', '10000 ms');
    const bad = new Worker(service, { onStop: code });
    bad.start();
    const end = await world.outcome(bad.close());
    await world.advance(100_000);
    assert.is(end.state, 'open');
    await serves(assert, world, gateway);
  });
}

test('START-09 a promise that never settles in onStart is a failed start at once', async (assert) => {
  const { world, service, gateway } = await scene();
  const bad = new Worker(service, { onStart: () => new Promise(() => undefined) });
  bad.start();
  failedWith(assert, await world.outcome(bad.terminationFuture), StartFailedError, 'start-failed');
  await serves(assert, world, gateway);
});

test('CALL-12, CALL-25 a thenable is awaited like a promise, and counts once', async (assert) => {
  const { world, worker, gateway } = await scene();
  const later = defer<string>();
  const results: (() => unknown)[] = [
    () => thenable((onValue: (value: string) => void) => onValue('now')),
    () =>
      thenable((onValue: (value: string) => void, onError: (error: unknown) => void) => {
        onValue('now');
        onValue('again');
        onError(failure);
        throw failure;
      }),
    () => thenable((onValue: (value: unknown) => void) => onValue(Promise.resolve('now'))),
  ];
  for (const echo of results) {
    worker.script = { echo };
    hasValue(assert, await world.outcome(gateway.echo('x')), 'now');
  }
  worker.script = {
    echo: () => thenable((onValue: (value: string) => void) => void later.promise.then(onValue)),
  };
  const seen = await world.outcome(gateway.echo('x'));
  assert.is(seen.state, 'open');
  later.resolve('later');
  await world.settle();
  hasValue(assert, seen, 'later');
  await serves(assert, world, gateway);
});

test('arguments and results of another service cannot reach into prototypes', async (assert) => {
  const { world, gateway } = await scene({}, true);
  const hostile: unknown = JSON.parse(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  );
  raises(assert, () => gateway.echo(hostile), ArgumentNotSerializableError, 'argument-not-serializable');
  const odd: unknown = JSON.parse('{"constructor":{"prototype":{"polluted":true}}}');
  const { state, value } = await world.outcome(gateway.echo(odd));
  assert.is(state, 'value');
  assert.deepEqual(value, odd);
  assert.is(({} as { polluted?: boolean }).polluted, undefined);
  assert.is(Object.getPrototypeOf(value), Object.prototype);
  await serves(assert, world, gateway);
});

test('CALL-25 on the event loop nothing that user code does ends the process or stays open', async (assert) => {
  const { exitCode, output, errors } = await runChild('misbehaviour');
  assert.is(errors, '');
  assert.is(exitCode, 0);
  assert.deepEqual(output, ['settled: 28', 'serves on: 3']);
});

test('a gateway that is missing, and a method that was taken off its gateway, are told by code', async (assert) => {
  const service = new RpcService();
  assert.throws(() => service.connect('fencepost://fencepost/user/rpc/x', null as never), {
    code: 'null-argument',
  });
  assert.throws(() => service.connectFenced('fencepost://fencepost/user/rpc/x', undefined as never, null), {
    code: 'null-argument',
  });
  const Loose = defineGateway('Loose', { ping: ask([], t.null) });
  class LooseEndpoint extends RpcEndpoint<LooseEndpoint> {
    constructor() {
      super(service, { gateways: [Loose] });
    }

    ping(): null {
      return null;
    }
  }
  const { ping } = new LooseEndpoint().getSelfGateway(Loose);
  assert.throws(() => ping(), { code: 'illegal-argument', message: /ping was taken off its gateway/ });
  await service.close();
});

/**
 * Goal: two services understand each other over bytes, survive what is lost, and survive peers that talk nonsense.
 * Method: two services on a network with faults; a peer that speaks frames by hand.
 */
import test from 'ava';
import { PROTOCOL_VERSION } from '../../core/actor.js';
import {
  AskTimeoutError,
  EndpointNotStartedError,
  FencingTokenError,
  RecipientUnreachableError,
  RemoteApplicationError,
  ResultTooLargeError,
  ResultUndecodableError,
  RpcConnectionError,
  UnknownMessageError,
} from '../../index.js';
import { invocationHandlerOf } from '../../rpc/invocation-handler.js';
import type { WireFrameOf } from '../../wire/index.js';
import {
  askRaw,
  defer,
  FencedWorker,
  FramePeer,
  failedWith,
  hasValue,
  hop,
  Logged,
  Observed,
  type Script,
  seenValue,
  token,
  unreadable,
  Worker,
  WorkGateway,
  World,
  watch,
} from '../support.js';

/** A caller and a service with a started worker, linked. */
async function linked(script: Script = {}, frameBytes = 1000) {
  const world = new World();
  const observer = new Observed();
  const logger = new Logged();
  const options = { observer, logger, askTimeoutMs: 100, maximumFrameBytes: frameBytes };
  const [caller, service] = [world.remoteService(options), world.remoteService(options)];
  const { worker, gateway } = await world.startedWorker(service, script, caller);
  observer.take();
  return { world, caller, service, worker, gateway, observer, logger };
}

/** How many answers a gateway's link waits for. */
function waiting(gateway: object): number {
  const { reference } = invocationHandlerOf(gateway);
  if (!reference.remote) throw new Error('the gateway is local');
  const { waiting: asks } = reference.link as unknown as { readonly waiting: ReadonlyMap<number, unknown> };
  return asks.size;
}

test('ADDR-06, ADDR-08, ORD-02 asks and tells arrive in the order of sending, as copies', async (assert) => {
  const { world, worker, gateway } = await linked();
  const object = { a: [1, 'x', null] };
  gateway.note('first');
  const answers = [gateway.echo(object), gateway.add(1, 2)].map(watch);
  gateway.note('second');
  await world.settle();
  assert.deepEqual(worker.log, ['onStart', 'first', 'second']);
  hasValue(assert, answers[0]!, object);
  assert.not(answers[0]?.value, object);
  hasValue(assert, answers[1]!, 3);
  assert.deepEqual([gateway.address, gateway.hostName], [worker.address, 'host2']);
});

test('CALL-12, CALL-16 results of promises arrive, null too', async (assert) => {
  const { world, gateway } = await linked({ echo: (value) => hop().then(() => value) });
  for (const value of [1, null, 'x']) {
    const seen = watch(gateway.echo(value));
    await world.settle();
    await hop();
    await world.settle();
    hasValue(assert, seen, value);
  }
});

test('CALL-11, CALL-13, SIZE-10 what a method throws arrives with class, message and stack, whatever it is', async (assert) => {
  const { world, worker, gateway } = await linked({}, 10_000);
  const error = new RangeError('too far');
  const unreadable = Object.defineProperty(new Error(), 'stack', { value: undefined });
  Object.defineProperty(unreadable, 'message', {
    get: () => {
      throw new Error('no message');
    },
  });
  const relayed = new RemoteApplicationError('Far', 'away', 'Far: away\n  at x');
  for (const [thrown, expected] of [
    [error, ['RangeError', 'too far', error.stack]],
    ['text', ['non-error', 'text', '']],
    [undefined, ['non-error', 'undefined', '']],
    [Symbol('s'), ['non-error', 'Symbol(s)', '']],
    [Object.create(null), ['non-error', 'unreadable', '']],
    [unreadable, ['Error', 'unreadable', '']],
    [relayed, ['Far', 'away', 'Far: away\n  at x']],
  ] as const) {
    for (const echo of [
      () => {
        throw thrown;
      },
      () => Promise.reject(thrown),
    ]) {
      worker.script = { echo };
      const seen = await world.outcome(gateway.echo('x'));
      failedWith(assert, seen, RemoteApplicationError, 'application');
      const { remoteClass, remoteMessage, remoteStack } = seen.value as RemoteApplicationError;
      assert.deepEqual([remoteClass, remoteMessage, remoteStack], [...expected]);
    }
  }
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('MSG-01, FENCE-02, FENCE-06, CALL-08, MSG-08 refusals arrive as the errors that they are', async (assert) => {
  const world = new World();
  const [caller, service] = [world.remoteService(), world.remoteService()];
  const worker = new FencedWorker(service, token('01'));
  const stale = await world.value(caller.connectFenced(worker.address, WorkGateway, token('02')));
  failedWith(
    assert,
    await world.outcome(stale.add(1, 2)),
    EndpointNotStartedError,
    'endpoint-not-started',
    'add(number, number)',
    worker.address,
  );
  worker.start();
  failedWith(
    assert,
    await world.outcome(stale.add(1, 2)),
    FencingTokenError,
    'fencing-token',
    'Leader(02)',
    'Leader(01)',
  );
  const bare = await world.connect(caller, worker.address, WorkGateway);
  failedWith(assert, await world.outcome(bare.add(1, 2)), UnknownMessageError, 'unknown-message', '(bare)');
  const good = await world.value(caller.connectFenced(worker.address, WorkGateway, token('01')));
  failedWith(
    assert,
    await world.outcome(askRaw(good, { method: 'no()' })),
    RpcConnectionError,
    'connection',
    'no()',
  );
  hasValue(assert, await world.outcome(good.add(1, 2)), 3);
});

test('FENCE-04 a null token in an envelope travels as null', async (assert) => {
  const world = new World();
  const [caller, service] = [world.remoteService(), world.remoteService()];
  const worker = new FencedWorker(service, token('01'));
  worker.start();
  const gateway = await world.value(caller.connectFenced(worker.address, WorkGateway, null));
  failedWith(
    assert,
    await world.outcome(gateway.add(1, 2)),
    FencingTokenError,
    'fencing-token',
    'carries none',
  );
});

test('SIZE-04 a request larger than the frame size is dropped, and the link stays up', async (assert) => {
  const { world, worker, gateway, observer } = await linked();
  const large = 'x'.repeat(1000);
  const seen = await world.outcome(gateway.echo(large));
  assert.deepEqual(observer.take(), ['lost request too-large']);
  gateway.note(large);
  await world.advance(99);
  assert.is(seen.state, 'open');
  await world.advance(1);
  failedWith(assert, seen, AskTimeoutError, 'ask-timeout');
  assert.deepEqual(worker.log, ['onStart']);
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('SIZE-06, SIZE-07 a result of exactly the frame size arrives, one byte more is too large', async (assert) => {
  const { world, worker, gateway } = await linked();
  worker.script = { echo: () => 'x'.repeat(997) }; // and a head of three bytes
  hasValue(assert, await world.outcome(gateway.echo(0)), 'x'.repeat(997));
  worker.script = { echo: () => 'x'.repeat(998) };
  const seen = await world.outcome(gateway.echo(0));
  failedWith(assert, seen, ResultTooLargeError, 'result-too-large', 'echo(unknown)', '1001', '1000');
});

test('ORD-06 what a partition loses is lost, and what comes after the repair arrives', async (assert) => {
  const { world, worker, gateway, observer } = await linked();
  world.network.partition(1, 2);
  const request = await world.outcome(gateway.add(1, 2));
  gateway.note('lost');
  assert.deepEqual(
    observer.take(),
    ['lost request partition', 'lost request partition'].slice(0, 1).concat('lost request partition'),
  );
  world.network.repair(1, 2);
  world.network.partition(2, 1);
  const answer = await world.outcome(gateway.add(1, 2));
  assert.true(observer.take().includes('lost answer partition'));
  world.network.repair(2, 1);
  gateway.note('heard');
  await world.advance(100);
  for (const seen of [request, answer]) failedWith(assert, seen, AskTimeoutError, 'ask-timeout');
  assert.deepEqual(worker.log, ['onStart', 'heard']);
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('HAND-01, HAND-13 a connect one of whose messages is lost fails by the limit of the step', async (assert) => {
  const { world, caller, worker, observer } = await linked();
  for (const [from, to, step] of [
    [1, 2, 'identification'],
    [2, 1, 'identification'],
  ] as const) {
    world.network.dropNext(from, to);
    const seen = await world.outcome(caller.connect(worker.address, WorkGateway));
    await world.advance(100);
    failedWith(assert, seen, RpcConnectionError, 'connection', step, worker.address, '100 ms');
  }
  for (const [from, to] of [
    [1, 2],
    [2, 1],
  ] as const) {
    const seen = watch(caller.connect(worker.address, WorkGateway));
    world.scheduler.step(); // the identification, whose answer is under way now
    world.network.dropNext(from, to);
    await world.settle();
    await world.advance(100);
    failedWith(assert, seen, RpcConnectionError, 'connection', 'handshake', worker.address, '100 ms');
  }
  assert.deepEqual(
    observer.take().filter((event) => event.startsWith('lost')),
    [
      'lost identify drop-next',
      'lost identity drop-next',
      'lost handshake drop-next',
      'lost greeting drop-next',
    ],
  );
  assert.is((await world.outcome(caller.connect(worker.address, WorkGateway))).state, 'value');
});

test('DEAD-03 a broken link fails what waits for it at once, and a new connect builds another', async (assert) => {
  const { world, caller, service, worker, gateway } = await linked({
    echo: () => new Promise(() => undefined),
  });
  const open = await world.outcome(gateway.echo('x'));
  world.network.breakLinks(1, 2);
  await world.settle();
  failedWith(
    assert,
    open,
    RecipientUnreachableError,
    'recipient-unreachable',
    'the link was broken',
    worker.address,
  );
  const after = await world.outcome(gateway.add(1, 2));
  failedWith(assert, after, RecipientUnreachableError, 'recipient-unreachable', 'the link is lost');
  gateway.note('vanishes');
  await world.settle();
  assert.is(world.scheduler.nextDeadlineMs(), null);
  assert.is(waiting(gateway), 0);
  const again = await world.connect(caller, worker.address, WorkGateway);
  hasValue(assert, await world.outcome(again.add(1, 2)), 3);
  hasValue(assert, await world.outcome(service.close()), undefined);
});

test('DEAD-03 a link that breaks during a connect fails it at once', async (assert) => {
  const { world, caller, worker } = await linked();
  const seen = watch(caller.connect(worker.address, WorkGateway));
  world.network.breakLinks(1, 2);
  await world.settle();
  failedWith(assert, seen, RpcConnectionError, 'connection', 'broken', worker.address);
  assert.is(world.scheduler.now(), 0);
});

test('DEAD-03, ORD-05 a link that breaks between the steps of a connect fails it once', async (assert) => {
  const { world, caller, worker, observer } = await linked();
  const seen = watch(caller.connect(worker.address, WorkGateway));
  world.scheduler.step(); // the identification, whose answer is under way now
  world.network.breakLinks(1, 2);
  await world.settle();
  failedWith(assert, seen, RpcConnectionError, 'connection', 'broken', worker.address);
  assert.is(observer.take().filter((event) => event.includes('unreachable')).length, 1);
});

test('DEAD-03, ORD-05 a slow link that breaks loses what is on its way, each frame once', async (assert) => {
  const { world, caller, worker, gateway, observer } = await linked();
  world.network.delay(1, 2, 10);
  gateway.note('tell');
  const ask = watch(gateway.add(1, 2));
  const connect = watch(caller.connect(worker.address, WorkGateway));
  await world.settle();
  assert.deepEqual(worker.log, ['onStart']);
  world.network.breakLinks(1, 2);
  await world.settle();
  failedWith(assert, ask, RecipientUnreachableError, 'recipient-unreachable', 'the link was broken');
  failedWith(assert, connect, RpcConnectionError, 'connection', 'broken');
  await world.advance(100);
  assert.deepEqual(worker.log, ['onStart']);
  const lost = observer.take().filter((event) => event.startsWith('lost'));
  assert.deepEqual(lost, ['lost request partition', 'lost request partition', 'lost identify partition']);
});

test('DEAD-03, HAND-13 answers that are on their way over a slow link are lost with it', async (assert) => {
  const { world, caller, worker, gateway, observer } = await linked();
  world.network.delay(2, 1, 10);
  const answer = await world.outcome(gateway.add(1, 2));
  const identity = await world.outcome(caller.connect(worker.address, WorkGateway));
  world.network.breakLinks(1, 2);
  await world.settle();
  failedWith(assert, answer, RecipientUnreachableError, 'recipient-unreachable');
  failedWith(assert, identity, RpcConnectionError, 'connection');
  world.network.delay(2, 1, 0);
  const greeting = await world.outcome(caller.connect(worker.address, WorkGateway));
  assert.is(greeting.state, 'value');
  const lost = observer.take().filter((event) => event.startsWith('lost'));
  assert.deepEqual(lost, ['lost answer partition', 'lost identity partition']);
});

test('TIME-09, CALL-21 an answer that is slower than its limit comes too late, and others are not', async (assert) => {
  const { world, gateway } = await linked();
  world.network.delay(1, 2, 40);
  world.network.delay(2, 1, 59);
  const early = watch(gateway.add(1, 2));
  await world.advance(98);
  assert.is(early.state, 'open');
  await world.advance(1);
  hasValue(assert, early, 3);
  world.network.delay(2, 1, 61);
  const late = watch(gateway.add(1, 2));
  await world.advance(100);
  failedWith(assert, late, AskTimeoutError, 'ask-timeout');
  await world.advance(1);
  world.network.delay(1, 2, 0);
  world.network.delay(2, 1, 0);
  hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
});

test('DEAD-03 an answer for a peer that is gone is dropped', async (assert) => {
  const late = defer<unknown>();
  const { world, worker, gateway } = await linked({ echo: () => late.promise });
  const open = await world.outcome(gateway.echo('x'));
  world.network.breakLinks(1, 2);
  await world.settle();
  late.resolve('nobody hears it');
  await world.settle();
  assert.is(open.state, 'error');
  hasValue(assert, await world.outcome(worker.close()), undefined);
});

test('DEAD-01, DEAD-03, HAND-15, CALL-01 a dead endpoint of another service is unreachable, its successor untouched', async (assert) => {
  const { world, caller, service, worker, gateway } = await linked({ endpointId: 'worker' });
  await world.value(worker.close());
  const next = new Worker(service, { endpointId: 'worker' });
  next.start();
  gateway.note('lost');
  const seen = await world.outcome(gateway.add(1, 2));
  failedWith(assert, seen, RecipientUnreachableError, 'recipient-unreachable');
  assert.deepEqual(next.log, ['onStart']);
  const again = await world.connect(caller, next.address, WorkGateway);
  hasValue(assert, await world.outcome(again.add(1, 2)), 3);
});

test('SERV-09, DEAD-03 closing a service fails what waits for it elsewhere', async (assert) => {
  const { world, caller, service, gateway } = await linked({ echo: () => new Promise(() => undefined) });
  const open = await world.outcome(gateway.echo('x'));
  await world.value(service.close());
  failedWith(assert, open, RecipientUnreachableError, 'recipient-unreachable', 'the peer closed');
  const seen = await world.outcome(caller.connect(gateway.address, WorkGateway));
  failedWith(assert, seen, RpcConnectionError, 'connection');
});

test('a link remembers nothing of tells, of answered and of expired asks', async (assert) => {
  const { world, gateway } = await linked({ echo: () => new Promise(() => undefined) });
  gateway.note('a');
  void gateway.add(1, 2);
  const expired = await world.outcome(gateway.echo('x'));
  assert.true(waiting(gateway) > 0);
  await world.advance(100);
  assert.is(expired.state, 'error');
  assert.is(waiting(gateway), 0);
});

test('CALL-21, CALL-25 an answer of a peer that comes after the limit is dropped, seen or unseen', async (assert) => {
  for (const observer of [new Observed(), undefined]) {
    const world = new World();
    const late = defer<string>();
    const caller = world.remoteService({ askTimeoutMs: 50, ...(observer === undefined ? {} : { observer }) });
    const { gateway } = await world.startedWorker(
      world.remoteService(),
      { echo: () => late.promise },
      caller,
    );
    const seen = await world.outcome(gateway.echo('x'));
    await world.advance(50);
    observer?.take();
    late.resolve('late');
    await world.settle();
    failedWith(assert, seen, AskTimeoutError, 'ask-timeout');
    assert.deepEqual(observer?.take(), observer && ['ran answer late CALL-21']);
  }
});

test('ADDR-14, ADDR-20 a pattern is looked up by the service that is asked, and a dying match spoils nothing', async (assert) => {
  const world = new World();
  const [caller, service] = [world.remoteService(), world.remoteService()];
  const [first, second] = [1, 2].map((number) => new Worker(service, { endpointId: `worker_${number}` })) as [
    Worker,
    Worker,
  ];
  const pattern = first.address.replace('_1', '_*');
  void first.close();
  const gateway = await world.connect(caller, pattern, WorkGateway);
  assert.is(gateway.address, second.address);
  await world.value(second.close());
  failedWith(
    assert,
    await world.outcome(caller.connect(pattern, WorkGateway)),
    RpcConnectionError,
    'connection',
    pattern,
  );
});

test('SIZE-10 a failure with more text than a frame carries still fails the asker', async (assert) => {
  const { world, worker, gateway } = await linked();
  worker.script = {
    echo: () => {
      throw new RangeError('x'.repeat(100_000));
    },
  };
  const seen = await world.outcome(gateway.echo('x'));
  failedWith(assert, seen, RemoteApplicationError, 'application', 'RangeError: xxx');
});

test('SIZE-10 a failure is as large as its bytes, not its characters, and has more parts than its text', async (assert) => {
  const { world, worker, gateway } = await linked();
  const escaped = Object.assign(new RangeError('\u0000'.repeat(450)), { stack: '' });
  const named = Object.assign(new RangeError('named'), { stack: '', name: 'x'.repeat(2000) });
  for (const error of [escaped, named]) {
    worker.script = {
      echo: () => {
        throw error;
      },
    };
    failedWith(assert, await world.outcome(gateway.echo('x')), RemoteApplicationError, 'application');
  }
});

// --- a peer that speaks frames by hand ----------------------------------------------------------------------------------

/** A service with a worker, and a peer that has dialled it. */
async function dialled() {
  const world = new World();
  const observer = new Observed();
  const logger = new Logged();
  const service = world.remoteService({ observer, logger });
  const { worker } = await world.startedWorker(service, { endpointId: 'worker' });
  const peer = new FramePeer(world.network, 'peer', 9);
  peer.dial('host1:1');
  observer.take();
  return { world, service, worker, peer, observer, logger };
}

const head = { op: 7, sender: 0 } as const;
const call: WireFrameOf<'invocation'> = {
  frame: 'invocation',
  ...head,
  incarnation: 1,
  asked: true,
  kind: 'call',
  envelope: 'bare',
  token: null,
  method: 'add(number, number)',
  arguments: [1, 2],
  trace: null,
};

test('HAND-01, HAND-02, HAND-07, HAND-08 a peer is identified to, shakes hands and calls', async (assert) => {
  const { world, worker, peer } = await dialled();
  peer.send({ frame: 'identify', ...head, name: 'worker' });
  await world.settle();
  assert.deepEqual(peer.last('identity').found, { incarnation: 1, address: worker.address });
  peer.send({ frame: 'identify', ...head, name: 'nobody' });
  await world.settle();
  assert.is(peer.last('identity').found, null);
  const handshake = {
    frame: 'handshake',
    ...head,
    incarnation: 1,
    version: PROTOCOL_VERSION,
    gateway: 'Work',
  } as const;
  peer.send(handshake);
  await world.settle();
  assert.is(peer.last('success').leg, 'greeting');
  for (const wrong of [{ version: 1 }, { gateway: 'Other' }]) {
    peer.send({ ...handshake, ...wrong });
    await world.settle();
    assert.deepEqual([peer.last('failure').leg, peer.last('failure').error.code], ['greeting', 'handshake']);
  }
  peer.send(call);
  await world.settle();
  assert.deepEqual(peer.last('success'), { frame: 'success', op: 7, leg: 'answer', value: 3 });
});

test('DEAD-03, HAND-14 a peer that names an incarnation that is not there is told, unless it told', async (assert) => {
  const { world, peer } = await dialled();
  peer.send({ ...call, incarnation: 99 });
  await world.settle();
  assert.deepEqual(
    [peer.last('failure').leg, peer.last('failure').error.code],
    ['answer', 'recipient-unreachable'],
  );
  peer.send({ frame: 'handshake', ...head, incarnation: 99, version: PROTOCOL_VERSION, gateway: 'Work' });
  await world.settle();
  assert.deepEqual(
    [peer.last('failure').leg, peer.last('failure').error.code],
    ['greeting', 'recipient-unreachable'],
  );
  const { length } = peer.frames;
  peer.send({ ...call, asked: false, incarnation: 99 });
  await world.settle();
  assert.is(peer.frames.length, length);
});

test('SIZE-03 a request whose values are none is dropped, and the service goes on', async (assert) => {
  const { world, peer, observer, logger } = await dialled();
  peer.send({ ...call, arguments: unreadable as never });
  assert.deepEqual(observer.take(), ['lost request undecodable']);
  assert.deepEqual(logger.lines, ['warn a frame that does not decode was dropped']);
  peer.send(call);
  await world.settle();
  assert.is(peer.last('success').value, 3);
});

/** A gateway to a peer that is played by the test. */
async function connectedByHand() {
  const world = new World();
  const caller = world.remoteService({ askTimeoutMs: 50 });
  const peer = new FramePeer(world.network, 'peer', 9);
  const connecting = watch(caller.connect('fencepost.memory://fencepost@peer:9/user/rpc/x', WorkGateway));
  await world.settle();
  const { op } = peer.last('identify');
  peer.send({ frame: 'identity', op, found: { incarnation: 5, address: 'a' }, others: false, match: null });
  await world.settle();
  peer.send({ frame: 'success', op, leg: 'greeting', value: null });
  await world.settle();
  const gateway = connecting.value as { add(left: number, right: number): Promise<number> };
  return { world, peer, gateway };
}

test('SIZE-08 an answer whose value is none fails the asker, and the link stays up', async (assert) => {
  const { world, peer, gateway } = await connectedByHand();
  const seen = await world.outcome(gateway.add(1, 2));
  peer.send({ frame: 'success', op: peer.last('invocation').op, leg: 'answer', value: unreadable });
  await world.settle();
  failedWith(assert, seen, ResultUndecodableError, 'result-undecodable');
  assert.deepEqual(peer.reasons, []);
});

test('a peer cannot reach work, or what lies behind the fence of the declaration', async (assert) => {
  const { world, worker, peer } = await dialled();
  for (const method of ['start()', 'onStart()', 'constructor()', '__proto__()', 'toString()', 'hidden()'])
    peer.send({ ...call, method, arguments: [] });
  await world.settle();
  for (const frame of peer.frames) assert.is(frame.frame, 'failure');
  assert.is(peer.frames.length, 6);
  assert.deepEqual(worker.log, ['onStart']);
});

test('a peer that answers what was not asked, or twice, changes nothing', async (assert) => {
  const world = new World();
  const caller = world.remoteService({ askTimeoutMs: 50 });
  const peer = new FramePeer(world.network, 'peer', 9);
  const connecting = watch(caller.connect('fencepost.memory://fencepost@peer:9/user/rpc/x', WorkGateway));
  await world.settle();
  const { op } = peer.last('identify');
  const found = { incarnation: 5, address: 'its address' };
  const error = { code: 'rpc', message: 'no', states: {}, className: 'E', stack: '', cause: null } as const;
  peer.send({ frame: 'success', op, leg: 'greeting', value: null });
  peer.send({ frame: 'failure', op, leg: 'answer', error });
  peer.send({ frame: 'success', op: 12_345, leg: 'answer', value: null });
  peer.send({ frame: 'identity', op: 12_345, found, others: false, match: null });
  await world.settle();
  assert.is(connecting.state, 'open');
  for (let time = 0; time < 2; time += 1) {
    peer.send({ frame: 'identity', op, found, others: false, match: null });
    await world.settle();
  }
  assert.deepEqual([peer.last('handshake').incarnation, peer.last('handshake').op], [5, op]);
  assert.is(peer.frames.length, 2);
  peer.send({ frame: 'identity', op, found: null, others: false, match: null });
  await world.settle();
  assert.is(connecting.state, 'open');
  peer.send({ frame: 'success', op, leg: 'greeting', value: null });
  peer.send({ frame: 'failure', op, leg: 'greeting', error });
  await world.settle();
  assert.is(connecting.state, 'value');
  assert.is(seenValue<{ readonly address: string }>(connecting).address, 'its address');
});

test('SIZE-08, CALL-25 an answer of a peer is decoded by the declaration of the caller, and counts once', async (assert) => {
  const { world, peer, gateway } = await connectedByHand();
  for (const [value, state] of [
    [3, 'value'],
    ['three', 'error'],
    [null, 'value'],
  ] as const) {
    const seen = await world.outcome(gateway.add(1, 2));
    const asked = peer.last('invocation');
    for (const answer of [value, 'late'])
      peer.send({ frame: 'success', op: asked.op, leg: 'answer', value: answer });
    await world.settle();
    assert.is(seen.state, state);
  }
});

test('DEAD-03 a peer that hangs up at once leaves a connect that fails, not one that hangs', async (assert) => {
  const world = new World();
  const caller = world.remoteService();
  const peer = new FramePeer(world.network, 'peer', 9);
  const connecting = watch(caller.connect('fencepost.memory://fencepost@peer:9/user/rpc/x', WorkGateway));
  await world.settle();
  peer.send({
    frame: 'identity',
    op: peer.last('identify').op,
    found: { incarnation: 5, address: 'a' },
    others: false,
    match: null,
  });
  peer.link?.close();
  await world.settle();
  failedWith(assert, connecting, RpcConnectionError, 'connection');
  assert.is(world.scheduler.now(), 0);
});

/**
 * Goal: services talk over real sockets of the loopback interface, and whoever loses the other learns it. Method: two services
 * of this process; raw sockets for peers that are none. Nothing here is timed: waiting is for events, with a bound.
 */
import { connect, createServer } from 'node:net';
import test from 'ava';
import * as t from 'io-ts';
import {
  ask,
  defineGateway,
  FencedRpcEndpoint,
  FencingTokenError,
  IllegalArgumentError,
  MemoryNetwork,
  MemoryTransport,
  RecipientUnreachableError,
  RpcConnectionError,
  RpcService,
  TcpTransport,
  type TcpTransportOptions,
  tell,
} from '../../index.js';

const Work = defineGateway('Work', {
  add: ask([t.number, t.number], t.number),
  echo: ask([t.unknown], t.unknown),
  fail: ask([], t.void),
  never: ask([], t.void),
  note: tell([t.number]),
});
const token = { type: 'Leader', bytes: '01' };

class Worker extends FencedRpcEndpoint<Worker> {
  readonly notes: number[] = [];

  constructor(service: RpcService) {
    super(service, { endpointId: 'worker', gateways: [Work] }, token);
  }

  add(left: number, right: number): number {
    return left + right;
  }

  echo(value: unknown): unknown {
    return value;
  }

  fail(): void {
    throw new RangeError('out of range', { cause: new TypeError('the reason') });
  }

  never(): Promise<void> {
    return new Promise(() => undefined);
  }

  note(number: number): void {
    this.notes.push(number);
  }
}

async function serviceOver(options: TcpTransportOptions = {}) {
  const transport = await TcpTransport.open(options);
  return { transport, service: new RpcService({ transport, askTimeoutMs: 20_000 }) };
}

async function linked() {
  const left = await serviceOver();
  const right = await serviceOver();
  const worker = new Worker(right.service);
  worker.start();
  const gateway = await left.service.connectFenced(worker.address, Work, token);
  return { left, right, worker, gateway };
}

const closeAll = (...services: readonly RpcService[]) =>
  Promise.all(services.map((service) => service.close()));

test('ADDR-01, CALL-02, FENCE-02 services connect, ask and tell over TCP; a wrong token is refused there too', async (assert) => {
  const { left, right, worker, gateway } = await linked();
  assert.regex(worker.address, /^fencepost\.tcp:\/\/fencepost@127\.0\.0\.1:\d+\/user\/rpc\/worker$/);
  assert.is(await gateway.add(1, 2), 3);
  for (let number = 0; number < 1000; number += 1) gateway.note(number);
  await gateway.add(0, 0);
  assert.deepEqual(
    worker.notes,
    Array.from({ length: 1000 }, (_, index) => index),
  );
  const stale = await left.service.connectFenced(worker.address, Work, { type: 'Leader', bytes: '02' });
  await assert.throwsAsync(stale.add(1, 2), { instanceOf: FencingTokenError });
  await closeAll(left.service, right.service);
});

test('values arrive as they were, and failures with class, cause and stack', async (assert) => {
  const { left, right, gateway } = await linked();
  const value = {
    bytes: Uint8Array.of(0, 255),
    big: -(10n ** 40n),
    at: new Date(1.5e12),
    odd: [Number.NaN, -0, undefined, null, 'ä😀'],
  };
  assert.deepEqual(await gateway.echo(value), value);
  const error = await assert.throwsAsync(gateway.fail());
  assert.like(error, { code: 'application', remoteClass: 'RangeError', remoteMessage: 'out of range' });
  assert.regex((error as { readonly remoteStack?: string }).remoteStack ?? '', /tcp-transport\.test/);
  assert.like(error?.cause, { remoteClass: 'TypeError', remoteMessage: 'the reason' });
  await closeAll(left.service, right.service);
});

test('ORD-04, SIZE-04 large and small messages of many askers come back, each to who asked', async (assert) => {
  const { left, right, gateway } = await linked();
  const asks = Array.from({ length: 300 }, async (_, index) => {
    const text = `${index}`.padEnd(index % 10 === 0 ? 300_000 : 10, 'x');
    assert.is(await gateway.echo(text), text);
  });
  await Promise.all(asks);
  await closeAll(left.service, right.service);
});

test('DEAD-03, SERV-09 an ask that is open when its peer closes fails at once', async (assert) => {
  const { left, right, gateway } = await linked();
  const open = gateway.never();
  await gateway.add(1, 1);
  void right.service.close();
  await assert.throwsAsync(open, { instanceOf: RecipientUnreachableError });
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  await closeAll(left.service, right.service);
});

test('HAND-15 a service that comes back at the same port is another one: the old gateway stays dead', async (assert) => {
  const { left, right, worker, gateway } = await linked();
  const { port } = right.transport;
  await right.service.close();
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  const again = await serviceOver({ port });
  const second = new Worker(again.service);
  second.start();
  assert.is(second.address, worker.address);
  const fresh = await left.service.connectFenced(second.address, Work, token);
  assert.is(await fresh.add(1, 2), 3);
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  await closeAll(left.service, again.service);
});

test('HAND-05 a port where nobody listens fails the connect, and for a while nobody tries again', async (assert) => {
  const { service } = await serviceOver({ limits: { backOffMs: 60_000, backOffMaxMs: 60_000 } });
  const nobody = createServer();
  await new Promise<void>((resolve) => void nobody.listen(0, '127.0.0.1', resolve));
  const { port } = nobody.address() as { readonly port: number };
  await new Promise((resolve) => void nobody.close(resolve));
  const address = `fencepost.tcp://fencepost@127.0.0.1:${port}/user/rpc/x`;
  for (let time = 0; time < 2; time += 1)
    await assert.throwsAsync(service.connect(address, Work), { instanceOf: RpcConnectionError });
  await service.close();
});

test('HAND-03, HAND-05 an address whose port is none fails the future of the connect, and raises nothing', async (assert) => {
  const { service } = await serviceOver();
  for (const port of [0, 65_536, 99_999]) {
    const connecting = service.connect(`fencepost.tcp://fencepost@127.0.0.1:${port}/user/rpc/x`, Work);
    await assert.throwsAsync(connecting, { instanceOf: RpcConnectionError });
  }
  await service.close();
});

test('a peer that speaks something else is refused, and the service serves on', async (assert) => {
  const { left, right, gateway } = await linked();
  const stranger = connect(right.transport.port, '127.0.0.1');
  stranger.on('error', () => undefined);
  stranger.write('GET / HTTP/1.1\r\n\r\n');
  await new Promise((resolve) => void stranger.on('close', resolve).resume());
  assert.is(await gateway.add(1, 2), 3);
  await closeAll(left.service, right.service);
});

test('a peer that says nothing is given up, and the service serves on', async (assert) => {
  const right = await serviceOver({ limits: { handshakeMs: 50 } });
  const worker = new Worker(right.service);
  worker.start();
  const stranger = connect(right.transport.port, '127.0.0.1');
  stranger.on('error', () => undefined);
  await new Promise((resolve) => void stranger.on('close', resolve).resume());
  const left = await serviceOver();
  const gateway = await left.service.connectFenced(worker.address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  await closeAll(left.service, right.service);
});

test('there are never more links than the limit says', async (assert) => {
  const { left, right, gateway } = await linked();
  const third = await serviceOver({ limits: { links: 0 } });
  const address = `fencepost.tcp://fencepost@127.0.0.1:${third.transport.port}/user/rpc/worker`;
  await assert.throwsAsync(left.service.connect(address, Work), { instanceOf: RpcConnectionError });
  assert.is(await gateway.add(1, 2), 3);
  await closeAll(left.service, right.service, third.service);
});

test('a port that is taken says so', async (assert) => {
  const { transport, service } = await serviceOver();
  const error = await assert.throwsAsync(TcpTransport.open({ port: transport.port }), {
    instanceOf: IllegalArgumentError,
  });
  assert.regex(error?.message ?? '', new RegExp(`127\\.0\\.0\\.1:${transport.port}.*EADDRINUSE`));
  await service.close();
});

test('values travel as JSON text where both sides want that', async (assert) => {
  const left = await serviceOver({ json: true });
  const right = await serviceOver({ json: true });
  const worker = new Worker(right.service);
  worker.start();
  const gateway = await left.service.connectFenced(worker.address, Work, token);
  const value = { big: 10n, at: new Date(0), bytes: Uint8Array.of(1) };
  assert.deepEqual(await gateway.echo(value), value);
  await closeAll(left.service, right.service);
});

test('a service that does not listen can be called over the links that it has opened', async (assert) => {
  const server = await serviceOver();
  const boss = new Worker(server.service);
  boss.start();
  const client = await serviceOver({ listen: false });
  assert.is(client.transport.port, -1);
  const worker = new Worker(client.service);
  worker.start();
  assert.regex(worker.address, /^fencepost\.tcp:\/\/fencepost@node-[0-9a-f]{32}\/user\/rpc\/worker$/);
  const before = server.service.connectFenced(worker.address, Work, token);
  await assert.throwsAsync(before, { instanceOf: RpcConnectionError }); // there is no link yet
  const there = await client.service.connectFenced(boss.address, Work, token);
  const back = await server.service.connectFenced(worker.address, Work, token);
  assert.is(await back.add(1, await there.add(2, 3)), 6);
  await closeAll(client.service, server.service);
});

test('a peer that only says that it is another does not take its place', async (assert) => {
  const { left, right, worker } = await linked();
  const server = await serviceOver();
  const boss = new Worker(server.service);
  boss.start();
  const impostor = await serviceOver();
  impostor.transport.own = { ...impostor.transport.own, address: right.transport.authority };
  const false_ = new Worker(impostor.service);
  false_.start();
  await impostor.service.connectFenced(boss.address, Work, token);
  const gateway = await server.service.connectFenced(worker.address, Work, token);
  gateway.note(1);
  await gateway.add(0, 0);
  assert.deepEqual([worker.notes, false_.notes], [[1], []]);
  await closeAll(left.service, right.service, server.service, impostor.service);
});

test('DEAD-03 more asks than may wait for a peer fail at once, and the others go on', async (assert) => {
  const right = await serviceOver();
  const worker = new Worker(right.service);
  worker.start();
  const transport = await TcpTransport.open({ listen: false });
  const service = new RpcService({ transport, maximumPendingAsks: 2 });
  const gateway = await service.connectFenced(worker.address, Work, token);
  const open = [gateway.never(), gateway.never()].map((asked) => assert.throwsAsync(asked));
  const error = await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  assert.regex(error?.message ?? '', /too many asks wait for the peer already/);
  await closeAll(right.service, service);
  await Promise.all(open);
});

test('SERV-03 a service that closes has said everything before its future completes', async (assert) => {
  const { left, right, worker, gateway } = await linked();
  const text = 'x'.repeat(100_000);
  for (let number = 0; number < 100; number += 1) void gateway.echo(text).catch(() => undefined);
  gateway.note(7);
  await left.service.close();
  const again = await serviceOver();
  const fresh = await again.service.connectFenced(worker.address, Work, token);
  await fresh.add(0, 0);
  assert.deepEqual(worker.notes, [7]);
  await closeAll(right.service, again.service);
});

test('a service has several transports, and an address says which of them is meant', async (assert) => {
  const network = new MemoryNetwork();
  const memory = (name: string, port: number) => new MemoryTransport(network, name, port);
  const right = new RpcService({ transports: [await TcpTransport.open(), memory('right', 1)] });
  const worker = new Worker(right);
  worker.start();
  const overTcp = await serviceOver({ listen: false });
  const overMemory = new RpcService({ transport: memory('left', 2) });
  const first = await overTcp.service.connectFenced(worker.address, Work, token);
  const second = await overMemory.connectFenced(
    'fencepost.memory://fencepost@right:1/user/rpc/worker',
    Work,
    token,
  );
  assert.deepEqual([await first.add(1, 2), await second.add(3, 4)], [3, 7]);
  assert.deepEqual([first.address, second.address.split(':')[0]], [worker.address, 'fencepost.memory']);
  const nowhere = right.connect('fencepost.other://fencepost@right:1/user/rpc/worker', Work);
  await assert.throwsAsync(nowhere, { instanceOf: RpcConnectionError });
  assert.throws(() => new RpcService({ transports: [memory('a', 3), memory('b', 4)] }), {
    instanceOf: IllegalArgumentError,
    message: /same scheme/,
  });
  await closeAll(right, overTcp.service, overMemory);
});

/**
 * Goal: services talk over real sockets of the loopback interface, and whoever loses the other learns it. Method: two services
 * of this process; raw sockets for peers that are none. Nothing here is timed: waiting is for events, with a bound.
 */
import { connect, createServer } from 'node:net';
import test from 'ava';
import {
  IllegalArgumentError,
  MemoryNetwork,
  MemoryTransport,
  RecipientUnreachableError,
  RpcConnectionError,
  RpcService,
  TCP_SCHEME,
  TcpTransport,
  type TcpTransportOptions,
} from '../../index.js';
import { testServices } from './service-cases.js';
import { closeAll, serviceOf, startedWorker, token, Work } from './services.js';

testServices({
  name: 'TCP',
  scheme: TCP_SCHEME,
  pair: async (left, right) => [
    await TcpTransport.open({ ...left, listen: false }),
    await TcpTransport.open(right),
  ],
});

async function serviceOver(options: TcpTransportOptions = {}) {
  const transport = await TcpTransport.open(options);
  return { transport, service: serviceOf(transport) };
}

async function linked() {
  const left = await serviceOver();
  const right = await serviceOver();
  const worker = startedWorker(right.service);
  const gateway = await left.service.connectFenced(worker.address, Work, token);
  return { left, right, worker, gateway };
}

test('HAND-15 a service that comes back at the same port is another one: the old gateway stays dead', async (assert) => {
  const { left, right, worker, gateway } = await linked();
  const { port } = right.transport;
  await right.service.close();
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  const again = await serviceOver({ port });
  const second = startedWorker(again.service);
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
  const worker = startedWorker(right.service);
  const stranger = connect(right.transport.port, '127.0.0.1');
  stranger.on('error', () => undefined);
  await new Promise((resolve) => void stranger.on('close', resolve).resume());
  const left = await serviceOver();
  const gateway = await left.service.connectFenced(worker.address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  await closeAll(left.service, right.service);
});

test('a port that is taken says so', async (assert) => {
  const { transport, service } = await serviceOver();
  const error = await assert.throwsAsync(TcpTransport.open({ port: transport.port }), {
    instanceOf: IllegalArgumentError,
  });
  assert.regex(error?.message ?? '', new RegExp(`127\\.0\\.0\\.1:${transport.port}.*EADDRINUSE`));
  await service.close();
});

test('a peer that only says that it is another does not take its place', async (assert) => {
  const { left, right, worker } = await linked();
  const server = await serviceOver();
  const boss = startedWorker(server.service);
  const impostor = await serviceOver();
  impostor.transport.own = { ...impostor.transport.own, address: right.transport.authority };
  const false_ = startedWorker(impostor.service);
  await impostor.service.connectFenced(boss.address, Work, token);
  const gateway = await server.service.connectFenced(worker.address, Work, token);
  gateway.note(1);
  await gateway.add(0, 0);
  assert.deepEqual([worker.notes, false_.notes], [[1], []]);
  await closeAll(left.service, right.service, server.service, impostor.service);
});

test('DEAD-03 more asks than may wait for a peer fail at once, and the others go on', async (assert) => {
  const right = await serviceOver();
  const worker = startedWorker(right.service);
  const transport = await TcpTransport.open({ listen: false });
  const service = new RpcService({ transport, maximumPendingAsks: 2 });
  const gateway = await service.connectFenced(worker.address, Work, token);
  const open = [gateway.never(), gateway.never()].map((asked) => assert.throwsAsync(asked));
  const error = await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  assert.regex(error?.message ?? '', /too many asks wait for the peer already/);
  await closeAll(right.service, service);
  await Promise.all(open);
});

test('a service has several transports, and an address says which of them is meant', async (assert) => {
  const network = new MemoryNetwork();
  const memory = (name: string, port: number) => new MemoryTransport(network, name, port);
  const right = new RpcService({ transports: [await TcpTransport.open(), memory('right', 1)] });
  const worker = startedWorker(right);
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

test('HAND-05 whoever sends back what it gets is no peer: a service does not talk to itself', async (assert) => {
  const echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => void echo.listen(0, '127.0.0.1', resolve));
  const { port } = echo.address() as { readonly port: number };
  const { service } = await serviceOver();
  startedWorker(service);
  const address = `fencepost.tcp://fencepost@127.0.0.1:${port}/user/rpc/worker`;
  const error = await assert.throwsAsync(service.connect(address, Work), { instanceOf: RpcConnectionError });
  assert.regex(error?.message ?? '', /the preamble of this side itself/);
  await service.close();
  echo.close();
});

/**
 * Goal: services reach each other by name over a NATS server, and whoever loses a peer or the server learns it. Method: a
 * server of Debian's package on the loopback interface, started by these tests; they are skipped where it is missing. Nothing
 * here is timed: waiting is for events, with a bound.
 */

import { fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connect } from '@nats-io/transport-node';
import anyTest, { type ExecutionContext } from 'ava';
import {
  FencingTokenError,
  IllegalArgumentError,
  RecipientUnreachableError,
  RpcConnectionError,
  RpcService,
} from '../../../impl/index.js';
import { type NatsStatus, NatsTransport, type NatsTransportOptions } from '../../../impl/nats.js';
import { token, Work, Worker } from '../../../impl/test/transport/services.js';
import { hasNatsServer, NatsServer } from '../../transports/nats-server.js';

const test = hasNatsServer() ? anyTest : anyTest.skip;

let shared: NatsServer | null = null;
anyTest.before(async () => {
  if (hasNatsServer()) shared = await NatsServer.start();
});
anyTest.after.always(() => shared?.stop());

/** Each test has a cluster of its own on the server that they share. */
let clusters = 0;
const newCluster = (): string => {
  clusters += 1;
  return `cluster-${clusters}`;
};

/** Services of one cluster, closed at the end of the test. */
class Cluster {
  readonly name = newCluster();
  readonly server: NatsServer;
  private readonly services: RpcService[] = [];

  constructor(assert: ExecutionContext, server = shared as NatsServer) {
    this.server = server;
    assert.teardown(() => Promise.all(this.services.map((service) => service.close())));
  }

  open(name: string | null, options: NatsTransportOptions = {}): Promise<NatsTransport> {
    const own = name === null ? {} : { name };
    return NatsTransport.open({
      servers: this.server.url,
      cluster: this.name,
      connection: { reconnectTimeWait: 20, reconnectJitter: 0 },
      ...own,
      ...options,
    });
  }

  async service(name: string | null, options: NatsTransportOptions = {}): Promise<RpcService> {
    const service = new RpcService({ transport: await this.open(name, options), askTimeoutMs: 60_000 });
    this.services.push(service);
    return service;
  }

  async worker(name: string | null, options: NatsTransportOptions = {}): Promise<Worker> {
    const worker = new Worker(await this.service(name, options));
    worker.start();
    return worker;
  }
}

const addressOn = (node: string): string => `fencepost.nats://fencepost@${node}/user/rpc/worker`;

/** Whether every thread of a process stands still: a signal takes a moment. True where nobody tells. */
function isStopped(processId: number): boolean {
  const threads = `/proc/${processId}/task`;
  if (!existsSync(threads)) return true;
  return readdirSync(threads).every((thread) => {
    const told = readFileSync(`${threads}/${thread}/stat`, 'utf8');
    return told.slice(told.lastIndexOf(')') + 2).startsWith('T');
  });
}

/** Waits until something holds that events bring about. */
async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns += 1) {
    if (turns > 4000) throw new Error('it never came');
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
}

/** Connects, again and again while the peer is left alone because it could not be reached a moment ago. */
async function connecting(service: RpcService, node: string) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await service.connectFenced(addressOn(node), Work, token);
    } catch (error) {
      if (attempt === 400) throw error;
      await new Promise((resolve) => void setTimeout(resolve, 25));
    }
  }
}

test('ADDR-01, FENCE-02 three nodes reach each other by name alone; a wrong token is refused there too', async (assert) => {
  const cluster = new Cluster(assert);
  const workers = await Promise.all(['node-a', 'node-b', 'node-c'].map((name) => cluster.worker(name)));
  assert.is(workers[0]?.address, addressOn('node-a'));
  for (const { rpcService } of workers)
    for (const [position, name] of ['node-a', 'node-b', 'node-c'].entries()) {
      const gateway = await rpcService.connectFenced(addressOn(name), Work, token);
      assert.is(await gateway.add(position, 1), position + 1);
    }
  const [first] = workers as [Worker];
  const stale = await first.rpcService.connectFenced(addressOn('node-b'), Work, {
    type: 'Leader',
    bytes: '02',
  });
  await assert.throwsAsync(stale.add(1, 2), { instanceOf: FencingTokenError });
});

test('ORD-01, SIZE-04 messages of all sizes arrive in order, larger ones than the server and the window allow among them', async (assert) => {
  const cluster = new Cluster(assert);
  const worker = await cluster.worker('large', { windowBytes: 50_000 });
  const client = await cluster.service(null, { windowBytes: 20_000 });
  const gateway = await client.connectFenced(worker.address, Work, token);
  const asks = Array.from({ length: 200 }, async (_, index) => {
    gateway.note(index);
    const text = `${index}`.padEnd(index % 50 === 0 ? 3_000_000 : index * 10, 'x');
    assert.is(await gateway.echo(text), text);
  });
  await Promise.all(asks);
  assert.deepEqual(
    worker.notes,
    Array.from({ length: 200 }, (_, index) => index),
  );
});

test('SIZE-04 a server that allows only small messages carries large ones all the same', async (assert) => {
  const server = await NatsServer.start(['max_payload: 64']);
  assert.teardown(() => server.stop());
  const cluster = new Cluster(assert, server);
  const worker = await cluster.worker('small');
  const gateway = await (await cluster.service(null)).connectFenced(worker.address, Work, token);
  const text = 'x'.repeat(20_000);
  assert.is(await gateway.echo(text), text);
});

test('a server whose messages are too small for anything is refused', async (assert) => {
  const server = await NatsServer.start(['max_payload: 63']);
  assert.teardown(() => server.stop());
  await assert.throwsAsync(new Cluster(assert, server).open('small'), {
    instanceOf: RpcConnectionError,
    message: /63 bytes.*64 bytes/,
  });
});

test('HAND-05 a node that does not exist fails the connect at once, and says who is missing', async (assert) => {
  const cluster = new Cluster(assert);
  const service = await cluster.service(null, { limits: { handshakeMs: 3_600_000 } });
  for (const node of ['nobody', 'host:1', 'a.b', '*', 'x'.repeat(65)])
    await assert.throwsAsync(
      service.connect(addressOn(node), Work),
      { instanceOf: RpcConnectionError },
      node,
    );
});

test('clusters do not see each other', async (assert) => {
  const here = new Cluster(assert);
  await here.worker('node-a');
  const there = await new Cluster(assert).service(null);
  await assert.throwsAsync(there.connect(addressOn('node-a'), Work), { instanceOf: RpcConnectionError });
});

test('a name that another node has is refused, and free again once that node is closed', async (assert) => {
  const cluster = new Cluster(assert);
  const worker = await cluster.worker('node-a');
  const error = await assert.throwsAsync(cluster.open('node-a'), { instanceOf: IllegalArgumentError });
  assert.regex(error?.message ?? '', /node-a.*another node has this name/);
  const client = await cluster.service(null);
  assert.is(await (await client.connectFenced(worker.address, Work, token)).add(1, 2), 3);
  await worker.rpcService.close();
  const second = await cluster.worker('node-a');
  assert.is(await (await connecting(client, 'node-a')).add(3, 4), 7);
  assert.is(second.address, worker.address);
});

test('of nodes that want one name at the same moment exactly one gets it', async (assert) => {
  const cluster = new Cluster(assert);
  let left = 5;
  const onStatus = (status: NatsStatus): void => {
    if (status === 'name-taken') left -= 1; // on a slow machine they may hear of each other late
  };
  const opening = Array.from({ length: 5 }, () => cluster.worker('node-a', { onStatus }));
  for (const { status } of await Promise.allSettled(opening)) if (status === 'rejected') left -= 1;
  await until(() => left <= 1);
  const gateway = await connecting(await cluster.service(null), 'node-a');
  assert.is(await gateway.add(1, 2), 3);
  assert.is(left, 1);
});

for (const name of ['', 'a.b', 'a b', 'ä', '*', '>', 'x'.repeat(65), 'a/b'])
  anyTest(`'${name}' is no name of a node, and of no cluster`, async (assert) => {
    await assert.throwsAsync(NatsTransport.open({ name }), {
      instanceOf: IllegalArgumentError,
      message: /node/,
    });
    await assert.throwsAsync(NatsTransport.open({ cluster: name }), {
      instanceOf: IllegalArgumentError,
      message: /cluster/,
    });
  });

anyTest('a place without a server says so', async (assert) => {
  await assert.throwsAsync(NatsTransport.open({ servers: 'nats://127.0.0.1:1' }), {
    instanceOf: RpcConnectionError,
    message: /127\.0\.0\.1:1/,
  });
});

test('DEAD-03 a service that closes fails the asks that wait for it at once', async (assert) => {
  const cluster = new Cluster(assert);
  const worker = await cluster.worker('node-a');
  const client = await cluster.service(null);
  const gateway = await client.connectFenced(worker.address, Work, token);
  const open = gateway.never();
  await gateway.add(1, 1);
  void worker.rpcService.close();
  await assert.throwsAsync(open, { instanceOf: RecipientUnreachableError });
});

test('DEAD-03, HAND-15 a node that is killed fails the asks that wait for it, and another of its name is a new one', async (assert) => {
  const cluster = new Cluster(assert);
  const client = await cluster.service('client', { probeMs: 50 });
  const child = fork(
    fileURLToPath(new URL('./nats-child.js', import.meta.url)),
    [cluster.server.url, cluster.name],
    {
      timeout: 120_000,
    },
  );
  assert.teardown(() => child.kill('SIGKILL'));
  await new Promise((resolve) => void child.once('message', resolve));
  const gateway = await client.connectFenced(addressOn('child'), Work, token);
  const open = gateway.never();
  assert.is(await gateway.add(1, 2), 3);
  child.kill('SIGKILL');
  await assert.throwsAsync(open, { instanceOf: RecipientUnreachableError });
  await cluster.worker('child');
  const fresh = await connecting(client, 'child');
  assert.is(await fresh.add(3, 4), 7);
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
});

test('DEAD-03, HAND-05 a server that dies loses every link; meanwhile connects fail at once; when it is back they work', async (assert) => {
  const server = await NatsServer.start();
  assert.teardown(() => server.stop());
  const cluster = new Cluster(assert, server);
  const statuses: NatsStatus[] = [];
  const worker = await cluster.worker('node-a');
  const client = await cluster.service('node-b', { onStatus: (status) => statuses.push(status) });
  const gateway = await client.connectFenced(worker.address, Work, token);
  const open = gateway.never();
  await gateway.add(1, 1);
  await server.die();
  await assert.throwsAsync(open, { instanceOf: RecipientUnreachableError });
  await assert.throwsAsync(client.connect(worker.address, Work), { instanceOf: RpcConnectionError });
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  assert.deepEqual(statuses, ['disconnected']);
  await server.begin();
  await until(() => statuses.includes('connected'));
  assert.is(await (await connecting(client, 'node-a')).add(1, 2), 3);
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  assert.deepEqual(statuses, ['disconnected', 'connected']);
});

test('a node that was cut off while another took its name lets nobody in any more, and says so', async (assert) => {
  const server = await NatsServer.start();
  assert.teardown(() => server.stop());
  const cluster = new Cluster(assert, server);
  const statuses: NatsStatus[] = [];
  const slow = { reconnectTimeWait: 1500, reconnectJitter: 0 };
  const onStatus = (status: NatsStatus) => statuses.push(status);
  const first = await cluster.worker('node-a', { connection: slow, onStatus });
  await server.die();
  await until(() => statuses.includes('disconnected'));
  await server.begin();
  const second = await cluster.worker('node-a');
  await until(() => statuses.includes('name-taken'));
  assert.deepEqual(statuses, ['disconnected', 'connected', 'name-taken']);
  const client = await cluster.service(null);
  const gateway = await client.connectFenced(addressOn('node-a'), Work, token);
  gateway.note(7);
  await gateway.add(0, 0);
  assert.deepEqual([first.notes, second.notes], [[], [7]]);
});

test('a connection that is over for good while its name is asked for fails the opening; a hook that throws changes nothing', async (assert) => {
  const server = await NatsServer.start();
  assert.teardown(() => server.stop());
  const cluster = new Cluster(assert, server);
  const silent = await connect({ servers: server.url, reconnect: false });
  const asked = new Promise<void>((resolve) => {
    silent.subscribe(`fencepost.${cluster.name}.node.node-a.door`, { callback: () => resolve() });
  });
  await silent.flush();
  const statuses: NatsStatus[] = [];
  const onStatus = (status: NatsStatus): never => {
    statuses.push(status);
    throw new Error('the log is full');
  };
  const opening = cluster.open('node-a', { connection: { reconnect: false }, onStatus });
  await asked;
  await server.die();
  await assert.throwsAsync(opening, { instanceOf: RpcConnectionError, message: /over before/ });
  assert.true(statuses.includes('closed'));
  await silent.close();
});

test('SERV-03 what was told before a service closes arrives, though the server is far behind', async (assert) => {
  const cluster = new Cluster(assert);
  const worker = await cluster.worker('node-a');
  const client = await cluster.service(null, { limits: { drainMs: 60_000 } }); // the machine may be busy
  const gateway = await client.connectFenced(worker.address, Work, token);
  const text = 'x'.repeat(100_000);
  for (let count = 0; count < 100; count += 1) void gateway.echo(text).catch(() => undefined);
  gateway.note(7);
  await client.close();
  const other = await (await cluster.service(null)).connectFenced(worker.address, Work, token);
  await other.add(0, 0);
  assert.deepEqual(worker.notes, [7]);
});

test('SERV-14 a transport that is given up is over, though the server takes nothing of what waits', async (assert) => {
  const server = await NatsServer.start();
  assert.teardown(() => server.stop());
  const transport = await new Cluster(assert, server).open('node-a', { limits: { drainMs: 120_000 } });
  const service = new RpcService({ transport });
  assert.teardown(() => service.close({ timeoutMs: 1000 }));
  process.kill(server.processId, 'SIGSTOP');
  await until(() => isStopped(server.processId));
  assert.teardown(() => void process.kill(server.processId, 'SIGCONT'));
  let told = 0;
  transport.close(() => {
    told += 1;
  });
  await new Promise((resolve) => void setTimeout(resolve, 50));
  assert.is(told, 0); // the server has not said that it has everything
  transport.giveUp();
  await until(() => told > 0);
  transport.giveUp();
  await new Promise<void>((resolve) => transport.close(resolve));
  assert.is(told, 1);
});

test('a service without a name can be called over the links that it has opened', async (assert) => {
  const cluster = new Cluster(assert);
  const boss = await cluster.worker('boss');
  const worker = await cluster.worker(null);
  assert.regex(worker.address, /^fencepost\.nats:\/\/fencepost@node-[0-9a-f]{32}\/user\/rpc\/worker$/);
  const there = await worker.rpcService.connectFenced(boss.address, Work, token);
  const back = await boss.rpcService.connectFenced(worker.address, Work, token);
  assert.is(await back.add(1, await there.add(2, 3)), 6);
});

test('the permissions of a server give a name to one user, and a node that may not speak to another learns it', async (assert) => {
  const may = (hear: string, speak: string) =>
    `{ subscribe: "fencepost.*.node.${hear}.>", publish: "fencepost.*.node.${speak}.>" }`;
  const server = await NatsServer.start([
    'authorization { timeout: 60, users: [', // a busy machine takes its time to say who it is
    `  { user: "a", password: "a", permissions: ${may('node-a', '*')} }`,
    `  { user: "b", password: "b", permissions: ${may('node-b', 'node-b')} }`,
    '] }',
  ]);
  assert.teardown(() => server.stop());
  const cluster = new Cluster(assert, server);
  const as = (user: string): NatsTransportOptions => ({ connection: { user, pass: user } });
  await cluster.worker('node-a', as('a'));
  const error = await assert.throwsAsync(cluster.open('node-a', as('b')), {
    instanceOf: IllegalArgumentError,
  });
  assert.regex(error?.message ?? '', /Permissions Violation/);
  const lonely = await cluster.service('node-b', { ...as('b'), limits: { handshakeMs: 3_600_000 } });
  await assert.throwsAsync(lonely.connect(addressOn('node-a'), Work), { instanceOf: RpcConnectionError });
  await assert.throwsAsync(cluster.open('node-a', as('nobody')), {
    instanceOf: RpcConnectionError,
    message: /lets this node in/,
  });
});

test('what strangers say to a node is ignored, and the node serves on', async (assert) => {
  const cluster = new Cluster(assert);
  const worker = await cluster.worker('node-a');
  const client = await cluster.service(null);
  const gateway = await client.connectFenced(worker.address, Work, token);
  const stranger = await connect({ servers: cluster.server.url });
  assert.teardown(() => stranger.close());
  const heard: string[] = [];
  stranger.subscribe('secret.>', { callback: (_error, { subject }) => void heard.push(subject) });
  const door = `fencepost.${cluster.name}.node.node-a.door`;
  const link = `fencepost.${cluster.name}.node.node-a.link.${'0'.repeat(32)}`;
  const opening = Uint8Array.of(1, 1, 0, 0, 255, 255);
  for (const reply of ['secret.a', `fencepost.other.node.x.link.${'0'.repeat(32)}`, link])
    for (const bytes of [
      opening,
      Uint8Array.of(1),
      Uint8Array.of(2),
      Uint8Array.of(99, 1, 2),
      new Uint8Array(0),
    ])
      stranger.publish(door, bytes, { reply });
  stranger.publish(door, opening);
  await stranger.flush();
  assert.is(await gateway.add(1, 2), 3);
  await stranger.flush();
  assert.deepEqual(heard, []);
});

/**
 * Goal: threads talk over MessagePorts, and whoever loses the other learns it. Method: services of this thread that ports
 * join, workers of Node, and ports that show only what ports of browsers have.
 */
import { once } from 'node:events';
import { type MessagePort, Worker as Thread } from 'node:worker_threads';
import test from 'ava';
import {
  type ChannelTransportOptions,
  IllegalArgumentError,
  IllegalStateError,
  MessagePortTransport,
  type MessageSource,
  RecipientUnreachableError,
  RpcConnectionError,
  WORKER_SCHEME,
} from '../../index.js';
import { PortChannel } from '../../transport/port-channel.js';
import { testServices } from './service-cases.js';
import { closeAll, serviceOf, startedWorker, token, Work } from './services.js';

function pair(left: ChannelTransportOptions, right: ChannelTransportOptions) {
  const { port1, port2 } = new MessageChannel();
  const first = MessagePortTransport.open(left);
  const second = MessagePortTransport.open({ ...right, name: 'right' });
  first.connectPort('right', port1);
  second.acceptFrom(port2);
  return [first, second] as const;
}

testServices({ name: 'MessagePort', scheme: WORKER_SCHEME, pair: async (left, right) => pair(left, right) });

/** What ports of browsers have. */
function browserPort(port: MessagePort): MessageSource & { started: boolean } {
  return {
    started: false,
    postMessage: (message, transfer) => port.postMessage(message, transfer as never),
    addEventListener: (type, listener) => port.addEventListener(type, listener),
    removeEventListener: (type, listener) => port.removeEventListener(type, listener),
    start() {
      this.started = true;
      port.start();
    },
  };
}

testServices({
  name: 'MessagePort as browsers have it',
  scheme: WORKER_SCHEME,
  pair: async (left, right) => {
    const { port1, port2 } = new MessageChannel();
    const first = MessagePortTransport.open(left);
    const second = MessagePortTransport.open({ ...right, name: 'right' });
    first.connectPort('right', browserPort(port1));
    second.acceptFrom(browserPort(port2));
    return [first, second];
  },
});

/** A thread with a service, and the address of its worker. */
async function threadWith(callBack: string | null, connect: (thread: Thread) => void) {
  const thread = new Thread(new URL('./thread.js', import.meta.url), { workerData: { callBack } });
  connect(thread);
  const address = await new Promise<string>((resolve) => {
    thread.on('message', (message) => {
      if (typeof message === 'string') resolve(message);
    });
  });
  return { thread, address };
}

test('threads of Node call each other; other messages of the port are left alone', async (assert) => {
  const transport = MessagePortTransport.open({ name: 'main' });
  const service = serviceOf(transport);
  const mine = startedWorker(service);
  assert.is(mine.address, 'fencepost.worker://fencepost@main/user/rpc/worker');
  const { thread, address } = await threadWith(mine.address, (port) => transport.connectPort('thread', port));
  assert.is(address, 'fencepost.worker://fencepost@thread/user/rpc/worker');
  assert.deepEqual(mine.notes, [42]);
  const gateway = await service.connectFenced(address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  await service.close();
  await thread.terminate();
});

test('DEAD-03, HAND-05 a thread that ends fails what waits for it, and nobody dials it any more', async (assert) => {
  const transport = MessagePortTransport.open({ name: 'main' });
  const service = serviceOf(transport);
  const { thread, address } = await threadWith(null, (port) => transport.connectPort('thread', port));
  const gateway = await service.connectFenced(address, Work, token);
  const open = assert.throwsAsync(gateway.never(), { instanceOf: RecipientUnreachableError });
  await gateway.add(1, 2);
  const ended = once(thread, 'exit');
  await thread.terminate();
  await ended;
  await open;
  await assert.throwsAsync(service.connect(address, Work), { instanceOf: RpcConnectionError });
  const again = await threadWith(null, (port) => transport.connectPort('thread', port));
  const fresh = await service.connectFenced(again.address, Work, token);
  assert.is(await fresh.add(1, 2), 3);
  await service.close();
  await again.thread.terminate();
});

/** A peer says through the port that it accepts links: what was on its way before is let pass. */
const accepting = (port: MessagePort) =>
  new Promise<void>((resolve) => {
    port.on('message', function hear({ fencepost }) {
      if (fencepost !== 'accepting') return;
      port.off('message', hear); // a port that is heard keeps its process alive
      resolve();
    });
  });

test('HAND-15 a service that comes back behind the same port is another one: the old gateway stays dead', async (assert) => {
  const { port1, port2 } = new MessageChannel();
  const client = MessagePortTransport.open({ limits: { backOffMs: 60_000, backOffMaxMs: 60_000 } });
  client.connectPort('right', port1);
  const asking = serviceOf(client);
  const serving = () => {
    const transport = MessagePortTransport.open({ name: 'right' });
    transport.acceptFrom(port2);
    const service = serviceOf(transport);
    return { service, worker: startedWorker(service) };
  };
  const first = serving();
  const gateway = await asking.connectFenced(first.worker.address, Work, token);
  await first.service.close();
  const late = asking.connectFenced(first.worker.address, Work, token); // that it has stopped is on its way
  await assert.throwsAsync(late, { instanceOf: RpcConnectionError });
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  const nobody = asking.connectFenced(first.worker.address, Work, token); // it is left alone for a minute,
  await assert.throwsAsync(nobody, { instanceOf: RpcConnectionError });
  const told = accepting(port1);
  const second = serving();
  await told; // or until it says that it is back
  const fresh = await asking.connectFenced(second.worker.address, Work, token);
  assert.is(await fresh.add(1, 2), 3);
  await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
  await closeAll(asking, second.service);
  port1.close();
});

test('names that cannot be, or are taken, are refused', (assert) => {
  for (const name of ['', 'a b', 'a/b', 'a@b', 'a:', 'a:0', 'a:1:2', 'node-1'])
    assert.throws(() => MessagePortTransport.open({ name }), { instanceOf: IllegalArgumentError }, name);
  assert.is(MessagePortTransport.open({ name: 'a:1' }).authority, 'a:1');
  const transport = MessagePortTransport.open();
  const { port1, port2 } = new MessageChannel();
  transport.connectPort('x', port1);
  assert.throws(() => transport.connectPort('x', port2), { message: /There is a port to 'x' already/ });
  transport.close(() => undefined);
  port1.close();
});

test('a transport says that it accepts links when a service has it, and hears no port when it is closed', async (assert) => {
  const ports = [new MessageChannel(), new MessageChannel(), new MessageChannel()] as const;
  const [before, after, late] = ports;
  const said: string[][] = ports.map(({ port2 }) => {
    const words: string[] = [];
    port2.on('message', ({ fencepost }) => words.push(fencepost));
    return words;
  });
  const transport = MessagePortTransport.open({ name: 'a' });
  transport.connectPort('before', before.port1);
  before.port1.postMessage({ fencepost: 'now a service' });
  const service = serviceOf(transport);
  transport.acceptFrom(after.port1);
  await service.close();
  for (const connect of [
    () => transport.connectPort('late', late.port1),
    () => transport.acceptFrom(late.port1),
  ])
    assert.throws(connect, { instanceOf: IllegalStateError, message: /The transport is closed/ });
  assert.is(late.port1.listenerCount('message'), 0);
  const ends = ports.map(({ port2 }) => once(port2, 'close'));
  for (const { port1 } of ports) port1.close(); // behind what was said
  await Promise.all(ends);
  assert.deepEqual(said, [['now a service', 'accepting', 'stopped'], ['accepting', 'stopped'], []]);
});

test('messages that are none of the protocol open no links', async (assert) => {
  const [first, second] = pair({}, {});
  const server = serviceOf(second);
  const { port1, port2 } = new MessageChannel();
  second.acceptFrom(port2);
  for (const message of [null, 1, 'open', {}, { fencepost: 'open' }, { fencepost: 'open', port: {} }])
    port1.postMessage(message);
  const client = serviceOf(first);
  const gateway = await client.connectFenced(startedWorker(server).address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  await closeAll(client, server);
  port1.close();
});

/** A channel over a port, and what is heard on it. */
function channelOf(port: MessagePort, isDialled: boolean) {
  const heard: string[] = [];
  let closed: (() => void) | null = null;
  const over = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const channel = new PortChannel(
    port,
    {
      opened: () => heard.push('opened'),
      received: (bytes) => heard.push(`received ${bytes.length}`),
      drained: () => heard.push('drained'),
      closed: (reason) => {
        heard.push(`closed: ${reason}`);
        closed?.();
      },
    },
    isDialled,
  );
  return { channel, heard, over };
}

test('a writer waits while more than a mebibyte is on its way, and the end comes behind everything', async (assert) => {
  const { port1, port2 } = new MessageChannel();
  const left = channelOf(port1, true);
  const bytes = new Uint8Array(300_000);
  const answers = [1, 2, 3, 4].map(() => left.channel.write(bytes.slice()));
  assert.deepEqual(answers, [true, true, true, false]);
  const right = channelOf(port2, false);
  while (!left.heard.includes('drained')) await new Promise((resolve) => void setImmediate(resolve));
  left.channel.write(bytes.subarray(1));
  left.channel.end();
  left.channel.end();
  assert.true(left.channel.write(bytes));
  await right.over;
  const full = Array.from({ length: 4 }, () => 'received 300000');
  assert.deepEqual(right.heard, [...full, 'received 299999', 'closed: the peer closed the port']);
  assert.deepEqual(left.heard, ['opened', 'drained', 'closed: the port was closed']);
  assert.is(bytes.length, 300_000); // only what is all of a buffer is handed over
});

test('what is handed over is not copied', (assert) => {
  const { port1 } = new MessageChannel();
  const { channel } = channelOf(port1, true);
  const whole = new Uint8Array(10);
  channel.write(whole);
  assert.is(whole.length, 0);
  channel.destroy();
});

test('a peer that sends what is none of the protocol is given up', async (assert) => {
  const { port1, port2 } = new MessageChannel();
  const { heard, over } = channelOf(port1, false);
  port2.postMessage('text');
  port2.postMessage(null);
  await over;
  assert.deepEqual(heard, ['closed: the peer sent a message that is none of the protocol']);
});

test('a port that closes without a word ends the channel', async (assert) => {
  const { port1, port2 } = new MessageChannel();
  const { heard, over } = channelOf(port1, false);
  port2.close();
  await over;
  assert.deepEqual(heard, ['closed: the port was closed']);
});

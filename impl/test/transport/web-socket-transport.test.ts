/**
 * Goal: services talk over WebSockets, and whoever may not is refused before it can say anything. Method: two services of this
 * process, on own servers and on those of others; raw requests and WebSockets for peers that are none.
 */
import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import test from 'ava';
import { WebSocket, WebSocketServer } from 'ws';
import {
  IllegalArgumentError,
  type RpcConnectionError,
  RpcService,
  SECURE_WEB_SOCKET_SCHEME,
  WEB_SOCKET_SCHEME,
  type WebSocketClass,
  WebSocketClientTransport,
} from '../../index.js';
import { WebSocketTransport, type WebSocketTransportOptions } from '../../web-socket.js';
import { encodePreamble } from '../../wire/preamble.js';
import { issue } from './certificates.js';
import { testServices } from './service-cases.js';
import { closeAll, serviceOf, startedWorker, token, Work } from './services.js';

/** A certificate of the loopback interface that vouches for itself. */
const { key, certificate } = await issue(null);

testServices({
  name: 'WebSocket',
  scheme: WEB_SOCKET_SCHEME,
  pair: async (left, right) => [
    await WebSocketTransport.open({ ...left, listen: false }),
    await WebSocketTransport.open(right),
  ],
});

testServices({
  name: 'WebSocket of the platform',
  scheme: WEB_SOCKET_SCHEME,
  pair: async (left, right) => [
    WebSocketClientTransport.open({ ...left, webSocket: WebSocket as unknown as WebSocketClass }),
    await WebSocketTransport.open(right),
  ],
});

testServices({
  name: 'WebSocket within TLS',
  scheme: SECURE_WEB_SOCKET_SCHEME,
  pair: async (left, right) => [
    await WebSocketTransport.open({ ...left, listen: false, secure: true, ca: certificate }),
    await WebSocketTransport.open({ ...right, key, certificate }),
  ],
});

/** A service that listens, with a worker. */
async function serving(options: WebSocketTransportOptions = {}) {
  const transport = await WebSocketTransport.open(options);
  const service = serviceOf(transport);
  const worker = startedWorker(service);
  return { transport, service, worker, url: `ws://${transport.authority}/fencepost` };
}

/** Why a connect to a worker fails. */
async function whyNot(address: string, options: WebSocketTransportOptions): Promise<string> {
  const service = serviceOf(await WebSocketTransport.open({ ...options, listen: false }));
  try {
    await service.connectFenced(address, Work, token);
    return 'it does not';
  } catch (error) {
    return (error as RpcConnectionError).message;
  } finally {
    await service.close();
  }
}

/** A WebSocket without services, and how it ended. */
function stranger(url: string, protocols: string[], headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, protocols, { headers });
  const answered = new Promise<string>((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (_request, { statusCode, statusMessage }) => {
      resolve(`${statusCode} ${statusMessage}`);
      socket.terminate();
    });
    socket.on('error', (error) => resolve(error.message));
  });
  const closed = new Promise<number>((resolve) => void socket.on('close', resolve));
  return { socket, answered, closed };
}

async function listeningServer(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((_request, response) => response.end('a page'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as { readonly port: number }).port };
}

test('pages of other origins are refused, unless they are listed; what is no page has none', async (assert) => {
  const usual = await serving();
  const listed = await serving({ origins: ['https://example.org'] });
  const any = await serving({ origins: 'any' });
  const answers = async ({ url }: { readonly url: string }, ...origins: readonly string[]) => {
    const seen: string[] = [];
    for (const origin of origins) {
      const { socket, answered } = stranger(url, ['fencepost.1'], origin === '' ? {} : { origin });
      seen.push((await answered).slice(0, 4));
      socket.terminate();
    }
    return seen;
  };
  const own = `http://${usual.transport.authority}`;
  assert.deepEqual(await answers(usual, '', own, 'https://example.org', 'null', `${own}0`), [
    'open',
    'open',
    '403 ',
    '403 ',
    '403 ',
  ]);
  assert.deepEqual(await answers(listed, 'https://example.org', 'http://example.org', own, ''), [
    'open',
    '403 ',
    '403 ',
    'open',
  ]);
  assert.deepEqual(await answers(any, 'https://example.org', 'null'), ['open', 'open']);
  await closeAll(usual.service, listed.service, any.service);
});

test('a request for another subprotocol, or for none, is refused', async (assert) => {
  const { service, url } = await serving();
  assert.regex(await stranger(url, []).answered, /^400 The subprotocol fencepost.1 is missing/);
  assert.regex(await stranger(url, ['fencepost.2']).answered, /^400 /);
  const both = stranger(url, ['fencepost.2', 'fencepost.1']);
  assert.is(await both.answered, 'open');
  assert.is(both.socket.protocol, 'fencepost.1');
  both.socket.terminate();
  await service.close();
});

test('who authenticates has a subject, and whom the service does not know is told why', async (assert) => {
  const subjects: (string | null)[] = [];
  const transport = await WebSocketTransport.open({
    authenticate: async ({ headers }) => {
      if (headers.authorization === 'broken') throw new Error('the directory is away');
      return headers.authorization === 'secret' ? 'operator' : null;
    },
  });
  const service = serviceOf(transport);
  const worker = startedWorker(service);
  const watched = transport.accept.bind(transport);
  transport.accept = (open) =>
    watched((listener) => {
      const channel = open(listener);
      subjects.push(channel.subject?.() ?? null);
      return channel;
    });
  assert.is(await whyNot(worker.address, { headers: { authorization: 'secret' } }), 'it does not');
  for (const authorization of ['wrong', 'broken'])
    assert.regex(
      await whyNot(worker.address, { headers: { authorization } }),
      /401 The service does not know who asks/,
    );
  assert.deepEqual(subjects, ['operator']);
  await service.close();
});

test('a peer that keeps the service waiting for who it is is given up', async (assert) => {
  const { service, url } = await serving({
    limits: { handshakeMs: 50 },
    authenticate: () => new Promise(() => undefined),
  });
  assert.regex(await stranger(url, ['fencepost.1']).answered, /408|hang up|ECONNRESET/);
  await service.close();
});

test('text, and messages that are too large, close the WebSocket with their codes; others are served', async (assert) => {
  const { service, worker, url } = await serving();
  const text = stranger(url, ['fencepost.1']);
  await text.answered;
  text.socket.send('text');
  assert.is(await text.closed, 1003);
  const large = stranger(url, ['fencepost.1']);
  await large.answered;
  large.socket.send(new Uint8Array(1_048_577));
  assert.is(await large.closed, 1009);
  assert.is(await whyNot(worker.address, {}), 'it does not');
  await service.close();
});

test('frames may be spread over messages as one likes, and messages over fragments', async (assert) => {
  const { transport, service, url } = await serving();
  const peer = stranger(url, ['fencepost.1']);
  const heard: Uint8Array[] = [];
  peer.socket.on('message', (data) => heard.push(data as Buffer));
  await peer.answered;
  const greeting = encodePreamble({ ...transport.own, address: '', nodeId: 'ab'.repeat(16) });
  for (const [index, byte] of greeting.entries())
    peer.socket.send(Uint8Array.of(byte), { fin: index % 2 === 1 });
  if (greeting.length % 2 === 1) peer.socket.send(new Uint8Array(0), { fin: true });
  while (Buffer.concat(heard).length < greeting.length) await once(peer.socket, 'message');
  peer.socket.send(Uint8Array.of(0xff, 0xff, 0xff, 0xff)); // a frame of a size that nobody accepts
  assert.is(await peer.closed, 1005);
  await service.close();
});

test('a peer that says nothing, and one that is silent in its closing, are given up', async (assert) => {
  const { service, url } = await serving({ limits: { handshakeMs: 50, drainMs: 50 } });
  const mute = stranger(url, ['fencepost.1']);
  assert.is(await mute.closed, 1006);
  const stubborn = stranger(url, ['fencepost.1']);
  await stubborn.answered;
  stubborn.socket.pause();
  await service.close();
  assert.pass();
  stubborn.socket.terminate();
});

test('a service takes a path on the server of others, which stays theirs', async (assert) => {
  const { server, port } = await listeningServer();
  const { service, worker } = await serving({ server, path: '/rpc' });
  assert.regex(worker.address, new RegExp(`@127\\.0\\.0\\.1:${port}/`));
  assert.regex(await whyNot(worker.address, {}), /404 No service on this path/);
  assert.is(await whyNot(worker.address, { path: '/rpc?ticket=1' }), 'it does not');
  const other = new WebSocketServer({ server, path: '/other' });
  const socket = new WebSocket(`ws://127.0.0.1:${port}/other`);
  await once(socket, 'open');
  socket.terminate();
  other.close();
  await service.close();
  const [response] = await once(get(`http://127.0.0.1:${port}/`), 'response');
  assert.is(response.statusCode, 200);
  response.resume();
  server.close();
  server.closeAllConnections();
});

test('a server in front of the service can be what others dial', async (assert) => {
  const { server } = await listeningServer();
  const { service, worker } = await serving({ server, secure: true, host: 'Example.org', port: 443 });
  assert.is(worker.address, 'fencepost.wss://fencepost@example.org:443/user/rpc/worker');
  await service.close();
  server.close();
});

test('a server of its own has nothing but WebSockets', async (assert) => {
  const { service, transport } = await serving();
  const [response] = await once(get(`http://${transport.authority}/`), 'response');
  assert.is(response.statusCode, 426);
  response.resume();
  await service.close();
});

test('options that cannot be are refused when the transport is opened', async (assert) => {
  const { service, transport } = await serving();
  const refused: readonly (readonly [WebSocketTransportOptions, RegExp])[] = [
    [{ port: transport.port }, /EADDRINUSE/],
    [{ path: 'fencepost' }, /'fencepost' is no path/],
    [{ path: '/a#b' }, /is no path/],
    [{ secure: true }, /needs a key and a certificate/],
    [{ key: 'none', certificate: 'none' }, /cannot be read/],
    [{ listen: false, ca: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----' }, /cannot be read/],
    [{ server: createServer() }, /does not listen/],
    [{ listen: false, headers: { a: 'b\n' } }, /cannot have the header 'a'/],
    [{ listen: false, headers: { 'a b': 'c' } }, /cannot have the header 'a b'/],
    [{ nodeId: 'abc' }, /'abc' is no node id/],
  ];
  for (const [options, message] of refused)
    await assert.throwsAsync(WebSocketTransport.open(options), { instanceOf: IllegalArgumentError, message });
  await service.close();
});

test('authorities that nobody can dial fail the connect, and raise nothing', async (assert) => {
  const service = serviceOf(await WebSocketTransport.open({ listen: false }));
  for (const authority of ['127.0.0.1:0', '127.0.0.1:65536', 'nobody', 'a?b:80', 'a%zz:80']) {
    const address = `fencepost.ws://fencepost@${authority}/user/rpc/worker`;
    await assert.throwsAsync(service.connect(address, Work), { code: 'connection' }, authority);
  }
  await service.close();
});

test('a server with a certificate that nobody vouches for is not talked to', async (assert) => {
  const service = serviceOf(await WebSocketTransport.open({ key, certificate }));
  const worker = startedWorker(service);
  assert.regex(await whyNot(worker.address, { secure: true }), /self-signed certificate/);
  await service.close();
});

test('HAND-15 a service that comes back at the same port is another one: the old gateway stays dead', async (assert) => {
  const { transport, service, worker } = await serving();
  const client = serviceOf(
    await WebSocketTransport.open({ listen: false, limits: { backOffMs: 1, backOffMaxMs: 1 } }),
  );
  const gateway = await client.connectFenced(worker.address, Work, token);
  await service.close();
  await assert.throwsAsync(gateway.add(1, 2), { code: 'recipient-unreachable' });
  const again = await serving({ port: transport.port });
  const fresh = await client.connectFenced(again.worker.address, Work, token);
  assert.is(await fresh.add(1, 2), 3);
  await assert.throwsAsync(gateway.add(1, 2), { code: 'recipient-unreachable' });
  await closeAll(client, again.service);
});

test('a reader that does not read is felt by the writer, and gets everything later', async (assert) => {
  const { service, worker } = await serving();
  const client = new RpcService({
    transport: await WebSocketTransport.open({ listen: false, limits: { queuedBytes: 1_000_000 } }),
  });
  const gateway = await client.connectFenced(worker.address, Work, token);
  const bytes = new Uint8Array(900_000);
  const asked = Array.from({ length: 10 }, () => gateway.echo(bytes)); // in one turn: the socket takes only a part of it
  const seen = await Promise.allSettled(asked);
  const arrived = seen.filter(({ status }) => status === 'fulfilled').length;
  assert.true(arrived >= 1 && arrived < 10, `${arrived} arrived`);
  assert.true(Buffer.from((await gateway.echo(bytes)) as Uint8Array).equals(bytes));
  await closeAll(client, service);
});

/**
 * Goal: a WebSocket of a platform that does what it may is a channel, or says why it is none. Method: a class of WebSockets
 * that the test moves; with real ones `web-socket-transport.test.ts` and the tests in a browser do the same.
 */
import test from 'ava';
import {
  IllegalArgumentError,
  type Link,
  type LinkListener,
  type PlatformWebSocket,
  SeededScheduler,
  WebSocketClientTransport,
} from '../../index.js';
import { hostOf } from '../support.js';

/** A WebSocket that does nothing by itself. */
class ScriptedSocket implements PlatformWebSocket {
  static made: ScriptedSocket[] = [];
  binaryType = '';
  bufferedAmount = 0;
  protocol = 'fencepost.1';
  readonly url: string;
  readonly sent: number[] = [];
  readonly closes: (number | undefined)[] = [];
  private readonly listeners = new Map<string, (event: unknown) => void>();

  constructor(url: string, protocols: string[]) {
    if (url.startsWith('ws://insecure')) throw new Error('the page may not');
    this.url = `${url} ${protocols.join()}`;
    ScriptedSocket.made.push(this);
  }

  send(bytes: Uint8Array): void {
    this.sent.push(bytes.length);
  }

  close(code?: number): void {
    this.closes.push(code);
  }

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.listeners.set(type, listener);
  }

  tell(type: string, event: unknown = {}): void {
    this.listeners.get(type)?.(event);
  }
}

/** A transport that dials, the socket that it opens, and why its link ended. */
function dialled(authority = 'somewhere:80', path?: string) {
  const reasons: string[] = [];
  const listener: LinkListener = {
    received: () => undefined,
    undecodable: () => undefined,
    closed: (reason) => reasons.push(reason),
  };
  const transport = WebSocketClientTransport.open({
    webSocket: ScriptedSocket,
    ...(path === undefined ? {} : { path }),
  });
  const clock = new SeededScheduler();
  transport.listen(hostOf(clock, () => listener));
  ScriptedSocket.made = [];
  const link: Link | null = transport.dial(authority, listener);
  return { transport, clock, link, socket: ScriptedSocket.made[0] as ScriptedSocket, reasons };
}

test.serial(
  'a WebSocket is opened with the path and the subprotocol, and greeted once it is open',
  (assert) => {
    const { socket } = dialled('somewhere:80', '/rpc?ticket=1');
    assert.is(socket.url, 'ws://somewhere:80/rpc?ticket=1 fencepost.1');
    assert.is(socket.binaryType, 'arraybuffer');
    assert.deepEqual(socket.sent, []);
    socket.tell('open');
    assert.is(socket.sent.length, 1);
  },
);

test.serial('a server that does not know the subprotocol is left', (assert) => {
  const { socket, reasons } = dialled();
  socket.protocol = '';
  socket.tell('open');
  socket.tell('message', { data: new ArrayBuffer(8) });
  socket.tell('close', { code: 1005 });
  assert.deepEqual([socket.sent, socket.closes], [[], [undefined]]);
  assert.deepEqual(reasons, ['the server does not know the subprotocol fencepost.1']);
});

test.serial('a server that sends text is left, and nothing behind it is heard', (assert) => {
  const { socket, reasons } = dialled();
  socket.tell('open');
  socket.tell('message', { data: 'text' });
  socket.tell('message', { data: new ArrayBuffer(8) });
  assert.deepEqual(socket.closes, [4003]);
  socket.tell('close', { code: 4003 });
  socket.tell('close', { code: 4003 });
  assert.deepEqual(reasons, ['the peer sent text, where all messages are binary']);
});

test.serial('a WebSocket that fails says so once', (assert) => {
  const { socket, reasons } = dialled();
  socket.tell('error');
  socket.tell('close', { code: 1006 });
  assert.deepEqual(reasons, ['the WebSocket failed']);
  const second = dialled();
  second.socket.tell('close', { code: 1001 });
  assert.deepEqual(second.reasons, ['the peer closed the WebSocket with 1001']);
});

test.serial('a WebSocket that takes too long is given up, whatever it does later', (assert) => {
  const { socket, clock, reasons } = dialled();
  clock.fireNextTimer(10_000);
  assert.deepEqual(reasons, ['no preamble came within 10000 ms']);
  assert.deepEqual(socket.closes, [undefined]);
  socket.tell('open');
  socket.tell('close', { code: 1006 });
  assert.is(reasons.length, 1);
});

test.serial(
  'a page that may not open WebSockets reaches nobody, and neither does an address without a port',
  (assert) => {
    for (const authority of ['insecure:80', 'somewhere', 'somewhere:0', 'some where:80'])
      assert.is(dialled(authority).link, null, authority);
  },
);

test.serial('a platform without WebSockets, and a path that is none, are refused', (assert) => {
  const platform = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  Reflect.deleteProperty(globalThis, 'WebSocket');
  assert.throws(() => WebSocketClientTransport.open(), {
    instanceOf: IllegalArgumentError,
    message: /has no WebSocket/,
  });
  if (platform !== undefined) Object.defineProperty(globalThis, 'WebSocket', platform);
  assert.throws(() => WebSocketClientTransport.open({ webSocket: ScriptedSocket, path: 'x' }), {
    instanceOf: IllegalArgumentError,
  });
});

test.serial('a page within TLS opens WebSockets within TLS', (assert) => {
  Object.assign(globalThis, { location: { protocol: 'https:' } });
  const { transport } = dialled();
  Reflect.deleteProperty(globalThis, 'location');
  assert.is(transport.scheme, 'fencepost.wss');
});

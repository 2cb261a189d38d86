/**
 * Goal: whoever asks for a WebSocket cannot hurt the service before it has one. Method: requests on sockets in memory, whose
 * other end does what the test wants; no server listens.
 */
import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { Duplex } from 'node:stream';
import test from 'ava';
import { type UpgradeRules, WebSocketUpgrades } from '../../transport/web-socket-upgrades.js';
import { defer, hop } from '../support.js';

/** A socket whose peer takes everything, or is gone. */
class Wire extends Duplex {
  text = '';
  private readonly isReset: boolean;

  constructor(isReset = false) {
    super();
    this.isReset = isReset;
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.isReset) return done(new Error('write ECONNRESET'));
    this.text += bytes.toString('latin1');
    done();
  }
}

/** Upgrades of a server without sockets, and what they have granted. */
function upgrading(rules: Partial<UpgradeRules> = {}) {
  const server = new EventEmitter();
  const granted: (string | null)[] = [];
  const upgrades = new WebSocketUpgrades(
    server as Server,
    {
      path: '/fencepost',
      origins: 'any',
      authenticate: null,
      waitingMax: 100,
      handshakeMs: 60_000,
      closeMs: 60_000,
      ...rules,
    },
    (socket, subject) => {
      granted.push(subject);
      socket.terminate();
    },
  );
  /** Asks for a WebSocket. */
  const ask = (socket: Wire = new Wire(), path = '/fencepost'): Wire => {
    const headers = {
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      'sec-websocket-version': '13',
      'sec-websocket-protocol': 'fencepost.1',
    };
    const request = { method: 'GET', url: path, headers } as unknown as IncomingMessage;
    server.emit('upgrade', request, socket, Buffer.alloc(0));
    return socket;
  };
  return { server, upgrades, granted, ask };
}

test('a peer that is gone before it is refused harms nobody, whatever it has asked for', async (assert) => {
  const { ask, granted } = upgrading({ authenticate: () => null });
  const asked = [ask(new Wire(true), '/other'), ask(new Wire(true))];
  for (let turn = 0; turn < 5; turn += 1) await hop(); // an error that nobody hears would end the process
  assert.deepEqual(
    asked.map(({ destroyed }) => destroyed),
    [true, true],
  );
  assert.deepEqual(granted, []);
});

test('a path that nobody knows is refused, and one that others may know is left to them', async (assert) => {
  const { server, ask } = upgrading();
  const refused = ask(new Wire(), '/other');
  await hop();
  assert.regex(refused.text, /^HTTP\/1\.1 404 No service on this path\r\n/);
  server.on('upgrade', () => undefined);
  const left = ask(new Wire(), '/other');
  await hop();
  assert.deepEqual([left.text, left.destroyed], ['', false]);
  left.destroy();
});

test('so many requests wait at a time for who they are, and further ones are refused', async (assert) => {
  const answer = defer<string>();
  const { ask, granted } = upgrading({ waitingMax: 2, authenticate: () => answer.promise });
  const [first, second, third] = [ask(), ask(), ask()];
  await hop();
  assert.deepEqual(
    [first, second, third].map(({ destroyed }) => destroyed),
    [false, false, true],
  );
  first.destroy();
  await hop();
  const fourth = ask(); // there is room again
  assert.false(fourth.destroyed);
  answer.resolve('operator');
  for (let turn = 0; turn < 5; turn += 1) await hop();
  assert.deepEqual(granted, ['operator', 'operator']);
  assert.deepEqual(
    [first, second, fourth].map(({ text }) => text.slice(0, 12)),
    ['', 'HTTP/1.1 101', 'HTTP/1.1 101'],
  );
});

test('requests that wait when the service stops are given up, and get nothing later', async (assert) => {
  const answer = defer<string>();
  const { server, upgrades, ask, granted } = upgrading({ authenticate: () => answer.promise });
  const asked = ask();
  await hop();
  upgrades.stop();
  assert.true(asked.destroyed);
  answer.resolve('operator');
  for (let turn = 0; turn < 5; turn += 1) await hop();
  assert.deepEqual([granted, asked.text, server.listenerCount('upgrade')], [[], '', 0]);
});

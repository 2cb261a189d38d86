/**
 * Goal: a socket that ends is closed after a bounded time, whatever its peer does. Method: a socket in memory, and timers that
 * the test moves.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { mock } from 'node:test';
import test from 'ava';
import { SocketChannel } from '../../transport/sockets.js';
import { hop } from '../support.js';

/** A socket whose peer reads when the test wants it, and says what the test wants. */
class Wire extends Duplex {
  private reads: boolean;
  private held: (() => void) | null = null;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private idleMs = 0;

  /** @param reads whether the peer reads what is sent to it */
  constructor(reads: boolean) {
    super({ allowHalfOpen: true });
    this.reads = reads;
  }

  override _read(): void {}

  override _write(_bytes: Buffer, _encoding: string, done: () => void): void {
    if (this.reads) done();
    else this.held = done;
  }

  setNoDelay(): void {}

  /** As sockets have it: the time begins again with everything that comes. */
  setTimeout(milliseconds: number, expired?: () => void): this {
    if (expired !== undefined) this.on('timeout', expired);
    this.idleMs = milliseconds;
    this.stir();
    return this;
  }

  private stir(): void {
    clearTimeout(this.idle);
    if (this.idleMs > 0) this.idle = setTimeout(() => this.emit('timeout'), this.idleMs);
  }

  /** The peer says one byte. */
  drip(): void {
    this.stir();
    this.push(Uint8Array.of(1));
  }

  /** The peer reads from now on. */
  readOn(): void {
    this.reads = true;
    this.held?.();
  }
}

/** A channel that has been told to end behind a few bytes. */
function ending(reads: boolean) {
  const socket = new Wire(reads);
  const reasons: string[] = [];
  const channel = new SocketChannel(socket as unknown as Socket, {
    opened() {},
    received() {},
    drained() {},
    closed: (reason) => reasons.push(reason),
  });
  channel.write(Uint8Array.of(1, 2, 3));
  channel.end();
  channel.end();
  /** Time passes, while the peer says a byte now and then. */
  const drip = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      socket.drip();
      mock.timers.tick(100);
      await hop();
    }
  };
  return { socket, reasons, drip };
}

test.before(() => mock.timers.enable({ apis: ['setTimeout'] }));
test.after.always(() => mock.timers.reset());

test.serial(
  'a peer that does not close, and goes on talking, is cut off a second after the end',
  async (assert) => {
    const { socket, reasons, drip } = ending(true);
    await hop();
    await drip(900);
    assert.deepEqual([reasons, socket.destroyed], [[], false]);
    await drip(200);
    assert.deepEqual([reasons, socket.destroyed], [['the peer closed the connection'], true]);
  },
);

test.serial(
  'a peer that reads nothing, and goes on talking, is cut off ten seconds after the end',
  async (assert) => {
    const { socket, reasons, drip } = ending(false);
    await hop();
    await drip(9900);
    assert.deepEqual([reasons, socket.destroyed], [[], false]);
    await drip(200);
    assert.is(reasons.length, 1);
  },
);

test.serial('a peer that reads late, and closes in time, is not cut off', async (assert) => {
  const { socket, reasons, drip } = ending(false);
  await hop();
  await drip(9000);
  socket.readOn();
  await hop();
  await drip(900);
  assert.deepEqual(reasons, []);
  socket.push(null);
  for (let turn = 0; turn < 5; turn += 1) await hop();
  assert.deepEqual(reasons, ['the peer closed the connection']);
});

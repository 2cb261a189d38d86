/**
 * A MessagePort as a byte channel, in Node and in browsers. Ports have no back-pressure: the reader says how much it has read,
 * and the writer waits when too much is on its way. The end is a message, because not every platform tells that a port closed.
 */
import type { ByteChannel, ByteChannelListener } from './byte-channel.js';
import { type MessageSource, onMessages } from './message-source.js';

/** A port that belongs to one channel. */
export type ChannelPort = MessageSource & { close(): void };

/** When so many bytes are on their way the writer is told to wait. */
const ON_THE_WAY_BYTES_MAX = 1_048_576;

/** The reader tells of each so many bytes; less than half of what may be on its way, so that the writer need not stop. */
const TELL_BYTES = 262_144;

/** See the head of this file. */
export class PortChannel implements ByteChannel {
  private readonly port: ChannelPort;
  private readonly listener: ByteChannelListener;
  private readonly deafen: () => void;
  private isOver = false;
  private isHeard = false;
  private isFull = false;
  /** Bytes that were written, and the reader has not told of. */
  private onTheWay = 0;
  /** Bytes that were read, and the writer was not told of. */
  private untold = 0;

  /** @param isDialled whether this side has opened the channel: it hears in a later turn that it can be written to */
  constructor(port: ChannelPort, listener: ByteChannelListener, isDialled: boolean) {
    this.port = port;
    this.listener = listener;
    this.deafen = onMessages(port, {
      message: (message) => this.message(message),
      ended: (reason) => this.finish(reason),
      unreadable: () => this.finish('a message of the peer could not be read'),
    });
    if (isDialled)
      queueMicrotask(() => {
        if (!this.isOver) listener.opened();
      });
  }

  /** Bytes, how many bytes were read, or the end. */
  private message(message: unknown): void {
    if (this.isOver) return;
    this.isHeard = true;
    if (message instanceof ArrayBuffer) this.read(message);
    else if (typeof message === 'number') this.told(message);
    else if (message === null) this.finish('the peer closed the port');
    else this.finish('the peer sent a message that is none of the protocol');
  }

  private read(buffer: ArrayBuffer): void {
    this.untold += buffer.byteLength;
    if (this.untold >= TELL_BYTES) {
      this.port.postMessage(this.untold);
      this.untold = 0;
    }
    this.listener.received(new Uint8Array(buffer));
  }

  private told(bytes: number): void {
    this.onTheWay -= bytes;
    if (!this.isFull || this.onTheWay > ON_THE_WAY_BYTES_MAX / 2) return;
    this.isFull = false;
    this.listener.drained();
  }

  private finish(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.deafen();
    this.port.close();
    this.listener.closed(reason);
  }

  write(bytes: Uint8Array): boolean {
    if (this.isOver) return true;
    // A buffer that is all of it ours is handed over; a part of one is copied, for the rest may be in use.
    const { buffer } = bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();
    this.onTheWay += buffer.byteLength;
    this.port.postMessage(buffer, [buffer]);
    this.isFull = this.onTheWay > ON_THE_WAY_BYTES_MAX;
    return !this.isFull;
  }

  end(): void {
    if (this.isOver) return;
    this.port.postMessage(null);
    this.finish('the port was closed');
  }

  destroy(reason = 'the port was given up'): void {
    this.finish(reason);
  }

  /** Whether the peer may not have taken its port yet. */
  get isPending(): boolean {
    return !this.isOver && !this.isHeard;
  }
}

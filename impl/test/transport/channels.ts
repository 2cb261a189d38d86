/** Byte channels in memory, for tests: two ends, pieces of any size, and everything that can go wrong with a socket. */
import type { ByteChannel, ByteChannelListener } from '../../transport/byte-channel.js';

/** One end. What is written waits until the test lets it through. */
export class TestChannel implements ByteChannel {
  far: TestChannel | null = null;
  listener: ByteChannelListener | null = null;
  /** What was written and has not arrived. */
  waiting: Uint8Array = new Uint8Array(0);
  /** How many bytes may wait before the writer is told to. */
  roomBytes = Number.POSITIVE_INFINITY;
  /** How often something was written. */
  writes = 0;
  isOver = false;
  private isEnding = false;

  write(bytes: Uint8Array): boolean {
    if (this.isOver) return true;
    this.writes += 1;
    this.waiting = Uint8Array.from([...this.waiting, ...bytes]);
    return this.waiting.length < this.roomBytes;
  }

  end(): void {
    this.isEnding = true;
    if (this.waiting.length === 0) this.finish('ended');
  }

  destroy(): void {
    this.waiting = new Uint8Array(0);
    this.finish('destroyed');
  }

  /** Lets at most so many bytes arrive. */
  pass(bytes = Number.POSITIVE_INFINITY): void {
    const arriving = this.waiting.slice(0, bytes);
    this.waiting = this.waiting.slice(arriving.length);
    if (arriving.length > 0) this.far?.listener?.received(arriving);
    if (this.waiting.length > 0) return;
    if (this.isEnding) this.finish('ended');
    else if (this.roomBytes < Number.POSITIVE_INFINITY) this.listener?.drained();
  }

  /** The connection breaks. */
  reset(): void {
    this.finish('reset');
  }

  private finish(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    const { far, listener } = this;
    listener?.closed(reason);
    far?.finish(reason);
  }
}

/** Two ends of one channel. */
export function channelPair(): readonly [TestChannel, TestChannel] {
  const [near, far] = [new TestChannel(), new TestChannel()];
  near.far = far;
  far.far = near;
  return [near, far];
}

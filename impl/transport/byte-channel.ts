/**
 * A byte channel: what a link over sockets stands on, whatever the sockets are. Bytes arrive in order, unchanged, each
 * once, in pieces of any size; that is all. `WireLink` makes a link of one.
 */

/** Who hears what happens on a channel. */
export interface ByteChannelListener {
  /** Bytes can be written now. A channel that was accepted is open from the beginning. */
  opened(): void;
  /** Bytes came. They may change after this returns. */
  received(bytes: Uint8Array): void;
  /** What was written has left, after {@link ByteChannel.write} had said that it was enough. */
  drained(): void;
  /** The channel is over, by whomever. Called once; nothing is called after it. */
  closed(reason: string): void;
}

/** See the head of this file. */
export interface ByteChannel {
  /**
   * Writes bytes; the channel may keep them.
   *
   * @returns `false` when so much is waiting to leave that the writer should wait for `drained`
   */
  write(bytes: Uint8Array): boolean;
  /** Nothing more is written: what was written still leaves, then the channel closes. */
  end(): void;
  /** The channel closes at once, whatever waits. */
  destroy(): void;
}

/** Opens a channel to a host and port. It throws nothing, and calls the listener only after it has returned. */
export type OpenChannel = (host: string, port: number, listener: ByteChannelListener) => ByteChannel;

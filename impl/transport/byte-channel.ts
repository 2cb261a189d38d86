/**
 * A byte channel: what a link over sockets stands on, whatever the sockets are. Bytes arrive in order, unchanged, each
 * once, in pieces of any size; that is all. `WireLink` makes a link of one.
 */

/** Who hears what happens on a channel. */
export interface ByteChannelListener {
  /** Bytes can be written now. A channel that was accepted is open from the beginning. */
  opened(): void;
  /**
   * Bytes came. They do not change before the microtasks of this turn are over. What they ask for may be done before this
   * returns, so it is never called from within a method of the channel.
   */
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
  /**
   * Who the peer is, as the channel has verified it, once it is open: the subject of its certificate, for example. Absent
   * where channels verify nothing.
   */
  subject?(): string | null;
}

/**
 * Opens a channel to an authority, as it stands in addresses. It throws nothing, and calls the listener only after it has
 * returned; `null` when the authority is none that could be reached so.
 */
export type OpenChannel = (authority: string, listener: ByteChannelListener) => ByteChannel | null;

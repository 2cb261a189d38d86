/** What the suites need to know of a transport: how one is opened, where nobody is, and what it cannot be tested for. */
import type { ByteChannel, ByteChannelListener, LinkLimits, Transport } from '../../impl/index.js';

/** What a transport is opened with. */
export interface TransportOptions {
  /** Bounds of its links; what is left out has its usual value. */
  readonly limits?: Partial<LinkLimits>;
  /** Whether others can dial it; true when absent, and `false` only with the ability `dials-only`. */
  readonly listen?: boolean;
}

/** What cases of the transport suite need beyond the contract, each with what it means. */
export const transportAbilities = {
  'raw-peers': 'a peer can send and receive bytes of its own choice: `rawPeers` of the factory',
  queues: 'what a link cannot send at once waits, within `queuedBytes`',
  'peer-frame-size': 'the sender knows the frame size of its peer',
  'link-limit': 'the number of links has a bound: `links`',
  'stranger-limit': 'so has the number of connections that are no links yet: `strangers`',
  'dials-only': 'a transport can be one that nobody dials: it is reached over the links that it opens',
} as const;

/** The name of an ability. */
export type TransportAbility = keyof typeof transportAbilities;

/** A channel under the control of a case. */
export interface RawChannel extends ByteChannel {
  /** Ends the channel as a process that is killed does: nothing is said, what waits is lost. */
  reset(): void;
  /** Reads no more, until {@link resume}: what comes waits at its sender. */
  pause(): void;
  resume(): void;
}

/** Hears nothing but bytes: the other end of a transport over channels, without preamble and frames. */
export interface RawPeers {
  /** Opens a channel to a transport. */
  dial(authority: string, listener: ByteChannelListener): RawChannel;
  /**
   * Listens as a transport would.
   *
   * @param accept called with each channel that a transport opens; what it returns hears the channel
   */
  listen(accept: (channel: RawChannel) => ByteChannelListener): Promise<RawPlace>;
}

/** Where raw peers listen. */
export interface RawPlace {
  readonly authority: string;
  close(): void;
}

/** Opens transports of one kind. All that it opens can reach each other. */
export interface TransportFactory {
  /** Names the kind, in reports and on the command line: `tcp`. */
  readonly name: string;
  /** Opens one where no other is. */
  open(options?: TransportOptions): Promise<Transport>;
  /** The authority of a place where nobody listens. */
  nowhere(): Promise<string>;
  /** Peers that speak in bytes; without the ability `raw-peers` there are none. */
  readonly rawPeers?: RawPeers;
  /** What these transports cannot be tested for, and why. */
  readonly cannot: Readonly<Partial<Record<TransportAbility, string>>>;
  /** Ends what the factory itself has started, for example a server. Transports that were opened are closed before. */
  close(): Promise<void>;
}

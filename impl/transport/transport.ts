/**
 * The transport contract: what a runtime needs of the network, and nothing more. Sockets implement it as well as the
 * memory of one process.
 *
 * A link carries frames between two services: in order, each at most once, never changed, never invented (ORD). It may
 * lose its peer; then it says so once.
 */
import type { LoseEvent } from '../../spec/trace.js';
import type { Clock } from '../scheduling/scheduler.js';
import type { UndecodableFrame } from '../wire/frame-body.js';
import type { WireFrame } from '../wire/wire-frame.js';

/** Why a frame was not sent. Transports that cannot know answer `null` and the frame is on its way. */
export type LossReason = LoseEvent['reason'];

/** What the owner of a link wants to hear. */
export interface LinkListener {
  /** How many answers of the peer are awaited now: links that read many frames at once make portions of them by it. */
  readonly awaited?: number;
  /** A frame of the peer arrived. */
  received(frame: WireFrame): void;
  /** A frame of the peer arrived whose values cannot be read: it is as good as lost (SIZE-03, SIZE-08). */
  undecodable(frame: UndecodableFrame): void;
  /**
   * A portion of what came is told: it can be handled now. Called with nothing of a service on the stack, and only by links
   * that read many frames at once: what is handled before more is read is still in the caches of the processor.
   */
  portionEnds?(): void;
  /** A frame that was sent is lost on its way. Links that cannot know do not call it. */
  lost?(frame: WireFrame): void;
  /** The link is lost: frames on their way may be lost with it. Called at most once. */
  closed(reason: string): void;
}

/** Who is at the other end of a link. */
export interface PeerIdentity {
  /** Where the peer is, as addresses name it: dialled there, or what it says of itself, which proves nothing. */
  readonly authority: string;
  /** What the transport has verified, for example the subject of a certificate; `null` where it verifies nothing. */
  readonly subject: string | null;
  /** The id that the peer has given itself, as 32 hexadecimal digits; `null` where there is none. */
  readonly nodeId: string | null;
}

/** One link to one peer, in both directions. */
export interface Link {
  readonly peer: PeerIdentity;
  /**
   * Whether the link may serve whoever connects to `peer.authority`: it was dialled there, or nobody else can be. A peer
   * that only says that it lives there could take the place of another.
   */
  readonly reachesAuthority: boolean;
  /**
   * Sends a frame. The link may keep it: whoever sent it does not change it any more.
   *
   * @returns `null`, or why the frame is known to be lost: one that is too large leaves the link up (SIZE-04)
   */
  send(frame: WireFrame): LossReason | null;
  /** Ends the link; the peer is told. */
  close(): void;
}

/** How many bytes have passed, over all links of a transport since it was opened. */
export interface Traffic {
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** A peer that could not be reached, and is left alone for a while. */
export interface UnreachablePeer {
  readonly authority: string;
  /** Why it could not be reached the last time, in words. */
  readonly reason: string;
  /** How often in a row it could not be reached. */
  readonly times: number;
  /** For how long it is left alone from now on, in milliseconds. */
  readonly forMs: number;
}

/** What a service is to its transport. */
export interface TransportHost {
  /** The time of the service. */
  readonly clock: Clock;
  /** The largest frame in either direction, in bytes. */
  readonly frameBytes: number;
  /** A peer has opened a link. @returns who hears what happens on it */
  accept(link: Link): LinkListener;
  /** A peer that was dialled could not be reached. */
  unreachable?(peer: UnreachablePeer): void;
}

/** A way to reach other services, and to be reached under one authority. */
export interface Transport {
  /** The scheme of addresses, for example `fencepost.memory`. */
  readonly scheme: string;
  /** Where others find this service, as it stands in addresses: `127.0.0.1:6123`, or the name of a node. */
  readonly authority: string;
  /** What has passed; absent where nobody counts. */
  readonly traffic?: Traffic;
  /** Whom nobody dials at the moment, because they could not be reached; absent where everybody is dialled each time. */
  readonly leftAlone?: readonly UnreachablePeer[];
  /** Accepts links from now on. */
  listen(host: TransportHost): void;
  /**
   * Opens a link.
   *
   * @param authority of an address with the scheme of this transport, as it was written
   * @returns the link, on which frames can be sent at once, or `null` when nobody can be reached there
   */
  dial(authority: string, listener: LinkListener): Link | null;
  /** Why an authority is not dialled at the moment; `null` when nothing speaks against it. */
  whyLeftAlone?(authority: string): UnreachablePeer | null;
  /**
   * Ends every link and accepts no more. What waits to leave still leaves, for a bounded time.
   *
   * @param done called once when everything is over; it may be called before this returns
   */
  close(done: () => void): void;
  /** Called after `close`, by whoever cannot wait for its end: every link is over now, and what waits to leave is lost. */
  giveUp(): void;
}

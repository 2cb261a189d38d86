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
  /** A frame of the peer arrived. */
  received(frame: WireFrame): void;
  /** A frame of the peer arrived whose values cannot be read: it is as good as lost (SIZE-03, SIZE-08). */
  undecodable(frame: UndecodableFrame): void;
  /** A frame that was sent is lost on its way. Links that cannot know do not call it. */
  lost?(frame: WireFrame): void;
  /** The link is lost: frames on their way may be lost with it. Called at most once. */
  closed(reason: string): void;
}

/** One link to one peer, in both directions. */
export interface Link {
  readonly peerHost: string;
  readonly peerPort: number;
  /**
   * Sends a frame. The link may keep it: whoever sent it does not change it any more.
   *
   * @returns `null`, or why the frame is known to be lost: one that is too large leaves the link up (SIZE-04)
   */
  send(frame: WireFrame): LossReason | null;
  /** Ends the link; the peer is told. */
  close(): void;
}

/** What a service is to its transport. */
export interface TransportHost {
  /** The time of the service. */
  readonly clock: Clock;
  /** The largest frame in either direction, in bytes. */
  readonly frameBytes: number;
  /** A peer has opened a link. @returns who hears what happens on it */
  accept(link: Link): LinkListener;
}

/** A way to reach other services, and to be reached, at one host and port. */
export interface Transport {
  /** The scheme of addresses, for example `fencepost.memory`. */
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** Accepts links from now on. */
  listen(host: TransportHost): void;
  /**
   * Opens a link.
   *
   * @returns the link, on which frames can be sent at once, or `null` when the host is known not to be reachable
   */
  dial(host: string, port: number, listener: LinkListener): Link | null;
  /** Ends every link and accepts no more. */
  close(): void;
}

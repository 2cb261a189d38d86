/**
 * The transport contract: what a runtime needs of the network, and nothing more. Sockets implement it as well as the
 * memory of one process.
 *
 * A link carries frames between two services: in order, each at most once, never changed, never invented (ORD). It may
 * lose its peer; then it says so once.
 */
import type { LoseEvent } from '../../spec/trace.js';
import type { Clock } from '../scheduling/scheduler.js';
import type { Frame } from './frames.js';

/** Why a frame was not sent. Transports that cannot know answer `null` and the frame is on its way. */
export type LossReason = LoseEvent['reason'];

/** What the owner of a link wants to hear. */
export interface LinkListener {
  /** A frame of the peer arrived. */
  received(frame: Uint8Array): void;
  /** A frame of the peer arrived as a value; see {@link Link.handOver}. */
  handedOver?(frame: Frame): void;
  /** A frame that was sent, in the form in which it was sent, is lost on its way. Links that cannot know do not call it. */
  lost?(frame: Uint8Array | Frame): void;
  /** The link is lost: frames on their way may be lost with it. Called at most once. */
  closed(reason: string): void;
}

/** One link to one peer, in both directions. */
export interface Link {
  readonly peerHost: string;
  readonly peerPort: number;
  /**
   * Sends a frame.
   *
   * @param frame its bytes; the link may keep them
   * @returns `null`, or why the frame is known to be lost
   */
  send(frame: Uint8Array): LossReason | null;
  /**
   * Sends a frame as a value; only links within one process can. The caller has made sure that bytes would not change it.
   *
   * @returns `null`, or why the frame is lost
   */
  handOver?(frame: Frame): LossReason | null;
  /** Ends the link; the peer is told. */
  close(): void;
}

/** A way to reach other services, and to be reached, at one host and port. */
export interface Transport {
  /** The scheme of addresses, for example `fencepost.memory`. */
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /**
   * Accepts links from now on.
   *
   * @param accept called with each link; the result hears what happens on it
   * @param clock the time of the service, for transports that let frames wait
   */
  listen(accept: (link: Link) => LinkListener, clock: Clock): void;
  /**
   * Opens a link.
   *
   * @returns the link, on which frames can be sent at once, or `null` when the host is known not to be reachable
   */
  dial(host: string, port: number, listener: LinkListener): Link | null;
  /** Ends every link and accepts no more. */
  close(): void;
}

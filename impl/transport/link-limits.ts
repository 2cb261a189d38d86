/** The bounds of links over byte channels, all with safe defaults. `docs/transports.md` says what each is for. */

/** See the head of this file. */
export interface LinkLimits {
  /** How long opening a channel and exchanging preambles may take, in milliseconds. */
  readonly handshakeMs: number;
  /** How many bytes may wait to leave a link. What would be more is refused, and tells its sender (SIZE-04). */
  readonly queuedBytes: number;
  /** How many frames may wait for the preamble of the peer. */
  readonly queuedFrames: number;
  /** How many links there may be at a time, dialled and accepted. */
  readonly links: number;
  /** After so long without a sign of life a ping is sent; after as long again the link is given up, in milliseconds. */
  readonly idleMs: number;
  /** After a failed attempt nobody is dialled for so long, in milliseconds; doubled with each failure in a row. */
  readonly backOffMs: number;
  /** The longest such time, in milliseconds. */
  readonly backOffMaxMs: number;
  /** How long a closing transport waits for what still has to leave, in milliseconds. */
  readonly drainMs: number;
}

/** The bounds for which nobody chose others. */
export const LINK_LIMITS: LinkLimits = {
  handshakeMs: 10_000,
  queuedBytes: 64 * 1024 * 1024,
  queuedFrames: 65_536,
  links: 10_000,
  idleMs: 30_000,
  backOffMs: 50,
  backOffMaxMs: 10_000,
  drainMs: 5000,
};

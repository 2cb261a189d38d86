/** The bounds of links over byte channels, all with safe defaults. `docs/transports.md` says what each is for. */
import { IllegalArgumentError } from '../rpc/errors.js';

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
  /** How many connections may wait at a time to become links: their peers have not said who they are, or were refused. */
  readonly strangers: number;
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
  strangers: 10_000,
  idleMs: 30_000,
  backOffMs: 50,
  backOffMaxMs: 10_000,
  drainMs: 5000,
};

/** The longest time that timers of a platform can wait, in milliseconds. */
const TIMER_MS_MAX = 2_147_483_647;

/** The least and the greatest value of each bound. */
const RANGES: Readonly<Record<keyof LinkLimits, readonly [least: number, greatest: number]>> = {
  handshakeMs: [1, TIMER_MS_MAX],
  queuedBytes: [0, Number.MAX_SAFE_INTEGER],
  queuedFrames: [0, Number.MAX_SAFE_INTEGER],
  links: [0, Number.MAX_SAFE_INTEGER],
  strangers: [0, Number.MAX_SAFE_INTEGER],
  idleMs: [1, TIMER_MS_MAX],
  backOffMs: [0, TIMER_MS_MAX],
  backOffMaxMs: [0, TIMER_MS_MAX],
  drainMs: [0, TIMER_MS_MAX],
};

/**
 * Checks bounds, and fills in those that are left out or undefined.
 *
 * @throws IllegalArgumentError for what is no whole number, or out of its range
 */
export function checkedLimits(limits: Partial<LinkLimits> = {}): LinkLimits {
  const checked: Record<keyof LinkLimits, number> = { ...LINK_LIMITS };
  for (const name of Object.keys(RANGES) as (keyof LinkLimits)[]) {
    const value = limits[name];
    if (value !== undefined) checked[name] = checkedNumber(name, value, RANGES[name]);
  }
  return checked;
}

/**
 * Checks a number.
 *
 * @param name what it bounds, for the message
 * @throws IllegalArgumentError when it is no whole number, or out of its range
 */
export function checkedNumber(
  name: string,
  value: number,
  [least, greatest]: readonly [least: number, greatest: number],
): number {
  if (Number.isInteger(value) && value >= least && value <= greatest) return value;
  throw new IllegalArgumentError(
    `${name} is a whole number from ${least} to ${greatest}, not ${String(value)}`,
  );
}

/** Checks a time in milliseconds that something waits again and again: at least one. @throws IllegalArgumentError */
export const checkedPeriodMs = (name: string, value: number): number =>
  checkedNumber(name, value, [1, TIMER_MS_MAX]);

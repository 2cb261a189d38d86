/** The legs of a trace as bits, so that one number says which actions of an operation are under way. */
import type { Leg } from '../../spec/trace.js';

/** The bit of each leg. Legs of operations, endpoints and services share one numbering. */
export const bit = {
  request: 1 << 0,
  due: 1 << 1,
  timer: 1 << 2,
  answer: 1 << 3,
  timeout: 1 << 4,
  identify: 1 << 5,
  identity: 1 << 6,
  handshake: 1 << 7,
  greeting: 1 << 8,
  result: 1 << 9,
  return: 1 << 10,
  unreachable: 1 << 11,
  fault: 1 << 12,
  tick: 1 << 13,
  close: 1 << 14,
  'stop-future': 1 << 15,
  kill: 1 << 16,
  gone: 1 << 17,
  down: 1 << 18,
  'close-timeout': 1 << 19,
} as const satisfies Record<Leg, number>;

/** Legs that wait for time to pass. */
export const timed = bit.timer | bit.timeout | bit.tick | bit['close-timeout'];

/**
 * Actions that do not run any more once what they would settle has settled. That a link is lost may still be told: a
 * complete trace has it then as late.
 */
export const endedBySettling = ({ complete }: { readonly complete: boolean }): number =>
  complete ? bit.timeout : bit.timeout | bit.unreachable;

const bits: ReadonlyMap<string, number> = new Map(Object.entries(bit));

/** The bit of a leg by its name, or 0 when there is no such leg. */
export function bitOf(leg: string): number {
  return bits.get(leg) ?? 0;
}

const names: readonly string[] = Object.keys(bit);

/** The name of the lowest leg in a set of bits. */
export function legName(legs: number): Leg {
  return names[31 - Math.clz32(legs & -legs)] as Leg;
}

/** Where a process is killed, and what goes on meanwhile: one plan a round, drawn from a seed. */
import type { Draw } from '../../draw.js';

/** Points that only somebody who is asked comes to, and those of somebody who asks. */
const SERVING = ['identify', 'handshake', 'request', 'running', 'waiting', 'result', 'answering'] as const;
const ASKING = ['identity', 'greeting', 'asked', 'answer'] as const;

/**
 * What the process has just done when it is killed. The points before, in and after the handshake, of an ask and its
 * handler, of an answer, and of a close; `moment` is any time at all, chosen by a clock from outside.
 */
export const DEATH_POINTS = [
  'listening',
  'connection',
  'bytes',
  ...SERVING,
  ...ASKING,
  'stopping',
  'closed',
  'moment',
] as const;
export type DeathPoint = (typeof DEATH_POINTS)[number];

const isOf = (points: readonly DeathPoint[], at: DeathPoint): boolean => points.includes(at);

/** Who asks whom in a round. */
export interface Traffic {
  /** The process that survives asks the other. */
  readonly survivorAsks: boolean;
  /** The process that is killed asks the other. */
  readonly victimAsks: boolean;
}

/** How one round goes. */
export interface Plan extends Traffic {
  readonly at: DeathPoint;
  /** At which of several such points: 1 the first. For `bytes`: how many have come. For `moment`: milliseconds. */
  readonly count: number;
  /** What is asked in this round is drawn from here, on both sides. */
  readonly seed: number;
}

/** How many asks each side sends in a round. */
export const ASKS_A_ROUND = 24;

/** Draws a plan. */
export function drawPlan(draw: Draw): Plan {
  const at = draw.pick(DEATH_POINTS);
  const survivorAsks = isOf(SERVING, at) || (!isOf(ASKING, at) && draw.chance(70));
  const victimAsks = isOf(ASKING, at) || !survivorAsks || draw.chance(30);
  return { at, count: countAt(at, draw), seed: draw.int(2 ** 31), survivorAsks, victimAsks };
}

function countAt(at: DeathPoint, draw: Draw): number {
  switch (at) {
    case 'bytes':
      return 1 + draw.int(draw.pick([40, 200, 800]));
    case 'request':
    case 'running':
    case 'asked':
    case 'answer':
      return 1 + draw.int(16);
    case 'waiting':
    case 'result':
      return 1 + draw.int(4);
    case 'moment':
      return draw.int(30);
    default:
      return 1;
  }
}

/**
 * The footprint of a step: what it looked at and what it changed, as bits. Two steps that come one after the other can
 * change places without anybody noticing, unless one of them changed what the other looked at or changed.
 *
 * Bits may stand for several things where there are more things than bits: steps are then told apart less well, and
 * never wrongly taken for independent.
 */
import { decideAlike } from './commutation.js';

/** How many things have a bit of their own. */
export const THINGS = 128;

/** See the head of this file. */
export class Footprint {
  /** What the step looked at and changed, in words of 32 bits. */
  reads0 = 0;
  reads1 = 0;
  reads2 = 0;
  reads3 = 0;
  writes0 = 0;
  writes1 = 0;
  writes2 = 0;
  writes3 = 0;
  /** The life cycles that it looked at and changed, by the number of the endpoint. */
  livesRead = 0;
  livesChanged = 0;
  /** The endpoint whose message the step handled, -1 none; how the charts call the message, and the state before and after. */
  endpoint = -1;
  symbol = -1;
  before = 0;
  after = 0;
  /** The services that lost an endpoint by the step, and those whose end had to wait for that, as bits. */
  frees = 0;
  awaits = 0;
  /** A handler has begun and keeps the main thread. */
  holds = false;

  /** The step looked at a thing. */
  look(thing: number): void {
    const bit = 1 << (thing & 31);
    switch ((thing >> 5) & 3) {
      case 0:
        this.reads0 |= bit;
        break;
      case 1:
        this.reads1 |= bit;
        break;
      case 2:
        this.reads2 |= bit;
        break;
      default:
        this.reads3 |= bit;
    }
  }

  /** The step changed a thing. */
  change(thing: number): void {
    const bit = 1 << (thing & 31);
    switch ((thing >> 5) & 3) {
      case 0:
        this.writes0 |= bit;
        break;
      case 1:
        this.writes1 |= bit;
        break;
      case 2:
        this.writes2 |= bit;
        break;
      default:
        this.writes3 |= bit;
    }
  }

  /** The step changed more than is worth telling apart. */
  changeEverything(): void {
    this.writes0 = this.writes1 = this.writes2 = this.writes3 = this.livesChanged = -1;
  }
}

/** Whether the order of two steps can make a difference. */
export function areDependent(one: Footprint, other: Footprint): boolean {
  const shared =
    (one.writes0 & (other.writes0 | other.reads0)) |
    (one.reads0 & other.writes0) |
    (one.writes1 & (other.writes1 | other.reads1)) |
    (one.reads1 & other.writes1) |
    (one.writes2 & (other.writes2 | other.reads2)) |
    (one.reads2 & other.writes2) |
    (one.writes3 & (other.writes3 | other.reads3)) |
    (one.reads3 & other.writes3);
  if (shared !== 0) return true;
  const lives =
    (one.livesChanged & (other.livesChanged | other.livesRead)) | (one.livesRead & other.livesChanged);
  return lives !== 0 && !commute(one, other, lives);
}

/** Whether two messages of one endpoint decide alike in either order, although one of them changes its life cycle. */
function commute(one: Footprint, other: Footprint, lives: number): boolean {
  const { endpoint } = one;
  if (endpoint < 0 || endpoint !== other.endpoint || lives !== 1 << (endpoint & 31)) return false;
  const changed = one.livesChanged & lives;
  if (changed !== 0 && (other.livesChanged & lives) !== 0) return false;
  const [changing, looking] = changed !== 0 ? [one, other] : [other, one];
  return decideAlike(looking.symbol, changing.before, changing.after);
}

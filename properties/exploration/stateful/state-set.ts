/**
 * A set of states of two words each, and the queue of those that were not visited yet. The states lie in the table itself
 * (open addressing, at most three quarters full), so that a look takes one access to memory; a state takes 11 to 21
 * bytes, and 8 more while it waits.
 *
 * The low word of a state is never 0, for the endpoint always has a token: 0 is a place without a state.
 */

/** The share of the table that may be taken: three quarters. */
const FULL_OF_FOUR = 3;
const PLACES = 1 << 12;
const WAITING = 1 << 10;

/** See the head of this file. */
export class StateSet {
  private table = new Int32Array(2 * PLACES);
  private mask = PLACES - 1;
  private most = (PLACES * FULL_OF_FOUR) >> 2;
  /** States that wait, as a ring of pairs: from `head` to before `tail`, never full. */
  private ring = new Int32Array(2 * WAITING);
  private head = 0;
  private tail = 0;
  /** How many states there are. */
  size = 0;
  /** The state that {@link next} took. */
  low = 0;
  high = 0;

  /** Adds a state; a new one waits to be visited. */
  add(low: number, high: number): void {
    const { table, mask } = this;
    let place = hash(low, high) & mask;
    for (;;) {
      const known = table[2 * place] as number;
      if (known === 0) break;
      if (known === low && table[2 * place + 1] === high) return;
      place = (place + 1) & mask;
    }
    table[2 * place] = low;
    table[2 * place + 1] = high;
    this.size += 1;
    this.wait(low, high);
    if (this.size > this.most) this.rehash();
  }

  /** Takes the state that waits longest. @returns false when none waits */
  next(): boolean {
    const { ring, head } = this;
    if (head === this.tail) return false;
    this.low = ring[head] as number;
    this.high = ring[head + 1] as number;
    this.head = (head + 2) & (ring.length - 1);
    return true;
  }

  /** The memory of the set and its queue, in bytes. */
  get bytes(): number {
    return this.table.byteLength + this.ring.byteLength;
  }

  private wait(low: number, high: number): void {
    const { ring, tail } = this;
    ring[tail] = low;
    ring[tail + 1] = high;
    this.tail = (tail + 2) & (ring.length - 1);
    if (this.tail === this.head) this.growRing();
  }

  /** Doubles a full ring; the oldest state moves to its start. */
  private growRing(): void {
    const { ring, head } = this;
    const more = new Int32Array(2 * ring.length);
    more.set(ring.subarray(head));
    more.set(ring.subarray(0, head), ring.length - head);
    this.ring = more;
    this.head = 0;
    this.tail = ring.length;
  }

  /** Twice the places. */
  private rehash(): void {
    const { table } = this;
    const more = new Int32Array(2 * table.length);
    const mask = table.length - 1;
    for (let from = 0; from < table.length; from += 2) {
      const low = table[from] as number;
      if (low === 0) continue;
      const high = table[from + 1] as number;
      let place = hash(low, high) & mask;
      while (more[2 * place] !== 0) place = (place + 1) & mask;
      more[2 * place] = low;
      more[2 * place + 1] = high;
    }
    this.table = more;
    this.mask = mask;
    this.most = ((mask + 1) * FULL_OF_FOUR) >> 2;
  }
}

/** Mixes both words (constants of MurmurHash3). */
export function hash(low: number, high: number): number {
  let mixed = Math.imul(low, 0xcc9e2d51) ^ Math.imul(high, 0x1b873593);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

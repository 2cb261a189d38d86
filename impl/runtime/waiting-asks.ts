/**
 * What a service waits for from one peer, by operation. Operations are numbered upwards and few are open at a time, so
 * nearly all of them find a place of their own in a ring; a map, which costs several times as much, has the others. The
 * ring is small until more wait than it has room for.
 */
import type { Pending } from '../core/caller.js';

/** How many places the ring has at first, and at most: powers of two. */
const PLACES_MIN = 16;
const PLACES_MAX = 4096;

const ringOf = (places: number): (Pending | null)[] => new Array(places).fill(null);

/** See the head of this file. */
export class WaitingAsks {
  private ring: (Pending | null)[] = ringOf(PLACES_MIN);
  private readonly others = new Map<number, Pending>();
  private inRing = 0;

  /** How many there are. */
  get size(): number {
    return this.inRing + this.others.size;
  }

  /** Adds an entry; one that is there already stays. */
  add(pending: Pending): void {
    const place = this.placeOf(pending.id);
    const there = this.ring[place];
    if (there === pending) return; // a connect waits twice under one number
    if (there !== null && this.ring.length < PLACES_MAX && this.inRing * 2 >= this.ring.length) {
      this.grow();
      this.add(pending);
    } else if (there === null && (this.others.size === 0 || !this.others.has(pending.id))) {
      this.ring[place] = pending;
      this.inRing += 1;
    } else this.others.set(pending.id, pending);
  }

  private placeOf(operation: number): number {
    return operation & (this.ring.length - 1);
  }

  /** Twice the places, and everybody finds one anew. */
  private grow(): void {
    const { length } = this.ring;
    const all = this.drain();
    this.ring = ringOf(2 * length);
    for (const pending of all) this.add(pending);
  }

  /** Who waits for the answer to this operation. */
  find(operation: number): Pending | undefined {
    const pending = this.ring[this.placeOf(operation)];
    if (pending !== null && pending !== undefined && pending.id === operation) return pending;
    return this.others.size === 0 ? undefined : this.others.get(operation);
  }

  delete(operation: number): void {
    const place = this.placeOf(operation);
    if (this.ring[place]?.id === operation) {
      this.ring[place] = null;
      this.inRing -= 1;
    } else if (this.others.size > 0) this.others.delete(operation);
  }

  /** Takes everybody out, in the order of their operations. */
  drain(): readonly Pending[] {
    const all = [...this.ring.filter((pending) => pending !== null), ...this.others.values()];
    this.ring.fill(null);
    this.inRing = 0;
    this.others.clear();
    return all.sort((left, right) => left.id - right.id);
  }
}

/**
 * What a service waits for from one peer, by operation. Operations are numbered upwards and few are open at a time, so
 * nearly all of them find a place of their own in a ring; a map, which costs several times as much, has the others.
 */
import type { Pending } from '../core/caller.js';

/** How many places the ring has: a power of two. */
const PLACES = 4096;

/** See the head of this file. */
export class WaitingAsks {
  private readonly ring: (Pending | null)[] = new Array(PLACES).fill(null);
  private readonly others = new Map<number, Pending>();
  private inRing = 0;

  /** How many there are. */
  get size(): number {
    return this.inRing + this.others.size;
  }

  /** Adds an entry; one that is there already stays. */
  add(pending: Pending): void {
    const place = pending.id & (PLACES - 1);
    const there = this.ring[place];
    if (there === pending) return; // a connect waits twice under one number
    if (there === null && (this.others.size === 0 || !this.others.has(pending.id))) {
      this.ring[place] = pending;
      this.inRing += 1;
    } else this.others.set(pending.id, pending);
  }

  /** Who waits for the answer to this operation. */
  find(operation: number): Pending | undefined {
    const pending = this.ring[operation & (PLACES - 1)];
    if (pending !== null && pending !== undefined && pending.id === operation) return pending;
    return this.others.size === 0 ? undefined : this.others.get(operation);
  }

  delete(operation: number): void {
    const place = operation & (PLACES - 1);
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

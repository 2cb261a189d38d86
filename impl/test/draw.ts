/** Choices from a seed, for tests that draw programs, faults or bytes: the same seed draws the same. */

/** See the head of this file. */
export class Draw {
  private state: number;

  /** @param seed a whole number; its lower 32 bits count */
  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 to 1, which it never is. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to one below the bound. */
  int(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** One of some items. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.int(items.length)] as Item;
  }

  /** True in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.next() * 100 < percent;
  }
}

/** A set of states of two words each, numbered in the order in which they were found; for graphs. */

import { hash } from './state-set.js';

/** The share of the table that may be taken: three quarters. */
const FULL_OF_FOUR = 3;

/** See the head of this file. */
export class StateStore {
  /** The words of the states, two for each. */
  private words = new Int32Array(1 << 13);
  /** Places of the table: the number of a state plus one, 0 for none. */
  private table = new Int32Array(1 << 12);
  private mask = (1 << 12) - 1;
  private most = ((1 << 12) * FULL_OF_FOUR) >> 2;
  /** How many states there are. */
  size = 0;

  /** Adds a state. @returns whether it is new */
  add(low: number, high: number): boolean {
    const { table, words, mask } = this;
    let place = hash(low, high) & mask;
    for (let entry = table[place] as number; entry !== 0; entry = table[place] as number) {
      const at = 2 * entry - 2;
      if (words[at] === low && words[at + 1] === high) return false;
      place = (place + 1) & mask;
    }
    table[place] = this.size + 1;
    this.append(low, high);
    return true;
  }

  /** The number of a state, or -1. */
  numberOf(low: number, high: number): number {
    const { table, words, mask } = this;
    let place = hash(low, high) & mask;
    for (let entry = table[place] as number; entry !== 0; entry = table[place] as number) {
      if (words[2 * entry - 2] === low && words[2 * entry - 1] === high) return entry - 1;
      place = (place + 1) & mask;
    }
    return -1;
  }

  low(state: number): number {
    return this.words[2 * state] as number;
  }

  high(state: number): number {
    return this.words[2 * state + 1] as number;
  }

  private append(low: number, high: number): void {
    if (2 * this.size === this.words.length) this.words = grown(this.words);
    this.words[2 * this.size] = low;
    this.words[2 * this.size + 1] = high;
    this.size += 1;
    if (this.size > this.most) this.rehash();
  }

  /** Twice the places. */
  private rehash(): void {
    const places = 2 * this.table.length;
    const table = new Int32Array(places);
    const mask = places - 1;
    for (let state = 0; state < this.size; state += 1) {
      let place = hash(this.words[2 * state] as number, this.words[2 * state + 1] as number) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = state + 1;
    }
    this.table = table;
    this.mask = mask;
    this.most = (places * FULL_OF_FOUR) >> 2;
  }
}

/** Half as much again: the words are most of the memory. */
function grown(words: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array((words.length + (words.length >> 1) + 1) & ~1);
  more.set(words);
  return more;
}

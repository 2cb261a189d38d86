/**
 * The endings that were met. Runs share most of their beginnings, and endings most of their lines: each line has a number,
 * an ending is a set of such numbers, and the numbers of a beginning that is repeated are kept.
 */
import type { TraceEvent } from '../../spec/index.js';
import { lineOf, Places, type Word } from './ending.js';
import { NumberBits } from './number-bits.js';

/** See the head of this file. */
export class Endings {
  private readonly met = new Set<string>();
  /** The numbers of lines, by their words, and how many there are. */
  private readonly tree = new WordNode();
  private numbers = 0;
  /** The lines of the run that came last, by event, as far as the next one repeats it. */
  private readonly lines: number[] = [];
  /** The same lines as a set. */
  private readonly bits = new NumberBits();
  private readonly places = new Places();

  /** How many different endings there were. */
  get size(): number {
    return this.met.size;
  }

  /** The run that goes on now has so many events, from the first one on, in common with the run before it. */
  repeats(events: number): void {
    if (events < this.lines.length) this.lines.length = events;
  }

  /**
   * Notes the ending of a run.
   *
   * @param events the events of a complete trace
   * @returns whether no run ended like that before
   */
  add(events: readonly TraceEvent[]): boolean {
    const { lines, bits, places, met } = this;
    places.clear();
    bits.clear();
    let position = 0;
    for (const event of events) {
      const place = places.next(event);
      if (position === lines.length) lines.push(this.newNumberOf(lineOf(event, place)));
      bits.add(lines[position] as number);
      position += 1;
    }
    const { size } = met;
    met.add(bits.text());
    return met.size > size;
  }

  /** The number of a line; one that says the same as an earlier one of its run has a number of its own. */
  private newNumberOf(line: readonly Word[]): number {
    let last = this.tree;
    for (const word of line) last = last.next(word);
    while (this.bits.has(this.numberOf(last))) last = last.next('again');
    return last.number;
  }

  private numberOf(last: WordNode): number {
    if (last.number < 0) {
      last.number = this.numbers;
      this.numbers += 1;
    }
    return last.number;
  }
}

/** Lines that begin with the same words. */
class WordNode {
  /** The number of the line that consists of these words, -1 while there is none. */
  number = -1;
  private readonly longer = new Map<Word, WordNode>();

  /** The lines that go on with a word. */
  next(word: Word): WordNode {
    let node = this.longer.get(word);
    if (node === undefined) {
      node = new WordNode();
      this.longer.set(word, node);
    }
    return node;
  }
}

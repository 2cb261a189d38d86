/**
 * A compiled chart as integer arrays: what the oracle runs on.
 *
 * Decisions and alternatives are numbered across all tables of a profile by one {@link Book}, so that a number alone
 * says which decision it is, which rules stand behind it, and whose behaviour it is.
 */
import type { By, Tag } from './charts/chart.js';
import type { TableData } from './compile.js';
import { D, fixedDecisions } from './decisions.js';
import { ruleIndex } from './rule-ids.js';

/** The bits of the tags of a state. */
export const tagBits: Readonly<Record<Tag, number>> = {
  running: 1,
  live: 2,
  idle: 4,
  ended: 8,
  open: 16,
  stopping: 32,
};

/** A transition of a chart: what an event does in a state, one for each decision that is possible there. */
export interface Transition {
  readonly chart: string;
  readonly state: string;
  readonly event: string;
  readonly decision: string;
  readonly by: By;
  /** The state that follows. */
  readonly next: string;
}

/** The alternatives of all tables of a profile. */
export class Book {
  /** Every decision by its number. */
  readonly decisions: string[] = [...fixedDecisions];
  /** The word before the colon of each decision, and what stands behind it: `refuse` and the code. */
  readonly words: string[] = [...fixedDecisions];
  readonly suffixes: string[] = fixedDecisions.map(() => '');
  /** The decision of each alternative. */
  readonly decisionOf: number[] = [];
  /** The decision that a trace names for each alternative: `answer` for every `answer:CONTENT`. */
  readonly claimOf: number[] = [];
  /** The rules of each alternative, the principal one first. */
  readonly rulesOf: Int16Array[] = [];
  /** The transition that each alternative is. */
  readonly transitions: Transition[] = [];
  /** The chart of each alternative, as {@link Table.number} counts them. */
  readonly chartOf: number[] = [];
  private charts = 0;
  private readonly numbers = new Map<string, number>(fixedDecisions.map((name, index) => [name, index]));

  /** The number of a decision, new or known. */
  decision(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.decisions.length);
    const [word = '', suffix = ''] = name.split(':');
    this.words.push(word);
    this.suffixes.push(suffix);
    return this.decisions.push(name) - 1;
  }

  /** The number of a decision that a trace claims, or -1 when no table knows it. */
  find(name: string): number {
    return this.numbers.get(name) ?? -1;
  }

  /** The alternatives of another chart follow. @returns its number */
  addChart(): number {
    return this.charts++;
  }

  /** Adds an alternative. @returns its number */
  add(transition: Transition, rules: readonly string[]): number {
    const { decision } = transition;
    this.transitions.push(transition);
    this.chartOf.push(this.charts - 1);
    this.rulesOf.push(Int16Array.from(rules, ruleIndex));
    const number = this.decision(decision);
    this.claimOf.push(decision.startsWith('answer:') ? D.answer : number);
    return this.decisionOf.push(number) - 1;
  }
}

/** One table. */
export class Table {
  readonly name: string;
  /** Its position among the charts of its book. */
  readonly number: number;
  readonly states: readonly string[];
  readonly width: number;
  /** State and symbol to next state, -1 when illegal. */
  readonly next: Int16Array;
  /** State and symbol to its first alternative. */
  readonly first: Int32Array;
  /** State and symbol to the alternative after its last one: equal to `first` when the event is illegal. */
  readonly last: Int32Array;
  /** The tags of each state, as bits of {@link tagBits}. */
  readonly tags: Uint8Array;
  private readonly symbols: ReadonlyMap<string, number>;

  /**
   * @param data the compiled chart
   * @param book collects the alternatives
   * @param allows which alternatives are legal in the profile
   */
  constructor(data: TableData, book: Book, allows: (by: By) => boolean) {
    this.name = data.chart;
    this.number = book.addChart();
    this.states = data.states;
    this.width = data.symbols.length;
    this.symbols = new Map(data.symbols.map((symbol, index) => [symbol, index]));
    this.next = Int16Array.from(data.next);
    this.first = new Int32Array(data.cell.length);
    this.last = new Int32Array(data.cell.length);
    for (const [index, cell] of data.cell.entries()) {
      const state = data.states[Math.floor(index / this.width)] as string;
      const event = data.symbols[index % this.width] as string;
      const next = data.states[data.next[index] as number] as string;
      this.first[index] = book.decisionOf.length;
      for (const [decision, by, ...rules] of data.cells[cell] ?? [])
        if (allows(by)) book.add({ chart: data.chart, state, event, decision, by, next }, rules);
      this.last[index] = book.decisionOf.length;
    }
    this.tags = Uint8Array.from(data.tags, (tags) => tags.reduce((bits, tag) => bits | tagBits[tag], 0));
  }

  /** Whether the chart has such an event. */
  has(name: string): boolean {
    return this.symbols.has(name);
  }

  /** The number of a symbol. @throws RangeError when the chart has no such event */
  symbol(name: string): number {
    const index = this.symbols.get(name);
    if (index === undefined) throw new RangeError(`the chart ${this.name} has no event ${name}`);
    return index;
  }

  /** The number of a state. @throws RangeError when the chart has no such state */
  state(name: string): number {
    const index = this.states.indexOf(name);
    if (index < 0) throw new RangeError(`the chart ${this.name} has no state ${name}`);
    return index;
  }
}

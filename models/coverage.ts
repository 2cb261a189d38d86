/**
 * Which transitions of the charts were taken, which followed each other at one instance of a chart, and in which orders
 * endpoints heard kinds of messages. It answers one question about a run of the suite: what was it not about?
 *
 * Only accepted traces count: what a trace goes through is kept aside until it is known to be one. Nothing is decided
 * by it, and a world without it pays nothing.
 */
import { HEARERS, type Hearer, hearers, type MessageKind, messageKinds } from './kinds.js';
import type { Book, Transition } from './table.js';

/** An order of two kinds of messages at one kind of endpoint: `first` was heard, and later `second`. */
export interface Order {
  readonly hearer: Hearer;
  readonly first: MessageKind;
  readonly second: MessageKind;
}

/** How much of a trace is kept aside at first; it grows. */
const KEPT_ENTRIES = 4096;

/** See the head of this file. One instance serves many traces. */
export class Coverage {
  /** Every transition of the profile, by the number of its alternative. */
  readonly transitions: readonly Transition[];
  private readonly chartOf: readonly number[];
  private readonly taken: Uint32Array;
  /** Which transition came directly after which, as bits: the first plus one (0 none), times all, plus the second. */
  private readonly followed: Uint32Array;
  /** By hearer and kind: the kinds that such an endpoint heard before it, as bits. */
  private readonly heard = new Int32Array(HEARERS * messageKinds.length);
  private kept = new Int32Array(KEPT_ENTRIES);
  private entries = 0;
  private readonly hearing = new Int32Array(this.heard.length);

  /** @param book the alternatives of the profile */
  constructor({ transitions, chartOf }: Pick<Book, 'transitions' | 'chartOf'>) {
    this.transitions = transitions;
    this.chartOf = chartOf;
    const count = transitions.length;
    this.taken = new Uint32Array(count);
    this.followed = new Uint32Array(((count + 1) * count + 31) >>> 5);
  }

  /** An instance of a chart takes a transition. @param last its last transition by chart, which changes */
  take(last: Int16Array, alternative: number): void {
    const chart = this.chartOf[alternative] as number;
    const previous = last[chart] as number;
    last[chart] = alternative;
    if (this.entries === this.kept.length) this.grow();
    this.kept[this.entries++] = (previous + 1) * this.transitions.length + alternative;
  }

  private grow(): void {
    const longer = new Int32Array(2 * this.kept.length);
    longer.set(this.kept);
    this.kept = longer;
  }

  /** An endpoint hears a message. @param before the kinds that it heard before, as bits */
  hear(hearer: number, kind: number, before: number): void {
    const cell = hearer * messageKinds.length + kind;
    this.hearing[cell] = (this.hearing[cell] as number) | before;
  }

  /** A trace begins: what was kept aside of one that was not accepted is forgotten. */
  discard(): void {
    this.entries = 0;
    this.hearing.fill(0);
  }

  /** The trace was accepted: what it went through counts. */
  commit(): void {
    const { kept, taken, followed, heard, hearing } = this;
    const count = this.transitions.length;
    for (let index = 0; index < this.entries; index++) {
      const entry = kept[index] as number;
      const alternative = entry % count;
      taken[alternative] = (taken[alternative] as number) + 1;
      followed[entry >>> 5] = (followed[entry >>> 5] as number) | (1 << (entry & 31));
    }
    for (let cell = 0; cell < heard.length; cell++)
      heard[cell] = (heard[cell] as number) | (hearing[cell] as number);
    this.discard();
  }

  /** How often a transition was taken. */
  timesTaken(alternative: number): number {
    return this.taken[alternative] as number;
  }

  /** Whether one transition came directly after another one at the same instance of their chart. */
  wasFollowed(first: number, second: number): boolean {
    const entry = (first + 1) * this.transitions.length + second;
    return ((this.followed[entry >>> 5] as number) & (1 << (entry & 31))) !== 0;
  }

  /** Whether an endpoint of this kind heard a message of the first kind, and later one of the second. */
  wasHeard({ hearer, first, second }: Order): boolean {
    const cell = hearers.indexOf(hearer) * messageKinds.length + messageKinds.indexOf(second);
    return ((this.heard[cell] as number) & (1 << messageKinds.indexOf(first))) !== 0;
  }
}

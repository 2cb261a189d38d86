/** A choice point of a search: what could run there, what was chosen, and what else is to be tried. */
import { NO_LINK } from '../../impl/index.js';
import type { Footprint } from './footprint.js';

/** Choice points before a choice point, as bits. */
export type Past = Int32Array;

/** How many steps a run may have: what came before a step is kept as that many bits. */
export const STEPS_MAX = 512;

/** Something that was tried at a choice point, or whose turn it is not there: nothing new follows from it. */
export interface Sleeper {
  readonly key: number;
  readonly footprint: Footprint;
}

/** See the head of this file. */
export class ChoicePoint {
  /** What could run, in canonical order. */
  readonly options: readonly number[];
  /** The first choice point since nothing could run: everything before came before everything here. */
  readonly segment: number;
  chosen: number;
  /** What was tried already, and what need not be. */
  readonly sleepers: Sleeper[];
  /** What is to be tried, where that is not everything. */
  readonly wanted: number[] = [];
  /** What the chosen step touched; `null` while it is not known. */
  footprint: Footprint | null = null;
  /** The choice point whose step posted the chosen action, and the link that it came by, -1 none. */
  poster = -1;
  link: number = NO_LINK;
  /** The choice points whose steps have to come before the chosen one. */
  past: Past | null = null;

  constructor(options: readonly number[], segment: number, chosen: number, sleepers: Sleeper[]) {
    this.options = options;
    this.segment = segment;
    this.chosen = chosen;
    this.sleepers = sleepers;
    this.wanted.push(chosen);
  }

  sleeps(key: number): boolean {
    return this.sleepers.some((sleeper) => sleeper.key === key);
  }
}

/** Whether a choice point is in a past. */
export function isIn(past: Past, point: number): boolean {
  return ((past[point >> 5] as number) & (1 << (point & 31))) !== 0;
}

/** Adds a choice point and everything before it to a past. */
export function add(past: Past, point: number, before: Past): void {
  for (let word = 0; word < past.length; word += 1)
    past[word] = (past[word] as number) | (before[word] as number);
  past[point >> 5] = (past[point >> 5] as number) | (1 << (point & 31));
}

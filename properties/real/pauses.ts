/**
 * How many turns the event loop has between two steps. What a step sends may be handled before the next step begins, or
 * after many: which of both is left to chance elsewhere, and a matter of these numbers where one thread does everything.
 */
import type { Scenario } from '../../spec/index.js';

/** The turns between steps, by the temper of a scenario; one of the list is drawn each time. */
const TEMPERS: readonly (readonly number[])[] = [[0], [0, 0, 0, 1], [0, 1, 2], [1, 1, 4]];

/** See the head of this file. The same scenario has the same pauses. */
export class Pauses {
  private readonly temper: readonly number[];
  private state: number;

  constructor({ steps }: Pick<Scenario, 'steps'>) {
    this.state = steps.reduce((hash, { op, lane }) => mixed(hash + op * 31 + lane), steps.length);
    this.temper = TEMPERS[this.draw(TEMPERS.length)] as readonly number[];
  }

  /** How many turns there are before the next step. */
  next(): number {
    return this.temper[this.draw(this.temper.length)] as number;
  }

  private draw(below: number): number {
    this.state = mixed(this.state + 0x9e3779b9);
    return this.state % below;
  }
}

/** Mixes the bits of a number of 32 bits. */
function mixed(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

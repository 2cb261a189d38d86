/** The search: every state of a system, breadth first, each kept in a few bytes. */
import type { PackedSystem } from './packed.js';
import { StateSet } from './state-set.js';

/** What a search came to. */
export interface Searched {
  readonly states: number;
  /** Steps from one state to the next, those to states that were known among them. */
  readonly transitions: number;
  /** States that nothing follows. */
  readonly ends: number;
  /** The bytes of the set of states and of its queue. */
  readonly bytes: number;
  /** No bound was reached. */
  readonly complete: boolean;
}

/**
 * Searches a system.
 *
 * @param statesMax a bound
 */
export function searchStates(system: PackedSystem, statesMax = Number.POSITIVE_INFINITY): Searched {
  const states = new StateSet();
  let transitions = 0;
  let ends = 0;
  const found = (low: number, high: number): void => {
    transitions += 1;
    states.add(low, high);
  };
  states.add(system.initialLow, system.initialHigh);
  let complete = true;
  while (complete && states.next()) {
    const before = transitions;
    system.visit(states.low, states.high, found);
    if (transitions === before) ends += 1;
    complete = states.size <= statesMax;
  }
  return { states: states.size, transitions, ends, bytes: states.bytes, complete };
}

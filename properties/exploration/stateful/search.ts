/** The search: every state of a system, breadth first, each kept in a few bytes. */
import type { PackedSystem } from './packed.js';
import { StateStore } from './state-store.js';

/** What a search came to. */
export interface Searched {
  readonly states: number;
  /** Steps from one state to the next, those to states that were known among them. */
  readonly transitions: number;
  /** States that nothing follows. */
  readonly ends: number;
  /** The bytes of the set of states. */
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
  const store = new StateStore();
  let transitions = 0;
  let ends = 0;
  const found = (low: number, high: number): void => {
    transitions += 1;
    store.add(low, high);
  };
  store.add(system.initialLow, system.initialHigh);
  let next = 0;
  for (; next < store.size && store.size <= statesMax; next += 1) {
    const before = transitions;
    system.visit(store.low(next), store.high(next), found);
    if (transitions === before) ends += 1;
  }
  return { states: store.size, transitions, ends, bytes: store.bytes, complete: next === store.size };
}

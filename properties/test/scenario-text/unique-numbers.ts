/** Any value of the codec of scenarios as one that can be: each operation has a number of its own. */
import type { Scenario } from '../../../spec/index.js';

/** Gives the operations the numbers 1, 2, … in the order in which they stand. */
export function uniqueNumbers(scenario: Scenario): Scenario {
  let next = 0;
  const renumbered = JSON.stringify(scenario, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('op' in value)) return value;
    next += 1;
    return { ...value, op: next };
  });
  return JSON.parse(renumbered) as Scenario;
}

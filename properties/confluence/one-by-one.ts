/** A scenario whose steps follow each other one by one: everything that a step sends is handled before the next begins. */
import type { Scenario, Step } from '../../spec/index.js';
import { everyOperation } from '../scenarios/every-operation.js';
import { isBarrier } from '../scenarios/is-barrier.js';

/**
 * The same steps, with a `settle` behind each that has none, and no tape.
 *
 * @param scenario any
 */
export function oneByOne(scenario: Scenario): Scenario {
  let nextOp = Math.max(0, ...[...everyOperation(scenario)].map(({ op }) => op)) + 1;
  const steps: Step[] = [];
  for (const step of scenario.steps) {
    steps.push(step);
    if (isBarrier(step)) continue;
    steps.push({ op: nextOp, lane: step.lane, operation: { type: 'settle' } });
    nextOp += 1;
  }
  return { services: scenario.services, steps, tape: [] };
}

/** Goal: whoever follows the steps misses no rule. Method: the steps are a partition of the book. */
import test from 'ava';
import { type Capability, capabilityMeanings } from '../capabilities.js';
import { rules } from '../rules/index.js';
import { capabilitiesInOrder, implementationSteps, stepsFor } from '../rules/order.js';

const idsOf = (steps: typeof implementationSteps): string[] =>
  steps.flatMap((step) => step.rules.map(({ id }) => id));

test('every rule stands in exactly one step', (assertions) => {
  const inForce = rules.filter(({ retired }) => retired === undefined);
  assertions.deepEqual(idsOf(implementationSteps).sort(), inForce.map(({ id }) => id).sort());
});

test('the first steps are those of tier 1: their rules need nothing, and all others need something', (assertions) => {
  for (const { adds, rules: rulesOfStep } of implementationSteps)
    for (const { id, requires } of rulesOfStep) assertions.is(requires.length === 0, adds === null, id);
});

test('every capability is added once, and a rule comes when the last that it needs is there', (assertions) => {
  assertions.deepEqual([...capabilitiesInOrder].sort(), Object.keys(capabilityMeanings).sort());
  const had = new Set<Capability>();
  for (const { adds, rules: rulesOfStep } of implementationSteps) {
    if (adds !== null) had.add(adds);
    for (const { id, requires } of rulesOfStep) {
      assertions.true(
        requires.every((capability) => had.has(capability)),
        id,
      );
      assertions.true(adds === null || requires.includes(adds), id);
    }
  }
});

test('the steps for a target hold the rules that apply to it, and no empty step', (assertions) => {
  const steps = stepsFor(['fencing', 'timeouts']);
  const ids = idsOf(steps);
  for (const { id, requires } of rules) {
    const applies = requires.every((capability) => capability === 'fencing' || capability === 'timeouts');
    assertions.is(ids.includes(id), applies, id);
  }
  assertions.true(steps.every((step) => step.rules.length > 0));
});

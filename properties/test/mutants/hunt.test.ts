/**
 * Goal: a hunt kills what breaks a rule, by that rule, and nothing else. Method: hunts in processes of their own, and
 * targets with hand-made faults.
 */
import test from 'ava';
import { referenceRules } from '../../../impl/runtime/service-runtime.js';
import { Hunt } from '../../mutants/hunt.js';
import { killMatrix } from '../../mutants/kill-matrix.js';
import type { Mutant } from '../../mutants/mutant.js';
import { clumsyRuns, referenceRuns } from '../../mutants/subtlety.js';
import { referenceTarget } from '../../suite/target.js';

const about = (rule: string): Mutant => ({
  id: `${rule}/by-hand`,
  rule,
  fault: 'Made by hand.',
  module: '',
  find: '',
  replace: '',
});

test('LIFE-09, FENCE-04 mutants die by the rule that they break, in few runs and steps, each in a process of its own', async (assert) => {
  const wanted = (id: string) => /^(LIFE-09|FENCE-04)/.test(id);
  const { mutants, totals, faults } = await killMatrix({ seed: 1, parallel: 1, wanted });
  assert.true(mutants.length >= 2);
  assert.is(totals.killed, mutants.length);
  for (const { killedBy, rule, steps, clumsy } of mutants) {
    assert.true(killedBy.includes(rule));
    assert.true(steps <= 8);
    assert.is(clumsy, 0);
  }
  assert.deepEqual(
    faults.filter((fault) => !fault.includes('median')),
    [],
  );
});

/** START while started runs onStart again: a fault of LIFE-03. */
const startsAgain = referenceTarget({
  ...referenceRules,
  actor: { ...referenceRules.actor, 'LIFE-03': referenceRules.actor['LIFE-02'] },
});

test('LIFE-03 a fault is a kill for the rule that it breaks', async (assert) => {
  const { killed, killedBy } = await new Hunt(about('LIFE-03'), startsAgain, 1).run();
  assert.true(killed);
  assert.is(killedBy[0], 'LIFE-03');
});

test('a mutant does what the reference does where its rule is not met; one that does not is clumsy', (assert) => {
  const seed = 1;
  const reference = referenceRuns(referenceTarget(), seed);
  assert.is(clumsyRuns(about('LIFE-03'), startsAgain, reference, seed), 0);
  assert.true(clumsyRuns(about('FENCE-22'), startsAgain, reference, seed) > 0);
});

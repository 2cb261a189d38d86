/**
 * Goal: each mutant is exactly one fault that applies, about a rule that exists. Method: the patches are applied to the
 * compiled modules, without running them.
 */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { ruleById } from '../../../spec/index.js';
import { mutants } from '../../mutants/catalogue/index.js';
import { checkerMutants } from '../../mutants/checkers/catalogue.js';
import { type Mutant, mutated, PatchError } from '../../mutants/mutant.js';

const sample: Mutant = {
  id: 'LIFE-01/sample',
  rule: 'LIFE-01',
  fault: 'A sample.',
  module: 'impl/core/actor',
  find: 'one',
  replace: 'two',
};

test('a mutant replaces the one place where its text stands', (assert) => {
  assert.is(mutated('zero one three', sample), 'zero two three');
});

for (const [what, source, found] of [
  ['is not there', 'zero three', 0],
  ['is there twice', 'one and one', 2],
] as const) {
  test(`a mutant whose text ${what} is an error, and no kill`, (assert) => {
    const error = assert.throws(() => mutated(source, sample), { instanceOf: PatchError });
    assert.is(error?.code, 'patch-does-not-apply');
    assert.regex(
      error?.message ?? '',
      new RegExp(`LIFE-01/sample .* occurs ${found} times in impl/core/actor`),
    );
  });
}

test('every mutant applies to the code as it is, and changes it', (assert) => {
  for (const mutant of [...mutants, ...checkerMutants]) {
    const source = readFileSync(`dist/${mutant.module}.js`, 'utf8');
    assert.notThrows(() => mutated(source, mutant), mutant.id);
    assert.not(mutated(source, mutant), source, mutant.id);
  }
});

test('every mutant has an id of its own that names its rule, and a fault in one sentence', (assert) => {
  assert.is(new Set(mutants.map(({ id }) => id)).size, mutants.length);
  for (const { id, rule, fault } of mutants) {
    assert.regex(id, new RegExp(`^${rule}/[a-z0-9-]+$`));
    assert.truthy(ruleById(rule), id);
    assert.regex(fault, /^[A-Z].*[.]$/, id);
  }
  assert.is(new Set(checkerMutants.map(({ id }) => id)).size, checkerMutants.length);
  for (const { id, fault } of checkerMutants) assert.regex(`${id} ${fault}`, /^checker\/[a-z-]+ [A-Z].*[.]$/);
});

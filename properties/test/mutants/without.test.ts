/** Goal: no rule is without a mutant for no reason. Method: the catalogue against the book. */
import test from 'ava';
import { rules } from '../../../spec/index.js';
import { mutants } from '../../mutants/catalogue/index.js';
import { rulesWithoutMutant } from '../../mutants/catalogue/without.js';

const broken = new Set(mutants.map(({ rule }) => rule));
const demanded = rules.filter(({ level }) => level === 'MUST').map(({ id }) => id);

test('every rule with level MUST has a mutant, or a reason why it has none', (assert) => {
  assert.deepEqual(
    demanded.filter((id) => !broken.has(id) && !(id in rulesWithoutMutant)),
    [],
  );
});

test('no reason is given for a rule that has a mutant, or that demands nothing', (assert) => {
  for (const [id, reason] of Object.entries(rulesWithoutMutant)) {
    assert.true(demanded.includes(id), id);
    assert.false(broken.has(id), id);
    assert.regex(reason, /\w+ \w+/, id);
  }
});

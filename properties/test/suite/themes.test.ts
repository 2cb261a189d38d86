/** Every theme as a property of its own: the models accept every trace that the reference makes of its scenarios. */
import { testProp } from '@fast-check/ava';
import test from 'ava';
import { ruleById, rules } from '../../../spec/index.js';
import { Judge, referenceTarget, runScenarioApi, runScenarioFast, scenariosOf, themes } from '../../index.js';

const describe = (rejection: ReturnType<Judge['judge']>): string | null =>
  rejection === null ? null : `${rejection.rules.join(', ')}: ${rejection.reason}`;

for (const theme of themes) {
  const title = `${theme.rules.join(', ')} ${theme.name}`;
  testProp(
    title,
    [scenariosOf(theme)],
    (t, scenario) => {
      t.is(describe(new Judge(referenceTarget()).judge(runScenarioFast(scenario))), null);
    },
    { numRuns: 100, seed: 21 },
  );
  if (theme.holds) continue;
  testProp(
    `${title}, on the public API with promises`,
    [scenariosOf(theme)],
    async (t, scenario) => {
      t.is(describe(new Judge(referenceTarget()).judge(await runScenarioApi(scenario))), null);
    },
    { numRuns: 15, seed: 22 },
  );
}

test('every rule that a theme names is in the book', (t) => {
  for (const theme of themes)
    for (const id of theme.rules) t.truthy(ruleById(id), `${id} in '${theme.name}'`);
});

test('every MUST rule that applies to the reference is named by a theme', (t) => {
  const named = new Set(themes.flatMap((theme) => theme.rules));
  const { capabilities } = referenceTarget();
  const missing = rules
    .filter(
      ({ level, requires }) => level === 'MUST' && requires.every((needed) => capabilities.includes(needed)),
    )
    .filter(({ id }) => !named.has(id));
  t.deepEqual(
    missing.map(({ id }) => id),
    [],
  );
});

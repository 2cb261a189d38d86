/**
 * Goal: a scenario with one history has the same over every transport. Method: scenarios of all themes, one step after the
 * other; those that the simulation finds confluent run over each transport and are compared with the simulation.
 */
import test from 'ava';
import type { Scenario } from '../../../spec/index.js';
import { onWallClock } from '../../adapter/wall-clock.js';
import { drawScenarios } from '../../arbitraries/scenarios.js';
import { comparable } from '../../confluence/comparable.js';
import { isConfluent } from '../../confluence/confluent.js';
import { oneByOne } from '../../confluence/one-by-one.js';
import { referenceRules, runScenarioApi, themes } from '../../index.js';
import { TransportTarget } from '../../real/transport-target.js';
import { missingFor, transportFactories } from '../../transports/index.js';
import { memoryTransports } from '../../transports/memory.js';

/** How many scenarios each theme gives at most, of how many that are drawn. */
const PER_THEME = 5;
const DRAWN = 30;

/** At least so many there are in all. */
const CONFLUENT_MIN = 200;

const { capabilities } = new TransportTarget(memoryTransports());

/** The scenarios that are compared, the same each time. */
const confluent: readonly Scenario[] = themes
  .filter(({ holds }) => !holds)
  .flatMap((theme) =>
    drawScenarios(theme, 5, DRAWN, capabilities)
      .map(oneByOne)
      .filter((scenario) => isConfluent(scenario))
      .slice(0, PER_THEME),
  );

test('there are enough scenarios with one history, with several services among them', (assert) => {
  assert.true(confluent.length >= CONFLUENT_MIN, `${confluent.length} only`);
  const between = confluent.filter(({ steps }) =>
    steps.some(({ operation }) => operation.type === 'connect' && operation.service > 0),
  );
  assert.true(between.length >= 50, `${between.length} only between services`);
});

for (const [name, newFactory] of Object.entries(transportFactories)) {
  const trying = missingFor(name) === null ? test.serial : test.serial.skip;
  trying(`ORD-08 what has one history has it over ${name}, too`, async (assert) => {
    const factory = await newFactory();
    const target = new TransportTarget(factory);
    for (const scenario of confluent) {
      const simulated = comparable(await runScenarioApi(onWallClock(scenario)));
      assert.deepEqual(comparable(await target.run(scenario)), simulated);
    }
    await factory.close();
  });
}

test.serial('a runtime that decides otherwise has another history', async (assert) => {
  const { actor } = referenceRules;
  const deaf = { ...referenceRules, actor: { ...actor, 'FENCE-01': actor['DEAD-01'] } };
  const target = new TransportTarget(memoryTransports(), deaf);
  let different = 0;
  for (const scenario of confluent.slice(0, 60)) {
    const simulated = comparable(await runScenarioApi(onWallClock(scenario)));
    const seen = comparable(await target.run(scenario));
    if (JSON.stringify(seen) !== JSON.stringify(simulated)) different += 1;
  }
  assert.true(different > 0);
});

test('a scenario in which two messages wait at the same time has more than one history', (assert) => {
  const [theme] = themes.filter(({ name }) => name.startsWith('one thread, one endpoint'));
  if (theme === undefined) return assert.fail('there is no such theme');
  const drawn = drawScenarios(theme, 5, DRAWN, capabilities);
  assert.false(drawn.some((scenario) => isConfluent(scenario)));
  assert.true(drawn.some((scenario) => isConfluent(oneByOne(scenario))));
  return undefined;
});

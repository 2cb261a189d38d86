/**
 * Goal: the reference is judged over real transports, strictly. Method: the whole suite over each of them; runtimes and
 * transports with one fault, which the judge has to reject; scenarios that do not come to rest.
 */
import test from 'ava';
import type { Scenario } from '../../../spec/index.js';
import { drawScenarios } from '../../arbitraries/scenarios.js';
import { conformance, profiles, referenceRules, themes } from '../../index.js';
import { type Fault, withFault } from '../../mutants/transports/faulty-links.js';
import { TransportTarget } from '../../real/transport-target.js';
import { Judge } from '../../suite/judge.js';
import { rejectionOf } from '../../suite/outside-check.js';
import { missingFor, transportFactories } from '../../transports/index.js';
import { memoryTransports } from '../../transports/memory.js';
import type { TransportFactory } from '../../transports/transport-factory.js';

for (const [name, newFactory] of Object.entries(transportFactories)) {
  const trying = missingFor(name) === null ? test.serial : test.serial.skip;
  trying(`the reference over ${name} breaks no rule`, async (assert) => {
    const factory = await newFactory();
    const report = await conformance(new TransportTarget(factory), { profile: profiles.smoke });
    await factory.close();
    assert.deepEqual(
      report.failures.map(({ rule, reason }) => `${rule}: ${reason}`),
      [],
    );
    assert.is(report.fault, null);
    const unexercised = report.rules.filter(({ verdict }) => verdict === 'not-exercised').map(({ id }) => id);
    assert.deepEqual(unexercised, []);
  });
}

const LABEL = { name: 'a test', rules: ['ORD-05'] };

/** Scenarios of calls between two services. */
function callsBetweenServices(): readonly Scenario[] {
  const theme = themes.find(({ name }) => name.startsWith('one thread, one endpoint'));
  if (theme === undefined) throw new Error('there is no such theme');
  const { capabilities } = new TransportTarget(memoryTransports());
  return drawScenarios(theme, 4, 40, capabilities).filter(({ services }) => services.length > 1);
}

/** How many of the scenarios are rejected. */
async function rejected(factory: TransportFactory, rules = referenceRules): Promise<number> {
  const target = new TransportTarget(factory, rules, 500);
  const judge = new Judge(target);
  let count = 0;
  for (const scenario of callsBetweenServices()) {
    const history = await target.observe(scenario, LABEL);
    if (rejectionOf(judge, scenario, history, LABEL) !== null) count += 1;
  }
  await factory.close();
  return count;
}

test('good transports and a good runtime are accepted', async (assert) => {
  assert.true(callsBetweenServices().length > 10);
  assert.is(await rejected(memoryTransports()), 0);
});

/** Frames are counted at the end that hears them, over all links. */
const everyTenth = (instead: Fault['hears']): Fault => {
  let heard = 0;
  return {
    hears: (frame, before) => {
      heard += 1;
      return heard % 10 === 0 && instead !== undefined ? instead(frame, before) : [frame];
    },
  };
};

test('ORD-05 a transport that hands frames on twice is rejected', async (assert) => {
  const fault = everyTenth((frame) => [frame, frame]);
  assert.true((await rejected(withFault(memoryTransports(), fault))) > 0);
});

test('ORD-06 a transport that loses frames in silence is rejected', async (assert) => {
  assert.true(
    (await rejected(
      withFault(
        memoryTransports(),
        everyTenth(() => []),
      ),
    )) > 0,
  );
});

test('a runtime that refuses what it should carry out is rejected', async (assert) => {
  const { actor } = referenceRules;
  const deaf = { ...referenceRules, actor: { ...actor, 'FENCE-01': actor['DEAD-01'] } };
  assert.true((await rejected(memoryTransports(), deaf)) > 0);
});

test('what does not come to rest is told, in words', async (assert) => {
  const factory = withFault(memoryTransports(), { hears: () => [] });
  const target = new TransportTarget(factory, referenceRules, 200);
  const [scenario] = callsBetweenServices();
  if (scenario === undefined) return assert.fail('nothing was drawn');
  const { unsettled } = await target.observe(scenario, LABEL);
  assert.regex(unsettled.join('; '), /frames from memory:\d+ have not arrived at memory:\d+/);
  await factory.close();
  return undefined;
});

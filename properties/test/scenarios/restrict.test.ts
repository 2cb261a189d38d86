/**
 * Goal: every theme gives scenarios for every target. Method: laws over the themes and random sets of capabilities; the
 * models judge what the reference makes of the restricted scenarios.
 */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { type Capability, capabilitiesOfTier, capabilityMeanings } from '../../../spec/index.js';
import {
  anyScenario,
  Judge,
  needsOf,
  referenceCapabilities,
  restrictScenario,
  runScenarioFast,
  scenariosOf,
  themes,
} from '../../index.js';

const everything = new Set(Object.keys(capabilityMeanings) as Capability[]);

const someCapabilities = (): fc.Arbitrary<Capability[]> => fc.subarray([...referenceCapabilities]);

testProp(
  'a restricted scenario needs only what the target has',
  [anyScenario({ holds: true, capabilities: null }), someCapabilities()],
  (t, scenario, capabilities) => {
    const restricted = restrictScenario(scenario, new Set(capabilities));
    const unmet = [...needsOf(restricted)].filter((capability) => !capabilities.includes(capability));
    t.deepEqual(unmet, []);
  },
  { numRuns: 1500, seed: 81 },
);

testProp(
  'a scenario whose needs are met stays what it is',
  [anyScenario({ holds: true, capabilities: null })],
  (t, scenario) => {
    t.is(restrictScenario(scenario, needsOf(scenario)), scenario);
    t.is(restrictScenario(scenario, everything), scenario);
  },
  { numRuns: 300, seed: 82 },
);

testProp(
  'a scenario is restricted at once: doing it again changes nothing',
  [anyScenario({ holds: true, capabilities: null }), someCapabilities()],
  (t, scenario, capabilities) => {
    const once = restrictScenario(scenario, new Set(capabilities));
    t.is(restrictScenario(once, new Set(capabilities)), once);
  },
  { numRuns: 300, seed: 83 },
);

testProp(
  'the models accept what the reference makes of a restricted scenario',
  [anyScenario({ holds: true, capabilities: null }), someCapabilities()],
  (t, scenario, capabilities) => {
    const judge = new Judge({ capabilities: [...capabilities, 'mutable-token'], quirks: 'refused' });
    const rejection = judge.judge(runScenarioFast(restrictScenario(scenario, new Set(capabilities))));
    t.is(rejection, null, JSON.stringify(rejection));
  },
  { numRuns: 1000, seed: 84 },
);

testProp(
  'operations have numbers of their own, also those that stand in for others',
  [anyScenario({ holds: true, capabilities: null })],
  (t, scenario) => {
    const { steps } = restrictScenario(scenario, new Set());
    t.is(new Set(steps.map(({ op }) => op)).size, steps.length);
    const gateways = steps.flatMap(({ operation }) =>
      operation.type === 'connect' ? [operation.gateway] : [],
    );
    t.is(new Set(gateways).size, gateways.length);
  },
  { numRuns: 300, seed: 85 },
);

test('a target that can do everything gets the scenarios of the theme, draw by draw', (t) => {
  for (const [position, theme] of themes.entries()) {
    const parameters = { numRuns: 10, seed: position };
    t.deepEqual(
      fc.sample(scenariosOf(theme, everything), parameters),
      fc.sample(scenariosOf(theme, null), parameters),
      theme.name,
    );
  }
});

test('a target of tier 1 gets calls, START, STOP and TERMINATE of one local service', (t) => {
  const types = new Set<string>();
  for (const theme of themes)
    for (const { services, steps } of fc.sample(scenariosOf(theme, capabilitiesOfTier(1)), {
      numRuns: 10,
      seed: 3,
    })) {
      t.deepEqual(
        services.map(({ remote }) => remote),
        [false],
      );
      for (const { operation } of steps) types.add(operation.type);
    }
  const expected = [
    'advance',
    'call',
    'connect',
    'create-endpoint',
    'settle',
    'start',
    'stop',
    'terminate',
    'watch',
  ];
  t.deepEqual([...types].sort(), expected);
});

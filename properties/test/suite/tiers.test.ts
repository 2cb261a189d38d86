/**
 * Goal: small implementations are judged, and by every rule that applies to them. Method: the reference, declared to be
 * able to do less, is conformant with every such rule exercised; so is each rule with nothing but what it requires; and
 * faults are found in an implementation of tier 1.
 */
import { fc } from '@fast-check/ava';
import test from 'ava';
import { actorRules } from '../../../impl/core/actor.js';
import { rule } from '../../../impl/core/ruling.js';
import { type RuntimeRules, referenceRules } from '../../../impl/runtime/service-runtime.js';
import { observable } from '../../../models/index.js';
import {
  type Capability,
  capabilitiesOfTier,
  type Rule,
  ruleById,
  rules,
  type TierNumber,
} from '../../../spec/index.js';
import {
  conformance,
  Judge,
  profiles,
  referenceCapabilities,
  referenceTarget,
  runScenarioFast,
  scenariosOf,
  type Target,
  themes,
} from '../../index.js';

/** The reference as a target that says that it can do only this. */
const limitedTo = (capabilities: readonly Capability[], faulty?: RuntimeRules): Target => ({
  ...referenceTarget(faulty),
  name: 'limited reference',
  capabilities,
});

const sets: readonly (readonly [title: string, tier: TierNumber, capabilities: readonly Capability[]])[] = [
  ['tier 1', 1, capabilitiesOfTier(1)],
  ['tier 2', 2, capabilitiesOfTier(2)],
  ['tier 2 with tokens that can be replaced', 2, [...capabilitiesOfTier(2), 'mutable-token']],
  ['tier 3 with tokens that can be replaced', 3, capabilitiesOfTier(3)],
  ['tier 3 with tokens that are set once', 3, capabilitiesOfTier(3, 'immutable-token')],
];

for (const [title, tier, capabilities] of sets) {
  test(`the reference limited to ${title} is conformant, and every rule is exercised or lacks a capability`, async (t) => {
    const report = await conformance(limitedTo(capabilities), { profile: profiles.quick });
    t.is(report.verdict, 'conformant', JSON.stringify(report.rules.filter(isNotExercised)));
    t.is(report.tier, tier);
    for (const { id, level, verdict, exercised, missing } of report.rules) {
      const requires = (ruleById(id) as Rule).requires;
      t.deepEqual(
        missing,
        requires.filter((capability) => !capabilities.includes(capability)),
        id,
      );
      t.is(verdict, missing.length > 0 ? 'not-applicable' : 'passed', id);
      if (verdict === 'passed') t.true(exercised >= (level === 'MUST' ? profiles.quick.floor : 1), id);
    }
  });
}

const isNotExercised = ({ verdict }: { readonly verdict: string }): boolean => verdict === 'not-exercised';

/** Scenarios for each unit of weight of a theme. */
const RUNS = 50;

/** The capabilities that some rule requires, each set once, with its rules. */
function requiredSets(): ReadonlyMap<string, readonly Rule[]> {
  const byRequires = new Map<string, Rule[]>();
  for (const each of rules) {
    if (each.requires.some((capability) => !referenceCapabilities.includes(capability))) continue;
    const key = each.requires.join();
    byRequires.set(key, [...(byRequires.get(key) ?? []), each]);
  }
  return byRequires;
}

for (const [key, rulesOfSet] of requiredSets()) {
  const ids = rulesOfSet.map(({ id }) => id);
  test(`${ids.join(', ')} can be exercised with ${key === '' ? 'no capability' : key} alone`, (t) => {
    const capabilities = (rulesOfSet[0] as Rule).requires;
    const judge = new Judge(limitedTo(capabilities));
    for (const [position, theme] of themes.entries()) {
      if (!theme.rules.some((id) => ids.includes(id))) continue;
      const parameters = { numRuns: theme.weight * RUNS, seed: 91 + position };
      for (const scenario of fc.sample(scenariosOf(theme, capabilities), parameters))
        t.is(judge.judge(runScenarioFast(scenario)), null);
    }
    for (const id of ids) t.true(judge.exercised(id) > 0, id);
  });
}

/** What an implementation of tier 1 in another language reports: only what can be seen from outside. */
const small = (faulty: RuntimeRules): Target => ({
  name: 'small',
  capabilities: [],
  run: async (scenario) => observable(runScenarioFast(scenario, faulty)),
});

const withActor = (changed: Partial<RuntimeRules['actor']>): RuntimeRules => ({
  ...referenceRules,
  actor: { ...actorRules, ...changed },
});

const faults: readonly (readonly [what: string, names: readonly string[], faulty: RuntimeRules])[] = [
  [
    'serves calls before START',
    ['MSG-01', 'MSG-02', 'MSG-04', 'LIFE-01'],
    withActor({ 'MSG-01': () => rule('MSG-06', 'execute') }),
  ],
  ['calls onStart at every START', ['LIFE-03'], withActor({ 'LIFE-03': actorRules['LIFE-02'] })],
  [
    'goes on after STOP',
    ['LIFE-04', 'LIFE-05', 'LIFE-06'],
    withActor({ 'LIFE-04': () => rule('LIFE-04', 'ignore') }),
  ],
  [
    'calls onStop without a start',
    ['LIFE-07', 'STOP-09', 'TERM-09'],
    withActor({ 'LIFE-07': actorRules['LIFE-08'] }),
  ],
  [
    'lets asks to the dead expire',
    ['DEAD-01', 'DEAD-02', 'HAND-15'],
    withActor({ 'DEAD-01': () => rule('DEAD-04', 'drop') }),
  ],
  [
    'shakes hands with everybody',
    ['HAND-07', 'HAND-08', 'HAND-09'],
    withActor({ 'MSG-05': () => rule('MSG-05', 'accept') }),
  ],
];

for (const [what, names, faulty] of faults) {
  test(`${names.join(', ')} an implementation of tier 1 that ${what} is found`, async (t) => {
    const report = await conformance(small(faulty), { profile: profiles.quick, rules: names[0] as string });
    t.is(report.verdict, 'violated');
    const blamed = report.failures.flatMap((failure) => failure.rules);
    t.true(
      names.some((id) => blamed.includes(id)),
      blamed.join(', '),
    );
  });
}

test('an implementation of tier 1 without a fault is conformant, seen from outside', async (t) => {
  const report = await conformance(small(referenceRules), { profile: profiles.quick });
  t.is(report.verdict, 'conformant', JSON.stringify(report.rules.filter(isNotExercised)));
  t.is(report.tier, 1);
});

/**
 * Goal: a scenario says beforehand what it may bring down, so that nobody meets a dead service who was not told. Method:
 * the reference runs scenarios that are said to be harmless; and the ways in which an endpoint fails, one by one.
 */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import type { Operation, Scenario, Step } from '../../../spec/index.js';
import { killsOf, mayFailService } from '../../adapter/kills.js';
import { anyScenario, runScenarioFast, scenariosOf, themes } from '../../index.js';
import { SERVICE } from '../../scenarios/builder.js';

const failures = (scenario: Scenario): readonly string[] =>
  runScenarioFast(scenario).events.flatMap((event) =>
    event.event === 'run' && (event.decision === 'fail' || event.leg === 'down') ? [event.rule ?? ''] : [],
  );

testProp(
  'SUPER-02, SERV-03 in a scenario that kills nothing no service fails or closes',
  [anyScenario({ holds: true })],
  (t, scenario) => {
    if (killsOf(scenario) === 'none') t.deepEqual(failures(scenario), []);
    else t.pass();
  },
  { numRuns: 2000, seed: 31 },
);

for (const theme of themes.filter(({ rules }) => rules.includes('LIFE-09') || rules.includes('LIFE-18'))) {
  test(`LIFE-10, LIFE-11 no START or STOP is illegal unawares: ${theme.name}`, (t) => {
    for (const scenario of fc.sample(scenariosOf(theme), { numRuns: 500, seed: 32 }))
      if (killsOf(scenario) === 'none') t.deepEqual(failures(scenario), []);
  });
}

const start: Operation = { type: 'start', endpoint: 1 };
const terminate: Operation = { type: 'terminate', endpoint: 1 };
const settle: Operation = { type: 'settle' };
const rawTerminate: Operation = {
  type: 'send-raw',
  target: { self: 1 },
  message: 'terminate',
  ask: false,
  timeoutMs: 0,
  script: { nested: [], end: { ending: 'return' } },
};

/** Steps of lanes 0, 1, …: each pair is a lane and what it does. */
function scenario(...steps: readonly (readonly [lane: number, operation: Operation])[]): Scenario {
  const numbered = steps.map(([lane, operation], index): Step => ({ op: index + 1, lane, operation }));
  return { services: [SERVICE], steps: numbered, tape: [] };
}

test('LIFE-10 START before TERMINATE is harmless when one lane sends both, or a barrier lies between them', (t) => {
  t.false(mayFailService(scenario([0, start], [0, terminate])));
  t.false(mayFailService(scenario([0, start], [0, settle], [1, terminate])));
});

test('LIFE-10 START after TERMINATE, however that was sent, may fail the service, and so may a race of the two', (t) => {
  t.true(mayFailService(scenario([0, terminate], [0, start])));
  t.true(mayFailService(scenario([0, rawTerminate], [0, settle], [0, start])));
  t.true(mayFailService(scenario([0, start], [1, terminate])));
});

/**
 * Goal: a scenario that failed once runs before anything else, against whatever is judged. Method: a runtime with one
 * fault, the reference, a target that lacks something, and one on a real clock that fails now and then.
 */
import test from 'ava';
import { referenceRules } from '../../../impl/runtime/service-runtime.js';
import { observable } from '../../../models/index.js';
import type { Scenario, Trace } from '../../../spec/index.js';
import {
  conformance,
  printReport,
  profiles,
  referenceTarget,
  type SavedScenario,
  ScenarioBuilder,
  type Target,
} from '../../index.js';
import { renderMarkdown } from '../../report/markdown.js';
import { type ScenarioBuilder as Builder, HOLD } from '../../scenarios/builder.js';
import { REPLAYS } from '../../suite/saved-check.js';

/** START while started runs onStart again. */
const faulty = referenceTarget({
  ...referenceRules,
  actor: { ...referenceRules.actor, 'LIFE-03': referenceRules.actor['LIFE-02'] },
});

function saved(file: string, build: (b: Builder) => void): SavedScenario {
  const b = new ScenarioBuilder({ nextInt: (min) => min });
  b.service({ remote: false });
  build(b);
  return { file, rules: ['LIFE-03'], scenario: b.build() };
}

const startTwice = saved('start-twice.scenario', (b) => b.start(b.started()));
const holds = saved('holds.scenario', (b) => b.call(b.started(), { script: HOLD }));

const options = { profile: { ...profiles.smoke, fastRuns: 1, apiRuns: 1 }, rules: 'hello' };

test('a saved scenario that fails is the first failure, and names its file, whatever rules are asked for', async (t) => {
  const report = await conformance(faulty, { ...options, saved: [startTwice] });
  t.is(report.verdict, 'violated');
  t.is(report.failures[0]?.theme, 'start-twice.scenario');
  t.is(report.failures[0]?.rule, 'LIFE-03');
  t.deepEqual(report.saved, { passed: [], failed: ['start-twice.scenario'], notApplicable: [] });
  const lines = printReport(report);
  t.true(lines.includes('1 saved scenario ran first: 1 failed, 0 passed, 0 not applicable'));
  t.true(lines.some((line) => line.includes('found by: start-twice.scenario')));
});

test('one that passes is counted, and one that holds the main thread runs in the fast lane only', async (t) => {
  const report = await conformance(referenceTarget(), { ...options, saved: [startTwice, holds] });
  t.deepEqual(report.failures, []);
  t.deepEqual(report.saved?.passed, ['start-twice.scenario', 'holds.scenario']);
});

test('a run without saved scenarios says nothing of them', async (t) => {
  const report = await conformance(referenceTarget(), options);
  t.false('saved' in report);
  t.notRegex(printReport(report).join('\n'), /saved/);
});

test('one that needs what the target lacks does not apply, and the report says what is missing', async (t) => {
  const { capabilities, runFast, ...others } = referenceTarget();
  const target: Target = {
    ...others,
    capabilities: capabilities.filter((name) => name !== 'blocking-handler'),
    run: (scenario) => Promise.resolve(runFast(scenario)),
  };
  const report = await conformance(target, { ...options, saved: [holds, startTwice] });
  t.deepEqual(report.saved, {
    passed: ['start-twice.scenario'],
    failed: [],
    notApplicable: [{ file: 'holds.scenario', missing: ['blocking-handler'] }],
  });
  const line = 'not applicable  holds.scenario: needs blocking-handler';
  t.true(printReport(report).includes(line));
  t.true(renderMarkdown(report).split('\n').includes(line));
});

/** The reference as it looks from outside, on a real clock; in the runs of these numbers with the fault. */
function outsider(isFaulty: (run: number) => boolean): {
  readonly target: Target;
  readonly seen: () => number;
} {
  let runs = 0;
  const capabilities = referenceTarget().capabilities.filter(
    (name) => name !== 'schedule-control' && name !== 'virtual-clock',
  );
  const observe = (scenario: Scenario): Trace => {
    runs += 1;
    const { runFast } = isFaulty(runs) ? faulty : referenceTarget();
    const trace = observable(runFast(scenario));
    return { ...trace, header: { ...trace.header, capabilities } };
  };
  const target: Target = {
    name: 'outsider',
    capabilities,
    run: (scenario) => Promise.resolve(observe(scenario)),
    outside: {
      concurrency: 1,
      observe: (scenario) => Promise.resolve({ trace: observe(scenario), unsettled: [] }),
    },
  };
  return { target, seen: () => runs };
}

test('on a real clock a saved scenario runs several times, and fails if one of the runs does', async (t) => {
  const settings = { profile: { ...profiles.smoke, outsideRuns: 0 }, rules: 'SIZE-09' };
  const good = outsider(() => false);
  const nothing = await conformance(good.target, settings);
  const others = good.seen();
  const passing = await conformance(good.target, { ...settings, saved: [startTwice] });
  t.deepEqual(passing.saved?.passed, ['start-twice.scenario']);
  t.is(good.seen() - others, others + REPLAYS);
  t.deepEqual(nothing.failures, []);
  const flaky = outsider((run) => run === 7);
  const failing = await conformance(flaky.target, { ...settings, saved: [startTwice] });
  t.deepEqual(failing.saved?.failed, ['start-twice.scenario']);
});

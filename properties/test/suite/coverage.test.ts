/**
 * Goal: a run says truly what it was about. Method: single scenarios whose transitions are known, a trace that is not
 * accepted, runs that are too short, and the reference without its quirks for what is said to be unreachable.
 */
import test from 'ava';
import fc from 'fast-check';
import { type Coverage, charts } from '../../../models/index.js';
import type { Scenario, Trace } from '../../../spec/index.js';
import { exitCodeOf } from '../../cli/verify.js';
import {
  conformance,
  Judge,
  printReport,
  profiles,
  referenceTarget,
  runScenarioFast,
  ScenarioBuilder,
  scenariosOf,
  theme,
  themes,
} from '../../index.js';
import { coverageReport } from '../../suite/coverage-report.js';
import { isTooSeldom, Labels } from '../../suite/labels.js';
import { reasonAgainst, unreachable } from '../../suite/unreachable/index.js';
import { pairReasons, unreachablePairs } from '../../suite/unreachable/pairs.js';

function scenarioOf(build: (b: ScenarioBuilder) => void): Scenario {
  const b = new ScenarioBuilder({ nextInt: (min) => min });
  b.service();
  build(b);
  return b.build();
}

type Transition = Coverage['transitions'][number];

const startedTwice = runScenarioFast(scenarioOf((b) => b.start(b.started())));

/** The number of the alternative of the reference in a cell. */
function numberOf({ transitions }: Coverage, chart: string, state: string, event: string): number {
  return transitions.findIndex(
    (each) => each.chart === chart && each.state === state && each.event === event && each.by !== 'original',
  );
}

test('transitions, what follows them, and orders of messages are those of the accepted traces', (t) => {
  const { coverage, judge } = judgeOf([startedTwice]);
  const start = numberOf(coverage, 'lifecycle', 'stopped.fresh', 'START');
  const hook = numberOf(coverage, 'lifecycle', 'starting', 'HOOK_RETURN');
  const again = numberOf(coverage, 'lifecycle', 'started.idle', 'START');
  t.deepEqual(
    [start, hook, again].map((number) => coverage.timesTaken(number)),
    [1, 1, 1],
  );
  t.true(coverage.wasFollowed(start, hook));
  t.false(coverage.wasFollowed(hook, start));
  t.true(coverage.wasFollowed(hook, again));
  t.false(coverage.wasHeard({ hearer: 'plain', first: 'start', second: 'ask' }));
  judge.judge(runScenarioFast(scenarioOf((b) => void b.call(b.started()))));
  t.true(coverage.wasHeard({ hearer: 'plain', first: 'start', second: 'ask' }));
  t.false(coverage.wasHeard({ hearer: 'plain', first: 'ask', second: 'start' }));
});

test('a trace that is not accepted counts for nothing', (t) => {
  const events = startedTwice.events.map((event) =>
    event.event === 'run' && event.decision === 'ignore' ? { ...event, decision: 'pause' } : event,
  );
  const { coverage, judge } = judgeOf([]);
  t.not(judge.judge({ ...startedTwice, events } as Trace), null);
  t.true(coverage.transitions.every((_, number) => coverage.timesTaken(number) === 0));
  t.is(coverageReport(coverage, 'everybody', []).pairs.reached, 0);
});

function judgeOf(traces: readonly Trace[]): { readonly judge: Judge; readonly coverage: Coverage } {
  const judge = new Judge(referenceTarget());
  const coverage = judge.cover();
  for (const trace of traces) judge.judge(trace);
  return { judge, coverage };
}

test('whatever is said to be unreachable is a transition, has one reason, and is taken by no theme', (t) => {
  const { coverage, judge } = judgeOf([]);
  for (const { chart, states, events } of unreachable) {
    for (const state of states)
      for (const event of events)
        t.true(numberOf(coverage, chart, state, event) >= 0, `${chart}: no ${event} in ${state}`);
  }
  const cells = unreachable.flatMap(({ chart, states, events, decision }) =>
    states.flatMap((state) => events.map((event) => `${chart} ${state} ${event} ${decision ?? ''}`)),
  );
  t.is(new Set(cells).size, cells.length);
  const events = new Set(coverage.transitions.map(({ chart, event }) => `${chart} ${event}`));
  for (const { chart, after, only } of unreachablePairs)
    for (const event of [...after, ...only]) t.true(events.has(`${chart} ${event}`), `${chart}: no ${event}`);
  for (const each of themes)
    for (const scenario of fc.sample(scenariosOf(each), { numRuns: 12 * each.weight, seed: 5 }))
      judge.judge(runScenarioFast(scenario));
  const taken = coverage.transitions.filter(
    (each, number) => coverage.timesTaken(number) > 0 && reasonAgainst(each) !== undefined,
  );
  t.deepEqual(taken, []);
  t.deepEqual(impossiblePairsOf(coverage), []);
});

/** Pairs that were seen although there is a reason against them. */
function impossiblePairsOf(coverage: Coverage): readonly string[] {
  const pairs: string[] = [];
  const { transitions } = coverage;
  const numbers = [...transitions.keys()].filter((number) => transitions[number]?.by !== 'original');
  const reachable = numbers.filter(
    (number) => reasonAgainst(transitions[number] as Transition) === undefined,
  );
  const reasonAgainstPair = pairReasons(transitions, reachable, 'reference');
  for (const [number, first] of coverage.transitions.entries())
    for (const [other, second] of coverage.transitions.entries())
      if (coverage.wasFollowed(number, other) && reasonAgainstPair(number, other) !== undefined)
        pairs.push(`${first.chart}: ${first.event} in ${first.state}, then ${second.event}`);
  return pairs;
}

/** The states that a chart comes to from some states, those included, by what everybody or the reference does. */
function statesFrom({ transitions }: Coverage, chart: string, from: readonly string[]): ReadonlySet<string> {
  const reached = new Set(from);
  for (const state of reached)
    for (const each of transitions)
      if (each.chart === chart && each.state === state && each.by !== 'original') reached.add(each.next);
  return reached;
}

test('the charts themselves prove what the reasons say of states that do not come back', (t) => {
  const { coverage } = judgeOf([]);
  const live = ['stopped.fresh', 'stopped.paused', 'started.idle', 'terminating.idle', 'abandoned'];
  const afterEnd = statesFrom(coverage, 'lifecycle', ['terminated', 'gone', 'failed.ending', 'failed.gone']);
  for (const state of live) t.false(afterEnd.has(state), `an ended endpoint comes back to ${state}`);
  const afterStart = statesFrom(coverage, 'lifecycle', ['starting']);
  t.false(afterStart.has('stopped.fresh'));
  t.false(afterStart.has('abandoned'));
  const afterWaiting = statesFrom(coverage, 'invocation', ['waiting']);
  t.false(afterWaiting.has('arriving'));
  const early = coverage.transitions.filter(({ event }) => event === 'DOWN_EARLY');
  t.true(early.every(({ by }) => by === 'original'));
});

test('a run that misses a transition is not exercised, for the reference alone', async (t) => {
  const profile = { ...profiles.smoke, everyTransition: true };
  const report = await conformance(referenceTarget(), { profile });
  t.is(report.verdict, 'not-exercised');
  t.is(exitCodeOf(report), 2);
  const { transitions, pairs, orders } = report.coverage ?? t.fail();
  t.is(transitions.reached + transitions.missing.length, transitions.reachable);
  t.is(transitions.charts.length, charts.length);
  t.true(pairs.reached > 0 && pairs.reached < pairs.reachable);
  t.is(orders.reached + orders.missing.length, orders.possible);
  t.true(printReport(report).some((line) => line.startsWith('not taken       ')));
  const capabilities = referenceTarget().capabilities.filter((each) => each !== 'close-timeout');
  const other = await conformance({ ...referenceTarget(), capabilities }, { profile });
  t.is(other.verdict, 'conformant');
  t.true((other.coverage?.transitions.missing.length ?? 0) > 0);
});

test('a run that takes too few of the pairs that are demanded is not exercised, and says so', async (t) => {
  const profile = { ...profiles.smoke, fastRuns: 1, apiRuns: 1, floor: 0, pairsPercent: 95 };
  const report = await conformance(referenceTarget(), { profile });
  t.is(report.verdict, 'not-exercised');
  t.is(report.coverage?.pairs.minimumPercent, 95);
  t.true(printReport(report).some((line) => line.startsWith('too few pairs ')));
  const { takesEveryTransition: _, ...other } = referenceTarget();
  const reported = await conformance(other, { profile });
  t.is(reported.verdict, 'conformant');
  t.is(reported.coverage?.pairs.minimumPercent, undefined);
});

test('a run for some rules says nothing of the charts', async (t) => {
  const profile = { ...profiles.smoke, fastRuns: 1, apiRuns: 0 };
  const report = await conformance(referenceTarget(), { profile, rules: 'hello' });
  t.is(report.coverage, undefined);
});

test('a label counts the scenarios of its theme, and is too seldom below its share', (t) => {
  const label = {
    text: 'something starts twice',
    minimumPercent: 60,
    isMet: ({ events }: Trace) =>
      events.some((event) => event.event === 'run' && event.decision === 'ignore'),
  };
  const about = theme('LIFE-03 starts', () => undefined, { labels: [label] });
  const labels = new Labels();
  labels.count(about, startedTwice);
  const [all = t.fail()] = labels.report();
  t.like(all, { theme: 'starts', label: label.text, runs: 1, of: 1, minimumPercent: 60 });
  t.false(isTooSeldom(all));
  labels.count(about, runScenarioFast(scenarioOf((b) => void b.started())));
  const [half = t.fail()] = labels.report();
  t.is(half.of, 2);
  t.true(isTooSeldom(half));
});

test('MAIN-12 a task that is due is cancelled with its endpoint, before it arrives', (t) => {
  const scenario = scenarioOf((b) => {
    const endpoint = b.started();
    const executor = b.executor(endpoint);
    const task = b.schedule(executor, 5);
    const end = b.terminate(endpoint, 1);
    b.hold({ leg: 'request', id: end }, { leg: 'timer', id: task });
    b.hold({ leg: 'due', id: task }, { leg: 'gone', id: endpoint.number });
    b.advance(10);
  });
  const { events } = runScenarioFast(scenario);
  const cancelled = events.findIndex(
    (event) =>
      event.event === 'outcome' && event.outcome.kind === 'error' && event.outcome.code === 'task-cancelled',
  );
  const gone = events.findIndex((event) => event.event === 'run' && event.leg === 'gone');
  t.true(cancelled >= 0 && cancelled < gone);
  t.is(new Judge(referenceTarget()).judge(runScenarioFast(scenario)), null);
});

test('SERV-14 a task that is due, and an endpoint that has ended and is not removed, fail by the limit of the close', (t) => {
  const scenario = scenarioOf((b) => {
    const endpoint = b.started();
    const other = b.started({ onStop: 'later' });
    const executor = b.executor(other);
    b.watch(endpoint);
    const task = b.schedule(executor, 5);
    b.hold({ leg: 'due', id: task }, { leg: 'close-timeout', id: 0 });
    b.hold({ leg: 'close', id: other.number }, { leg: 'close-timeout', id: 0 });
    b.hold({ leg: 'gone', id: endpoint.number }, { leg: 'close-timeout', id: 0 });
    b.closeService(0, 10);
    b.advance(20);
  });
  const trace = runScenarioFast(scenario);
  const expired = trace.events.filter(
    (event) =>
      event.event === 'outcome' && event.outcome.kind === 'error' && event.outcome.code === 'close-timeout',
  );
  t.is(expired.length, 3); // the watch, the task, the close
  t.is(new Judge(referenceTarget()).judge(trace), null);
});

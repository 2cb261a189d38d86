/** The seeded scheduler and the scheduler of fast-check agree: the same order of actions gives the same trace. */
import { fc, testProp } from '@fast-check/ava';
import type { ActionName, Deviation, Scenario, Trace } from '../../../spec/index.js';
import {
  anyScenario,
  FastCheckScheduler,
  firstDifference,
  runScenarioFast,
  runScenarioOn,
  ScenarioBuilder,
} from '../../index.js';

/** A tape that leaves the seeded scheduler only this order. */
function tapeOf(order: readonly ActionName[]): readonly Deviation[] {
  return order.slice(1).map((held, index) => ({ held, first: order[index] as ActionName }));
}

/** What fast-check chose, and the same order under the seeded scheduler. */
async function repeat(scenario: Scenario, tasks: fc.Scheduler): Promise<[Trace, Trace]> {
  const scheduler = new FastCheckScheduler(tasks);
  const chosen = await runScenarioOn(scheduler, { ...scenario, tape: [] });
  const { order } = scheduler;
  fc.pre(new Set(order.map(({ leg, id }) => `${leg} ${id}`)).size === order.length); // a pattern asks several at once
  return [chosen, runScenarioFast({ ...scenario, tape: tapeOf(order) })];
}

testProp(
  'ORD-03, ORD-08 the seeded scheduler repeats any order that fast-check chooses',
  [anyScenario({ holds: false }), fc.scheduler()],
  async (t, scenario, tasks) => {
    const [chosen, repeated] = await repeat(scenario, tasks);
    t.is(firstDifference(chosen.events, repeated.events), null);
  },
  { numRuns: 80, seed: 41 },
);

/** The last action of the run completes a future whose callback starts another endpoint. */
function startingAtTheEnd(): Scenario {
  const b = new ScenarioBuilder({ nextInt: (min) => min });
  b.service();
  const endpoint = b.create();
  const { created, next } = b.nestedCreate({ name: 'next' });
  b.watch(endpoint, [created, b.nested({ type: 'start', endpoint: next.number })]);
  b.terminate(endpoint);
  return b.build();
}

testProp(
  'TERM-07, ORD-08 what the callback of a termination future sends is released by fast-check as well',
  [fc.scheduler()],
  async (t, tasks) => {
    const [chosen, repeated] = await repeat(startingAtTheEnd(), tasks);
    t.true(chosen.events.some((event) => event.event === 'begin' && event.endpoint === 2));
    t.is(firstDifference(chosen.events, repeated.events), null);
  },
  { numRuns: 5, seed: 1 },
);

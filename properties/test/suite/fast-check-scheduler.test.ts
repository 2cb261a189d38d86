/** The seeded scheduler and the scheduler of fast-check agree: the same order of actions gives the same trace. */
import { fc, testProp } from '@fast-check/ava';
import type { ActionName, Deviation } from '../../../spec/index.js';
import {
  anyScenario,
  FastCheckScheduler,
  firstDifference,
  runScenarioFast,
  runScenarioOn,
} from '../../index.js';

/** A tape that leaves the seeded scheduler only this order. */
function tapeOf(order: readonly ActionName[]): readonly Deviation[] {
  return order.slice(1).map((held, index) => ({ held, first: order[index] as ActionName }));
}

testProp(
  'ORD-03, ORD-08 the seeded scheduler repeats any order that fast-check chooses',
  [anyScenario({ holds: false }), fc.scheduler()],
  async (t, scenario, tasks) => {
    const scheduler = new FastCheckScheduler(tasks);
    const chosen = await runScenarioOn(scheduler, { ...scenario, tape: [] });
    const { order } = scheduler;
    fc.pre(new Set(order.map(({ leg, id }) => `${leg} ${id}`)).size === order.length); // a pattern asks several at once
    const repeated = runScenarioFast({ ...scenario, tape: tapeOf(order) });
    t.is(firstDifference(chosen.events, repeated.events), null);
  },
  { numRuns: 80, seed: 41 },
);

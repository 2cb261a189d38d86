/**
 * Goal: on a real clock delays of links stay what they are to the limits: those that an ask outlives, and those that it
 * does not. Method: a scenario by hand, before and after.
 */
import test from 'ava';
import type { Scenario } from '../../../spec/index.js';
import { longestWaitMs, onWallClock } from '../../adapter/wall-clock.js';
import { ScenarioBuilder } from '../../index.js';

/** A scenario with two services and a link whose delay changes. */
function slow(delaysMs: readonly number[]): Scenario {
  const b = new ScenarioBuilder({ nextInt: (min) => min });
  b.service();
  b.service();
  const gateway = b.connected(b.started(), { service: 1 });
  for (const milliseconds of delaysMs) {
    b.step({ type: 'link', from: 1, to: 0, action: 'delay', milliseconds });
    b.call(gateway);
  }
  return b.build();
}

const delaysOf = ({ steps }: Scenario): readonly (number | undefined)[] =>
  steps.flatMap(({ operation }) => (operation.type === 'link' ? [operation.milliseconds] : []));

test('TIME-09 delays of links and limits are scaled alike, and no delay stays none', (t) => {
  const scenario = onWallClock(slow([400, 1500, 0]));
  t.deepEqual(delaysOf(scenario), [40, 150, 0]);
  t.is(scenario.services[0]?.askTimeoutMs, 100);
});

test('the longest wait includes delays of links', (t) => {
  t.is(longestWaitMs(onWallClock(slow([3000]))), 300);
});

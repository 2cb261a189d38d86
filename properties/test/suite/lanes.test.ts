/** Both lanes of the reference, and two runs of one lane, write the same trace for the same scenario and tape. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import type { Scenario, TraceEvent } from '../../../spec/index.js';
import { anyScenario, firstDifference, rollingDigest, runScenarioApi, runScenarioFast } from '../../index.js';

type Events = readonly TraceEvent[];

/** Frames that are smaller than this may have no room for a failure with its stack and cause, in bytes. */
const ROOMY_FRAME_BYTES = 4096;

/**
 * Where frames are small, a failure may be shortened: it loses its cause and its states if its stack leaves no room
 * (SIZE-10), and the stacks of the two lanes are not equally deep.
 */
function comparable({ services }: Scenario, events: Events): Events {
  if (services.every(({ frameBytes }) => frameBytes >= ROOMY_FRAME_BYTES)) return events;
  return events.map((event) => {
    if (event.event !== 'outcome' || event.outcome.kind !== 'error') return event;
    const { kind, code } = event.outcome;
    return { ...event, outcome: { kind, code } };
  });
}

testProp(
  'ORD-08 the fast lane and the public API with promises write the same trace',
  [anyScenario({ holds: false })],
  async (t, scenario) => {
    const fast = runScenarioFast(scenario);
    const api = await runScenarioApi(scenario);
    const [left, right] = [fast, api].map(({ events }) => comparable(scenario, events)) as [Events, Events];
    t.is(firstDifference(left, right), null);
    t.deepEqual(rollingDigest(left), rollingDigest(right));
  },
  { numRuns: 300, seed: 11 },
);

testProp(
  'ORD-08 the same scenario gives the same trace, however often it runs',
  [anyScenario({ holds: true })],
  (t, scenario) => {
    t.is(firstDifference(runScenarioFast(scenario).events, runScenarioFast(scenario).events), null);
  },
  { numRuns: 500, seed: 12 },
);

test('two traces that part are told apart at their first difference', (t) => {
  const [scenario] = fc.sample(anyScenario({ holds: true }), { numRuns: 1, seed: 3 });
  if (scenario === undefined) return t.fail('nothing was generated');
  const { events } = runScenarioFast(scenario);
  const changed = events.map((event, index) => (index === 1 ? { ...event, at: event.at + 1 } : event));
  t.is(firstDifference(events, changed)?.index, 1);
  t.is(firstDifference(events, events.slice(0, -1))?.index, events.length - 1);
  return undefined;
});

/**
 * Goal: what is missing once may have been late, or lost in a race that nobody can repeat; what is missing every time is a
 * violation. Method: the reference seen from outside, without the outcome of a call that should have been refused.
 */
import test from 'ava';
import type { Scenario, Trace } from '../../../spec/index.js';
import { conformance, profiles, type Target } from '../../index.js';
import { outside } from './outside-reference.js';

/** How often each scenario was seen. */
type Sightings = Map<Scenario, number>;

/** Leaves out that a service which has failed refuses to create an endpoint, as if the call never returned. */
function withoutRefusal(trace: Trace): Trace {
  const events = trace.events.filter(
    (event) =>
      event.event !== 'outcome' ||
      event.outcome.kind !== 'error' ||
      event.outcome.code !== 'service-failed' ||
      event.outcome.thrown !== true,
  );
  return { ...trace, events };
}

/** A target whose call hangs as often as it is told for each scenario. */
function hanging(times: number): Target {
  const seen: Sightings = new Map();
  return {
    ...outside,
    name: 'hanging',
    outside: {
      concurrency: 1,
      observe: async (scenario) => {
        const trace = await outside.run(scenario);
        const before = seen.get(scenario) ?? 0;
        seen.set(scenario, before + 1);
        return { trace: before < times ? withoutRefusal(trace) : trace, unsettled: [] };
      },
    },
  };
}

const judged = (target: Target) => conformance(target, { profile: profiles.smoke, rules: 'SUPER-09' });

test('SUPER-09 a call that did not return once is asked for again, and is no violation when it then does', async (t) => {
  const report = await judged(hanging(1));
  t.deepEqual(report.failures, []);
  t.true(report.totals.unrepeated > 0);
});

test('SUPER-09 a call that never returns is a violation', async (t) => {
  const report = await judged(hanging(Number.POSITIVE_INFINITY));
  t.is(report.verdict, 'violated');
  t.true(report.failures.some(({ rules }) => rules.includes('SUPER-09')));
});

/**
 * Refinement: what the runtime produces, the models can produce. The linear oracle judges whole traces (each theme's own
 * test); here the internal events are taken away, and the search has to find an order that explains what is left.
 */
import { fc, testProp } from '@fast-check/ava';
import { checkTrace } from '../../../models/index.js';
import type { Trace, TraceEvent } from '../../../spec/index.js';
import { anyScenario, Judge, referenceCapabilities, referenceTarget, runScenarioFast } from '../../index.js';

const profile = { capabilities: new Set(referenceCapabilities) };

/** What a foreign implementation could have reported. */
function observable(trace: Trace): Trace {
  const events = trace.events.filter(({ event }) => event !== 'run' && event !== 'lose');
  return { header: { ...trace.header, complete: false }, events };
}

testProp(
  'ORD-07, ORD-08 the observable part of a trace is never rejected when the whole trace is accepted',
  [anyScenario({ holds: true })],
  (t, scenario) => {
    const verdict = checkTrace(observable(runScenarioFast(scenario)), profile);
    t.not(verdict.verdict, 'rejected', JSON.stringify(verdict));
    fc.pre(verdict.verdict === 'accepted'); // too many orders to try is no verdict; too many of those fail the run
  },
  { numRuns: 150, seed: 61, maxSkipsPerRun: 1 },
);

const DONE: ReadonlySet<string> = new Set(['run', 'begin', 'end', 'closed']);

/** One corruption of a trace. */
type Corruption = (events: readonly TraceEvent[], position: number) => readonly TraceEvent[];

const corruptions: Readonly<Record<string, Corruption>> = {
  'drops an event': (events, position) => events.filter((_event, index) => index !== position),
  'repeats an event': (events, position) => [...events.slice(0, position + 1), ...events.slice(position)],
};

for (const [name, corrupt] of Object.entries(corruptions)) {
  testProp(
    `ORD-07, ORD-08 a trace that ${name} of the runtime is rejected`,
    [anyScenario({ holds: true }), fc.nat()],
    (t, scenario, random) => {
      const trace = runScenarioFast(scenario);
      // What actions, handlers and hooks did; an invoke or an outcome that is gone may leave a trace that is only shorter.
      const candidates = [...trace.events.keys()].filter((index) =>
        DONE.has(trace.events[index]?.event ?? ''),
      );
      fc.pre(candidates.length > 0);
      const position = candidates[random % candidates.length] as number;
      const rejection = new Judge(referenceTarget()).judge({
        ...trace,
        events: corrupt(trace.events, position),
      });
      t.not(rejection, null, JSON.stringify(trace.events[position]));
      t.true((rejection?.rules.length ?? 0) > 0);
    },
    { numRuns: 300, seed: 62 },
  );
}

/**
 * The benchmarks of the adapter protocol: what a scenario costs when the adapter does nothing, in one message and step by
 * step, and what it costs when a whole implementation of tier 1 in another language is judged.
 */

import { AdapterSession } from '../properties/adapter/adapter-session.js';
import { AdapterTarget } from '../properties/adapter/adapter-target.js';
import { startAdapter } from '../properties/adapter/channel.js';
import { drawScenarios } from '../properties/arbitraries/scenarios.js';
import { helloTheme } from '../properties/index.js';
import type { Scenario } from '../spec/index.js';
import { type Benchmark, ratioOf, repeat, type Subject } from './benchmark.js';
import { suitePortions } from './suite.js';

const LABEL = { name: 'benchmark', rules: [] };
const SCENARIOS = 64;
/** How many scenarios are on their way at the same time. */
const PIPELINED = 8;

const scenarios: readonly Scenario[] = drawScenarios(helloTheme, 1, SCENARIOS);

/** Scenarios to the adapter that does nothing; the result of a portion is how many came back. */
async function trivial(
  pipelined: number,
  run: (session: AdapterSession, scenario: Scenario) => Promise<unknown>,
): Promise<Subject> {
  const session = await AdapterSession.open(startAdapter('python3 bench/trivial_adapter.py'), 'benchmark');
  const portion = async (): Promise<number> => {
    for (let first = 0; first < SCENARIOS; first += pipelined)
      await Promise.all(scenarios.slice(first, first + pipelined).map((scenario) => run(session, scenario)));
    return SCENARIOS;
  };
  return { measure: (milliseconds) => repeat(milliseconds, portion), close: () => session.close() };
}

/** The suite against an implementation of tier 1: drawing, running, judging. */
async function judged(): Promise<Subject> {
  const target = await AdapterTarget.open(startAdapter('python3 adapters/python/tier1.py'));
  const portion = suitePortions(target, 1, ({ runs }) => runs);
  return { measure: (milliseconds) => repeat(milliseconds, portion), close: () => target.close() };
}

/** What a trivial adapter has to reach in one message, in scenarios a second. */
const BATCHED_PER_SECOND = 3_000;

export const adapterBenchmarks: readonly Benchmark[] = [
  {
    name: 'adapter, a scenario in one message',
    unit: 'scenarios',
    target: ratioOf(BATCHED_PER_SECOND),
    prepare: () => trivial(PIPELINED, (session, scenario) => session.run(scenario, LABEL)),
  },
  {
    name: 'adapter, a scenario step by step',
    unit: 'scenarios',
    target: null,
    prepare: () => trivial(1, (session, scenario) => session.runStepByStep(scenario, LABEL)),
  },
  {
    name: 'adapter, an implementation of tier 1 judged',
    unit: 'scenarios',
    target: null,
    prepare: judged,
  },
];

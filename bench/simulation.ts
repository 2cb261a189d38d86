/**
 * Benchmarks of simulation: scenarios are generated, run, and (where the name says so) judged, all inside the clock.
 * A step is one `run` event of the trace: one action of the protocol that the core decided.
 */
import { Oracle } from '../models/index.js';
import { referenceCapabilities } from '../properties/simulation/capabilities.js';
import { runScenarioApi, runScenarioFast } from '../properties/simulation/run-scenario.js';
import type { Scenario, Trace } from '../spec/index.js';
import { type Benchmark, ratioOf, repeat, type Subject } from './benchmark.js';
import { longScenario, mixedScenario, SeededDraw } from './scenarios.js';

const RUNS_A_PORTION = 20;
const SEED = 20_240_229;

type Generate = (draw: SeededDraw) => Scenario;
type Count = (trace: Trace) => number;

const oneRun: Count = () => 1;

function steps({ events }: Trace): number {
  let count = 0;
  for (const event of events) if (event.event === 'run') count += 1;
  return count;
}

/** The oracle's judgement of a trace; a rejection ends the benchmark, for its figures would mean nothing. */
function newJudge(): (trace: Trace) => void {
  const oracle = new Oracle({ capabilities: new Set(referenceCapabilities) });
  return ({ header, events }) => {
    oracle.reset(header);
    for (const event of events) if (!oracle.accept(event)) break;
    const verdict = oracle.finish();
    if (verdict.verdict !== 'accepted') throw new Error(`the oracle says: ${JSON.stringify(verdict)}`);
  };
}

const ignore = (): void => undefined;

function fastLane(generate: Generate, count: Count, newWitness: () => (trace: Trace) => void = () => ignore) {
  return async (): Promise<Subject> => {
    const draw = new SeededDraw(SEED);
    const witness = newWitness();
    const portion = (): number => {
      let counted = 0;
      for (let run = 0; run < RUNS_A_PORTION; run += 1) {
        const trace = runScenarioFast(generate(draw));
        witness(trace);
        counted += count(trace);
      }
      return counted;
    };
    return { measure: (milliseconds) => repeat(milliseconds, portion) };
  };
}

function apiLane(generate: Generate): () => Promise<Subject> {
  return async () => {
    const draw = new SeededDraw(SEED);
    const portion = async (): Promise<number> => {
      await runScenarioApi(generate(draw));
      return 1;
    };
    return { measure: (milliseconds) => repeat(milliseconds, portion) };
  };
}

function generation(generate: Generate): () => Promise<Subject> {
  return async () => {
    const draw = new SeededDraw(SEED);
    const portion = (): number => {
      for (let run = 0; run < RUNS_A_PORTION; run += 1) generate(draw);
      return RUNS_A_PORTION;
    };
    return { measure: (milliseconds) => repeat(milliseconds, portion) };
  };
}

export const simulationBenchmarks: readonly Benchmark[] = [
  { name: 'generation, 30 steps', unit: 'runs', target: null, prepare: generation(longScenario) },
  { name: 'generation, all themes', unit: 'runs', target: null, prepare: generation(mixedScenario) },
  {
    name: 'simulation, 30 steps',
    unit: 'runs',
    target: ratioOf(20_000),
    prepare: fastLane(longScenario, oneRun),
  },
  {
    name: 'simulation, all themes',
    unit: 'steps',
    target: ratioOf(600_000),
    prepare: fastLane(mixedScenario, steps),
  },
  {
    name: 'checked simulation, 30 steps',
    unit: 'runs',
    target: ratioOf(10_000),
    prepare: fastLane(longScenario, oneRun, newJudge),
  },
  {
    name: 'checked simulation, all themes',
    unit: 'steps',
    target: ratioOf(300_000),
    prepare: fastLane(mixedScenario, steps, newJudge),
  },
  { name: 'API lane, 30 steps', unit: 'runs', target: null, prepare: apiLane(longScenario) },
];

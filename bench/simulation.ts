/**
 * Benchmarks of simulation: scenarios are generated, run, and (where the name says so) judged, all inside the clock.
 * A step is one `run` event of the trace: one action of the protocol that the core decided.
 */
import { runScenarioApi, runScenarioFast } from '../properties/simulation/run-scenario.js';
import { Judge } from '../properties/suite/judge.js';
import { referenceTarget } from '../properties/suite/target.js';
import type { Scenario, Trace } from '../spec/index.js';
import { type Benchmark, ratioOf, repeat, type Subject } from './benchmark.js';
import { longScenario, mixedScenario, SeededDraw } from './scenarios.js';
import { suitePortions } from './suite.js';

const RUNS_A_PORTION = 20;
const SEED = 20_240_229;

type Generate = (draw: SeededDraw) => Scenario;
type Witness = (trace: Trace) => void;

function steps({ events }: Trace): number {
  let count = 0;
  for (const event of events) if (event.event === 'run') count += 1;
  return count;
}

const ignore: Witness = () => undefined;

/** The judge of the suite; a rejection ends the benchmark, for its figures would mean nothing. */
function newJudge(): Witness {
  const judge = new Judge(referenceTarget());
  return (trace) => {
    const rejection = judge.judge(trace);
    if (rejection !== null) throw new Error(`the models reject a trace: ${rejection.reason}`);
  };
}

/** Some scenarios in a row; what is counted is steps, or else runs. */
function fastLane(generate: Generate, counted: 'runs' | 'steps', newWitness: () => Witness = () => ignore) {
  return async (): Promise<Subject> => {
    const draw = new SeededDraw(SEED);
    const witness = newWitness();
    const portion = (): number => {
      let count = 0;
      for (let run = 0; run < RUNS_A_PORTION; run += 1) {
        const trace = runScenarioFast(generate(draw));
        witness(trace);
        count += counted === 'runs' ? 1 : steps(trace);
      }
      return count;
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

/** The suite as `verify` runs it, without the API lane: scenarios are drawn by fast-check. */
async function suite(): Promise<Subject> {
  const portion = suitePortions(referenceTarget(), SEED + 1, ({ steps }) => steps);
  return { measure: (milliseconds) => repeat(milliseconds, portion) };
}

/** The engine compiles much code for a simulation; until then it is several times as slow. */
const WARM_UP_MILLISECONDS = 15_000;

const unchecked: readonly Benchmark[] = [
  { name: 'generation, 30 steps', unit: 'runs', target: null, prepare: generation(longScenario) },
  { name: 'generation, all themes', unit: 'runs', target: null, prepare: generation(mixedScenario) },
  {
    name: 'simulation, 30 steps',
    unit: 'runs',
    target: null,
    warmUpMilliseconds: WARM_UP_MILLISECONDS,
    prepare: fastLane(longScenario, 'runs'),
  },
  {
    name: 'simulation, all themes',
    unit: 'steps',
    target: null,
    warmUpMilliseconds: WARM_UP_MILLISECONDS,
    prepare: fastLane(mixedScenario, 'steps'),
  },
];

const checked: readonly Benchmark[] = [
  {
    name: 'checked simulation, 30 steps',
    unit: 'runs',
    target: ratioOf(10_000), // and 300,000 steps a second
    warmUpMilliseconds: WARM_UP_MILLISECONDS,
    prepare: fastLane(longScenario, 'runs', newJudge),
  },
  {
    name: 'checked simulation, all themes',
    unit: 'steps',
    target: null,
    warmUpMilliseconds: WARM_UP_MILLISECONDS,
    prepare: fastLane(mixedScenario, 'steps', newJudge),
  },
  {
    name: 'suite, fast lane, all themes',
    unit: 'steps',
    target: null,
    warmUpMilliseconds: WARM_UP_MILLISECONDS,
    prepare: suite,
  },
];

export const simulationBenchmarks: readonly Benchmark[] = [
  ...unchecked,
  ...checked,
  { name: 'API lane, 30 steps', unit: 'runs', target: null, prepare: apiLane(longScenario) },
];

/** Goal: what the benchmarks of simulation measure is conformant. Method: the judge, over what they draw. */
import test from 'ava';
import { runScenarioFast } from '../../properties/simulation/run-scenario.js';
import { Judge } from '../../properties/suite/judge.js';
import { referenceTarget } from '../../properties/suite/target.js';
import { longScenario, mixedScenario, SeededDraw } from '../scenarios.js';

const RUNS = 500;

for (const [name, generate] of [
  ['of all themes', mixedScenario],
  ['of thirty steps', longScenario],
] as const)
  test(`the scenarios ${name} are ones that the reference can take, and the judge accepts them`, (t) => {
    const draw = new SeededDraw(1);
    const judge = new Judge(referenceTarget());
    for (let run = 0; run < RUNS; run += 1) t.is(judge.judge(runScenarioFast(generate(draw))), null);
  });

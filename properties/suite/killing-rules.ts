/**
 * Rules that scenarios exercise only by bringing a service down. Nobody lists them: the reference runs scenarios of every
 * theme, and what no scenario exercises that leaves its services alone is such a rule.
 */
import { rules } from '../../spec/index.js';
import { killsOf } from '../adapter/kills.js';
import { drawScenarios } from '../arbitraries/scenarios.js';
import { themes } from '../scenarios/index.js';
import { runScenarioFast } from '../simulation/run-scenario.js';
import { Judge } from './judge.js';
import { referenceTarget } from './target.js';

/** Scenarios for each unit of weight of a theme: enough for each rule to be exercised. */
const RUNS = 30;
const SEED = 1;

let measured: ReadonlySet<string> | null = null;

/** The ids of the rules. Measured once, when somebody asks: it takes a second or two. */
export function killingRules(): ReadonlySet<string> {
  measured ??= measure();
  return measured;
}

function measure(): ReadonlySet<string> {
  const target = referenceTarget();
  const harmless = new Judge(target);
  const killing = new Judge(target);
  themes.forEach((theme, position) => {
    for (const scenario of drawScenarios(theme, SEED + position, theme.weight * RUNS)) {
      const judge = killsOf(scenario) === 'none' ? harmless : killing;
      judge.judge(runScenarioFast(scenario));
    }
  });
  const ids = rules.map(({ id }) => id);
  return new Set(ids.filter((id) => harmless.exercised(id) === 0 && killing.exercised(id) > 0));
}

/**
 * Subtlety: where the antecedent of its rule is not met, a mutant does just what the reference does. Otherwise a suite
 * would notice it for what nobody asked, and its death would say nothing about the rule. The antecedent is met where the
 * reference exercises the rule, and also where the suite rejects what the mutant does by it: an ask that waits in the
 * reference has expired in a mutant that expires too early.
 */
import fc from 'fast-check';
import { ruleIds } from '../../models/index.js';
import type { Trace } from '../../spec/index.js';
import { scenariosOf } from '../arbitraries/scenarios.js';
import { themes } from '../scenarios/index.js';
import { rollingDigest } from '../suite/digest.js';
import { Judge } from '../suite/judge.js';
import type { Target } from '../suite/target.js';
import type { Mutant } from './mutant.js';

/** How many scenarios of each theme are compared. */
const SCENARIOS_OF_THEME = 4;

/** What the reference did in one scenario. */
export interface ReferenceRun {
  readonly digest: number;
  /** The rules whose antecedent was met, as the models or the reference itself have it. */
  readonly rules: readonly string[];
}

/** The scenarios that are compared: the same ones for the same seed. */
function* scenarios(target: Target, seed: number) {
  for (const [position, theme] of themes.entries()) {
    const arbitrary = scenariosOf(theme, target.capabilities);
    yield* fc.sample(arbitrary, { seed: seed + position, numRuns: SCENARIOS_OF_THEME });
  }
}

/** The rules that decisions of a trace name as their reason. */
const namedIn = ({ events }: Trace): readonly string[] =>
  events.flatMap((event) => (event.event === 'run' ? [event.rule] : []));

/** What a target without any fault does in each scenario. */
export function referenceRuns(
  target: Required<Pick<Target, 'runFast'>> & Target,
  seed: number,
): ReferenceRun[] {
  const judge = new Judge(target);
  let before = ruleIds.map(() => 0);
  return Array.from(scenarios(target, seed), (scenario) => {
    const trace = target.runFast(scenario);
    judge.judge(trace);
    const after = ruleIds.map((rule) => judge.exercised(rule));
    const met = ruleIds.filter((_, rule) => (after[rule] as number) > (before[rule] as number));
    before = after;
    return { digest: rollingDigest(trace.events).at(-1) ?? 0, rules: [...met, ...namedIn(trace)] };
  });
}

/**
 * In how many scenarios a mutant did something else although the antecedent of its rule was not met, in neither of them.
 *
 * @param target the mutant
 * @param reference what the reference did for the same seed
 */
export function clumsyRuns(
  { rule }: Mutant,
  target: Required<Pick<Target, 'runFast'>> & Target,
  reference: readonly ReferenceRun[],
  seed: number,
): number {
  const judge = new Judge(target);
  let clumsy = 0;
  let position = 0;
  for (const scenario of scenarios(target, seed)) {
    const run = reference[position] as ReferenceRun;
    position += 1;
    if (run.rules.includes(rule)) continue;
    const trace = target.runFast(scenario);
    if ((rollingDigest(trace.events).at(-1) ?? 0) === run.digest) continue;
    const rejection = judge.judge(trace);
    const names = rejection === null ? [] : [...rejection.rules, ...rejection.situation];
    if (!names.includes(rule)) clumsy += 1;
  }
  return clumsy;
}

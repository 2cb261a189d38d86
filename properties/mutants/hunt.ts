/**
 * The hunt for one mutant: scenarios of the profile `default` run against it, those of the themes that name its rule first,
 * until a trace is rejected by that rule. What fails then is shrunk.
 */
import fc from 'fast-check';
import type { AdapterKill, Scenario, Trace } from '../../spec/index.js';
import { scenariosOf } from '../arbitraries/scenarios.js';
import { type Theme, themes } from '../scenarios/index.js';
import { Judge, type Rejection } from '../suite/judge.js';
import { profiles } from '../suite/profiles.js';
import type { Target } from '../suite/target.js';
import type { Mutant } from './mutant.js';

/** What became of a mutant. */
export interface HuntResult extends AdapterKill {
  /** The theme that found it. */
  readonly theme: string | null;
}

/** So many scenarios of each theme of the rule come first. */
const FIRST_RUNS = 25;

/** What a theme found. */
interface Found {
  readonly scenario: Scenario;
  readonly rejection: Rejection;
}

/** See the head of this file. */
export class Hunt {
  private readonly mutant: Mutant;
  private readonly target: Target;
  private readonly judge: Judge;
  private readonly seed: number;
  private runs = 0;
  /** What stood against a trace that only neighbours rejected. */
  private neighbours: readonly string[] = [];

  constructor(mutant: Mutant, target: Target, seed: number) {
    this.mutant = mutant;
    this.target = target;
    this.judge = new Judge(target);
    this.seed = seed;
  }

  async run(): Promise<HuntResult> {
    const order = this.inOrder();
    const own = order.filter(([, theme]) => theme.rules.includes(this.mutant.rule));
    // A few scenarios of each theme of the rule before many of one.
    return (await this.searchAll(own, FIRST_RUNS)) ?? (await this.searchAll(order)) ?? this.survivor();
  }

  private async searchAll(
    order: readonly (readonly [number, Theme])[],
    runsMax = Number.POSITIVE_INFINITY,
  ): Promise<HuntResult | null> {
    for (const [position, theme] of order) {
      const found = await this.search(theme, this.seed + position * 7919, runsMax);
      if (found === null) continue;
      const { id, rule } = this.mutant;
      const { scenario, rejection } = found;
      const steps = scenario.steps.length;
      const blamed = rejection.rules.includes(rule);
      const killedBy = blamed ? rejection.rules : [...rejection.rules, rule];
      return { id, rule, killed: true, blamed, killedBy, runs: this.runs, steps, theme: theme.name };
    }
    return null;
  }

  private survivor(): HuntResult {
    const { id, rule } = this.mutant;
    const { runs, neighbours: killedBy } = this;
    return { id, rule, killed: false, blamed: false, killedBy, runs, steps: 0, theme: null };
  }

  /** The themes of the rule first; each with its place among all, which its scenarios hang on. */
  private inOrder(): readonly (readonly [number, Theme])[] {
    const all = [...themes.entries()];
    const names = ([, theme]: readonly [number, Theme]): boolean => theme.rules.includes(this.mutant.rule);
    return [...all.filter(names), ...all.filter((entry) => !names(entry))];
  }

  private async search(theme: Theme, seed: number, runsMax: number): Promise<Found | null> {
    const { fastRuns, apiRuns } = profiles.default;
    const { runFast, capabilities } = this.target;
    if (runFast !== undefined) {
      const numRuns = Math.min(runsMax, theme.weight * fastRuns);
      const found = await this.check(theme, seed, numRuns, async (scenario) => runFast(scenario));
      if (found !== null) return found;
    }
    const canHold = runFast === undefined && capabilities.includes('blocking-handler');
    if (theme.holds && !canHold) return null;
    const numRuns = Math.min(runsMax, theme.weight * (runFast === undefined ? fastRuns : apiRuns));
    return this.check(theme, seed, numRuns, (scenario) => this.target.run(scenario));
  }

  private async check(
    theme: Theme,
    seed: number,
    numRuns: number,
    run: (scenario: Scenario) => Promise<Trace>,
  ): Promise<Found | null> {
    let last: Rejection | null = null;
    let failed = false;
    const property = fc.asyncProperty(scenariosOf(theme, this.target.capabilities), async (scenario) => {
      if (!failed) this.runs += 1;
      const rejection = this.judge.judge(await run(scenario));
      if (!this.isKill(rejection)) return true;
      failed = true;
      last = rejection;
      return false;
    });
    const { counterexample } = await fc.check(property, { seed, numRuns });
    const [scenario] = counterexample ?? [];
    return scenario === undefined || last === null ? null : { scenario, rejection: last };
  }

  private isKill(rejection: Rejection | null): rejection is Rejection {
    if (rejection === null) return false;
    const { rules, situation } = rejection;
    if (rules.includes(this.mutant.rule) || situation.includes(this.mutant.rule)) return true;
    if (this.neighbours.length === 0) this.neighbours = rejection.rules;
    return false;
  }
}

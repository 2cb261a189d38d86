/**
 * The suite: it runs scenarios of every theme against a target, lets the models judge each trace, shrinks what fails,
 * and says of every rule whether it passed, was violated, or was not exercised.
 */
import fc from 'fast-check';
import type { Coverage } from '../../models/index.js';
import {
  type Capability,
  type CoverageReport,
  type ExpectedDifference,
  type FailureReport,
  type FaultReport,
  type Rule,
  type RuleReport,
  ruleById,
  rules,
  type SavedReport,
  type Scenario,
  type SuiteReport,
  type Trace,
  tierOf,
} from '../../spec/index.js';
import { AdapterFault } from '../adapter/adapter-fault.js';
import { scenariosOf } from '../arbitraries/scenarios.js';
import { helloTheme, type Theme, themes } from '../scenarios/index.js';
import { referenceCapabilities } from '../simulation/capabilities.js';
import { areTooFew, coverageReport } from './coverage-report.js';
import { isExpected, withExpectedDifferences } from './expected-differences.js';
import { Judge, type Rejection } from './judge.js';
import { killingRules } from './killing-rules.js';
import { isTooSeldom, Labels } from './labels.js';
import { OutsideCheck } from './outside-check.js';
import { profiles, type RunProfile } from './profiles.js';
import { lackingFor, SavedCheck, type SavedScenario } from './saved-check.js';
import type { OutsideTarget, Target } from './target.js';
import { tokenOf } from './token.js';

/** How much the suite has done so far. */
export interface Progress {
  readonly theme: string;
  readonly themesDone: number;
  readonly themes: number;
  readonly runs: number;
  readonly steps: number;
  readonly failures: number;
}

/** Options of {@link conformance}. */
export interface ConformanceOptions {
  /** How much; the default profile when absent. */
  readonly profile?: RunProfile;
  /** The seed of everything; 1 when absent. The same seed gives the same report, but for the seconds. */
  readonly seed?: number;
  /** Which rules: a pattern like `FENCE-*`, or `hello` for the hello world of the protocol alone; all when absent. */
  readonly rules?: string;
  /** Where the target is known to break rules; see {@link withExpectedDifferences}. */
  readonly differences?: readonly ExpectedDifference[];
  /** Scenarios that failed once: they run first, all of them, whatever `rules` says. */
  readonly saved?: readonly SavedScenario[];
  /** Told after each theme. */
  readonly onProgress?: (progress: Progress) => void;
  /** A clock in milliseconds, for the rates of the report; without one they are 0. */
  readonly clock?: () => number;
}

/** The share of scenarios without a verdict from which on the whole run has none. */
const INCONCLUSIVE_SHARE_MAX = 0.005;

/** How often themes are run again whose rules were exercised too rarely on a real clock. */
const RARE_ROUNDS_MAX = 4;

/** The lanes of a target. */
type LaneName = 'api' | 'fast';

/** What a theme or a saved scenario left behind. */
interface Failing {
  readonly theme: Pick<Theme, 'name'>;
  readonly lane: LaneName;
  readonly scenario: Scenario;
  readonly trace: Trace;
  readonly rejection: Rejection;
}

/**
 * Judges a target by every rule.
 *
 * @param target the implementation
 * @param options how much, and where to tell of progress
 * @returns the report; nothing is thrown for a violation
 * @throws what the target throws: that is a fault of the harness, not a verdict
 * @example
 * ```ts
 * const report = await conformance(referenceTarget(), { profile: profiles.smoke });
 * report.verdict; // 'conformant'
 * ```
 */
export async function conformance(target: Target, options: ConformanceOptions = {}): Promise<SuiteReport> {
  const report = await new SuiteRun(target, options).run();
  return withExpectedDifferences(report, options.differences ?? []);
}

/** The pattern that stands for one theme, with which implementations begin. */
const HELLO = 'hello';

/** A pattern in which `*` stands for any characters, as a predicate. */
export function ruleFilter(pattern: string | undefined): (rule: string) => boolean {
  if (pattern === undefined) return () => true;
  if (pattern === HELLO) return (rule) => helloTheme.rules.includes(rule);
  const text = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const expression = new RegExp(`^${text}$`, 'i');
  return (rule) => expression.test(rule);
}

/** A saved scenario that the target lacks something for. */
type NotApplicable = SavedReport['notApplicable'][number];

/** One run of the suite. */
class SuiteRun {
  private readonly target: Target;
  private readonly options: ConformanceOptions;
  private readonly profile: RunProfile;
  private readonly seed: number;
  private readonly wanted: (rule: string) => boolean;
  private readonly judge: Judge;
  /** What the runs went through; a run for some rules is about those, and not about the charts. */
  private readonly covered: Coverage | null;
  private readonly labels = new Labels();
  private readonly failures: Failing[] = [];
  private readonly outside: OutsideCheck | null;
  private readonly saved: { passed: string[]; failed: string[]; notApplicable: NotApplicable[] };
  private fault: AdapterFault | null = null;
  private apiRuns = 0;

  constructor(target: Target, options: ConformanceOptions) {
    this.target = target;
    this.options = options;
    this.profile = options.profile ?? profiles.default;
    this.seed = options.seed ?? 1;
    this.wanted = ruleFilter(options.rules);
    this.judge = new Judge(target);
    this.covered = options.rules === undefined ? this.judge.cover() : null;
    this.outside = target.outside === undefined ? null : this.outsideCheck(target.outside);
    this.saved = { passed: [], failed: [], notApplicable: [] };
  }

  async run(): Promise<SuiteReport> {
    const clock = this.options.clock ?? (() => 0);
    const startedAtMs = clock();
    const chosen = themes.filter((theme) => this.isWorthRunning(theme));
    try {
      await this.runSaved(this.options.saved ?? []);
      for (const [position, theme] of chosen.entries()) {
        await this.runTheme(theme, position);
        this.tell(theme, position + 1, chosen.length);
      }
      await this.runRareThemes(chosen);
    } catch (error) {
      if (!(error instanceof AdapterFault)) throw error;
      this.fault = error; // what was judged before it is still reported
    }
    return this.report((clock() - startedAtMs) / 1000);
  }

  /** What failed once comes first: the answer that is waited for is there soonest. */
  private async runSaved(scenarios: readonly SavedScenario[]): Promise<void> {
    const check = new SavedCheck(this.target, this.judge, this.outside);
    const { passed, failed, notApplicable } = this.saved;
    for (const saved of scenarios) {
      const { file } = saved;
      const missing = lackingFor(saved.scenario, this.target);
      if (missing.length > 0) {
        notApplicable.push({ file, missing });
        continue;
      }
      const failing = await check.check(saved);
      (failing === null ? passed : failed).push(file);
      if (failing !== null) this.failures.push({ theme: { name: file }, ...failing });
    }
  }

  /**
   * What a scenario exercises on a real clock is left to chance in part. The themes of rules that are still below their
   * floor are run again, with other seeds and a bound.
   */
  private async runRareThemes(chosen: readonly Theme[]): Promise<void> {
    if (this.outside === null) return;
    for (let round = 1; round <= RARE_ROUNDS_MAX; round += 1) {
      const rare = new Set(rules.filter((rule) => this.isRare(rule)).map(({ id }) => id));
      for (const [position, theme] of chosen.entries()) {
        const failed = this.failures.some((failure) => failure.theme === theme);
        if (failed || !theme.rules.some((rule) => rare.has(rule))) continue;
        await this.runTheme(theme, position + round * chosen.length);
      }
    }
  }

  private isRare(rule: Rule): boolean {
    const exercised = this.judge.exercised(rule.id);
    if (!this.wanted(rule.id) || this.missing(rule).length > 0) return false;
    return exercised < this.demanded(rule, exercised);
  }

  private outsideCheck(outside: OutsideTarget): OutsideCheck {
    const { target } = this;
    const { differences = [] } = this.options;
    return new OutsideCheck(target, outside, this.judge, ({ rules: [rule = ''], reason }) =>
      isExpected(differences, { target: target.name, targetVersion: target.version ?? null }, rule, reason),
    );
  }

  /** Whether a theme is about a rule that is wanted and that the target has what it takes for. */
  private isWorthRunning(theme: Theme): boolean {
    if (this.options.rules === HELLO) return theme === helloTheme;
    if (theme.controlled && !this.target.capabilities.includes('schedule-control')) return false;
    return theme.rules.some((id) => {
      const rule = ruleById(id);
      return rule !== undefined && this.wanted(id) && this.missing(rule).length === 0;
    });
  }

  /** The capabilities that a rule needs and the target does not have. */
  private missing({ requires }: Rule): readonly Capability[] {
    return requires.filter((capability) => !this.target.capabilities.includes(capability));
  }

  /** Whether scenarios cost next to nothing: in this process, or at least without waiting for a clock. */
  private get waitsForNoClock(): boolean {
    return this.outside === null || this.target.capabilities.includes('virtual-clock');
  }

  private tell(theme: Theme, themesDone: number, count: number): void {
    const { runs, steps } = this.judge;
    this.options.onProgress?.({
      theme: theme.name,
      themesDone,
      themes: count,
      runs,
      steps,
      failures: this.failures.length,
    });
  }

  private async runTheme(theme: Theme, position: number): Promise<void> {
    const seed = this.seed + position * 7919;
    if (this.outside !== null) {
      const possible = !theme.holds || this.target.capabilities.includes('blocking-handler');
      return possible ? this.checkOutside(this.outside, theme, seed) : undefined;
    }
    const parameters = { seed, endOnFailure: false };
    if (this.target.runFast !== undefined) {
      const found = this.checkFast(theme, { ...parameters, numRuns: theme.weight * this.profile.fastRuns });
      if (found) return;
    }
    if (!theme.holds)
      await this.checkApi(theme, { ...parameters, numRuns: theme.weight * this.profile.apiRuns });
  }

  private scenariosOf(theme: Theme): fc.Arbitrary<Scenario> {
    return scenariosOf(theme, this.target.capabilities);
  }

  private async checkOutside(outside: OutsideCheck, theme: Theme, seed: number): Promise<void> {
    const { fastRuns, outsideRuns } = this.profile;
    const numRuns = theme.weight * (this.waitsForNoClock ? fastRuns : outsideRuns);
    for (const found of await outside.check(theme, seed, numRuns))
      this.failures.push({ theme, lane: 'api', ...found });
  }

  /** Runs a theme in the fast lane; true when something failed. */
  private checkFast(theme: Theme, parameters: fc.Parameters<[Scenario]>): boolean {
    const runFast = this.target.runFast as (scenario: Scenario) => Trace;
    const same = new SameFailure();
    const property = fc.property(this.scenariosOf(theme), (scenario) =>
      same.passes(this.judgeRun(theme, runFast(scenario))),
    );
    const details = fc.check(property, parameters);
    const [scenario] = details.counterexample ?? [];
    if (scenario === undefined) return false;
    this.keep(theme, 'fast', scenario, runFast(scenario));
    return true;
  }

  private judgeRun(theme: Theme, trace: Trace): Rejection | null {
    this.labels.count(theme, trace);
    return this.judge.judge(trace);
  }

  private async checkApi(theme: Theme, parameters: fc.Parameters<[Scenario]>): Promise<void> {
    const same = new SameFailure();
    const property = fc.asyncProperty(this.scenariosOf(theme), async (scenario) => {
      this.apiRuns += 1;
      return same.passes(this.judgeRun(theme, await this.target.run(scenario)));
    });
    const details = await fc.check(property, parameters);
    const [scenario] = details.counterexample ?? [];
    if (scenario !== undefined) this.keep(theme, 'api', scenario, await this.target.run(scenario));
  }

  private keep(theme: Theme, lane: LaneName, scenario: Scenario, trace: Trace): void {
    const rejection = this.judge.judge(trace);
    if (rejection === null)
      throw new Error(
        `A failure of the theme '${theme.name}' did not repeat: the target is not deterministic`,
      );
    this.failures.push({ theme, lane, scenario, trace, rejection });
  }

  // --- the report -------------------------------------------------------------------------------------------------

  private report(seconds: number): SuiteReport {
    const failures = this.failures.map(failureReport);
    const violated = new Set(failures.map(({ rule }) => rule));
    const reports = rules.filter(({ id }) => this.wanted(id)).map((rule) => this.ruleReport(rule, violated));
    const count = (verdict: RuleReport['verdict']): number =>
      reports.filter((report) => report.verdict === verdict).length;
    const { runs, steps, inconclusive } = this.judge;
    const coverage = this.coverage();
    return {
      format: 'fencepost-report',
      version: 1,
      verdict: this.verdict(count('not-exercised') > 0 || this.isVacuous(coverage)),
      profile: this.profile.name,
      seed: this.seed,
      target: this.target.name,
      targetVersion: this.target.version ?? null,
      capabilities: this.target.capabilities,
      tier: tierOf(this.target.capabilities),
      rules: reports,
      totals: {
        rules: reports.length,
        passed: count('passed'),
        violated: count('violated'),
        differs: 0,
        notExercised: count('not-exercised'),
        notApplicable: count('not-applicable'),
        runs,
        apiRuns: this.outside === null ? this.apiRuns : runs,
        inconclusive,
        unrepeated: this.outside?.unrepeated ?? 0,
        steps,
        seconds,
        stepsPerSecond: seconds > 0 ? Math.round(steps / seconds) : 0,
      },
      failures,
      differences: [],
      fault: this.fault === null ? null : faultReport(this.fault),
      ...(this.options.saved === undefined ? {} : { saved: this.saved }),
      ...(coverage === null ? {} : { coverage }),
    };
  }

  private verdict(notExercised: boolean): SuiteReport['verdict'] {
    if (this.fault !== null) return 'adapter-fault';
    if (this.failures.length > 0) return 'violated';
    const { runs, inconclusive } = this.judge;
    if (notExercised) return 'not-exercised';
    return inconclusive > runs * INCONCLUSIVE_SHARE_MAX ? 'inconclusive' : 'conformant';
  }

  private coverage(): CoverageReport | null {
    if (this.covered === null) return null;
    const isDemanded = this.demandsTransitions;
    return coverageReport(
      this.covered,
      isDemanded ? 'reference' : 'everybody',
      this.labels.report(),
      isDemanded ? this.profile.pairsPercent : undefined,
    );
  }

  private get demandsTransitions(): boolean {
    const { takesEveryTransition = false, capabilities } = this.target;
    return takesEveryTransition && referenceCapabilities.every((each) => capabilities.includes(each));
  }

  /** Whether a transition is missing that the profile demands, or pairs are too few, or a label is too seldom. */
  private isVacuous(coverage: CoverageReport | null): boolean {
    if (coverage === null) return false;
    if (areTooFew(coverage.pairs)) return true;
    const { everyTransition } = this.profile;
    if (everyTransition !== true || !this.demandsTransitions) return false;
    return coverage.transitions.missing.length > 0 || coverage.labels.some(isTooSeldom);
  }

  private ruleReport(rule: Rule, violated: ReadonlySet<string>): RuleReport {
    const exercised = this.judge.exercised(rule.id);
    const missing = this.missing(rule);
    return {
      id: rule.id,
      level: rule.level,
      verdict: this.verdictOf(rule, exercised, missing.length > 0, violated.has(rule.id)),
      exercised,
      runs: this.judge.runsOf(rule.id),
      missing,
    };
  }

  private verdictOf(
    rule: Rule,
    exercised: number,
    missing: boolean,
    violated: boolean,
  ): RuleReport['verdict'] {
    if (violated) return 'violated';
    if (missing) return 'not-applicable';
    return exercised >= this.demanded(rule, exercised) ? 'passed' : 'not-exercised';
  }

  /** How often a rule has to be exercised. */
  private demanded({ id, level }: Rule, exercised: number): number {
    if (level !== 'MUST') return 1;
    const { floor, outsideFloor, killingFloor } = this.profile;
    if (this.waitsForNoClock) return floor;
    const matters = exercised >= killingFloor && exercised < outsideFloor; // else measuring tells nothing
    return matters && killingRules().has(id) ? killingFloor : outsideFloor;
  }
}

/** While a failure shrinks, only failures of the same rule count: a smaller scenario with another fault is another failure. */
class SameFailure {
  private rule: string | null = null;

  passes(rejection: Rejection | null): boolean {
    if (rejection === null) return true;
    const [rule = ''] = rejection.rules;
    this.rule ??= rule;
    return rule !== this.rule;
  }
}

function faultReport({ code, message, line, during, diagnostics }: AdapterFault): FaultReport {
  return { code, message, line, during, diagnostics };
}

function failureReport({ theme, lane, scenario, trace, rejection }: Failing): FailureReport {
  const [rule = 'ORD-08'] = rejection.rules;
  return {
    rule,
    rules: [...rejection.rules, ...rejection.situation],
    reason: rejection.reason,
    token: tokenOf({ lane, scenario }),
    theme: theme.name,
    lane,
    scenario,
    trace,
    index: rejection.index,
    accepted: rejection.accepted,
    state: rejection.state,
  };
}

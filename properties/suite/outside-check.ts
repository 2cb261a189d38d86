/**
 * Checks a target outside of this process: several scenarios at the same time, and nothing that happens once need happen
 * again. What was seen and is impossible is a violation at once. What was not seen may have been late: it is a violation
 * when it is missing again in every repetition, with more patience each time.
 */
import fc from 'fast-check';
import type { Capability, Scenario, Trace, TraceEvent } from '../../spec/index.js';
import { shortened } from '../adapter/adapter-fault.js';
import { PROCESS_END_RULE } from '../adapter/kills.js';
import { drawScenarios, scenariosOf } from '../arbitraries/scenarios.js';
import type { Theme } from '../scenarios/index.js';
import type { Judge, Rejection } from './judge.js';
import { leftOut } from './left-out.js';
import type { History, OutsideTarget, ScenarioLabel, Target } from './target.js';

/** A scenario, what came of it, and why that is wrong. */
export interface Rejected {
  readonly scenario: Scenario;
  readonly trace: Trace;
  readonly rejection: Rejection;
}

/** How often an absence must repeat. */
const REPETITIONS = 3;
/** How often a smaller scenario is tried before it counts as passing. */
const SHRINK_TRIES = 2;
/** How long a failure may shrink, in milliseconds. */
const SHRINK_LIMIT_MS = 20_000;

/** See the head of this file. */
export class OutsideCheck {
  /** Scenarios whose absences did not repeat. */
  unrepeated = 0;
  private readonly capabilities: readonly Capability[];
  private readonly target: OutsideTarget;
  private readonly judge: Judge;

  private readonly isExpected: (rejection: Rejection) => boolean;
  /** Rules whose expected violation was reported already. */
  private readonly reported = new Set<string>();

  /** @param isExpected whether a violation is one that the target is known for: it does not end its theme */
  constructor(
    { capabilities }: Pick<Target, 'capabilities'>,
    target: OutsideTarget,
    judge: Judge,
    isExpected: (rejection: Rejection) => boolean,
  ) {
    this.capabilities = capabilities;
    this.target = target;
    this.judge = judge;
    this.isExpected = isExpected;
  }

  /** Draws and runs the scenarios of a theme. @returns its failures, minimal: at most one that was not expected */
  async check(theme: Theme, seed: number, numRuns: number): Promise<readonly Rejected[]> {
    const scenarios = drawScenarios(theme, seed, numRuns, this.capabilities);
    const failures: Rejected[] = [];
    for (const found of await this.rejected(theme, scenarios)) failures.push(await this.shrunk(theme, found));
    return failures;
  }

  /** Runs one scenario, and again where something was missing. @returns its failure as it is, or null */
  checkOne(scenario: Scenario, label: ScenarioLabel): Promise<Rejected | null> {
    return this.confirmed(scenario, label);
  }

  /** The expected failures that were not reported before, and the first other one, at which the theme ends. */
  private async rejected(theme: Theme, scenarios: readonly Scenario[]): Promise<readonly Rejected[]> {
    let next = 0;
    let ended = false;
    const found: Rejected[] = [];
    const work = async (): Promise<void> => {
      while (!ended && next < scenarios.length) {
        const position = next;
        next += 1;
        const rejected = await this.confirmed(scenarios[position] as Scenario, labelOf(theme, position));
        if (rejected === null) continue;
        if (this.isExpected(rejected.rejection)) {
          const [rule = ''] = rejected.rejection.rules;
          if (!this.reported.has(rule)) found.push(rejected);
          this.reported.add(rule);
          continue;
        }
        if (!ended) found.push(rejected);
        ended = true; // the others finish what they have begun
      }
    };
    const workers = Array.from({ length: this.target.concurrency }, work);
    await Promise.allSettled(workers); // nothing is under way any more when a fault is told
    await Promise.all(workers);
    return found;
  }

  private async once(scenario: Scenario, label: ScenarioLabel, patience = 1): Promise<Rejected | null> {
    const history = await this.target.observe(scenario, label, patience);
    if (history === null) {
      this.judge.countAccepted(PROCESS_END_RULE);
      return null;
    }
    const rejection = rejectionOf(this.judge, scenario, history, label);
    return rejection === null ? null : { scenario, trace: history.trace, rejection };
  }

  private async confirmed(scenario: Scenario, label: ScenarioLabel): Promise<Rejected | null> {
    const rejected = await this.once(scenario, label);
    if (rejected === null || !isAbsence(rejected)) return rejected;
    for (let repetition = 1; repetition <= REPETITIONS; repetition += 1) {
      const again = await this.once(scenario, label, 1 + repetition);
      if (again === null) {
        this.unrepeated += 1;
        return null;
      }
      if (!isAbsence(again)) return again;
    }
    return rejected;
  }

  /** Makes a failure smaller; only failures of the same rule count. */
  private async shrunk(theme: Theme, found: Rejected): Promise<Rejected> {
    const [rule] = found.rejection.rules;
    let smallest = found;
    const property = fc.asyncProperty(scenariosOf(theme, this.capabilities), async (scenario) => {
      if (scenario === found.scenario) return false;
      for (let attempt = 0; attempt < SHRINK_TRIES; attempt += 1) {
        const rejected = await this.once(scenario, labelOf(theme, 'shrinking'));
        if (rejected === null || rejected.rejection.rules[0] !== rule) continue;
        smallest = rejected;
        return false;
      }
      return true;
    });
    await fc.check(property, {
      examples: [[found.scenario]],
      numRuns: 1,
      endOnFailure: false,
      interruptAfterTimeLimit: SHRINK_LIMIT_MS,
    });
    return smallest;
  }
}

/**
 * What stands against what was seen of a scenario.
 *
 * @returns null when nothing does
 */
export function rejectionOf(
  judge: Judge,
  scenario: Scenario,
  history: History,
  label: ScenarioLabel,
): Rejection | null {
  return (
    judge.judge(history.trace) ??
    unsettledRejection(history) ??
    leftOutRejection(scenario, history.trace, label)
  );
}

function labelOf(theme: Theme, which: number | string): ScenarioLabel {
  return { name: `${theme.name} (${which})`, rules: theme.rules };
}

/** Whether an operation never came out: its call did not even return. */
function isOpen(events: readonly TraceEvent[], op: number): boolean {
  return !events.some((event) => event.event === 'outcome' && event.op === op);
}

/** Whether a history was rejected because something was missing: an outcome, or what had to be over. */
function isAbsence({ trace: { events }, rejection: { index } }: Rejected): boolean {
  const event = events[index];
  if (event === undefined) return true;
  if (event.event === 'invoke') return isOpen(events, event.op);
  if (event.event !== 'outcome') return false;
  const { op } = event;
  return events.some(
    (other) =>
      other.event === 'invoke' &&
      other.op === op &&
      (other.operation.type === 'settle' || other.operation.type === 'advance'),
  );
}

/** A step that was never carried out leaves the rules of its theme without an answer. */
function leftOutRejection(scenario: Scenario, trace: Trace, { rules }: ScenarioLabel): Rejection | null {
  const step = leftOut(scenario, trace);
  if (step === null) return null;
  const { op, operation } = step;
  return {
    verdict: 'rejected',
    index: trace.events.length,
    rules,
    situation: [],
    reason: `step ${op} (${operation.type}) was never carried out, although everything that it refers to existed`,
    accepted: [`invoke of ${op}`],
    state: 'a step is missing',
  };
}

/** How many things that are not settled a reason names. */
const UNSETTLED_SHOWN_MAX = 12;

/** What could not be settled is against MSG-05, which settling relies on: every live endpoint answers a handshake. */
function unsettledRejection({ trace, unsettled }: History): Rejection | null {
  if (unsettled.length === 0) return null;
  const shown = unsettled.slice(0, UNSETTLED_SHOWN_MAX).map((words) => shortened(words));
  const more = unsettled.length - shown.length;
  return {
    verdict: 'rejected',
    index: trace.events.length,
    rules: ['MSG-05'],
    situation: [],
    reason: `not settled: ${[...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')}`,
    accepted: ['an answer to the handshakes that settling sends'],
    state: 'unsettled',
  };
}

/** Targets: what the suite judges. */

import type { RuntimeRules } from '../../impl/runtime/service-runtime.js';
import type { Capability, Scenario, Trace } from '../../spec/index.js';
import { referenceCapabilities } from '../simulation/capabilities.js';
import { runScenarioApi, runScenarioFast } from '../simulation/run-scenario.js';

/**
 * An implementation under judgement.
 *
 * A target runs a scenario and returns what happened as a trace. Everything it needs to know is in the scenario; what
 * it cannot do it leaves out of `capabilities`.
 */
export interface Target {
  /** Names the target in reports. */
  readonly name: string;
  /** Its version, where it has one. */
  readonly version?: string;
  readonly capabilities: readonly Capability[];
  /**
   * Whether the target may do what only the original does where a rule names the reference's behaviour and the original's:
   * `accepted` when absent. The reference is held to its own.
   */
  readonly quirks?: 'accepted' | 'refused';
  /** True for the reference with everything that it can do: the suite has to bring it through every transition. */
  readonly takesEveryTransition?: boolean;
  /** Runs a scenario as a user of the implementation would. */
  run(scenario: Scenario): Promise<Trace>;
  /** Runs a scenario without waiting for anything, if the target can; labelled as the fast lane in reports. */
  runFast?(scenario: Scenario): Trace;
  /** How a target outside of this process is observed; `run` does the same with usual patience. */
  readonly outside?: OutsideTarget;
}

/** The name of a scenario, and the rules that it is about. */
export interface ScenarioLabel {
  readonly name: string;
  readonly rules: readonly string[];
}

/** What was seen of a scenario. */
export interface History {
  readonly trace: Trace;
  /** What had not been handled when patience ended, in words; empty when everything settled. */
  readonly unsettled: readonly string[];
}

/** A target that runs several scenarios at the same time, and may do something else each time. */
export interface OutsideTarget {
  /** How many scenarios are worth giving it at the same time. */
  readonly concurrency: number;
  /**
   * Runs a scenario.
   *
   * @param patienceFactor how much more patience than usual, for repetitions
   * @returns what was seen; null when the scenario ended the process, as it may: there is nothing to judge
   */
  observe(scenario: Scenario, label: ScenarioLabel, patienceFactor: number): Promise<History | null>;
}

/**
 * The reference runtime, in both lanes.
 *
 * @param rules the decisions of the runtime; another record makes a variant, for tests of the suite itself
 */
export function referenceTarget(rules?: RuntimeRules): Target & Required<Pick<Target, 'runFast'>> {
  return {
    name: 'reference',
    capabilities: referenceCapabilities,
    quirks: 'refused',
    takesEveryTransition: true,
    run: (scenario) => runScenarioApi(scenario, rules),
    runFast: (scenario) => runScenarioFast(scenario, rules),
  };
}

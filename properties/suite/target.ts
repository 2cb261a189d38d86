/** Targets: what the suite judges. */

import type { RuntimeRules } from '../../impl/runtime/service-runtime.js';
import type { Capability, Scenario, Trace } from '../../spec/index.js';
import { referenceCapabilities } from '../simulation/capabilities.js';
import { runScenarioApi, runScenarioFast } from '../simulation/run-scenario.js';

/**
 * An implementation under judgement, in this process.
 *
 * A target runs a scenario and returns what happened as a trace. Everything it needs to know is in the scenario; what
 * it cannot do it leaves out of `capabilities`.
 */
export interface Target {
  /** Names the target in reports. */
  readonly name: string;
  readonly capabilities: readonly Capability[];
  /**
   * Whether the target may do what only the original does where a rule names the reference's behaviour and the original's:
   * `accepted` when absent. The reference is held to its own.
   */
  readonly quirks?: 'accepted' | 'refused';
  /** Runs a scenario as a user of the implementation would. */
  run(scenario: Scenario): Promise<Trace>;
  /** Runs a scenario without waiting for anything, if the target can; labelled as the fast lane in reports. */
  runFast?(scenario: Scenario): Trace;
}

/**
 * The reference runtime, in both lanes.
 *
 * @param rules the decisions of the runtime; another record makes a variant, for tests of the suite itself
 */
export function referenceTarget(rules?: RuntimeRules): Target {
  return {
    name: 'reference',
    capabilities: referenceCapabilities,
    quirks: 'refused',
    run: (scenario) => runScenarioApi(scenario, rules),
    runFast: (scenario) => runScenarioFast(scenario, rules),
  };
}

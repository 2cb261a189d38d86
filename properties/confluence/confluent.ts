/**
 * Whether a scenario is confluent: it has one history only. That is so when never more than one action is enabled, so that
 * nobody has a choice, and nothing waits for the clock, which passes as it likes where it is real. The simulation decides
 * it, because it sees every action.
 */
import { SeededScheduler } from '../../impl/index.js';
import type { Scenario } from '../../spec/index.js';
import { longestWaitMs, onWallClock } from '../adapter/wall-clock.js';
import { everyOperation } from '../scenarios/every-operation.js';
import { runScenarioFast } from '../simulation/run-scenario.js';

/** A scheduler that notes whether it ever had a choice. */
class ChoiceWatcher extends SeededScheduler {
  hadChoice = false;

  override step(): boolean {
    this.hadChoice ||= this.options > 1;
    return super.step();
  }
}

/** What a callback of a future does, and what else that future tells, have no order of their own. */
function hasCallback(scenario: Scenario): boolean {
  for (const { operation } of everyOperation(scenario))
    if (operation.type === 'watch' && operation.callback.length > 0) return true;
  return false;
}

/** Whether a scenario has one history only; see the head of this file. */
export function isConfluent(scenario: Scenario): boolean {
  const fitted = onWallClock(scenario);
  if (longestWaitMs(fitted) > 0 || hasCallback(fitted)) return false;
  const scheduler = new ChoiceWatcher();
  runScenarioFast(fitted, undefined, scheduler);
  return !scheduler.hadChoice;
}

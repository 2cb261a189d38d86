/**
 * `fencepost replay TOKEN`: runs the scenario of a failure again, exactly, and judges it again. On a real clock nothing is
 * exact: there it runs several times, and the report says how often it failed. A file with a scenario as text is replayed
 * in the same way, in each lane of the target.
 */
import type { Command } from 'commander';
import type { Scenario } from '../../spec/index.js';
import { SCENARIO_FILE_ENDING } from '../scenario-text/scenario-file.js';
import { Judge, type Rejection } from '../suite/judge.js';
import { rejectionOf } from '../suite/outside-check.js';
import { failureStory } from '../suite/print-report.js';
import { lackingFor, lanesOf, REPLAYS } from '../suite/saved-check.js';
import { sequenceChart } from '../suite/sequence-chart.js';
import type { History, OutsideTarget, ScenarioLabel, Target } from '../suite/target.js';
import { type Failing, parseToken, TokenError, tokenOf } from '../suite/token.js';
import { addTargetOptions, type TargetOptions, withTarget } from './adapters.js';
import { EXIT, UsageError } from './exit-codes.js';
import { printLines } from './print.js';
import { readScenarioFileAt } from './saved-scenarios.js';

/** What is replayed: a scenario in one lane, or in each that can run it. */
interface Replay {
  readonly lanes: readonly Failing['lane'][];
  readonly scenario: Scenario;
  readonly label: ScenarioLabel;
}

/** What came of a scenario: its trace, and what stands against it. */
interface Replayed {
  readonly lane: Failing['lane'];
  readonly history: History;
  readonly rejection: Rejection | null;
}

/** Adds the verb. */
export function addReplay(program: Command, exit: (code: number) => void): void {
  addTargetOptions(program.command('replay <token>'))
    .description(
      `run the scenario of a failure again: its token, or a file whose name ends with ${SCENARIO_FILE_ENDING}`,
    )
    .option('--step-by-step', 'send an adapter each step as a request of its own: for debugging it')
    .action(async (token: string, options: TargetOptions) => {
      const replayed = token.endsWith(SCENARIO_FILE_ENDING) ? ofFile(token) : ofToken(token);
      exit(await withTarget(options, (target) => replay(replayed, target)));
    });
}

async function replay(replayed: Replay, target: Target): Promise<number> {
  const { outside } = target;
  if (outside !== undefined) checkNeeds(replayed, target);
  const exact = outside === undefined || target.capabilities.includes('virtual-clock');
  const runs: Replayed[] = [];
  if (outside === undefined) for (const lane of replayed.lanes) runs.push(await here(replayed, lane, target));
  else
    for (let run = 0; run < (exact ? 1 : REPLAYS); run += 1) {
      const seen = await there(replayed, target, outside);
      if (seen !== null) runs.push(seen);
    }
  const failed = runs.filter(({ rejection }) => rejection !== null);
  printLines(story(replayed, failed[0] ?? runs[0]));
  if (!exact) printLines([`it failed in ${failed.length} of ${REPLAYS} runs`]);
  return failed.length === 0 ? EXIT.conformant : EXIT.violated;
}

async function here({ scenario }: Replay, lane: Failing['lane'], target: Target): Promise<Replayed> {
  const trace =
    lane === 'fast' && target.runFast !== undefined ? target.runFast(scenario) : await target.run(scenario);
  return { lane, history: { trace, unsettled: [] }, rejection: new Judge(target).judge(trace) };
}

/** Null when the scenario ended the process of the adapter, as it may. */
async function there(
  { scenario, label }: Replay,
  target: Target,
  outside: OutsideTarget,
): Promise<Replayed | null> {
  const history = await outside.observe(scenario, label, 1);
  if (history === null) return null;
  return { lane: 'api', history, rejection: rejectionOf(new Judge(target), scenario, history, label) };
}

function story({ scenario, label }: Replay, run: Replayed | undefined): readonly string[] {
  if (run === undefined)
    return ['The scenario ended the process of the adapter, as it may: nothing was seen'];
  const { history, rejection, lane } = run;
  const { trace } = history;
  if (rejection === null) {
    const { length } = trace.events;
    return [...sequenceChart(trace), '', `accepted: ${length} events; the failure does not repeat here`];
  }
  const [rule = 'ORD-08'] = rejection.rules;
  const rules = [...rejection.rules, ...rejection.situation];
  const token = tokenOf({ lane, scenario });
  return failureStory({ ...rejection, rule, rules, token, theme: label.name, lane, scenario, trace });
}

/** A target that lacks what a scenario needs would be asked for what it never offered. */
function checkNeeds({ scenario }: Replay, target: Target): void {
  const missing = lackingFor(scenario, target);
  if (missing.length > 0)
    throw new UsageError(`The scenario needs ${missing.join(', ')}, which '${target.name}' does not have`);
}

function ofToken(token: string): Replay {
  try {
    const { lane, scenario } = parseToken(token);
    return { lanes: [lane], scenario, label: { name: 'replay', rules: [] } };
  } catch (error) {
    if (error instanceof TokenError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function ofFile(file: string): Replay {
  const { rules, scenario } = readScenarioFileAt(file);
  return { lanes: lanesOf(scenario), scenario, label: { name: file, rules } };
}

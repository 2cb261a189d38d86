/**
 * `fencepost replay TOKEN`: runs the scenario of a failure again, exactly, and judges it again. On a real clock nothing is
 * exact: there it runs several times, and the report says how often it failed.
 */
import type { Command } from 'commander';
import { needsOf } from '../scenarios/index.js';
import { Judge, type Rejection } from '../suite/judge.js';
import { rejectionOf } from '../suite/outside-check.js';
import { failureStory } from '../suite/print-report.js';
import { sequenceChart } from '../suite/sequence-chart.js';
import type { History, OutsideTarget, Target } from '../suite/target.js';
import { type Failing, parseToken, TokenError } from '../suite/token.js';
import { addTargetOptions, type TargetOptions, withTarget } from './adapters.js';
import { EXIT, UsageError } from './exit-codes.js';

/** How often a scenario runs on a real clock. */
const REPLAYS = 10;
const LABEL = { name: 'replay', rules: [] };

/** What came of a scenario: its trace, and what stands against it. */
interface Replayed {
  readonly history: History;
  readonly rejection: Rejection | null;
}

/** Adds the verb. */
export function addReplay(program: Command, exit: (code: number) => void): void {
  addTargetOptions(program.command('replay <token>'))
    .description('run the scenario of a failure again')
    .option('--step-by-step', 'send an adapter each step as a request of its own: for debugging it')
    .action(async (token: string, options: TargetOptions) => {
      exit(await withTarget(options, (target) => replay(token, target)));
    });
}

async function replay(token: string, target: Target): Promise<number> {
  const failing = parsed(token);
  const { outside } = target;
  if (outside !== undefined) checkNeeds(failing, target);
  const exact = outside === undefined || target.capabilities.includes('virtual-clock');
  const runs: Replayed[] = [];
  for (let run = 0; run < (exact ? 1 : REPLAYS); run += 1) {
    const replayed =
      outside === undefined ? await here(failing, target) : await there(failing, target, outside);
    if (replayed !== null) runs.push(replayed);
  }
  const failed = runs.filter(({ rejection }) => rejection !== null);
  for (const line of story(failing, token, failed[0] ?? runs[0])) console.log(line);
  if (!exact) console.log(`it failed in ${failed.length} of ${REPLAYS} runs`);
  return failed.length === 0 ? EXIT.conformant : EXIT.violated;
}

async function here({ lane, scenario }: Failing, target: Target): Promise<Replayed> {
  const trace =
    lane === 'fast' && target.runFast !== undefined ? target.runFast(scenario) : await target.run(scenario);
  return { history: { trace, unsettled: [] }, rejection: new Judge(target).judge(trace) };
}

/** Null when the scenario ended the process of the adapter, as it may. */
async function there(
  { scenario }: Failing,
  target: Target,
  outside: OutsideTarget,
): Promise<Replayed | null> {
  const history = await outside.observe(scenario, LABEL, 1);
  if (history === null) return null;
  return { history, rejection: rejectionOf(new Judge(target), scenario, history, LABEL) };
}

function story({ lane, scenario }: Failing, token: string, run: Replayed | undefined): readonly string[] {
  if (run === undefined)
    return ['The scenario ended the process of the adapter, as it may: nothing was seen'];
  const { history, rejection } = run;
  const { trace } = history;
  if (rejection === null) {
    const { length } = trace.events;
    return [...sequenceChart(trace), `\naccepted: ${length} events; the failure does not repeat here`];
  }
  const [rule = 'ORD-08'] = rejection.rules;
  const rules = [...rejection.rules, ...rejection.situation];
  return failureStory({ ...rejection, rule, rules, token, theme: 'replay', lane, scenario, trace });
}

/** A target that lacks what a scenario needs would be asked for what it never offered. */
function checkNeeds({ scenario }: Failing, { name, capabilities }: Target): void {
  const needs = needsOf({ ...scenario, tape: [] });
  const missing = [...needs].filter((capability) => !capabilities.includes(capability));
  if (missing.length > 0)
    throw new UsageError(`The scenario needs ${missing.join(', ')}, which '${name}' does not have`);
}

function parsed(token: string): Failing {
  try {
    return parseToken(token);
  } catch (error) {
    if (error instanceof TokenError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

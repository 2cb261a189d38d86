/** `fencepost replay TOKEN`: runs the scenario of a failure again, exactly, and judges it again. */
import type { Command } from 'commander';
import { Judge } from '../suite/judge.js';
import { failureStory } from '../suite/print-report.js';
import { sequenceChart } from '../suite/sequence-chart.js';
import type { Target } from '../suite/target.js';
import { type Failing, parseToken, TokenError } from '../suite/token.js';
import { addTargetOptions, type TargetOptions, withTarget } from './adapters.js';
import { EXIT, UsageError } from './exit-codes.js';

/** Adds the verb. */
export function addReplay(program: Command, exit: (code: number) => void): void {
  addTargetOptions(program.command('replay <token>'))
    .description('run the scenario of a failure again')
    .action(async (token: string, options: TargetOptions) => {
      exit(await withTarget(options, (target) => replay(token, target)));
    });
}

async function replay(token: string, target: Target): Promise<number> {
  const { lane, scenario } = parsed(token);
  const trace =
    lane === 'fast' && target.runFast !== undefined ? target.runFast(scenario) : await target.run(scenario);
  const rejection = new Judge(target).judge(trace);
  if (rejection === null) {
    for (const line of sequenceChart(trace)) console.log(line);
    console.log(`\naccepted: ${trace.events.length} events; the failure does not repeat here`);
    return EXIT.conformant;
  }
  const [rule = 'ORD-08'] = rejection.rules;
  for (const line of failureStory({ ...rejection, rule, token, theme: 'replay', lane, scenario, trace }))
    console.log(line);
  return EXIT.violated;
}

function parsed(token: string): Failing {
  try {
    return parseToken(token);
  } catch (error) {
    if (error instanceof TokenError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

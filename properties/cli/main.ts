#!/usr/bin/env node
/** The command line: one file a verb; this one only assembles them and turns errors into exit codes. */
import { Command, CommanderError } from 'commander';
import { AdapterFault } from '../adapter/adapter-fault.js';
import { faultStory } from '../suite/print-report.js';
import { addCheckTrace } from './check-trace.js';
import { EXIT, UsageError } from './exit-codes.js';
import { addExplore } from './explore.js';
import { addInit } from './init.js';
import { addMutate } from './mutate.js';
import { printErrors } from './print.js';
import { addReplay } from './replay.js';
import { addRules } from './rules.js';
import { addVerify } from './verify.js';
import { addView } from './view.js';

const program = new Command('fencepost')
  .description(
    'executable specification of an actor RPC: rules, models, runtime, and a suite that judges any implementation',
  )
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });

const exit = (code: number): void => {
  process.exitCode = code;
};
addVerify(program, exit);
addReplay(program, exit);
addCheckTrace(program, exit);
addView(program, exit);
addExplore(program, exit);
addRules(program);
addInit(program);
addMutate(program, exit);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  exit(exitCodeOf(error));
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.conformant : EXIT.usage;
  if (error instanceof UsageError) {
    printErrors([`fencepost: ${error.message}`]);
    return EXIT.usage;
  }
  if (error instanceof AdapterFault) {
    printErrors(faultStory(error));
    return EXIT.adapterFault;
  }
  console.error('fencepost: the harness failed; this says nothing about the target');
  console.error(error);
  return EXIT.harnessFault;
}

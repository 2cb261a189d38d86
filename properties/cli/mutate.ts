/** `fencepost mutate`: hunts the mutants of the reference, and says how sharp the suite is. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { MutantResult } from '../mutants/kill-matrix.js';
import { EXIT, UsageError } from './exit-codes.js';

interface Options {
  readonly json?: string;
  readonly only?: string;
  readonly seed: string;
  readonly parallel: string;
  readonly list?: true;
}

/** Adds the verb. */
export function addMutate(program: Command, exit: (code: number) => void): void {
  program
    .command('mutate')
    .description('hunt implementations with one fault each; in a checkout of the project only')
    .option('--json <file>', 'write the kill matrix')
    .option('--only <pattern>', 'only mutants whose id matches, for example FENCE-*')
    .option('--seed <number>', 'the seed of the scenarios', '1')
    .option('--parallel <number>', 'how many at the same time', String(availableParallelism()))
    .option('--list', 'name the mutants and what is wrong with each')
    .action(async (options: Options) => exit(await mutate(options)));
}

async function mutate(options: Options): Promise<number> {
  const { killMatrix, mutants } = await workshop();
  const { ruleFilter } = await import('../suite/conformance.js');
  const wanted = ruleFilter(options.only);
  const chosen = mutants.filter(({ id }) => wanted(id));
  if (chosen.length === 0) throw new UsageError(`No mutant matches '${options.only}': --list names them`);
  if (options.list === true) {
    for (const { id, fault } of chosen) console.log(`${id.padEnd(44)} ${fault}`);
    return EXIT.conformant;
  }
  const [seed, parallel] = [naturalOf('seed', options.seed), naturalOf('parallel', options.parallel)];
  const matrix = await killMatrix({ seed, parallel, wanted, onResult: printResult });
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(matrix, null, 2)}\n`);
  const { totals, faults } = matrix;
  for (const fault of faults) console.log(`✗ ${fault}`);
  if (options.only === undefined && totals.without.length > 0)
    console.log(`✗ no mutant breaks ${totals.without.join(', ')}`);
  console.log(
    `${totals.killed} of ${totals.mutants} mutants killed by the rule that they break; ` +
      `runs until then: median ${totals.medianRuns}; ` +
      `steps of the smallest scenario: median ${totals.medianSteps}, at most ${totals.steps}`,
  );
  return faults.length === 0 ? EXIT.conformant : EXIT.violated;
}

/** The mutants are part of the project, not of the package. */
async function workshop() {
  try {
    const { killMatrix } = await import('../mutants/kill-matrix.js');
    const { mutants } = await import('../mutants/catalogue/index.js');
    return { killMatrix, mutants };
  } catch (error) {
    if ((error as { readonly code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(
      'Mutants change the code of the project as it is loaded; they are no part of the package. ' +
        'Run `npx fencepost mutate` in a checkout of the project',
      { cause: error },
    );
  }
}

function naturalOf(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--${name} is a whole number from 1, not '${text}'`);
  return number;
}

function printResult(result: MutantResult, done: number, of: number): void {
  const { id, killed, killedBy, runs, steps, clumsy } = result;
  const verdict = killed ? `killed after ${runs} runs, ${steps} steps, by` : 'NOT KILLED, noticed by';
  const by = killedBy.length === 0 ? 'nobody' : killedBy.join(', ');
  const shows = clumsy > 0 ? `; shows itself in ${clumsy} other scenarios` : '';
  const place = `${String(done).padStart(4)}/${of}`;
  console.log(`${place} ${killed ? '✓' : '✗'} ${id.padEnd(44)} ${verdict} ${by}${shows}`);
}

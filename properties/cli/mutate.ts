/** `fencepost mutate`: hunts the mutants of the reference, and says how sharp the suite is. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import {
  type AdapterKill,
  decodeOrThrow,
  type Kill,
  type KillMatrix,
  KillMatrixCodec,
  type OtherKill,
  type TraceMutation,
} from '../../spec/index.js';
import type { Listener } from '../mutants/kill-matrix.js';
import { EXIT, UsageError } from './exit-codes.js';
import { checkWritable } from './writable.js';

interface Options {
  readonly json?: string;
  readonly into?: string;
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
    .option(
      '--into <file>',
      'take the others from this kill matrix, if it is there, and write all of them to it',
    )
    .option('--seed <number>', 'the seed of the scenarios', '1')
    .option('--parallel <number>', 'how many at the same time', String(availableParallelism()))
    .option('--list', 'name the mutants and what is wrong with each')
    .action(async (options: Options) => exit(await mutate(options)));
}

async function mutate(options: Options): Promise<number> {
  checkWritable('--json', options.json);
  checkWritable('--into', options.into);
  const workshop = await openWorkshop();
  const { ruleFilter } = await import('../suite/conformance.js');
  const wanted = ruleFilter(options.only);
  if (!workshop.huntable.some(wanted))
    throw new UsageError(`No mutant matches '${options.only}': --list names them`);
  if (options.list === true) {
    for (const { id, fault } of workshop.patches.filter(({ id }) => wanted(id)))
      console.log(`${id.padEnd(ID_WIDTH)} ${fault}`);
    return EXIT.conformant;
  }
  const [seed, parallel] = [naturalOf('seed', options.seed), naturalOf('parallel', options.parallel)];
  const listener = new Printer(workshop.huntable.filter(wanted).length);
  const before = options.into !== undefined && existsSync(options.into) ? readMatrix(options.into) : null;
  const hunted = await workshop.killMatrix({ seed, parallel, wanted, listener });
  const matrix = before === null ? hunted : workshop.merged(before, hunted);
  for (const file of [options.json, options.into])
    if (file !== undefined) writeFileSync(file, `${JSON.stringify(matrix, null, 2)}\n`);
  printSummary(matrix, options.only === undefined || options.into !== undefined);
  return matrix.faults.length === 0 ? EXIT.conformant : EXIT.violated;
}

/** A kill matrix that was written before. @throws UsageError when the file holds none */
function readMatrix(file: string): KillMatrix {
  try {
    return decodeOrThrow(KillMatrixCodec, JSON.parse(readFileSync(file, 'utf8')), file);
  } catch (error) {
    throw new UsageError(`${file} is no kill matrix: ${(error as Error).message}`, { cause: error });
  }
}

function printSummary({ totals, faults }: KillMatrix, whole: boolean): void {
  for (const fault of faults) console.log(`✗ ${fault}`);
  if (whole && totals.without.length > 0) console.log(`no mutant breaks ${totals.without.join(', ')}`);
  console.log(
    `${totals.killed} of ${totals.mutants} mutants killed by the rule that they break` +
      ` (${totals.killed - totals.blamed} of them in its situation only); ` +
      `runs until then: median ${totals.medianRuns}; ` +
      `steps of the smallest scenario: median ${totals.medianSteps}, at most ${totals.steps}`,
  );
}

/** The mutants are part of the project, not of the package. */
async function openWorkshop() {
  try {
    const { huntable, killMatrix, merged } = await import('../mutants/kill-matrix.js');
    const { mutants } = await import('../mutants/catalogue/index.js');
    const { checkerMutants } = await import('../mutants/checkers/catalogue.js');
    const { transportMutants } = await import('../mutants/transports/catalogue.js');
    const transports = transportMutants.map(({ id, fault }) => ({ id, fault: `A transport that ${fault}.` }));
    return { huntable, killMatrix, merged, patches: [...mutants, ...transports, ...checkerMutants] };
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

/** Prints each result in a line, as it comes. */
class Printer implements Listener {
  private done = 0;
  private readonly of: number;

  constructor(of: number) {
    this.of = of;
  }

  killed({ clumsy, ...result }: Kill): void {
    const shows = clumsy > 0 ? `; shows itself in ${clumsy} other scenarios` : '';
    this.print(result.killed, result.id, `${verdictOf(result)}${shows}`);
  }

  killedThroughAdapter(result: AdapterKill): void {
    this.print(result.killed, `adapter/${result.id}`, verdictOf(result));
  }

  killedOther({ id, killed, killedBy }: OtherKill): void {
    this.print(killed, id, killed ? `caught by: ${killedBy.join('; ')}` : 'NOT CAUGHT');
  }

  scored({ change, traces, rejected, equivalent, unexplained }: TraceMutation): void {
    const share = ((rejected / traces) * 100).toFixed(1);
    const known = Object.entries(equivalent).map(([reason, count]) => `${count}: ${reason}`);
    const text = `${rejected} of ${traces} rejected (${share} %); as good as before: ${known.join('; ') || 'none'}`;
    this.print(unexplained === 0, `traces/${change}`, text);
  }

  private print(good: boolean, id: string, text: string): void {
    this.done += 1;
    const place = `${String(this.done).padStart(4)}/${this.of}`;
    console.log(`${place} ${good ? '✓' : '✗'} ${id.padEnd(ID_WIDTH)} ${text}`);
  }
}

const ID_WIDTH = 44;

function verdictOf({
  killed,
  killedBy,
  runs,
  steps,
}: Pick<Kill, 'killed' | 'killedBy' | 'runs' | 'steps'>): string {
  const verdict = killed ? `killed after ${runs} runs, ${steps} steps, by` : 'NOT KILLED, noticed by';
  return `${verdict} ${killedBy.length === 0 ? 'nobody' : killedBy.join(', ')}`;
}

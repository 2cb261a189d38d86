/** `fencepost explore`: every interleaving of bounded configurations, on the reference. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { decodeOrThrow, ExplorationConfigurationCodec, type ExplorationReport } from '../../spec/index.js';
import { type Configuration, UnexplorableError } from '../exploration/configuration.js';
import { configurations } from '../exploration/configurations/index.js';
import { BOUNDS, type Bounds, type Certificate, explore } from '../exploration/explore.js';
import { REDUCTIONS, type Reduction } from '../exploration/odometer.js';
import { certificateLines, publishedCertificate, verdictOf } from '../exploration/report.js';
import { mistakes, protocols } from '../exploration/stateful/protocols.js';
import { reportOf as statesReportOf } from '../exploration/stateful/report.js';
import { UnlikeLanesError } from '../exploration/symmetry.js';
import { EXIT, UsageError } from './exit-codes.js';
import { checkWritable } from './writable.js';

interface Options {
  readonly config?: string;
  readonly bound?: string;
  readonly reduction: string;
  readonly symmetry: boolean;
  readonly json?: string;
  readonly states?: true;
  readonly list?: true;
}

/** Adds the verb. */
export function addExplore(program: Command, exit: (code: number) => void): void {
  program
    .command('explore')
    .description('run every interleaving of a bounded configuration on the reference, and judge each')
    .option('--config <name>', 'a ready configuration, or a file; all ready ones when absent')
    .option('--bound <bounds>', 'how far, for example steps=100,runs=100000,seconds=60')
    .option(
      '--reduction <name>',
      `what is left out as the same as something else: ${REDUCTIONS.join(', ')}`,
      'source',
    )
    .option('--no-symmetry', 'tell interchangeable clients apart')
    .option('--json <file>', 'write the certificates as JSON')
    .option('--states', 'search the states of the models instead: whether every client comes to its end')
    .option('--list', 'name the ready configurations')
    .action((options: Options) => exit(exploreAll(options)));
}

function exploreAll(options: Options): number {
  if (options.list === true) return list(options.states === true ? systems : configurations);
  checkWritable('--json', options.json);
  if (options.states === true) return searchAll(options.config);
  const settings = {
    bounds: boundsOf(options.bound ?? ''),
    reduction: reductionOf(options.reduction),
    symmetry: options.symmetry,
    clock: () => performance.now(),
  };
  const certificates: Certificate[] = [];
  for (const configuration of chosen(options.config)) {
    const certificate = certified(configuration, settings);
    for (const line of certificateLines(certificate)) console.log(line);
    certificates.push(certificate);
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(reportOf(certificates))}\n`);
  return exitCodeOf(certificates);
}

function list(named: readonly { readonly name: string; readonly sentence: string }[]): number {
  for (const { name, sentence } of named) console.log(`${name.padEnd(17)} ${sentence}`);
  return EXIT.conformant;
}

/** Systems of states: those that are right, and mistakes to look at. */
const systems = [...protocols, ...mistakes];

function searchAll(config: string | undefined): number {
  const named = config === undefined ? protocols : systems.filter(({ name }) => name === config);
  const names = systems.map(({ name }) => name).join(', ');
  if (named.length === 0) throw new UsageError(`There is no system '${config}': there are ${names}`);
  let live = true;
  for (const protocol of named) {
    const report = statesReportOf(protocol, () => performance.now());
    for (const line of report.lines) console.log(line);
    live &&= report.live;
  }
  return live ? EXIT.conformant : EXIT.violated;
}

/** Explores; what cannot be explored is a mistake of whoever wrote the configuration. */
function certified(configuration: Configuration, settings: Parameters<typeof explore>[1]): Certificate {
  try {
    return explore(configuration, settings);
  } catch (error) {
    if (error instanceof UnexplorableError || error instanceof UnlikeLanesError)
      throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function reportOf(certificates: readonly Certificate[]): ExplorationReport {
  return {
    format: 'fencepost-exploration',
    version: 1,
    certificates: certificates.map(publishedCertificate),
  };
}

function exitCodeOf(certificates: readonly Certificate[]): number {
  const verdicts = certificates.map(verdictOf);
  if (verdicts.includes('violated')) return EXIT.violated;
  return verdicts.includes('incomplete') ? EXIT.inconclusive : EXIT.conformant;
}

function chosen(config: string | undefined): readonly Configuration[] {
  if (config === undefined) return configurations;
  const ready = configurations.find(({ name }) => name === config);
  if (ready !== undefined) return [ready];
  if (existsSync(config)) return [readConfiguration(config)];
  const names = configurations.map(({ name }) => name).join(', ');
  throw new UsageError(`There is no configuration '${config}', and no such file: ready ones are ${names}`);
}

function readConfiguration(file: string): Configuration {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return decodeOrThrow(ExplorationConfigurationCodec, value, file);
  } catch (error) {
    throw new UsageError(`--config takes a configuration: ${(error as Error).message}`, { cause: error });
  }
}

function reductionOf(name: string): Reduction {
  const reduction = REDUCTIONS.find((known) => known === name);
  if (reduction !== undefined) return reduction;
  throw new UsageError(`There is no reduction '${name}': there are ${REDUCTIONS.join(', ')}`);
}

/** What each bound of the command line is, and in which unit. */
const BOUND_NAMES: Readonly<Record<string, { readonly bound: keyof Bounds; readonly factor: number }>> = {
  steps: { bound: 'stepsMax', factor: 1 },
  runs: { bound: 'runsMax', factor: 1 },
  seconds: { bound: 'millisecondsMax', factor: 1000 },
};

function boundsOf(text: string): Bounds {
  const bounds = { ...BOUNDS };
  for (const part of text.split(',').filter((each) => each !== '')) {
    const [name = '', amount = ''] = part.split('=');
    const known = Object.hasOwn(BOUND_NAMES, name) ? BOUND_NAMES[name] : undefined;
    const number = Number(amount);
    if (known === undefined || !Number.isInteger(number) || number < 1)
      throw new UsageError(`A bound is steps, runs or seconds with a whole number from 1, not '${part}'`);
    bounds[known.bound] = number * known.factor;
  }
  if (bounds.stepsMax <= BOUNDS.stepsMax) return bounds;
  throw new UsageError(`A run has at most ${BOUNDS.stepsMax} steps, not ${bounds.stepsMax}`);
}

/** `fencepost verify`: judges a target by every rule of the book. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import {
  decodeOrThrow,
  type ExpectedDifference,
  ExpectedDifferencesCodec,
  type RunRecord,
  ruleById,
  rules,
  type SuiteReport,
} from '../../spec/index.js';
import { renderBadge } from '../report/badge.js';
import { renderHtml } from '../report/html.js';
import { renderJunit } from '../report/junit.js';
import { renderMarkdown } from '../report/markdown.js';
import { progressLine, reportLines } from '../report/ndjson.js';
import { reportPage } from '../report/report-page.js';
import { changesSince, earlierRuns, runRecordOf } from '../report/run-history.js';
import { conformance, type Progress, ruleFilter } from '../suite/conformance.js';
import { printReport } from '../suite/print-report.js';
import { type ProfileName, profiles } from '../suite/profiles.js';
import { addTargetOptions, replayOptionsOf, type TargetOptions, withTarget } from './adapters.js';
import { defaultSeed } from './default-seed.js';
import { EXIT, UsageError } from './exit-codes.js';
import { addToHistory, readHistory } from './history-file.js';
import { ERASE_LINE, printLines } from './print.js';
import { readSavedScenarios, saveFailures } from './saved-scenarios.js';
import { checkWritable } from './writable.js';

interface VerifyOptions extends TargetOptions {
  readonly profile: string;
  readonly seed?: string;
  readonly rules?: string;
  readonly expected?: string;
  readonly save?: string;
  readonly json?: string;
  readonly ndjson?: string;
  readonly junit?: string;
  readonly markdown?: string;
  readonly badge?: string;
  readonly html?: string;
  readonly history?: string;
}

/** Adds the verb. */
export function addVerify(program: Command, exit: (code: number) => void): void {
  addTargetOptions(program.command('verify'))
    .description('run the conformance suite against a target')
    .option('--profile <name>', `how much: ${Object.keys(profiles).join(', ')}`, 'default')
    .option(
      '--seed <number>',
      'the seed of every generated scenario; by default 1, and in CI made of the commit',
    )
    .option('--rules <pattern>', 'only these rules, for example FENCE-*; hello for those to begin with')
    .option(
      '--expected <file>',
      'differences that are expected of the target: each must be seen, and no other',
    )
    .option(
      '--save <folder>',
      'replay the scenarios in this folder first, then keep the smallest scenario of each failure there as a file',
    )
    .option('--json <file>', 'write the report as JSON')
    .option(
      '--ndjson <file>',
      'write a line of JSON for each theme as it ends, then for each rule and failure',
    )
    .option('--junit <file>', 'write the report as JUnit XML, for CI servers')
    .option('--markdown <file>', 'write the report as Markdown, for the summary of a job')
    .option('--badge <file>', 'write the verdict as a badge in SVG')
    .option('--html <file>', 'write the report as one HTML file in which each failure can be stepped through')
    .option(
      '--history <file>',
      'add a line about this run to a file, and show what the earlier runs in it said of each rule',
    )
    .action(async (options: VerifyOptions) => {
      exit(await verify(options));
    });
}

async function verify(options: VerifyOptions): Promise<number> {
  const live = process.stdout.isTTY === true;
  for (const form of forms) checkWritable(`--${form}`, options[form]);
  checkWritable('--history', options.history);
  const history = options.history === undefined ? [] : readHistory(options.history);
  const saved = options.save === undefined ? [] : readSavedScenarios(options.save);
  const settings = {
    profile: profileOf(options.profile),
    seed: seedOf(options.seed ?? defaultSeed(process.env)),
    ...(options.rules === undefined ? {} : { rules: checkedPattern(options.rules) }),
    differences: options.expected === undefined ? [] : readDifferences(options.expected),
    ...(options.save === undefined ? {} : { saved }),
    onProgress: (progress: Progress) => {
      tell(progress, live);
      if (options.ndjson !== undefined) appendFileSync(options.ndjson, progressLine(progress));
    },
    clock: () => performance.now(),
  };
  if (options.ndjson !== undefined) writeFileSync(options.ndjson, '');
  const report = await withTarget(options, (target) => conformance(target, settings));
  if (live) process.stdout.write(ERASE_LINE);
  printLines(printReport(report, replayOptionsOf(options)));
  const others = new Set(settings.differences.map(({ target }) => target));
  others.delete(report.target);
  if (others.size > 0)
    printLines([`Expected differences of others were left aside: ${[...others].join(', ')}`]);
  if (options.save !== undefined) {
    const files = saveFailures(options.save, report, saved, replayOptionsOf(options));
    printLines(files.map((file) => `saved ${file}`));
  }
  const earlier = earlierRuns(history, report);
  printLines(report.fault === null ? changesSince(earlier, report) : []);
  writeOutputs(report, earlier, options);
  if (options.history !== undefined && report.fault === null)
    addToHistory(options.history, runRecordOf(report)); // a run that was cut off says nothing of most rules
  return exitCodeOf(report);
}

/** The options that name a file for the report in some form. */
const forms = ['json', 'ndjson', 'junit', 'markdown', 'badge', 'html'] as const;

/** Writes the report in every form that was asked for. */
function writeOutputs(report: SuiteReport, earlier: readonly RunRecord[], options: VerifyOptions): void {
  const { json, ndjson, junit, markdown, badge, html } = options;
  const replayOptions = replayOptionsOf(options);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report)}\n`);
  if (ndjson !== undefined) appendFileSync(ndjson, reportLines(report).join(''));
  if (junit !== undefined) writeFileSync(junit, renderJunit(report, replayOptions));
  if (markdown !== undefined) writeFileSync(markdown, renderMarkdown(report, replayOptions));
  if (badge !== undefined) writeFileSync(badge, renderBadge(report));
  if (html !== undefined) writeFileSync(html, renderHtml(reportPage(report, replayOptions, earlier)));
}

function readDifferences(file: string): readonly ExpectedDifference[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const { differences } = decodeOrThrow(ExpectedDifferencesCodec, value, file);
    const unknown = differences.find(({ rule }) => ruleById(rule) === undefined);
    if (unknown !== undefined) throw new Error(`there is no rule ${unknown.rule}`);
    return differences;
  } catch (error) {
    throw new UsageError(`--expected takes a file of expected differences: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The exit code of a report. */
export function exitCodeOf({ verdict }: SuiteReport): number {
  if (verdict === 'adapter-fault') return EXIT.adapterFault;
  if (verdict === 'violated') return EXIT.violated;
  return verdict === 'conformant' ? EXIT.conformant : EXIT.inconclusive;
}

/** On a terminal one line that is written again and again; elsewhere a line for each eighth of the way. */
function tell(progress: Progress, live: boolean): void {
  const { themesDone, themes, runs, steps, failures } = progress;
  const text = `${themesDone}/${themes} themes, ${runs} runs, ${steps} steps, ${failures} failures`;
  if (live) process.stdout.write(`${ERASE_LINE}${text}`);
  else if (themesDone % Math.max(1, Math.ceil(themes / 8)) === 0 && themesDone < themes) console.log(text);
}

function profileOf(name: string): (typeof profiles)[ProfileName] {
  if (Object.hasOwn(profiles, name)) return profiles[name as ProfileName];
  throw new UsageError(`There is no profile '${name}': profiles are ${Object.keys(profiles).join(', ')}`);
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(seed) && Math.abs(seed) <= 0x7fffffff) return seed;
  throw new UsageError(`A seed is a whole number between -2147483647 and 2147483647, not '${text}'`);
}

function checkedPattern(pattern: string): string {
  if (rules.some(({ id }) => ruleFilter(pattern)(id))) return pattern;
  throw new UsageError(`No rule matches '${pattern}': see 'fencepost rules list'`);
}

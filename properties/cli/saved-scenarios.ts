/**
 * The folder of `fencepost verify --save`: a file for each scenario that failed. Files are read before a run and added
 * after it; none is changed or taken away, because a scenario that passes now is what shows that it fails again.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FailureReport, Scenario, SuiteReport } from '../../spec/index.js';
import { visibleLine } from '../report/visible.js';
import { printScenario } from '../scenario-text/print-scenario.js';
import {
  printScenarioFile,
  readScenarioFile,
  SCENARIO_FILE_ENDING,
  type ScenarioFile,
} from '../scenario-text/scenario-file.js';
import { ScenarioTextError } from '../scenario-text/scenario-text-error.js';
import { nameOfTarget } from '../suite/print-report.js';
import type { SavedScenario } from '../suite/saved-check.js';
import { UsageError } from './exit-codes.js';

/** How many files of one name there may be: the others have a number behind it. */
const SAME_NAME_MAX = 100;
/** Digits of the digest in a name. */
const DIGEST_DIGITS = 10;

/**
 * Reads every scenario of a folder, in the order of their names; the folder is made if it is not there.
 *
 * @throws UsageError naming file and line of the first mistake, or saying why the folder cannot be used
 */
export function readSavedScenarios(folder: string): readonly SavedScenario[] {
  const names = namesIn(folder).filter((name) => name.endsWith(SCENARIO_FILE_ENDING));
  return names.sort().map((name) => {
    const file = join(folder, name);
    const { rules, scenario } = readScenarioFileAt(file);
    return { file, rules, scenario };
  });
}

/** Reads one file. @throws UsageError naming file and line, or saying why it cannot be read */
export function readScenarioFileAt(file: string): ScenarioFile {
  try {
    return readScenarioFile(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof ScenarioTextError) throw new UsageError(error.message, { cause: error });
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function namesIn(folder: string): string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`--save takes a folder: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Keeps the failures of a report whose scenarios are not kept yet.
 *
 * @param folder where
 * @param report of the run
 * @param saved what the folder held before the run
 * @param replayOptions what `fencepost replay` needs to reach the same target
 * @returns the files that were written
 */
export function saveFailures(
  folder: string,
  report: SuiteReport,
  saved: readonly SavedScenario[],
  replayOptions: string,
): readonly string[] {
  const kept = new Set(saved.map(({ scenario }) => digestOf(scenario)));
  const came = new Set(saved.map(({ file }) => file));
  const files: string[] = [];
  for (const failure of report.failures) {
    const digest = digestOf(failure.scenario);
    if (kept.has(digest) || came.has(failure.theme)) continue;
    kept.add(digest);
    files.push(
      writeNew(folder, `${failure.rule}-${digest}`, (file) => textOf(failure, report, file, replayOptions)),
    );
  }
  return files;
}

function digestOf(scenario: Scenario): string {
  const text = printScenario(scenario).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_DIGITS);
}

/** Writes a file under the first name that is free. */
function writeNew(folder: string, name: string, textFor: (file: string) => string): string {
  for (let number = 1; number <= SAME_NAME_MAX; number += 1) {
    const file = join(folder, `${name}${number === 1 ? '' : `-${number}`}${SCENARIO_FILE_ENDING}`);
    try {
      writeFileSync(file, textFor(file), { flag: 'wx' });
      return file;
    } catch (error) {
      if ((error as { readonly code?: string }).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`${folder} holds ${SAME_NAME_MAX} files of the name ${name}: take some away`);
}

function textOf(failure: FailureReport, report: SuiteReport, file: string, replayOptions: string): string {
  const { rules, theme, lane, scenario, trace, reason } = failure;
  const { seed, profile } = report;
  const story = [
    ...reason.split('\n').map(visibleLine),
    `Found by seed ${seed}, profile ${profile}, in the ${lane} lane of ${visibleLine(nameOfTarget(report))}.`,
    `Replay: npx fencepost replay ${basename(file)}${replayOptions}`,
    'Below the commands stands what the target did. The models reject it.',
  ];
  return printScenarioFile({ title: `${[...new Set(rules)].join(', ')} ${theme}`, story, scenario, trace });
}

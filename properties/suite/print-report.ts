/** The report of a run of the suite, for the terminal: a table by family, then each failure as a story. */
import {
  type Capability,
  type FailureReport,
  type FaultReport,
  implementationSteps,
  type RuleReport,
  ruleById,
  type SuiteReport,
  stepsFor,
} from '../../spec/index.js';
import { familyOf } from '../report/families.js';
import { possibleLines } from '../report/possible.js';
import { coverageLines } from './print-coverage.js';
import { sequenceChart } from './sequence-chart.js';

interface FamilyRow {
  passed: number;
  violated: number;
  notExercised: number;
  notApplicable: number;
  runs: number;
  exercised: number;
}

/**
 * The lines of a report. Where the adapter is at fault, that is what counts: a table of what a run that was cut off has
 * not exercised would say nothing.
 *
 * @param replayOptions what `fencepost replay` needs beside the token to reach the same target
 */
export function printReport(report: SuiteReport, replayOptions = ''): readonly string[] {
  const { fault } = report;
  return [
    ...failureStories(report, replayOptions),
    ...(fault === null ? table(report) : []),
    ...spaced(savedLines(report)),
    ...(fault === null
      ? [...missing(report), ...spaced(coverageLines(report)), ...nextStep(report), ...differences(report)]
      : faultStory(fault)),
    summary(report),
  ];
}

function table(report: SuiteReport): readonly string[] {
  const rows = new Map<string, FamilyRow>();
  for (const rule of report.rules) addTo(rows, rule);
  const head = row(['family', 'passed', 'violated', 'not exercised', 'not applicable', 'checks']);
  const lines = [...rows].map(([family, counts]) =>
    row([
      family,
      counts.passed,
      counts.violated,
      counts.notExercised,
      counts.notApplicable,
      counts.exercised,
    ]),
  );
  return [head, ...lines, ''];
}

function addTo(rows: Map<string, FamilyRow>, rule: RuleReport): void {
  const family = familyOf(rule.id);
  const counts = rows.get(family) ?? {
    passed: 0,
    violated: 0,
    notExercised: 0,
    notApplicable: 0,
    runs: 0,
    exercised: 0,
  };
  rows.set(family, counts);
  if (rule.verdict === 'passed') counts.passed += 1;
  else if (rule.verdict === 'violated' || rule.verdict === 'differs') counts.violated += 1;
  else if (rule.verdict === 'not-exercised') counts.notExercised += 1;
  else counts.notApplicable += 1;
  counts.exercised += rule.exercised;
}

const WIDTHS = [8, 8, 10, 15, 16, 12];

function row(cells: readonly (string | number)[]): string {
  return cells
    .map((cell, column) =>
      column === 0
        ? String(cell).padEnd(WIDTHS[0] as number)
        : grouped(cell).padStart(WIDTHS[column] as number),
    )
    .join('');
}

function grouped(cell: string | number): string {
  return typeof cell === 'string' ? cell : cell === 0 ? '-' : withSeparators(cell);
}

/** 1234567 as 1 234 567. */
function withSeparators(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

function missing(report: SuiteReport): readonly string[] {
  const notExercised = report.rules.filter((rule) => rule.verdict === 'not-exercised');
  const notApplicable = notApplicableLines(report);
  return [
    ...notApplicable,
    ...notExercised.map((rule) => `not exercised   ${rule.id}  ${rule.exercised} times`),
    ...(notApplicable.length + notExercised.length > 0 ? [''] : []),
  ];
}

const spaced = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [...lines, '']);

/** What became of scenarios that earlier runs had saved; nothing where the run was given none. */
export function savedLines({ saved }: SuiteReport): readonly string[] {
  if (saved === undefined) return [];
  const { passed, failed, notApplicable } = saved;
  const count = passed.length + failed.length + notApplicable.length;
  return [
    `${count} saved ${count === 1 ? 'scenario' : 'scenarios'} ran first: ${failed.length} failed, ${passed.length} passed, ${notApplicable.length} not applicable`,
    ...failed.map((file) => `still fails     ${file}`),
    ...notApplicable.map(({ file, missing }) => `not applicable  ${file}: needs ${missing.join(', ')}`),
  ];
}

/** For those who implement step by step: of the rules that are broken, the one that comes first in that order. */
function nextStep({ failures, capabilities, targetVersion }: SuiteReport): readonly string[] {
  if (failures.length === 0 || targetVersion === null) return [];
  const broken = new Set(failures.map(({ rule }) => rule));
  for (const { title, rules } of stepsFor(capabilities as readonly Capability[])) {
    const rule = rules.find(({ id }) => broken.has(id));
    if (rule === undefined) continue;
    return [
      `Next to implement (${title}):`,
      `  ${rule.id}  ${rule.sentence}`,
      `  npx fencepost rules explain ${rule.id}`,
      '',
    ];
  }
  return [];
}

function differences(report: SuiteReport): readonly string[] {
  const lines = report.differences.map(
    ({ rule, outcome, reason }) =>
      `${outcome === 'as-expected' ? 'differs as expected' : `UNEXPECTED (${outcome})`}  ${rule}  ${reason}`,
  );
  return lines.length === 0 ? [] : [...lines, ''];
}

/** The rules that do not apply, those with the same missing capabilities together. */
function notApplicableLines(report: SuiteReport): readonly string[] {
  const idsByNeeds = new Map<string, string[]>();
  for (const { id, verdict, missing: needs } of report.rules) {
    if (verdict !== 'not-applicable') continue;
    const ids = idsByNeeds.get(needs.join(', ')) ?? [];
    idsByNeeds.set(needs.join(', '), [...ids, id]);
  }
  return [...idsByNeeds].map(([needs, ids]) => `not applicable  ${ids.join(', ')}: needs ${needs}`);
}

/** What was judged, as it calls itself. */
export const nameOfTarget = ({
  target,
  targetVersion,
}: Pick<SuiteReport, 'target' | 'targetVersion'>): string =>
  targetVersion === null ? target : `${target} ${targetVersion}`;

/** The verdict and the totals in one line. */
export function summary(report: SuiteReport): string {
  const { verdict, tier, profile, seed, totals } = report;
  const { passed, rules, runs, apiRuns, steps, seconds, stepsPerSecond } = totals;
  return (
    `${verdict.toUpperCase()}: ${nameOfTarget(report)}, ${passed} of ${rules} rules passed, tier ${tier}; ` +
    `${withSeparators(runs)} runs${apiRuns === runs ? '' : ` (${withSeparators(apiRuns)} with promises, the others in the fast lane)`}, ` +
    `${withSeparators(steps)} checked steps in ${seconds.toFixed(1)} s (${withSeparators(stepsPerSecond)} a second); ` +
    `profile ${profile}, seed ${seed}`
  );
}

/** The stories of all failures, those of rules that one implements first before the others. */
function failureStories({ failures }: SuiteReport, replayOptions: string): readonly string[] {
  const order = implementationSteps.flatMap(({ rules }) => rules.map(({ id }) => id));
  return failures
    .toSorted((left, right) => order.indexOf(left.rule) - order.indexOf(right.rule))
    .flatMap((failure) => failureStory(failure, replayOptions));
}

/** A fault of an adapter: what it did, when, and what it wrote. */
export function faultStory({ code, message, line, during, diagnostics }: FaultReport): readonly string[] {
  const errors = diagnostics.trimEnd().split('\n').slice(-DIAGNOSTIC_LINES);
  return [
    `fencepost: the adapter is at fault (${code}), this says nothing about the implementation`,
    `  ${message}`,
    ...(during === '' ? [] : [`  during: ${during}`]),
    ...(line === null ? [] : [`  the line: ${line}`]),
    ...(diagnostics.trim() === ''
      ? []
      : ['  its standard error ends with:', ...errors.map((text) => `    ${text}`)]),
  ];
}

const DIAGNOSTIC_LINES = 12;

/** One failure: the rule, the minimal scenario, what would have been accepted, how to replay it. */
export function failureStory(failure: FailureReport, replayOptions = ''): readonly string[] {
  const rule = ruleById(failure.rule);
  const also = failure.rules.slice(1);
  return [
    `✗ ${failure.rule}  ${rule?.sentence ?? ''}`,
    ...(also.length > 0 ? [`  also named: ${also.join(', ')}`] : []),
    `  ${failure.reason}`,
    '',
    ...sequenceChart(failure.trace, failure.index).map((line) => `  ${line}`),
    '',
    '  The models would have accepted:',
    ...possibleLines(failure.accepted).map((line) => `    - ${line}`),
    `  State: ${failure.state}`,
    `  ${failure.scenario.steps.length} steps, ${failure.lane} lane, found by: ${failure.theme}`,
    '  Replay:',
    `    npx fencepost replay ${failure.token}${replayOptions}`,
    '',
  ];
}

/**
 * Renders `docs/flink.md` from reports of the suite, one a version of Flink: the verdicts by family, each rule that did
 * not pass everywhere, each expected difference with its reason, and every violation that nobody expected.
 */

import { compareVersions } from '../../properties/suite/expected-differences.js';
import { ruleLink } from '../../spec/book/rule-link.js';
import { renderTable } from '../../spec/book/table.js';
import { families, isCapability, type RuleReport, ruleById, type SuiteReport } from '../../spec/index.js';
import { missingCapabilities } from './missing-capabilities.js';

/** The line with which the document begins. */
const GENERATED_NOTE = '<!-- Generated from reports of the suite by `npm run docs:flink`. Do not edit. -->';

/**
 * The document.
 *
 * @param reports one a version, all of one target, in any order
 * @returns the whole text of `docs/flink.md`; the newest version comes first
 * @throws RangeError when there is no report, when a report has no version, when two are of the same version, when they
 *   are of different targets, or when a capability is missing and nobody says why
 */
export function renderFlinkReport(reports: readonly SuiteReport[]): string {
  const runs = runsOf(reports);
  return `${[
    GENERATED_NOTE,
    `# How ${runs[0]!.report.target} does`,
    introduction(runs),
    versionTable(runs),
    'A version counts as violated if a rule is, and also if an expected difference did not show as it was described.',
    '## Rules by family',
    familyTable(runs),
    '## Rules that did not pass everywhere',
    ruleTable(runs),
    '## Why rules do not apply',
    'What the rules that are not applicable need, and why a version does not have it.',
    missingTable(runs),
    '## What the original does otherwise',
    'Where Flink and the reference differ, and the rule accepts both. An implementation may do either.',
    quirkTable(),
    '## Expected differences',
    'Where a version breaks a rule, and it is known why.',
    differenceTable(runs),
    '## Violations that were not expected',
    violationTable(runs),
    ...faultChapter(runs),
    '## Every rule',
    'How often each rule was exercised, and what it needs that the adapter does not have.',
    countTable(runs),
  ].join('\n\n')}\n`;
}

/** The rules in force, in the order of the book. */
const bookOrder: readonly string[] = families
  .flatMap(({ rules }) => rules)
  .filter(({ retired }) => retired === undefined)
  .map(({ id }) => id);

/** A report with what the tables ask of it. */
interface Run {
  readonly version: string;
  readonly report: SuiteReport;
  readonly rules: ReadonlyMap<string, RuleReport>;
}

function runsOf(reports: readonly SuiteReport[]): readonly Run[] {
  const runs = reports.map((report) => {
    const version = report.targetVersion;
    if (version === null)
      throw new RangeError(`The report of ${report.target} names no version: run the suite with an adapter`);
    return { version, report, rules: new Map(report.rules.map((rule) => [rule.id, rule])) };
  });
  if (runs.length === 0)
    throw new RangeError('There is no report to write of: run the suite with --json first');
  const targets = new Set(reports.map(({ target }) => target));
  if (targets.size > 1)
    throw new RangeError(`The reports are of several targets: ${[...targets].join(', ')}`);
  const sorted = [...runs].sort((left, right) => compareVersions(right.version, left.version));
  const twice = sorted.find(({ version }, position) => sorted[position + 1]?.version === version);
  if (twice !== undefined) throw new RangeError(`There are two reports of version ${twice.version}`);
  return sorted;
}

function introduction(runs: readonly Run[]): string {
  const listed = listedRules(runs).length;
  return [
    `The suite of this project judged ${runs.length === 1 ? 'a published version' : `${runs.length} published versions`} of ${runs[0]!.report.target} by the rule book.`,
    'The adapter that carries the scenarios out is `adapters/flink`. No part of Flink is replaced in it.',
    `${listed === 0 ? 'Every rule passed in every version.' : `${listed} rules did not pass in every version and are listed below; every other rule passed in each.`}`,
  ].join('\n');
}

// --- versions and families --------------------------------------------------------------------------------------------

function versionTable(runs: readonly Run[]): string {
  const columns = [
    { heading: 'version' },
    { heading: 'verdict' },
    ...['tier', 'passed', 'differs', 'violated', 'not exercised', 'not applicable', 'runs', 'steps'].map(
      (heading) => ({ heading, right: true }),
    ),
    { heading: 'profile' },
    { heading: 'seed', right: true },
  ];
  const rows = runs.map(({ version, report: { verdict, tier, totals, profile, seed } }) => {
    const { passed, differs, violated, notExercised, notApplicable, runs: count, steps } = totals;
    const counts = [tier, passed, differs, violated, notExercised, notApplicable, count, steps];
    return [version, verdict.replace('-', ' '), ...counts.map(String), profile, String(seed)];
  });
  return renderTable(columns, rows);
}

function familyTable(runs: readonly Run[]): string {
  const columns = [
    { heading: 'family' },
    { heading: 'rules', right: true },
    ...runs.map(({ version }) => ({ heading: version })),
  ];
  const rows = families.map(({ name, rules }) => {
    const inForce = rules.map(({ id }) => id).filter((id) => bookOrder.includes(id));
    return [name, `${inForce.length}`, ...runs.map((run) => familyCell(run, inForce))];
  });
  return renderTable(columns, rows);
}

/** `19 passed, 1 differs`. */
function familyCell({ rules }: Run, ids: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const verdict = rules.get(id)?.verdict.replace('-', ' ') ?? 'not asked';
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return [...counts]
    .sort(([left], [right]) => Number(right === 'passed') - Number(left === 'passed'))
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}

// --- rules ------------------------------------------------------------------------------------------------------------

/** The rules that did not pass in some version, in the order of the book. */
function listedRules(runs: readonly Run[]): readonly string[] {
  return bookOrder.filter((id) => runs.some(({ rules }) => rules.get(id)?.verdict !== 'passed'));
}

function ruleTable(runs: readonly Run[]): string {
  const listed = listedRules(runs);
  if (listed.length === 0) return 'None.';
  const columns = [
    { heading: 'rule' },
    ...runs.map(({ version }) => ({ heading: version })),
    { heading: 'what it says' },
  ];
  const rows = listed.map((id) => [
    ruleLink(id),
    ...runs.map(({ rules }) => verdictCell(rules.get(id))),
    inCell(ruleById(id)?.sentence ?? ''),
  ]);
  return renderTable(columns, rows);
}

function verdictCell(rule: RuleReport | undefined): string {
  if (rule === undefined) return 'not asked';
  const { verdict, exercised, missing } = rule;
  if (verdict === 'not-applicable')
    return `not applicable: needs ${missing.map((name) => `\`${name}\``).join(', ')}`;
  if (verdict === 'not-exercised')
    return `not exercised enough: ${exercised} ${exercised === 1 ? 'time' : 'times'}`;
  return verdict === 'passed' ? verdict : `**${verdict}**`;
}

/** The capabilities that some version lacks, each with the reason. */
function missingTable(runs: readonly Run[]): string {
  const versions = new Map<string, Set<string>>();
  for (const { version, report } of runs)
    for (const name of report.rules.flatMap(({ missing }) => missing)) {
      const lacking = versions.get(name) ?? new Set();
      versions.set(name, lacking.add(version));
    }
  if (versions.size === 0) return 'Every rule applies to every version.';
  const rows = [...versions]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, lacking]) => [`\`${name}\``, [...lacking].join(', '), reasonOf(name)]);
  return renderTable([{ heading: 'capability' }, { heading: 'missing in' }, { heading: 'why' }], rows);
}

function reasonOf(name: string): string {
  const reason = isCapability(name) ? missingCapabilities[name] : undefined;
  if (reason === undefined)
    throw new RangeError(`Nobody says why '${name}' is missing: write it into missing-capabilities.ts`);
  return inCell(reason);
}

/** What each version did under each rule: a count where it passed. */
function countTable(runs: readonly Run[]): string {
  const columns = [{ heading: 'rule' }, ...runs.map(({ version }) => ({ heading: version, right: true }))];
  const rows = bookOrder.map((id) => [ruleLink(id), ...runs.map(({ rules }) => countCell(rules.get(id)))]);
  return renderTable(columns, rows);
}

function countCell(rule: RuleReport | undefined): string {
  return rule?.verdict === 'passed' ? String(rule.exercised) : verdictCell(rule);
}

// --- differences and violations ---------------------------------------------------------------------------------------

const whose = { deliberate: 'deliberate', 'bug-of-target': 'a bug of Flink' } as const;
const outcomeWords = {
  'as-expected': 'as expected',
  passed: 'passed, which was not expected',
  'failed-differently': 'failed, but otherwise than expected',
  'not-run': 'was not tried',
} as const;

/** The outcomes that rules accept of the original beside those of the reference. */
function quirkTable(): string {
  const rows = bookOrder.flatMap((id) => {
    const accepts = ruleById(id)?.accepts ?? [];
    const ours = accepts.filter(({ by }) => by === 'reference').map(({ outcome }) => outcome);
    return accepts
      .filter(({ by }) => by === 'original')
      .map(({ outcome }) => [ruleLink(id), inCell(ours.join('; ')), inCell(outcome)]);
  });
  return renderTable([{ heading: 'rule' }, { heading: 'the reference' }, { heading: 'Flink' }], rows);
}

/** A difference that some versions share. */
interface DifferenceRow {
  readonly rule: string;
  readonly seen: string[];
  readonly kind: keyof typeof whose;
  readonly reason: string;
}

function differenceTable(runs: readonly Run[]): string {
  const rows = new Map<string, DifferenceRow>();
  for (const { version, report } of runs) {
    for (const { rule, kind, reason, outcome } of report.differences) {
      const key = JSON.stringify([rule, kind, reason]);
      const row = rows.get(key) ?? { rule, seen: [], kind, reason };
      row.seen.push(outcome === 'as-expected' ? version : `${version} (${outcomeWords[outcome]})`);
      rows.set(key, row);
    }
  }
  if (rows.size === 0) return 'None.';
  const columns = [{ heading: 'rule' }, { heading: 'versions' }, { heading: 'whose' }, { heading: 'why' }];
  const sorted = bookOrder.flatMap((id) => [...rows.values()].filter(({ rule }) => rule === id));
  return renderTable(
    columns,
    sorted.map(({ rule, seen, kind, reason }) => [
      ruleLink(rule),
      seen.join(', '),
      whose[kind],
      inCell(reason),
    ]),
  );
}

/** The failures of rules that do not count as expected differences. */
function violationTable(runs: readonly Run[]): string {
  const rows = runs.flatMap(({ version, report, rules }) =>
    report.failures
      .filter(({ rule }) => rules.get(rule)?.verdict !== 'differs')
      .map(({ rule, reason, token }) => [version, ruleLink(rule), inCell(reason), `\`${token}\``]),
  );
  if (rows.length === 0) return 'None.';
  const columns = [
    { heading: 'version' },
    { heading: 'rule' },
    { heading: 'what was wrong' },
    { heading: 'for `fencepost replay`' },
  ];
  return renderTable(columns, rows);
}

function faultChapter(runs: readonly Run[]): readonly string[] {
  const rows = runs.flatMap(({ version, report: { fault } }) =>
    fault === null ? [] : [[version, `\`${fault.code}\``, inCell(fault.message), inCell(fault.during)]],
  );
  if (rows.length === 0) return [];
  const columns = [
    { heading: 'version' },
    { heading: 'fault' },
    { heading: 'what the adapter did' },
    { heading: 'during' },
  ];
  return [
    '## Faults of the adapter',
    'What was judged before such a fault says nothing about the whole.',
    renderTable(columns, rows),
  ];
}

/** A text for one cell of a table: on one line, with its bars escaped. */
function inCell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}

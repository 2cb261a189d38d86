/** Holds a report against the differences that are expected of its target; see the codec of the same name in the specification. */
import type { ExpectedDifference, FailureReport, RuleReport, SuiteReport } from '../../spec/index.js';

/** What became of an expected difference. */
export interface DifferenceOutcome {
  readonly difference: ExpectedDifference;
  readonly outcome: 'as-expected' | 'passed' | 'failed-differently' | 'not-run';
}

/**
 * Turns violations that were expected into `differs`, and the verdict of the run with them.
 *
 * @param report a report of the suite
 * @param differences those of any target; the others are left aside
 * @returns the report, `conformant` when every violation was expected and every expected difference was seen
 */
export function withExpectedDifferences(
  report: SuiteReport,
  differences: readonly ExpectedDifference[],
): SuiteReport {
  const applicable = differences.filter((difference) => applies(difference, report));
  const outcomes = applicable.map((difference) => outcomeOf(difference, report));
  const expected = new Set(
    outcomes.filter(({ outcome }) => outcome === 'as-expected').map(({ difference }) => difference.rule),
  );
  const rules = report.rules.map(
    (rule): RuleReport =>
      expected.has(rule.id) && rule.verdict === 'violated' ? { ...rule, verdict: 'differs' } : rule,
  );
  const violated = rules.filter(({ verdict }) => verdict === 'violated').length;
  const asExpected = outcomes.every(({ outcome }) => outcome === 'as-expected');
  return {
    ...report,
    rules,
    differences: outcomes.map(({ difference, outcome }) => ({ ...difference, outcome })),
    verdict: verdictOf(report, expected, asExpected),
    totals: {
      ...report.totals,
      violated,
      differs: rules.filter(({ verdict }) => verdict === 'differs').length,
    },
  };
}

/** A failure counts although its rule is not among those that were asked for: the scenario was about one of them. */
function verdictOf(
  report: SuiteReport,
  expected: ReadonlySet<string>,
  asExpected: boolean,
): SuiteReport['verdict'] {
  if (report.verdict === 'adapter-fault') return 'adapter-fault';
  if (!asExpected || report.failures.some(({ rule }) => !expected.has(rule))) return 'violated';
  if (report.verdict !== 'violated') return report.verdict;
  return report.totals.notExercised > 0 ? 'not-exercised' : 'conformant';
}

/** Whether a violation of a rule is one that was expected of this target. */
export function isExpected(
  differences: readonly ExpectedDifference[],
  target: Judged,
  rule: string,
  reason: string,
): boolean {
  return differences.some(
    (difference) =>
      difference.rule === rule && reason.includes(difference.fingerprint) && applies(difference, target),
  );
}

/** Who was judged. */
type Judged = Pick<SuiteReport, 'target' | 'targetVersion'>;

function applies({ target, from, upTo }: ExpectedDifference, report: Judged): boolean {
  if (target !== report.target) return false;
  const version = report.targetVersion ?? '';
  return (
    (from === null || compareVersions(from, version) <= 0) &&
    (upTo === null || compareVersions(version, upTo) <= 0)
  );
}

function outcomeOf(difference: ExpectedDifference, report: SuiteReport): DifferenceOutcome {
  const rule = report.rules.find(({ id }) => id === difference.rule);
  if (rule === undefined || rule.verdict === 'not-applicable' || rule.verdict === 'not-exercised')
    return { difference, outcome: 'not-run' };
  if (rule.verdict !== 'violated') return { difference, outcome: 'passed' };
  const failures = report.failures.filter((failure) => failure.rule === difference.rule);
  const same = failures.every((failure: FailureReport) => failure.reason.includes(difference.fingerprint));
  return { difference, outcome: same ? 'as-expected' : 'failed-differently' };
}

/** Compares versions like 1.20.1 number by number. */
export function compareVersions(left: string, right: string): number {
  const lefts = left.split('.').map(Number);
  const rights = right.split('.').map(Number);
  for (let position = 0; position < Math.max(lefts.length, rights.length); position += 1) {
    const difference = (lefts[position] ?? 0) - (rights[position] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

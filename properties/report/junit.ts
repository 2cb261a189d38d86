/**
 * The report as JUnit XML, which CI servers read: a suite for each family, a case for each rule. What is not exercised is an
 * error and not a failure: nothing was seen to be wrong, and nothing to be right.
 */
import { type FailureReport, type RuleReport, ruleById, type SuiteReport } from '../../spec/index.js';
import { failureStory } from '../suite/print-report.js';
import { familiesOf } from './families.js';
import { escapeXml } from './xml.js';

/**
 * Renders a report.
 *
 * @param report of a run of the suite
 * @param replayOptions what `fencepost replay` needs beside the token to reach the same target
 * @returns an XML document
 */
export function renderJunit(report: SuiteReport, replayOptions = ''): string {
  const failures = new Map<string, FailureReport>();
  for (const failure of report.failures) if (!failures.has(failure.rule)) failures.set(failure.rule, failure);
  const { totals } = report;
  const adapterErrors = report.fault === null ? 0 : 1;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="fencepost" ${countsOf(report.rules, adapterErrors)} time="${totals.seconds.toFixed(3)}">`,
  ];
  for (const [family, rules] of familiesOf(report.rules)) {
    lines.push(
      `  <testsuite name="${escapeXml(family)}" ${countsOf(rules)} skipped="${skippedOf(rules)}" time="0">`,
    );
    for (const rule of rules) lines.push(...caseOf(report, rule, failures.get(rule.id), replayOptions));
    lines.push('  </testsuite>');
  }
  if (report.fault !== null) {
    const { code, message } = report.fault;
    lines.push(
      '  <testsuite name="adapter" tests="1" failures="0" errors="1" skipped="0" time="0">',
      '    <testcase classname="adapter" name="keeps to the protocol" time="0">',
      `      <error type="${escapeXml(code)}" message="${escapeXml(message)}"/>`,
      '    </testcase>',
      '  </testsuite>',
    );
  }
  return `${[...lines, '</testsuites>'].join('\n')}\n`;
}

const count = (rules: readonly RuleReport[], ...verdicts: readonly RuleReport['verdict'][]): number =>
  rules.filter(({ verdict }) => verdicts.includes(verdict)).length;

/** The numbers of some rules as attributes, and of cases beside them that are errors. */
const countsOf = (rules: readonly RuleReport[], otherErrors = 0): string =>
  `tests="${rules.length + otherErrors}" failures="${count(rules, 'violated')}" ` +
  `errors="${count(rules, 'not-exercised') + otherErrors}"`;

/** How many of them nothing is said of. */
const skippedOf = (rules: readonly RuleReport[]): number => count(rules, 'not-applicable', 'differs');

function caseOf(
  { target }: SuiteReport,
  rule: RuleReport,
  failure: FailureReport | undefined,
  replayOptions: string,
): readonly string[] {
  const sentence = ruleById(rule.id)?.sentence ?? '';
  const head = `    <testcase classname="${escapeXml(target)}" name="${escapeXml(`${rule.id} ${sentence}`)}" time="0"`;
  const body = bodyOf(rule, failure, replayOptions);
  return body === null ? [`${head}/>`] : [`${head}>`, `      ${body}`, '    </testcase>'];
}

/** What stands within a case; `null` for a rule that passed. */
function bodyOf(
  { id, verdict, exercised, missing }: RuleReport,
  failure: FailureReport | undefined,
  replayOptions: string,
): string | null {
  switch (verdict) {
    case 'passed':
      return null;
    case 'not-applicable':
      return `<skipped message="${escapeXml(`needs ${missing.join(', ')}`)}"/>`;
    case 'differs':
      return '<skipped message="differs, as expected of this target"/>';
    case 'not-exercised':
      return `<error type="not-exercised" message="exercised ${exercised} times, which is too rarely"/>`;
    case 'violated': {
      const story = failure === undefined ? [] : failureStory(failure, replayOptions);
      const reason = failure?.reason ?? `${id} is violated`;
      return `<failure type="${escapeXml(id)}" message="${escapeXml(reason)}">${escapeXml(story.join('\n'))}</failure>`;
    }
  }
}

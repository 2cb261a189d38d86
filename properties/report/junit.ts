/**
 * The report as JUnit XML, which CI servers read: a suite for each family, a case for each rule; and suites for scenarios that
 * were saved, and for the adapter. What is not exercised is an error and not a failure: nothing was seen to be wrong, and
 * nothing to be right.
 */
import { type FailureReport, type RuleReport, ruleById, type SuiteReport } from '../../spec/index.js';
import { failureStory } from '../suite/print-report.js';
import { familiesOf } from './families.js';
import { escapeXml } from './xml.js';

/** How a case came out. What is `skipped` was not judged. */
type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  /** What stands within the case; null for one that passed. */
  readonly body: string | null;
}

interface Suite {
  readonly name: string;
  readonly classname: string;
  readonly cases: readonly Case[];
}

/**
 * Renders a report.
 *
 * @param report of a run of the suite
 * @param replayOptions what `fencepost replay` needs beside the token to reach the same target
 * @returns an XML document
 */
export function renderJunit(report: SuiteReport, replayOptions = ''): string {
  const suites = [
    ...familySuites(report, replayOptions),
    ...savedSuites(report, replayOptions),
    ...faultSuites(report),
  ];
  const cases = suites.flatMap((suite) => suite.cases);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="fencepost" ${countsOf(cases)} time="${report.totals.seconds.toFixed(3)}">`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
  ].join('\n')}\n`;
}

function suiteLines({ name, classname, cases }: Suite): readonly string[] {
  return [
    `  <testsuite name="${escapeXml(name)}" ${countsOf(cases)} skipped="${count(cases, 'skipped')}" time="0">`,
    ...cases.flatMap((each) => caseLines(each, classname)),
    '  </testsuite>',
  ];
}

function caseLines({ name, body }: Case, classname: string): readonly string[] {
  const head = `    <testcase classname="${escapeXml(classname)}" name="${escapeXml(name)}" time="0"`;
  return body === null ? [`${head}/>`] : [`${head}>`, `      ${body}`, '    </testcase>'];
}

const count = (cases: readonly Case[], outcome: Outcome): number =>
  cases.filter((each) => each.outcome === outcome).length;

/** The numbers of some cases as attributes. */
const countsOf = (cases: readonly Case[]): string =>
  `tests="${cases.length}" failures="${count(cases, 'failure')}" errors="${count(cases, 'error')}"`;

// --- rules ------------------------------------------------------------------------------------------------------------

function familySuites({ rules, failures, target }: SuiteReport, replayOptions: string): readonly Suite[] {
  return [...familiesOf(rules)].map(([family, ofFamily]) => ({
    name: family,
    classname: target,
    cases: ofFamily.map((rule) =>
      caseOfRule(
        rule,
        failures.find((failure) => failure.rule === rule.id),
        replayOptions,
      ),
    ),
  }));
}

function caseOfRule(rule: RuleReport, failure: FailureReport | undefined, replayOptions: string): Case {
  const { id, verdict, exercised, missing } = rule;
  const name = `${id} ${ruleById(id)?.sentence ?? ''}`;
  switch (verdict) {
    case 'passed':
      return passed(name);
    case 'not-applicable':
      return skipped(name, `needs ${missing.join(', ')}`);
    case 'differs':
      return skipped(name, 'differs, as expected of this target');
    case 'not-exercised':
      return inError(name, 'not-exercised', `exercised ${exercised} times, which is too rarely`);
    case 'violated':
      return failed(name, id, failure, replayOptions);
  }
}

// --- scenarios that were saved, and the adapter -----------------------------------------------------------------------

function savedSuites({ saved, failures }: SuiteReport, replayOptions: string): readonly Suite[] {
  if (saved === undefined) return [];
  const cases = [
    ...saved.passed.map(passed),
    ...saved.failed.map((file) => {
      const failure = failures.find(({ theme }) => theme === file);
      return failed(file, failure?.rule ?? 'saved', failure, replayOptions);
    }),
    ...saved.notApplicable.map(({ file, missing }) => skipped(file, `needs ${missing.join(', ')}`)),
  ];
  return [{ name: 'saved scenarios', classname: 'saved', cases }];
}

function faultSuites({ fault }: SuiteReport): readonly Suite[] {
  if (fault === null) return [];
  const cases = [inError('keeps to the protocol', fault.code, fault.message)];
  return [{ name: 'adapter', classname: 'adapter', cases }];
}

// --- cases ------------------------------------------------------------------------------------------------------------

const passed = (name: string): Case => ({ name, outcome: 'passed', body: null });

const skipped = (name: string, why: string): Case => ({
  name,
  outcome: 'skipped',
  body: `<skipped message="${escapeXml(why)}"/>`,
});

const inError = (name: string, type: string, message: string): Case => ({
  name,
  outcome: 'error',
  body: `<error type="${escapeXml(type)}" message="${escapeXml(message)}"/>`,
});

function failed(name: string, type: string, failure: FailureReport | undefined, replayOptions: string): Case {
  const story = failure === undefined ? [] : failureStory(failure, replayOptions);
  const reason = failure?.reason ?? `${type} is violated`;
  const attributes = `type="${escapeXml(type)}" message="${escapeXml(reason)}"`;
  return {
    name,
    outcome: 'failure',
    body: `<failure ${attributes}>${escapeXml(story.join('\n'))}</failure>`,
  };
}

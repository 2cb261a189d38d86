/** Expected differences: each must be seen as it is described, and nothing else may differ. */
import test from 'ava';
import type { ExpectedDifference, SuiteReport } from '../../../spec/index.js';
import { conformance, profiles, referenceTarget } from '../../index.js';
import { compareVersions, withExpectedDifferences } from '../../suite/expected-differences.js';

/** A report in which one rule is violated for one reason. */
async function reportWith(rule: string, reason: string): Promise<SuiteReport> {
  const profile = { ...profiles.smoke, fastRuns: 2, apiRuns: 1, floor: 0 };
  const report = await conformance(referenceTarget(), { profile, rules: 'FENCE-*' });
  const failure = { rule, rules: [rule], reason } as unknown as SuiteReport['failures'][number];
  return {
    ...report,
    verdict: 'violated',
    target: 'flink',
    targetVersion: '1.20.1',
    rules: report.rules.map((each) => (each.id === rule ? { ...each, verdict: 'violated' } : each)),
    totals: { ...report.totals, violated: 1, notExercised: 0 },
    failures: [failure],
  };
}

const difference: ExpectedDifference = {
  rule: 'FENCE-02',
  target: 'flink',
  from: '1.16.0',
  upTo: '2.3.0',
  kind: 'deliberate',
  reason: 'for a test',
  fingerprint: 'comes out otherwise',
};

const seen = await reportWith('FENCE-02', 'operation 3 comes out otherwise');

test('a violation that was expected is a difference, and the run is conformant', (t) => {
  const report = withExpectedDifferences(seen, [difference]);
  t.is(report.verdict, 'conformant');
  t.is(report.rules.find(({ id }) => id === 'FENCE-02')?.verdict, 'differs');
  t.is(report.totals.differs, 1);
  t.is(report.totals.violated, 0);
  t.is(report.differences[0]?.outcome, 'as-expected');
});

test('a violation that was not expected stays one', (t) => {
  t.is(withExpectedDifferences(seen, []).verdict, 'violated');
});

test('a failure of a rule that was not asked for is a violation all the same', async (t) => {
  t.is(withExpectedDifferences(await reportWith('MSG-01', 'was invented'), [difference]).verdict, 'violated');
  t.is(withExpectedDifferences(await reportWith('MSG-01', 'was invented'), []).verdict, 'violated');
});

test('a violation for another reason is no expected one', (t) => {
  const report = withExpectedDifferences(seen, [{ ...difference, fingerprint: 'was invented' }]);
  t.is(report.verdict, 'violated');
  t.is(report.differences[0]?.outcome, 'failed-differently');
});

test('an expected difference that is not there fails the run', (t) => {
  const report = withExpectedDifferences(seen, [difference, { ...difference, rule: 'FENCE-03' }]);
  t.is(report.verdict, 'violated');
  t.is(report.differences[1]?.outcome, 'passed');
});

test('an expected difference of a rule that did not run fails the run', (t) => {
  const report = withExpectedDifferences(seen, [difference, { ...difference, rule: 'CALL-01' }]);
  t.is(report.verdict, 'violated');
  t.is(report.differences[1]?.outcome, 'not-run');
});

test('differences of other targets and of other versions are left aside', (t) => {
  const others = [
    { ...difference, target: 'other' },
    { ...difference, upTo: '1.15.4' },
    { ...difference, from: '2.0.0' },
  ];
  const report = withExpectedDifferences(seen, others);
  t.deepEqual(report.differences, []);
  t.is(report.verdict, 'violated');
});

test('versions are compared number by number', (t) => {
  t.true(compareVersions('1.9.3', '1.20.0') < 0);
  t.true(compareVersions('2.0', '1.20.1') > 0);
  t.is(compareVersions('2.3', '2.3.0'), 0);
});

/** Goal: the history of a target says what became of each rule. Method: records of a report, and reports that differ. */
import test from 'ava';
import type { RuleVerdict, RunRecord, SuiteReport } from '../../../spec/index.js';
import { reportPage } from '../../report/report-page.js';
import {
  changesSince,
  EARLIER_RUNS_MAX,
  earlierRuns,
  nameOfRun,
  runRecordOf,
} from '../../report/run-history.js';
import { faultyReport } from './faulty-report.js';

const record = runRecordOf(faultyReport);

/** The report with another verdict of one rule. */
const saying = (id: string, verdict: RuleVerdict): SuiteReport => ({
  ...faultyReport,
  rules: faultyReport.rules.map((rule) => (rule.id === id ? { ...rule, verdict } : rule)),
});

test('a record holds the id of every rule of the report once, under its verdict', (t) => {
  const ids = Object.values(record.rules).flat();
  t.deepEqual([...ids].sort(), faultyReport.rules.map(({ id }) => id).sort());
  t.deepEqual(record.rules.violated, ['LIFE-03']);
});

test('nothing is said where every verdict is what it was, or where there was none', (t) => {
  t.deepEqual(changesSince([record], faultyReport), []);
  t.deepEqual(changesSince([], faultyReport), []);
});

test('rules whose verdict is another one are named, with both', (t) => {
  t.deepEqual(changesSince([record], saying('LIFE-03', 'passed')), ['violated before, passed now: LIFE-03']);
  t.deepEqual(changesSince([record], saying('LIFE-01', 'not-exercised')), [
    'passed before, not exercised now: LIFE-01',
  ]);
});

test('the last run that was about a rule is what counts', (t) => {
  const silent: RunRecord = { ...record, rules: { ...record.rules, violated: [] } };
  t.deepEqual(changesSince([record, silent], saying('LIFE-03', 'passed')), [
    'violated before, passed now: LIFE-03',
  ]);
  const mended = runRecordOf(saying('LIFE-03', 'passed'));
  t.deepEqual(changesSince([record, mended], saying('LIFE-03', 'passed')), []);
});

test('runs of other targets are left aside, and only the last are shown', (t) => {
  const other = { ...record, target: 'another' };
  t.deepEqual(earlierRuns([record, other], faultyReport), [record]);
  const many = Array.from({ length: 2 * EARLIER_RUNS_MAX }, (_, seed) => ({ ...record, seed }));
  const shown = earlierRuns(many, faultyReport);
  t.is(shown.length, EARLIER_RUNS_MAX);
  t.is(shown.at(-1)?.seed, 2 * EARLIER_RUNS_MAX - 1);
});

test('the page names the runs, and says of each rule what they said', (t) => {
  const silent: RunRecord = { ...record, targetVersion: '1.2', rules: { ...record.rules, violated: [] } };
  const { report } = reportPage(faultyReport, '', [record, silent]);
  t.deepEqual(report?.earlier, [nameOfRun(record), nameOfRun(silent)]);
  t.is(nameOfRun(silent), 'version 1.2, profile smoke, seed 1: violated');
  const rules = report?.families.flatMap((family) => family.rules);
  t.deepEqual(rules?.find(({ id }) => id === 'LIFE-03')?.earlier, ['violated', null]);
  t.deepEqual(rules?.find(({ id }) => id === 'LIFE-01')?.earlier, ['passed', 'passed']);
});

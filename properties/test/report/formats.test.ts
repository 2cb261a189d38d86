/**
 * Goal: each form of a report says the same, in a text that its readers take. Method: one report of a target with one
 * fault, as golden files; made-up reports for verdicts that this target does not get.
 */
import test from 'ava';
import type { SuiteReport } from '../../../spec/index.js';
import { renderBadge } from '../../report/badge.js';
import { renderJunit } from '../../report/junit.js';
import { renderMarkdown } from '../../report/markdown.js';
import { progressLine, reportLines } from '../../report/ndjson.js';
import { escapeXml } from '../../report/xml.js';
import { progress, faultyReport as report } from './faulty-report.js';
import { matchesGolden } from './golden.js';

/** A report with verdicts of all sorts. */
const mixed: SuiteReport = {
  ...report,
  verdict: 'adapter-fault',
  target: 'a <target> & "more"',
  targetVersion: '1.2',
  rules: report.rules.map((rule, position) => {
    const verdicts = ['passed', 'differs', 'not-exercised', 'not-applicable'] as const;
    return { ...rule, verdict: verdicts[position % 4] as (typeof verdicts)[number], missing: ['fencing'] };
  }),
  failures: [],
  fault: { code: 'not-json', message: 'a <line>', line: 'x', during: 'hello', diagnostics: '' },
};

test('the report has a failure, so that there is something to show', (assert) => {
  assert.is(report.verdict, 'violated');
  assert.is(report.failures[0]?.rule, 'LIFE-03');
});

for (const [name, text] of [
  ['violated.junit.xml', renderJunit(report)],
  ['mixed.junit.xml', renderJunit(mixed)],
  ['violated.md', renderMarkdown(report)],
  ['mixed.md', renderMarkdown(mixed)],
  ['violated.svg', renderBadge(report)],
  ['mixed.svg', renderBadge(mixed)],
  ['conformant.svg', renderBadge({ ...report, verdict: 'conformant' })],
  ['violated.ndjson', [...progress.map(progressLine), ...reportLines(report)].join('')],
] as const) {
  test(`${name} is what it was`, (assert) => matchesGolden(assert, name, text));
}

test('every line of the stream is JSON, and the last one is the report', (assert) => {
  const events = [...progress.map(progressLine), ...reportLines(report)].map(
    (line) => (JSON.parse(line) as { readonly event: string }).event,
  );
  assert.is(events[0], 'theme');
  assert.is(events.at(-1), 'report');
  assert.is(events.filter((event) => event === 'rule').length, report.rules.length);
});

test('what XML cannot hold is shown as what it is', (assert) => {
  assert.is(
    escapeXml('a<b>&"c"\u0001\ud800\n\u{1f600}'),
    'a&lt;b&gt;&amp;&quot;c&quot;\\u0001\\ud800\n\u{1f600}',
  );
});

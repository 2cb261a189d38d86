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
import { reportPage } from '../../report/report-page.js';
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

/** A report of a run that began with three saved scenarios. */
const withSaved: SuiteReport = {
  ...report,
  failures: report.failures.map((failure) => ({ ...failure, theme: 'LIFE-03-b.scenario' })),
  saved: {
    passed: ['LIFE-02-a.scenario'],
    failed: ['LIFE-03-b.scenario'],
    notApplicable: [{ file: 'FENCE-01-c.scenario', missing: ['fencing'] }],
  },
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

test('JUnit: the numbers of the root are those of all suites together, that of the adapter included', (assert) => {
  for (const each of [report, mixed, withSaved, { ...mixed, rules: [] }]) {
    const [root = '', ...suites] = renderJunit(each).match(/<testsuites? [^>]*>/g) ?? [];
    for (const name of ['tests', 'failures', 'errors']) {
      const numberIn = (tag: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1]);
      assert.is(
        numberIn(root),
        suites.map(numberIn).reduce((sum, number) => sum + number, 0),
        name,
      );
    }
  }
});

test('JUnit: each saved scenario is a case, and one that fails tells its story', (assert) => {
  const [, suite = ''] = renderJunit(withSaved).split('<testsuite name="saved scenarios"');
  assert.regex(suite, /^ tests="3" failures="1" errors="0" skipped="1"/);
  assert.regex(suite, /name="LIFE-02-a\.scenario" time="0"\/>/);
  assert.regex(
    suite,
    /name="LIFE-03-b\.scenario" time="0">\n\s+<failure type="LIFE-03" message="the decision/,
  );
  assert.regex(suite, /name="FENCE-01-c\.scenario" time="0">\n\s+<skipped message="needs fencing"/);
});

test('HTML and Markdown: how many saved scenarios came out how stands beside the verdict', (assert) => {
  const words = '3 saved scenarios ran first: 1 failed, 1 passed, 1 not applicable';
  assert.true(renderMarkdown(withSaved).includes(words));
  assert.true(reportPage(withSaved).report?.remarks.some((remark) => remark.includes(words)));
});

test('Markdown: what a target calls itself and says is no markup, and ends neither its line nor its fence', (assert) => {
  const [failure] = report.failures;
  const reason = 'said\n``````\n</details> & more';
  const hostile: SuiteReport = {
    ...report,
    target: '<b>\n# bold',
    targetVersion: null,
    failures: failure === undefined ? [] : [{ ...failure, reason }],
    fault: { code: 'not-json', message: '<i>\n- it', line: 'x', during: 'hello', diagnostics: '' },
  };
  const lines = renderMarkdown(hostile).split('\n');
  assert.is(lines[0], '## ❌ Fencepost: &lt;b> # bold');
  assert.true(lines.includes('The adapter is at fault: &lt;i> - it'));
  const from = lines.findIndex((line) => /^`+text$/.test(line));
  const ends = lines.flatMap((line, at) =>
    /^`+$/.test(line) && line.length >= lines[from]!.length - 4 ? [at] : [],
  );
  assert.is(ends.length, 1);
  assert.deepEqual(lines.slice((ends[0] as number) + 1).slice(0, 2), ['', '</details>']);
  assert.true(lines.slice(from, ends[0]).includes('</details> & more'));
});

test('what XML cannot hold is shown as what it is', (assert) => {
  assert.is(
    escapeXml('a<b>&"c"\u0001\ud800\n\u{1f600}'),
    'a&lt;b&gt;&amp;&quot;c&quot;\\u0001\\ud800\n\u{1f600}',
  );
});

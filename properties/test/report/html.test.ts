/**
 * Goal: a page is one file that reaches no network, holds every rule and failure, and stays small. Method: the page of a
 * report with a failure, read back; a report with very many failures; texts that look like markup.
 */
import { createHash } from 'node:crypto';
import test from 'ava';
import { eras } from '../../../models/charts/chart.js';
import { charts } from '../../../models/index.js';
import { jsonForHtml, PAGE_CHARACTERS_MAX, renderHtml } from '../../report/html.js';
import type { PageData, Point } from '../../report/page-data.js';
import { reportPage } from '../../report/report-page.js';
import { EARLIER_RUNS_MAX, runRecordOf } from '../../report/run-history.js';
import { statechart } from '../../report/statechart.js';
import { visible } from '../../report/visible.js';
import { faultyReport } from './faulty-report.js';
import { matchesGolden } from './golden.js';

const page = reportPage(faultyReport, ' --target memory');
const html = renderHtml(page);

/** The content of the first element that begins with this tag. */
function inside(tag: string, end: string): string {
  const from = html.indexOf(tag) + tag.length;
  return html.slice(from, html.indexOf(end, from));
}

/** The page as it is read back. */
const readBack = (): PageData => JSON.parse(inside('id="data">', '</script>')) as PageData;

const digestOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('violated.html is what it was, but for its script, its styles and its data', (assert) => {
  const [script, styles, data] = [
    inside('<script>', '</script>'),
    inside('<style>', '</style>'),
    inside('id="data">', '</script>'),
  ];
  const skeleton = html
    .replaceAll(digestOf(script), 'DIGEST-OF-SCRIPT')
    .replaceAll(digestOf(styles), 'DIGEST-OF-STYLES')
    .replace(script, () => 'SCRIPT')
    .replace(styles, () => 'STYLES')
    .replace(data, () => 'DATA');
  matchesGolden(assert, 'violated.html', skeleton);
});

test('violated.page.json, the data of the page, is what it was', (assert) => {
  matchesGolden(assert, 'violated.page.json', `${JSON.stringify(page, null, 1)}\n`);
});

test('nothing in the page names another place to load from', (assert) => {
  assert.notRegex(html.replace(inside('id="data">', '</script>'), ''), /\b(?:src|href)=|@import|url\(/);
  assert.regex(html, /default-src 'none'/);
});

test('the page holds every rule with its sentence, and each failure with its states and its command', (assert) => {
  const read = readBack();
  assert.deepEqual(read, JSON.parse(JSON.stringify(page)) as PageData);
  const ids = read.report?.families.flatMap(({ rules }) => rules.map(({ id }) => id)) ?? [];
  assert.deepEqual(
    ids,
    faultyReport.rules.map(({ id }) => id),
  );
  for (const id of ids) assert.true((read.sentences[id] ?? '').length > 20, id);
  assert.is(read.traces.length, faultyReport.failures.length);
  const [trace] = read.traces;
  assert.is(trace?.broken, faultyReport.failures[0]?.index);
  assert.is(trace?.replay, 'npx fencepost replay fp1-fast-token --target memory');
  for (const row of trace?.rows.slice(0, trace.broken) ?? [])
    assert.true((row.standing ?? -1) >= 0, row.text);
  assert.is(trace?.rows[trace.broken]?.standing, undefined);
  assert.true(trace?.accepted.some((line) => / → ignore \(LIFE-03\)$/.test(line)));
});

test('the broken message has an arrow from who sent it', (assert) => {
  const [trace] = page.traces;
  const row = trace?.rows[trace.broken];
  assert.is(trace?.lanes[row?.lane ?? -1], 'e1');
  assert.is(trace?.lanes[row?.from?.lane ?? -1], 'client 0');
  assert.is(trace?.rows[row?.from?.row ?? -1]?.kind, 'invoke');
});

test('a text that looks like the end of the script or like markup stays a text', (assert) => {
  const hostile = '</script><!--<script>\u2028<img src=x onerror=alert(1)>';
  assert.notRegex(jsonForHtml(hostile), /[<\u2028]/);
  assert.is(JSON.parse(jsonForHtml(hostile)), visible(hostile));
  const made = renderHtml({ ...page, title: hostile });
  assert.is(made.split('</script>').length, html.split('</script>').length);
  assert.false(made.includes('<img'));
});

test('a report with very many failures stays below the bound, and names those that are left out', (assert) => {
  const [failure] = faultyReport.failures;
  if (failure === undefined) return assert.fail('there is no failure');
  const many = reportPage(
    { ...faultyReport, failures: Array.from({ length: 400 }, () => failure) },
    '',
    Array.from({ length: EARLIER_RUNS_MAX }, () => runRecordOf(faultyReport)),
  );
  assert.true(renderHtml(many).length < PAGE_CHARACTERS_MAX);
  assert.true(many.traces.length >= 20);
  assert.regex(many.leftOut ?? '', /would be too large .*LIFE-03/);
});

test('FENCE-13 a target whose tokens never change is drawn without the states of tokens that do', (assert) => {
  const statesIn = (capabilities: readonly string[]) => {
    const { statecharts } = reportPage({ ...faultyReport, capabilities });
    const fencing = statecharts.find(({ name }) => name === 'fencing');
    return fencing?.boxes.map(({ state }) => state);
  };
  assert.deepEqual(statesIn(['immutable-token']), ['constructor', 'plain', 'permanent']);
  assert.deepEqual(statesIn(['mutable-token']), ['constructor', 'plain', 'set', 'permanent', 'unset']);
});

/** Each chart in each era. */
const pictures = charts.flatMap((chart) =>
  Object.entries(eras).map(([name, era]) => ({ chart, era, title: `${chart.name} with ${name} tokens` })),
);

for (const { chart, era, title } of pictures) {
  const { boxes, left, width, height, arrows } = statechart(chart, era);
  const right = left + width;
  const outer = boxes.filter((box) => box.outer);

  test(`${title}: every state has a box within the picture, and no outer boxes overlap`, (assert) => {
    const states = Object.entries(chart.config(era).states).flatMap(([name, { states: inner = {} }]) => [
      name,
      ...Object.keys(inner).map((each) => `${name}.${each}`),
    ]);
    assert.deepEqual(boxes.map(({ state }) => state).sort(), states.sort());
    for (const box of boxes)
      assert.true(box.x >= left && box.x + box.width <= right && box.y + box.height <= height);
    for (const [position, one] of outer.entries()) {
      for (const other of outer.slice(position + 1)) {
        const apart =
          one.y + one.height < other.y || other.y + other.height < one.y || one.x + one.width < other.x;
        assert.true(apart, `${one.state} and ${other.state}`);
      }
    }
  });

  test(`${title}: arrows stay within the picture, and none crosses a box or lies on another one`, (assert) => {
    for (const { from, to, points } of arrows) {
      for (const [x, y] of points) assert.true(x >= left && x <= right && y >= 0 && y <= height);
      for (const { state, ...box } of outer) {
        if (state === from || state === to) continue;
        const inside = between(points).some(
          ([x, y]) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
        );
        assert.false(inside, `${from} to ${to} crosses ${state}`);
      }
    }
    const ways = arrows.map(({ points }) => JSON.stringify(points));
    assert.is(new Set(ways).size, ways.length);
  });
}

/** Points along a line, close to each other. */
function between(points: readonly Point[]): readonly Point[] {
  const parts = Array.from({ length: 101 }, (_, part) => part / 100);
  return points.slice(1).flatMap(([x2, y2], place) => {
    const [x1, y1] = points[place] as Point;
    return parts.map((part) => [x1 + part * (x2 - x1), y1 + part * (y2 - y1)] as const);
  });
}

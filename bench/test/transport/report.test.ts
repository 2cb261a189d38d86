/** Goal: ratios, goals and verdicts follow from the samples. Method: samples made by hand. */
import test from 'ava';
import { entryOf } from '../../transport/contenders.js';
import { curveTable, type Point } from '../../transport/curve.js';
import { type Figure, figures, stretches } from '../../transport/figures.js';
import { type Record, summaryOf } from '../../transport/measuring.js';
import type { Sample } from '../../transport/pair.js';
import { goalTable, leadTable, meets, sideBySide } from '../../transport/report.js';

const figureOf = (shortName: string): Figure =>
  figures.find((figure) => figure.shortName === shortName) as Figure;

/** A contender that had the same rate in each stretch of a round. */
function recordOf(name: string, rates: readonly number[]): Record {
  const sample = (rate: number): Sample => ({
    perSecond: rate,
    microseconds: 1e6 / rate,
    cpuSeconds: 1e6 / rate,
    wireBytes: 40,
  });
  const samples = new Map(stretches.map((stretch) => [stretch.name, rates.map(sample)]));
  return { entry: entryOf(name), samples, failure: null };
}

const limit = recordOf('raw', [1000, 2000, 4000]);
const own = recordOf('Fencepost', [500, 1400, 2000]);
const slow = recordOf('grpc-js', [50, 100, 200]);

test('a ratio is the median of the ratios of the rounds', (t) => {
  const { value, ratio } = summaryOf(figureOf('1024'), own, limit) ?? {};
  t.is(value, 1400);
  t.is(ratio, 0.5);
  t.is(summaryOf(figureOf('p50'), own, limit)?.ratio, 2);
});

test('a contender without samples has no figure', (t) => {
  t.is(summaryOf(figureOf('1024'), { ...own, samples: new Map() }, limit), null);
});

test('a rate has to reach its goal, a time must not exceed it', (t) => {
  t.true(meets(0.4, figureOf('1024')));
  t.false(meets(0.39, figureOf('1024')));
  t.true(meets(1.25, figureOf('p50')));
  t.false(meets(1.26, figureOf('p50')));
  t.true(meets(100, figureOf('bytes')));
});

test('the table of this project has a goal and a verdict for each figure', (t) => {
  const lines = goalTable(own, limit).split('\n');
  t.is(lines.length, 1 + figures.length);
  t.regex(lines[1] as string, /p50, one core +500 µs +714 µs +2.00 +at most 1.25 +not met$/);
  t.regex(
    lines[3] as string,
    /1024 outstanding, 16 B +2,000 asks\/s +1,400 asks\/s +0.500 +at least 0.4 +met$/,
  );
});

test('the table of everybody has a line each, and a dash for what is missing', (t) => {
  const silent: Record = {
    ...slow,
    samples: new Map([...slow.samples].filter(([name]) => name !== 'tells')),
  };
  const lines = sideBySide([limit, own, silent]).split('\n');
  t.is(lines.length, 4);
  t.regex(lines[3] as string, /^grpc-js +TCP +20.0 +0.0500 +0.0500 +0.0500 +- /);
});

test('this project is compared with the fastest of the libraries that were measured', (t) => {
  const [heading, few, many, ...others] = leadTable([
    limit,
    own,
    slow,
    recordOf('moleculer', [100, 200, 400]),
  ]).split('\n');
  t.regex(heading as string, /goal/);
  t.regex(few as string, /64 outstanding, 16 B +moleculer +5.00 +at least 3 +met$/);
  t.regex(many as string, /1024 outstanding, 16 B +moleculer +5.00 +at least 10 +not met$/);
  t.deepEqual(others, []);
});

test('the curve says what each endpoint costs more', (t) => {
  const point = (count: number, bytes: number): Point => ({
    what: 'endpoints',
    count,
    connectMilliseconds: count,
    bytes,
    cpuMicroseconds: 2,
  });
  const table = curveTable([point(1, 1024), point(11, 11 * 1024)]);
  t.regex(table, /^1 endpoints +1000 +- +2.00$/m);
  t.regex(table, /^11 endpoints +1000 +1.00 +2.00$/m);
  t.regex(table, /left out for lack of time/);
});

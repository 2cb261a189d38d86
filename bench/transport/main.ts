/**
 * `npm run bench:transport`: calls into another process, this project beside the limit of Node and beside libraries of
 * others. Every contender has a process for its server and one for its caller; rounds alternate between contenders, and
 * figures are medians of ratios to the limit in the same round.
 *
 * Options: `--only TEXT` (contenders with it in their names, beside the limit), `--rounds N`, `--milliseconds N` (a stretch
 * of a round), `--quick` (few and short rounds), `--minutes N` (at most, about), `--json FILE`, `--no-curve`, `--list`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Entry, entries, LIMIT, lackOf, OWN } from './contenders.js';
import { curveTable, measureCurves, type Point } from './curve.js';
import { figures, stretches } from './figures.js';
import { limitOf, measureAll, type Plan, type Record, summaryOf } from './measuring.js';
import { allowedCores, canPin } from './processors.js';
import { goalTable, leadTable, sideBySide } from './report.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string' },
    milliseconds: { type: 'string' },
    minutes: { type: 'string', default: '6' },
    quick: { type: 'boolean', default: false },
    'no-curve': { type: 'boolean', default: false },
    json: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

/** The part of the time that the curve may take. */
const CURVE_SHARE = 0.2;

const MINUTE_MILLISECONDS = 60_000;

function planOf(): Plan {
  const isPinned = canPin();
  if (!isPinned)
    console.log(
      'taskset is not here: nothing is bound to a core, and a lone ask shows how slowly a core wakes up',
    );
  return {
    rounds: Number(values.rounds ?? (values.quick ? 3 : 7)),
    milliseconds: Number(values.milliseconds ?? (values.quick ? 100 : 300)),
    warmUpMilliseconds: values.quick ? 300 : 1000,
    until: performance.now() + Number(values.minutes) * MINUTE_MILLISECONDS,
    cores: isPinned ? allowedCores() : [],
    progress: (text) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
    },
  };
}

/** The limit, and who was chosen; who cannot be measured is named. */
function chosen(): readonly Entry[] {
  const wanted = entries.filter(({ name }) => name === LIMIT || name.includes(values.only));
  if (wanted.length === 1) throw new Error(`No contender has '${values.only}' in its name; see --list`);
  return wanted.filter((entry) => {
    const lack = lackOf(entry);
    if (lack !== null) console.log(`skipped: ${entry.name} (${lack})`);
    return lack === null;
  });
}

function print(records: readonly Record[], points: readonly Point[]): void {
  const limit = limitOf(records);
  for (const { entry, failure } of records) if (failure !== null) console.log(`${entry.name}: ${failure}`);
  for (const own of records.filter(({ entry }) => entry.name === OWN)) // the goals are those of TCP
    console.log(`\n${goalTable(own, limit)}`);
  console.log(`\n${sideBySide(records)}`);
  if (records.some(({ entry }) => entry.role === 'peer')) console.log(`\n${leadTable(records)}`);
  if (points.length > 0) console.log(`\n${curveTable(points)}`);
}

function save(path: string, records: readonly Record[], points: readonly Point[]): void {
  const limit = limitOf(records);
  const contenders = records.map((record) => ({
    name: record.entry.name,
    medium: record.entry.medium,
    failure: record.failure,
    figures: figures.map((figure) => ({
      name: figure.name,
      unit: figure.unit,
      goal: figure.goal,
      ...summaryOf(figure, record, limit),
    })),
  }));
  writeFileSync(path, `${JSON.stringify({ contenders, curve: points }, null, 2)}\n`);
}

async function main(): Promise<void> {
  const plan = planOf();
  const entries = chosen();
  const wantsCurve = !values['no-curve'] && entries.some(({ name }) => name === OWN);
  const share = wantsCurve ? 1 - CURVE_SHARE : 1;
  const now = performance.now();
  const records = await measureAll(entries, stretches, { ...plan, until: now + share * (plan.until - now) });
  const points = wantsCurve ? await measureCurves(plan) : [];
  plan.progress('');
  print(records, points);
  if (values.json !== undefined) save(values.json, records, points);
  // What breaks of this project is a fault; a library of others may.
  if (records.some(({ entry, failure }) => entry.role !== 'peer' && failure !== null)) process.exitCode = 1;
}

if (values.list) for (const { name, medium } of entries) console.log(`${name} (${medium})`);
else await main();

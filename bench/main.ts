/**
 * `npm run bench`: measures every benchmark in a process of its own, so that none profits or suffers from what the
 * engine has learnt of another, and prints a table. Figures are ratios to a calibration in the same process.
 *
 * Options: `--rounds N`, `--milliseconds N` (half a round), `--only TEXT` (part of a name), `--json FILE`, `--list`;
 * `--soak` watches the heap instead, for `--seconds N`.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.js';
import { benchmarks } from './benchmarks.js';
import { failed, measure, type Result } from './rounds.js';
import { soak } from './soak.js';
import { tableOf } from './table.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    milliseconds: { type: 'string', default: '120' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    list: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
    /** One benchmark, in this process; what the parent gives its children. */
    one: { type: 'string' },
  },
});

/** Measures one benchmark in a child process. */
function measureApart(benchmark: Benchmark): Promise<Result> {
  const child = fork(fileURLToPath(import.meta.url), [
    `--one=${benchmark.name}`,
    `--rounds=${values.rounds}`,
    `--milliseconds=${values.milliseconds}`,
  ]);
  return new Promise((resolve) => {
    child.once('message', (result) => resolve(result as Result));
    child.once('exit', (code) => resolve(failed(benchmark, `exit code ${code}`)));
  });
}

async function measureHere(name: string): Promise<void> {
  const benchmark = benchmarks.find((candidate) => candidate.name === name);
  if (benchmark === undefined) throw new Error(`There is no benchmark '${name}'`);
  const result = await measure(benchmark, Number(values.rounds), Number(values.milliseconds)).catch((error) =>
    failed(benchmark, String(error)),
  );
  if (process.send === undefined) console.log(tableOf([result]));
  else process.send(result);
}

async function measureAll(): Promise<void> {
  const chosen = benchmarks.filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0) throw new Error(`No benchmark has '${values.only}' in its name; see --list`);
  const results: Result[] = [];
  for (const benchmark of chosen) results.push(await measureApart(benchmark));
  console.log(tableOf(results));
  if (results.some(({ failure }) => failure !== null)) process.exitCode = 1;
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
}

if (values.list) for (const { name } of benchmarks) console.log(name);
else if (values.soak) await soak(Number(values.seconds));
else if (values.one !== undefined) await measureHere(values.one);
else await measureAll();

// Runs the tests once under c8 and holds models and impl to the threshold, each by itself. With --collected it runs
// nothing, and reports what tests have left in coverage/tmp that ran with NODE_V8_COVERAGE=coverage/tmp.
// Modules that hold nothing but types compile to nothing and cannot be covered: they are left out.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const threshold = 95;
const rooms = ['models', 'impl'];
const nothingAtRunTime = /^\s*export \{\};\s*$/;

/** @param {string} room */
function typesOnly(room) {
  const folder = join('dist', room);
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  return names
    .filter((name) => name.endsWith('.js'))
    .filter((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return nothingAtRunTime.test(text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, ''));
    })
    .flatMap((name) => [join(folder, name), join(room, name.replace(/[.]js$/, '.ts'))]);
}

const included = rooms.flatMap((room) => [`dist/${room}/**`, `${room}/**`]);
const excluded = ['**/test/**', '**/generate.*', ...rooms.flatMap(typesOnly)];
const collected = process.argv.includes('--collected');
const tests = [process.execPath, join('node_modules', 'ava', 'entrypoints', 'cli.mjs')];
const args = [
  join('node_modules', 'c8', 'bin', 'c8.js'),
  ...(collected ? ['report'] : []),
  '--all',
  '--exclude-after-remap',
  ...included.flatMap((path) => ['--include', path]),
  ...excluded.flatMap((path) => ['--exclude', path]),
  ...['text', 'lcovonly', 'json-summary'].flatMap((name) => ['--reporter', name]),
  ...(collected ? [] : tests),
];

if (!collected) rmSync('coverage', { recursive: true, force: true });
let good = spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;

const files = Object.entries(JSON.parse(readFileSync('coverage/coverage-summary.json', 'utf8')));
for (const room of rooms) {
  const mine = files
    .filter(([path]) => relative(process.cwd(), path).split(sep)[0] === room)
    .map(([, file]) => file);
  const shares = ['lines', 'branches'].map((kind) => {
    const total = mine.reduce((sum, file) => sum + file[kind].total, 0);
    const covered = mine.reduce((sum, file) => sum + file[kind].covered, 0);
    const share = total === 0 ? 100 : (100 * covered) / total;
    good &&= share >= threshold;
    return `${share.toFixed(2)} % of ${total} ${kind}`;
  });
  console.log(`${room}: ${shares.join(', ')} in ${mine.length} files; at least ${threshold} % each`);
}
process.exitCode = good ? 0 : 1;

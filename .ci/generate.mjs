// Runs the generators that exist. With --check it fails when one of them changed, added or removed a file.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const generators = ['spec', 'models', 'impl', 'properties', 'adapters/flink']
  .map((room) => `dist/${room}/generate.js`)
  .filter((path) => existsSync(path));

/** Every file that git tracks or would offer to track, with the digest of its content. */
function snapshot() {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const files = new Map();
  for (const path of new Set(list.split('\0'))) {
    if (path === '' || !existsSync(path)) continue;
    files.set(path, createHash('sha256').update(readFileSync(path)).digest('hex'));
  }
  return files;
}

function generate() {
  for (const generator of generators) {
    const run = spawnSync(process.execPath, [generator], { stdio: 'inherit' });
    if (run.status !== 0) throw new Error(`${generator} failed`);
  }
}

if (process.argv.includes('--check')) {
  const before = snapshot();
  generate();
  const after = snapshot();
  const stale = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  for (const path of stale) console.error(`not current, run "npm run generate": ${path}`);
  console.log(`${generators.length} generators, ${after.size} files compared, ${stale.length} not current`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  generate();
}

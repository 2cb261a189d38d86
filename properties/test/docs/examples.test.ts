/**
 * Goal: every example that is a program of its own runs with one command and prints what its folder says. Method: each
 * folder of `examples` with a `main.ts` is run; what it prints is compared with its `expected-output.txt`. An example
 * ends with the exit code 77 when something that it needs is missing: that counts as skipped, visibly.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'ava';

const RUN_MS_MAX = 180_000;
const SKIPPED = 77;

const folders = readdirSync('examples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`examples/${entry.name}/main.ts`))
  .map(({ name }) => name);

/** Runs an example. */
function outputOf(name: string): {
  readonly code: number | null;
  readonly output: string;
  readonly all: string;
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/examples/${name}/main.js`], {
    encoding: 'utf8',
    timeout: RUN_MS_MAX,
  });
  return { code: status, output: stdout, all: `${stdout}${stderr}` };
}

/** Whether an example can run here: those that need something have a `needs.ts` that ends with 77 where it is missing. */
function canRun(name: string): boolean {
  const needs = `dist/examples/${name}/needs.js`;
  return !existsSync(needs) || spawnSync(process.execPath, [needs]).status !== SKIPPED;
}

test('there are examples', (assert) => {
  assert.true(folders.includes('cluster'));
});

for (const name of folders) {
  const running = canRun(name) ? test : test.skip;
  running(`examples/${name} prints what it says`, (assert) => {
    assert.timeout(RUN_MS_MAX);
    const { code, output, all } = outputOf(name);
    assert.is(code, 0, all);
    assert.is(output, readFileSync(`examples/${name}/expected-output.txt`, 'utf8'), all);
  });
}

/** Goal: `verify --history` keeps a line for each run, and refuses a file that is none. Method: the command line, twice. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { decodeOrThrow, type RunRecord, RunRecordCodec } from '../../../spec/index.js';
import { runCli } from './run-cli.js';

const HELLO = ['verify', '--profile', 'smoke', '--rules', 'hello', '--history'] as const;

/** A file in a folder of its own that is gone after the test. */
function fileFor(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return join(folder, 'runs.ndjson');
}

test('each run adds its line, and a rule whose verdict is another one is named', async (t) => {
  const file = fileFor(t);
  t.is((await runCli(...HELLO, file)).code, 0);
  const [line = ''] = readFileSync(file, 'utf8').split('\n');
  const run = decodeOrThrow(RunRecordCodec, JSON.parse(line), 'run');
  t.true(run.rules.passed.includes('LIFE-02'), line);
  const worse: RunRecord = { ...run, rules: { ...run.rules, passed: [], violated: run.rules.passed } };
  writeFileSync(file, `${JSON.stringify(worse)}\n`);
  const { code, out } = await runCli(...HELLO, file);
  t.is(code, 0);
  t.regex(out, /^violated before, passed now: .*LIFE-02/m);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  t.deepEqual(
    lines.map((each) => JSON.parse(each) as RunRecord),
    [worse, run],
  );
});

for (const [what, text] of [
  ['no JSON', '{"format":\n'],
  ['another document', '{"format":"fencepost-trace","version":1}\n'],
])
  test(`a file with a line that is ${what} is refused before the run, with its line, and stays as it was`, async (t) => {
    const file = fileFor(t);
    writeFileSync(file, `\n${text}`);
    const { code, err, out } = await runCli(...HELLO, file);
    t.is(code, 64, out);
    t.true(err.includes(`${file}:2`), err);
    t.is(readFileSync(file, 'utf8'), `\n${text}`);
  });

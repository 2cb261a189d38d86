/**
 * Goal: a token brings a failure back, also from an adapter, also step by step. Method: the command line, on scenarios of
 * the smallest tier; what an adapter is asked is read from a copy of its input.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { ScenarioBuilder, tokenOf } from '../../index.js';
import { type ScenarioBuilder as Builder, HOLD } from '../../scenarios/builder.js';
import { runCli } from './run-cli.js';

const REFERENCE = 'node dist/adapters/typescript/main.js --observable';

function tokenFor(build: (b: Builder) => void): string {
  const b = new ScenarioBuilder({ nextInt: (min) => min });
  b.service({ remote: false });
  build(b);
  return tokenOf({ lane: 'api', scenario: b.build() });
}

const ordinary = tokenFor((b) => {
  b.call(b.connected(b.started()));
});

/** The verbs of the requests that an adapter got. */
async function verbsOf(...options: readonly string[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
  try {
    const file = join(folder, 'requests');
    const { code, out, err } = await runCli(
      'replay',
      ordinary,
      '--adapter',
      `tee '${file}' | ${REFERENCE}`,
      ...options,
    );
    if (code !== 0 || !out.includes('accepted: ')) throw new Error(`exit code ${code}: ${out}${err}`);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return lines.map((line) => (JSON.parse(line) as { readonly verb: string }).verb);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('replay sends an adapter the whole scenario in one request', async (t) => {
  t.deepEqual(await verbsOf(), ['hello', 'reset', 'run', 'bye']);
});

test('replay --step-by-step sends each step as a request of its own, and judges the same', async (t) => {
  const steps = ['perform', 'perform', 'settle', 'perform', 'settle', 'perform', 'settle', 'advance'];
  t.deepEqual(await verbsOf('--step-by-step'), ['hello', 'reset', ...steps, 'history', 'bye']);
});

test('replay runs a scenario over a transport ten times', async (t) => {
  const { code, out } = await runCli('replay', ordinary, '--target', 'tcp');
  t.is(code, 0, out);
  t.regex(out, /^accepted: \d+ events/m);
  t.regex(out, /it failed in 0 of 10 runs/);
});

for (const options of [[], ['--step-by-step']]) {
  test(`a violation is found again in an adapter ${options.join(' ')}`, async (t) => {
    const lies = 'python3 bench/trivial_adapter.py'; // null comes out of everything
    const { code, out } = await runCli('replay', ordinary, '--adapter', lies, ...options);
    t.is(code, 1, out);
    t.regex(out, /^✗ [A-Z]+-\d\d/m);
  });
}

test('on a real clock a scenario runs several times, and the report says how often it failed', async (t) => {
  const flaky = fileURLToPath(new URL('flaky-adapter.js', import.meta.url));
  const { code, out } = await runCli('replay', ordinary, '--adapter', `node '${flaky}'`);
  t.is(code, 1, out);
  t.regex(out, /^✗ [A-Z]+-\d\d/m);
  t.regex(out, /^it failed in 5 of 10 runs$/m);
});

test('a scenario that the target cannot do, and steps without an adapter, are usage errors', async (t) => {
  const holds = tokenFor((b) => {
    b.call(b.connected(b.started()), { script: HOLD });
  });
  const lacking = await runCli('replay', holds, '--adapter', REFERENCE);
  t.is(lacking.code, 64, lacking.err);
  t.regex(lacking.err, /needs blocking-handler/);
  const without = await runCli('replay', ordinary, '--step-by-step');
  t.is(without.code, 64);
  t.regex(without.err, /--adapter/);
});

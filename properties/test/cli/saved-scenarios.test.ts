/**
 * Goal: a failure is kept until somebody takes it away, and nothing that is kept is changed. Method: the folder of a faulty
 * runtime from within, and the command line with an adapter that lies.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { readSavedScenarios, saveFailures } from '../../cli/saved-scenarios.js';
import { eventLines, readScenarioFile } from '../../index.js';
import { faultyReport as report } from '../report/faulty-report.js';
import { runCli } from './run-cli.js';

/** Nothing that it answers is true. */
const LIES = 'python3 bench/trivial_adapter.py';

async function inFolder(use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [failure] = report.failures;

test('a failure becomes a file that says what it is, and holds its scenario and what the target did', async (t) => {
  await inFolder((folder) => {
    const [file = ''] = saveFailures(folder, report, [], " --adapter 'x'");
    t.regex(file, /LIFE-03-[0-9a-f]{10}\.scenario$/);
    const text = readFileSync(file, 'utf8');
    t.true(text.startsWith(`# LIFE-03 ${failure?.theme}\n`) || text.startsWith('# LIFE-03, '), text);
    t.regex(text, /^# Found by seed 1, profile smoke, in the (fast|api) lane of reference\.$/m);
    t.regex(text, /^# Replay: npx fencepost replay LIFE-03-[0-9a-f]{10}\.scenario --adapter 'x'$/m);
    const { scenario, expected } = readScenarioFile(text, file);
    t.deepEqual(scenario, failure?.scenario);
    t.deepEqual(expected, eventLines(scenario, failure?.trace ?? { events: [] }));
  });
});

test('a scenario that is kept already is not kept again, and no file is overwritten', async (t) => {
  await inFolder((folder) => {
    const files = saveFailures(folder, report, [], '');
    const kept = readSavedScenarios(folder);
    t.deepEqual(
      kept.map(({ file }) => file),
      [...files].sort(),
    );
    t.deepEqual(saveFailures(folder, { ...report, seed: 2 }, kept, ''), []);
    const [file = ''] = files;
    const other = readFileSync(file, 'utf8').replace('lane 0  start', 'lane 1  start');
    writeFileSync(file, other);
    const more = saveFailures(folder, report, readSavedScenarios(folder), '');
    t.deepEqual(more, [file.replace('.scenario', '-2.scenario')]);
    t.is(readFileSync(file, 'utf8'), other);
  });
});

test('a scenario that came from the folder is not kept a second time when it fails again', async (t) => {
  await inFolder((folder) => {
    const [file = ''] = saveFailures(folder, report, [], '');
    const again = { ...report, failures: report.failures.map((each) => ({ ...each, theme: file })) };
    t.deepEqual(saveFailures(folder, again, readSavedScenarios(folder), ''), []);
  });
});

test('verify --save keeps failures, runs them first in the next run, and replay takes the file', async (t) => {
  await inFolder(async (folder) => {
    const save = join(folder, 'not', 'there');
    const hello = ['verify', '--profile', 'smoke', '--rules', 'hello', '--save', save] as const;
    const first = await runCli(...hello, '--adapter', LIES);
    t.is(first.code, 1, first.out);
    const [name = ''] = readdirSync(save);
    const file = join(save, name);
    t.true(first.out.includes(`saved ${file}\n`), first.out);
    const text = readFileSync(file, 'utf8');

    const second = await runCli(...hello, '--adapter', LIES);
    t.is(second.code, 1, second.out);
    t.true(second.out.includes(`found by: ${file}\n`), second.out);
    t.true(second.out.includes(`still fails     ${file}\n`), second.out);

    const reference = await runCli(...hello, '--json', join(folder, 'report.json'));
    t.is(reference.code, 0, reference.out);
    t.regex(reference.out, /^\d+ saved scenarios? ran first: 0 failed, \d+ passed, 0 not applicable$/m);
    t.is(readFileSync(file, 'utf8'), text, 'what passes stays as it is');

    const lies = await runCli('replay', file, '--adapter', LIES);
    t.is(lies.code, 1, lies.out);
    const truth = await runCli('replay', file);
    t.is(truth.code, 0, truth.out);
    t.regex(truth.out, /^accepted: \d+ events/m);
  });
});

test('a broken file is a usage error that names file and line, before anything runs', async (t) => {
  await inFolder(async (folder) => {
    const file = join(folder, 'a.scenario');
    writeFileSync(file, '# LIFE-01 a story\nservice 0\n1  lane 0  fly endpoint=1\n----\n');
    const ran = join(folder, 'ran');
    const { code, err } = await runCli('verify', '--save', folder, '--adapter', `touch '${ran}'; ${LIES}`);
    t.is(code, 64, err);
    t.true(err.includes(`${file}:3: found 'fly', expected a type of operation.`), err);
    t.false(existsSync(ran));
    const replayed = await runCli('replay', file);
    t.is(replayed.code, 64);
    t.true(replayed.err.includes(`${file}:3: `), replayed.err);
  });
});

test('a folder that is none, and a file that is not there, are usage errors', async (t) => {
  await inFolder(async (folder) => {
    const file = join(folder, 'a.scenario');
    writeFileSync(file, '');
    t.is((await runCli('verify', '--save', file)).code, 64);
    t.is((await runCli('replay', join(folder, 'b.scenario'))).code, 64);
  });
});

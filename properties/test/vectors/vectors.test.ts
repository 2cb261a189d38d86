/**
 * Goal: the vectors are true, whole, and useful without this project. Method: the files as they are published, judged by
 * the models from what stands in them alone; and the programs beside them, run with an adapter in Python.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest from 'ava';
import { checkTrace, Oracle } from '../../../models/index.js';
import {
  type Capability,
  decodeOrThrow,
  type RuleVectors,
  RuleVectorsCodec,
  rules,
  type Trace,
} from '../../../spec/index.js';
import { printVectors } from '../../vectors/print-vectors.js';
import { hasVectors, VECTORS_PER_RULE } from '../../vectors/rule-vectors.js';

const folder = join('spec', 'vectors', 'v1');
const BYTES_MAX = 5_000_000;
const LINES_MAX = 60;

const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string): RuleVectors =>
  decodeOrThrow(RuleVectorsCodec, JSON.parse(readFileSync(join(folder, name), 'utf8')), name);
const everything = files.map(read);

const test = anyTest;
const withPython = spawnSync('python3', ['--version']).status === 0 ? anyTest : anyTest.skip;

/** Rules without rejected histories, and why. */
const withoutRejected: Readonly<Record<string, string>> = {
  'SELF-07': 'it allows any order',
  'MAIN-03': 'it allows any thread',
  'ORD-03': 'it allows any order',
  'ORD-04': 'it allows any order',
};

const verdictOf = (history: Trace, quirks: 'accepted' | 'refused') =>
  checkTrace(history, { capabilities: new Set(history.header.capabilities as Capability[]), quirks });

test('every rule that a trace can show has three accepted and three rejected histories', (t) => {
  t.deepEqual(
    files.map((name) => name.replace('.json', '')).sort(),
    rules
      .filter(hasVectors)
      .map(({ id }) => id)
      .sort(),
  );
  for (const { rule, accepted, rejected } of everything) {
    t.is(accepted.length, VECTORS_PER_RULE, rule);
    t.is(rejected.length, rule in withoutRejected ? 0 : VECTORS_PER_RULE, rule);
  }
});

test('all vectors together are below 5 MB', (t) => {
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  t.true(bytes < BYTES_MAX, `${bytes} bytes`);
});

test('accepted histories are accepted, and meet their rule', (t) => {
  for (const { rule, accepted } of everything)
    for (const { history } of accepted) {
      const verdict = verdictOf(history, 'accepted');
      t.is(verdict.verdict, 'accepted', rule);
      t.true((verdict.exercised.get(rule) ?? 0) > 0, rule);
    }
});

test('rejected histories are rejected at their end, by their rule', (t) => {
  for (const { rule, rejected } of everything)
    for (const { history, index, rules: broken, quirks } of rejected) {
      const verdict = verdictOf(history, quirks);
      if (verdict.verdict !== 'rejected') {
        t.fail(`${rule}: ${verdict.verdict}`);
        continue;
      }
      t.is(verdict.index, index, rule);
      t.true(index >= history.events.length - 1, rule);
      t.true(broken.includes(rule), rule);
    }
});

test('every event before the end of a rejected complete history is possible', (t) => {
  for (const { rule, rejected } of everything)
    for (const { history, index, quirks } of rejected) {
      if (!history.header.complete) continue;
      const oracle = new Oracle({
        capabilities: new Set(history.header.capabilities as Capability[]),
        quirks,
      });
      oracle.reset(history.header);
      for (const event of history.events.slice(0, index)) t.true(oracle.accept(event), rule);
    }
});

test('what is printed is read as it was', (t) => {
  const [first] = everything;
  t.deepEqual(JSON.parse(printVectors(first)), first);
});

const adapter = 'adapters/python/tier1.py';
const folderOfFaults = mkdtempSync(join(tmpdir(), 'fencepost-'));
anyTest.after.always(() => rmSync(folderOfFaults, { recursive: true }));

/** The adapter with one fault: an endpoint starts without onStart. */
function faultyAdapter(): string {
  const text = readFileSync(adapter, 'utf8');
  const right = 'self.work(o["endpoint"], "start", o["endpoint"])';
  const path = join(folderOfFaults, 'faulty.py');
  writeFileSync(path, text.replace(right, 'pass'));
  if (!text.includes(right)) throw new Error(`${adapter} has no ${right}`);
  return path;
}

const programs = [
  ['python3', 'check.py'],
  [process.execPath, 'check.mjs'],
] as const;

for (const [command, program] of programs) {
  const run = (path: string) =>
    spawnSync(command, [join(folder, program), 'python3', path], { encoding: 'utf8', timeout: 120_000 });

  withPython(`${program} finds nothing wrong with an implementation of tier 1 in Python`, (t) => {
    const { status, stdout, stderr } = run(adapter);
    t.is(status, 0, stdout + stderr);
    t.regex(stdout, /^[1-9]\d+ good, \d+ another order, 0 wrong, \d+ left out$/m);
  });

  withPython(`LIFE-02 ${program} finds a fault, names the rule, and shows the steps`, (t) => {
    const { status, stdout } = run(faultyAdapter());
    t.is(status, 1, stdout);
    t.regex(stdout, /^LIFE-02: another history than the only possible one: \[\{"op"/m);
  });

  test(`${program} has at most 60 lines`, (t) => {
    t.true(readFileSync(join(folder, program), 'utf8').trimEnd().split('\n').length <= LINES_MAX);
  });
}

/** The command line as a user meets it: a process, its output and its exit code. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { decodeOrThrow, SuiteReportCodec } from '../../../spec/index.js';
import { runCli } from './run-cli.js';

test('verify --profile smoke is conformant, prints a table by family and writes a report that its codec reads', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
  try {
    const file = join(folder, 'report.json');
    const { code, out } = await runCli('verify', '--profile', 'smoke', '--json', file);
    t.is(code, 0, out);
    t.regex(out, /^FENCE\s+\d+/m);
    t.regex(out, /CONFORMANT: reference, \d+ of \d+ rules passed, tier 3;/);
    t.regex(out, /^not applicable {2}CALL-03, CALL-04, CALL-05: needs blocking-call$/m);
    const report = decodeOrThrow(SuiteReportCodec, JSON.parse(readFileSync(file, 'utf8')), 'report');
    t.is(report.verdict, 'conformant');
    t.is(report.tier, 3);
    t.true(report.totals.apiRuns * 10 >= report.totals.runs, 'a tenth of the runs uses promises');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('verify --rules judges only those rules', async (t) => {
  const { code, out } = await runCli('verify', '--profile', 'smoke', '--rules', 'fence-*');
  t.is(code, 0, out);
  t.notRegex(out, /^CALL\s/m);
});

test('verify --target judges the reference over a transport', async (t) => {
  const { code, out } = await runCli('verify', '--profile', 'smoke', '--rules', 'hello', '--target', 'tcp');
  t.is(code, 0, out);
  t.regex(out, /CONFORMANT: reference over tcp, /);
});

test('rules list and rules explain print the book', async (t) => {
  const list = await runCli('rules', 'list', 'SELF-*');
  t.is(list.code, 0);
  t.regex(list.out, /^SELF-01\s+MUST/m);
  const explained = await runCli('rules', 'explain', 'fence-02');
  t.is(explained.code, 0);
  t.regex(explained.out, /Error: fencing-token/);
});

test('rules next begins with tier 1, in the order of implementing, and says what more would add', async (t) => {
  const { code, out } = await runCli('rules', 'next');
  t.is(code, 0);
  const ids = [...out.matchAll(/^ {2}([A-Z]+-\d\d) +(?:MUST|SHOULD|MAY) +\S.*$/gm)].map(
    ([, id]) => id as string,
  );
  const steps = ['ADDR-02', 'HAND-01', 'MSG-01', 'LIFE-02', 'LIFE-04', 'TERM-01', 'DEAD-01', 'ORD-08'];
  t.deepEqual(
    ids.filter((id) => steps.includes(id)),
    steps,
  );
  t.false(ids.includes('FENCE-02'));
  t.regex(out, new RegExp(`^${ids.length} of \\d+ rules apply, tier 1\\.$`, 'm'));
  t.regex(out, /^ {2}fencing +\d+ rules$/m);
});

test('rules next --have adds the rules of the capabilities, behind those of tier 1', async (t) => {
  const { code, out } = await runCli('rules', 'next', '--have', 'fencing, main-thread');
  t.is(code, 0);
  t.true(out.indexOf('FENCE-02') > out.indexOf('ORD-08'));
  t.regex(out, /^ {2}FENCE-09 /m);
  t.notRegex(out, /^ {2}TIME-03 /m);
  t.notRegex(out, /^ {2}main-thread +\d/m);
});

test('the name of a language is taken in any case', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
  const { code, out } = await runCli('init', '--lang', 'Python', folder);
  rmSync(folder, { recursive: true });
  t.is(code, 0);
  t.regex(out, /adapter\.py/);
});

const mistakes: readonly (readonly [string, readonly string[]])[] = [
  ['an unknown verb', ['veryfy']],
  ['an unknown option', ['verify', '--fast']],
  ['an unknown profile', ['verify', '--profile', 'huge']],
  ['an unreadable seed', ['verify', '--seed', 'one']],
  ['an empty seed', ['verify', '--seed', '']],
  ['a seed that is too large', ['verify', '--seed', '99999999999']],
  ['an unknown target', ['verify', '--target', 'moon']],
  ['a pattern that no rule matches', ['verify', '--rules', 'NOPE-*']],
  ['an unreadable token', ['replay', 'nonsense']],
  ['a damaged token', ['replay', 'fp1-fast-AAAA']],
  ['a token of another version', ['replay', 'fp99-fast-AAAA']],
  ['an unknown capability', ['rules', 'next', '--have', 'fencing,moon']],
  ['an unknown rule', ['rules', 'explain', 'FENCE-99']],
  ['a port that cannot be', ['verify', '--attach', '127.0.0.1:99999']],
  ['an empty adapter', ['verify', '--adapter', ' ']],
  ['copies of no adapter', ['verify', '--parallel', '2']],
  ['a report that cannot be written', ['verify', '--json', 'no/such/folder/report.json']],
  ['a report that is a folder', ['verify', '--junit', 'properties']],
  ['a template into a file', ['init', '--lang', 'python', 'package.json']],
];

for (const [what, parameters] of mistakes) {
  test(`${what} is a usage error, exit code 64, and says what was expected`, async (t) => {
    const { code, err } = await runCli(...parameters);
    t.is(code, 64, err);
    t.true(err.trim().length > 20);
  });
}

/**
 * Goal: no text of an adapter or of a trace acts on whoever reads it. Method: a report in which everything that others
 * say holds controls, in every form; and the command line, with an adapter that calls itself so, and with such traces.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import type { SuiteReport } from '../../../spec/index.js';
import { jsonForHtml } from '../../report/html.js';
import { renderJunit } from '../../report/junit.js';
import { renderMarkdown } from '../../report/markdown.js';
import { reportPage } from '../../report/report-page.js';
import { visible, visibleLine } from '../../report/visible.js';
import { runCli } from '../cli/run-cli.js';
import { faultyReport as report } from './faulty-report.js';

const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const HOSTILE = '\u001b[2J\u009b31m\u202eknip\u0007\u2028\u{e0041}';
/** What must not get through. */
const ACTING = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;

test('what cannot be seen is shown as its number, and everything else as it is', (t) => {
  t.is(visible('red\u001b[31m\n'), 'red\\u001b[31m\n');
  t.is(visibleLine('one\ntwo'), 'one\\u000atwo');
  t.is(visible('\u{e0041}\ud800'), '\\u{e0041}\\ud800');
  t.is(visible('naïve 日本 \u{1f600} \\u001b'), 'naïve 日本 \u{1f600} \\u001b');
});

const [failure] = report.failures;
const hostile: SuiteReport = {
  ...report,
  target: HOSTILE,
  targetVersion: HOSTILE,
  failures:
    failure === undefined ? [] : [{ ...failure, reason: HOSTILE, state: HOSTILE, accepted: [HOSTILE] }],
  fault: { code: 'adapter-lied', message: HOSTILE, line: HOSTILE, during: HOSTILE, diagnostics: HOSTILE },
};

for (const [form, text] of [
  ['Markdown', renderMarkdown(hostile)],
  ['JUnit', renderJunit(hostile)],
  ['the data of the HTML page', jsonForHtml(reportPage(hostile))],
] as const) {
  test(`${form} shows controls, and has none`, (t) => {
    t.true(text.includes('u001b[2J'));
    t.notRegex(text, ACTING);
  });
}

const adapter = fileURLToPath(new URL('../adapter/broken-adapter.js', import.meta.url));

test('the terminal shows what an adapter calls itself, on one line; its fault stands in the place of the table', async (t) => {
  const command = `"${process.execPath}" "${adapter}" "writes to the terminal"`;
  const { code, out, err } = await runCli(
    'verify',
    '--profile',
    'smoke',
    '--rules',
    'hello',
    '--adapter',
    command,
  );
  t.is(code, 4, err);
  t.notRegex(out, ACTING);
  const lines = out.trimEnd().split('\n');
  t.true(lines.at(-1)?.startsWith('ADAPTER-FAULT: \\u001b[2J\\u009b31m\\u000aCONFORMANT: '), out);
  t.true(lines[0]?.startsWith('fencepost: the adapter is at fault'), out);
  t.false(out.includes('not exercised'));
});

test('the terminal shows what stands in a trace', async (t) => {
  const file = join(folder, 'hostile.ndjson');
  writeFileSync(file, `${HOSTILE}\n`);
  const refused = await runCli('check-trace', file);
  t.is(refused.code, 64);
  t.notRegex(refused.err, ACTING);
  t.true(refused.err.includes('\\u001b[2J'));
  t.true(readFileSync(file, 'utf8').includes(HOSTILE));
});

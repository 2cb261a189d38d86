/** Goal: check-trace says what is wrong, where, and with which exit code. Method: recordings as files, and the process. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { observable } from '../../../models/index.js';
import type { TraceEvent, TraceHeader } from '../../../spec/index.js';
import { TraceWriter } from '../../../spec/index.js';
import { script } from '../../scenarios/builder.js';
import { runScenarioFast } from '../../simulation/run-scenario.js';
import { plainEndpoint } from './plain-endpoint.js';
import { type CliResult, runCli, runCliWith } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
test.after.always(() => rmSync(folder, { recursive: true }));

/** Checks a text as a file. */
function check(name: string, text: string): Promise<CliResult> {
  const file = join(folder, `${name}.ndjson`);
  writeFileSync(file, text);
  return runCli('check-trace', file);
}

function recordExample(): readonly string[] {
  const file = join(folder, 'example.ndjson');
  const example = fileURLToPath(new URL('../../../examples/recorded-trace.js', import.meta.url));
  execFileSync(process.execPath, [example, file], { timeout: 60_000 });
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

const lines = recordExample();
const textOf = (changed: readonly string[]): string => `${changed.join('\n')}\n`;

test('the recording of a program of two services is accepted, exit code 0', async (t) => {
  const { code, out } = await check('whole', textOf(lines));
  t.is(code, 0, out);
  t.regex(out, new RegExp(`ACCEPTED: .*, ${lines.length - 2} events`));
});

test('FENCE-03 a forged event is rejected, exit code 1, with line, rule, event, what was possible and the states', async (t) => {
  const at = lines.findIndex((line) => line.includes('"rule":"FENCE-03"'));
  const forged = (lines[at] as string)
    .replace('"decision":"drop"', '"decision":"execute"')
    .replace('FENCE-03', 'FENCE-01');
  const { code, out } = await check('forged', textOf(lines.with(at, forged)));
  t.is(code, 1, out);
  t.regex(out, new RegExp(`^REJECTED: .*, line ${at + 1}$`, 'm'));
  t.regex(out, /^✗ FENCE-03 {2}.{20,}$/m);
  t.true(out.includes(`event: ${forged}`), out);
  t.regex(out, /✗.*request #\d+ → execute .*← not allowed here/);
  t.regex(out, /Possible here:\n {4}- /);
  t.regex(out, /State: s0 open, s1 open, e1 started/);
});

test('a dropped event is rejected at the first event that cannot be without it, exit code 1', async (t) => {
  const at = lines.findIndex((line) => line.includes('"on-start"'));
  const { code, out } = await check('dropped', textOf(lines.toSpliced(at, 1)));
  t.is(code, 1, out);
  t.regex(out, new RegExp(`line ${at + 1}$`, 'm'));
});

test('an event that is missing at the end is rejected there, exit code 1', async (t) => {
  const at = lines.findLastIndex((line) => line.includes('"event":"outcome"'));
  const { code, out } = await check('missing', textOf(lines.toSpliced(at, 1)));
  t.is(code, 1, out);
});

test('a recording that ended before its program is inconclusive, exit code 2, and says why', async (t) => {
  const end = JSON.stringify({ ...JSON.parse(lines.at(-1) as string), quiet: false, gap: 'a stranger came' });
  const { code, out } = await check('gap', textOf(lines.with(-1, end)));
  t.is(code, 2, out);
  t.regex(out, /INCONCLUSIVE: .*a stranger came/);
});

const refused: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ['an empty file', '', /line 1: the file is empty/],
  ['a truncated file', textOf(lines.slice(0, -1)), new RegExp(`line ${lines.length}: the file breaks off`)],
  [
    'a line that breaks off',
    textOf(lines).slice(0, 2000),
    /line \d+: the file breaks off in the middle of a line/,
  ],
  [
    'an event twice',
    textOf(lines.toSpliced(1, 0, lines[1] as string)),
    /line 3: operation 1 is invoked a second time/,
  ],
  ['something else', 'Dear Sir or Madam\n', /line 1: this is no JSON/],
];

for (const [what, text, message] of refused) {
  test(`${what} is refused with its line, exit code 64`, async (t) => {
    const { code, err } = await check(what.replaceAll(' ', '-'), text);
    t.is(code, 64, err);
    t.regex(err, message);
  });
}

test('a byte order mark at the beginning is no part of the trace, and one anywhere else is', async (t) => {
  t.is((await check('marked', `\ufeff${textOf(lines)}`)).code, 0);
  const { code, err } = await check('marked-later', textOf(lines.with(1, `\ufeff${lines[1]}`)));
  t.is(code, 64, err);
  t.regex(err, /line 2: this is no JSON: \\ufeff/);
});

test('a trace is read from standard input, too; view, which reads twice, says that it needs a file', async (t) => {
  const { code, out } = await runCliWith(textOf(lines), 'check-trace', '-');
  t.is(code, 0, out);
  t.regex(out, /^ACCEPTED: standard input, /);
  const cut = await runCliWith(textOf(lines.slice(0, 2)), 'check-trace', '-');
  t.is(cut.code, 64);
  t.regex(cut.err, /standard input: line 3: the file breaks off/);
  const viewed = await runCli('view', '-');
  t.is(viewed.code, 64);
  t.regex(viewed.err, /give it a file/);
});

test('events whose order in time is wrong are refused, exit code 64', async (t) => {
  const late = (lines[1] as string).replace(/"at":[\d.]+/, '"at":1000000');
  const { code, err } = await check('unordered', textOf(lines.with(1, late)));
  t.is(code, 64, err);
  t.regex(err, /line 3: time goes backwards/);
});

test('a file that does not exist is refused, exit code 64', async (t) => {
  const { code, err } = await runCli('check-trace', join(folder, 'nothing.ndjson'));
  t.is(code, 64);
  t.regex(err, /nothing\.ndjson cannot be read/);
});

test('a history of observable events is searched', async (t) => {
  const target = { self: 0 };
  const call = { type: 'call', target, method: 'ask', timeout: null, argument: 'good' } as const;
  const service = { askTimeoutMs: 100, frameBytes: 1000, forceSerialization: false, remote: false };
  const trace = runScenarioFast({
    services: [service],
    steps: [
      plainEndpoint(0),
      { type: 'start', endpoint: 0 } as const,
      { ...call, script: script({ ending: 'return' }) },
    ].map((operation, op) => ({ op, lane: 0, operation })),
    tape: [],
  });
  const { header, events } = observable(trace);
  t.is((await check('history', written(header, events))).code, 0);
  const forged = events.map(
    (event): TraceEvent =>
      event.event === 'outcome' && event.op === 2
        ? { ...event, outcome: { kind: 'value', value: 9 } }
        : event,
  );
  const { code, out } = await check('forged-history', written(header, forged));
  t.is(code, 1, out);
});

function written(header: TraceHeader, events: readonly TraceEvent[]): string {
  let text = '';
  const writer = new TraceWriter((more) => {
    text += more;
  }, header);
  for (const event of events) writer.event(event);
  writer.end({ quiet: true });
  return text;
}

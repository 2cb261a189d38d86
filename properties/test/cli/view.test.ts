/** Goal: `view` writes a page for any trace, with the exit code of its verdict. Method: trace files, and the process. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { observable } from '../../../models/index.js';
import { type Scenario, type Trace, TraceWriter } from '../../../spec/index.js';
import { PAGE_CHARACTERS_MAX } from '../../report/html.js';
import type { PageData } from '../../report/page-data.js';
import { runScenarioFast } from '../../simulation/run-scenario.js';
import { plainEndpoint } from './plain-endpoint.js';
import { runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
test.after.always(() => rmSync(folder, { recursive: true }));

/** An endpoint that is started, stopped and started again, so often. */
function scenario(times: number): Scenario {
  const again = Array.from({ length: times }, (_, time) => ({
    type: time % 2 === 0 ? ('start' as const) : ('stop' as const),
    endpoint: 1,
  }));
  return {
    services: [{ askTimeoutMs: 100, frameBytes: 1000, forceSerialization: false, remote: false }],
    steps: [plainEndpoint(1), ...again].map((operation, op) => ({ op, lane: 0, operation })),
    tape: [],
  };
}

function write(name: string, { header, events }: Trace): string {
  const file = join(folder, `${name}.ndjson`);
  let text = '';
  const writer = new TraceWriter((more) => {
    text += more;
  }, header);
  for (const event of events) writer.event(event);
  writer.end({ quiet: true });
  writeFileSync(file, text);
  return file;
}

/** The data of a page. */
function pageIn(file: string): PageData {
  const html = readFileSync(file, 'utf8');
  assertSmall(file);
  const from = html.indexOf('id="data">') + 'id="data">'.length;
  return JSON.parse(html.slice(from, html.indexOf('</script>', from))) as PageData;
}

function assertSmall(file: string): void {
  const { size } = statSync(file);
  if (size > PAGE_CHARACTERS_MAX) throw new Error(`the page has ${size} bytes`);
}

const trace = runScenarioFast(scenario(3));

test('a trace that is accepted is shown with the states at each step, exit code 0', async (assert) => {
  const file = write('accepted', trace);
  const { code, out } = await runCli('view', file);
  assert.is(code, 0, out);
  assert.regex(out, /Accepted: \d+ events/);
  const [shown] = pageIn(`${file}.html`).traces;
  assert.is(shown?.rows.length, trace.events.length);
  assert.true(shown?.rows.every(({ standing }) => standing !== undefined));
  assert.is(shown?.broken, -1);
});

test('LIFE-02 a trace that is rejected opens at the impossible event, exit code 1', async (assert) => {
  const at = trace.events.findIndex((event) => event.event === 'run' && event.decision === 'on-start');
  const events = trace.events.map((event, position) =>
    position === at && event.event === 'run' ? { ...event, decision: 'drop' as const } : event,
  );
  const output = join(folder, 'page.html');
  const { code, out } = await runCli('view', write('rejected', { ...trace, events }), '--output', output);
  assert.is(code, 1, out);
  const page = pageIn(output);
  assert.is(page.verdict, 'bad');
  assert.is(page.traces[0]?.broken, at);
  assert.true(page.traces[0]?.rules.includes('LIFE-02'));
  assert.true((page.traces[0]?.accepted.length ?? 0) > 0);
});

test('a history of observable events is followed along the run that explains it', async (assert) => {
  const history = observable(trace);
  const file = write('history', history);
  const { code, out } = await runCli('view', file);
  assert.is(code, 0, out);
  const [shown] = pageIn(`${file}.html`).traces;
  assert.is(shown?.rows.length, history.events.length);
  assert.true(shown?.rows.every(({ standing }) => standing !== undefined));
});

test('of a long trace a window is shown, and the page says so', async (assert) => {
  const long = runScenarioFast(scenario(400));
  assert.true(long.events.length > 1200, `${long.events.length}`);
  const file = write('long', long);
  const whole = await runCli('view', file);
  assert.regex(whole.out, new RegExp(`Events 1 to 500 of ${long.events.length} are shown; --from NUMBER`));
  const part = await runCli('view', file, '--from', '1001');
  assert.is(part.code, 0, part.out);
  const [shown] = pageIn(`${file}.html`).traces;
  assert.is(shown?.rows[0]?.number, 1001);
  assert.is(shown?.rows.length, Math.min(500, long.events.length - 1000));
  assert.true(shown?.rows.every(({ standing }) => standing !== undefined));
});

test('the window of a long trace ends after its impossible event', async (assert) => {
  const long = runScenarioFast(scenario(400));
  const at = long.events.findLastIndex(({ event }) => event === 'run');
  const file = write('long-rejected', { ...long, events: long.events.toSpliced(at, 1) });
  const { code, out } = await runCli('view', file);
  assert.is(code, 1, out);
  const [shown] = pageIn(`${file}.html`).traces;
  const line = Number(/line (\d+)/.exec(out)?.[1]);
  assert.is(shown?.rows[shown.broken]?.number ?? line - 1, line - 1);
  assert.true((shown?.broken ?? -1) > 400);
});

test('a file that is no trace and a number that is none are refused, exit code 64, and nothing is written', async (assert) => {
  const file = join(folder, 'letter.ndjson');
  writeFileSync(file, 'Dear Sir or Madam\n');
  const { code, err } = await runCli('view', file);
  assert.is(code, 64);
  assert.regex(err, /line 1: this is no JSON/);
  assert.false(existsSync(`${file}.html`));
  const wrong = await runCli('view', file, '--from', 'zero');
  assert.is(wrong.code, 64);
  assert.regex(wrong.err, /--from takes the number of an event/);
});

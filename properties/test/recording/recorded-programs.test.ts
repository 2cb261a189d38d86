/**
 * Goal: whatever a program does, its recording is whole and the models accept it; and nothing in it can be dropped,
 * doubled or forged without being noticed. Method: programs drawn from seeds, on the event loop; then the recording of
 * an example, broken at every event.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { TraceRecorder } from '../../../impl/index.js';
import {
  type EndEvent,
  ruleById,
  type TraceEnd,
  type TraceEvent,
  TraceFileError,
} from '../../../spec/index.js';
import { TraceJudge, type TraceVerdict } from '../../suite/trace-judge.js';
import { RandomProgram } from './programs.js';

const PROGRAMS = 120;

function judge(text: string): TraceVerdict {
  const traceJudge = new TraceJudge();
  traceJudge.read(text);
  return traceJudge.close();
}

test('recordings of programs that do anything are accepted', async (assert) => {
  process.on('unhandledRejection', () => undefined); // promises of handlers that nobody awaits
  let events = 0;
  for (let seed = 0; seed < PROGRAMS; seed += 1) {
    let text = '';
    const recorder = new TraceRecorder((more) => {
      text += more;
    });
    await new RandomProgram(seed, recorder).run();
    recorder.end();
    const verdict = judge(text);
    if (verdict.verdict === 'accepted') events += verdict.events;
    else assert.fail(`program ${seed}: ${JSON.stringify(verdict, null, 1)}`);
    assert.is(recorder.gapReason, null);
  }
  assert.true(events > 50 * PROGRAMS, `${events} events`);
});

/** The recording of the example, by lines. */
function exampleLines(): {
  readonly header: string;
  readonly events: readonly TraceEvent[];
  readonly end: TraceEnd;
} {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
  try {
    const file = join(folder, 'trace.ndjson');
    const program = fileURLToPath(new URL('../../../examples/recorded-trace.js', import.meta.url));
    execFileSync(process.execPath, [program, file], { timeout: 60_000 });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return {
      header: lines[0] as string,
      events: lines.slice(1, -1).map((line) => JSON.parse(line) as TraceEvent),
      end: JSON.parse(lines.at(-1) as string) as TraceEnd,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const example = exampleLines();

/** The verdict on the recording with these events instead; what is no trace any more is `refused`. */
function verdictOn(
  events: readonly TraceEvent[],
): TraceVerdict | { readonly verdict: 'refused'; readonly problem: string } {
  const end: TraceEnd = { ...example.end, events: events.length };
  const lines = [example.header, ...events.map((event) => JSON.stringify(event)), JSON.stringify(end)];
  try {
    return judge(`${lines.join('\n')}\n`);
  } catch (error) {
    if (error instanceof TraceFileError) return { verdict: 'refused', problem: error.problem };
    throw error;
  }
}

/** What breaks when these events are a trace: the first rule, which exists. */
function brokenRule(events: readonly TraceEvent[]): string | null {
  const verdict = verdictOn(events);
  if (verdict.verdict !== 'rejected') return null;
  const [rule = ''] = verdict.rejection.rules;
  return ruleById(rule) === undefined ? null : rule;
}

const { events } = example;
const replacing = (index: number, ...by: readonly TraceEvent[]): readonly TraceEvent[] => [
  ...events.slice(0, index),
  ...by,
  ...events.slice(index + 1),
];

test('the recording of the example is accepted', (assert) => {
  assert.deepEqual(verdictOn(events), { verdict: 'accepted', events: events.length });
  assert.true(events.length > 100);
});

test('it is rejected with a rule when any event is dropped', (assert) => {
  for (const [index, event] of events.entries()) {
    assert.not(brokenRule(replacing(index)), null, `without ${JSON.stringify(event)}`);
  }
});

test('it is rejected with a rule when any event happens twice; an invocation is refused as a file', (assert) => {
  for (const [index, event] of events.entries()) {
    const doubled = replacing(index, event, event);
    if (event.event === 'invoke') assert.is(verdictOn(doubled).verdict, 'refused');
    else assert.not(brokenRule(doubled), null, JSON.stringify(event));
  }
});

/** What an event is about: an operation, or an endpoint. */
function subjectOf(event: TraceEvent): string {
  if ('op' in event) return `op ${event.op}`;
  if ('endpoint' in event && event.event !== 'run') return `endpoint ${event.endpoint}`;
  return 'id' in event ? `op ${event.id}` : '';
}

/** The operations that close a service: one with sockets completes when what still had to leave has left. */
const closes = new Set(
  events.flatMap((event) =>
    event.event === 'invoke' && event.operation.type === 'close-service' ? [event.op] : [],
  ),
);

/**
 * Whether the protocol leaves the order of two neighbours open: both begin something, or are actions, of different
 * operations, or one is the end of a close. Everything else follows from what stands right before it.
 */
function isConcurrent(first: TraceEvent, second: TraceEvent): boolean {
  const isFree = (event: TraceEvent): boolean =>
    event.event === 'invoke' || event.event === 'run' || (event.event === 'outcome' && closes.has(event.op));
  return isFree(first) && isFree(second) && subjectOf(first) !== subjectOf(second);
}

test('it is rejected with a rule when neighbours change places, unless they are concurrent', (assert) => {
  let rejected = 0;
  for (let index = 0; index + 1 < events.length; index += 1) {
    const [first, second] = [events[index], events[index + 1]] as [TraceEvent, TraceEvent];
    const swapped = [...events];
    swapped[index] = { ...second, at: first.at };
    swapped[index + 1] = { ...first, at: second.at };
    const rule = brokenRule(swapped);
    if (rule !== null) rejected += 1;
    else assert.true(isConcurrent(first, second), `${JSON.stringify(first)} after ${JSON.stringify(second)}`);
  }
  assert.true(rejected > events.length * 0.85, `${rejected} of ${events.length}`);
});

/** Forgeries of an event that no legal run explains. */
function forgeries(event: TraceEvent): readonly TraceEvent[] {
  switch (event.event) {
    case 'outcome':
      return [
        { ...event, outcome: { kind: 'value', value: 'forged' } },
        { ...event, outcome: { kind: 'error', code: 'illegal-state' } },
        { ...event, op: event.op + 1000 },
      ];
    case 'run':
      return [
        ...(['execute', 'drop', 'settle', 'late', 'refuse:fencing-token', 'terminate'] as const)
          .filter((decision) => decision !== event.decision)
          .map((decision) => ({ ...event, decision })),
        { ...event, rule: 'SIZE-01' },
        { ...event, rule: 'NONE-00' },
        { ...event, id: event.id + 1000 },
      ];
    case 'begin':
      return [
        { ...event, work: event.work + 1000 },
        { ...event, endpoint: 3 - event.endpoint },
      ];
    case 'end':
      return endForgeries(event);
    default:
      return [];
  }
}

/** Nobody learns whether a one-way handler returned or threw: that is no forgery. */
function endForgeries(event: EndEvent): readonly EndEvent[] {
  const forged: EndEvent = { ...event, work: event.work + 1000 };
  const otherwise: EndEvent = { ...event, how: event.how === 'throw' ? 'return' : 'throw' };
  if (event.gives === undefined)
    return event.role === 'call' && event.how !== 'future' ? [forged] : [forged, otherwise];
  return [forged, otherwise, { ...event, how: 'return', gives: { kind: 'value', value: 'forged' } }];
}

test('it is rejected with a rule when an event is forged', (assert) => {
  let count = 0;
  for (const [index, event] of events.entries()) {
    for (const forged of forgeries(event)) {
      count += 1;
      assert.not(brokenRule(replacing(index, forged)), null, JSON.stringify(forged));
    }
  }
  assert.true(count > 300, `${count} forgeries`);
});

test('FENCE-03 a stale token that the store accepts is a forgery', (assert) => {
  const index = events.findIndex((event) => event.event === 'run' && event.rule === 'FENCE-03');
  const refusal = events[index] as Extract<TraceEvent, { event: 'run' }>;
  const verdict = verdictOn(replacing(index, { ...refusal, decision: 'execute', rule: 'FENCE-01' }));
  assert.is(verdict.verdict, 'rejected');
  if (verdict.verdict !== 'rejected') return;
  assert.true(verdict.rejection.rules.includes('FENCE-03'), verdict.rejection.rules.join());
  assert.is(verdict.line, index + 2);
});

/**
 * Goal: two different traces of a scenario never look the same. Method: any event that the codec accepts, and one that
 * differs in a single place, or is any other, behind the same beginning, have different lines.
 */
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import type * as t from 'io-ts';
import {
  type BeginEvent,
  BeginEventCodec,
  ClosedEventCodec,
  DecodingError,
  decodeOrThrow,
  EndEventCodec,
  InvokeEventCodec,
  LoseEventCodec,
  type Outcome,
  OutcomeEventCodec,
  RunEventCodec,
  type Scenario,
  type TraceEvent,
  TraceEventCodec,
} from '../../../spec/index.js';
import { arbitraryOf } from '../../../spec/test/arbitrary-of.js';
import { drawScenarios } from '../../arbitraries/scenarios.js';
import { themes } from '../../index.js';
import { eventLines } from '../../scenario-text/event-lines.js';
import { runScenarioFast } from '../../simulation/run-scenario.js';

const others = [
  OutcomeEventCodec,
  BeginEventCodec,
  EndEventCodec,
  ClosedEventCodec,
  RunEventCodec,
  LoseEventCodec,
];
const empty: Scenario = { services: [], steps: [], tape: [] };
/** Operations are drawn from codecs slowly, so events that have one are drawn less often. */
const anyEvent = fc.oneof(
  { weight: 1, arbitrary: arbitraryOf(InvokeEventCodec) as fc.Arbitrary<TraceEvent> },
  {
    weight: 9,
    arbitrary: fc.oneof(...others.map((codec) => arbitraryOf(codec as t.Type<TraceEvent, unknown>))),
  },
);

/** The line of an event behind others. */
const lineAfter = (scenario: Scenario, before: readonly TraceEvent[], event: TraceEvent): string =>
  eventLines(scenario, { events: [...before, event] }).at(-1) as string;

/** A value with one of its leaves, chosen by a number, replaced; what is no event any more is left as it was. */
function withOtherLeaf(event: TraceEvent, which: number, leaf: unknown): TraceEvent {
  const leaves: (readonly string[])[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
    else leaves.push(path);
  };
  visit(event, []);
  const path = leaves[which % leaves.length] as readonly string[];
  const copy = structuredClone(event) as unknown as Record<string, unknown>;
  let inner = copy;
  for (const key of path.slice(0, -1)) inner = inner[key] as Record<string, unknown>;
  inner[path.at(-1) as string] = leaf;
  try {
    return decodeOrThrow(TraceEventCodec, copy, 'event') as TraceEvent;
  } catch (error) {
    if (error instanceof DecodingError) return event;
    throw error;
  }
}

/** Values that are taken for others most easily. */
const leaf = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 2, null, true, false, '', '0', 'null', 'true', ' ', 'a  b', 'fencing-token'),
  fc.constantFrom<unknown>(
    'throws fencing-token',
    'return',
    'throw',
    'future',
    'call',
    'run',
    'start',
    'stop',
  ),
  fc.constantFrom<unknown>(
    'x  text="y"',
    'fencing-token  cause="application"',
    'a\nb',
    'x)  endpoint=1',
    'a\\u000ab',
    '\ud800',
    '\\ud800',
  ),
  fc.string({ unit: 'binary' }),
  fc.maxSafeNat(),
);

test('an event that differs in one place has another line', (assert) => {
  let different = 0;
  fc.assert(
    fc.property(anyEvent, fc.nat(), leaf, leaf, (event, which, first, second) => {
      const left = withOtherLeaf(event, which, first);
      const right = withOtherLeaf(event, which, second);
      if (isDeepStrictEqual(left, right)) return;
      different += 1;
      assert.not(lineAfter(empty, [], left), lineAfter(empty, [], right));
    }),
    { numRuns: 3000 },
  );
  assert.true(different > 200, `${different} pairs differed`);
});

test('a handler that is open does not hide which one ends', (assert) => {
  const begin: BeginEvent = { event: 'begin', at: 0, endpoint: 1, role: 'call', work: 5 };
  const end = { event: 'end', at: 0, endpoint: 1, role: 'call', work: 5, how: 'return' } as const;
  const lines = [end, { ...end, work: 6 }, { ...end, role: 'run' as const }, { ...end, endpoint: 2 }].map(
    (event) => lineAfter(empty, [begin], event),
  );
  assert.is(new Set(lines).size, lines.length);
  assert.is(lines[0], '    0  e1       └ return');
});

test('in traces of every theme, each event could be exchanged for no other of them without being seen', (assert) => {
  for (const [position, theme] of themes.entries()) {
    const [scenario] = drawScenarios(theme, position, 1) as [Scenario];
    const { events } = runScenarioFast(scenario);
    const known = new Map<string, TraceEvent>();
    const lines = eventLines(scenario, { events });
    for (const [index, event] of events.entries()) {
      const line = lines[index] as string;
      assert.notRegex(line, /\n/);
      const before = known.get(line);
      if (event.event !== 'end' && before !== undefined) assert.deepEqual(before, event, line);
      known.set(line, event);
    }
  }
});

test('what the commands say is not said again, and what they do not say is', (assert) => {
  const operation = { type: 'start', endpoint: 1 } as const;
  const scenario: Scenario = { ...empty, steps: [{ op: 2, lane: 0, operation }] };
  const invoke = { event: 'invoke', at: 0, op: 2, by: { lane: 0 }, operation } as const;
  assert.is(lineAfter(scenario, [], invoke), '    0  lane 0   #2 start e1');
  assert.is(
    lineAfter(scenario, [], { ...invoke, operation: { type: 'stop', endpoint: 1 } }),
    '    0  lane 0   #2 stop e1  operation={"type":"stop","endpoint":1}',
  );
});

test('a text that looks like another value, or like an escaped one, is told from it', (assert) => {
  const values = [
    '5',
    5,
    'null',
    null,
    'true',
    true,
    'a\nb',
    'a\\u000ab',
    'a\\\\u000ab',
    '',
    ' ',
    'fencing-token',
  ];
  const outcomes: readonly Outcome[] = [
    ...values.map((value) => ({ kind: 'value', value }) as const),
    { kind: 'error', code: 'fencing-token' },
    { kind: 'error', code: 'fencing-token', thrown: true },
    { kind: 'error', code: 'fencing-token', thrown: false },
  ];
  const lines = outcomes.map((outcome) => lineAfter(empty, [], { event: 'outcome', at: 0, op: 1, outcome }));
  assert.is(new Set(lines).size, outcomes.length, lines.join('\n'));
});

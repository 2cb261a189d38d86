/**
 * Goal: the quick look at events never takes for one what the codec refuses or would change. Method: events generated
 * from the codec, whole and with one field broken, and the plain shapes by hand.
 */
import test from 'ava';
import fc from 'fast-check';
import { decodeOrThrow, TraceEventCodec } from '../codecs/index.js';
import { isPlainTraceEvent } from '../codecs/plain-trace-event.js';
import { arbitraryOf } from './arbitrary-of.js';

const at = 1.5;
const observed = { nested: [], end: { ending: 'observed' } };
const call = {
  type: 'call',
  target: { gateway: 1 },
  method: 'ask',
  timeout: null,
  argument: 'good',
  script: observed,
  name: 'add(number)',
};
const value = { kind: 'value', value: 'text' };

/** One event of each plain shape. */
const plain: readonly object[] = [
  { event: 'run', at, leg: 'request', id: 1, decision: 'execute', rule: 'MSG-06' },
  { event: 'outcome', at, op: 1, outcome: value },
  { event: 'outcome', at, op: 1, outcome: { kind: 'error', code: 'connection' } },
  { event: 'begin', at, endpoint: 1, role: 'call', work: 1 },
  { event: 'end', at, endpoint: 1, role: 'call', work: 1, how: 'return' },
  { event: 'end', at, endpoint: 1, role: 'call', work: 1, how: 'return', gives: value },
  { event: 'invoke', at, op: 1, by: { lane: 0 }, operation: call },
  {
    event: 'invoke',
    at,
    op: 1,
    by: { mainOf: 2 },
    operation: { ...call, target: { self: 2 }, method: 'tell' },
  },
];

/** What a field is replaced with. */
const junk = [undefined, null, -1, 0.5, 'x', {}, [], true, { lane: -1 }, { kind: 'value', value: {} }];

type Path = readonly string[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, field]) => pathsIn(field, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  if (rest.length === 0 && by === undefined) delete copy[key];
  else copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const agrees = (event: unknown): boolean =>
  !isPlainTraceEvent(event) ||
  fc.stringify(decodeOrThrow(TraceEventCodec, event, 'event')) === fc.stringify(event);

test('events of the plain shapes are recognised', (assertions) => {
  for (const event of plain) {
    assertions.true(isPlainTraceEvent(event), JSON.stringify(event));
    assertions.notThrows(() => decodeOrThrow(TraceEventCodec, event, 'event'));
  }
});

test('with any field broken, left out or added, they are what the codec says', (assertions) => {
  for (const event of plain) {
    assertions.false(isPlainTraceEvent({ ...event, more: 1 }), JSON.stringify(event));
    for (const path of pathsIn(event)) {
      for (const by of junk) assertions.notThrows(() => agrees(replaced(event, path, by)), path.join('.'));
    }
  }
});

test('of all events that the codec knows, none is changed', (assertions) => {
  fc.assert(fc.property(arbitraryOf(TraceEventCodec), agrees), { seed: 20_261_121, numRuns: 500 });
  assertions.pass();
});

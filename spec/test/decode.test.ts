/** Goal: a decoding error points at what is wrong. Method: valid scenarios and traces with one place spoilt. */
import test from 'ava';
import fc from 'fast-check';
import * as t from 'io-ts';
import {
  DecodingError,
  decodeOrThrow,
  NestedOperationCodec,
  ScenarioCodec,
  SHOWN_CHARACTERS_MAX,
  TraceCodec,
} from '../codecs/index.js';
import { GatewayReference, MethodName, TimeoutArgument } from '../operations.js';
import { arbitraryOf } from './arbitrary-of.js';
import { placesOf, valueAt, withChange, writePlace } from './places.js';

const RUNS = { seed: 20_010_101, numRuns: 500 };

function errorOf(codec: t.Mixed, value: unknown): DecodingError {
  try {
    decodeOrThrow(codec, value, 'value');
  } catch (error) {
    if (error instanceof DecodingError) return error;
    throw error;
  }
  throw new Error('the value was decoded');
}

for (const [name, codec] of [
  ['scenario', ScenarioCodec],
  ['trace', TraceCodec],
] as const) {
  test(`a spoilt leaf of a ${name} is named by its path`, (assertions) => {
    fc.assert(
      fc.property(arbitraryOf<unknown>(codec as t.Mixed), fc.nat(), (value, choice) => {
        const leaves = placesOf(value).filter((place) => {
          const leaf = valueAt(value, place);
          return typeof leaf !== 'object' || leaf === null;
        });
        fc.pre(leaves.length > 0);
        const place = leaves[choice % leaves.length]!;
        const error = errorOf(codec, withChange(value, place, { spoilt: true }));
        return error.path.startsWith(writePlace('value', place));
      }),
      RUNS,
    );
    assertions.pass();
  });
}

const cases: readonly (readonly [string, t.Mixed, unknown, string])[] = [
  [
    'a wrong number',
    NestedOperationCodec,
    { op: 1, operation: { type: 'start', endpoint: -1 } },
    'value.operation.endpoint: found -1, expected Natural',
  ],
  [
    'a missing field',
    NestedOperationCodec,
    { op: 1, operation: { type: 'start' } },
    'value.operation.endpoint: found nothing, expected Natural',
  ],
  [
    'a member of an untagged union',
    GatewayReference,
    { self: 'me' },
    'value.self: found "me", expected number',
  ],
  [
    'a few alternatives',
    MethodName,
    'tel',
    'value: found "tel", expected "tell" or "ask" or "askWithin" or "askLocal" or "askBlocking" or "overloaded(text)" or "overloaded(number)"',
  ],
  [
    'alternatives of several kinds',
    TimeoutArgument,
    true,
    'value: found true, expected number or null or "nan" or "null" or "not-a-duration" or "huge"',
  ],
  ['no object at all', ScenarioCodec, 7, 'value: found 7, expected Scenario'],
  ['something that JSON cannot write', ScenarioCodec, () => 7, 'value: found a function, expected Scenario'],
  ['a big integer', ScenarioCodec, 7n, 'value: found 7, expected Scenario'],
];

for (const [name, codec, value, message] of cases) {
  test(`${name} is told in one line`, (assertions) => {
    assertions.is(errorOf(codec, value).message, message);
  });
}

test('an unknown type of operation is told with the field that decides', (assertions) => {
  assertions.regex(
    errorOf(NestedOperationCodec, { op: 1, operation: { type: 'begin', endpoint: 1 } }).message,
    /^value\.operation\.type: found "begin", expected "create-endpoint" or "start" or .* or one of \d+ more$/,
  );
});

test('a long value is shortened', (assertions) => {
  const error = errorOf(ScenarioCodec, 'x'.repeat(1000));
  assertions.is(error.found.length, SHOWN_CHARACTERS_MAX);
  assertions.is(error.code, 'decoding-failed');
  assertions.is(error.name, 'DecodingError');
});

test('a value that refers to itself is shown all the same', (assertions) => {
  const value: unknown[] = [];
  value.push(value);
  assertions.regex(errorOf(t.string, value).message, /^value: found an object that JSON cannot write/);
});

test('a value with very many wrong places is refused by the first of the deepest', (assert) => {
  const many = Array.from({ length: 300_000 }, () => 'x');
  assert.throws(() => decodeOrThrow(t.array(t.number), many, 'list'), {
    instanceOf: DecodingError,
    message: 'list[0]: found "x", expected number',
  });
});

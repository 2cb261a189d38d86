/**
 * Goal: a value arrives as it was sent, or is refused before it is sent. Method: values at random through writer and reader;
 * a table of what is refused; what the bytes mean is checked by a codec of others.
 */
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { IllegalArgumentError } from '../../rpc/errors.js';
import { CborReader } from '../../wire/cbor-reader.js';
import { CborWriter } from '../../wire/cbor-writer.js';
import { WIRE_LIMITS } from '../../wire/limits.js';
import { assertWritable, valueBytes } from '../../wire/value-bytes.js';
import { parseValue, printValue } from '../../wire/value-json.js';
import { readValue } from '../../wire/value-reader.js';
import { writeValue } from '../../wire/value-writer.js';
import { WireError } from '../../wire/wire-error.js';
import { fromHex, value } from './arbitraries.js';

const budget = (depth = WIRE_LIMITS.depth, objects = WIRE_LIMITS.objects) => ({ depth, objects });

function bytesOf(subject: unknown, bounds = budget()): Uint8Array {
  const writer = new CborWriter();
  writeValue(writer, subject, bounds);
  return writer.take();
}

function readBack(bytes: Uint8Array, bounds = budget()): unknown {
  const reader = new CborReader();
  reader.fault = 'value-malformed';
  reader.open(bytes, 0, bytes.length);
  return readValue(reader, bounds);
}

const same = (subject: unknown): boolean => isDeepStrictEqual(readBack(bytesOf(subject)), subject);

test('WIRE-40 to WIRE-49 any value arrives as it was sent, and takes as many bytes as was said', (assert) => {
  const run = fc.property(
    value,
    (subject) => same(subject) && valueBytes(subject) === bytesOf(subject).length,
  );
  assert.notThrows(() => fc.assert(run, { seed: 1, numRuns: 3000 }));
});

test('WIRE-61 any value arrives as it was sent in the JSON notation', (assert) => {
  const run = fc.property(value, (subject) =>
    isDeepStrictEqual(parseValue(printValue(subject, budget()), budget()), subject),
  );
  assert.notThrows(() => fc.assert(run, { seed: 2, numRuns: 2000 }));
});

test('WIRE-46 every date arrives to the millisecond', (assert) => {
  const run = fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (milliseconds) =>
    same(new Date(milliseconds)),
  );
  assert.notThrows(() => fc.assert(run, { seed: 3, numRuns: 3000 }));
  for (const milliseconds of [8.64e15, 8.64e15 - 1, -8.64e15, -8.64e15 + 1, 0, -1])
    assert.true(same(new Date(milliseconds)));
});

test('WIRE-44 texts of every length and alphabet arrive', (assert) => {
  for (const unit of ['x', 'ä', '字', '🚧', '\u0000', '\ufeff']) {
    for (const length of [
      0, 1, 7, 8, 11, 12, 22, 23, 24, 25, 31, 32, 33, 85, 127, 128, 255, 256, 21_845, 65_536,
    ]) {
      const subject = unit.repeat(length);
      assert.is(readBack(bytesOf(subject)), subject);
      assert.is(valueBytes(subject), bytesOf(subject).length);
    }
  }
});

test('texts that outgrow the buffer arrive, wherever they begin in it', (assert) => {
  for (const before of [0, 65_000, 65_520, 65_534, 65_535, 65_536]) {
    const subject = ['x'.repeat(before), 'ä'.repeat(200), '字'.repeat(40_000), 1];
    assert.true(same(subject), String(before));
  }
});

class Custom {
  readonly field = 1;
}
const cyclic: unknown[] = [];
cyclic.push([cyclic]);
let deep: unknown = 0;
for (let level = 0; level < 257; level += 1) deep = [deep];
const refused: readonly (readonly [string, unknown])[] = [
  ['a function', () => 1],
  ['a symbol', Symbol('x')],
  ['a class instance', new Custom()],
  ['an error', new TypeError('x')],
  ['a map', new Map()],
  ['a typed array of numbers', new Float64Array(1)],
  ['a buffer without a view', new ArrayBuffer(1)],
  ['a regular expression', /x/],
  ['an object with a toJSON of its own', { toJSON: () => 1 }],
  ['an invalid date', new Date(Number.NaN)],
  ['a lone surrogate', '\ud800'],
  ['a lone surrogate in a long text', `${'x'.repeat(100)}\udfff`],
  ['a lone surrogate in a key', { '\udfff': 1 }],
  ['a property named __proto__', JSON.parse('{"__proto__":{"polluted":1}}')],
  ['a cycle', cyclic],
  ['257 arrays within each other', deep],
];

test('WIRE-47 arguments that can be sent are not refused, whatever they are', (assert) => {
  const parts = ['text', 'ä€😀', 0, -0, Number.NaN, true, null, undefined];
  assert.notThrows(() => assertWritable([]));
  assert.notThrows(() => assertWritable(parts));
  assert.notThrows(() =>
    assertWritable([...parts, 2n ** 80n, { parts }, [parts], new Date(0), new Uint8Array(3)]),
  );
});

for (const [what, subject] of refused) {
  test(`WIRE-47 ${what} is refused before it is sent, in whatever form`, (assert) => {
    for (const within of [subject, [subject], { part: subject }]) {
      assert.throws(() => bytesOf(within), { instanceOf: IllegalArgumentError });
      assert.throws(() => valueBytes(within), { instanceOf: IllegalArgumentError });
      assert.throws(() => assertWritable([1, within]), { instanceOf: IllegalArgumentError });
      assert.throws(() => printValue(within, budget()), { instanceOf: IllegalArgumentError });
    }
  });
}

test('WIRE-47 the message says what was found', (assert) => {
  assert.throws(() => bytesOf(new Custom()), { message: /an instance of Custom/ });
  assert.throws(() => bytesOf(Object.create({})), { message: /an instance of Object/ });
  assert.throws(() => bytesOf(Object.create(Object.create(null))), { message: /an instance of a class/ });
});

test('objects without a prototype and views of buffers arrive as what they hold', (assert) => {
  const bare = Object.assign(Object.create(null), { a: 1 });
  assert.deepEqual(readBack(bytesOf(bare)), { a: 1 });
  const arrived = readBack(bytesOf(Buffer.from('ab'))) as Uint8Array;
  assert.is(Object.getPrototypeOf(arrived), Uint8Array.prototype);
  assert.deepEqual(arrived, Uint8Array.of(97, 98));
  // biome-ignore lint/suspicious/noSparseArray: a hole is the subject
  assert.deepEqual(readBack(bytesOf([1, , 3])), [1, undefined, 3]);
});

test('WIRE-45 big integers of any size arrive, in either form', (assert) => {
  for (const bits of [8, 64, 4095, 4096, 4097, 80_000]) {
    for (const subject of [2n ** BigInt(bits), -(2n ** BigInt(bits)), 2n ** BigInt(bits) - 1n]) {
      assert.true(same(subject));
      assert.is(parseValue(printValue(subject, budget()), budget()), subject);
    }
  }
});

test('WIRE-45 bytes and the buffer that they came in share nothing', (assert) => {
  const bytes = bytesOf(Uint8Array.of(1, 2, 3));
  const arrived = readBack(bytes) as Uint8Array;
  bytes.fill(0);
  assert.deepEqual(arrived, Uint8Array.of(1, 2, 3));
});

test('WIRE-48, WIRE-49 no key reaches a prototype, and names of machinery are only names', (assert) => {
  const polluting = fromHex('a1695f5f70726f746f5f5fa168706f6c6c75746564f5'); // {"__proto__": {"polluted": true}}
  assert.throws(() => readBack(polluting), { instanceOf: WireError, code: 'value-malformed' });
  assert.throws(() => parseValue('{"__proto__":{"polluted":true}}', budget()), { code: 'value-malformed' });
  assert.throws(() => parseValue('{"$object":{"__proto__":1}}', budget()), { code: 'value-malformed' });
  const plain = readBack(bytesOf({ constructor: { prototype: { polluted: true } } })) as object;
  assert.is(Object.getPrototypeOf(plain), Object.prototype);
  assert.true(Object.hasOwn(plain, 'constructor'));
  assert.is(({} as Record<string, unknown>)['polluted'], undefined);
});

test('WIRE-56 depth and number of objects have bounds on both sides, which the values of one frame share', (assert) => {
  const nested = [[[]]];
  assert.deepEqual(readBack(bytesOf(nested, budget(3)), budget(3)), nested);
  assert.throws(() => bytesOf(nested, budget(2)), { instanceOf: IllegalArgumentError });
  assert.throws(() => readBack(bytesOf(nested), budget(2)), { code: 'value-too-deep' });
  assert.throws(() => parseValue('[[[]]]', budget(2)), { code: 'value-too-deep' });
  for (const subject of [
    [[], []],
    [{}, {}],
    [1n, 2n],
    [new Date(0), new Uint8Array(0)],
  ]) {
    assert.throws(() => bytesOf(subject, budget(9, 2)), { instanceOf: IllegalArgumentError });
    assert.throws(() => readBack(bytesOf(subject), budget(9, 2)), { code: 'value-too-many' });
    assert.deepEqual(readBack(bytesOf(subject, budget(9, 3)), budget(9, 3)), subject);
  }
  assert.throws(() => parseValue('[[],[]]', budget(9, 2)), { code: 'value-too-many' });
});

const notNotation = [
  'no JSON',
  '{"$unknown":1}',
  '{"$object":1}',
  '{"$number":"1"}',
  '{"$bytes":"0"}',
  '{"$bytes":1}',
  '{"$bigint":"x"}',
  '{"$bigint":1}',
  '{"$date":"x"}',
  '{"$date":1}',
];

for (const notation of notNotation) {
  test(`WIRE-61 ${notation} is no value`, (assert) => {
    assert.throws(() => parseValue(notation, budget()), { instanceOf: WireError, code: 'value-malformed' });
  });
}

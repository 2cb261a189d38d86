/** Goal: every frame survives its bytes, and nothing that is no frame is taken for one. Method: frames at random. */
import test from 'ava';
import fc from 'fast-check';
import { type ErrorCode, errorClasses } from '../../../spec/errors.js';
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  operationIn,
  serializedBytes,
} from '../../transport/frames.js';
import { bytesOf } from '../support.js';

const number = fc.integer();
const text = fc.string({ unit: 'binary', maxLength: 12 });
const json = fc.jsonValue({ maxDepth: 2 });
const bytes = fc
  .uint8Array({ maxLength: 64 })
  .map((octets) => Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(''));
const nullableToken = fc.option(fc.record({ type: text, bytes }));
const error = fc.record({
  code: fc.constantFrom(...(Object.keys(errorClasses) as ErrorCode[])),
  message: text,
  states: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), text),
  className: text,
  stack: text,
});
const head = { op: number, sender: number };

const frames: Readonly<Record<Frame['frame'], fc.Arbitrary<Frame>>> = {
  identify: fc.record({ frame: fc.constant('identify'), ...head, name: text }),
  identity: fc.record({
    frame: fc.constant('identity'),
    op: number,
    found: fc.option(fc.record({ incarnation: number, address: text }), { nil: null }),
    others: fc.boolean(),
    match: fc.option(number, { nil: null }),
  }),
  handshake: fc.record({
    frame: fc.constant('handshake'),
    ...head,
    incarnation: number,
    version: number,
    gateway: text,
  }),
  call: fc.record({
    frame: fc.constant('call'),
    ...head,
    incarnation: number,
    asked: fc.boolean(),
    kind: fc.constantFrom('call' as const, 'unknown' as const),
    envelope: fc.constantFrom('bare' as const, 'fenced' as const),
    token: nullableToken,
    method: text,
    arguments: fc.array(json, { maxLength: 3 }),
  }),
  success: fc.record({ frame: fc.constant('success'), op: number, leg: text, value: json }),
  failure: fc.record({ frame: fc.constant('failure'), op: number, leg: text, error }),
};
const anyFrame = fc.oneof(...Object.values(frames));

for (const [kind, arbitrary] of Object.entries(frames)) {
  test(`a frame of the kind ${kind} survives its bytes`, (assert) => {
    const run = fc.property(arbitrary, (frame) => {
      const normal: unknown = JSON.parse(JSON.stringify(frame)); // no -0: JSON has none
      assert.deepEqual(decodeFrame(encodeFrame(frame)) as unknown, normal);
    });
    fc.assert(run, { seed: 6, numRuns: 100 });
  });
}

test('SIZE-03 bytes that are no UTF-8, no JSON or no frame do not decode', (assert) => {
  const nothing = [
    new Uint8Array(),
    new Uint8Array([0xff, 0xfe, 0x00]),
    bytesOf('no JSON'),
    bytesOf('null'),
    bytesOf('[]'),
    bytesOf('{}'),
    bytesOf('{"frame":"call","op":1}'),
    bytesOf('{"frame":"elsewhat","op":1}'),
  ];
  for (const octets of nothing) assert.is(decodeFrame(octets), null);
  const identify = encodeFrame({ frame: 'identify', op: 1, sender: 0, name: 'x' });
  const broken = identify.map((octet) => (octet === 'x'.charCodeAt(0) ? 0xff : octet));
  assert.not(decodeFrame(identify), null);
  assert.is(decodeFrame(broken), null);
});

test('SIZE-03 a frame without one of its fields, or with a field of another type, does not decode', (assert) => {
  const run = fc.property(anyFrame, fc.nat(), fc.boolean(), (frame, choice, drop) => {
    const fields = Object.keys(frame).filter((field) => field !== 'value'); // a result may be anything
    const field = fields[choice % fields.length] as string;
    const broken: Record<string, unknown> = { ...frame };
    if (drop) delete broken[field];
    else broken[field] = { not: 'that' };
    return decodeFrame(bytesOf(JSON.stringify(broken))) === null;
  });
  assert.notThrows(() => fc.assert(run, { seed: 7, numRuns: 300 }));
});

test('SIZE-03 random bytes never raise', (assert) => {
  const run = fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
    decodeFrame(octets);
    operationIn(octets);
  });
  assert.notThrows(() => fc.assert(run, { seed: 8, numRuns: 500 }));
});

test('a frame is no larger for properties that it should not have', (assert) => {
  const decoded = decodeFrame(
    bytesOf('{"frame":"identify","op":1,"sender":0,"name":"a","__proto__":{"x":1},"y":2}'),
  );
  assert.deepEqual(decoded, { frame: 'identify', op: 1, sender: 0, name: 'a' });
});

test('SIZE-06 the size of a value is its size in UTF-8', (assert) => {
  assert.is(serializedBytes('abc'), 5);
  assert.is(serializedBytes('ä'), 4);
  assert.is(serializedBytes('😀'), 6);
  assert.is(serializedBytes([1, null]), 8);
});

test('the operation of an undecodable frame is found if it names one', (assert) => {
  assert.is(operationIn(bytesOf('{"frame":"call","op":12}')), 12);
  assert.is(operationIn(bytesOf('{"frame":"call","op":"12"}')), null);
  assert.is(operationIn(bytesOf('{"frame":"call"}')), null);
  assert.is(operationIn(bytesOf('null')), null);
  assert.is(operationIn(new Uint8Array([0xff])), null);
});

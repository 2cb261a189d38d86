/** Goal: two sides that can talk agree, and two that cannot know why. Method: preambles at random and made by hand. */
import test from 'ava';
import fc from 'fast-check';
import { refusedBeginnings } from '../../wire/golden/preambles.js';
import { agreementOf, encodePreamble, FEATURE_JSON, type Preamble, WIRE_VERSION } from '../../wire/index.js';
import { decodePreamble, preambleBytes } from '../../wire/preamble.js';
import { fromHex, heardOf, joined, text, usual } from './arbitraries.js';

const preambles: fc.Arbitrary<Preamble> = fc.record({
  major: fc.constant(WIRE_VERSION.major),
  minor: fc.nat(255),
  features: fc.nat(),
  frameBytes: fc.integer({ min: 256, max: 2 ** 40 }),
  names: fc.nat(2 ** 40),
  nodeId: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  incarnation: fc.maxSafeNat(),
  address: text,
});

test('WIRE-04 any preamble arrives as it was sent', (assert) => {
  const run = fc.property(preambles, (preamble) => {
    assert.deepEqual(decodePreamble(encodePreamble(preamble)), preamble);
  });
  fc.assert(run, { seed: 4, numRuns: 500 });
});

test('WIRE-02, WIRE-03 a different major is refused by its first six bytes, and the error names both versions', (assert) => {
  const bytes = encodePreamble({ ...usual, major: 2, minor: 3 }).subarray(0, 6);
  assert.deepEqual(heardOf([bytes]), [{ heard: 'failed', code: 'major-mismatch' }]);
  assert.throws(() => preambleBytes(bytes), { message: /2\.3 at the peer; expected 1\.0 as here/ });
});

test('WIRE-05 a newer minor is welcome, with what it has added to the preamble', (assert) => {
  const older = encodePreamble({ ...usual, minor: 7 });
  const newer = joined([older, fromHex('63616263a10102')]); // a text and a map more
  newer[8] = 0x88; // eight fields
  newer[7] = newer.length - 8;
  assert.deepEqual(heardOf([newer]), [{ heard: 'opened', minor: 7 }]);
});

for (const [name, { hex, code }] of Object.entries(refusedBeginnings)) {
  test(`WIRE-01, WIRE-04 ${name} is refused as ${code}, however it is cut`, (assert) => {
    const bytes = fromHex(hex);
    assert.deepEqual(heardOf([bytes]), [{ heard: 'failed', code }]);
    assert.deepEqual(heardOf([...bytes].map((byte) => Uint8Array.of(byte))), [{ heard: 'failed', code }]);
  });
}

test('WIRE-04 fields of a wrong kind, a small limit, a short node id and bytes behind are refused', (assert) => {
  const good = encodePreamble(usual);
  const spoilt = (change: (bytes: Uint8Array) => Uint8Array | undefined): Uint8Array => {
    const copy = good.slice();
    const changed = change(copy) ?? copy;
    changed[7] = changed.length - 8;
    return changed;
  };
  const all = [
    spoilt((bytes) => void bytes.set([0xf6], 9)), // features: null
    spoilt((bytes) => void bytes.set([0x19, 0, 255, 0x19, 4], 10)), // a limit of 255
    spoilt((bytes) => joined([bytes, Uint8Array.of(0)])),
    spoilt((bytes) => bytes.slice(0, -1)),
    joined([good.subarray(0, 7), Uint8Array.of(8), fromHex('86001901000041ff0000')]), // a node id of one byte
  ];
  for (const bytes of all)
    assert.deepEqual(heardOf([bytes]), [{ heard: 'failed', code: 'preamble-malformed' }]);
});

test('a preamble that no peer would take is not sent', (assert) => {
  for (const nodeId of ['', '00', 'xx'.repeat(16), 'AB'.repeat(16)])
    assert.throws(() => encodePreamble({ ...usual, nodeId }), { code: 'preamble-malformed' });
  assert.throws(() => encodePreamble({ ...usual, address: 'x'.repeat(5000) }), {
    code: 'preamble-malformed',
  });
});

test('WIRE-06, WIRE-21 sides agree on what both offer, the smaller table, and the limit of the receiver', (assert) => {
  const json = { ...usual, features: FEATURE_JSON };
  const agree = (own: Preamble, peer: Preamble) => agreementOf(own, peer);
  assert.false(agree(json, usual).json);
  assert.false(agree(usual, json).json);
  assert.true(agree(json, { ...usual, features: 0xffff_ffff }).json);
  assert.is(agree({ ...usual, names: 5 }, { ...usual, names: 9 }).names, 5);
  assert.is(agree({ ...usual, names: 9 }, { ...usual, names: 5 }).names, 5);
  assert.is(agree(usual, { ...usual, frameBytes: 300 }).frameBytesOut, 300);
  assert.true(agree(usual, { ...usual, minor: 1 }).newer);
  assert.false(agree(usual, usual).newer);
});

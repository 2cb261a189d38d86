/**
 * Goal: nothing that a peer sends makes a decoder throw, hang, hold more than it was sent, or make of it what no codec
 * knows. Method: 10,000 inputs (a million: `npm run fuzz`): golden frames mutated, cut short, glued together and cut at
 * random; bytes at random; values at random in frames that are sound. Each input is read whole and in pieces: the same has
 * to be heard.
 */
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { errorClasses } from '../../../spec/errors.js';
import { encodePreamble, WireFrame } from '../../wire/index.js';
import { cut, FUZZ_INPUTS, fromHex, type Heard, heardOf, joined, listening, usual } from './arbitraries.js';
import { golden, type Mutation, mutated, relength } from './mutations.js';

const own = { ...usual, frameBytes: 65_536 };
const opening = encodePreamble(usual);
const newer = encodePreamble({ ...usual, minor: 9 });

/** Whether what was heard is what a listener may hear: sound frames, at most one failure, and nothing behind it. */
function isSound(heard: readonly Heard[]): boolean {
  return heard.every((one, index) => {
    if (one.heard === 'opened') return index === 0;
    if (one.heard === 'failed') return index === heard.length - 1;
    return one.heard === 'undecodable' || WireFrame.is(one.frame);
  });
}

/** Reads bytes whole and cut, and judges both. */
function survives(bytes: Uint8Array, places: readonly number[]): boolean {
  const whole = heardOf([bytes], own);
  const inPieces = heardOf(cut(bytes, places), own);
  return isSound(whole) && isDeepStrictEqual(whole, inPieces);
}

const places = fc.array(fc.nat(300), { maxLength: 4 });
const options = (seed: number, share: number) => ({ seed, numRuns: Math.ceil(FUZZ_INPUTS * share) });

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(400),
  byte: fc.oneof(
    fc.nat(255),
    fc.constantFrom(0x00, 0x1b, 0x3b, 0x5b, 0x7f, 0x9a, 0xbb, 0xc2, 0xf6, 0xfb, 0xff),
  ),
  how: fc.constantFrom('set', 'flip', 'insert', 'remove'),
});

test('WIRE-55 mutated golden frames are read, skipped or refused, and nothing else', (assert) => {
  const frame = fc.record({
    bytes: fc.constantFrom(...golden),
    mutations: fc.array(mutation, { maxLength: 3 }),
  });
  const run = fc.property(
    fc.array(frame, { minLength: 1, maxLength: 3 }),
    fc.boolean(),
    places,
    (sent, isNewer, at) => {
      const parts = sent.map(({ bytes, mutations }) => relength(mutated(bytes.subarray(4), mutations)));
      return survives(joined([isNewer ? newer : opening, ...parts]), at);
    },
  );
  assert.notThrows(() => fc.assert(run, options(1, 0.4)));
});

test('WIRE-55 streams that break off, begin late or are mutated anywhere are survived', (assert) => {
  const run = fc.property(
    fc.array(fc.constantFrom(...golden), { maxLength: 4 }),
    fc.array(mutation, { maxLength: 4 }),
    fc.nat(400),
    places,
    (parts, mutations, length, at) =>
      survives(mutated(joined([opening, ...parts]), mutations).subarray(0, length), at),
  );
  assert.notThrows(() => fc.assert(run, options(2, 0.2)));
});

test('WIRE-55 bytes at random are survived, from the beginning and within a frame', (assert) => {
  const kind = fc.nat(12);
  const run = fc.property(
    fc.uint8Array({ maxLength: 120 }),
    kind,
    fc.boolean(),
    places,
    (bytes, number, raw, at) =>
      survives(raw ? bytes : joined([opening, relength(joined([Uint8Array.of(number), bytes]))]), at),
  );
  assert.notThrows(() => fc.assert(run, options(3, 0.2)));
});

test('WIRE-54, WIRE-55 whatever stands where a value should, the connection goes on', (assert) => {
  const item = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.tuple(fc.constantFrom(...golden), fc.nat(40)).map(([bytes, from]) => bytes.subarray(from)),
  );
  const ping = fromHex('00000003088107');
  const run = fc.property(item, fc.array(mutation, { maxLength: 2 }), places, (bytes, mutations, at) => {
    const success = relength(joined([fromHex('05830100'), mutated(bytes, mutations)]));
    const stream = joined([opening, success, ping]);
    return (
      survives(stream, at) &&
      isDeepStrictEqual(heardOf([stream], own).at(-1), {
        heard: 'frame',
        frame: { frame: 'ping', number: 7 },
      })
    );
  });
  assert.notThrows(() => fc.assert(run, options(4, 0.2)));
});

test('WIRE-48 after all that, no prototype has a property more', (assert) => {
  const names = Object.getOwnPropertyNames(Object.prototype);
  assert.is(names.length, 12);
  for (const place of [{}, [], new Uint8Array(0), new Date(0)]) assert.deepEqual(Object.keys(place), []);
  assert.true(Object.keys(errorClasses).length > 0);
});

test('WIRE-09 a length that is claimed and not sent makes nobody allocate', (assert) => {
  const claims = [
    '00a00000 04',
    '00a00000 05830100 5a00900000',
    '00a00000 05830100 7a00900000',
    '00a00000 05830100 9a00900000',
  ];
  const decoders = claims.flatMap((claim) =>
    Array.from({ length: 25 }, () => {
      const { decoder } = listening();
      decoder.push(opening);
      decoder.push(fromHex(claim.replaceAll(' ', '')));
      decoder.push(new Uint8Array(100));
      return decoder;
    }),
  );
  const before = process.memoryUsage().arrayBuffers;
  for (const decoder of decoders) decoder.push(new Uint8Array(1000)); // more than the first buffer holds
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.true(grown < 8192 * decoders.length, `${grown} bytes for ${decoders.length} connections`);
});

test('WIRE-56 one frame of tiny objects cannot make more of them than its bound', (assert) => {
  for (const [item, code] of [
    ['40', 'value-too-many'],
    ['80', 'value-too-many'],
    ['a0', 'value-too-many'],
  ]) {
    const { decoder, heard } = listening(usual, { depth: 256, objects: 1000 });
    decoder.push(opening);
    decoder.push(relength(fromHex(`05830100990fa0${(item as string).repeat(4000)}`)));
    assert.deepEqual(heard.at(-1), { heard: 'undecodable', op: 1, leg: 'answer', code: code as string });
  }
});

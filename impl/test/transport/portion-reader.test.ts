/**
 * Goal: what comes at once is read in portions, between which those who awaited something go on; nothing is lost, doubled or
 * out of order, whenever bytes come. Method: a reader over numbered pings, and a record of what happens.
 */
import test from 'ava';
import fc from 'fast-check';
import { PortionReader } from '../../transport/portion-reader.js';
import { encodePreamble, WireDecoder, WireEncoder, type WireFrame } from '../../wire/index.js';
import { agreementOf } from '../../wire/preamble.js';
import { hop } from '../support.js';
import { usual } from '../wire/arbitraries.js';

/** How many frames a portion has here. */
const PORTION = 16;

/** A reader whose preamble has come, and a record of what it does; `received` hears each number. */
function reading(received: (number: number) => void = () => undefined) {
  const happened: string[] = [];
  const numbers: number[] = [];
  const decoder = new WireDecoder(usual, {
    opened: () => undefined,
    received: (frame: WireFrame) => {
      if (frame.frame !== 'ping') return;
      numbers.push(frame.number);
      received(frame.number);
    },
    undecodable: () => undefined,
    failed: () => undefined,
  });
  const reader = new PortionReader(decoder, {
    portionFrames: PORTION,
    portionBegins: () => void happened.push('begins'),
    portionEnds: () => void happened.push(`ends at ${numbers.length}`),
    portionFailed: () => void happened.push('failed'),
  });
  reader.push(encodePreamble(usual));
  happened.length = 0;
  return { reader, decoder, numbers, happened };
}

const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);

/** Pings with these numbers, as bytes. */
function pings(numbers: readonly number[]): Uint8Array {
  const encoder = new WireEncoder(agreementOf(usual, usual));
  for (const number of numbers) encoder.write({ frame: 'ping', number });
  return encoder.take();
}

test('so many frames are a portion as the listener says, and the others are read when microtasks have run', async (assert) => {
  const { reader, numbers, happened } = reading();
  reader.push(pings(upTo(40)));
  assert.deepEqual(happened, ['ends at 16']);
  await hop();
  assert.deepEqual(happened, ['ends at 16', 'begins', 'ends at 32', 'begins', 'ends at 40']);
  assert.deepEqual(numbers, upTo(40));
});

test('whoever awaits a frame goes on before the next portion is read', async (assert) => {
  const order: string[] = [];
  const { reader } = reading((number) => {
    order.push(`${number}`);
    if (number === 3 || number === 20) void Promise.resolve().then(() => order.push(`behind ${number}`));
  });
  reader.push(pings(upTo(33)));
  await hop();
  assert.is(order.indexOf('behind 3'), 16);
  assert.is(order.indexOf('behind 20'), 33); // 32 frames, and the one before
});

/** Cuts bytes into pieces of these sizes, and what is left. */
function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  let from = 0;
  const pieces = sizes.map((size) => {
    from += size;
    return bytes.slice(from - size, from);
  });
  return [...pieces, bytes.slice(from)];
}

test('ORD-01, ORD-05 frames arrive once and in order, in any pieces, whenever they come', async (assert) => {
  const count = 200;
  let timesWithin = 0;
  /** When a piece comes: with the one before, behind its microtasks, in a later turn, or while it is being heard. */
  const when = fc.constantFrom('with', 'microtask', 'turn', 'within');
  const pieces = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), when), { minLength: 1, maxLength: 12 });
  const run = fc.asyncProperty(pieces, async (drawn) => {
    const within: Uint8Array[] = [];
    const { reader, numbers } = reading(() => {
      const next = within.shift();
      if (next === undefined) return;
      timesWithin += 1;
      reader.push(next);
    });
    const sizes = drawn.map(([size]) => size);
    const all = cut(pings(upTo(count)), sizes);
    for (let index = 0; index < all.length; index += 1) {
      const first = all[index] as Uint8Array;
      while (drawn[index]?.[1] === 'within' && index + 1 < all.length)
        within.push(all[++index] as Uint8Array);
      reader.push(first);
      for (const late of within.splice(0)) reader.push(late); // nothing was heard that they could come with
      if (drawn[index]?.[1] === 'microtask') await Promise.resolve();
      if (drawn[index]?.[1] === 'turn') await hop();
    }
    await hop();
    assert.deepEqual(numbers, upTo(count));
  });
  await fc.assert(run, { numRuns: 200 });
  assert.true(timesWithin > 50, `${timesWithin} pieces came while another was heard`);
});

test('what is left is read at once when nothing more comes', async (assert) => {
  const { reader, numbers, happened } = reading();
  reader.push(pings(upTo(100)));
  reader.readAll();
  assert.deepEqual(numbers, upTo(100));
  await hop();
  assert.deepEqual(happened, ['ends at 16', 'ends at 100']);
});

test('a decoder that is closed has nothing left', async (assert) => {
  const { reader, decoder, numbers, happened } = reading();
  reader.push(pings(upTo(100)));
  decoder.close();
  await hop();
  assert.deepEqual(numbers, upTo(16));
  assert.deepEqual(happened, ['ends at 16', 'begins', 'ends at 16']);
});

test('what a listener throws goes to whoever brought the bytes, and the rest is not read', async (assert) => {
  const { reader, numbers, happened } = reading((number) => {
    if (number === 5) throw new Error('no');
  });
  assert.throws(() => reader.push(pings(upTo(100))), { message: 'no' });
  await hop();
  assert.deepEqual(numbers, upTo(6));
  assert.deepEqual(happened, ['failed']);
});

/** Goal: texts become their bytes, however many of them share a slab. Method: texts of all lengths, kept and compared. */
import test from 'ava';
import fc from 'fast-check';
import { byteLengthOf, bytesOfText } from '../../transport/text-bytes.js';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 50 }).map((part) => part.repeat(100)),
);

test('texts are encoded as the platform encodes them, and keep their bytes', (assert) => {
  const run = fc.property(fc.array(text, { minLength: 1, maxLength: 40 }), (texts) => {
    const kept = texts.map(bytesOfText);
    texts.forEach((one, position) => {
      assert.deepEqual(Buffer.from(kept[position] as Uint8Array), Buffer.from(one, 'utf8'));
    });
  });
  fc.assert(run, { seed: 12, numRuns: 200 });
});

test('SIZE-06 the length in bytes is known without the bytes', (assert) => {
  const run = fc.property(text, (one) => byteLengthOf(one) === new TextEncoder().encode(one).length);
  assert.notThrows(() => fc.assert(run, { seed: 13, numRuns: 500 }));
});

/** Goal: the size of a text is known without encoding it. Method: the encoder of the platform. */
import test from 'ava';
import fc from 'fast-check';
import { byteLengthOf } from '../../wire/text-bytes.js';

test('a text has as many bytes as its encoding', (assert) => {
  const run = fc.property(fc.string({ unit: 'grapheme-composite' }), (text) => {
    assert.is(byteLengthOf(text), new TextEncoder().encode(text).length);
  });
  fc.assert(run, { seed: 15, numRuns: 1000 });
  for (const [text, bytes] of [
    ['', 0],
    ['a', 1],
    ['ä', 2],
    ['€', 3],
    ['😀', 4],
  ] as const)
    assert.is(byteLengthOf(text), bytes);
});

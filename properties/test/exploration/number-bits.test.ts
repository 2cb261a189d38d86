/** Goal: equal sets, and no others, have equal texts. Method: sets drawn at random, beside those of the language. */
import { fc, testProp } from '@fast-check/ava';
import { NumberBits } from '../../exploration/number-bits.js';

const numbers = fc.array(fc.nat({ max: 3000 }), { maxLength: 20 });

function bitsOf(list: readonly number[], bits = new NumberBits()): NumberBits {
  bits.clear();
  for (const number of list) bits.add(number);
  return bits;
}

testProp('a set has what was added since it was cleared', [numbers, numbers], (t, earlier, list) => {
  const bits = bitsOf(list, bitsOf(earlier));
  t.deepEqual(
    [...earlier, ...list].filter((number) => bits.has(number)),
    [...earlier, ...list].filter((number) => list.includes(number)),
  );
});

testProp(
  'two sets have one text when they are equal, however they came about',
  [numbers, numbers],
  (t, one, other) => {
    const text = bitsOf(one).text();
    t.is(bitsOf([...one].reverse(), bitsOf(other)).text(), text);
    const sorted = (list: readonly number[]) => [...new Set(list)].sort((left, right) => left - right).join();
    t.is(bitsOf(other).text() === text, sorted(one) === sorted(other));
  },
);

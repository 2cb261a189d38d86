/** Goal: a set of numbers says of each whether it was added. Method: against the language's own set. */
import test from 'ava';
import fc from 'fast-check';
import { NumberSet } from '../number-set.js';

test('it has what was added, and nothing else, in whatever order', (assertions) => {
  fc.assert(
    fc.property(fc.array(fc.nat(40)), (numbers) => {
      const expected = new Set<number>();
      const set = new NumberSet();
      for (const number of numbers) {
        if (set.add(number) === expected.has(number)) return false;
        expected.add(number);
      }
      return Array.from({ length: 45 }, (_, number) => number).every(
        (number) => set.has(number) === expected.has(number),
      );
    }),
    { seed: 20_261_121, numRuns: 1000 },
  );
  assertions.pass();
});

test('a cleared set is empty', (assertions) => {
  const set = new NumberSet();
  set.add(3);
  set.clear();
  assertions.false(set.has(3));
  assertions.true(set.add(3));
});

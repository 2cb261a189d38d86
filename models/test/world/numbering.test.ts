/** Numbers of texts, beside a plain list of the texts that were seen. */
import test from 'ava';
import fc from 'fast-check';
import { Numbering } from '../../world/numbering.js';

/** A text that is to be numbered, or null for the beginning of a trace. */
const steps = fc.array(
  fc.option(fc.constantFrom('', 'a', 'b', 'a b', 'constructor', '__proto__'), { freq: 8 }),
);

test('texts are numbered in the order in which they were seen first, from 0 on in each trace', (t) => {
  fc.assert(
    fc.property(steps, (drawn) => {
      const numbering = new Numbering();
      let seen: string[] = [];
      for (const text of drawn) {
        if (text === null) {
          numbering.clear();
          seen = [];
        } else {
          if (!seen.includes(text)) seen.push(text);
          t.is(numbering.numberOf(text), seen.indexOf(text));
        }
        t.deepEqual(
          seen.map((_, number) => numbering.textOf(number)),
          seen,
        );
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

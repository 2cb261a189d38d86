/**
 * Goal: the published JSON Schemas accept exactly what the codecs decode. Method: generated values, and the same values
 * with one place changed, are put to both.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import fc from 'fast-check';
import { publishedSchemas, schemaOf } from '../codecs/index.js';
import { arbitraryOf } from './arbitrary-of.js';
import { placesOf, withChange } from './places.js';

const RUNS = { seed: 20_010_101, numRuns: 400 };

/** What a place is changed into: other types, other numbers, other texts, and nothing at all. */
const change = fc.constantFrom<unknown>(
  undefined,
  null,
  true,
  -1,
  0.5,
  2 ** 60,
  '',
  'settle',
  'ABC',
  [],
  {},
  { bytes: 1 },
);

for (const published of publishedSchemas) {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schemaOf(published));

  test(`${published.name} schema accepts every value of its codec`, (assertions) => {
    fc.assert(
      fc.property(arbitraryOf(published.codec), (value: unknown) =>
        validate(JSON.parse(JSON.stringify(published.codec.encode(value)))),
      ),
      RUNS,
    );
    assertions.pass();
  });

  test(`${published.name} schema and codec agree on changed values`, (assertions) => {
    let refused = 0;
    fc.assert(
      fc.property(arbitraryOf(published.codec), change, fc.nat(), (value: unknown, into, choice) => {
        const places = placesOf(value);
        const changed = withChange(value, places[choice % places.length]!, into) ?? null;
        const decodes = published.codec.decode(changed)._tag === 'Right';
        if (!decodes) refused += 1;
        return validate(changed) === decodes;
      }),
      RUNS,
    );
    assertions.true(refused > RUNS.numRuns / 4, `${refused} refused`);
  });
}

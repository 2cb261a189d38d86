/** Goal: the schema generator says no to what it cannot write, and names what others refer to. */
import test from 'ava';
import * as t from 'io-ts';
import { jsonSchemaOf, Natural, objectOf, publishedSchemas, schemaOf } from '../codecs/index.js';

test('the keywords say what the codec says', (assertions) => {
  const codec = objectOf(
    { id: Natural, kind: t.keyof({ a: null, b: null }), list: t.readonlyArray(t.union([t.string, t.null])) },
    { note: t.string },
  );
  assertions.deepEqual(jsonSchemaOf(codec, 'sample', 'A sample'), {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:fencepost:schema:1:sample',
    title: 'A sample',
    type: 'object',
    properties: {
      id: { $ref: '#/$defs/Natural' },
      kind: { enum: ['a', 'b'] },
      list: { type: 'array', items: { type: ['string', 'null'] } },
      note: { type: 'string' },
    },
    required: ['id', 'kind', 'list'],
    $defs: { Natural: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } },
  });
});

test('every reference of a published schema has its definition', (assertions) => {
  for (const published of publishedSchemas) {
    const schema = schemaOf(published);
    const text = JSON.stringify(schema);
    const references = [...text.matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name]) => name!);
    const definitions = Object.keys(schema['$defs'] as object);
    assertions.deepEqual([...new Set(references)].sort(), definitions, published.name);
  }
});

test('a codec that JSON cannot write has no schema', (assertions) => {
  assertions.throws(() => jsonSchemaOf(t.undefined, 'nothing', 'Nothing'), { message: /has no JSON form/ });
});

test('a refinement without a description has no schema', (assertions) => {
  const even = t.refinement(t.number, (value) => value % 2 === 0, 'Even');
  assertions.throws(() => jsonSchemaOf(even, 'even', 'Even'), { message: /describeRefinement.*Even/ });
});

test('two codecs of one name have no schema', (assertions) => {
  const codec = t.strict({ a: t.type({ x: t.string }, 'Same'), b: t.type({ x: t.number }, 'Same') });
  assertions.throws(() => jsonSchemaOf(codec, 'same', 'Same'), { message: /two codecs are named Same/ });
});

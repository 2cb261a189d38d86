/**
 * Arbitraries from io-ts codecs, by walking their `_tag`s as the schema generator does: every value that a codec
 * accepts can be generated, down to a bounded depth of recursion.
 */
import fc from 'fast-check';
import * as t from 'io-ts';
import { OptionalFieldsType } from '../codecs/primitives.js';

/** How often a recursive codec is entered before lists, records and optional fields below it are left empty. */
const RECURSION_DEPTH_MAX = 2;

const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (Object.is(value, -0) ? 0 : value));

const refinements: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  'a version such as 1.20.1': fc
    .array(fc.nat(), { minLength: 1, maxLength: 4 })
    .map((numbers) => numbers.join('.')),
  'a piece of a reason, not the empty text': fc.string({ minLength: 1 }),
  Natural: fc.maxSafeNat(),
  Finite: number,
  Milliseconds: number.map(Math.abs),
  TokenBytes: fc
    .uint8Array({ maxLength: 64 })
    .map((bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')),
};

/**
 * Values of a codec.
 *
 * @param codec any codec of this room
 * @returns an arbitrary of values that the codec accepts
 * @throws Error for a kind of codec, or a refinement, that it does not know
 */
export function arbitraryOf<A>(codec: t.Type<A, unknown>): fc.Arbitrary<A> {
  return build(codec, 0, new Map()) as fc.Arbitrary<A>;
}

type Cache = Map<t.Mixed, fc.Arbitrary<unknown>[]>;

function build(codec: t.Mixed, depth: number, cache: Cache): fc.Arbitrary<unknown> {
  const known = cache.get(codec) ?? [];
  cache.set(codec, known);
  const arbitrary = known[depth] ?? structure(codec, depth, cache);
  known[depth] = arbitrary;
  return arbitrary;
}

function structure(codec: t.Mixed, depth: number, cache: Cache): fc.Arbitrary<unknown> {
  const inner = (part: t.Mixed) => build(part, depth, cache);
  const deepest = depth >= RECURSION_DEPTH_MAX;
  if (codec instanceof t.StringType) return fc.string({ unit: 'binary' });
  if (codec instanceof t.NumberType) return number;
  if (codec instanceof t.BooleanType) return fc.boolean();
  if (codec instanceof t.NullType) return fc.constant(null);
  if (codec instanceof t.UnknownType) return fc.oneof(fc.string(), number, fc.boolean(), fc.constant(null));
  if (codec instanceof t.LiteralType) return fc.constant(codec.value);
  if (codec instanceof t.KeyofType) return fc.constantFrom(...Object.keys(codec.keys as object));
  if (codec instanceof t.RefinementType) return refinement(codec);
  if (codec instanceof t.ReadonlyType || codec instanceof t.ExactType) return inner(codec.type);
  if (codec instanceof t.RecursiveType) return build(codec.type, depth + 1, cache);
  if (codec instanceof t.ReadonlyArrayType || codec instanceof t.ArrayType) {
    return deepest ? fc.constant([]) : fc.array(inner(codec.type), { maxLength: 3 });
  }
  if (codec instanceof t.DictionaryType) {
    const key = fc.string().filter((text) => text !== '__proto__');
    return deepest
      ? fc.constant({})
      : fc.dictionary(key, inner(codec.codomain), { maxKeys: 3, noNullPrototype: true });
  }
  if (codec instanceof t.InterfaceType) return record(codec.props, inner, {});
  if (codec instanceof OptionalFieldsType)
    return deepest ? fc.constant({}) : record(codec.props, inner, { requiredKeys: [] });
  if (codec instanceof t.UnionType) return fc.oneof(...codec.types.map(inner));
  if (codec instanceof t.IntersectionType) {
    const members: t.Mixed[] = codec.types;
    return fc.tuple(...members.map(inner)).map((parts) => Object.assign({}, ...parts) as unknown);
  }
  throw new Error(`no arbitrary for ${codec.name}`);
}

function refinement(codec: t.Mixed): fc.Arbitrary<unknown> {
  const known = refinements[codec.name];
  if (known === undefined) throw new Error(`no arbitrary for the refinement ${codec.name}`);
  return known;
}

function record(
  props: t.Props,
  inner: (part: t.Mixed) => fc.Arbitrary<unknown>,
  options: { requiredKeys?: [] },
): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(props).map(([key, field]) => [key, inner(field)]));
  return fc.record(fields, { ...options, noNullPrototype: true });
}

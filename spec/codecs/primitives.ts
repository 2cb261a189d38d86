/**
 * The small codecs that all others are made of: numbers that survive JSON, JSON values, and optional fields.
 *
 * Every refinement here says in JSON Schema what its predicate says in code, so that the published schemas refuse
 * what the codecs refuse.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { TOKEN_BYTES_MAX, TokenBytes } from '../tokens.js';

/** A piece of JSON Schema. */
export type SchemaFragment = { readonly [keyword: string]: unknown };

const fragments = new Map<t.Mixed, SchemaFragment>();

/**
 * Records what a refinement means in JSON Schema.
 *
 * @param codec a codec made with `t.refinement`
 * @param fragment the schema of exactly the values that it accepts
 * @returns the codec
 */
export function describeRefinement<C extends t.Mixed>(codec: C, fragment: SchemaFragment): C {
  fragments.set(codec, fragment);
  return codec;
}

/** What {@link describeRefinement} recorded for this codec, or `undefined`. */
export function refinementFragment(codec: t.Mixed): SchemaFragment | undefined {
  return fragments.get(codec);
}

describeRefinement(TokenBytes, { type: 'string', pattern: `^(?:[0-9a-f]{2}){0,${TOKEN_BYTES_MAX}}$` });

/** A count or a number that names something: a whole number from 0 to 2^53 - 1. */
export const Natural = describeRefinement(
  t.refinement(t.number, (value) => Number.isSafeInteger(value) && value >= 0, 'Natural'),
  { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
);

/** A number that JSON can write: neither infinite nor NaN. */
export const Finite = describeRefinement(t.refinement(t.number, Number.isFinite, 'Finite'), {
  type: 'number',
});

/** A span or a moment in milliseconds: finite and not negative. */
export const Milliseconds = describeRefinement(
  t.refinement(t.number, (value) => Number.isFinite(value) && value >= 0, 'Milliseconds'),
  { type: 'number', minimum: 0 },
);

/** Anything that JSON can write. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Codec of {@link JsonValue}. */
export const JsonValue: t.Type<JsonValue> = t.recursion('JsonValue', (self) =>
  t.union([t.string, Finite, t.boolean, t.null, t.readonlyArray(self), t.readonly(t.record(t.string, self))]),
);

type OptionalOf<P extends t.Props> = { [K in keyof P]?: t.TypeOf<P[K]> };
type OptionalOutputOf<P extends t.Props> = { [K in keyof P]?: t.OutputOf<P[K]> };

/**
 * Fields that may be absent. Unlike `t.partial`, a field that is present never is `undefined`, which is what
 * `exactOptionalPropertyTypes` says and what JSON can write; other fields are left out of the result.
 */
export class OptionalFieldsType<P extends t.Props> extends t.Type<OptionalOf<P>, OptionalOutputOf<P>> {
  readonly _tag = 'OptionalFieldsType' as const;
  readonly props: P;

  constructor(props: P, name: string) {
    const keys = Object.keys(props);
    super(
      name,
      (input): input is OptionalOf<P> =>
        t.UnknownRecord.is(input) && keys.every((key) => !(key in input) || props[key]!.is(input[key])),
      (input, context) => {
        const record = t.UnknownRecord.validate(input, context);
        if (isLeft(record)) return record;
        const fields: Record<string, unknown> = {};
        const errors: t.Errors = [];
        for (const key of keys) {
          const value = record.right[key];
          if (value === undefined) continue;
          const codec = props[key]!;
          const result = codec.validate(value, t.appendContext(context, key, codec, value));
          if (isLeft(result)) errors.push(...result.left);
          else fields[key] = result.right;
        }
        return errors.length > 0 ? t.failures(errors) : t.success(fields as OptionalOf<P>);
      },
      (value) => {
        const fields: Record<string, unknown> = {};
        for (const key of keys) {
          const field: unknown = value[key];
          if (field !== undefined) fields[key] = props[key]!.encode(field);
        }
        return fields as OptionalOutputOf<P>;
      },
    );
    this.props = props;
  }
}

/**
 * An object with fields that must and fields that may be there; other fields are dropped.
 *
 * @param required codecs of the required fields
 * @param optional codecs of the fields that may be absent
 * @param name what decoding errors and schemas call the object; without it, its fields
 * @returns a codec of the object
 */
export function objectOf<R extends t.Props, O extends t.Props>(required: R, optional: O, name?: string) {
  const fields = new OptionalFieldsType(optional, `Optional<${Object.keys(optional).join(', ')}>`);
  return t.readonly(t.intersection([t.strict(required), fields]), name);
}

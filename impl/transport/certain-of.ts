/**
 * Quick checks, derived from io-ts codecs. A quick check says of a parsed value that the codec certainly gives it back as
 * it is. It decides nothing else: on `false` the codec itself is asked. Kinds of codecs that are not known here are never
 * certain, so that a check can be slow but not wrong.
 */
import * as t from 'io-ts';

/** Whether the codec certainly gives back this very value. */
export type Certain = (value: unknown) => boolean;

/** The quick check of a codec. */
export function certainOf(codec: t.Any): Certain {
  if (codec instanceof t.StringType) return (value) => typeof value === 'string';
  if (codec instanceof t.NumberType) return (value) => typeof value === 'number';
  if (codec instanceof t.BooleanType) return (value) => typeof value === 'boolean';
  if (codec instanceof t.NullType) return (value) => value === null;
  if (codec instanceof t.UnknownType) return () => true;
  if (codec instanceof t.LiteralType) return (value) => value === codec.value;
  if (codec instanceof t.KeyofType)
    return (value) => typeof value === 'string' && Object.hasOwn(codec.keys, value);
  if (codec instanceof t.RefinementType) return refined(certainOf(codec.type), codec.predicate);
  if (codec instanceof t.ReadonlyType) return certainOf(codec.type);
  if (codec instanceof t.UnionType) return either(codec.types.map(certainOf));
  if (codec instanceof t.ArrayType) return arrayOf(certainOf(codec.type));
  if (codec instanceof t.DictionaryType) return recordOf(codec.domain, certainOf(codec.codomain));
  if (codec instanceof t.ExactType && codec.type instanceof t.InterfaceType) return exactly(codec.type.props);
  return () => false;
}

function refined(base: Certain, predicate: (value: unknown) => boolean): Certain {
  return (value) => base(value) && predicate(value);
}

function either(checks: readonly Certain[]): Certain {
  return (value) => {
    for (const check of checks) if (check(value)) return true;
    return false;
  };
}

function arrayOf(element: Certain): Certain {
  return (value) => Array.isArray(value) && value.every(element);
}

function recordOf(domain: t.Any, codomain: Certain): Certain {
  if (!(domain instanceof t.StringType)) return () => false;
  return (value) => {
    if (!isObject(value)) return false;
    for (const name in value) if (!codomain(value[name])) return false;
    return true;
  };
}

/** All of these properties, and no other. */
function exactly(props: t.Props): Certain {
  const names = Object.keys(props);
  const checks = names.map((name) => certainOf(props[name] as t.Any));
  return (value) => {
    if (!isObject(value)) return false;
    for (let position = 0; position < names.length; position += 1) {
      const property = value[names[position] as string];
      if (property === undefined || !(checks[position] as Certain)(property)) return false;
    }
    let count = 0;
    for (const _ in value) count += 1;
    return count === names.length;
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

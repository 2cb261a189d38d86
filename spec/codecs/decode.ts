/**
 * Decoding that explains itself: the error says where, what was found and what was expected, in one line.
 *
 * `scenario.steps[2].operation.endpoint: found -1, expected Natural`
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

/** The longest piece of a found value that a message shows, in characters. */
export const SHOWN_CHARACTERS_MAX = 60;

/** The most alternatives that a message names. */
export const SHOWN_ALTERNATIVES_MAX = 8;

/** A value is not what its codec says. */
export class DecodingError extends Error {
  override readonly name = 'DecodingError';
  /** Stable. */
  readonly code = 'decoding-failed';
  /** Where: `scenario.steps[2].operation.endpoint`. */
  readonly path: string;
  /** What was found there, shortened. */
  readonly found: string;
  /** What was expected there. */
  readonly expected: string;

  constructor(path: string, found: string, expected: string) {
    super(`${path}: found ${found}, expected ${expected}`);
    this.path = path;
    this.found = found;
    this.expected = expected;
  }
}

/**
 * Decodes a value or says why not.
 *
 * @param codec what the value should be
 * @param value anything, `JSON.parse` of a file for instance
 * @param what the name of the whole value, with which the path begins
 * @returns the decoded value, without fields that the codec does not know
 * @throws DecodingError naming the deepest place that is wrong
 * @example
 * ```ts
 * const scenario = decodeOrThrow(ScenarioCodec, JSON.parse(text), 'scenario');
 * ```
 */
export function decodeOrThrow<A>(codec: t.Type<A, unknown>, value: unknown, what: string): A {
  const result = codec.decode(value);
  if (isLeft(result)) throw explain(result.left, what);
  return result.right;
}

/** Turns the errors of io-ts into one that points at the deepest wrong place, a wrong value before a missing one. */
function explain(errors: t.Errors, what: string): DecodingError {
  const depth = errors.reduce((most, error) => Math.max(most, pathOf(error).length), 0); // there may be millions
  const deepest = errors.filter((error) => pathOf(error).length === depth);
  const first = deepest.find((error) => error.value !== undefined) ?? deepest[0]!;
  const path = pathOf(first);
  const here = deepest.filter((error) => pathOf(error).join('\0') === path.join('\0'));
  const place = what + path.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('');
  const unknownTag = here.length === 1 ? tagOf(first) : undefined;
  if (unknownTag !== undefined) {
    const { tag, found, allowed } = unknownTag;
    return new DecodingError(`${place}.${tag}`, show(found), alternatives(allowed));
  }
  const expected = new Set(here.map((error) => nameOf(error.context.at(-1)!.type)));
  return new DecodingError(place, show(first.value), alternatives([...expected]));
}

/** The keys on the way to the error; the numbers of members of unions and intersections are no keys. */
function pathOf(error: t.ValidationError): string[] {
  const keys: string[] = [];
  error.context.forEach((entry, index) => {
    const parent = error.context[index - 1]?.type;
    if (parent !== undefined && !isChoice(parent)) keys.push(entry.key);
  });
  return keys;
}

/** The codec within wrappers that add no step to a path. */
function unwrap(codec: t.Decoder<unknown, unknown>): t.Mixed {
  const tagged = codec as t.Mixed & { readonly _tag?: string; readonly type?: t.Mixed };
  switch (tagged._tag) {
    case 'ReadonlyType':
    case 'ExactType':
    case 'RecursiveType':
      return unwrap(tagged.type!);
    default:
      return tagged;
  }
}

function isChoice(codec: t.Decoder<unknown, unknown>): boolean {
  const inner = unwrap(codec);
  return inner instanceof t.UnionType || inner instanceof t.IntersectionType;
}

/** For an object whose deciding field has an unknown value: the field, that value, and the known ones. */
function tagOf(error: t.ValidationError): { tag: string; found: unknown; allowed: string[] } | undefined {
  const codec = unwrap(error.context.at(-1)!.type);
  if (!(codec instanceof t.TaggedUnionType) || !t.UnknownRecord.is(error.value)) return undefined;
  const tag = String(codec.tag);
  const members: t.Mixed[] = codec.types;
  return { tag, found: error.value[tag], allowed: members.flatMap((member) => literalsOf(member, tag)) };
}

/** The literal values of the field `tag` of a member of a union. */
function literalsOf(codec: t.Mixed, tag: string): string[] {
  const inner = unwrap(codec);
  if (inner instanceof t.IntersectionType) {
    return (inner.types as t.Mixed[]).flatMap((member) => literalsOf(member, tag));
  }
  const field = inner instanceof t.InterfaceType ? (inner.props as t.Props)[tag] : undefined;
  return field instanceof t.LiteralType ? [JSON.stringify(field.value)] : [];
}

/** What a message calls a codec: its name, or its values when there are few. */
function nameOf(codec: t.Decoder<unknown, unknown>): string {
  const inner = unwrap(codec);
  if (inner instanceof t.KeyofType) {
    const values = Object.keys(inner.keys as object);
    if (values.length <= SHOWN_ALTERNATIVES_MAX)
      return alternatives(values.map((value) => JSON.stringify(value)));
  }
  if (inner instanceof t.InterfaceType && codec.name.startsWith('{')) return 'an object';
  if (codec.name.startsWith('Optional<')) return 'an object';
  return codec.name;
}

function alternatives(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_ALTERNATIVES_MAX);
  const rest = names.length - shown.length;
  return shown.join(' or ') + (rest > 0 ? ` or one of ${rest} more` : '');
}

/** A found value in at most {@link SHOWN_CHARACTERS_MAX} characters. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'number')
    return String(value);
  if (typeof value === 'function') return 'a function';
  let text: string;
  try {
    text = JSON.stringify(value) ?? typeof value;
  } catch {
    text = `an ${typeof value} that JSON cannot write`;
  }
  return text.length <= SHOWN_CHARACTERS_MAX ? text : `${text.slice(0, SHOWN_CHARACTERS_MAX - 1)}…`;
}

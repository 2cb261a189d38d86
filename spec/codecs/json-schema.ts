/**
 * JSON Schema (draft 2020-12) from io-ts codecs, by walking their `_tag`s.
 *
 * A generated schema accepts a JSON value if and only if the codec decodes it; a test holds the two against each other.
 * Fields that a codec does not know are dropped by decoding and hence allowed by the schema. Codecs with a name of
 * their own become definitions, so recursion costs nothing and the schema reads like the code.
 */
import * as t from 'io-ts';
import { OptionalFieldsType, refinementFragment, type SchemaFragment } from './primitives.js';

/** The beginning of the `$id` of every schema of this version; a name, not a place to fetch it from. */
export const SCHEMA_BASE = 'urn:fencepost:schema:1:';

/**
 * The schema of a codec.
 *
 * @param codec the codec of the whole document
 * @param name the file name without ending, `trace-event`
 * @param title one line that says what the document is
 * @returns a plain value, keys in a stable order
 * @throws Error when the codec holds something that has no JSON form, or a refinement without a description
 */
export function jsonSchemaOf(codec: t.Mixed, name: string, title: string): SchemaFragment {
  const definitions = new Map<string, SchemaFragment>();
  const walker = new Walker(definitions);
  const root = walker.walk(codec);
  const sorted = [...definitions].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: SCHEMA_BASE + name,
    title,
    ...root,
    $defs: Object.fromEntries(sorted),
  };
}

/** A name that somebody gave, as opposed to the ones that io-ts makes up. */
const givenName = /^[A-Z][A-Za-z]*$/;

class Walker {
  private readonly definitions: Map<string, SchemaFragment>;
  private readonly named = new Map<string, t.Mixed>();

  constructor(definitions: Map<string, SchemaFragment>) {
    this.definitions = definitions;
  }

  /** The schema of a codec, or a reference to its definition when it has a name. */
  walk(codec: t.Mixed): SchemaFragment {
    const name = codec.name;
    if (!givenName.test(name)) return this.structure(codec);
    const known = this.named.get(name);
    if (known === undefined) {
      this.named.set(name, codec);
      this.definitions.set(name, {});
      this.definitions.set(name, this.structure(codec));
    } else if (known !== codec && !isBodyOf(known, codec)) {
      throw new Error(`two codecs are named ${name}`);
    }
    return { $ref: `#/$defs/${name}` };
  }

  private structure(codec: t.Mixed): SchemaFragment {
    if (codec instanceof t.StringType) return { type: 'string' };
    if (codec instanceof t.NumberType) return { type: 'number' };
    if (codec instanceof t.BooleanType) return { type: 'boolean' };
    if (codec instanceof t.NullType) return { type: 'null' };
    if (codec instanceof t.UnknownType) return {};
    if (codec instanceof t.LiteralType) return { const: codec.value };
    if (codec instanceof t.KeyofType) return { enum: Object.keys(codec.keys as object) };
    if (codec instanceof t.ReadonlyType || codec instanceof t.ExactType) return this.structure(codec.type);
    if (codec instanceof t.RecursiveType) return this.structure(codec.type);
    if (codec instanceof t.RefinementType) return refined(codec);
    if (codec instanceof t.ArrayType || codec instanceof t.ReadonlyArrayType) {
      return { type: 'array', items: this.walk(codec.type) };
    }
    if (codec instanceof t.DictionaryType) {
      return { type: 'object', additionalProperties: this.walk(codec.codomain) };
    }
    if (codec instanceof t.InterfaceType) return this.object(codec.props, Object.keys(codec.props));
    if (codec instanceof OptionalFieldsType) return this.object(codec.props, []);
    if (codec instanceof t.UnionType) return this.choice(codec.types);
    if (codec instanceof t.IntersectionType) return this.merged(codec.types);
    throw new Error(`the codec ${codec.name} has no JSON form`);
  }

  private object(props: t.Props, required: readonly string[]): SchemaFragment {
    const properties = Object.fromEntries(
      Object.entries(props).map(([key, field]) => [key, this.walk(field)]),
    );
    return required.length > 0 ? { type: 'object', properties, required } : { type: 'object', properties };
  }

  private choice(members: readonly t.Mixed[]): SchemaFragment {
    const fragments = members.map((member) => this.walk(member));
    const bare = fragments.every((fragment) => Object.keys(fragment).join() === 'type');
    return bare ? { type: fragments.map((fragment) => fragment['type']) } : { anyOf: fragments };
  }

  /** The members of an intersection are objects with different fields: one object with all of them. */
  private merged(members: readonly t.Mixed[]): SchemaFragment {
    const fragments = members.map((member) => this.structure(member));
    const properties = Object.assign({}, ...fragments.map((fragment) => fragment['properties']));
    const required = fragments.flatMap((fragment) => (fragment['required'] as string[] | undefined) ?? []);
    return { type: 'object', properties, required };
  }
}

/** `t.recursion` gives its body the name of the whole. */
function isBodyOf(whole: t.Mixed, body: t.Mixed): boolean {
  return whole instanceof t.RecursiveType && whole.type === body;
}

function refined(codec: t.Mixed): SchemaFragment {
  const fragment = refinementFragment(codec);
  if (fragment === undefined) throw new Error(`describeRefinement was not called for ${codec.name}`);
  return fragment;
}

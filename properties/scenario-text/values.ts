/**
 * Values of operations as words. A text is written as it is where it cannot be taken for anything else, and otherwise as
 * JSON; a value with a kind and arguments is written like a call, `bytes(12)`. Each form reads what it writes.
 */
import { formatToken, type NullableToken } from '../../spec/index.js';

/** How the values of a field are written, and read again. */
export interface Form {
  write(value: unknown): string;
  /** @throws SyntaxError when the text is nothing of the kind */
  read(text: string): unknown;
}

/** Texts that need no quotes. */
const word = /^(?!(?:true|false|null)$)[A-Za-z][\w.:/*()-]*$/;

/** Numbers, texts, `true`, `false`, `null`, lists. */
export const plain: Form = {
  write: (value) => (typeof value === 'string' && word.test(value) ? value : JSON.stringify(value)),
  read: (text) => (word.test(text) ? text : (JSON.parse(text) as unknown)),
};

/** Words of a fixed list, one of which may be `null`: the codec knows them. */
export const listed: Form = { write: String, read: (text) => text };

/** Tokens as people read them: `Leader(01)`, `none` for one that is not set. */
export const token: Form = {
  write(value) {
    const token = value as NullableToken;
    const shown = formatToken(token);
    return token === null || shownToken.test(shown) ? shown : JSON.stringify(token);
  },
  read(text) {
    if (text === 'none') return null;
    const [, type, bytes] = shownToken.exec(text) ?? [];
    return type === undefined ? (JSON.parse(text) as unknown) : { type, bytes };
  },
};

const shownToken = /^([A-Za-z][\w.-]*)\(([0-9a-f]*)\)$/;

/** The token of a gateway, which may have none at all: that is its usual value, and is left out. */
export const fencing: Form = {
  write: (value) => (value === null ? 'null' : token.write((value as { token: unknown }).token)),
  read: (text) => (text === 'null' ? null : { token: token.read(text) }),
};

/**
 * Objects of which one field names the kind and the others follow in parentheses: `name(0,e1)`.
 *
 * @param tag the field that names the kind
 * @param fields the other fields of each kind, in order
 */
export function tagged(tag: string, fields: Readonly<Record<string, readonly string[]>>): Form {
  return {
    write(value) {
      const object = value as Readonly<Record<string, unknown>>;
      const kind = object[tag] as string;
      return termOf(
        kind,
        (fields[kind] ?? []).map((field) => object[field]),
      );
    },
    read(text) {
      const { kind, values } = partsOf(text);
      const names = Object.hasOwn(fields, kind) ? (fields[kind] as readonly string[]) : undefined;
      if (names === undefined)
        throw new SyntaxError(`'${kind}' is none of ${Object.keys(fields).join(', ')}`);
      if (names.length !== values.length)
        throw new SyntaxError(`'${kind}' takes ${names.length} values, not ${values.length}`);
      return Object.fromEntries([
        [tag, kind],
        ...names.map((name, position) => [name, values[position]] as const),
      ]);
    },
  };
}

/** A word, or `bytes(5000)`: what a call takes as its argument. */
export const argument: Form = {
  write: (value) =>
    typeof value === 'object' ? termOf('bytes', [(value as { bytes: number }).bytes]) : plain.write(value),
  read(text) {
    const { kind, values } = partsOf(text);
    return values.length === 0 ? plain.read(text) : { [kind]: values[0] };
  },
};

function termOf(kind: string, values: readonly unknown[]): string {
  return values.length === 0 ? kind : `${kind}(${values.map((value) => plain.write(value)).join(',')})`;
}

/** A kind and what stands in its parentheses. */
function partsOf(text: string): { readonly kind: string; readonly values: readonly unknown[] } {
  const [, kind, inside] = /^([a-z-]+)(?:\((.+)\))?$/s.exec(text) ?? [];
  if (kind === undefined)
    throw new SyntaxError(`'${text}' is no word, and no word with values in parentheses`);
  const values = inside === undefined ? [] : (inside.match(/"(?:[^"\\]|\\.)*"|[^,]+/gs) ?? []);
  return { kind, values: values.map((value) => plain.read(value)) };
}

/** Reads an operation from its line and the lines inside it, part by part as they are written. */
import { type NestedOperation, NestedOperationCodec, type Operation } from '../../spec/index.js';
import { checked, numberOf } from './checked.js';
import type { Tree } from './lines.js';
import { type Fields, type Part, parts } from './parts.js';
import { ScenarioTextError } from './scenario-text-error.js';
import { plain } from './values.js';
import { Words } from './words.js';

/** Told of each operation inside, with its line; it objects to a number that is taken. */
type Claim = (op: number, line: number) => void;

/**
 * Reads an operation.
 *
 * @param tree the line, its words beginning with the type of the operation
 * @throws ScenarioTextError for what is missing, unknown, or no value of its field in a line inside
 */
export function operationOf(tree: Tree, file: string, claim: Claim): Operation {
  return new OperationReader(tree, file, claim).operation();
}

class OperationReader {
  private readonly tree: Tree;
  private readonly file: string;
  private readonly claim: Claim;
  private readonly parts: readonly Part[];
  private readonly words: Words;

  constructor(tree: Tree, file: string, claim: Claim) {
    this.tree = tree;
    this.file = file;
    this.claim = claim;
    const [type = '', ...words] = tree.words;
    const place = { file, line: tree.line };
    if (!Object.hasOwn(parts, type))
      throw new ScenarioTextError({
        ...place,
        found: `'${type}'`,
        expected: 'a type of operation',
        advice: `The types are ${Object.keys(parts).join(', ')}`,
      });
    this.parts = parts[type as keyof typeof parts];
    this.words = new Words(words, place);
  }

  operation(): Operation {
    this.checkRoles();
    const fields: Record<string, unknown> = { type: this.tree.words[0] };
    for (const part of this.parts) {
      const value = this.read(part, fields);
      if (value !== undefined) fields[part.key] = value;
    }
    this.words.close(this.parts.flatMap(keysOf));
    return fields as unknown as Operation;
  }

  private read(part: Part, fields: Fields): unknown {
    switch (part.part) {
      case 'field': {
        const value = this.words.take(part.key, part.form, () => part.usual?.(fields));
        if (value === undefined && !part.optional) throw this.words.missing(part.key);
        return value;
      }
      case 'reference':
        return this.reference(part.key, part.kinds);
      case 'script': {
        const end = this.words.take(part.word, part.form, () => part.form.read(part.usual));
        return { nested: this.nested(part.role), end };
      }
      case 'operations':
        return this.nested(part.key);
    }
  }

  private reference(key: string, kinds: readonly string[]): unknown {
    for (const kind of kinds) {
      const id = this.words.take(kind, plain, () => undefined);
      if (id !== undefined) return { [kind]: id }; // a second kind is left over, and an error
    }
    throw this.words.missing(kinds.join(' or ') || key);
  }

  private nested(role: string): readonly NestedOperation[] {
    return this.tree.children.filter(({ words }) => words[0] === role).map((child) => this.child(child));
  }

  private child({ words: [, op = '', ...words], ...rest }: Tree): NestedOperation {
    const place = { file: this.file, line: rest.line };
    const number = numberOf(op, place);
    this.claim(number, rest.line);
    const nested = { op: number, operation: operationOf({ ...rest, words }, this.file, this.claim) };
    return checked(NestedOperationCodec, nested, 'operation', place);
  }

  private checkRoles(): void {
    const roles = this.parts.flatMap((part) =>
      part.part === 'script' ? [part.role] : part.part === 'operations' ? [part.key] : [],
    );
    const stranger = this.tree.children.find(({ words: [role = ''] }) => !roles.includes(role));
    if (stranger === undefined) return;
    throw new ScenarioTextError({
      file: this.file,
      line: stranger.line,
      found: `'${stranger.words[0]}' inside ${this.tree.words[0]}`,
      expected:
        roles.length === 0
          ? 'nothing inside it'
          : roles.map((role) => `'${role} NUMBER OPERATION'`).join(' or '),
      advice: 'Say who carries the operation out, or end its indentation',
    });
  }
}

function keysOf(part: Part): readonly string[] {
  switch (part.part) {
    case 'field':
      return [part.key];
    case 'reference':
      return part.kinds;
    case 'script':
      return [part.word];
    case 'operations':
      return [];
  }
}

/**
 * Expectations: what a block says about its own outcome, in comments at the end of a statement, and the checks that
 * they become.
 *
 * - `expression; // -> value` the (awaited) value is deeply equal to `value`, an expression of the language;
 * - `const name = …; // -> value` likewise for what was declared;
 * - `…console.log(…)…; // -> text` the statement prints exactly this line;
 * - `expression; // throws Name` the statement throws, or what it awaits rejects, with an error of this name or code.
 *
 * A comment that looks like an expectation and stands at no statement is a mistake of its author.
 */
import ts from 'typescript';

/** A piece of text to put in at a position. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** The text of a program with its expectations as calls of `expect_`, and how many there are. */
export interface Instrumented {
  readonly text: string;
  /** The lines of the expectations; each has to be reached. */
  readonly lines: readonly number[];
}

const expectation = /^\/\/\s*(->|throws)\s+(.+?)\s*$/;

/**
 * Turns expectations into checks. No line moves.
 *
 * @param path names the program in reports
 * @param text the program
 * @throws Error for an expectation that belongs to no statement
 */
export function instrument(path: string, text: string): Instrumented {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const insertions: Insertion[] = [];
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isExpressionStatement(node) && !ts.isVariableStatement(node)) return;
    const found = expectationAfter(text, node.end);
    if (found === null) return;
    const line = source.getLineAndCharacterOfPosition(node.end).line + 1;
    lines.push(line);
    insertions.push(...check(node, source, line, found));
  };
  visit(source);
  for (const [position, content] of text.split('\n').entries()) {
    if (/\/\/\s*(?:->|throws)\s/.test(content) && !lines.includes(position + 1)) {
      throw new Error(`${path}:${position + 1} this expectation belongs to no statement`);
    }
  }
  return { text: insert(text, insertions), lines };
}

interface Expectation {
  readonly kind: string;
  readonly demand: string;
}

function expectationAfter(text: string, end: number): Expectation | null {
  for (const range of ts.getTrailingCommentRanges(text, end) ?? []) {
    const [, kind, demand] = expectation.exec(text.slice(range.pos, range.end)) ?? [];
    if (kind !== undefined && demand !== undefined) return { kind, demand };
  }
  return null;
}

function check(
  node: ts.ExpressionStatement | ts.VariableStatement,
  source: ts.SourceFile,
  line: number,
  { kind, demand }: Expectation,
): readonly Insertion[] {
  const start = node.getStart(source);
  if (kind === 'throws') {
    const end = `}, ${JSON.stringify(demand)});`;
    return [
      { at: start, text: `await expect_.throws(${line}, async () => { ` },
      { at: node.end, text: end },
    ];
  }
  if (/\bconsole\.log\(/.test(node.getText(source))) {
    return [{ at: node.end, text: ` expect_.prints(${line}, ${JSON.stringify(demand)});` }];
  }
  const value = `, () => (${demand}));`;
  if (ts.isExpressionStatement(node)) {
    return [
      { at: start, text: `expect_.equals(${line}, ` },
      { at: node.expression.end, text: value.slice(0, -1) },
    ];
  }
  const { name } = node.declarationList.declarations[0] as ts.VariableDeclaration;
  return [{ at: node.end, text: ` expect_.equals(${line}, ${name.getText(source)}${value}` }];
}

function insert(text: string, insertions: readonly Insertion[]): string {
  let result = text;
  for (const { at, text: piece } of [...insertions].sort((one, other) => other.at - one.at)) {
    result = result.slice(0, at) + piece + result.slice(at);
  }
  return result;
}

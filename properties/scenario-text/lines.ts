/** The lines of a scenario as trees of words: what is indented below a line belongs to it. */
import { INDENTATION } from './print-scenario.js';
import { ScenarioTextError } from './scenario-text-error.js';

/** A line of a file, and its number, from 1. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

/** A line in words, with the lines inside it. */
export interface Tree {
  readonly line: number;
  readonly words: readonly string[];
  readonly children: readonly Tree[];
}

interface GrowingTree extends Tree {
  readonly children: GrowingTree[];
}

/** Words end at spaces that are in no quotes. */
const words = /(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g;

/** @throws ScenarioTextError for a line that belongs nowhere, or has a quote without its end */
export function treesOf(lines: readonly Line[], file: string): readonly Tree[] {
  const roots: GrowingTree[] = [];
  const open: GrowingTree[] = [];
  for (const { line, text } of lines) {
    const depth = depthOf(text);
    if (depth > open.length || depth < 0)
      throw new ScenarioTextError({
        file,
        line,
        found: `${/^\s*/.exec(text)?.[0].length} characters of indentation`,
        expected: `${INDENTATION.length} spaces for each level, and at most ${INDENTATION.length * open.length} here`,
        advice: 'Indent an operation by one level below the one that carries it out',
      });
    const tree = { line, words: wordsOf(text, { file, line }), children: [] };
    open.length = depth;
    (open.at(-1)?.children ?? roots).push(tree);
    open.push(tree);
  }
  return roots;
}

/** How deep a line is; -1 when its indentation is none. */
function depthOf(text: string): number {
  const indentation = /^\s*/.exec(text)?.[0] ?? '';
  const depth = indentation.length / INDENTATION.length;
  return indentation === INDENTATION.repeat(Math.floor(depth)) ? depth : -1;
}

function wordsOf(text: string, place: { readonly file: string; readonly line: number }): readonly string[] {
  if (text.replaceAll(words, '').trim() === '') return text.match(words) ?? [];
  throw new ScenarioTextError({
    ...place,
    found: 'a quote that does not end',
    expected: 'a text in quotes as JSON writes it',
    advice: 'End the text on the same line with another quote',
  });
}

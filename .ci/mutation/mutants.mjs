// What became of mutants, in a form that outlives the next change of the code: no line numbers, but the text of the line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOT_DRAWN, relativeTo } from './sampling.mjs';

/** The ends of mutants by what Stryker calls them: a mutant that hangs, or ends the process, has been noticed. */
const ends = {
  Killed: 'killed',
  Timeout: 'killed',
  Survived: 'survived',
  NoCoverage: 'unreached',
  RuntimeError: 'failed',
};

/**
 * @typedef {object} Mutant
 * @property {string} file where it is
 * @property {string} line the text of the line in which the change begins
 * @property {string} was what stood there, on one line
 * @property {string} becomes what the mutant has in its place
 * @property {string} end `killed`, `survived`, or `unreached` when no check comes to it; `failed` when the run itself
 *   did; `not-drawn` when it is not in the sample, and `no-program` when it does not compile
 */

/**
 * The mutants of the files that were looked at, in the order of the code.
 *
 * @param results what Stryker returns
 * @returns {Mutant[]}
 */
export function mutantsOf(results, root = process.cwd()) {
  const texts = new Map();
  const linesOf = (file) => {
    if (!texts.has(file)) texts.set(file, readFileSync(join(root, file), 'utf8').split('\n'));
    return texts.get(file);
  };
  return results
    .map((result) => ({ ...result, file: relativeTo(root, result.fileName) }))
    .sort(byPlace)
    .map(({ file, location, replacement, status, statusReason }) => ({
      file,
      line: linesOf(file)[location.start.line - 1].trim(),
      was: onOneLine(textBetween(linesOf(file), location)),
      becomes: onOneLine(replacement),
      end: ends[status] ?? (statusReason === NOT_DRAWN ? 'not-drawn' : 'no-program'),
    }));
}

/** Whether a mutant was hunted: those that do not compile are no mutants. */
export const wasHunted = ({ end }) => end !== 'not-drawn' && end !== 'no-program';

function byPlace(one, other) {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  const [from, to] = [one.location.start, other.location.start];
  return from.line - to.line || from.column - to.column;
}

/** The text of a place. Lines and columns count from 1; the column of the end is that after it. */
function textBetween(lines, { start, end }) {
  const [first, last] = [lines[start.line - 1], lines[end.line - 1]];
  if (start.line === end.line) return first.slice(start.column - 1, end.column - 1);
  const between = lines.slice(start.line, end.line - 1);
  return [first.slice(start.column - 1), ...between, last.slice(0, end.column - 1)].join('\n');
}

const onOneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** What tells a mutant from others. Two of one file may look alike: then one reason is good for both. */
export const keyOf = ({ file, line, was, becomes }) => JSON.stringify([file, line, was, becomes]);

/** The share of mutants that were noticed, in percent. */
export function scoreOf(/** @type {readonly Mutant[]} */ hunted) {
  const killed = hunted.filter(({ end }) => end === 'killed').length;
  return hunted.length === 0 ? 100 : (100 * killed) / hunted.length;
}

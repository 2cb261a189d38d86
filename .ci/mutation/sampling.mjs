// A sample of the mutants: the same ones for the same seed, whatever else is in the code. It is a "checker" of Stryker,
// which says of every mutant that was not drawn that it is not worth a run.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';

/** Why a mutant was not run. */
export const NOT_DRAWN = 'not in the sample';

/**
 * The mutants of a sample.
 *
 * @param mutants as Stryker describes them, with a file name that is relative to the project
 * @param {number} size how many
 * @param {number} seed which
 * @param {(file: string) => string} textOf the text of a file
 * @returns {Set<any>}
 */
export function sampleOf(mutants, size, seed, textOf) {
  const lines = new Map();
  const lineOf = ({ fileName, location: { start } }) => {
    if (!lines.has(fileName)) lines.set(fileName, textOf(fileName).split('\n'));
    return lines.get(fileName)[start.line];
  };
  const seen = new Map();
  const lots = mutants.map((mutant) => {
    const words = wordsOf(mutant, lineOf(mutant));
    const alike = seen.get(words) ?? 0;
    seen.set(words, alike + 1);
    return { mutant, lot: createHash('sha256').update(`${seed} ${alike} ${words}`).digest('hex') };
  });
  lots.sort((one, other) => (one.lot < other.lot ? -1 : 1));
  return new Set(lots.slice(0, size).map(({ mutant }) => mutant));
}

/** What tells a mutant from others, and does not depend on the lines around it. */
function wordsOf({ fileName, location: { start, end }, mutatorName, replacement }, line) {
  const indent = line.length - line.trimStart().length;
  return JSON.stringify([fileName, line.trim(), start.column - indent, end.column, mutatorName, replacement]);
}

class Sampling {
  static inject = tokens(commonTokens.options);

  constructor(options) {
    this.sample = options.fencepost;
  }

  async init() {}

  /** All of them in one group: what is drawn depends on all. */
  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    const { size, seed, root } = this.sample;
    const textOf = (file) => readFileSync(join(root, file), 'utf8');
    const named = mutants.map((mutant) => ({ ...mutant, fileName: relativeTo(root, mutant.fileName) }));
    const chosen = new Set(Array.from(sampleOf(named, size, seed, textOf), ({ id }) => id));
    const no = { status: CheckStatus.CompileError, reason: NOT_DRAWN };
    const yes = { status: CheckStatus.Passed };
    return Object.fromEntries(mutants.map(({ id }) => [id, chosen.has(id) ? yes : no]));
  }
}

export function relativeTo(root, path) {
  return path.startsWith(root) ? path.slice(root.length).replace(/^[\\/]/, '') : path;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sampling', Sampling)];

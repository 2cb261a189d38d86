// A sample of the mutants: the same ones for the same seed, whatever else is in the code. It is a "checker" of Stryker,
// which says of every mutant that was not drawn that it is not worth a run.
import { createHash } from 'node:crypto';
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
 * @returns {Set<any>}
 */
export function sampleOf(mutants, size, seed) {
  const lots = mutants.map((mutant) => ({ mutant, lot: lotOf(mutant, seed) }));
  lots.sort((one, other) => (one.lot < other.lot ? -1 : 1));
  return new Set(lots.slice(0, size).map(({ mutant }) => mutant));
}

function lotOf({ fileName, location, mutatorName, replacement }, seed) {
  const { start, end } = location;
  const text = [seed, fileName, start.line, start.column, end.line, end.column, mutatorName, replacement];
  return createHash('sha256').update(JSON.stringify(text)).digest('hex');
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
    const named = mutants.map((mutant) => ({ ...mutant, fileName: relativeTo(root, mutant.fileName) }));
    const chosen = new Set(Array.from(sampleOf(named, size, seed), ({ id }) => id));
    const no = { status: CheckStatus.CompileError, reason: NOT_DRAWN };
    const yes = { status: CheckStatus.Passed };
    return Object.fromEntries(mutants.map(({ id }) => [id, chosen.has(id) ? yes : no]));
  }
}

export function relativeTo(root, path) {
  return path.startsWith(root) ? path.slice(root.length).replace(/^[\\/]/, '') : path;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sampling', Sampling)];

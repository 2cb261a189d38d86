// Survivors and their reasons: each survivor has one, and each reason has a survivor.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keyOf, wasHunted } from './mutants.mjs';

const path = fileURLToPath(new URL('survivors.json', import.meta.url));

/**
 * Survivors that have the same reason.
 *
 * @typedef {object} Group
 * @property {string} reason why no check can, or need, notice them
 * @property {boolean} equivalent whether nothing that can be observed differs
 * @property {{ file: string, line: string, was: string, becomes: string }[]} survivors
 */

/** @returns {Group[]} */
export const readReasons = () => JSON.parse(readFileSync(path, 'utf8'));

export function writeReasons(/** @type {readonly Group[]} */ groups) {
  writeFileSync(path, `${JSON.stringify(groups, null, 2)}\n`);
}

/**
 * Compares survivors with reasons.
 *
 * @param mutants every mutant of the files that were looked at, hunted or not
 * @param {(file: string) => boolean} wasLookedAt
 * @returns `unexplained`: survivors without a reason; `stale`: reasons without a survivor
 */
export function compare(mutants, groups, wasLookedAt) {
  const survivors = mutants.filter((mutant) => wasHunted(mutant) && mutant.end !== 'killed');
  const survived = new Set(survivors.map(keyOf));
  const notDrawn = new Set(mutants.filter(({ end }) => end === 'not-drawn').map(keyOf));
  const explained = groups.flatMap((group) => group.survivors);
  const known = new Set(explained.map(keyOf));
  return {
    unexplained: survivors.filter((mutant) => !known.has(keyOf(mutant))),
    stale: explained.filter(
      (mutant) => wasLookedAt(mutant.file) && !survived.has(keyOf(mutant)) && !notDrawn.has(keyOf(mutant)),
    ),
  };
}

/** The survivors that are equivalent to the code, by key. */
export function equivalentOf(/** @type {readonly Group[]} */ groups) {
  return new Set(
    groups.filter(({ equivalent }) => equivalent).flatMap(({ survivors }) => survivors.map(keyOf)),
  );
}

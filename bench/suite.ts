/** The suite in portions: each theme once, from one seed after the other; a failure ends a benchmark, for its figures would mean nothing. */
import { conformance, type Target } from '../properties/index.js';
import type { SuiteReport } from '../spec/index.js';

/** As little of everything as there is, and no floors. */
const profile = {
  name: 'bench',
  fastRuns: 1,
  apiRuns: 0,
  floor: 0,
  outsideRuns: 1,
  outsideFloor: 0,
  killingFloor: 0,
};

/**
 * The portions of a benchmark of the suite.
 *
 * @param target that is judged
 * @param firstSeed of the first portion
 * @param count what counts of a portion
 * @returns makes the next portion
 */
export function suitePortions(
  target: Target,
  firstSeed: number,
  count: (totals: SuiteReport['totals']) => number,
): () => Promise<number> {
  let seed = firstSeed;
  return async () => {
    const { totals, failures } = await conformance(target, { seed, profile });
    if (failures.length > 0) throw new Error(`the suite finds a violation of ${failures[0]?.rule}`);
    seed += 1;
    return count(totals);
  };
}

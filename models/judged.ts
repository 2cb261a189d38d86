/** Which rules the oracle judges at all: what is missing here cannot be seen in a trace. */
import { ruleIds } from './rule-ids.js';
import { Tables } from './tables.js';
import { R } from './world/rules.js';
import { witnessed } from './world/witness.js';

/** What no table and no witness counts. */
const byMachinery: readonly number[] = [
  R.invention,
  R.claim,
  R.resources,
  R.unfinished,
  R.callback,
  R.callStack,
  R.blockingAnswer,
  R.blockingFailure,
  R.blockingSelf,
];

/**
 * The rules that the oracle can exercise, in the order of the book.
 *
 * @returns rule ids; a rule that is not among them would be about something that no trace shows
 * @example
 * ```ts
 * judgedRules().includes('FENCE-02'); // true
 * ```
 */
export function judgedRules(): readonly string[] {
  const judged = new Set<number>([...witnessed, ...byMachinery]);
  for (const capability of ['mutable-token', 'immutable-token'] as const) {
    const { book } = new Tables({ capabilities: new Set([capability]) });
    for (const rules of book.rulesOf) for (const rule of rules) judged.add(rule);
  }
  return ruleIds.filter((_, index) => judged.has(index));
}

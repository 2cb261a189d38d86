/**
 * Rules that a trace may claim for a decision besides those of the cell that took it: rules that speak about the leg as
 * such. A runtime names one rule for a decision where a cell lists those that it distinguishes.
 */
import { ruleIndex } from '../rule-ids.js';
import type { Book } from '../table.js';
import { bitOf } from './legs.js';

const generic: Readonly<Record<string, readonly string[]>> = {
  'request:execute': ['MSG-06', 'FENCE-01', 'FENCE-19', 'SELF-05'],
  'due:execute': ['MSG-06', 'FENCE-01', 'FENCE-19', 'SELF-05'],
  'identify:found': ['MSG-05'],
  'identify:none': ['HAND-02'],
  'identity:settle': ['CALL-25'],
  'greeting:settle': ['CALL-25'],
  'identity:late': ['CALL-21'],
  'stop-future:terminate': ['STOP-02'],
  'stop-future:ignore': ['SUPER-02'],
  'request:refuse:recipient-unreachable': ['DEAD-01'],
  'request:drop': ['DEAD-04', 'CALL-08', 'LIFE-12'],
  'result:answer': ['CALL-12'],
  'gone:release': ['TERM-06'],
  'timer:resend': ['SELF-05'],
  'timeout:settle': ['TIME-06'],
  'request:refuse:connection': ['CALL-08'],
  'unreachable:settle': ['DEAD-03'],
};

/**
 * The generic claims as a table.
 *
 * @param book numbers the decisions
 * @returns the rules by {@link claimIndex}
 */
export function genericClaims(book: Book): readonly (Int16Array | undefined)[] {
  const table: (Int16Array | undefined)[] = [];
  for (const [key, rules] of Object.entries(generic)) {
    const colon = key.indexOf(':');
    const index = claimIndex(bitOf(key.slice(0, colon)), book.find(key.slice(colon + 1)));
    table[index] = Int16Array.from(rules, ruleIndex);
  }
  return Array.from(table);
}

/** The row of a decision and the column of a leg. */
export function claimIndex(leg: number, claim: number): number {
  return claim * 32 + (31 - Math.clz32(leg));
}

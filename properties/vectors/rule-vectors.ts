/** The vectors of every rule. */
import { type Capability, type Rule, type RuleVectors, rules } from '../../spec/index.js';
import { referenceCapabilities } from '../simulation/capabilities.js';
import { acceptedVectors } from './accepted.js';
import { type Candidate, candidatesOf } from './candidates.js';
import { RejectedVectors } from './rejected.js';
import { TraceReader } from './trace-reader.js';

/** So many accepted and so many rejected histories of each rule. */
export const VECTORS_PER_RULE = 3;

/** What the reference cannot do, so that rules about it have no vectors. */
const impossible: ReadonlySet<Capability> = new Set<Capability>(['blocking-call']);

/** Whether a rule has vectors. */
export function hasVectors({ requires }: Rule): boolean {
  return !requires.some((capability) => impossible.has(capability));
}

/** What the reference can do, with tokens that stay: scenarios that replace none are the same in both eras. */
const currentCapabilities = referenceCapabilities.map(
  (capability): Capability => (capability === 'mutable-token' ? 'immutable-token' : capability),
);

/**
 * Makes the vectors of every rule that has some: the same ones each time.
 *
 * @param isWanted only of these rules; all when absent
 */
export function* everyRuleVectors(
  isWanted = (_rule: string): boolean => true,
): Generator<RuleVectors, void, void> {
  const reader = new TraceReader(referenceCapabilities, 'accepted');
  const strict = new TraceReader(referenceCapabilities, 'refused');
  const seen = candidatesOf(reader, 'history');
  let hidden: ReadonlyMap<string, readonly Candidate[]> | null = null;
  const current = new TraceReader(currentCapabilities, 'accepted');
  let later: ReadonlyMap<string, readonly Candidate[]> | null = null;
  for (const rule of rules) {
    if (!hasVectors(rule) || !isWanted(rule.id)) continue;
    const { id, requires } = rule;
    if (requires.includes('immutable-token')) {
      later ??= candidatesOf(current, 'history');
      yield vectorsOf([current], rule, later.get(id) ?? []);
      continue;
    }
    if (!seen.has(id)) hidden ??= candidatesOf(reader, 'complete');
    yield vectorsOf([reader, strict], rule, seen.get(id) ?? hidden?.get(id) ?? []);
  }
}

function vectorsOf(
  readers: readonly [TraceReader, ...TraceReader[]],
  { id, sentence }: Rule,
  candidates: readonly Candidate[],
): RuleVectors {
  return {
    format: 'fencepost-vectors',
    version: 1,
    rule: id,
    sentence,
    accepted: acceptedVectors(readers[0], id, candidates, VECTORS_PER_RULE),
    rejected: new RejectedVectors(readers, id).find(candidates, VECTORS_PER_RULE),
  };
}

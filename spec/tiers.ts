/**
 * Tiers: how much of the protocol a target has, as one number. Tier 1 needs no capability; each further tier adds some.
 * A report names the highest tier that the target has in full, so that reports of small implementations can be compared.
 */
import type { Capability } from './capabilities.js';

/** A tier by its number. */
export type TierNumber = 1 | 2 | 3;

/** A tier: what it adds to the one before. */
export interface Tier {
  readonly number: TierNumber;
  /** What an implementation of the tier is: one sentence. */
  readonly meaning: string;
  /** The capabilities that it adds. */
  readonly adds: readonly Capability[];
  /** Of these it has at least one. */
  readonly addsOneOf: readonly Capability[];
}

/** The tiers, the smallest first. */
export const tiers: readonly Tier[] = [
  {
    number: 1,
    meaning: 'Endpoints of one service: START, STOP, TERMINATE, connect with its handshake, ask and tell.',
    adds: [],
    addsOneOf: [],
  },
  {
    number: 2,
    meaning:
      'What a program of one process needs: tokens, failures, limits, the main thread, closing a service.',
    adds: [
      'queued-messages',
      'fencing',
      'scripted-work',
      'scripted-hooks',
      'main-thread',
      'timeouts',
      'service-closing',
    ],
    addsOneOf: [],
  },
  {
    number: 3,
    meaning: 'The whole protocol, between services too.',
    adds: [
      'scheduled-tasks',
      'queries',
      'resources',
      'generated-names',
      'overloaded-methods',
      'serialization',
      'service-executor',
      'remote-service',
      'blocking-handler',
      'forced-serialization',
      'fault-injection',
      'link-faults',
      'raw-messages',
      'wildcard-address',
      'close-timeout',
    ],
    addsOneOf: ['mutable-token', 'immutable-token'],
  },
];

/** Capabilities of no tier: not every language, and not every target that is right, can have them. */
export const untiered: readonly Capability[] = [
  'virtual-clock',
  'schedule-control',
  'blocking-call',
  'call-stack-capture',
  'asynchronous-hooks',
  'null-from-hooks',
];

/**
 * The highest tier that a target has in full, together with every tier below it.
 *
 * @param capabilities what the target can do
 * @example
 * ```ts
 * tierOf([]); // 1
 * ```
 */
export function tierOf(capabilities: Iterable<Capability>): TierNumber {
  const has = new Set(capabilities);
  let reached: TierNumber = 1;
  for (const { number, adds, addsOneOf } of tiers) {
    const full = adds.every((capability) => has.has(capability));
    if (!full || (addsOneOf.length > 0 && !addsOneOf.some((capability) => has.has(capability)))) break;
    reached = number;
  }
  return reached;
}

/**
 * What a target of a tier has: the capabilities of the tier and of every tier below it, with one for each choice.
 *
 * @param number which tier
 * @param choice which of the capabilities that stand to choice it has
 */
export function capabilitiesOfTier(
  number: TierNumber,
  choice: Capability = 'mutable-token',
): readonly Capability[] {
  return tiers
    .filter((tier) => tier.number <= number)
    .flatMap(({ adds, addsOneOf }) => [...adds, ...addsOneOf.filter((capability) => capability === choice)]);
}

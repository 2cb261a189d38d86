/**
 * The order in which somebody who begins an implementation would follow the rules: first the steps of tier 1, then one
 * step for each capability, in the order of the tiers. A rule stands in the step of the last capability that it needs.
 */
import { type Capability, capabilityMeanings } from '../capabilities.js';
import { tiers, untiered } from '../tiers.js';
import { rules } from './index.js';
import type { Rule } from './rule.js';

/** Some rules that are followed together. */
export interface ImplementationStep {
  /** What is implemented: a capability, or words for a step of tier 1. */
  readonly title: string;
  /** The capability that the step adds; `null` in tier 1. */
  readonly adds: Capability | null;
  readonly rules: readonly Rule[];
}

/** Tier 1: title and rules of each step. Each rule without a capability stands here once. */
const firstSteps: readonly (readonly [title: string, ids: string])[] = [
  ['create an endpoint', 'ADDR-02 ADDR-11 ADDR-12 SERV-01'],
  [
    'connect',
    'HAND-01 HAND-02 HAND-03 HAND-04 HAND-19 HAND-07 HAND-08 HAND-09 HAND-10 HAND-11 HAND-16 MSG-05',
  ],
  ['ask and tell before START', 'CALL-02 CALL-25 CALL-01 ORD-05 LIFE-01 MSG-01 MSG-02'],
  ['START', 'LIFE-02 LIFE-15 LIFE-14 START-01 MSG-04 LIFE-03'],
  ['calls of a started endpoint', 'MAIN-01 ORD-01 LIFE-13 ORD-03 MAIN-03'],
  ['STOP', 'LIFE-04 LIFE-05 LIFE-06'],
  ['TERMINATE', 'TERM-01 LIFE-08 STOP-01 TERM-02 TERM-04 TERM-08 LIFE-07 TERM-09 STOP-09 SUPER-10'],
  ['unreachable', 'DEAD-01 DEAD-04 HAND-15 LIFE-12 TERM-06 ADDR-07'],
  ['a trace in which everything has a cause', 'ORD-08'],
];

/** Capabilities in the order in which one would add them. */
export const capabilitiesInOrder: readonly Capability[] = [
  ...tiers.flatMap(({ adds, addsOneOf }) => [...addsOneOf, ...adds]),
  ...untiered,
];

/** All steps. Every rule in force stands in exactly one of them. */
export const implementationSteps: readonly ImplementationStep[] = [
  ...firstSteps.map(([title, ids]) => ({
    title,
    adds: null,
    rules: ids.split(' ').map((id) => rules.find((rule) => rule.id === id) as Rule),
  })),
  ...capabilitiesInOrder.map((capability) => ({
    title: `${capability}: ${capabilityMeanings[capability]}`,
    adds: capability,
    rules: rules.filter((rule) => rule.retired === undefined && lastNeeded(rule) === capability),
  })),
];

/** The capability that a rule needs and that comes last; `undefined` for a rule of tier 1. */
function lastNeeded({ requires }: Rule): Capability | undefined {
  return capabilitiesInOrder.filter((capability) => requires.includes(capability)).at(-1);
}

/**
 * The steps for a target: of each step the rules that apply to the target, and no step without any.
 *
 * @param capabilities what the target can do
 */
export function stepsFor(capabilities: Iterable<Capability>): readonly ImplementationStep[] {
  const has = new Set(capabilities);
  const applies = ({ requires }: Rule): boolean => requires.every((capability) => has.has(capability));
  return implementationSteps
    .map((step) => ({ ...step, rules: step.rules.filter(applies) }))
    .filter((step) => step.rules.length > 0);
}

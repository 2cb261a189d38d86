/** Which facts are covered by which rules: the arithmetic behind the completeness of the rule book. */
import type { Rule } from '../rules/rule.js';
import { type Fact, facts } from './catalogue.js';
import { exemptions } from './exemptions.js';

/** Whether anybody can observe the fact: a peer, or code inside the process. */
export function isObservable(fact: Fact): boolean {
  return fact.obs !== 'I';
}

/** Whether the fact is open in the original or a quirk of it, so that a rule may accept several outcomes. */
export function isOpen(fact: Fact): boolean {
  return fact.inSection24 || fact.inSection25;
}

/** Whether a rule written from this fact has to be a MUST: observable, tested or executed, and not open. */
export function demandsMust(fact: Fact): boolean {
  return isObservable(fact) && (fact.ev === 'T' || fact.ev === 'X') && !isOpen(fact);
}

/**
 * The rules that cover each fact.
 *
 * @param rules the rules to look through; retired ones cover nothing
 * @returns rule ids by fact id, in the order of the catalogue; facts that no rule covers have an empty list
 * @throws RangeError when a rule names a fact that the catalogue does not have
 */
export function rulesByFact(rules: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const covered = new Map<string, string[]>(facts.map((fact) => [fact.id, []]));
  for (const rule of rules) {
    if (rule.retired !== undefined) continue;
    for (const fact of rule.source.facts) {
      const ids = covered.get(fact);
      if (ids === undefined)
        throw new RangeError(`${rule.id} names ${fact}, which the catalogue does not have`);
      ids.push(rule.id);
    }
  }
  return covered;
}

/** Observable facts, those that a rule covers, and those with a reason instead. */
export interface Coverage {
  readonly observable: number;
  readonly covered: number;
  readonly exempt: number;
}

/**
 * Counts the observable facts.
 *
 * @param rules the rules of the book
 * @returns how many observable facts there are, how many have a rule and how many an exemption
 */
export function coverageOf(rules: readonly Rule[]): Coverage {
  const byFact = rulesByFact(rules);
  const observable = facts.filter(isObservable);
  return {
    observable: observable.length,
    covered: observable.filter((fact) => byFact.get(fact.id)?.length !== 0).length,
    exempt: exemptions.length,
  };
}

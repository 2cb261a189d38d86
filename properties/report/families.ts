/** The rules of a report by their families, in the order of the book. */
import type { RuleReport } from '../../spec/index.js';

/** The family of a rule id: `FENCE` of `FENCE-02`. */
export const familyOf = (id: string): string => id.slice(0, id.lastIndexOf('-'));

/** The rules of each family. */
export function familiesOf(rules: readonly RuleReport[]): ReadonlyMap<string, readonly RuleReport[]> {
  const families = new Map<string, RuleReport[]>();
  for (const rule of rules) {
    const family = families.get(familyOf(rule.id));
    if (family === undefined) families.set(familyOf(rule.id), [rule]);
    else family.push(rule);
  }
  return families;
}

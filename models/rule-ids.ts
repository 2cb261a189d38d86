/**
 * The ids of all rules, with a small number for each: the oracle counts and names rules by number.
 *
 * The ids are written down here a second time on purpose: a test compares them with the rule book of `spec/`, so that
 * a rule can neither appear nor vanish without the models noticing.
 */

/** How many rules each family has. */
const families: readonly (readonly [family: string, rules: number])[] = [
  ['ADDR', 20],
  ['LIFE', 19],
  ['START', 9],
  ['STOP', 9],
  ['MSG', 8],
  ['HAND', 19],
  ['CALL', 25],
  ['SIZE', 14],
  ['TIME', 9],
  ['DEAD', 6],
  ['FENCE', 22],
  ['SELF', 14],
  ['MAIN', 16],
  ['SUPER', 10],
  ['TERM', 13],
  ['SERV', 14],
  ['ORD', 8],
];

const generatedIds = families.flatMap(([family, rules]) =>
  Array.from({ length: rules }, (_, index) => `${family}-${String(index + 1).padStart(2, '0')}`),
);

/**
 * Every rule id, in the order of the book. The position of an id is its number.
 *
 * The ids go through the keys of an object because the engine keeps one copy of each key, which compares by identity
 * with the same id written in a program.
 */
export const ruleIds: readonly string[] = Object.keys(Object.fromEntries(generatedIds.map((id) => [id, 0])));

const indexes: ReadonlyMap<string, number> = new Map(ruleIds.map((id, index) => [id, index]));

/**
 * The number of a rule.
 *
 * @param id family and number, `FENCE-02`
 * @returns the position of the rule in {@link ruleIds}
 * @throws RangeError when there is no such rule
 * @example
 * ```ts
 * ruleIds[ruleIndex('FENCE-02')]; // 'FENCE-02'
 * ```
 */
export function ruleIndex(id: string): number {
  const index = indexes.get(id);
  if (index === undefined) throw new RangeError(`no rule has the id ${id}`);
  return index;
}

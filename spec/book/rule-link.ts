/** Links into the rule book, from the documents beside it. */

/** A rule id that leads to its place in `docs/rule-book.md`. */
export function ruleLink(id: string): string {
  return `[${id}](rule-book.md#${id.toLowerCase()})`;
}

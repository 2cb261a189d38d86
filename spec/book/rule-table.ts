/**
 * Renders `docs/rule-table.md`: which facts a rule was written from, which properties judge it, which tests name it.
 *
 * A property or test names a rule by beginning its title with the rule's id, or with several: `FENCE-01, FENCE-02 a
 * stale token …`.
 */
import { families, ruleById } from '../rules/index.js';
import { GENERATED_NOTE } from './rule-book.js';
import { ruleLink } from './rule-link.js';
import { renderTable } from './table.js';

/** A source file with titles in it. */
export interface TitledFile {
  /** Path from the top folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const columns = [{ heading: 'rule' }, { heading: 'facts' }, { heading: 'properties' }, { heading: 'tests' }];

const title = /(['"`])((?:[A-Z]+-\d{2,3}(?:, ?| and )?)+) [^\n]*?\1/g;
const ruleId = /[A-Z]+-\d{2,3}/g;
const comment = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/**
 * The rules that the titles in a source text name.
 *
 * @param text TypeScript
 * @returns known rule ids, each once, in the order of their first appearance; comments do not count
 * @example
 * ```ts
 * rulesNamedIn("test('FENCE-03 a stale token never changes the endpoint', run);"); // ['FENCE-03']
 * ```
 */
export function rulesNamedIn(text: string): string[] {
  const ids = new Set<string>();
  for (const [, , prefix] of text.replaceAll(comment, '').matchAll(title)) {
    for (const [id] of prefix!.matchAll(ruleId)) if (ruleById(id) !== undefined) ids.add(id);
  }
  return [...ids];
}

/**
 * The table as Markdown.
 *
 * @param files every file of `properties/` and every test
 * @returns the whole text of `docs/rule-table.md`
 */
export function renderRuleTable(files: readonly TitledFile[]): string {
  const byRule = new Map<string, { properties: string[]; tests: string[] }>();
  const sorted = [...files].sort((left, right) => (left.path < right.path ? -1 : 1));
  for (const { path, text } of sorted) {
    for (const id of rulesNamedIn(text)) {
      const entry = byRule.get(id) ?? { properties: [], tests: [] };
      (path.includes('/test/') ? entry.tests : entry.properties).push(linkTo(path));
      byRule.set(id, entry);
    }
  }
  const sections = families.map((family) => {
    const rows = family.rules.map(({ id, source }) => {
      const { properties, tests } = byRule.get(id) ?? { properties: [], tests: [] };
      return [ruleLink(id), source.facts.join(', '), properties.join(', '), tests.join(', ')];
    });
    return `## ${family.name}\n\n${renderTable(columns, rows)}`;
  });
  const lead = 'Which facts each rule was written from, which properties judge it, and which tests name it.';
  return `${[GENERATED_NOTE, '# Rules, facts, properties, tests', lead, ...sections].join('\n\n')}\n`;
}

function linkTo(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, '');
  return `[${name}](../${path})`;
}

/** Renders the readable rule book, `docs/rule-book.md`, from the data. */
import { type Capability, capabilityMeanings } from '../capabilities.js';
import { errorClasses } from '../errors.js';
import { coverageOf, exemptions } from '../facts/index.js';
import { type Family, families, type Rule, rules } from '../rules/index.js';
import { renderTable } from './table.js';
import { renderTierTable, tierOfCapability } from './tier-table.js';
import { words } from './words.js';

/** The line with which every generated Markdown file begins. */
export const GENERATED_NOTE = '<!-- Generated from spec/ by `npm run generate`. Do not edit. -->';

const whoSays = {
  reference: 'the reference',
  original: 'the original',
  either: 'anybody',
} as const;

/**
 * The rule book as Markdown.
 *
 * @returns the whole text of `docs/rule-book.md`
 */
export function renderRuleBook(): string {
  return `${[
    GENERATED_NOTE,
    '# The rule book',
    introduction(),
    contents(),
    ...families.map(familyChapter),
    wordsChapter(),
    errorsChapter(),
    capabilitiesChapter(),
    factsChapter(),
  ].join('\n\n')}\n`;
}

function introduction(): string {
  const { observable, covered } = coverageOf(rules);
  const musts = rules.filter((rule) => rule.level === 'MUST').length;
  return [
    `${rules.length} rules in ${families.length} families, ${musts} of them MUST, say what an implementation of the actor RPC of`,
    `Apache Flink does. They were written from ${observable} observable facts about the original, of which ${covered} have a`,
    'rule; the last chapter says why the others have none.',
    '',
    'A rule has a level (RFC 2119), a sentence, the situation in which it is exercised at all, and the error that it',
    'demands, by a stable code. Its era says which behaviour of the original it follows: the one since some version, the',
    'fencing tokens that could be replaced up to 1.15, or one that all versions share. A rule that needs a capability is',
    'not applicable to a target without it. Where the original leaves an outcome open, or does something that nobody',
    'needs to copy, the rule accepts more than one: first what the reference does, then what the original does, or what',
    'anybody may do. Pointers name classes, methods and tests of the original; those with `pekko:` belong to the actor',
    'library below it. Facts are named by number.',
    '',
    'The ids are for ever: a rule that goes out of force keeps its id and says so.',
  ].join('\n');
}

function contents(): string {
  const columns = [{ heading: 'family' }, { heading: 'rules', right: true }, { heading: 'about' }];
  const rows = families.map((family) => [
    `[${family.name}](#${anchorOf(family)})`,
    String(family.rules.length),
    family.description,
  ]);
  return renderTable(columns, rows);
}

function headingOf(family: Family): string {
  return `${family.name}: ${family.title}`;
}

function anchorOf(family: Family): string {
  return headingOf(family)
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function familyChapter(family: Family): string {
  return [`## ${headingOf(family)}`, family.description, ...family.rules.map(ruleEntry)].join('\n\n');
}

function ruleEntry(rule: Rule): string {
  const lines = [`- Exercised: ${rule.antecedent}`];
  if (rule.error !== null) lines.push(`- Error: \`${rule.error}\``);
  lines.push(`- Era: ${eraOf(rule)}`);
  if (rule.requires.length > 0)
    lines.push(`- Needs: ${rule.requires.map((name) => `\`${name}\``).join(', ')}`);
  lines.push(`- Source: ${sourceOf(rule)}`);
  if (rule.accepts.length > 0) {
    lines.push('- Accepted:');
    lines.push(...rule.accepts.map((accepted) => `  - by ${whoSays[accepted.by]}: ${accepted.outcome}`));
  }
  if (rule.retired !== undefined) lines.unshift(`- Retired: ${rule.retired}`);
  return [`### ${rule.id}`, rule.sentence, lines.join('\n')].join('\n\n');
}

function eraOf(rule: Rule): string {
  const { from, to } = rule.versions;
  const since = from === null ? '' : `since ${from}`;
  const until = to === null ? '' : `up to ${to}`;
  const versions = [since, until].filter((part) => part !== '').join(', ');
  if (rule.era === 'mutable-token') return `tokens that can be replaced (${versions})`;
  return rule.era === 'all' ? 'all' : `current (${versions})`;
}

function sourceOf(rule: Rule): string {
  const pointers = rule.source.pointers.map((pointer) =>
    /[#A-Z]/.test(pointer) && !/^FLINK-/.test(pointer) ? `\`${pointer}\`` : pointer,
  );
  return [...rule.source.facts, ...pointers].join(', ');
}

function wordsChapter(): string {
  const rows = words.map(({ word, original, meaning }) => [word, original ?? '', meaning]);
  return chapterOf('Words', ['word', 'in the original', 'meaning'], rows);
}

function errorsChapter(): string {
  const rows = Object.entries(errorClasses).map(([code, { parent, flink, meaning, remedy }]) => [
    `\`${code}\``,
    parent === null ? '' : `\`${parent}\``,
    flink ?? '',
    meaning,
    remedy,
  ]);
  return chapterOf(
    'Errors',
    ['code', 'kind of', 'class of the original', 'what happened', 'what to do'],
    rows,
  );
}

function capabilitiesChapter(): string {
  const rows = Object.entries(capabilityMeanings).map(([name, meaning]) => [
    `\`${name}\``,
    tierOfCapability(name as Capability),
    meaning,
  ]);
  const chapter = chapterOf('Capabilities', ['capability', 'tier', 'the target can say'], rows);
  return `${chapter}\n\nA target is of the highest tier that it has in full:\n\n${renderTierTable()}`;
}

function factsChapter(): string {
  const rows = exemptions.map(({ fact, reason, note }) => [fact, reason, note]);
  return chapterOf('Facts without a rule', ['fact', 'reason', 'note'], rows);
}

function chapterOf(title: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = headings.map((heading) => ({ heading }));
  return `## ${title}\n\n${renderTable(columns, rows)}`;
}

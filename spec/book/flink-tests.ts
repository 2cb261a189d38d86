/** Renders `docs/flink-tests.md`: what each of the original's own RPC tests asserts, and the rules that cover it. */
import {
  type Apart,
  apartMeanings,
  type FlinkTest,
  type FlinkTestClass,
  flinkTestClasses,
  isApart,
  looseCitations,
  type MappedTest,
  mappedTests,
} from '../flink-tests/index.js';
import { GENERATED_NOTE } from './rule-book.js';
import { ruleLink } from './rule-link.js';
import { renderTable } from './table.js';

/**
 * The map as Markdown.
 *
 * @returns the whole text of `docs/flink-tests.md`
 */
export function renderFlinkTests(): string {
  const chapters = [
    GENERATED_NOTE,
    "# Flink's own tests and the rules",
    introduction(),
    reasonTable(),
    ...flinkTestClasses.map(classChapter),
    citationChapter(),
  ];
  return `${chapters.join('\n\n')}\n`;
}

function introduction(): string {
  const covered = mappedTests.filter((test) => !isApart(test));
  const rules = new Set(covered.flatMap((test) => test.rules));
  return [
    `Apache Flink tests its RPC with ${mappedTests.length} test methods in ${flinkTestClasses.length} classes. ${covered.length} of them are covered by rules: whoever`,
    `follows the rules cannot fail what the test asserts of the protocol. They lead to ${rules.size} rules. ${mappedTests.length - covered.length} have a reason instead.`,
    'A method whose name ends with `…` stands for all whose names begin so. One marked *up to 1.15* was removed when tokens',
    'became immutable.',
  ].join('\n');
}

function reasonTable(): string {
  const rows = Object.entries(apartMeanings).map(([reason, meaning]) => {
    const given = mappedTests.filter(({ apart }) => apart?.reason === reason);
    const wholly = given.filter(isApart).length;
    return [reason, `${wholly}`, `${given.length - wholly}`, meaning];
  });
  const columns = [
    { heading: 'reason' },
    { heading: 'methods', right: true },
    { heading: 'parts of groups', right: true },
    { heading: 'meaning' },
  ];
  return renderTable(columns, rows);
}

function classChapter({ name, module, tests }: FlinkTestClass): string {
  const rows = tests.map((test) => {
    const mapped = mappedTests.find((candidate) => candidate.test === `${name}#${test.method}`);
    return [methodCell(test), mapped?.asserts ?? '', mapped === undefined ? '' : rulesCell(mapped)];
  });
  const columns = [{ heading: 'method' }, { heading: 'asserts' }, { heading: 'rules, or the reason' }];
  return `## ${name}\n\nIn \`${module}\`.\n\n${renderTable(columns, rows)}`;
}

function methodCell({ method, upTo }: FlinkTest): string {
  return upTo === null ? `\`${method}\`` : `\`${method}\`, *up to ${upTo}*`;
}

function rulesCell({ rules, apart }: MappedTest): string {
  const links = rules.map(ruleLink).join(', ');
  if (apart === null) return links;
  return rules.length === 0 ? apartCell(apart) : `${links}; the rest: ${apartCell(apart)}`;
}

function apartCell({ reason, note }: Apart): string {
  return `*${reason}*: ${note}`;
}

function citationChapter(): string {
  const rows = looseCitations.map(({ fact, test, note }) => [fact, `\`${test}\``, note]);
  const columns = [{ heading: 'fact' }, { heading: 'test' }, { heading: 'what the test leaves out' }];
  return [
    '## Facts that say more than the test they cite',
    'The rules of these facts rest on the sources of Flink. The tests are covered by other rules.',
    renderTable(columns, rows),
  ].join('\n\n');
}

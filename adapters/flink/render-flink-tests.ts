/** Renders `docs/flink-tests.md`: Flink's own tests, and the rules that demand what they assert. */
import type { FlinkTest } from './flink-tests.js';
import { flinkTests } from './flink-tests.js';

/** The document. */
export function renderFlinkTests(): string {
  const covered = flinkTests.filter(({ coverage }) => 'rules' in coverage).length;
  const classes = [...new Set(flinkTests.map(({ test }) => test))];
  return `${[
    "# Flink's own tests",
    '',
    '<!-- Generated from adapters/flink/flink-tests.ts: npm run generate. -->',
    '',
    `What each test method of Flink's RPC asserts is demanded by these rules, or the reason stands here why by none. ${covered} of ${flinkTests.length} methods are covered. A method marked ≤ 1.15 was removed when tokens stopped changing; the behaviour is still in the book.`,
    ...classes.flatMap((test) => ['', `## ${test}`, '', ...tableOf(test)]),
  ].join('\n')}\n`;
}

function tableOf(test: string): string[] {
  return [
    '| method | rules, or why none |',
    '|---|---|',
    ...flinkTests.filter((each) => each.test === test).map(rowOf),
  ];
}

function rowOf({ method, upTo115, coverage }: FlinkTest): string {
  const rules = 'rules' in coverage ? coverage.rules.map(linkTo).join(', ') : coverage.reason;
  return `| \`${method}\`${upTo115 ? ' (≤ 1.15)' : ''} | ${rules} |`;
}

/** The rule in the rule book. */
const linkTo = (rule: string): string => `[${rule}](rule-book.md#${rule.toLowerCase()})`;

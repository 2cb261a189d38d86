/** The report as Markdown, for the summary of a job: the verdict, a line for each family, each failure folded away. */
import type { RuleReport, SuiteReport } from '../../spec/index.js';
import { coverageLines } from '../suite/print-coverage.js';
import { failureStory, nameOfTarget, savedLines, summary } from '../suite/print-report.js';
import { familiesOf } from './families.js';
import { visible } from './visible.js';

const verdicts = ['passed', 'violated', 'differs', 'not-exercised', 'not-applicable'] as const;

/**
 * Renders a report.
 *
 * @param replayOptions what `fencepost replay` needs beside the token to reach the same target
 */
export function renderMarkdown(report: SuiteReport, replayOptions = ''): string {
  const lines = [
    `## ${mark(report)} Fencepost: ${onOneLine(nameOfTarget(report))}`,
    '',
    onOneLine(summary(report)),
    '',
    '| family | passed | violated | differs | not exercised | not applicable |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const [family, rules] of familiesOf(report.rules)) lines.push(row(family, rules));
  for (const line of [...savedLines(report), ...coverageLines(report)]) lines.push('', onOneLine(line));
  for (const failure of report.failures) {
    lines.push('', '<details>', `<summary>${failure.rule}: ${onOneLine(failure.reason)}</summary>`, '');
    const story = failureStory(failure, replayOptions);
    const fence = fenceAround(story);
    lines.push(`${fence}text`, ...story, fence, '', '</details>');
  }
  if (report.fault !== null) lines.push('', `The adapter is at fault: ${onOneLine(report.fault.message)}`);
  return visible(`${lines.join('\n')}\n`);
}

function mark({ verdict }: SuiteReport): string {
  if (verdict === 'conformant') return '✅';
  return verdict === 'inconclusive' || verdict === 'not-exercised' ? '❔' : '❌';
}

function row(family: string, rules: readonly RuleReport[]): string {
  const counts = verdicts.map((verdict) => rules.filter((rule) => rule.verdict === verdict).length);
  return `| ${family} | ${counts.map((count) => (count === 0 ? '' : String(count))).join(' | ')} |`;
}

/** Text of others: it is not taken for a tag, and begins no line. */
const onOneLine = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/\s*[\n\r]+\s*/g, ' ');

/** A fence that no line of the text ends: longer than any row of backticks in it. */
function fenceAround(lines: readonly string[]): string {
  const longest = Math.max(
    3,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([row]) => row.length)),
  );
  return '`'.repeat(longest + 1);
}

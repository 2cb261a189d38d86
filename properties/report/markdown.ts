/** The report as Markdown, for the summary of a job: the verdict, a line for each family, each failure folded away. */
import type { RuleReport, SuiteReport } from '../../spec/index.js';
import { failureStory, summary } from '../suite/print-report.js';
import { familiesOf } from './families.js';

const verdicts = ['passed', 'violated', 'differs', 'not-exercised', 'not-applicable'] as const;

/**
 * Renders a report.
 *
 * @param replayOptions what `fencepost replay` needs beside the token to reach the same target
 */
export function renderMarkdown(report: SuiteReport, replayOptions = ''): string {
  const lines = [
    `## ${mark(report)} Fencepost: ${report.target}${report.targetVersion === null ? '' : ` ${report.targetVersion}`}`,
    '',
    summary(report),
    '',
    '| family | passed | violated | differs | not exercised | not applicable |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const [family, rules] of familiesOf(report.rules)) lines.push(row(family, rules));
  for (const failure of report.failures) {
    lines.push('', '<details>', `<summary>${failure.rule}: ${escapeHtml(failure.reason)}</summary>`, '');
    lines.push('````text', ...failureStory(failure, replayOptions), '````', '', '</details>');
  }
  if (report.fault !== null) lines.push('', `The adapter is at fault: ${escapeHtml(report.fault.message)}`);
  return `${lines.join('\n')}\n`;
}

function mark({ verdict }: SuiteReport): string {
  if (verdict === 'conformant') return '✅';
  return verdict === 'inconclusive' ? '❔' : '❌';
}

function row(family: string, rules: readonly RuleReport[]): string {
  const counts = verdicts.map((verdict) => rules.filter((rule) => rule.verdict === verdict).length);
  return `| ${family} | ${counts.map((count) => (count === 0 ? '' : String(count))).join(' | ')} |`;
}

/** Text that is not taken for a tag. */
const escapeHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** What a run went through of the charts, in a few lines: for the terminal, for Markdown and for the page. */
import type { SuiteReport } from '../../spec/index.js';
import { areTooFew } from './coverage-report.js';
import { isTooSeldom } from './labels.js';

/** How many missing transitions are named; the report in JSON has all of them. */
const NAMED_MAX = 10;

/** The lines; none where the report says nothing about it. */
export function coverageLines({ coverage }: Pick<SuiteReport, 'coverage'>): readonly string[] {
  if (coverage === undefined) return [];
  const { transitions, pairs, orders, labels } = coverage;
  const { missing } = transitions;
  const rest = missing.length - NAMED_MAX;
  return [
    `${transitions.reached} of ${transitions.reachable} transitions of the charts were taken, ` +
      `${shareOf(pairs.reached, pairs.reachable)} of the pairs that can follow each other, ` +
      `and messages were heard in ${shareOf(orders.reached, orders.possible)} of the orders`,
    ...missing
      .slice(0, NAMED_MAX)
      .map((each) => `not taken       ${each.chart}: ${each.event} in ${each.state}`),
    ...(rest > 0 ? [`not taken       and ${rest} more, see the report in JSON`] : []),
    ...(areTooFew(pairs)
      ? [`too few pairs   ${pairs.reached} of ${pairs.reachable}, not ${pairs.minimumPercent} %`]
      : []),
    ...labels
      .filter(isTooSeldom)
      .map(
        ({ theme, label, runs, of, minimumPercent }) =>
          `too seldom      ${label}: ${runs} of ${of} scenarios, not ${minimumPercent} %: ${theme}`,
      ),
  ];
}

const shareOf = (reached: number, all: number): string =>
  all === 0 ? 'none' : `${((100 * reached) / all).toFixed(1)} %`;

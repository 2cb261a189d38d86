/**
 * The report as lines of JSON: one for each theme as soon as it is done, then one for each rule and failure, and the totals
 * at the end. For programs that want to follow a long run.
 */
import type { SuiteReport } from '../../spec/index.js';
import type { Progress } from '../suite/conformance.js';

/** The line of a theme that is done. */
export const progressLine = (progress: Progress): string => line({ event: 'theme', ...progress });

/** The lines of the end. */
export function reportLines(report: SuiteReport): readonly string[] {
  const { rules, failures, ...rest } = report;
  return [
    ...rules.map((rule) => line({ event: 'rule', ...rule })),
    ...failures.map((failure) => line({ event: 'failure', ...failure })),
    line({ event: 'report', ...rest }),
  ];
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;

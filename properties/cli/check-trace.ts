/** `fencepost check-trace FILE`: judges a recorded trace, and explains the first impossible event. */
import type { Command } from 'commander';
import { ruleById } from '../../spec/index.js';
import { shortened } from '../adapter/adapter-fault.js';
import { possibleLines } from '../report/possible.js';
import { sequenceChart } from '../suite/sequence-chart.js';
import type { TraceVerdict } from '../suite/trace-judge.js';
import { EXIT } from './exit-codes.js';
import { printLines } from './print.js';
import { calledInMessages, judgeFile } from './trace-files.js';

/** How much of the impossible event is printed, in characters. */
const EVENT_CHARACTERS_MAX = 2000;

/** Adds the verb. */
export function addCheckTrace(program: Command, exit: (code: number) => void): void {
  program
    .command('check-trace <file>')
    .description('judge a recorded trace (NDJSON); - stands for standard input')
    .action(async (file: string) => {
      exit(await checkFile(file));
    });
}

async function checkFile(file: string): Promise<number> {
  const verdict = await judgeFile(file);
  printLines(linesOf(calledInMessages(file), verdict));
  return exitCodeOfTrace(verdict);
}

/** The exit code of a verdict. */
export function exitCodeOfTrace({ verdict }: TraceVerdict): number {
  if (verdict === 'accepted') return EXIT.conformant;
  return verdict === 'rejected' ? EXIT.violated : EXIT.inconclusive;
}

function linesOf(file: string, verdict: TraceVerdict): readonly string[] {
  switch (verdict.verdict) {
    case 'accepted':
      return [`ACCEPTED: ${file}, ${verdict.events} events; a legal run explains every one of them`];
    case 'inconclusive':
      return [`INCONCLUSIVE: ${file}, line ${verdict.line}: ${verdict.reason}`];
    case 'rejected':
      return rejectionLines(file, verdict);
  }
}

function rejectionLines(
  file: string,
  { rejection, line, event, shown }: Extract<TraceVerdict, { verdict: 'rejected' }>,
): readonly string[] {
  const { rules, reason, accepted, state } = rejection;
  const [rule = 'ORD-08', ...also] = rules;
  return [
    `REJECTED: ${file}, line ${line}`,
    `✗ ${rule}  ${ruleById(rule)?.sentence ?? ''}`,
    ...(also.length > 0 ? [`  also named: ${also.join(', ')}`] : []),
    `  ${reason}`,
    `  event: ${event === null ? 'none: the trace ends, and something is missing' : shortened(JSON.stringify(event), EVENT_CHARACTERS_MAX)}`,
    '',
    ...sequenceChart({ events: shown }, event === null ? -1 : shown.length - 1).map((text) => `  ${text}`),
    '',
    '  Possible here:',
    ...possibleLines(accepted).map((text) => `    - ${text}`),
    `  State: ${state}`,
  ];
}

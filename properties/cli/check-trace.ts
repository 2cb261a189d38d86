/** `fencepost check-trace FILE`: judges a recorded trace, and explains the first impossible event. */
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { ruleById, TraceFileError } from '../../spec/index.js';
import { sequenceChart } from '../suite/sequence-chart.js';
import { TraceJudge, type TraceVerdict } from '../suite/trace-judge.js';
import { EXIT, UsageError } from './exit-codes.js';

/** How many lines of what would have been accepted are printed. */
const ACCEPTED_LINES_MAX = 20;

/** Bytes that are read at a time. */
const PIECE_BYTES = 1 << 18;

/** Adds the verb. */
export function addCheckTrace(program: Command, exit: (code: number) => void): void {
  program
    .command('check-trace <file>')
    .description('judge a recorded trace (NDJSON)')
    .action(async (file: string) => {
      exit(await checkFile(file));
    });
}

async function checkFile(file: string): Promise<number> {
  const verdict = await judged(file);
  for (const line of linesOf(file, verdict)) console.log(line);
  if (verdict.verdict === 'accepted') return EXIT.conformant;
  return verdict.verdict === 'rejected' ? EXIT.violated : EXIT.inconclusive;
}

async function judged(file: string): Promise<TraceVerdict> {
  const judge = new TraceJudge();
  try {
    for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: PIECE_BYTES })) {
      judge.read(text as string);
      if (judge.decided) break;
    }
    return judge.close();
  } catch (error) {
    if (error instanceof TraceFileError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    if (isSystemError(error))
      throw new UsageError(`${file} cannot be read: ${error.message}`, { cause: error });
    throw error;
  }
}

const isSystemError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

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
  const more = accepted.length - ACCEPTED_LINES_MAX;
  return [
    `REJECTED: ${file}, line ${line}`,
    `✗ ${rule}  ${ruleById(rule)?.sentence ?? ''}`,
    ...(also.length > 0 ? [`  also named: ${also.join(', ')}`] : []),
    `  ${reason}`,
    `  event: ${event === null ? 'none: the trace ends, and something is missing' : JSON.stringify(event)}`,
    '',
    ...sequenceChart({ events: shown }, event === null ? -1 : shown.length - 1).map((text) => `  ${text}`),
    '',
    '  Possible here:',
    ...(accepted.length === 0 ? ['    - operations that begin, nothing else'] : []),
    ...accepted.slice(0, ACCEPTED_LINES_MAX).map((text) => `    - ${text}`),
    ...(more > 0 ? [`    - and ${more} more`] : []),
    `  State: ${state}`,
  ];
}

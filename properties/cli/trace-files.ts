/** Trace files on the command line: read piece by piece, and what is wrong with one is a mistake of the user. */
import { createReadStream } from 'node:fs';
import { TraceFileError } from '../../spec/index.js';
import { TraceJudge, type TraceVerdict } from '../suite/trace-judge.js';
import { UsageError } from './exit-codes.js';

/** How a file is read: so many bytes at a time. */
const options = { encoding: 'utf8', highWaterMark: 1 << 18 } as const;

/** The name that stands for standard input. */
export const STANDARD_INPUT = '-';

/** How a message calls a file. */
export const calledInMessages = (file: string): string => (file === STANDARD_INPUT ? 'standard input' : file);

/**
 * Reads a file piece by piece.
 *
 * @param file its path, or `-` for standard input
 * @param read takes a piece, and says whether more is wanted
 * @throws UsageError when the file cannot be read, or is no trace
 */
export async function readTraceFile(file: string, read: (text: string) => boolean): Promise<void> {
  try {
    const texts =
      file === STANDARD_INPUT ? process.stdin.setEncoding('utf8') : createReadStream(file, options);
    for await (const text of texts) {
      if (!read(text as string)) break;
    }
  } catch (error) {
    throw asMistake(file, error);
  }
}

/** Judges a file. @throws UsageError when it cannot be read, or is no trace */
export async function judgeFile(file: string): Promise<TraceVerdict> {
  const judge = new TraceJudge();
  await readTraceFile(file, (text) => {
    judge.read(text);
    return !judge.decided;
  });
  try {
    return judge.close();
  } catch (error) {
    throw asMistake(file, error);
  }
}

/** What is wrong with a file, as a mistake of the user; anything else is what it was. */
function asMistake(file: string, error: unknown): unknown {
  if (error instanceof TraceFileError)
    return new UsageError(`${calledInMessages(file)}: ${error.message}`, { cause: error });
  if (isSystemError(error))
    return new UsageError(`${calledInMessages(file)} cannot be read: ${error.message}`, { cause: error });
  return error;
}

const isSystemError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

/** Trace files on the command line: read piece by piece, and what is wrong with one is a mistake of the user. */
import { createReadStream } from 'node:fs';
import { TraceFileError } from '../../spec/index.js';
import { TraceJudge, type TraceVerdict } from '../suite/trace-judge.js';
import { UsageError } from './exit-codes.js';

/** Bytes that are read at a time. */
const PIECE_BYTES = 1 << 18;

/**
 * Reads a file piece by piece.
 *
 * @param read takes a piece, and says whether more is wanted
 * @throws UsageError when the file cannot be read, or is no trace
 */
export async function readTraceFile(file: string, read: (text: string) => boolean): Promise<void> {
  try {
    for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: PIECE_BYTES })) {
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
  if (error instanceof TraceFileError) return new UsageError(`${file}: ${error.message}`, { cause: error });
  if (isSystemError(error))
    return new UsageError(`${file} cannot be read: ${error.message}`, { cause: error });
  return error;
}

const isSystemError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

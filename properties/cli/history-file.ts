/** The file of `fencepost verify --history`: a line of JSON for each run, read before a run and added to after it. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { decodeOrThrow, type RunRecord, RunRecordCodec } from '../../spec/index.js';
import { UsageError } from './exit-codes.js';

/**
 * Reads the runs of a history, the oldest first; a file that is not there is an empty one.
 *
 * @throws UsageError naming the line that is none of a history
 */
export function readHistory(file: string): readonly RunRecord[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : readRun(line, `${file}:${index + 1}`)));
}

function readRun(line: string, place: string): RunRecord {
  try {
    return decodeOrThrow(RunRecordCodec, JSON.parse(line), 'run');
  } catch (error) {
    throw new UsageError(
      `--history takes a file that 'fencepost verify --history' has written; ${place}: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** Adds a run. */
export function addToHistory(file: string, run: RunRecord): void {
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}

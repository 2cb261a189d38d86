/**
 * What a program of the documents finds in its process: the checks that its expectations have become. Loaded before the
 * program by `--import`; a check that fails, or that is never reached, makes the process end with code 1.
 */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { format } from 'node:util';

const printed: string[] = [];
const unreached = new Set<number>();

function reached(line: number): void {
  unreached.delete(line);
}

/** The checks; `line` is the line of the expectation in its document. */
export const expect_ = {
  /** These lines hold expectations. */
  all(lines: readonly number[]): void {
    for (const line of lines) unreached.add(line);
  },
  equals(line: number, actual: unknown, expected: () => unknown): void {
    reached(line);
    deepStrictEqual(actual, expected(), `line ${line}: found ${format('%O', actual)}`);
  },
  prints(line: number, expected: string): void {
    reached(line);
    strictEqual(printed.shift(), expected, `line ${line} printed something else`);
  },
  async throws(line: number, work: () => Promise<void>, expected: string): Promise<void> {
    reached(line);
    const found = await work().then(
      () => 'nothing thrown',
      (error: { readonly name?: string; readonly code?: string }) =>
        error.code === expected ? expected : (error.name ?? 'an error without a name'),
    );
    strictEqual(found, expected, `line ${line} ended otherwise`);
  },
};

Object.assign(globalThis, { expect_ });

const write = console.log.bind(console);
console.log = (...values: unknown[]): void => {
  printed.push(format(...values));
  write(...values);
};

process.on('exit', () => {
  if (process.exitCode || unreached.size === 0) return;
  console.error(`never reached: the expectations in the lines ${[...unreached].join(', ')}`);
  process.exitCode = 1;
});

/** Runs the command line as a user does: a process of its own, its output and its exit code. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
/** No command of the tests takes longer; one that hangs is killed. */
const PATIENCE_MS = 300_000;
const OUTPUT_BYTES_MAX = 1 << 26;

/** How a command ended, and what it wrote. */
export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Carries out `fencepost` with these parameters. */
export const runCli = (...parameters: readonly string[]): Promise<CliResult> => runCliWith('', ...parameters);

/** Carries it out with a text on its standard input. */
export function runCliWith(input: string, ...parameters: readonly string[]): Promise<CliResult> {
  return new Promise((resolve) => {
    const limits = { timeout: PATIENCE_MS, maxBuffer: OUTPUT_BYTES_MAX };
    const child = execFile(process.execPath, [main, ...parameters], limits, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
    child.stdin?.on('error', () => undefined); // not every command reads it
    child.stdin?.end(input);
  });
}

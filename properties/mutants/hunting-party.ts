/** Runs programs that hunt, each in a process of its own: a mutant is loaded there, and one that hangs is ended. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How long one hunt may take, in milliseconds; a mutant can hang. */
const HUNT_MS_MAX = 600_000;

/**
 * Runs a program beside this file and reads the one value that it prints as JSON.
 *
 * @param program the file, `hunt-mutant.js`
 * @throws Error when it fails: the patch of a mutant does not apply, or it hangs
 */
export function hunted<Result>(program: string, parameters: readonly string[]): Promise<Result> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path, ...parameters], { timeout: HUNT_MS_MAX });
    let output = '';
    let diagnostics = '';
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => {
      diagnostics += text.toString();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(output) as Result);
      else
        reject(
          new Error(`${program} ${parameters[0]} ended with ${signal ?? code}: ${diagnostics.slice(-2000)}`),
        );
    });
  });
}

/** Does a job for each item, a few at the same time, and returns the results in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  parallel: number,
  job: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const left = [...items.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [position, item] = next;
      results[position] = await job(item);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return results;
}

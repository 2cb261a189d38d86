/** Files that a verb will write: whether it can is asked before the work, and not behind it. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './exit-codes.js';

/**
 * Checks that a file can be written, without touching it.
 *
 * @param option the option that names it, for the message
 * @param file its path; nothing is checked when it is absent
 * @throws UsageError when its folder is not there, when it is a folder itself, or when writing is not allowed
 */
export function checkWritable(option: string, file: string | undefined): void {
  if (file === undefined) return;
  const path = resolve(file);
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new UsageError(`${option} cannot write ${file}: ${(error as Error).message}`, { cause: error });
  }
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`${option} takes a file, and ${file} is a folder`);
}

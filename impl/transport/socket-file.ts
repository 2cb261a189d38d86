/**
 * The file of a Unix socket. It may be left over from a process that died, and then it is in the way. It is removed when
 * nobody answers on it, and what is no socket is never removed.
 */
import { randomBytes } from 'node:crypto';
import { link, lstat, rename, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';

/** The longest path of a socket, in bytes: what the systems have room for, without the zero at its end. */
export const SOCKET_PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;

/** Whether the system has room for the path of a socket; it would cut a longer one in silence. */
export const fitsSocket = (path: string): boolean => Buffer.byteLength(path) <= SOCKET_PATH_BYTES_MAX;

/** Whether somebody answers on a socket, or may do so: only what is certain counts as nobody. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'ECONNREFUSED'));
  });
}

async function isSocket(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found?.isSocket() ?? false;
}

/**
 * Removes the file of a socket on which nobody answers. Of two who do so at the same moment none removes the new socket of
 * the other: the file is moved aside, asked again there, and put back if somebody answers.
 *
 * @returns whether a file was removed
 */
export async function removeStaleSocket(path: string): Promise<boolean> {
  const aside = join(dirname(path), `.${randomBytes(4).toString('hex')}`);
  if (!fitsSocket(aside) || !(await isSocket(path)) || (await isAnswered(path))) return false;
  try {
    await rename(path, aside);
  } catch {
    return false; // somebody else was quicker
  }
  const taken = await isAnswered(aside);
  if (taken) await link(aside, path).catch(() => undefined);
  await unlink(aside);
  return !taken;
}

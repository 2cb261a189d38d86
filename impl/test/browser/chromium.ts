/** The browser of tests: the one that Debian has, or another one like it. */
import { spawnSync } from 'node:child_process';

/** Its path; undefined when there is none, and tests that need one are counted as skipped. */
export const chromiumPath = [
  process.env['FENCEPOST_CHROMIUM'] ?? '',
  'chromium',
  'chromium-browser',
  'google-chrome',
]
  .filter((name) => name !== '')
  .map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim())
  .find((path) => path !== '');

/** Starting a browser takes its time on a busy machine, in milliseconds. */
export const LAUNCH_MS = 120_000;

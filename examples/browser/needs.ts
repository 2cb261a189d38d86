/** What the example needs beside Node: ends with the exit code 77 where there is no Chromium to show the page. */
import { spawnSync } from 'node:child_process';

if (spawnSync('chromium', ['--version']).status !== 0) process.exitCode = 77;

/** What the example needs beside Node: ends with the exit code 77 where there is no NATS server to start. */
import { spawnSync } from 'node:child_process';

if (spawnSync('nats-server', ['--version']).status !== 0) process.exitCode = 77;

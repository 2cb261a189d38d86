/** Goal: processes are bound to the cores that the system names, and their time is read from the right place. */
import { existsSync } from 'node:fs';
import test from 'ava';
import { allowedCores, canPin, coresOf, cpuSeconds, pin } from '../../transport/processors.js';

test('lists of cores are read', (t) => {
  t.deepEqual(coresOf('0'), [0]);
  t.deepEqual(coresOf('0-3'), [0, 1, 2, 3]);
  t.deepEqual(coresOf('1,4-5,9'), [1, 4, 5, 9]);
  t.deepEqual(coresOf(''), []);
});

const pinning = canPin() ? test : test.skip;

pinning('a process is bound to a core', (t) => {
  const before = allowedCores();
  const last = before.at(-1) as number;
  pin(process.pid, [last]);
  t.deepEqual(allowedCores(), [last]);
  pin(process.pid, before);
  t.deepEqual(allowedCores(), before);
  t.throws(() => pin(process.pid, [100_000]), { message: /taskset could not bind/ });
});

const timing = existsSync('/proc/self/stat') ? test : test.skip;

timing('the time of a process is that of the system', (t) => {
  const { user, system } = process.cpuUsage();
  const own = (user + system) / 1e6;
  const seconds = cpuSeconds(process.pid);
  t.true(seconds > own - 0.05, `${seconds} s, at least about ${own} s`);
  t.is(cpuSeconds(2 ** 22 + 1), 0);
});

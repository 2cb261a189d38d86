/**
 * Goal: what code of a user throws ends nothing, and is not hidden. Method: callbacks that throw whatever can be thrown, at once
 * or later, and the warnings of this process.
 */
import { once } from 'node:events';
import test from 'ava';
import { harmless, told, warnOf } from '../../rpc/told.js';

const thrown = [new Error('the disk is full'), Object.create(null), undefined];

test.serial('a callback is told, and what it throws is a warning of the process', async (assert) => {
  const heard: unknown[] = [];
  told((...facts: readonly unknown[]) => void heard.push(...facts), 1, 'two');
  told(undefined, 3);
  assert.deepEqual(heard, [1, 'two']);
  for (const cause of thrown) {
    const warned = once(process, 'warning');
    told(() => {
      throw cause;
    });
    const [warning] = await warned;
    assert.is(warning.message, 'A callback that a transport was given has thrown');
    assert.is(warning.cause, cause);
  }
});

test.serial(
  'a callback that is asynchronous and rejects is a warning of the process, and does not end it',
  async (assert) => {
    for (const cause of thrown) {
      const warned = once(process, 'warning');
      told(() => Promise.reject(cause) as unknown as undefined);
      const [warning] = await warned;
      assert.is(warning.cause, cause);
    }
  },
);

test('code that works is heard of no more', async (assert) => {
  const failures: unknown[] = [];
  harmless(() => 1, failures.push.bind(failures));
  harmless(async () => 2, failures.push.bind(failures));
  await new Promise(setImmediate);
  assert.deepEqual(failures, []);
});

test.serial('where there is no process to warn, the console is told', (assert) => {
  const { emitWarning } = process;
  const { warn } = console;
  const heard: unknown[] = [];
  try {
    Object.assign(process, { emitWarning: undefined });
    console.warn = (warning: unknown) => void heard.push(warning);
    warnOf('It has thrown', 7);
  } finally {
    Object.assign(process, { emitWarning });
    console.warn = warn;
  }
  assert.like(heard[0] as Error, { message: 'It has thrown', cause: 7 });
});

/**
 * Goal: what a callback of a user throws ends nothing, and is not hidden. Method: callbacks that throw whatever can be thrown,
 * and the warnings of this process.
 */
import { once } from 'node:events';
import test from 'ava';
import { told } from '../../transport/told.js';

test.serial('a callback is told, and what it throws is a warning of the process', async (assert) => {
  const heard: unknown[] = [];
  told((...facts: readonly unknown[]) => void heard.push(...facts), 1, 'two');
  told(undefined, 3);
  assert.deepEqual(heard, [1, 'two']);
  for (const thrown of [new Error('the disk is full'), Object.create(null), undefined]) {
    const warned = once(process, 'warning');
    told(() => {
      throw thrown;
    });
    const [warning] = await warned;
    assert.is(warning.message, 'A callback that a transport was given has thrown');
    assert.is(warning.cause, thrown);
  }
});

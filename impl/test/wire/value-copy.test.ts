/** Goal: a copy is what would arrive, and shares nothing. Method: values at random, and some that are refused. */
import test from 'ava';
import fc from 'fast-check';
import { copyOfValue } from '../../wire/value-copy.js';
import { value } from './arbitraries.js';

test('SIZE-11 a copy equals its original', (assert) => {
  const run = fc.property(value, (original) => void assert.deepEqual(copyOfValue(original), original));
  fc.assert(run, { seed: 16, numRuns: 500 });
});

test('SIZE-11 a copy shares nothing with its original', (assert) => {
  const original = { list: [1], bytes: Uint8Array.of(1), at: new Date(0) };
  const copy = copyOfValue(original) as typeof original;
  original.list.push(2);
  original.bytes[0] = 9;
  original.at.setTime(5);
  assert.deepEqual(copy, { list: [1], bytes: Uint8Array.of(1), at: new Date(0) });
});

test('SIZE-02 what cannot be carried is refused', (assert) => {
  for (const stranger of [() => 0, Symbol('s'), new Map(), '\ud800'])
    assert.throws(() => copyOfValue(stranger), { message: /cannot carry/ });
});

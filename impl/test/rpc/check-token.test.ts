/** Goal: nothing but a token enters the runtime as a token. Method: tokens good and bad. */
import test from 'ava';
import { IllegalArgumentError, NullArgumentError } from '../../index.js';
import { checkedToken } from '../../rpc/check-token.js';
import { raises, token } from '../support.js';

test('a token, and null for one that is not set, are what they were', (assert) => {
  for (const good of [null, token(''), token('00ff'), token('ab'.repeat(64))])
    assert.is(checkedToken(good), good);
});

test('FENCE-04 an absent token is not the same as one that is not set', (assert) => {
  raises(
    assert,
    () => checkedToken(undefined as never),
    NullArgumentError,
    'null-argument',
    'absent',
    'null',
  );
});

test('what is no token is refused', (assert) => {
  const bad = [
    'leader',
    1,
    {},
    { type: 'T' },
    { bytes: '00' },
    token('0'),
    token('FF'),
    token('zz'),
    token('00'.repeat(65)),
  ];
  for (const value of bad) {
    raises(
      assert,
      () => checkedToken(value as never),
      IllegalArgumentError,
      'illegal-argument',
      '64 bytes',
      'hexadecimal',
    );
  }
});

/** Tokens carry a whole scenario; damaged ones and those of other versions are refused in words. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { anyScenario, parseToken, SUITE_VERSION, TokenError, tokenOf } from '../../index.js';

testProp(
  'a token gives back the scenario that it was made of',
  [anyScenario({ holds: true }), fc.constantFrom('api' as const, 'fast' as const)],
  (t, scenario, lane) => {
    t.deepEqual(parseToken(tokenOf({ lane, scenario })), { lane, scenario });
  },
  { numRuns: 100, seed: 51 },
);

testProp(
  'no text makes the parser of tokens fail otherwise than with a TokenError',
  [
    fc.oneof(
      fc.string(),
      fc.string().map((text) => `fp${SUITE_VERSION}-fast-${text}`),
    ),
  ],
  (t, text) => {
    t.throws(() => parseToken(text), { instanceOf: TokenError });
  },
  { numRuns: 300, seed: 52 },
);

test('a token of another version of the suite is refused with both versions', (t) => {
  const token = `fp${SUITE_VERSION + 1}-fast-abc`;
  t.throws(() => parseToken(token), {
    message: new RegExp(`version ${SUITE_VERSION + 1} .* version ${SUITE_VERSION}`),
  });
});

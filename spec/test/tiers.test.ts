/** Goal: tiers are honest numbers. Method: every capability has one place, and more capabilities never lower the tier. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { type Capability, capabilityMeanings } from '../capabilities.js';
import { capabilitiesOfTier, type TierNumber, tierOf, tiers, untiered } from '../tiers.js';

const names = Object.keys(capabilityMeanings) as Capability[];

test('every capability belongs to exactly one tier, or to none', (assertions) => {
  const placed = [...tiers.flatMap(({ adds, addsOneOf }) => [...adds, ...addsOneOf]), ...untiered];
  assertions.deepEqual([...placed].sort(), [...names].sort());
});

test('tiers are numbered from 1, and tier 1 needs no capability', (assertions) => {
  assertions.deepEqual(
    tiers.map(({ number }) => number),
    [1, 2, 3],
  );
  assertions.deepEqual(capabilitiesOfTier(1), []);
});

for (const number of [1, 2, 3] as const) {
  test(`a target with the capabilities of tier ${number} is of tier ${number}, in either era of tokens`, (assertions) => {
    assertions.is(tierOf(capabilitiesOfTier(number)), number);
    assertions.is(tierOf(capabilitiesOfTier(number, 'immutable-token')), number);
  });
}

test('a target that lacks one capability of a tier is of a lower one', (assertions) => {
  for (const number of [2, 3] as const)
    for (const missing of tiers[number - 1]?.adds ?? []) {
      const tier: number = tierOf(capabilitiesOfTier(number).filter((name) => name !== missing));
      assertions.is(tier, number - 1, missing);
    }
});

test('a target that has neither kind of token is not of tier 3', (assertions) => {
  const without = capabilitiesOfTier(3).filter((name) => name !== 'mutable-token');
  assertions.is(tierOf(without), 2);
});

testProp(
  'more capabilities never lower the tier',
  [fc.subarray(names), fc.subarray(names)],
  (assertions, some, more) => {
    const before: TierNumber = tierOf(some);
    assertions.true(tierOf([...some, ...more]) >= before);
  },
);

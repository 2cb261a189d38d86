/**
 * Goal: on a real clock chance alone leaves no rule below its floor, and nothing is tried for ever. Method: the reference
 * as it looks from outside, with a profile of one scenario a theme.
 */
import test from 'ava';
import { conformance, profiles } from '../../index.js';
import { outside } from './outside-reference.js';

const single = { ...profiles.smoke, outsideRuns: 1 };

test('the themes of a rule that was exercised too rarely are run again, until its floor is reached', async (t) => {
  const once = await conformance(outside, { profile: { ...single, outsideFloor: 1 }, rules: 'CALL-12' });
  const floor = (once.rules[0]?.exercised ?? 0) + 1;
  const more = await conformance(outside, { profile: { ...single, outsideFloor: floor }, rules: 'CALL-12' });
  t.is(more.rules[0]?.verdict, 'passed');
  t.true((more.rules[0]?.exercised ?? 0) >= floor);
  t.true(more.totals.runs > once.totals.runs);
});

test('a floor that no scenario reaches is given up after a few rounds', async (t) => {
  const profile = { ...single, outsideFloor: Number.POSITIVE_INFINITY };
  const once = await conformance(outside, { profile: { ...single, outsideFloor: 0 }, rules: 'CALL-12' });
  const given = await conformance(outside, { profile, rules: 'CALL-12' });
  t.is(given.rules[0]?.verdict, 'not-exercised');
  t.is(given.verdict, 'not-exercised');
  t.is(given.totals.runs, 5 * once.totals.runs);
});

/**
 * Goal: on a real clock the rules that scenarios exercise only by killing a service have a floor of their own, and no
 * other rule has. Method: floors between which every rule lies.
 */
import test from 'ava';
import { rules } from '../../../spec/index.js';
import { conformance, profiles } from '../../index.js';
import { killingRules } from '../../suite/killing-rules.js';
import { outside } from './outside-reference.js';

test('the rules of closing and failing services are exercised only by killing one, those of calls are not', (t) => {
  const killing = killingRules();
  for (const id of ['SERV-03', 'SERV-09', 'SUPER-02', 'SUPER-04', 'DEAD-06', 'LIFE-10'])
    t.true(killing.has(id), id);
  for (const id of ['CALL-12', 'LIFE-02', 'TERM-01', 'FENCE-02', 'SIZE-04', 'DEAD-01'])
    t.false(killing.has(id), id);
});

test('where no count reaches the floor, the rules that pass are those with the lower one', async (t) => {
  const profile = { ...profiles.smoke, outsideFloor: Number.POSITIVE_INFINITY, killingFloor: 1 };
  const report = await conformance(outside, { profile });
  const killing = killingRules();
  const must = new Set(rules.filter(({ level }) => level === 'MUST').map(({ id }) => id));
  for (const { id, verdict, exercised } of report.rules) {
    if (!must.has(id) || verdict === 'not-applicable') continue;
    t.is(verdict, killing.has(id) && exercised > 0 ? 'passed' : 'not-exercised', id);
  }
  t.true(report.rules.some(({ id, verdict }) => verdict === 'passed' && must.has(id)));
});

test('a rule of that kind that is exercised less often than its own floor demands is not exercised', async (t) => {
  const profile = {
    ...profiles.smoke,
    outsideFloor: Number.POSITIVE_INFINITY,
    killingFloor: 1e9,
    outsideRuns: 1,
  };
  const report = await conformance(outside, { profile, rules: 'SUPER-04' });
  t.is(report.rules[0]?.verdict, 'not-exercised');
});

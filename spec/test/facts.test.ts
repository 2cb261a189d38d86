/** Goal: every observable fact has a rule or a written reason, never both. Method: counting both ways. */
import test from 'ava';
import { coverageOf, exemptions, facts, isObservable, rulesByFact } from '../facts/index.js';
import { type Rule, rules } from '../rules/index.js';

const byFact = rulesByFact(rules);
const exempt = new Set(exemptions.map((exemption) => exemption.fact));

test('facts are named once, in order', (assertions) => {
  const ids = facts.map((fact) => fact.id);
  assertions.is(new Set(ids).size, ids.length);
  assertions.deepEqual([...ids].sort(), ids);
  assertions.true(ids.every((id) => /^FB-\d{3}$/.test(id)));
});

test('every observable fact has a rule or a reason', (assertions) => {
  const forgotten = facts.filter(
    (fact) => isObservable(fact) && byFact.get(fact.id)!.length === 0 && !exempt.has(fact.id),
  );
  assertions.deepEqual(forgotten, []);
});

test('no fact has both a rule and a reason', (assertions) => {
  assertions.deepEqual(
    [...exempt].filter((id) => byFact.get(id)?.length !== 0),
    [],
  );
});

test('reasons are given once, for facts that exist and can be observed', (assertions) => {
  const observable = new Set(facts.filter(isObservable).map((fact) => fact.id));
  assertions.is(exempt.size, exemptions.length);
  assertions.deepEqual(
    [...exempt].filter((id) => !observable.has(id)),
    [],
  );
  assertions.true(exemptions.every(({ note }) => /^[A-Z].*\.$/.test(note)));
});

test('at most one observable fact in six is exempt', (assertions) => {
  const coverage = coverageOf(rules);
  assertions.is(coverage.covered + coverage.exempt, coverage.observable);
  assertions.true(coverage.exempt * 6 <= coverage.observable, JSON.stringify(coverage));
});

test('a rule that names an unknown fact is refused, and a retired one covers nothing', (assertions) => {
  const rule = rules[0]!;
  const invented: Rule = { ...rule, source: { ...rule.source, facts: ['FB-999'] } };
  assertions.throws(() => rulesByFact([invented]), { instanceOf: RangeError });
  assertions.deepEqual(rulesByFact([{ ...rule, retired: 'Replaced.' }]).get(rule.source.facts[0]!), []);
});

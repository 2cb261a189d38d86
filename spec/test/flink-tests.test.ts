/**
 * Goal: every test method of the original is covered by rules or has a reason, and what is said agrees with the facts.
 * Method: counting both ways, and following each citation of a test from the facts and from the rules.
 */
import test from 'ava';
import { type ExemptionReason, exemptions, facts, rulesByFact } from '../facts/index.js';
import {
  apartMeanings,
  flinkTestClasses,
  flinkTests,
  isApart,
  looseCitations,
  type MappedTest,
  mappedTests,
} from '../flink-tests/index.js';
import { ruleById, rules } from '../rules/index.js';

const factById = new Map(facts.map((fact) => [fact.id, fact]));
const ruleIdsByFact = rulesByFact(rules);
const mappedByTest = new Map(mappedTests.map((mapped) => [mapped.test, mapped]));

/** The reason why each fact without a rule has none. */
const exemptionByFact = new Map(exemptions.map(({ fact, reason }) => [fact, reason]));

/** A citation: a fact, and a test that it names. */
interface Citation {
  readonly fact: string;
  readonly test: string;
}

const citations: readonly Citation[] = [...flinkTests].flatMap(([name, { facts: cited }]) =>
  cited.map((fact) => ({ fact, test: name })),
);
const isLoose = (citation: Citation): boolean =>
  looseCitations.some(({ fact, test: name }) => fact === citation.fact && name === citation.test);

/** Whether the test is covered by a rule that was written from the fact. */
function agrees({ fact, test: name }: Citation): boolean {
  const covering = mappedByTest.get(name)?.rules ?? [];
  return (ruleIdsByFact.get(fact) ?? []).some((rule) => covering.includes(rule));
}

test('the catalogue has the 104 test methods of 19 classes, each once', (assertions) => {
  const names = flinkTestClasses.flatMap(({ name, tests }) => tests.map(({ method }) => `${name}#${method}`));
  assertions.is(flinkTestClasses.length, 19);
  assertions.is(names.length, 104);
  assertions.is(flinkTests.size, names.length);
  assertions.is(new Set(flinkTestClasses.map(({ name }) => name)).size, flinkTestClasses.length);
});

test('every test method is mapped exactly once, and nothing else is', (assertions) => {
  const mapped = mappedTests.map(({ test: name }) => name);
  assertions.deepEqual(mapped, [...flinkTests.keys()]);
});

test('a test has rules or a reason, and only a group of methods has both', (assertions) => {
  const wrong = mappedTests.filter(({ test: name, rules: covering, apart }) =>
    covering.length === 0 ? apart === null : apart !== null && !name.endsWith('…'),
  );
  assertions.deepEqual(wrong, []);
});

test('the rules that cover a test exist, are in force, and are named once', (assertions) => {
  for (const { test: name, rules: covering } of mappedTests) {
    assertions.is(new Set(covering).size, covering.length, name);
    for (const id of covering) {
      const rule = ruleById(id);
      assertions.true(rule !== undefined && rule.retired === undefined, `${name}: ${id}`);
    }
  }
});

test('reasons are of the closed list, and what is said are sentences', (assertions) => {
  const reasons = new Set(Object.keys(apartMeanings));
  const given = mappedTests.flatMap(({ apart }) => (apart === null ? [] : [apart]));
  for (const { reason, note } of given) {
    assertions.true(reasons.has(reason), reason);
    assertions.regex(note, /^[A-Z].*\.$/);
  }
  const used = given.map(({ reason }) => reason as string);
  assertions.deepEqual(
    [...reasons].filter((reason) => !used.includes(reason)),
    [],
    'a reason that nobody gives',
  );
  for (const { asserts } of mappedTests) assertions.regex(asserts, /^[A-Z].*\.$/);
});

test('at most one test method in ten has a reason in place of rules', (assertions) => {
  const apart = mappedTests.filter(isApart).length;
  assertions.true(apart * 10 <= mappedTests.length, `${apart} of ${mappedTests.length}`);
});

test('every fact that cites a test is in the catalogue of facts', (assertions) => {
  assertions.true(citations.length >= 100, `${citations.length}`);
  assertions.deepEqual(
    citations.filter(({ fact }) => !factById.has(fact)),
    [],
  );
});

test('a fact that a test is said to assert has a rule in common with the test', (assertions) => {
  const disagreeing = citations.filter(
    (citation) =>
      factById.get(citation.fact)?.ev === 'T' &&
      ruleIdsByFact.get(citation.fact)?.length !== 0 &&
      !agrees(citation) &&
      !isLoose(citation),
  );
  assertions.deepEqual(disagreeing, []);
});

test('loose citations are citations of tested facts, and the test is covered by other rules', (assertions) => {
  for (const citation of looseCitations) {
    const { fact, test: name } = citation;
    assertions.true(flinkTests.get(name)?.facts.includes(fact), `${name} is not cited by ${fact}`);
    assertions.is(factById.get(fact)?.ev, 'T', fact);
    assertions.false(agrees(citation), `${name} and ${fact} agree`);
    assertions.true((mappedByTest.get(name)?.rules.length ?? 0) > 0, name);
  }
});

/** The exemptions of the facts that cite a test and have no rule. */
function exemptionsOf({ test: name }: MappedTest): readonly (ExemptionReason | undefined)[] {
  return (flinkTests.get(name)?.facts ?? [])
    .filter((fact) => exemptionByFact.has(fact))
    .map((fact) => exemptionByFact.get(fact));
}

test('a test without rules is cited by no fact with a rule, and by the exempt ones for the same reason', (assertions) => {
  for (const mapped of mappedTests.filter(isApart)) {
    const cited = flinkTests.get(mapped.test)?.facts ?? [];
    assertions.deepEqual(
      cited.filter((fact) => ruleIdsByFact.get(fact)?.length !== 0),
      [],
      mapped.test,
    );
    for (const reason of exemptionsOf(mapped)) assertions.is(`${reason}`, `${mapped.apart?.reason}`);
  }
});

const classNames = new Set(flinkTestClasses.map(({ name }) => name));
/** Facts that rest on another fact, and whose rules point to the test of that one. */
const restsOn: Readonly<Record<string, string>> = { 'FB-264': 'FB-152' };
const testPointer = /^(\w+(?:Test|ITCase))(?:#(\w+))?$/;

test('every test that a rule points to is in the catalogue, cited by a fact of that rule', (assertions) => {
  let followed = 0;
  for (const { id, source } of rules) {
    const sources = source.facts.flatMap((fact) => [fact, restsOn[fact] ?? fact]);
    for (const pointer of source.pointers) {
      const [, className, method] = testPointer.exec(pointer) ?? [];
      if (className === undefined) continue;
      followed += 1;
      assertions.true(classNames.has(className), `${id} points to ${pointer}`);
      const named = [...flinkTests].filter(([name]) =>
        method === undefined ? name.startsWith(`${className}#`) : name === pointer,
      );
      assertions.true(
        named.some(([, { facts: cited }]) => sources.some((fact) => cited.includes(fact))),
        `${id} points to ${pointer}, and no fact of it cites that test`,
      );
    }
  }
  assertions.true(followed >= 100, `${followed}`);
});

test('a test that was removed with replaceable tokens is covered by a rule of that era', (assertions) => {
  for (const [name, { upTo }] of flinkTests) {
    if (upTo === null) continue;
    const covering = (mappedByTest.get(name)?.rules ?? []).map(ruleById);
    assertions.true(
      covering.some((rule) => rule?.era === 'mutable-token'),
      name,
    );
  }
});

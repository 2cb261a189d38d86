/** Goal: the rule book is well-formed and honest. Method: laws over all of its data. */
import test from 'ava';
import { capabilityMeanings } from '../capabilities.js';
import { demandsMust, facts, isOpen } from '../facts/index.js';
import { families, type Rule, ruleById, rules } from '../rules/index.js';

/** What the reference cannot do. */
const referenceLacks: readonly string[] = ['immutable-token', 'blocking-call', 'call-stack-capture'];

const factById = new Map(facts.map((fact) => [fact.id, fact]));

function breaking(law: (rule: Rule) => boolean): string[] {
  return rules.filter((rule) => !law(rule)).map((rule) => rule.id);
}

test('every id is that of its family and of its place in it', (assertions) => {
  for (const family of families) {
    family.rules.forEach((rule, index) => {
      assertions.is(rule.id, `${family.name}-${String(index + 1).padStart(2, '0')}`);
    });
  }
  assertions.is(new Set(rules.map((rule) => rule.id)).size, rules.length);
});

test('every rule is found by its id, and no other', (assertions) => {
  assertions.deepEqual(
    breaking((rule) => ruleById(rule.id) === rule),
    [],
  );
  assertions.is(ruleById('FENCE-00'), undefined);
});

test('every sentence is one sentence with the keyword of its level and no other', (assertions) => {
  const keywords = /\b(?:MUST|SHOULD|MAY)\b/g;
  assertions.deepEqual(
    breaking((rule) => /^[A-Z].*[^.]\.$/.test(rule.sentence) && !/[.!?]\s+\S/.test(rule.sentence)),
    [],
  );
  assertions.deepEqual(
    breaking((rule) => [...rule.sentence.matchAll(keywords)].every(([word]) => word === rule.level)),
    [],
  );
  assertions.deepEqual(
    breaking((rule) => rule.sentence.includes(rule.level)),
    [],
  );
});

test('every antecedent is one sentence that says when', (assertions) => {
  assertions.deepEqual(
    breaking((rule) => /^(?:When [^.]*|Always)\.$/.test(rule.antecedent)),
    [],
  );
});

test('a rule that demands an error says its code', (assertions) => {
  assertions.deepEqual(
    breaking(({ error, sentence, accepts }) => {
      const texts = [sentence, ...accepts.map((accepted) => accepted.outcome)];
      return error === null || texts.some((text) => text.includes(`\`${error}\``));
    }),
    [],
  );
});

test('a fact that is observable, tested or executed, and not open, makes its rule a MUST', (assertions) => {
  assertions.deepEqual(
    breaking(
      (rule) => rule.level === 'MUST' || !rule.source.facts.some((id) => demandsMust(factById.get(id)!)),
    ),
    [],
  );
});

test('a rule from an open fact says what is accepted, beginning with the reference', (assertions) => {
  assertions.deepEqual(
    breaking((rule) => rule.accepts.length > 0 || !rule.source.facts.some((id) => isOpen(factById.get(id)!))),
    [],
  );
  assertions.deepEqual(
    breaking(
      ({ accepts }) => accepts.length !== 1 && (accepts.length === 0 || accepts[0]!.by === 'reference'),
    ),
    [],
  );
});

test('a MAY says what is accepted', (assertions) => {
  assertions.deepEqual(
    breaking((rule) => rule.level !== 'MAY' || rule.accepts.length > 0),
    [],
  );
});

test('at most one MUST in ten is not applicable to the reference', (assertions) => {
  const musts = rules.filter((rule) => rule.level === 'MUST');
  const lacking = musts.filter((rule) => rule.requires.some((name) => referenceLacks.includes(name)));
  assertions.true(lacking.length * 10 <= musts.length, `${lacking.length} of ${musts.length}`);
});

test('capabilities exist and are named once', (assertions) => {
  assertions.deepEqual(
    breaking(({ requires }) => requires.every((name) => name in capabilityMeanings)),
    [],
  );
  assertions.deepEqual(
    breaking(({ requires }) => new Set(requires).size === requires.length),
    [],
  );
});

test('capabilities are named in the order of their list', (assertions) => {
  const order = Object.keys(capabilityMeanings);
  assertions.deepEqual(
    breaking(
      ({ requires }) => requires.join() === order.filter((name) => requires.includes(name as never)).join(),
    ),
    [],
  );
});

/** Holds in every era, and shows only where the token of an endpoint can change. */
const shownByChanges: readonly string[] = ['FENCE-10'];

test('the era agrees with the versions and with the capability for replaceable tokens', (assertions) => {
  assertions.deepEqual(
    breaking(({ era, requires }) => (era === 'mutable-token') === requires.includes('mutable-token')),
    shownByChanges,
  );
  assertions.deepEqual(
    breaking(({ era, versions: { from, to } }) =>
      era === 'all'
        ? from === null && to === null
        : era === 'mutable-token'
          ? to === '1.15'
          : from !== null && to === null,
    ),
    [],
  );
});

test('every rule has a source', (assertions) => {
  assertions.deepEqual(
    breaking(
      ({ source }) => source.pointers.length > 0 && source.pointers.every((pointer) => pointer !== ''),
    ),
    [],
  );
  assertions.deepEqual(
    breaking(({ source }) => source.facts.length > 0 || source.pointers.join() === 'project decision'),
    [],
  );
});

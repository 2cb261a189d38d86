/** Goal: which texts are ids, and what a pattern matches. Method: examples, and the pattern against regular expressions. */
import test from 'ava';
import fc from 'fast-check';
import { isPattern, isUsableEndpointId, matchesPattern, patternOf } from '../../core/endpoint-id.js';

const matches = (pattern: string, name: string): boolean => {
  const parts = patternOf(pattern, name.length);
  return parts !== null && matchesPattern(parts, name);
};

test('ADDR-11 ids of letters, digits, signs and percent-escapes are usable', (assert) => {
  for (const id of ['a', '0', 'job-manager_1', "A-_.*$+:@&=,!~';z", 'a%2Fb', '*', 'x$']) {
    assert.true(isUsableEndpointId(id), id);
  }
});

test('ADDR-11 empty, blank, slashed, $-led and non-ASCII texts and broken escapes are not usable', (assert) => {
  for (const id of ['', ' ', '\t', 'a b', 'a/b', '/', '$a', '$', 'ä', 'a\n', '%', '%2', '%GG', 'a#b', '日']) {
    assert.false(isUsableEndpointId(id), JSON.stringify(id));
  }
});

test('ADDR-14 an asterisk makes a pattern, and nothing else does', (assert) => {
  assert.true(isPattern('worker_*'));
  assert.false(isPattern('worker_?'));
});

test('ADDR-16, ADDR-17 a pattern matches by its fixed parts, in their order and without overlap', (assert) => {
  for (const [pattern, name, expected] of [
    ['worker_*', 'worker_', true],
    ['worker_*', 'worker_12', true],
    ['worker_*', 'Worker_12', false],
    ['*', '', true],
    ['*_1', 'a_1', true],
    ['*_1', 'a_12', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['ab*ba', 'aba', false],
    ['a**b', 'ab', true],
    ['***', 'ab', true],
    ['**a**b**', 'xaxbx', true],
  ] as const) {
    assert.is(matches(pattern, name), expected, `${pattern} on ${name}`);
  }
});

test('ADDR-14 a pattern matches what the regular expression of the same meaning matches', (assert) => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
  const text = fc.tuple(letters, letters).map(([before, behind]) => `${before}*${behind}`);
  const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 9 });
  const run = fc.property(text, name, (pattern, id) => {
    const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    return matches(pattern, id) === expression.test(id);
  });
  assert.notThrows(() => fc.assert(run, { seed: 5, numRuns: 2000 }));
});

test('ADDR-14 of a pattern as long as a frame no more is left than the longest name has, whoever sends it', (assert) => {
  const long = 1_000_000;
  assert.deepEqual(patternOf('*'.repeat(long), 10), { first: '', middle: [], last: '' });
  assert.deepEqual(patternOf(`a${'*'.repeat(long)}b${'*'.repeat(long)}c`, 10), {
    first: 'a',
    middle: ['b'],
    last: 'c',
  });
  for (const part of ['a*', '*a', '**a', 'ab*', 'abcdefghijk*']) {
    assert.is(patternOf(part.repeat(long), 10), null, part);
    assert.is(patternOf(`${part.repeat(long)}*`, 10), null, part);
  }
  const text = fc.string({ unit: fc.constantFrom('a', '*'), maxLength: 40 }).map((letters) => `${letters}*`);
  const run = fc.property(text, fc.nat({ max: 20 }), (pattern, longest) => {
    const parts = patternOf(pattern, longest);
    const letters = pattern.replaceAll('*', '').length;
    if (parts === null) return letters > longest;
    const { first, middle, last } = parts;
    return [first, ...middle, last].join('').length === letters && middle.every((part) => part !== '');
  });
  assert.notThrows(() => fc.assert(run, { seed: 6, numRuns: 1000 }));
});

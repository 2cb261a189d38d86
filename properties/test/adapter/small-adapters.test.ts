/**
 * Goal: an adapter stays small enough to be written in an afternoon: tier 1 in 100 lines with the standard library of
 * its language alone, and that of a whole implementation in 150. Method: the lines of those in the tree are counted, blank
 * ones and comments too, and what they import is looked up.
 */
import { readFileSync } from 'node:fs';
import test from 'ava';

const sizes: readonly (readonly [string, number])[] = [
  ['adapters/python/tier1.py', 100],
  ['adapters/go/adapter/main.go', 150],
];

const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').trimEnd().split('\n');

for (const [path, linesMax] of sizes) {
  test(`${path} has at most ${linesMax} lines`, (t) => {
    const { length } = linesOf(path);
    t.true(length <= linesMax, `it has ${length}`);
  });
}

test('tier 1 in Python is no shorter than it reads: its lines are statements of at most 120 characters', (t) => {
  const crowded = linesOf('adapters/python/tier1.py').filter(
    (line) => line.length > 120 || line.includes(';'),
  );
  t.deepEqual(crowded, []);
});

test('tier 1 in Python needs nothing but the standard library', (t) => {
  const imports = linesOf('adapters/python/tier1.py').filter((line) => /\bimport\b/.test(line));
  t.deepEqual(imports, ['import json', 'import sys']);
});

test('the adapter in Go needs nothing but the standard library and its own module', (t) => {
  const module = linesOf('adapters/go/go.mod');
  t.deepEqual(
    module.filter((line) => line.startsWith('require')),
    [],
  );
});

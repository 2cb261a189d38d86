/** The map from Flink's own tests to the rules: complete, and about rules that exist. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { rules } from '../../../spec/index.js';
import { flinkTests } from '../flink-tests.js';
import { renderFlinkTests } from '../render-flink-tests.js';

const ids = new Set(rules.map(({ id }) => id));

test('every rule that covers a test of Flink is in the book', (t) => {
  for (const { method, coverage } of flinkTests)
    if ('rules' in coverage) for (const rule of coverage.rules) t.true(ids.has(rule), `${method}: ${rule}`);
});

test('every test of Flink has rules, or a reason in a sentence', (t) => {
  for (const { method, coverage } of flinkTests) {
    if ('rules' in coverage) t.true(coverage.rules.length > 0, method);
    else t.regex(coverage.reason, /^[A-Z].{20,}\.$/, method);
  }
});

test('every test method that a rule names as its source is in the map', (t) => {
  const known = new Set(flinkTests.map((each) => `${each.test}#${each.method}`));
  const named = rules
    .flatMap(({ source }) => source.pointers)
    .filter((pointer) => /(?:Test|ITCase)#\w+$/.test(pointer));
  t.true(named.length > 50);
  const classes = new Set(flinkTests.map((each) => each.test));
  for (const pointer of named)
    if (classes.has(pointer.slice(0, pointer.indexOf('#')))) t.true(known.has(pointer), pointer);
});

test('the document is current', (t) => {
  t.is(readFileSync('docs/flink-tests.md', 'utf8'), renderFlinkTests());
});

/** Goal: what is generated is current, and ids are for ever. Method: generate again in memory and compare. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { printJson } from '../book/print-json.js';
import { renderRuleTable, rulesNamedIn } from '../book/rule-table.js';
import { idsInLock, renderLock } from '../book/rules-lock.js';
import { generatedFiles, LOCK_PATH, shortHash } from '../generate.js';
import { rules } from '../rules/index.js';

const remedy = 'run `npm run generate` and commit the result';

for (const { path, text } of generatedFiles('.')) {
  test(`${path} is what the data say`, (assertions) => {
    assertions.true(existsSync(path), remedy);
    assertions.true(readFileSync(path, 'utf8') === text, remedy);
  });
}

test('no schema is left over', (assertions) => {
  const expected = generatedFiles('.').map((file) => file.path);
  const found = readdirSync('spec/schemas').map((name) => `spec/schemas/${name}`);
  assertions.deepEqual(
    found.filter((path) => !expected.includes(path)),
    [],
  );
});

test('an id that was ever given is still in the data, and every id of the data is locked', (assertions) => {
  const locked = idsInLock(readFileSync(LOCK_PATH, 'utf8'));
  const ids = rules.map((rule) => rule.id);
  assertions.deepEqual(
    locked.filter((id) => !ids.includes(id)),
    [],
    'a rule that goes out of force stays in the data with `retired`',
  );
  assertions.deepEqual(
    ids.filter((id) => !locked.includes(id)),
    [],
    remedy,
  );
});

test('generating only ever appends to the lock', (assertions) => {
  const first = renderLock('', ['B-02', 'A-01'], shortHash);
  const second = renderLock(first, ['C-03'], shortHash);
  assertions.deepEqual(idsInLock(second), ['A-01', 'B-02', 'C-03']);
  assertions.is(renderLock(second, ['C-03'], shortHash), second);
  assertions.regex(second, /^# 3 ids, [0-9a-f]{16}$/m);
});

/** Titles below are written with an underscore, or the table of this project would take them for real ones. */
const real = (text: string) => text.replaceAll('_', '-');

test('titles name rules, comments and mere mentions do not', (assertions) => {
  const source = real(
    [
      "// test('FENCE_01 in a comment', run);",
      '/** `FENCE_02 in another` */',
      "test('FENCE_03, FENCE_04 a stale token is refused', run);",
      'property("TERM_01 and TERM_02 closing does not block", run);',
      "test('XYZ_99 is no rule', run);",
      "const rule = 'FENCE_05';",
      "test('a title that mentions FENCE_06 later', run);",
    ].join('\n'),
  );
  assertions.deepEqual(rulesNamedIn(source), ['FENCE-03', 'FENCE-04', 'TERM-01', 'TERM-02']);
});

test('the table tells properties and tests apart', (assertions) => {
  const text = real("test('FENCE_03 a stale token is refused', run);");
  const table = renderRuleTable([
    { path: 'properties/rules/fence.ts', text },
    { path: 'models/test/fence.test.ts', text },
  ]);
  const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  assertions.deepEqual(
    rows.find((cells) => cells[1]?.startsWith('[FENCE-03]')),
    [
      '',
      '[FENCE-03](rule-book.md#fence-03)',
      'FB-163',
      '[fence](../properties/rules/fence.ts)',
      '[fence.test](../models/test/fence.test.ts)',
      '',
    ],
  );
});

test('printed JSON is JSON', (assertions) => {
  const value = { a: [1, 'two', null], b: {}, c: [], d: [{ e: ['x'.repeat(70), 'y'.repeat(70)] }] };
  assertions.deepEqual(JSON.parse(printJson(value)), value);
  assertions.true(printJson(value).endsWith('}\n'));
});

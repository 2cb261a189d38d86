/**
 * Goal: the published kill matrix is one of this catalogue, and says what was found. Method: a matrix made by hand, and the
 * published one where there is one.
 */
import { existsSync, readFileSync } from 'node:fs';
import test from 'ava';
import { decodeOrThrow, type KillMatrix, KillMatrixCodec } from '../../../spec/index.js';
import { mutants } from '../../mutants/catalogue/index.js';
import { rulesWithoutMutant } from '../../mutants/catalogue/without.js';
import { huntable, matrixOf } from '../../mutants/kill-matrix.js';
import { renderMatrix } from '../../mutants/render-matrix.js';

const MATRIX = 'docs/kill-matrix.json';

const small: KillMatrix = matrixOf(1, {
  mutants: [
    {
      id: 'LIFE-03/sample',
      rule: 'LIFE-03',
      fault:
        'A fault that takes many words, so many that the line in which they stand has to be broken somewhere.',
      bug: 'FLINK-1',
      killed: true,
      blamed: true,
      killedBy: ['LIFE-02', 'LIFE-03'],
      runs: 1,
      steps: 2,
      theme: 'a theme',
      clumsy: 0,
    },
  ],
  adapter: [],
  transports: [{ id: 'transport/sample', fault: 'does a thing', killed: false, killedBy: [] }],
  checkers: [{ id: 'checker/sample', fault: 'Judges nothing.', killed: true, killedBy: ['trace 1'] }],
  traces: [{ change: 'swap', traces: 4, rejected: 3, equivalent: { 'a reason': 1 }, unexplained: 0 }],
});

test('the document tells each mutant, what killed it, and what is beyond the gate', (assert) => {
  const text = renderMatrix(small, { 'CALL-03': 'it cannot be' });
  const situated = { ...small, mutants: small.mutants.map((kill) => ({ ...kill, blamed: false })) };
  assert.true(renderMatrix(situated, {}).includes('in the situation of LIFE-02'));
  for (const part of [
    '- `LIFE-03/sample` (FLINK-1): A fault',
    '1 run, 2 steps, also named LIFE-02.',
    '- `transport/sample`: **not caught**',
    '- `checker/sample`: Judges nothing. Caught by trace 1.',
    '- swap: 3 of 4 rejected (75.0 %)',
    '  - 1 as good as before: a reason',
    '- CALL-03: it cannot be',
    '- transport/sample lives',
  ])
    assert.true(text.replaceAll('\n  ', ' ').includes(part) || text.includes(part), part);
  for (const line of text.split('\n')) assert.true(line.length <= 120, line);
});

const published = existsSync(MATRIX) ? test : test.skip;

published(
  'the published matrix holds every mutant of the catalogue with its rule, and is rendered as it is',
  (assert) => {
    const matrix = decodeOrThrow(KillMatrixCodec, JSON.parse(readFileSync(MATRIX, 'utf8')), MATRIX);
    const { adapter, transports, checkers, traces } = matrix;
    assert.deepEqual(
      matrix.mutants.map(({ id, rule, fault }) => ({ id, rule, fault })),
      mutants.map(({ id, rule, fault }) => ({ id, rule, fault })),
    );
    assert.is(
      huntable.length,
      [matrix.mutants, adapter, transports, checkers, traces].reduce(
        (count, { length }) => count + length,
        0,
      ),
    );
    assert.is(readFileSync('docs/kill-matrix.md', 'utf8'), renderMatrix(matrix, rulesWithoutMutant));
  },
);

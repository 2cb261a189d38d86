/**
 * Goal: nothing that is beyond the gate passes it, and nothing beyond it is published. Method: results made by hand, each
 * with one thing wrong; and the published matrix against the catalogues.
 */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { decodeOrThrow, type Kill, KillMatrixCodec } from '../../../spec/index.js';
import { adapterSample } from '../../mutants/adapter/hunt-through-adapter.js';
import { mutants } from '../../mutants/catalogue/index.js';
import { checkerMutants } from '../../mutants/checkers/catalogue.js';
import { faultsOf, GATE, type Hunted, totalsOf } from '../../mutants/gate.js';
import { matrixOf, merged } from '../../mutants/kill-matrix.js';
import { changes } from '../../mutants/traces/mutate-trace.js';
import { transportMutants } from '../../mutants/transports/catalogue.js';

const [first, second] = mutants as [(typeof mutants)[number], (typeof mutants)[number]];

const killOf = ({ id, rule, fault }: typeof first, change: Partial<Kill> = {}): Kill => ({
  id,
  rule,
  fault,
  bug: null,
  killed: true,
  blamed: true,
  killedBy: [rule],
  runs: 1,
  steps: 2,
  theme: 'a theme',
  clumsy: 0,
  ...change,
});

const good: Hunted = {
  mutants: [killOf(first)],
  adapter: [
    { id: first.id, rule: first.rule, killed: true, blamed: true, killedBy: [first.rule], runs: 1, steps: 1 },
  ],
  transports: [{ id: 'transport/any', fault: 'any', killed: true, killedBy: ['a case'] }],
  checkers: [{ id: 'checker/any', fault: 'Any.', killed: true, killedBy: ['a trace'] }],
  traces: [{ change: 'drop', traces: 2, rejected: 1, equivalent: { known: 1 }, unexplained: 0 }],
};

const faults = (change: Partial<Hunted>): readonly string[] => {
  const hunted = { ...good, ...change };
  return faultsOf(hunted, totalsOf(hunted.mutants));
};

test('nothing is beyond the gate when everything was killed as it should be', (assert) => {
  assert.deepEqual(faults({}), []);
});

const dead = { killed: false, killedBy: [] };
const wrong: Readonly<Record<string, Partial<Hunted>>> = {
  lives: { mutants: [killOf(first, dead)] },
  'is noticed by LIFE-01 alone': { mutants: [killOf(first, { killed: false, killedBy: ['LIFE-01'] })] },
  'shows itself in 3 scenarios': { mutants: [killOf(first, { clumsy: 3 })] },
  'the median of runs': { mutants: mutants.map((each) => killOf(each, { runs: GATE.medianRuns + 1 })) },
  'the median of steps': { mutants: mutants.map((each) => killOf(each, { steps: GATE.medianSteps + 1 })) },
  'the largest smallest scenario': {
    mutants: [killOf(first), killOf(second), killOf(first, { steps: GATE.steps + 1 })],
  },
  'through the adapter protocol lives': { adapter: good.adapter.map((kill) => ({ ...kill, ...dead })) },
  'transport/any lives': { transports: good.transports.map((kill) => ({ ...kill, ...dead })) },
  'checker/any lives': { checkers: good.checkers.map((kill) => ({ ...kill, ...dead })) },
  'no reason is known': { traces: good.traces.map((score) => ({ ...score, unexplained: 1 })) },
};

for (const [words, change] of Object.entries(wrong)) {
  test(`beyond the gate: ${words}`, (assert) => {
    const found = faults(change);
    assert.is(found.length, 1);
    assert.true(found[0]?.includes(words), found[0]);
  });
}

test('the medians of some mutants say nothing of all', (assert) => {
  const slow = killOf(first, { runs: GATE.medianRuns + 1, steps: GATE.medianSteps + 1 });
  assert.deepEqual(faults({ mutants: [slow] }), []);
});

test('what was hunted since takes the place of what was hunted before, in the order of the catalogue', (assert) => {
  const before = matrixOf(1, { ...good, mutants: [killOf(second), killOf(first, dead)] });
  const since = matrixOf(1, {
    mutants: [killOf(first)],
    adapter: [],
    transports: [],
    checkers: [],
    traces: [],
  });
  const { mutants: results, totals, traces } = merged(before, since);
  assert.deepEqual(
    results.map(({ id, killed }) => [id, killed]),
    [
      [first.id, true],
      [second.id, true],
    ],
  );
  assert.is(totals.killed, 2);
  assert.deepEqual(traces, good.traces);
});

test('a matrix is what its codec says', (assert) => {
  assert.is(KillMatrixCodec.decode(matrixOf(1, good))._tag, 'Right');
});

const published = decodeOrThrow(
  KillMatrixCodec,
  JSON.parse(readFileSync(new URL('../../../../docs/kill-matrix.json', import.meta.url), 'utf8')),
  'docs/kill-matrix.json',
);

test('the published matrix has nothing beyond the gate: no mutant lives, and none is clumsy', (assert) => {
  assert.deepEqual(faultsOf(published, totalsOf(published.mutants)), []);
  assert.deepEqual(published, matrixOf(published.seed, published));
});

test('the published matrix is about the mutants and the changes of today', (assert) => {
  const named = (of: readonly { readonly id: string; readonly fault: string }[]) =>
    of.map(({ id, fault }) => [id, fault]);
  assert.deepEqual(named(published.mutants), named(mutants));
  assert.deepEqual(named(published.checkers), named(checkerMutants));
  assert.deepEqual(named(published.transports), named(transportMutants));
  assert.deepEqual(
    published.adapter.map(({ id }) => id),
    adapterSample.map(({ id }) => id),
  );
  assert.deepEqual(
    published.traces.map(({ change }) => change),
    changes,
  );
});

/**
 * Goal: a change of a trace is rejected, or is none for a reason that is known. Method: traces of the reference, every place,
 * every kind of change; and changes that only look like good ones.
 */
import test from 'ava';
import type { TraceEvent } from '../../../../spec/index.js';
import { equivalenceOf, reasons } from '../../../mutants/traces/equivalences.js';
import { changes, mutatedTraces } from '../../../mutants/traces/mutate-trace.js';
import { scoreOf, traces } from '../../../mutants/traces/score.js';

/** Every so many traces: the command `fencepost mutate` takes all of them. */
const EVERY = 8;
const from = traces().filter((_, number) => number % EVERY === 0);

for (const change of changes) {
  test(`ORD-07, ORD-08 ${change}: what is accepted is as good as before`, (assert) => {
    const { traces: count, rejected, equivalent, unexplained } = scoreOf(change, from);
    const explained = Object.values(equivalent).reduce((sum, each) => sum + each, 0);
    assert.is(rejected + explained + unexplained, count);
    assert.is(unexplained, 0);
    assert.true(rejected / count > 0.85, `${rejected} of ${count}`);
    for (const reason of Object.keys(equivalent)) assert.true(reasons.includes(reason));
  });
}

const at = 0;
const events: readonly TraceEvent[] = [
  { event: 'invoke', at, op: 1, by: { lane: 0 }, operation: { type: 'start', endpoint: 1 } },
  { event: 'invoke', at, op: 2, by: { lane: 0 }, operation: { type: 'stop', endpoint: 1 } },
  { event: 'run', at, leg: 'request', id: 1, decision: 'on-start', rule: 'LIFE-02' },
  { event: 'run', at, leg: 'request', id: 2, decision: 'pause', rule: 'LIFE-04' },
  { event: 'outcome', at, op: 1, outcome: { kind: 'value', value: null } },
];
const header = { ...traces()[0]!.header };

/** The reason for the change of a kind at a place. */
function reasonAt(change: (typeof changes)[number], index: number): string | null {
  const changed = [...mutatedTraces({ header, events }, change)].find((each) => each.index === index);
  return changed === undefined ? null : equivalenceOf(changed, events);
}

test('ORD-01 nothing excuses that messages of one sender change places', (assert) => {
  assert.is(reasonAt('swap', 2), null);
});

test('nothing excuses that an action, or an outcome, is left out or told twice', (assert) => {
  for (const index of [2, 4])
    for (const change of ['drop', 'duplicate'] as const) assert.is(reasonAt(change, index), null);
});

test('ORD-07, ORD-08 two neighbours that are left out are missed, even where one hides that the other is missing', (assert) => {
  const held = scoreOf('gap');
  assert.true(held.traces > 3000);
  assert.is(held.rejected, held.traces);
});

test('an operation that is left out with its outcome is no change: a client did less', (assert) => {
  const whole: readonly TraceEvent[] = [events[0] as TraceEvent, events[4] as TraceEvent];
  assert.deepEqual([...mutatedTraces({ header, events: whole }, 'gap')], []);
  assert.is([...mutatedTraces({ header, events }, 'gap')].length, events.length - 1);
});

test('a client that acts a moment earlier is another scenario', (assert) => {
  assert.is(reasonAt('swap', 1), 'a client acts a moment earlier or later');
});

/** Goal: an ending is what everybody has seen, and keeps its meaning under other numbers. Method: events written by hand. */
import test from 'ava';
import type { Outcome, TraceEvent } from '../../../spec/index.js';
import { endingOf } from '../../exploration/ending.js';

/** Two operations change places. */
const exchanged = {
  operation: (op: number): number => (op === 5 ? 15 : op === 15 ? 5 : op),
  lane: (lane: number): number => 1 - lane,
};

const outcome = (op: number, what: Outcome): TraceEvent => ({ event: 'outcome', at: 0, op, outcome: what });
const value = (op: number): TraceEvent => outcome(op, { kind: 'value', value: op });
const failure = (op: number): TraceEvent =>
  outcome(op, { kind: 'error', code: 'application', failure: `ScriptedError: failure of ${op}` });
const ran = (id: number): TraceEvent => ({
  event: 'run',
  at: 0,
  leg: 'request',
  id,
  decision: 'execute',
  rule: 'MSG-06',
});
const begun = (work: number): TraceEvent => ({ event: 'begin', at: 0, endpoint: 1, role: 'call', work });

test('the order of what has nothing to do with each other does not matter', (t) => {
  t.is(endingOf([value(5), ran(15)]), endingOf([ran(15), value(5)]));
  t.not(endingOf([value(5), ran(15)]), endingOf([value(5), ran(5)]));
});

test('the order in which the code of one endpoint ran does', (t) => {
  t.not(endingOf([begun(5), begun(15)]), endingOf([begun(15), begun(5)]));
  t.is(endingOf([begun(5), begun(15)], exchanged), endingOf([begun(15), begun(5)]));
});

for (const [what, of] of Object.entries({ values: value, failures: failure }))
  test(`${what} that name their operation name the other one when the two change places`, (t) => {
    t.is(endingOf([of(5), ran(15)], exchanged), endingOf([of(15), ran(5)]));
    t.not(endingOf([of(5), ran(15)], exchanged), endingOf([of(5), ran(15)]));
  });

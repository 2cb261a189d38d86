/** Goal: a table says what its chart has, and what it has not. Method: the tables of a profile. */
import test from 'ava';
import { Tables } from '../tables.js';

const { lifecycle } = new Tables({ capabilities: new Set(['mutable-token']) });

test('every state and every event of a chart has its number', (t) => {
  for (const [number, name] of lifecycle.states.entries()) t.is(lifecycle.state(name), number);
  t.is(new Set(['START', 'STOP', 'TERMINATE'].map((name) => lifecycle.symbol(name))).size, 3);
});

test('what a chart does not have is named', (t) => {
  const lost = { instanceOf: RangeError } as const;
  t.throws(() => lifecycle.state('SLEEPING'), { ...lost, message: /lifecycle has no state SLEEPING/ });
  t.throws(() => lifecycle.symbol('SLEEP'), { ...lost, message: /lifecycle has no event SLEEP/ });
});

/** Goal: steps follow each other at once as well as after many turns, the same way each time. Method: many scenarios. */
import test from 'ava';
import type { Step } from '../../../spec/index.js';
import { Pauses } from '../../real/pauses.js';

const stepsOf = (count: number): readonly Step[] =>
  Array.from({ length: count }, (_, index) => ({
    op: index + 1,
    lane: index % 2,
    operation: { type: 'settle' },
  }));

const drawn = (count: number): readonly number[] => {
  const pauses = new Pauses({ steps: stepsOf(count) });
  return Array.from({ length: 20 }, () => pauses.next());
};

test('the same scenario has the same pauses, another one has others', (assert) => {
  assert.deepEqual(drawn(5), drawn(5));
  assert.true(new Set(Array.from({ length: 20 }, (_, count) => drawn(count + 1).join())).size > 4);
});

test('some scenarios have no pause at all, and some never miss one', (assert) => {
  const all = Array.from({ length: 60 }, (_, count) => drawn(count + 1));
  assert.true(all.some((pauses) => pauses.every((turns) => turns === 0)));
  assert.true(all.some((pauses) => pauses.every((turns) => turns > 0)));
  assert.true(all.every((pauses) => pauses.every((turns) => turns >= 0 && turns <= 4)));
});

/** Goal: first in, first out, at any size. Method: the queue against a list. */
import test from 'ava';
import fc from 'fast-check';
import type { Action } from '../../index.js';
import { ActionQueue } from '../../scheduling/action-queue.js';
import { NO_LINK } from '../../scheduling/scheduler.js';

const action = (id: number): Action => ({
  leg: 'request',
  id,
  recipient: null,
  sender: NO_LINK,
  run: () => undefined,
});

test('a queue gives back what was put in, in the order of putting in, and then nothing', (assert) => {
  const queue = new ActionQueue();
  assert.true(queue.empty);
  assert.is(queue.shift(), null);
  const actions = [1, 2, 3].map(action);
  for (const each of actions) queue.push(each);
  assert.false(queue.empty);
  for (const each of actions) assert.is(queue.shift(), each);
  assert.is(queue.shift(), null);
  assert.true(queue.empty);
});

test('a queue is a list, whatever goes in and out, also while it grows around its end', (assert) => {
  const run = fc.property(
    fc.array(fc.integer({ min: -150, max: 200 }), { minLength: 1, maxLength: 12 }),
    (bursts) => {
      const queue = new ActionQueue();
      const list: number[] = [];
      let next = 0;
      for (const burst of bursts) {
        for (let count = burst; count > 0; count -= 1) {
          queue.push(action(next));
          list.push(next);
          next += 1;
        }
        for (let count = burst; count < 0; count += 1) {
          if (queue.shift()?.id !== list.shift()) return false;
        }
        if (queue.empty !== (list.length === 0)) return false;
      }
      return list.every((id) => queue.shift()?.id === id) && queue.empty;
    },
  );
  assert.notThrows(() => fc.assert(run, { seed: 10, numRuns: 200 }));
});

test('a queue that a burst made large is trimmed when it is empty, and goes on', (assert) => {
  const queue = new ActionQueue();
  const count = 40_000;
  for (let id = 0; id < count; id += 1) queue.push(action(id));
  let ordered = true;
  for (let id = 0; id < count; id += 1) ordered &&= queue.shift()?.id === id;
  assert.true(ordered);
  queue.trim();
  queue.push(action(1));
  assert.is(queue.shift()?.id, 1);
  queue.trim();
  assert.true(queue.empty);
});

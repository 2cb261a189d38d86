/** Goal: whoever waits is found under its operation, whatever else waits. Method: beside a map, in random order. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import type { Pending } from '../../core/caller.js';
import { WaitingAsks } from '../../runtime/waiting-asks.js';

const entry = (id: number): Pending => ({ id }) as Pending;

/** Numbers that meet each other in the ring, whatever its size, and others. */
const operations = fc.oneof(
  fc.nat(40),
  fc.nat(3).map((turn) => 7 + turn * 4096),
  fc.nat(),
);

testProp('it holds what a map would', [fc.array(fc.tuple(fc.boolean(), operations))], (assert, steps) => {
  const asks = new WaitingAsks();
  const map = new Map<number, Pending>();
  for (const [isAdded, id] of steps) {
    const pending = map.get(id) ?? entry(id);
    if (isAdded) {
      asks.add(pending);
      map.set(id, pending);
    } else {
      asks.delete(id);
      map.delete(id);
    }
    assert.is(asks.size, map.size);
    for (const [, known] of steps) assert.is(asks.find(known), map.get(known));
  }
  const all = [...map.values()].sort((left, right) => left.id - right.id);
  assert.deepEqual(asks.drain(), all);
  assert.is(asks.size, 0);
});

test('ten thousand that wait at once are all found', (assert) => {
  const asks = new WaitingAsks();
  const all = Array.from({ length: 10_000 }, (_, id) => entry(id));
  for (const pending of all) asks.add(pending);
  assert.is(asks.size, all.length);
  assert.true(all.every((pending) => asks.find(pending.id) === pending));
  for (const { id } of all.slice(10)) asks.delete(id);
  assert.deepEqual(asks.drain(), all.slice(0, 10));
});

test('an entry that is added twice is there once', (assert) => {
  const asks = new WaitingAsks();
  const pending = entry(5);
  const behind = entry(5 + 4096);
  for (const one of [pending, pending, behind, behind]) asks.add(one);
  assert.is(asks.size, 2);
  asks.delete(5);
  assert.is(asks.find(5 + 4096), behind);
  asks.add(behind);
  asks.delete(5 + 4096);
  assert.is(asks.size, 0);
});

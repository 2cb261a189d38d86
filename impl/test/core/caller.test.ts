/** Goal: what is waited for settles once, and the table loses nothing. Method: a table without a runtime. */
import test from 'ava';
import fc from 'fast-check';
import {
  type Answer,
  callerRules,
  Pending,
  PendingTable,
  type PendingTableOwner,
} from '../../core/caller.js';

class Recorded extends Pending {
  readonly log: unknown[] = [];

  protected succeed(value: unknown): void {
    this.log.push(['value', value]);
  }

  protected fail(error: unknown): void {
    this.log.push(['error', error]);
  }
}

class Owner implements PendingTableOwner {
  readonly calls: string[] = [];

  arrived(pending: Pending, answer: Answer): void {
    this.calls.push(`arrived ${pending.id} ${answer.leg}`);
  }

  expired(pending: Pending): void {
    this.calls.push(`expired ${pending.id}`);
  }
}

const ids = (table: PendingTable): readonly number[] => table.open().map(({ id }) => id);

function filled(count: number): { readonly table: PendingTable; readonly entries: readonly Recorded[] } {
  const table = new PendingTable(new Owner());
  const entries = Array.from({ length: count }, (_, id) => new Recorded(table, id));
  for (const entry of entries) table.add(entry);
  return { table, entries };
}

test('the table lists what is open, oldest first', (assert) => {
  const { table } = filled(3);
  assert.deepEqual(ids(table), [0, 1, 2]);
  assert.is(table.size, 3);
});

test('the oldest, the newest, one between and the last entry can be removed', (assert) => {
  for (const gone of [0, 1, 2]) {
    const { table, entries } = filled(3);
    table.remove(entries[gone] as Recorded);
    assert.deepEqual(
      ids(table),
      [0, 1, 2].filter((id) => id !== gone),
    );
    assert.false((entries[gone] as Recorded).open);
  }
  const { table, entries } = filled(1);
  table.remove(entries[0] as Recorded);
  assert.deepEqual(ids(table), []);
  assert.is(table.size, 0);
  table.add(new Recorded(table, 9));
  assert.deepEqual(ids(table), [9]);
});

test('the table is a list, whatever is added and removed in whatever order', (assert) => {
  const run = fc.property(fc.array(fc.nat({ max: 99 }), { maxLength: 40 }), (choices) => {
    const table = new PendingTable(new Owner());
    let expected: Recorded[] = [];
    for (const [id, choice] of choices.entries()) {
      if (choice < 60 || expected.length === 0) {
        const entry = new Recorded(table, id);
        table.add(entry);
        expected.push(entry);
      } else {
        const gone = expected[choice % expected.length] as Recorded;
        table.remove(gone);
        expected = expected.filter((entry) => entry !== gone);
      }
    }
    return table.size === expected.length && ids(table).join() === expected.map(({ id }) => id).join();
  });
  assert.notThrows(() => fc.assert(run, { seed: 4, numRuns: 300 }));
});

test('CALL-25, CALL-21 an open entry is settled by an answer, a closed one is not', (assert) => {
  const { table, entries } = filled(1);
  const entry = entries[0] as Recorded;
  assert.is(callerRules['CALL-25'](entry).decision, 'settle');
  table.remove(entry);
  assert.is(callerRules['CALL-25'](entry).decision, 'late');
  assert.is(callerRules['CALL-25'](entry).rule, 'CALL-21');
});

test('HAND-01, CALL-21 an identity leads to the handshake only while it is awaited', (assert) => {
  const { table, entries } = filled(1);
  const entry = entries[0] as Recorded;
  assert.is(callerRules['HAND-01'](entry).decision, 'late');
  entry.awaited = 'identity';
  assert.is(callerRules['HAND-01'](entry).decision, 'shake');
  entry.awaited = 'greeting';
  assert.is(callerRules['HAND-01'](entry).decision, 'late');
  entry.awaited = 'identity';
  table.remove(entry);
  assert.is(callerRules['HAND-01'](entry).decision, 'late');
});

test('DEAD-03, TIME-06 a lost link and an expired limit settle what is open', (assert) => {
  const { table, entries } = filled(1);
  const entry = entries[0] as Recorded;
  assert.is(callerRules['DEAD-03'](entry).decision, 'settle');
  assert.is(callerRules['TIME-06'](entry).decision, 'settle');
  table.remove(entry);
  assert.is(callerRules['DEAD-03'](entry).decision, 'late');
});

test('an entry is its own timer, and tells the owner of its table', (assert) => {
  const owner = new Owner();
  const table = new PendingTable(owner);
  const entry = new Recorded(table, 7);
  entry.fire();
  table.arrived(entry, { leg: 'answer', succeeded: true, value: null });
  assert.deepEqual(owner.calls, ['expired 7', 'arrived 7 answer']);
});

test('a value goes through the transformation of its entry, an error does not', (assert) => {
  const { entries } = filled(2);
  const [plain, transformed] = entries as [Recorded, Recorded];
  plain.resolve(1);
  transformed.transform = (value) => `transformed ${String(value)}`;
  transformed.resolve(1);
  transformed.reject('error');
  assert.deepEqual(plain.log, [['value', 1]]);
  assert.deepEqual(transformed.log, [
    ['value', 'transformed 1'],
    ['error', 'error'],
  ]);
});

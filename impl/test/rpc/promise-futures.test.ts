/** Goal: every value that `await` would wait for is a future, and settles once. Method: promises good and bad. */
import test from 'ava';
import { PendingTable } from '../../core/caller.js';
import { promiseFutures, quiet } from '../../rpc/promise-futures.js';
import { hop, watch } from '../support.js';

const { isFuture, observe } = promiseFutures;

/** What is seen of a future. */
async function observed(future: unknown): Promise<readonly string[]> {
  const log: string[] = [];
  observe(
    future,
    (value) => log.push(`value ${String(value)}`),
    (error) => log.push(`error ${String(error)}`),
  );
  assertNothingYet(log);
  await hop();
  return log;
}

function assertNothingYet(log: readonly string[]): void {
  if (log.length > 0) throw new Error('a callback ran before the code that observes had ended');
}

/** An object or function with a `then` that is this. */
const thenable = (then: unknown, base: object = {}): object =>
  Object.defineProperty(base, 'then', { value: then });
const withGetter = (base: object): object =>
  Object.defineProperty(base, 'then', {
    get: () => {
      throw new Error('no then');
    },
  });

test('promises and thenables are futures, and nothing else is', (assert) => {
  const then = (): void => undefined;
  for (const value of [Promise.resolve(), thenable(then), thenable(then, () => undefined)]) {
    assert.true(isFuture(value));
  }
  for (const value of [null, undefined, 0, 'then', Symbol('then'), {}, thenable(1), () => undefined]) {
    assert.false(isFuture(value));
  }
});

test('a value whose then cannot be read fails when it is observed, as with await', async (assert) => {
  assert.true(isFuture(withGetter({})));
  assert.deepEqual(await observed(withGetter({})), ['error Error: no then']);
});

test('futures are observed later, once, whatever they are', async (assert) => {
  assert.deepEqual(await observed(Promise.resolve(1)), ['value 1']);
  assert.deepEqual(await observed(Promise.reject(new Error('no'))), ['error Error: no']);
  const twice = thenable((onValue: (value: number) => void, onError: (error: string) => void) => {
    onValue(1);
    onValue(2);
    onError('late');
  });
  assert.deepEqual(await observed(twice), ['value 1']);
  const throwing = thenable(() => {
    throw new Error('in then');
  });
  assert.deepEqual(await observed(throwing), ['error Error: in then']);
  assert.deepEqual(await observed(thenable(() => undefined)), []);
});

test('a promise whose own then misbehaves is no worse than a foreign thenable', async (assert) => {
  const own = thenable(() => {
    throw new Error('own then');
  }, Promise.resolve(1));
  assert.true(isFuture(own));
  assert.deepEqual(await observed(own), ['error Error: own then']);
});

test('a promise whose then cannot be read is no worse either', async (assert) => {
  assert.deepEqual(await observed(withGetter(Promise.resolve(1))), ['error Error: no then']);
});

test('a completion settles once, and nobody has to look at its failure', async (assert) => {
  const completion = promiseFutures.newCompletion();
  const seen = watch(completion.future as Promise<unknown>);
  completion.succeeded(1);
  completion.failed(new Error('late'));
  await hop();
  assert.deepEqual(seen, { state: 'value', value: 1 });
  promiseFutures.newCompletion().failed(new Error('unseen'));
  await hop();
});

test('CALL-25 a pending entry settles its promise, and nobody has to look at its failure', async (assert) => {
  const table = new PendingTable({ arrived: () => undefined, expired: () => undefined });
  const [good, bad, unseen] = [1, 2, 3].map((id) => promiseFutures.newPending(table, id));
  const seen = [good, bad].map((pending) => watch(pending?.future as Promise<unknown>));
  good?.resolve('yes');
  bad?.reject('no');
  unseen?.reject(new Error('unseen'));
  await hop();
  assert.deepEqual(seen, [
    { state: 'value', value: 'yes' },
    { state: 'error', value: 'no' },
  ]);
});

test('a promise that is marked as seen stays what it was', async (assert) => {
  const failing = Promise.reject(new Error('no'));
  assert.is(quiet(failing), failing);
  await assert.throwsAsync(failing, { message: 'no' });
});

test('no promise holds the main thread', (assert) => {
  assert.is(promiseFutures.holdOf(Promise.resolve()), null);
});

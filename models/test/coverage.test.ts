/**
 * Goal: what accepted traces went through is counted, and nothing else. Method: a coverage of three transitions of two
 * charts, and a few takes.
 */
import test from 'ava';
import { Coverage, hearers, messageKinds } from '../index.js';

const transition = (chart: string, event: string) => ({ chart, state: 'a', event, decision: null }) as never;

/** Two transitions of one chart and one of another. */
function newCoverage(): Coverage {
  return new Coverage({
    transitions: [transition('one', 'X'), transition('one', 'Y'), transition('other', 'Z')],
    chartOf: [0, 0, 1],
  } as never);
}

const newInstance = (): Int16Array => new Int16Array(2).fill(-1);

const pairsOf = (coverage: Coverage): readonly string[] =>
  [0, 1, 2].flatMap((first) =>
    [0, 1, 2].filter((second) => coverage.wasFollowed(first, second)).map((second) => `${first}${second}`),
  );

test('transitions are counted when their trace is accepted, and forgotten when it is not', (t) => {
  const coverage = newCoverage();
  const instance = newInstance();
  for (const alternative of [0, 1, 1]) coverage.take(instance, alternative);
  t.deepEqual(
    [0, 1, 2].map((alternative) => coverage.timesTaken(alternative)),
    [0, 0, 0],
  );
  coverage.commit();
  t.deepEqual(
    [0, 1, 2].map((alternative) => coverage.timesTaken(alternative)),
    [1, 2, 0],
  );
  coverage.take(newInstance(), 2);
  coverage.discard();
  coverage.commit();
  t.deepEqual(
    [0, 1, 2].map((alternative) => coverage.timesTaken(alternative)),
    [1, 2, 0],
  );
});

test('a transition follows the one before it at the same instance of its chart, and no other', (t) => {
  const coverage = newCoverage();
  const [instance, other] = [newInstance(), newInstance()];
  coverage.take(instance, 0);
  coverage.take(instance, 2);
  coverage.take(other, 0);
  coverage.take(instance, 1);
  t.deepEqual(pairsOf(coverage), []);
  coverage.commit();
  t.deepEqual(pairsOf(coverage), ['01']);
  coverage.take(instance, 1);
  coverage.commit();
  t.deepEqual(pairsOf(coverage), ['01', '11']);
});

test('more transitions than there is room for at first are counted, too', (t) => {
  const coverage = newCoverage();
  const instance = newInstance();
  for (let count = 0; count < 10_000; count += 1) coverage.take(instance, count % 2);
  coverage.commit();
  t.deepEqual([coverage.timesTaken(0), coverage.timesTaken(1)], [5000, 5000]);
  t.deepEqual(pairsOf(coverage), ['01', '10']);
});

test('an order of messages was heard where an endpoint of that kind had heard the first before the second', (t) => {
  const coverage = newCoverage();
  const [hearer, otherHearer] = hearers;
  const [first, second, third] = messageKinds;
  const orders = () =>
    [hearer, otherHearer].flatMap((who) =>
      [first, second, third].flatMap((one) =>
        [first, second, third]
          .filter((two) =>
            coverage.wasHeard({ hearer: who as never, first: one as never, second: two as never }),
          )
          .map((two) => `${who}: ${one}, ${two}`),
      ),
    );
  coverage.hear(0, 2, 0b001);
  t.deepEqual(orders(), []);
  coverage.commit();
  t.deepEqual(orders(), [`${hearer}: ${first}, ${third}`]);
  coverage.hear(0, 2, 0b010);
  coverage.hear(1, 0, 0b100);
  coverage.discard();
  coverage.commit();
  t.deepEqual(orders(), [`${hearer}: ${first}, ${third}`]);
  coverage.hear(0, 2, 0b010);
  coverage.commit();
  t.deepEqual(orders(), [`${hearer}: ${first}, ${third}`, `${hearer}: ${second}, ${third}`]);
});

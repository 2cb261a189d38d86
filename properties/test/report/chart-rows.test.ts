/** Goal: a picture goes from top to bottom as its chart does. Method: small charts, as arrows. */
import test from 'ava';
import { rowsOf } from '../../report/chart-rows.js';

const arrows = (...pairs: readonly string[]) =>
  pairs.map((pair) => {
    const [from = '', to = ''] = pair.split('>');
    return { from, to, events: new Map<string, ReadonlySet<string>>() };
  });

test('a state stands below all that lead to it', (t) => {
  t.deepEqual(rowsOf(['a', 'b', 'c', 'd'], 'a', arrows('a>b', 'a>d', 'b>c', 'c>d')), [
    ['a'],
    ['b'],
    ['c'],
    ['d'],
  ]);
  t.deepEqual(rowsOf(['a', 'b', 'c', 'd'], 'a', arrows('a>c', 'a>b', 'b>d', 'c>d')), [
    ['a'],
    ['b', 'c'],
    ['d'],
  ]);
});

test('what leads back moves nothing down', (t) => {
  t.deepEqual(rowsOf(['a', 'b', 'c'], 'a', arrows('a>b', 'b>a', 'b>c', 'c>b')), [['a'], ['b'], ['c']]);
});

test('states that nothing leads to come last, in a row of their own', (t) => {
  t.deepEqual(rowsOf(['lost', 'a', 'b'], 'a', arrows('a>b')), [['a'], ['b'], ['lost']]);
});

/** Goal: a reader is told what could have come, or that nothing could, in no more lines than fit. Method: lists by hand. */
import test from 'ava';
import { possibleLines } from '../../report/possible.js';

test('where nothing but operations may come, that is said', (t) => {
  t.deepEqual(possibleLines([]), ['operations that begin, nothing else']);
});

test('what does not fit is counted', (t) => {
  t.deepEqual(possibleLines(['a', 'b'], 2), ['a', 'b']);
  t.deepEqual(possibleLines(['a', 'b', 'c', 'd'], 2), ['a', 'b', 'and 2 more']);
});

/** Pure functions where implementations differ: blank hosts, and frame sizes that are no whole numbers. */
import test from 'ava';
import type { Outcome, PlainValue, UtilityName } from '../../../spec/index.js';
import { brokenRules, mutable, Story } from '../support.js';

const refused: Outcome = { kind: 'error', code: 'illegal-argument', thrown: true };

/** The rules that such an outcome breaks, where quirks are legal and where they are refused. */
function broken(utility: UtilityName, argument: PlainValue, outcome: PlainValue | Outcome) {
  const story = new Story();
  const op = story.invoke({ type: 'evaluate', utility, arguments: [argument] });
  story.outcome(op, outcome === refused ? refused : { kind: 'value', value: outcome as PlainValue });
  story.settle();
  return [story.judge(), story.judge({ ...mutable, quirks: 'refused' })].map(brokenRules);
}

test('SIZE-14 a frame size that is a whole number is taken as it is, one below 1 is refused', (t) => {
  t.deepEqual(broken('frame-size', 7, 7), [[], []]);
  t.deepEqual(broken('frame-size', 7, refused), [['SIZE-14'], ['SIZE-14']]);
  t.deepEqual(broken('frame-size', 0.5, refused), [[], []]);
  t.deepEqual(broken('frame-size', 0.5, 0), [['SIZE-14'], ['SIZE-14']]);
});

test('SIZE-14 a fraction is refused, or cut as in the original where quirks are legal', (t) => {
  t.deepEqual(broken('frame-size', 1.5, refused), [[], []]);
  t.deepEqual(broken('frame-size', 1.5, 1), [[], ['SIZE-14']]);
  t.deepEqual(broken('frame-size', 1.5, 1.5), [['SIZE-14'], ['SIZE-14']]);
});

test('ADDR-04 a blank host is refused, or an empty one', (t) => {
  t.deepEqual(broken('normalize-host', ' ', refused), [[], []]);
  t.deepEqual(broken('normalize-host', ' ', ''), [[], []]);
  t.deepEqual(broken('normalize-host', ' ', ' '), [['ADDR-04'], ['ADDR-04']]);
});

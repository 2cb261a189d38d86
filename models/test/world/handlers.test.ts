/** Hooks that begin although nothing called them. */
import test from 'ava';
import { brokenRules, Story } from '../support.js';

test('LIFE-03 an onStart that begins at a started endpoint is one that a further START must not call', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  t.deepEqual(brokenRules(story.begin(1, 'start', 1).judge()), ['LIFE-03']);
});

test('ORD-08 a hook that a message would call, and that begins without one, comes from nowhere', (t) => {
  const start = new Story();
  start.create(1);
  t.deepEqual(brokenRules(start.begin(1, 'start', 1).judge()), ['ORD-08']);
  const stop = new Story();
  stop.create(1);
  stop.start(1);
  t.deepEqual(brokenRules(stop.begin(1, 'stop', 1).judge()), ['ORD-08']);
});

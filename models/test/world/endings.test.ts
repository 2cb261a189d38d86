/** Goal: who has ended hears no more of what ends after it. Method: histories written by hand, each with a forgery. */
import test from 'ava';
import { connectedHistory, immutable } from '../support.js';

test('SUPER-06 an endpoint that was removed before a sibling failed does not count as killed, in the original either', (t) => {
  const build = (killed: boolean, removed = true) => {
    const story = connectedHistory();
    story.create(2);
    if (removed) story.value(story.invoke({ type: 'terminate', endpoint: 2 })).settle();
    story.done({ type: 'fault', endpoint: 1 });
    story.settle();
    const watch = story.invoke({ type: 'watch', endpoint: 2, callback: [] });
    if (killed) story.error(watch, 'sibling-failed');
    else story.value(watch);
    return story.settle().judge(immutable).verdict;
  };
  t.is(build(false), 'accepted');
  t.is(build(true), 'rejected');
  t.is(build(true, false), 'accepted');
});

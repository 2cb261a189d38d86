/** Goal: who has ended hears no more of what ends after it. Method: histories written by hand, each with a forgery. */
import test from 'ava';
import { brokenRules, connectedHistory, immutable, Story } from '../support.js';

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

test('SERV-14, TERM-13 an endpoint that the limit of a close cuts off fails its termination for being cut off', (t) => {
  const build = (end: (story: Story, terminate: number) => void) => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 20 });
    story.later(20).run('close-timeout', 0, 'release', 'SERV-14').error(close, 'close-timeout');
    end(story, terminate);
    return story.judge();
  };
  const failed = build((story, terminate) => story.error(terminate, 'close-timeout').settle());
  t.is(failed.verdict, 'accepted', JSON.stringify(failed));
  const completed = build((story, terminate) => story.value(terminate));
  t.deepEqual(brokenRules(completed), ['SERV-14', 'SERV-06', 'TERM-13']);
});

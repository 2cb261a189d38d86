/** Goal: a link that breaks loses what it carries, and nothing else. Method: traces written by hand, with forgeries. */
import test from 'ava';
import { connectedStory, immutable, Story } from '../support.js';

test('DEAD-03, HAND-14 a gateway that is connected right after a link broke does not go over the broken one', (t) => {
  const build = (gateway: number) => {
    const story = connectedStory({}, 1);
    story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
    story.connect(2, 1, { service: 1 });
    const ask = story.ask(gateway);
    story.run('unreachable', ask, 'settle', 'DEAD-03').error(ask, 'recipient-unreachable');
    return story.lose('request', ask, 'partition').settle().judge();
  };
  t.is(build(1).verdict, 'accepted', JSON.stringify(build(1)));
  t.is(build(2).verdict, 'rejected');
});

test('ORD-02, DEAD-03 in a history a link that breaks loses what is on its way over it, and not over another slow link', (t) => {
  const build = (broken: number) => {
    const story = new Story({ complete: false, services: 3 });
    story.create(1);
    story.done({ type: 'start', endpoint: 1 });
    story.handler(1, 'start', 1);
    story.value(story.connecting(1, 1, { service: 2 }));
    story.done({ type: 'link', from: 2, to: 0, action: 'delay', milliseconds: 30 });
    story.tell(1);
    const ask = story.ask(1);
    story.done({ type: 'link', from: broken, to: 0, action: 'fail' });
    story.later(30).handler(1, 'call', ask).value(ask, ask);
    return story.settle().judge(immutable);
  };
  t.is(build(2).verdict, 'accepted', JSON.stringify(build(2)));
  t.is(build(1).verdict, 'rejected');
});

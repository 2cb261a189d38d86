/** Goal: a link that breaks loses what it carries, and nothing else. Method: traces written by hand, with forgeries. */
import test from 'ava';
import { connectedHistory, connectedStory, immutable, Story } from '../support.js';

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

test('DEAD-03 a history does not tell that a target dials anew: what goes through a new gateway may be lost as well', (t) => {
  const story = connectedHistory();
  story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
  story.value(story.connecting(2, 1, { service: 1 }));
  story.error(story.ask(2), 'recipient-unreachable').settle();
  t.is(story.judge(immutable).verdict, 'accepted', JSON.stringify(story.judge(immutable)));
});

const travels = (milliseconds: number) =>
  ({ type: 'link', from: 1, to: 0, action: 'delay', milliseconds }) as const;

test('ORD-02, HAND-14 what goes over a broken link holds back nothing that goes over the one that was dialled since', (t) => {
  /** A connect whose messages travel 10 ms, behind something that travels 100 ms. */
  const connectBehind = (first: (story: Story) => number) => {
    const story = connectedStory({}, 1);
    story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
    story.done(travels(100));
    const op = first(story);
    story.done(travels(10));
    const connect = story.connecting(3, 1, { service: 1 }, 1);
    story.later(10).run('identify', connect, 'found', 'MSG-05');
    return { story, op, connect, index: story.events.length - 1 };
  };
  const { story, op, connect } = connectBehind((broken) => broken.tell(1));
  story.run('identity', connect, 'shake', 'HAND-01').later(10);
  story.run('handshake', connect, 'accept', 'MSG-05').run('greeting', connect, 'settle', 'CALL-25');
  story.value(connect).lose('request', op, 'partition').settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
  const anew = connectBehind((dialled) => dialled.connecting(2, 1, { service: 1 }));
  t.like(anew.story.judge(), { verdict: 'rejected', index: anew.index });
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

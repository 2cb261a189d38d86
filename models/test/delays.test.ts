/**
 * Goal: the models know when a message arrives that a slow link carries, and in a history of observable events at least
 * when it cannot have arrived. Method: stories in which time passes by hand.
 */
import test from 'ava';
import type { Operation } from '../../spec/index.js';
import {
  brokenRules,
  connectedHistory,
  connectedStory,
  immutable,
  mutable,
  Story,
  script,
} from './support.js';

const delay = (from: number, to: number, milliseconds: number): Operation => ({
  type: 'link',
  from,
  to,
  action: 'delay',
  milliseconds,
});

/** The same as a history. */
function history(): Story {
  const story = new Story({ complete: false });
  story.create(1);
  story.done({ type: 'start', endpoint: 1 });
  story.handler(1, 'start', 1);
  story.value(story.connecting(1, 1, { service: 1 }));
  return story;
}

test('TIME-09, ORD-08 a complete trace tells the moment at which a message arrives', (t) => {
  const build = (afterMs: number, backAfterMs: number) => {
    const story = connectedStory({}, 1);
    story.done(delay(1, 0, 30));
    story.done(delay(0, 1, 20));
    const ask = story.ask(1);
    story.later(afterMs).run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask);
    story.later(backAfterMs).run('answer', ask, 'settle', 'CALL-25').value(ask, ask).settle();
    return story.judge();
  };
  t.is(build(30, 20).verdict, 'accepted', JSON.stringify(build(30, 20)));
  t.deepEqual(brokenRules(build(29, 21)), ['ORD-08']);
  t.deepEqual(brokenRules(build(30, 19)), ['ORD-08']);
});

test('CALL-25, ORD-02 what is sent later is not earlier, and has to arrive then', (t) => {
  const build = (afterMs: number) => {
    const story = connectedStory({}, 1);
    story.done(delay(1, 0, 30));
    const first = story.ask(1);
    story.done(delay(1, 0, 0));
    const second = story.ask(1);
    story.settle().later(afterMs).executed(first, 1).executed(second, 1);
    return story.settle().judge();
  };
  t.is(build(30).verdict, 'accepted', JSON.stringify(build(30)));
  t.deepEqual(brokenRules(build(29)), ['ORD-08']);
  const story = connectedStory({}, 1);
  story.done(delay(1, 0, 30));
  story.ask(1);
  story.advance(29).advance(1);
  const verdict = story.judge();
  t.deepEqual([verdict.verdict, brokenRules(verdict).includes('CALL-02')], ['rejected', true]);
});

test('ORD-06 nothing queues behind a message that was lost', (t) => {
  const story = connectedStory({}, 1);
  story.done(delay(1, 0, 30));
  story.done({ type: 'link', from: 1, to: 0, action: 'drop-next' });
  const lost = story.tell(1);
  story.lose('request', lost, 'drop-next');
  story.done(delay(1, 0, 0));
  const ask = story.ask(1);
  story.executed(ask, 1).settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

test('DEAD-03, HAND-14 a link that breaks loses what it carries, and a new one is not broken', (t) => {
  const build = (told: boolean) => {
    const story = connectedStory({}, 1);
    story.done(delay(1, 0, 30));
    const tell = story.tell(1);
    const ask = story.ask(1);
    story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
    story.lose('request', tell, 'partition').lose('request', ask, 'partition');
    story.run('unreachable', ask, 'settle', 'DEAD-03').error(ask, 'recipient-unreachable');
    const connect = story.connecting(2, 1, { service: 1 });
    if (told) story.run('unreachable', connect, 'settle', 'DEAD-03').error(connect, 'connection');
    return story.settle().judge();
  };
  t.is(build(false).verdict, 'accepted', JSON.stringify(build(false)));
  t.is(build(true).verdict, 'rejected');
});

test('CALL-21 the news that a link is lost may come after the answer, once', (t) => {
  const build = (times: number) => {
    const story = connectedStory({}, 1);
    const ask = story.ask(1);
    story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask);
    story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
    story.run('answer', ask, 'settle', 'CALL-25').value(ask, ask);
    for (let time = 0; time < times; time += 1) story.run('unreachable', ask, 'late', 'CALL-21');
    return story.settle().judge();
  };
  t.is(build(0).verdict, 'accepted', JSON.stringify(build(0)));
  t.is(build(1).verdict, 'accepted', JSON.stringify(build(1)));
  t.deepEqual(brokenRules(build(2)), ['ORD-05']);
});

test('TIME-09, ORD-02 a history has no handler before the delay of its call has passed, and keeps the order', (t) => {
  const build = (afterMs: number, order: readonly number[]) => {
    const story = history();
    story.done(delay(1, 0, 30));
    story.done(delay(0, 1, 20));
    const calls = [story.tell(1), story.tell(1), story.ask(1)];
    story.later(afterMs);
    for (const call of order) story.handler(1, 'call', calls[call] as number);
    story.later(20).value(calls[2] as number, calls[2] as number);
    return story.advance(50).judge(immutable);
  };
  t.is(build(30, [0, 1, 2]).verdict, 'accepted', JSON.stringify(build(30, [0, 1, 2])));
  t.is(build(300, [0, 1, 2]).verdict, 'accepted');
  t.is(build(29, [0, 1, 2]).verdict, 'rejected');
  t.is(build(30, [1, 0, 2]).verdict, 'rejected');
});

test('HAND-01, HAND-13 a connect over a slow link takes its time in a history, and expires in either of its steps', (t) => {
  const build = (end: 'value' | 'connection', afterMs: number) => {
    const story = history();
    story.done(delay(1, 0, 60));
    const connect = story.connecting(2, 1, { service: 1 });
    story.later(afterMs);
    if (end === 'value') story.value(connect);
    else story.error(connect, 'connection', { states: ['address', 'limit'] });
    return story.advance(500).judge(mutable);
  };
  t.is(build('value', 120).verdict, 'accepted', JSON.stringify(build('value', 120)));
  t.is(build('value', 59).verdict, 'rejected');
  t.is(build('connection', 160).verdict, 'accepted', JSON.stringify(build('connection', 160)));
  t.is(build('connection', 99).verdict, 'rejected');
});

test('ADDR-17, ORD-06 in a history a pattern is put to whoever matches when it arrives, and a broken link may lose what it carries', (t) => {
  const story = history();
  story.done(delay(1, 0, 30));
  story.tell(1);
  const connect = story.connecting(2, 1, {
    service: 1,
    address: { kind: 'wildcard', service: 0, prefix: 'new' },
  });
  story.later(10).create(2, { name: 'new_1' });
  story.later(20).value(connect);
  story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
  story.advance(5000);
  t.is(story.judge(immutable).verdict, 'accepted', JSON.stringify(story.judge(immutable)));
});

test('HAND-06, HAND-16 the limit of a handshake begins when its endpoint was found, which waits for the main thread', (t) => {
  const build = (expiresAfterMs: number) => {
    const story = connectedHistory();
    const [first, second] = [1, 2].map((lane) =>
      story.ask(1, { script: script('hold'), timeout: 5000 }, lane),
    ) as [number, number];
    story.begin(1, 'call', first);
    const connect = story.connecting(2, 1, {}, 3);
    story.later(60).done({ type: 'release', work: first, how: 'value' });
    story.end(1, 'call', first).value(first, first).begin(1, 'call', second);
    story
      .later(expiresAfterMs - 60)
      .error(connect, 'ask-timeout', { states: ['method', 'address', 'limit'] });
    return story.judge(mutable);
  };
  t.is(build(160).verdict, 'accepted', JSON.stringify(build(160)));
  t.is(build(159).verdict, 'rejected');
  t.is(build(100).verdict, 'rejected');
});

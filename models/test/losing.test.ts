/** What a link loses is over, and its caller learns of it or not. Method: complete traces, each with a forgery beside it. */
import test from 'ava';
import type { Leg, LoseEvent } from '../../spec/index.js';
import { checkTrace } from '../index.js';
import { brokenRules, connectedStory, mutable, Story, type StoryOptions, script } from './support.js';

type Reason = LoseEvent['reason'];

const lose = (story: Story, leg: Leg, id: number, reason: Reason) =>
  story.events.push({ event: 'lose', at: 0, leg, id, reason });

/** Services of which no message gets from one to the other. */
function cut(story: Story): Story {
  story.done({ type: 'link', from: 1, to: 0, action: 'partition' });
  story.done({ type: 'link', from: 0, to: 1, action: 'partition' });
  return story;
}

/** Two services with no link between them, and what connects them. */
const parted = (options: StoryOptions = {}): Story => cut(connectedStory(options, 1));

test('ORD-05 what a link has lost does not arrive', (t) => {
  const asked = parted();
  const ask = asked.ask(1);
  lose(asked, 'request', ask, 'partition');
  asked.run('request', ask, 'execute', 'MSG-06');
  t.deepEqual(brokenRules(asked.judge()), ['ORD-05']);
  const answered = parted();
  const second = answered.ask(1);
  answered.run('request', second, 'execute', 'MSG-06').handler(1, 'call', second);
  lose(answered, 'answer', second, 'partition');
  answered.run('answer', second, 'settle', 'CALL-25');
  t.deepEqual(brokenRules(answered.judge()), ['ORD-05']);
  for (const steps of [0, 1, 2, 3]) {
    const story = parted();
    const connect = story.connecting(2, 1, { service: 1 });
    const legs = [
      ['identify', 'found', 'MSG-05'],
      ['identity', 'shake', 'HAND-01'],
      ['handshake', 'accept', 'MSG-05'],
      ['greeting', 'settle', 'CALL-25'],
    ] as const;
    for (const [leg, decision, rule] of legs.slice(0, steps)) story.run(leg, connect, decision, rule);
    const [leg, decision, rule] = legs[steps] as (typeof legs)[number];
    lose(story, leg, connect, 'partition');
    t.deepEqual(brokenRules(story.judge()), [], leg);
    story.run(leg, connect, decision, rule);
    t.deepEqual(brokenRules(story.judge()), ['ORD-05'], leg);
  }
});

test('ADDR-18, HAND-06 of the answers to a pattern a link may lose some: another one counts, or the connect expires', (t) => {
  const build = (matches: number, lost: number, arrives: boolean) => {
    const story = new Story();
    for (let endpoint = 1; endpoint <= matches; endpoint += 1)
      story.create(endpoint, { name: `w_${endpoint}` });
    cut(story);
    const address = { kind: 'wildcard', service: 0, prefix: 'w' } as const;
    const connect = story.connecting(1, 1, { service: 1, address });
    for (let endpoint = 1; endpoint <= matches; endpoint += 1)
      story.run('identify', connect, 'found', 'MSG-05', endpoint);
    for (let answer = 0; answer < lost; answer += 1) lose(story, 'identity', connect, 'partition');
    if (arrives) {
      story
        .run('identity', connect, 'shake', 'ADDR-18', matches)
        .run('handshake', connect, 'accept', 'MSG-05');
      story.run('greeting', connect, 'settle', 'CALL-25').value(connect);
    } else
      story
        .later(100)
        .run('timeout', connect, 'settle', 'HAND-06')
        .error(connect, 'connection', { states: ['address'] });
    return story.settle().judge();
  };
  t.is(build(2, 1, true).verdict, 'accepted', JSON.stringify(build(2, 1, true)));
  t.is(build(3, 1, false).verdict, 'accepted', JSON.stringify(build(3, 1, false)));
  t.is(build(2, 2, false).verdict, 'accepted', JSON.stringify(build(2, 2, false)));
  t.is(build(1, 1, false).verdict, 'accepted', JSON.stringify(build(1, 1, false)));
  t.deepEqual(brokenRules(build(1, 1, true)), ['ORD-05']);
});

test('DEAD-03 the caller of an ask learns that it was too much for its link, and nobody of a tell', (t) => {
  const build = (asks: boolean, reason: Reason) => {
    const story = parted();
    const op = asks ? story.ask(1) : story.tell(1);
    lose(story, 'request', op, reason);
    const index = story.events.length;
    story.run('unreachable', op, 'settle', 'DEAD-03');
    if (asks) story.error(op, 'recipient-unreachable', { states: ['address'] });
    return { verdict: story.judge(), index };
  };
  t.is(build(true, 'overflow').verdict.verdict, 'accepted', JSON.stringify(build(true, 'overflow')));
  for (const forged of [build(false, 'overflow'), build(true, 'partition')])
    t.like(forged.verdict, { verdict: 'rejected', index: forged.index, rules: ['ORD-08'] });
});

test('SIZE-03, SIZE-04 an ask that was lost for what it holds expires by the rule about that', (t) => {
  const expired = (reason: Reason | null, rule: string) => {
    const story = parted();
    const op = story.ask(1, { script: script('later') });
    if (reason === null) story.run('request', op, 'execute', 'MSG-06').handler(1, 'call', op, 'future');
    else lose(story, 'request', op, reason);
    story.later(100).run('timeout', op, 'settle', rule);
    return story.error(op, 'ask-timeout', { states: ['method', 'address'] }).judge().verdict;
  };
  t.is(expired('too-large', 'SIZE-04'), 'accepted');
  t.is(expired('undecodable', 'SIZE-03'), 'accepted');
  for (const [reason, rule] of [
    [null, 'SIZE-03'],
    [null, 'SIZE-04'],
    ['partition', 'SIZE-03'],
    ['partition', 'SIZE-04'],
    ['too-large', 'SIZE-03'],
    ['undecodable', 'SIZE-04'],
  ] as const)
    t.is(expired(reason, rule), 'rejected', `${reason} ${rule}`);
});

test('ORD-06 that messages arrive behind a lost one is noticed, on its link alone', (t) => {
  const build = (lost: boolean, lane: number) => {
    const story = new Story();
    story.create(1);
    story.connect(1, 1, { service: 1 });
    story.done({ type: 'link', from: 1, to: 0, action: 'partition' });
    const [first, second] = [story.tell(1), story.tell(1, {}, lane)];
    if (lost) lose(story, 'request', first, 'partition');
    else story.run('request', first, 'drop', 'DEAD-04');
    story.run('request', second, 'drop', 'DEAD-04');
    const { verdict, exercised } = checkTrace(story.trace(), mutable);
    t.is(verdict, 'accepted', JSON.stringify(story.judge()));
    return exercised.has('ORD-06');
  };
  t.true(build(true, 0));
  t.false(build(true, 1));
  t.false(build(false, 0));
});

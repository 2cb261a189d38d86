/** The caller's side of asks: what settles them, what comes too late, and by which rules. */
import test from 'ava';
import type { Decision } from '../../../spec/index.js';
import { Oracle } from '../../index.js';
import { brokenRules, connectedStory, mutable, Story, script } from '../support.js';

/** An ask whose handler returned a future that is open. */
function awaited(story: Story): number {
  const op = story.ask(1, { script: script('later') });
  story.run('request', op, 'execute', 'MSG-06').handler(1, 'call', op, 'future');
  return op;
}

test('SELF-14 the limit of a callable is its own rule, also when its endpoint has ended', (t) => {
  const build = (rule: string) => {
    const story = new Story();
    story.create(1);
    story.start(1);
    const op = story.invoke({
      type: 'call-async',
      endpoint: 1,
      timeout: 10,
      unfenced: false,
      script: script('later'),
    });
    story.run('request', op, 'execute', 'MSG-06').handler(1, 'callable', op, 'future');
    story.terminate(1);
    story.later(10).run('timeout', op, 'settle', rule);
    return story.error(op, 'ask-timeout').settle().judge();
  };
  t.is(build('SELF-14').verdict, 'accepted', JSON.stringify(build('SELF-14')));
  t.deepEqual(brokenRules(build('CALL-20')), ['SELF-14', 'TIME-08', 'TIME-09', 'CALL-25', 'ORD-07']);
});

test('CALL-20 the limit of an ask whose work is open, at an endpoint that has ended; of no other ask', (t) => {
  const build = (begun: boolean, ended: boolean) => {
    const story = connectedStory({}, 1);
    story.done({ type: 'link', from: 1, to: 0, action: begun ? 'heal' : 'partition' });
    const op = begun ? awaited(story) : story.ask(1);
    if (!begun) story.lose('request', op, 'partition');
    if (ended) story.terminate(1);
    story.later(100).run('timeout', op, 'settle', 'TIME-06');
    const verdict = story
      .error(op, 'ask-timeout', { states: ['method', 'address'] })
      .settle()
      .judge();
    t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
    return 'exercised' in verdict && (verdict.exercised as ReadonlyMap<string, number>).has('CALL-20');
  };
  t.true(build(true, true));
  t.false(build(true, false));
  t.false(build(false, true));
});

test('TIME-09 a limit that expires early is rejected, and the verdict says whose', (t) => {
  const story = connectedStory({}, 1);
  const op = awaited(story);
  story.later(99).run('timeout', op, 'settle', 'TIME-06');
  t.like(story.judge(), {
    verdict: 'rejected',
    rules: ['TIME-09'],
    reason: `the limit of ${op} has not passed`,
  });
});

test('CALL-21, DEAD-03 an answer behind the news that the link is lost is late, and settles nothing', (t) => {
  const build = (decision: Decision, rule: string) => {
    const story = connectedStory({}, 1);
    const op = awaited(story);
    story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
    story
      .run('unreachable', op, 'settle', 'DEAD-03')
      .error(op, 'recipient-unreachable', { states: ['address'] });
    story.done({ type: 'release', work: op, how: 'value' });
    return story.run('result', op, 'answer', 'CALL-12').run('answer', op, decision, rule).settle().judge();
  };
  t.is(build('late', 'CALL-21').verdict, 'accepted', JSON.stringify(build('late', 'CALL-21')));
  t.is(build('settle', 'CALL-25').verdict, 'rejected');
});

test('ORD-04 answers come in any order where one settles before that of an earlier ask, and not where it is late', (t) => {
  const build = (wait: number) => {
    const story = connectedStory({}, 1);
    awaited(story);
    const op = story.ask(1, { script: script('later'), method: 'askWithin', timeout: 10 });
    story.run('request', op, 'execute', 'MSG-06').handler(1, 'call', op, 'future').later(wait);
    if (wait === 10)
      story
        .run('timeout', op, 'settle', 'TIME-06')
        .error(op, 'ask-timeout', { states: ['method', 'address'] });
    story.done({ type: 'release', work: op, how: 'value' });
    story.run('result', op, 'answer', 'CALL-12');
    if (wait === 10) story.run('answer', op, 'late', 'CALL-21');
    else story.run('answer', op, 'settle', 'CALL-25').value(op, op);
    const verdict = story.settle().judge();
    t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
    return 'exercised' in verdict && (verdict.exercised as ReadonlyMap<string, number>).has('ORD-04');
  };
  t.true(build(0));
  t.false(build(10));
});

test('HAND-14 a connect that has succeeded stays so when it is told that its link is lost', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  const op = story.connecting(1, 1, { service: 1 });
  story.run('identify', op, 'found', 'MSG-05').run('identity', op, 'shake', 'HAND-01');
  story.run('handshake', op, 'accept', 'MSG-05');
  story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
  story.run('greeting', op, 'settle', 'CALL-25').value(op).run('unreachable', op, 'late', 'HAND-01');
  const oracle = new Oracle(mutable);
  const { header, events } = story.trace();
  oracle.reset(header);
  for (const event of events) t.true(oracle.accept(event), JSON.stringify(oracle.verdict()));
  t.deepEqual(oracle.statesOf(op), [{ chart: 'handshake-caller', state: 'connected' }]);
});

test('HAND-14, DEAD-03 a connect whose link is lost while it shakes hands fails by either rule', (t) => {
  for (const rule of ['HAND-14', 'DEAD-03']) {
    const story = new Story();
    story.create(1);
    const op = story.connecting(1, 1, { service: 1 });
    story.run('identify', op, 'found', 'MSG-05').run('identity', op, 'shake', 'HAND-01');
    story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
    story.run('unreachable', op, 'settle', rule).error(op, 'connection', { states: ['address'] });
    t.is(story.settle().judge().verdict, 'accepted', rule);
  }
});

test('a refusal that comes back is told as one, and no answer of a handler', (t) => {
  const build = (isStarted: boolean) => {
    const story = new Story();
    story.create(1);
    if (isStarted) story.start(1);
    story.connect(1, 1);
    const op = story.ask(1);
    if (isStarted) story.executed(op, 1);
    else story.refused(op, 'endpoint-not-started', 'MSG-01', ['message', 'endpoint']);
    const { header, events } = story.trace();
    const oracle = new Oracle(mutable);
    oracle.note();
    oracle.reset(header);
    for (const event of events) t.true(oracle.accept(event));
    return oracle
      .taken()
      .flatMap(({ chart, event, who }) => (chart === 'ask' && who === `#${op}` ? [event] : []));
  };
  t.deepEqual(build(true), ['ANSWER']);
  t.deepEqual(build(false), ['REFUSAL']);
});

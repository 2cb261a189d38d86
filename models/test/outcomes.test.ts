/**
 * Outcomes: what they must be, when they may come, and which transition a refusal at the caller is. Method: traces written
 * by hand, each with a forgery beside it.
 */
import test from 'ava';
import { checkTrace, Oracle, type Profile } from '../index.js';
import { brokenRules, connectedHistory, connectedStory, immutable, mutable, Story } from './support.js';

test('ADDR-15 generated names count on from the first one, be it the one with 0', (t) => {
  const build = (...names: readonly string[]) => {
    const story = new Story();
    for (const name of names)
      story.value(
        story.invoke({ type: 'evaluate', utility: 'random-name', arguments: [name.split('_')[0] ?? ''] }),
        name,
      );
    return story.judge();
  };
  t.is(build('a_0', 'b_1', 'a_2').verdict, 'accepted');
  const skipped = build('a_0', 'b_2');
  t.like(skipped, { verdict: 'rejected', index: 3, rules: ['ADDR-15'] });
  t.regex(JSON.stringify(skipped), /the counter of generated names does not go on/);
});

test('ORD-05, ORD-08 an advance comes out once, when its time has passed, and with nothing', (t) => {
  const build = (events: (story: Story, op: number) => void) => {
    const story = new Story();
    story.later(3);
    const op = story.invoke({ type: 'advance', milliseconds: 5 });
    events(story, op);
    const verdict = story.judge();
    return verdict.verdict === 'rejected' ? [verdict.index, ...verdict.rules, verdict.reason] : [];
  };
  t.deepEqual(
    build((story, op) => story.later(5).value(op)),
    [],
  );
  const early = 'operation 1 came out too early';
  t.deepEqual(
    build((story, op) => story.later(4).value(op)),
    [1, 'ORD-08', `${early} (null)`],
  );
  t.deepEqual(
    build((story, op) => story.later(5).error(op, 'application')),
    [1, 'ORD-08', `${early} (application)`],
  );
  t.deepEqual(
    build((story, op) => story.later(5).value(op).value(op)),
    [2, 'ORD-05', 'operation 1 came out before (null)'],
  );
});

test('SERV-14 a close that waits for what is leaving fails at its limit, not before, and never without one', (t) => {
  const build = (timeoutMs: number | null, waitMs: number) => {
    const story = new Story({ complete: false });
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs });
    return story.later(waitMs).error(close, 'close-timeout').judge(immutable);
  };
  t.is(build(20, 20).verdict, 'accepted');
  t.is(build(20, 19).verdict, 'rejected');
  t.is(build(null, 20).verdict, 'rejected');
  t.regex(JSON.stringify(build(20, 19)), /the limit of the close of 0 has not passed/);
});

test('MAIN-03 the callback of an answer is counted where there is an answer', (t) => {
  const counts = (build: (story: Story) => void) => {
    const story = connectedStory();
    build(story);
    return checkTrace(story.trace(), mutable).exercised.get('MAIN-03') ?? 0;
  };
  const before = counts(() => {});
  t.is(before, 0);
  t.is(
    counts((story) => story.executed(story.ask(1), 1)),
    1,
  );
});

/** What the last event of a story took, of which charts, and who did. */
function takenLast(story: Story, profile: Profile): readonly string[] {
  const oracle = new Oracle(profile);
  oracle.reset(story.trace().header);
  oracle.note();
  let taken = oracle.taken();
  for (const event of story.events) {
    if (!oracle.accept(event)) return [JSON.stringify(oracle.verdict())];
    taken = oracle.taken();
  }
  return taken.map(({ chart, decision, who }) => `${who} ${chart} ${decision}`);
}

test('SERV-13 a closing service takes a task, or refuses it: that is known, and a transition, when it runs, or has thrown', (t) => {
  const closing = () => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
    return story;
  };
  const refused = closing();
  refused.thrown(refused.serviceTask(), 'illegal-state');
  t.deepEqual(takenLast(refused, mutable), ['s0 service throw:illegal-state']);
  const taken = closing();
  const task = taken.serviceTask();
  t.deepEqual(takenLast(taken, mutable), []);
  taken.run('tick', task, 'execute', 'SERV-10');
  t.deepEqual(takenLast(taken, mutable), [`#${task} task execute`, 's0 service continue']);
});

test('HAND-19 a caller that knows that no endpoint is the supervisor takes the transition at once', (t) => {
  const story = new Story();
  const connect = story.connecting(1, 1, { address: { kind: 'supervisor', service: 0 } });
  story.error(connect, 'connection', { states: ['address'] });
  t.deepEqual(takenLast(story, mutable), [`#${connect} handshake-caller settle`]);
});

/** Who takes which transitions in a history in whose service an endpoint has failed. */
function takenAfterFailure(profile: Profile, events: (story: Story) => void): readonly string[] {
  const story = connectedHistory();
  const task = story.serviceTask({ delayMs: 50 });
  story.done({ type: 'fault', endpoint: 1 });
  story.settle();
  events(story);
  story.error(task, 'task-cancelled');
  const oracle = new Oracle(profile);
  oracle.note();
  const verdict = oracle.judge(story.trace());
  if (verdict.verdict !== 'accepted') return [JSON.stringify(verdict)];
  return oracle.taken().map(({ chart, decision, who }) => `${who} ${chart} ${decision}`);
}

test('HAND-02, SUPER-09 what a failed service refuses or cancels in the original takes no transition of its own', (t) => {
  const nothing = takenAfterFailure(immutable, () => {});
  t.true(nothing.includes('s0 service continue'));
  t.is(nothing.at(-1), 'e1 lifecycle release', 'it was removed, and nothing came after that');
  const connected = takenAfterFailure(immutable, (story) =>
    story.thrown(story.connecting(2, 1), 'illegal-state'),
  );
  t.deepEqual(connected, [...nothing, 's0 service continue']);
  const closed = takenAfterFailure(immutable, (story) => {
    story.error(story.invoke({ type: 'close-service', service: 0, timeoutMs: null }), 'endpoint-failed');
    story.error(story.connecting(2, 1), 'connection');
  });
  t.deepEqual(closed.slice(-2), ['#4 task settle', 's0 service throw:illegal-state']);
});

test('LIFE-10, LIFE-11 only an endpoint that is stopping lets its caller refuse a START or a STOP', (t) => {
  const build = (type: 'start' | 'stop', stopping: boolean) => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    const op = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', op, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    if (!stopping) {
      story.done({ type: 'release-stop', endpoint: 1, how: 'value' });
      story.run('stop-future', 1, 'terminate', 'LIFE-08').run('gone', 1, 'release', 'TERM-06').value(op);
    }
    story.thrown(story.invoke({ type, endpoint: 1 }), 'invalid-state');
    return story.settle().judge();
  };
  for (const type of ['start', 'stop'] as const) {
    t.is(build(type, true).verdict, 'accepted');
    t.not(brokenRules(build(type, false)).length, 0);
  }
});

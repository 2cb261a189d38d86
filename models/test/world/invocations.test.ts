/** Who takes the transitions by which a message is let through, or not. */
import test from 'ava';
import { checkTrace, Oracle } from '../../index.js';
import { BLUE, connectedStory, mutable, RED, Story, script } from '../support.js';

test('FENCE-02 a message that is fenced off is a transition of its endpoint, as one that its lifecycle refuses is', (t) => {
  const story = new Story();
  story.create(1, { kind: 'fenced', token: RED });
  story.connectWith(1, 1, BLUE);
  const early = story.ask(1);
  story.refused(early, 'endpoint-not-started', 'MSG-01', ['message', 'endpoint']);
  story.start(1);
  const fenced = story.ask(1);
  story.refused(fenced, 'fencing-token', 'FENCE-02', ['tokens']);
  const oracle = new Oracle(mutable);
  oracle.note();
  t.is(oracle.judge(story.trace()).verdict, 'accepted', JSON.stringify(oracle.verdict()));
  const refusals = oracle.taken().filter(({ decision }) => decision.startsWith('refuse:'));
  t.deepEqual(
    refusals.map(({ chart, who }) => [chart, who]),
    [
      ['lifecycle', 'e1'],
      ['fencing', 'e1'],
    ],
  );
});

test('SELF-04 a run without a delay is executed when it arrives, whatever endpoint its event names', (t) => {
  const story = connectedStory();
  const run = story.runAsync();
  const index = story.events.length;
  for (const endpoint of [undefined, 0, 1, 2]) {
    story.run('request', run, 'arm', 'SELF-04', endpoint);
    t.like(story.judge(), { verdict: 'rejected', index });
    story.events.pop();
  }
});

test('FENCE-20 a delayed run that is armed carries the token of that moment when it is due, unless it is unfenced', (t) => {
  const build = (unfenced: boolean, decision: 'execute' | 'drop', rule: string) => {
    const story = new Story();
    story.create(1, { kind: 'fenced', token: RED });
    story.start(1);
    const delayed = story.runAsync({ delayMs: 5, unfenced });
    story.run('request', delayed, 'arm', 'SELF-04');
    const token = story.reserve();
    const operation = { type: 'set-token', endpoint: 1, token: BLUE } as const;
    const run = story.runAsync({ script: script('return', [{ op: token, operation }]) });
    story.run('request', run, 'execute', 'FENCE-01').begin(1, 'run', run);
    story.done(operation, { mainOf: 1 }, token);
    story.end(1, 'run', run);
    story.later(5).run('timer', delayed, 'resend', 'SELF-05').run('due', delayed, decision, rule);
    if (decision === 'execute') story.handler(1, 'run', delayed);
    return story.settle().judge();
  };
  t.is(
    build(true, 'execute', 'FENCE-19').verdict,
    'accepted',
    JSON.stringify(build(true, 'execute', 'FENCE-19')),
  );
  t.is(
    build(false, 'drop', 'FENCE-20').verdict,
    'accepted',
    JSON.stringify(build(false, 'drop', 'FENCE-20')),
  );
  t.is(build(true, 'drop', 'FENCE-20').verdict, 'rejected');
  t.is(build(false, 'execute', 'FENCE-19').verdict, 'rejected');
});

test('DEAD-06 an ask that is made while its service closes may be refused, until it is executed', (t) => {
  const build = (executed: boolean, code: 'illegal-state' | 'connection', thrown: boolean) => {
    const story = connectedStory({}, 1);
    story.create(2, { service: 1, onStop: { nested: [], end: 'later' } });
    story.invoke({ type: 'close-service', service: 1, timeoutMs: null });
    const ask = story.ask(1, {}, 2);
    if (executed) story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask);
    const index = story.events.length;
    story.error(ask, code, thrown ? { thrown } : {});
    const verdict = story.judge();
    return verdict.verdict === 'rejected' && verdict.index === index ? 'refused' : 'taken';
  };
  t.is(build(false, 'illegal-state', true), 'taken');
  t.is(build(true, 'illegal-state', true), 'refused');
  t.is(build(true, 'connection', false), 'refused');
});

test('MAIN-01, TERM-03 a message that comes too early or too late is told why', (t) => {
  const reason = (events: (story: Story) => number) => {
    const story = connectedStory();
    const op = events(story);
    story.run('request', op, 'execute', 'MSG-06');
    const verdict = story.judge();
    return verdict.verdict === 'rejected' ? [...verdict.rules, verdict.reason] : [];
  };
  const busy = (story: Story) => {
    const first = story.ask(1, { script: script('hold') });
    const second = story.ask(1);
    story.run('request', first, 'execute', 'MSG-06').begin(1, 'call', first);
    return second;
  };
  t.deepEqual(reason(busy), ['MAIN-01', 'the main thread of endpoint 1 is busy']);
  const decided = (story: Story) => {
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    const ask = story.ask(1);
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    return ask;
  };
  t.deepEqual(reason(decided), ['TERM-03', 'the stop of endpoint 1 is decided']);
});

test('SELF-06 only a delay can be no whole number', (t) => {
  const counts = (delayMs: number) => {
    const story = connectedStory();
    story.executed(story.ask(1), 1);
    const run = story.runAsync({ delayMs });
    story.run('request', run, 'execute', 'SELF-05').handler(1, 'run', run);
    const { verdict, exercised } = checkTrace(story.settle().trace(), mutable);
    t.is(verdict, 'accepted', JSON.stringify(story.judge()));
    return exercised.get('SELF-06') ?? 0;
  };
  t.is(counts(0), 0);
  t.is(counts(0.5), 1);
});

/** The events of the charts that the last event of a story is, and who takes them. */
function takenLast(story: Story): readonly string[] {
  const oracle = new Oracle(mutable);
  oracle.reset(story.trace().header);
  oracle.note();
  let taken = oracle.taken();
  for (const event of story.events) {
    if (!oracle.accept(event)) return [JSON.stringify(oracle.verdict())];
    taken = oracle.taken();
  }
  return taken.map(({ event, who }) => `${who} ${event}`);
}

test('SELF-05 a run without a delay, and one that arrives when its delay has passed, are executed each for its own reason', (t) => {
  const build = (delayMs: number) => {
    const story = connectedStory();
    const run = story.runAsync({ delayMs });
    story.later(5).run('request', run, 'execute', 'SELF-05');
    return takenLast(story).find((words) => words.startsWith(`#${run}`));
  };
  t.is(build(0), '#4 RUN');
  t.is(build(5), '#4 RUN_PASSED');
});

test('MAIN-11 a task that was cancelled when it was sent is dropped, and takes one transition by that', (t) => {
  const story = connectedStory();
  story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
  const task = story.schedule();
  story.run('timer', task, 'resend', 'MAIN-07');
  story.done({ type: 'cancel', scheduled: task });
  story.error(task, 'task-cancelled');
  story.run('due', task, 'drop', 'MAIN-11');
  t.deepEqual(takenLast(story), [`#${task} DUE`]);
});

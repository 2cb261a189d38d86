/** The return of handlers that hold their main thread, and timers. */
import test from 'ava';
import type { Operation } from '../../../spec/index.js';
import { checkTrace, observable } from '../../index.js';
import { connectedStory, mutable, Story, script } from '../support.js';

/** A handler that is blocked by a call whose answer is open, and whose own future is released meanwhile. */
function blocked(): Story {
  const story = new Story();
  for (const endpoint of [1, 2]) {
    story.create(endpoint);
    story.start(endpoint);
    story.connect(endpoint, endpoint);
  }
  const inner = story.reserve();
  const operation: Operation = {
    type: 'call',
    target: { gateway: 2 },
    method: 'askBlocking',
    timeout: null,
    argument: 'good',
    script: script('later'),
  };
  const outer = story.ask(1, { script: script('later', [{ op: inner, operation }]) });
  story.run('request', outer, 'execute', 'MSG-06').begin(1, 'call', outer);
  story.invoke(operation, { mainOf: 1 }, inner);
  story.run('request', inner, 'execute', 'MSG-06').handler(2, 'call', inner, 'future');
  story.done({ type: 'release', work: outer, how: 'value' }, 1);
  story.settle();
  story.done({ type: 'release', work: inner, how: 'value' }, 1);
  story
    .run('result', inner, 'answer', 'CALL-12')
    .run('answer', inner, 'settle', 'CALL-25')
    .value(inner, inner);
  story.end(1, 'call', outer, 'future');
  story
    .run('result', outer, 'answer', 'CALL-12')
    .run('answer', outer, 'settle', 'CALL-25')
    .value(outer, outer);
  return story.settle();
}

test('CALL-03, MAIN-05 a handler that is blocked by a call does not return because its future is complete', (t) => {
  const story = blocked();
  for (const verdict of [story.judge(), checkTrace(observable(story.trace()), mutable)])
    t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('MAIN-05 a handler that holds its main thread does not return because one is released that waits behind it', (t) => {
  const story = connectedStory();
  const [first, second] = [1, 2].map((lane) => story.ask(1, { script: script('hold') }, lane)) as [
    number,
    number,
  ];
  story.run('request', first, 'execute', 'MSG-06').begin(1, 'call', first);
  story.done({ type: 'release', work: second, how: 'value' });
  story.settle();
  story.done({ type: 'release', work: first, how: 'value' });
  const returned = (op: number) =>
    story
      .run('return', op, 'answer', 'MAIN-01')
      .end(1, 'call', op)
      .run('answer', op, 'settle', 'CALL-25')
      .value(op, op);
  returned(first);
  story.run('request', second, 'execute', 'MSG-06').begin(1, 'call', second);
  returned(second).settle();
  for (const verdict of [story.judge(), checkTrace(observable(story.trace()), mutable)])
    t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('SELF-04, MAIN-09 a timer that fires early is rejected, and the verdict says whose', (t) => {
  const build = (operation: Operation) => {
    const story = new Story();
    story.create(1);
    story.start(1);
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const op = story.invoke(operation);
    if (operation.type === 'run-async') story.value(op).run('request', op, 'arm', 'SELF-05');
    return { op, verdict: story.later(4).run('timer', op, 'resend', 'SELF-05').judge() };
  };
  const run = build({ type: 'run-async', endpoint: 1, delayMs: 5, unfenced: false, script: script() });
  const early = { verdict: 'rejected', reason: `the delay of ${run.op} has not passed` };
  t.like(run.verdict, { ...early, rules: ['SELF-04'] });
  const task = build({ type: 'schedule', executor: 1, delayMs: 5, callable: true, script: script() });
  t.like(task.verdict, { ...early, rules: ['MAIN-09'] });
});

/** What the code that makes a call notices of it: blocking calls, and the call stack of an expired ask. */
import test from 'ava';
import type { Outcome } from '../../spec/index.js';
import { Oracle } from '../index.js';
import {
  brokenRules,
  connectedHistory,
  connectedStory,
  immutable,
  mutable,
  Story,
  script,
} from './support.js';

/** A blocking call of a handler that throws, and what it comes out with. */
function failing(outcome: Omit<Extract<Outcome, { kind: 'error' }>, 'kind'>) {
  const story = connectedHistory();
  const op = story.ask(1, { method: 'askBlocking', script: script('throw') });
  return story
    .handler(1, 'call', op, 'throw')
    .outcome(op, { kind: 'error', ...outcome })
    .settle()
    .judge(immutable);
}

test('CALL-03 a blocking call comes out with the answer, and with nothing before', (t) => {
  const build = (answered: boolean) => {
    const story = connectedHistory();
    const op = story.ask(1, { method: 'askBlocking' });
    if (answered) story.handler(1, 'call', op).value(op, op);
    else story.value(op).handler(1, 'call', op);
    return story.settle().judge(immutable);
  };
  t.is(build(true).verdict, 'accepted');
  t.is(build(false).verdict, 'rejected');
});

test('CALL-04 a blocking call that fails raises rpc with the reason as its cause', (t) => {
  t.is(failing({ code: 'rpc', thrown: true, cause: 'application' }).verdict, 'accepted');
  t.true(brokenRules(failing({ code: 'application', thrown: true })).includes('CALL-04'));
  t.true(brokenRules(failing({ code: 'rpc', thrown: true })).includes('CALL-04'));
  t.is(failing({ code: 'rpc', thrown: true, cause: 'recipient-unreachable' }).verdict, 'rejected');
});

test('CALL-04 an expired limit is raised with a cause or bare, and never early', (t) => {
  const build = (wait: number, outcome: Omit<Extract<Outcome, { kind: 'error' }>, 'kind'>) => {
    const story = connectedHistory();
    const op = story.ask(1, { method: 'askBlocking', script: script('later') });
    story.handler(1, 'call', op, 'future').later(wait);
    return story
      .outcome(op, { kind: 'error', ...outcome })
      .settle()
      .judge(immutable);
  };
  t.is(build(100, { code: 'rpc', thrown: true, cause: 'ask-timeout' }).verdict, 'accepted');
  t.is(build(100, { code: 'ask-timeout', thrown: true }).verdict, 'accepted');
  t.is(build(99, { code: 'ask-timeout', thrown: true }).verdict, 'rejected');
});

/** A handler makes a blocking call to its own endpoint. */
function callOfItself(served: 'afterwards' | 'meanwhile' | 'never', complete: boolean) {
  const story = complete ? new Story() : connectedHistory();
  if (complete) {
    story.create(1);
    story.start(1);
    story.connect(1, 1);
  }
  const inner = story.reserve();
  const operation = {
    type: 'call',
    target: { self: 1 },
    method: 'askBlocking',
    timeout: null,
    argument: 'good',
    script: script(),
  } as const;
  const nested = [{ op: inner, operation }];
  const outer = story.ask(1, { method: 'askWithin', timeout: 5000, script: script('return', nested) });
  if (complete) story.run('request', outer, 'execute', 'MSG-06');
  story.begin(1, 'call', outer).invoke(operation, { mainOf: 1 }, inner);
  if (served === 'meanwhile') story.handler(1, 'call', inner).value(inner, inner);
  else {
    story.later(100);
    if (complete) story.run('timeout', inner, 'settle', 'TIME-06');
    story.outcome(inner, {
      kind: 'error',
      code: 'rpc',
      thrown: true,
      cause: 'ask-timeout',
      ...(complete ? { states: ['method', 'address'] } : {}),
    });
  }
  story.end(1, 'call', outer);
  if (complete) story.run('answer', outer, 'settle', 'CALL-25');
  story.value(outer, outer);
  if (served === 'afterwards') {
    if (complete) story.run('request', inner, 'execute', 'MSG-06');
    story.handler(1, 'call', inner);
    if (complete) story.run('answer', inner, 'late', 'CALL-21');
  }
  return story.settle().judge(complete ? mutable : immutable);
}

test('CALL-05 a blocking call of itself expires, and its invocation is executed afterwards', (t) => {
  t.is(callOfItself('afterwards', false).verdict, 'accepted');
  t.is(callOfItself('afterwards', true).verdict, 'accepted');
  t.is(callOfItself('never', false).verdict, 'rejected');
  t.true(brokenRules(callOfItself('meanwhile', false)).includes('CALL-05'));
});

test('TIME-07 the stack of an expired ask begins with its caller, where it is captured', (t) => {
  const build = (capturing: boolean, callStack?: 'caller' | 'gateway' | 'none') => {
    const story = connectedHistory({ capturing });
    const op = story.ask(1, { script: script('later') });
    story.handler(1, 'call', op, 'future').later(100);
    story.error(op, 'ask-timeout', callStack === undefined ? {} : { callStack });
    return story.settle().judge(immutable);
  };
  t.is(build(true, 'caller').verdict, 'accepted');
  t.is(brokenRules(build(true, 'gateway'))[0], 'TIME-07');
  t.is(brokenRules(build(true, 'none'))[0], 'TIME-07');
  t.is(brokenRules(build(true))[0], 'TIME-07');
  t.is(build(false).verdict, 'accepted');
});

test('CALL-03 a hook goes on after its blocking call, whatever operation has the number of its endpoint', (t) => {
  for (const endpoint of [4, 20]) {
    const story = connectedStory();
    const held = story.ask(1, { script: script('hold') });
    t.is(held, 4);
    story.create(endpoint);
    const start = story.done({ type: 'start', endpoint });
    story.run('request', start, 'on-start', 'LIFE-02').begin(endpoint, 'start', endpoint);
    const call = story.ask({ self: endpoint }, { method: 'askBlocking', timeout: 5 }, { mainOf: endpoint });
    story.later(5).run('timeout', call, 'settle', 'TIME-06');
    story.error(call, 'rpc', { thrown: true, cause: 'ask-timeout', states: ['method', 'address'] });
    const { length } = story.events;
    story.invoke({ type: 'start', endpoint: 1 });
    t.like(story.judge(), { verdict: 'rejected', index: length }, 'the hook has to end');
    story.events.length = length;
    story.end(endpoint, 'start', endpoint).run('request', call, 'execute', 'MSG-06');
    const oracle = new Oracle(mutable);
    oracle.reset(story.trace().header);
    t.true(story.events.every((event) => oracle.accept(event)));
  }
});

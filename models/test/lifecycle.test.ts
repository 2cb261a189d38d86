/** Hand-written traces of the lifecycle (LIFE, START, STOP, MSG, TERM): what is accepted, and by which rule what is not. */
import test from 'ava';
import type { GatewayReference, Operation } from '../../spec/index.js';
import { brokenRules, connectedStory, rulesOfSituation, Story, script } from './support.js';

test('LIFE-02, CALL-02 an endpoint that is created, started and asked is accepted', (t) => {
  const story = connectedStory();
  story.executed(story.ask(1), 1).settle();
  t.is(story.judge().verdict, 'accepted');
});

test('LIFE-02 START that is ignored at a stopped endpoint is rejected', (t) => {
  const story = new Story();
  story.create(1);
  const start = story.done({ type: 'start', endpoint: 1 });
  story.run('request', start, 'ignore', 'LIFE-03');
  t.true(brokenRules(story.judge()).includes('LIFE-02'));
});

test('LIFE-03 START at a started endpoint calls onStart again: rejected', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  const again = story.done({ type: 'start', endpoint: 1 });
  story.run('request', again, 'on-start', 'LIFE-02').handler(1, 'start', 1);
  t.true(brokenRules(story.judge()).includes('LIFE-03'));
});

test('LIFE-04, LIFE-06, MSG-04 a pause refuses asks, and START calls onStart again', (t) => {
  const story = connectedStory();
  const stop = story.done({ type: 'stop', endpoint: 1 });
  story.run('request', stop, 'pause', 'LIFE-04');
  const stopAgain = story.done({ type: 'stop', endpoint: 1 });
  story.run('request', stopAgain, 'ignore', 'LIFE-05');
  story.refused(story.ask(1), 'endpoint-not-started', 'MSG-01', ['message', 'endpoint']);
  story.start(1);
  story.settle();
  t.is(story.judge().verdict, 'accepted');
});

/** A control message that no server would send. */
const control = (
  message: 'start' | 'stop' | 'terminate',
  target: GatewayReference = { self: 1 },
): Operation => ({
  type: 'send-raw',
  target,
  message,
  ask: false,
  timeoutMs: 0,
  script: script(),
});

test('LIFE-09, STOP-01 a second TERMINATE is ignored; one that calls onStop again, or ends the endpoint, is rejected', (t) => {
  const build = (decision: 'ignore' | 'on-stop' | 'terminate', rule: string) => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    const first = story.done(control('terminate'));
    story.run('request', first, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    const second = story.done(control('terminate'));
    story.run('request', second, decision, rule).settle();
    return story.judge();
  };
  t.is(build('ignore', 'LIFE-09').verdict, 'accepted', JSON.stringify(build('ignore', 'LIFE-09')));
  t.deepEqual(brokenRules(build('on-stop', 'LIFE-08')), ['LIFE-09']);
  t.deepEqual(brokenRules(build('terminate', 'LIFE-07')), ['LIFE-09']);
});

test('LIFE-14, SUPER-09 control messages need an endpoint of their own, and its failure is the failure of the close', (t) => {
  const build = (fails: boolean) => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    const first = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', first, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    story.run('request', story.done(control('start')), 'fail', 'LIFE-10');
    story.run('gone', 1, 'release', 'TERM-06');
    story.error(first, 'endpoint-failed', { cause: 'invalid-state', states: ['endpoint'] });
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
    story.run('down', 0, 'release', 'SUPER-09');
    if (fails) story.error(close, 'endpoint-failed', { cause: 'invalid-state', states: ['endpoint'] });
    else story.value(close);
    return story.settle().judge();
  };
  t.is(build(true).verdict, 'accepted', JSON.stringify(build(true)));
  t.true(brokenRules(build(false)).includes('SUPER-09'));
  const far = new Story();
  far.create(1);
  far.connect(1, 1);
  far.done(control('stop', { gateway: 1 }));
  t.is(far.judge().verdict, 'rejected');
});

test('MSG-01 a refusal whose text names neither message nor endpoint is rejected', (t) => {
  const story = new Story();
  story.create(1);
  story.connect(1, 1);
  story.refused(story.ask(1), 'endpoint-not-started', 'MSG-01', ['message']);
  t.deepEqual(brokenRules(story.judge()), ['MSG-01']);
});

test('MSG-02 a tell to a stopped endpoint that is executed after all is rejected', (t) => {
  const story = new Story();
  story.create(1);
  story.connect(1, 1);
  const tell = story.tell(1);
  story.run('request', tell, 'execute', 'MSG-06').handler(1, 'call', tell);
  t.true(brokenRules(story.judge()).includes('MSG-02'));
});

test('START-02 a failed start says which endpoint and why, or is rejected', (t) => {
  const build = (more: { cause?: 'application' | 'rpc'; states?: readonly string[] }) => {
    const story = new Story();
    story.create(1, { onStart: { nested: [], end: 'throw' } });
    const watch = story.invoke({ type: 'watch', endpoint: 1, callback: [] });
    story.start(1, 'throw');
    story.run('gone', 1, 'release', 'TERM-06').error(watch, 'start-failed', more).settle();
    return story.judge();
  };
  t.is(build({ cause: 'application', states: ['endpoint'] }).verdict, 'accepted');
  t.deepEqual(brokenRules(build({ cause: 'rpc', states: ['endpoint'] })), ['START-03']);
  t.deepEqual(brokenRules(build({ states: ['endpoint'] })), ['START-03']);
  t.deepEqual(brokenRules(build({ cause: 'application' })), ['START-02']);
});

test('START-09 a promise from onStart is a failed start', (t) => {
  const story = new Story();
  story.create(1, { onStart: { nested: [], end: 'promise' } });
  story.start(1, 'future');
  story.run('gone', 1, 'release', 'TERM-06').settle();
  t.is(story.judge().verdict, 'accepted');
});

test('START-01 a hook that ends otherwise than its script says is rejected', (t) => {
  const start = new Story();
  start.create(1);
  start.start(1, 'throw');
  t.deepEqual(brokenRules(start.judge()), ['ORD-08']);
  const stop = new Story();
  stop.create(1);
  stop.start(1);
  const terminate = stop.invoke({ type: 'terminate', endpoint: 1 });
  stop.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'throw');
  t.deepEqual(brokenRules(stop.judge()), ['ORD-08']);
});

test('STOP-05, STOP-06 onStop that fails later ends the endpoint with that failure', (t) => {
  const story = new Story();
  const created = story.create(1, { onStop: { nested: [], end: 'later' } });
  story.start(1);
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future').settle();
  story.done({ type: 'release-stop', endpoint: 1, how: 'error' });
  story.run('stop-future', 1, 'terminate', 'STOP-05').run('gone', 1, 'release', 'TERM-06');
  story.error(terminate, 'application', { failure: `ScriptedError: failure of ${created}` }).settle();
  t.is(story.judge().verdict, 'accepted');
});

test('STOP-07 resources that are not closed, or in another order, are rejected', (t) => {
  const closing = (resources: readonly number[]) => {
    const story = new Story();
    story.create(1, { resources: 2 });
    story.start(1);
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08');
    for (const resource of resources) story.closed(1, resource);
    story.handler(1, 'stop', 1, 'future');
    story
      .run('stop-future', 1, 'terminate', 'STOP-02')
      .run('gone', 1, 'release', 'TERM-06')
      .value(terminate)
      .settle();
    return story.judge();
  };
  t.is(closing([1, 0]).verdict, 'accepted');
  t.deepEqual(brokenRules(closing([0, 1])), ['STOP-07']);
  t.deepEqual(brokenRules(closing([1])), ['STOP-07']);
  t.deepEqual(brokenRules(closing([1, 0, 7])), ['STOP-07']);
});

test('STOP-07 an action that comes while resources are still to be closed is rejected', (t) => {
  const story = new Story();
  story.create(1, { resources: 1 });
  story.start(1);
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story.run('request', terminate, 'on-stop', 'LIFE-08').run('gone', 1, 'release', 'TERM-06');
  t.deepEqual(brokenRules(story.judge()), ['STOP-07']);
});

test('STOP-08 resources: registered late, null, unregistered, of nobody', (t) => {
  const story = new Story();
  story.create(1, { onStop: { nested: [], end: 'later' } });
  story.done({ type: 'register-resource', endpoint: 1, resource: null });
  story.done({ type: 'register-resource', endpoint: 1, resource: 4 });
  story.value(story.invoke({ type: 'unregister-resource', endpoint: 1, resource: 4 }), true);
  story.value(story.invoke({ type: 'unregister-resource', endpoint: 1, resource: 4 }), false);
  story.start(1);
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  const late = story.invoke({ type: 'register-resource', endpoint: 1, resource: 5 });
  story.closed(1, 5).thrown(late, 'illegal-state').settle();
  t.is(story.judge().verdict, 'accepted');
  for (const type of ['register-resource', 'unregister-resource'] as const) {
    const nobody = new Story();
    nobody.done({ type, endpoint: 9, resource: 1 });
    t.deepEqual(brokenRules(nobody.judge()), ['ORD-08']);
  }
});

test('TERM-03, TERM-05 a handler that holds the main thread ends, and nothing begins after it', (t) => {
  const build = (afterwards: (story: Story, queued: number) => void) => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    story.connect(1, 1);
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    const hold = story.ask(1, { script: script('hold') });
    story.run('request', hold, 'execute', 'MSG-06').begin(1, 'call', hold);
    const queued = story.ask(1, {}, 1);
    story.done({ type: 'release-stop', endpoint: 1, how: 'value' });
    story.run('stop-future', 1, 'drain', 'TERM-03');
    story.done({ type: 'release', work: hold, how: 'value' });
    story.run('return', hold, 'answer', 'MAIN-01').end(1, 'call', hold);
    afterwards(story, queued);
    return story.judge();
  };
  const served = build((story, queued) => story.run('request', queued, 'execute', 'MSG-06'));
  t.true(brokenRules(served).includes('DEAD-02'));
  const refused = build((story, queued) =>
    story.run('request', queued, 'refuse:recipient-unreachable', 'DEAD-01'),
  );
  t.true(refused.verdict === 'rejected' && refused.reason.includes('still to be run'));
});

test('TERM-03 a message between the end of onStop and the end of the endpoint is not started', (t) => {
  const story = connectedStory();
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  const ask = story.ask(1, {}, 1);
  story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  story.run('request', ask, 'execute', 'MSG-06');
  t.deepEqual(brokenRules(story.judge()), ['TERM-03']);
});

test('MAIN-01, MAIN-05 a message at an endpoint whose main thread is held is rejected', (t) => {
  const story = connectedStory();
  const hold = story.ask(1, { script: script('hold') });
  story.run('request', hold, 'execute', 'MSG-06').begin(1, 'call', hold);
  const other = story.ask(1, {}, 1);
  story.run('request', other, 'execute', 'MSG-06');
  t.deepEqual(brokenRules(story.judge()), ['MAIN-01']);
  t.true(rulesOfSituation(story.judge()).includes('MAIN-05'));
  const unreleased = connectedStory();
  const held = unreleased.ask(1, { script: script('hold') });
  unreleased.run('request', held, 'execute', 'MSG-06').begin(1, 'call', held).end(1, 'call', held);
  t.deepEqual(brokenRules(unreleased.judge()), ['MAIN-05']);
});

test('MAIN-01 control messages, kills, faults and connects wait for a main thread that is held', (t) => {
  const held = () => {
    const story = new Story();
    story.create(1);
    story.create(2);
    story.start(1);
    story.connect(1, 1);
    const hold = story.ask(1, { script: script('hold') });
    story.run('request', hold, 'execute', 'MSG-06').begin(1, 'call', hold);
    return story;
  };
  const stop = held();
  stop.run('request', stop.done({ type: 'stop', endpoint: 1 }, 1), 'pause', 'LIFE-04');
  t.deepEqual(brokenRules(stop.judge()), ['MAIN-01']);
  t.true(rulesOfSituation(stop.judge()).includes('MAIN-05'));
  const fault = held();
  fault.run('fault', fault.done({ type: 'fault', endpoint: 1 }, 1), 'fail', 'SUPER-02');
  t.deepEqual(brokenRules(fault.judge()), ['MAIN-01']);
  t.true(rulesOfSituation(fault.judge()).includes('MAIN-05'));
  const kill = held();
  kill.run('fault', kill.done({ type: 'fault', endpoint: 2 }, 1), 'fail', 'SUPER-02');
  kill.run('kill', 1, 'terminate', 'SUPER-02');
  t.deepEqual(brokenRules(kill.judge()), ['MAIN-01']);
  t.true(rulesOfSituation(kill.judge()).includes('MAIN-05'));
  const close = held();
  close.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  close.run('close', 1, 'on-stop', 'LIFE-08');
  t.deepEqual(brokenRules(close.judge()), ['MAIN-01']);
  t.true(rulesOfSituation(close.judge()).includes('MAIN-05'));
  const connect = held();
  connect.run('identify', connect.connecting(2, 1, {}, 1), 'found', 'MSG-05');
  t.deepEqual(brokenRules(connect.judge()), ['MAIN-01']);
  t.true(rulesOfSituation(connect.judge()).includes('MAIN-05'));
});

test('LIFE-10, SUPER-03 START while terminating takes the service down, or is refused at the caller', (t) => {
  const build = () => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.create(2);
    story.start(1);
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    return { story, terminate };
  };
  const failing = build();
  const start = failing.story.done({ type: 'start', endpoint: 1 });
  failing.story.run('request', start, 'fail', 'LIFE-10').run('gone', 1, 'release', 'TERM-06');
  failing.story.error(failing.terminate, 'endpoint-failed', { cause: 'invalid-state', states: ['endpoint'] });
  failing.story.run('kill', 2, 'terminate', 'SUPER-02').run('gone', 2, 'release', 'TERM-06').settle();
  t.is(failing.story.judge().verdict, 'accepted');
  const refusing = build();
  refusing.story.thrown(refusing.story.invoke({ type: 'start', endpoint: 1 }), 'invalid-state').settle();
  t.is(refusing.story.judge().verdict, 'accepted');
  const legal = new Story();
  legal.create(1);
  legal.thrown(legal.invoke({ type: 'start', endpoint: 1 }), 'invalid-state');
  t.is(legal.judge().verdict, 'rejected');
});

test('LIFE-12, LIFE-15 control messages to a terminated endpoint, and to nobody', (t) => {
  const story = new Story();
  story.create(1);
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story
    .run('request', terminate, 'terminate', 'LIFE-07')
    .run('gone', 1, 'release', 'TERM-06')
    .value(terminate);
  const start = story.done({ type: 'start', endpoint: 1 });
  story.run('request', start, 'drop', 'LIFE-12').settle();
  t.is(story.judge().verdict, 'accepted');
  for (const type of ['start', 'terminate', 'watch', 'release-stop', 'fault'] as const) {
    const nobody = new Story();
    nobody.invoke({ type, endpoint: 7, how: 'value', callback: [] } as never);
    t.deepEqual(brokenRules(nobody.judge()), ['ORD-08'], type);
  }
  const stopServer = new Story();
  stopServer.invoke({ type: 'stop-server', service: 0, endpoint: 7 });
  t.deepEqual(brokenRules(stopServer.judge()), ['ORD-08']);
});

test('TERM-11, TERM-08 stop-server closes an endpoint of the service itself, and none of another', (t) => {
  const story = new Story();
  story.create(1);
  story.done({ type: 'stop-server', service: 1, endpoint: 1 });
  const own = story.done({ type: 'stop-server', service: 0, endpoint: 1 });
  story.run('request', own, 'terminate', 'LIFE-07').run('gone', 1, 'release', 'TERM-06').settle();
  t.is(story.judge().verdict, 'accepted');
});

test('ORD-07 a claim of another rule than the one that decided is rejected', (t) => {
  const story = new Story();
  story.create(1);
  const start = story.done({ type: 'start', endpoint: 1 });
  story.run('request', start, 'on-start', 'LIFE-03');
  t.deepEqual(brokenRules(story.judge()), ['LIFE-02', 'START-01', 'ORD-07']);
});

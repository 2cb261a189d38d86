/** Goal: a rejection tells in which situation it came about. Method: hand-written traces that are rejected. */
import test from 'ava';
import type { Operation } from '../../spec/index.js';
import { BLUE, brokenRules, connectedStory, RED, rulesOfSituation, Story, script } from './support.js';

const situationOf = (story: Story): readonly string[] => rulesOfSituation(story.judge());

test('LIFE-13 START that overtakes a call of its sender: control messages wait in the queue', (t) => {
  const story = new Story();
  story.create(1);
  story.connect(1, 1);
  story.ask(1);
  const start = story.done({ type: 'start', endpoint: 1 });
  story.run('request', start, 'on-start', 'LIFE-02');
  t.true(situationOf(story).includes('LIFE-13'));
});

test('CALL-20 an answer for an open future of an endpoint that has ended', (t) => {
  const story = connectedStory();
  const ask = story.ask(1, { script: script('later') });
  story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask, 'future');
  story.terminate(1);
  story.run('answer', ask, 'settle', 'CALL-25');
  t.true(situationOf(story).includes('CALL-20'));
});

test('START-04 the end of a sibling after a failed start', (t) => {
  const story = new Story();
  story.create(1, { onStart: { nested: [], end: 'throw' } });
  story.create(2);
  story.start(1, 'throw');
  story.run('kill', 2, 'terminate', 'SUPER-02');
  t.true(situationOf(story).includes('START-04'));
});

test('SERV-03, TERM-12 a service that goes down before its endpoints, and before one that was closed alone', (t) => {
  const story = new Story();
  story.create(1, { onStop: { nested: [], end: 'later' } });
  story.create(2, { onStop: { nested: [], end: 'later' } });
  for (const endpoint of [1, 2]) story.start(endpoint);
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  story.run('close', 2, 'on-stop', 'SERV-03').handler(2, 'stop', 2, 'future');
  story.run('down', 0, 'release', 'SERV-03');
  t.deepEqual(brokenRules(story.judge()), ['SERV-04']);
  for (const rule of ['SERV-03', 'TERM-12', 'STOP-06']) t.true(situationOf(story).includes(rule), rule);
});

test('SERV-08 an endpoint that is closed once more with its service', (t) => {
  const story = new Story();
  story.create(1);
  for (let count = 0; count < 2; count += 1)
    story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  story.run('close', 1, 'terminate', 'SERV-07').run('close', 1, 'drop', 'LIFE-12');
  t.true(situationOf(story).includes('SERV-08'));
});

test('SERV-10, SERV-11 a task of a service that runs although it was cancelled', (t) => {
  const story = new Story();
  const task = story.serviceTask({ delayMs: 1, periodMs: 1 });
  story.done({ type: 'cancel', scheduled: task });
  story.error(task, 'task-cancelled').later(1).run('tick', task, 'execute', 'SERV-10');
  t.deepEqual(brokenRules(story.judge()), ['ORD-08']);
  for (const rule of ['SERV-10', 'SERV-11']) t.true(situationOf(story).includes(rule), rule);
});

test('SELF-03, TERM-02 a run and a TERMINATE that overtake what their sender has sent before', (t) => {
  const overtaken = (operation: Operation): Story => {
    const story = connectedStory();
    story.tell(1);
    const op = operation.type === 'terminate' ? story.invoke(operation) : story.done(operation);
    return story.run('request', op, operation.type === 'terminate' ? 'on-stop' : 'execute', 'ORD-01');
  };
  const run = overtaken({ type: 'run-async', endpoint: 1, delayMs: 0, unfenced: false, script: script() });
  t.deepEqual([brokenRules(run.judge()), situationOf(run).includes('SELF-03')], [['ORD-01'], true]);
  const terminate = overtaken({ type: 'terminate', endpoint: 1 });
  t.deepEqual(
    [brokenRules(terminate.judge()), situationOf(terminate).includes('TERM-02')],
    [['ORD-01'], true],
  );
});

test('SUPER-01, SELF-09 an endpoint that ends behind a runnable that threw', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  const run = story.runAsync({ script: script('throw') });
  story.run('request', run, 'execute', 'MSG-06').handler(1, 'run', run, 'throw');
  story.run('gone', 1, 'release', 'TERM-06');
  for (const rule of ['SUPER-01', 'SELF-09']) t.true(situationOf(story).includes(rule), rule);
});

test('a rejection names no rule about a situation that it did not come about in', (t) => {
  const story = new Story();
  story.create(1);
  const start = story.done({ type: 'start', endpoint: 1 });
  story.run('request', start, 'ignore', 'LIFE-03');
  t.deepEqual(situationOf(story), ['LIFE-15']);
});

test('LIFE-18 what is refused in a history has a situation too', (t) => {
  const story = new Story({ complete: false });
  story.create(1);
  story.value(story.connecting(1, 1));
  story.value(story.ask(1)).settle();
  t.true(situationOf(story).includes('LIFE-18'));
});

/** An endpoint that an injected fault has failed, with a tell and an ask in its queue. */
function failed(): { readonly story: Story; readonly tell: number; readonly ask: number } {
  const story = connectedStory();
  const fault = story.done({ type: 'fault', endpoint: 1 });
  const tell = story.tell(1);
  const ask = story.ask(1);
  story.run('fault', fault, 'fail', 'SUPER-02');
  return { story, tell, ask };
}

test('SUPER-06 a failed endpoint that takes a message, before its removal and behind it', (t) => {
  const before = failed();
  before.story.run('request', before.tell, 'execute', 'MSG-06');
  const behind = failed();
  behind.story.run('gone', 1, 'release', 'TERM-06').run('request', behind.tell, 'execute', 'MSG-06');
  for (const { story } of [before, behind]) {
    t.deepEqual(brokenRules(story.judge()), ['DEAD-04']);
    t.true(situationOf(story).includes('SUPER-06'));
    t.false(situationOf(story).includes('TERM-03'), 'it did not stop');
  }
});

test('START-05 what was queued behind a START that failed, and nothing that was sent later', (t) => {
  const story = new Story();
  story.create(1, { onStart: { nested: [], end: 'throw' } });
  story.connect(1, 1);
  const start = story.done({ type: 'start', endpoint: 1 });
  const ask = story.ask(1);
  story.run('request', start, 'on-start', 'LIFE-02').handler(1, 'start', 1, 'throw');
  const late = story.ask(1, {}, 1);
  const { events } = story.trace();
  const executed = (op: number): readonly string[] => {
    const copy = new Story();
    copy.events.push(...events);
    return situationOf(copy.run('request', op, 'execute', 'MSG-06'));
  };
  t.true(executed(ask).includes('START-05'));
  t.false(executed(late).includes('START-05'));
});

test('START-04, SERV-07 an endpoint that is closed beside a failed start does not end by it', (t) => {
  const story = new Story();
  story.create(1, { onStart: { nested: [], end: 'throw' } });
  story.create(2);
  story.start(1, 'throw');
  story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  story.run('close', 2, 'on-stop', 'SERV-03');
  t.true(brokenRules(story.judge()).includes('SERV-07'));
  t.false(situationOf(story).includes('START-04'));
});

test('HAND-06 an identification waits for the main thread, and other messages are not about identification', (t) => {
  const busy = (run: (story: Story, ask: number, connect: number) => void): Story => {
    const story = connectedStory();
    const first = story.ask(1, { script: script('hold') });
    story.run('request', first, 'execute', 'MSG-06').begin(1, 'call', first);
    run(story, story.ask(1, {}, 1), story.connecting(2, 1, {}, 2));
    return story;
  };
  const identify = busy((story, _, connect) => story.run('identify', connect, 'found', 'MSG-05'));
  const request = busy((story, ask) => story.run('request', ask, 'execute', 'MSG-06'));
  for (const story of [identify, request]) t.true(brokenRules(story.judge()).includes('MAIN-01'));
  t.deepEqual(
    [identify, request].map((story) => situationOf(story).includes('HAND-06')),
    [true, false],
  );
});

test('MSG-07 the state comes before the token, of which an unfenced message has none to compare', (t) => {
  const asked = (unfenced: boolean): Story => {
    const story = new Story();
    story.create(1, { kind: 'fenced', token: null });
    const op = story.invoke({
      type: 'call-async',
      endpoint: 1,
      timeout: null,
      unfenced,
      script: script(),
    });
    return story.run('request', op, 'execute', 'MSG-06');
  };
  for (const unfenced of [true, false]) t.true(brokenRules(asked(unfenced).judge()).includes('MSG-03'));
  t.deepEqual(
    [true, false].map((unfenced) => situationOf(asked(unfenced)).includes('MSG-07')),
    [false, true],
  );
});

test('FENCE-09, FENCE-10 behind a change of the token: a call carries that of its gateway, or that of its endpoint', (t) => {
  const refused = (self: boolean): readonly string[] => {
    const story = new Story();
    story.create(1, { kind: 'fenced', token: RED });
    story.start(1);
    const nested = story.reserve();
    const change = { op: nested, operation: { type: 'set-token', endpoint: 1, token: BLUE } } as const;
    const run = story.runAsync({ script: script('return', [change]) });
    story.run('request', run, 'execute', 'MSG-06').begin(1, 'run', run);
    story.done(change.operation, { mainOf: 1 }, nested);
    story.end(1, 'run', run).connectWith(1, 1, BLUE);
    const ask = story.ask(self ? { self: 1 } : 1);
    story.run('request', ask, 'refuse:fencing-token', 'FENCE-02');
    t.is(story.judge().verdict, 'rejected');
    t.true(situationOf(story).includes('FENCE-16'));
    return situationOf(story).filter((rule) => ['FENCE-09', 'FENCE-10'].includes(rule));
  };
  t.deepEqual(refused(true), ['FENCE-09']);
  t.deepEqual(refused(false), ['FENCE-10']);
});

test('SELF-06 a delay that is no whole number matters to the timer, and to nothing behind it', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  const run = story.runAsync({ delayMs: 5.5 });
  story.run('request', run, 'arm', 'SELF-05').later(4).run('timer', run, 'resend', 'SELF-05');
  t.true(situationOf(story).includes('SELF-06'));
  story.events.pop();
  story.later(1).run('timer', run, 'resend', 'SELF-05').run('due', run, 'drop', 'SELF-05');
  t.is(story.judge().verdict, 'rejected');
  t.false(situationOf(story).includes('SELF-06'));
});

test('START-04 what is refused of an operation, or of another future, is no end of an endpoint beside a failed start', (t) => {
  const story = new Story();
  story.create(1);
  story.create(2, { onStart: { nested: [], end: 'throw' } });
  story.start(2, 'throw');
  const length = story.events.length;
  for (const leg of ['stop-future', 'request'] as const) {
    t.false(situationOf(story.run(leg, 1, 'terminate', 'LIFE-08')).includes('START-04'), leg);
    story.events.length = length;
  }
  t.true(situationOf(story.run('gone', 1, 'release', 'TERM-06')).includes('START-04'));
});

test('TERM-06 another id, or one that became free in another service, is no reason of a creation that came out otherwise', (t) => {
  const refused = (service: number, name: string) => {
    const story = new Story();
    story.create(1, { onStart: { nested: [], end: 'throw' } });
    story.start(1, 'throw');
    story.run('gone', 1, 'release', 'TERM-06');
    return story.thrown(story.invoke(story.creation(2, { name, service })), 'endpoint-id-in-use');
  };
  t.true(situationOf(refused(0, 'e1')).includes('TERM-06'));
  for (const other of [refused(1, 'e1'), refused(0, 'e2')]) {
    t.is(other.judge().verdict, 'rejected');
    t.false(situationOf(other).includes('TERM-06'));
  }
});

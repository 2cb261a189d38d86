/** Goal: a rejection tells in which situation it came about. Method: hand-written traces that are rejected. */
import test from 'ava';
import type { Operation } from '../../spec/index.js';
import { brokenRules, rulesOfSituation, Story, script } from './support.js';

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
  const story = new Story();
  story.create(1);
  story.start(1);
  story.connect(1, 1);
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
  const task = story.invoke({
    type: 'service-schedule',
    service: 0,
    delayMs: 1,
    periodMs: 1,
    mode: 'rate',
    throwsAtRun: 0,
  });
  story.done({ type: 'cancel', scheduled: task });
  story.error(task, 'task-cancelled').later(1).run('tick', task, 'execute', 'SERV-10');
  t.deepEqual(brokenRules(story.judge()), ['ORD-08']);
  for (const rule of ['SERV-10', 'SERV-11']) t.true(situationOf(story).includes(rule), rule);
});

test('SELF-03, TERM-02 a run and a TERMINATE that overtake what their sender has sent before', (t) => {
  const overtaken = (operation: Operation): Story => {
    const story = new Story();
    story.create(1);
    story.start(1);
    story.connect(1, 1);
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
  const run = story.done({
    type: 'run-async',
    endpoint: 1,
    delayMs: 0,
    unfenced: false,
    script: script('throw'),
  });
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

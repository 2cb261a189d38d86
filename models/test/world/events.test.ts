/** Goal: each event is refused for the reason that it has. Method: hand-written traces, each with what it must not be. */
import test from 'ava';
import { Oracle } from '../../index.js';
import { brokenRules, connectedHistory, immutable, mutable, Story, script } from '../support.js';

test('MAIN-01 a handler that was left out is told of the endpoint that it was due on', (t) => {
  const story = new Story();
  for (const endpoint of [1, 2]) story.create(endpoint);
  const start = story.done({ type: 'start', endpoint: 2 });
  story.run('request', start, 'on-start', 'LIFE-02');
  story.invoke({ type: 'start', endpoint: 1 });
  const verdict = story.judge();
  t.deepEqual(brokenRules(verdict), ['LIFE-02', 'START-01']);
  t.regex(JSON.stringify(verdict), /a handler of endpoint 2 did not begin or end/);
});

test('SERV-10 a run of a service task that was left out is told of no endpoint', (t) => {
  const story = new Story();
  story.create(1);
  const operation = {
    type: 'service-schedule',
    service: 0,
    delayMs: 0,
    periodMs: null,
    mode: 'rate',
  } as const;
  const task = story.invoke({ ...operation, throwsAtRun: 0 });
  story.run('tick', task, 'execute', 'SERV-10');
  story.invoke({ type: 'start', endpoint: 1 });
  t.regex(JSON.stringify(story.judge()), /a service task is in progress/);
});

test('MAIN-11 a cancel of a handler has taken effect before the handler ends: no task begins after that', (t) => {
  const build = (nested: boolean) => {
    const story = connectedHistory();
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const task = story.schedule({ delayMs: 1 });
    const op = story.reserve();
    const operation = { type: 'cancel', scheduled: task } as const;
    const ask = story.ask(1, { script: script('return', nested ? [{ op, operation }] : []) });
    const meanwhile = story.invoke({ type: 'unregister-resource', endpoint: 1, resource: 0 }, 2);
    story.begin(1, 'call', ask).later(2);
    story.invoke(operation, nested ? { mainOf: 1 } : 1, op);
    story.value(meanwhile, false).end(1, 'call', ask).handler(1, 'run', task).value(op);
    return story.value(task).value(ask, ask).settle().judge(immutable);
  };
  t.is(build(false).verdict, 'accepted', JSON.stringify(build(false)));
  t.is(build(true).verdict, 'rejected');
});

test('MAIN-01 an endpoint that was never created invokes nothing', (t) => {
  const story = connectedHistory();
  story.done({ type: 'start', endpoint: 1 }, { mainOf: 9 });
  for (const profile of [immutable, mutable]) t.deepEqual(brokenRules(story.judge(profile)), ['MAIN-01']);
});

test('SERV-13 on a real clock a task of a service finds it failed that failed before the outcome, not later', (t) => {
  const build = (order: readonly ('end' | 'outcome')[]) => {
    const story = connectedHistory();
    const ask = story.ask(1);
    story.begin(1, 'call', ask);
    story.done({ type: 'fault', endpoint: 1 }, 1);
    const operation = { type: 'service-schedule', service: 0, delayMs: 5, periodMs: null } as const;
    const task = story.invoke({ ...operation, mode: 'rate', throwsAtRun: 0 }, 2);
    for (const step of order) {
      if (step === 'end') story.end(1, 'call', ask).value(ask, ask);
      else story.thrown(task, 'illegal-state');
    }
    return story.settle().judge(immutable);
  };
  t.is(build(['end', 'outcome']).verdict, 'accepted', JSON.stringify(build(['end', 'outcome'])));
  t.is(build(['outcome', 'end']).verdict, 'rejected');
});

test('STOP-07 in a history, what closes the resources of an endpoint acts on its main thread before they are closed', (t) => {
  const build = (how: 'none' | 'stopped' | 'started') => {
    const story = new Story({ complete: false });
    story.create(1, { resources: 1 });
    story.create(2);
    if (how === 'started') {
      const started = story.invoke({ type: 'start', endpoint: 1 });
      story.handler(1, 'start', 1).value(started);
    }
    const terminate = how === 'none' ? -1 : story.invoke({ type: 'terminate', endpoint: 1 });
    const start = story.invoke({ type: 'start', endpoint: 2 }, { mainOf: 1 });
    if (how !== 'none') story.closed(1, 0);
    if (how === 'started') story.handler(1, 'stop', 1, 'future');
    if (how !== 'none') story.value(terminate);
    return story.value(start).handler(2, 'start', 2).settle();
  };
  for (const profile of [immutable, { ...immutable, quirks: 'refused' } as const]) {
    for (const how of ['stopped', 'started'] as const)
      t.is(build(how).judge(profile).verdict, 'accepted', JSON.stringify(build(how).judge(profile)));
    t.deepEqual(brokenRules(build('none').judge(profile)), ['MAIN-01']);
  }
});

test('LIFE-19 a creation that finds its id occupied after all takes no transition of its service', (t) => {
  const story = new Story({ complete: false });
  const first = story.invoke(story.creation(1, { constructorThrows: true }));
  story.error(first, 'application', { thrown: true });
  story.thrown(story.invoke(story.creation(2, { name: 'e1' })), 'endpoint-id-in-use');
  const oracle = new Oracle(immutable);
  oracle.reset(story.trace().header);
  oracle.note();
  const taken = story.events.map((event) => {
    t.true(oracle.accept(event));
    return oracle.taken().length;
  });
  t.is(taken.at(-1), 0);
  t.true((taken.at(-2) as number) > 0);
});

test('an outcome that no task has is refused where its operation is invoked, a cancelled one as any other', (t) => {
  const rejectedAt = (code: 'task-cancelled' | 'application') => {
    const story = connectedHistory();
    const at = story.events.length;
    const tell = story.ask(1, { method: 'tell' });
    story.done({ type: 'query', subject: { endpoint: 1 }, property: 'address' }, 1);
    const verdict = story.error(tell, code).judge(mutable);
    return verdict.verdict === 'rejected' ? verdict.index - at : verdict.verdict;
  };
  t.is(rejectedAt('application'), 0);
  t.is(rejectedAt('task-cancelled'), 0);
});

test('ORD-08 time does not go backwards when an operation is invoked', (t) => {
  const build = (milliseconds: number) => {
    const story = new Story();
    story.later(5).create(1);
    story.later(milliseconds).invoke({ type: 'start', endpoint: 1 });
    return story.judge();
  };
  t.notRegex(JSON.stringify(build(0)), /time goes backwards/);
  const verdict = build(-1);
  t.deepEqual([brokenRules(verdict), verdict.verdict === 'rejected' && verdict.index], [['ORD-08'], 2]);
  t.regex(JSON.stringify(verdict), /time goes backwards/);
});

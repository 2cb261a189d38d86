/** Goal: each event is refused for the reason that it has. Method: hand-written traces, each with what it must not be. */
import test from 'ava';
import type { Decision } from '../../../spec/index.js';
import { Oracle, type Verdict } from '../../index.js';
import {
  brokenRules,
  connectedHistory,
  connectedStory,
  immutable,
  mutable,
  RED,
  Story,
  script,
} from '../support.js';

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

/** A handler that creates an endpoint with the id of one that stops: where does the stop end, and what comes meanwhile? */
function creating(
  stops: 'before the end' | 'after the end',
  meanwhile: 'nothing' | 'task' = 'nothing',
): Verdict {
  const story = new Story({ complete: false });
  for (const endpoint of [0, 2]) {
    story.create(endpoint);
    const start = story.invoke({ type: 'start', endpoint });
    story.handler(endpoint, 'start', endpoint).value(start);
  }
  story.value(story.connecting(1, 0));
  const task = story.serviceTask();
  const ask = story.ask(1, { timeout: 5000 });
  story.begin(0, 'call', ask);
  const terminate = story.invoke({ type: 'terminate', endpoint: 2 }, 1);
  if (meanwhile === 'task') story.begin(0, 'service-task', task);
  const create = story.invoke(story.creation(3, { name: 'e2' }), { mainOf: 0 }, 0);
  if (meanwhile === 'task') story.end(0, 'service-task', task).value(task, 0);
  if (stops === 'before the end') story.handler(2, 'stop', 2, 'future');
  story.end(0, 'call', ask).value(ask, ask);
  if (stops === 'after the end') story.handler(2, 'stop', 2, 'future');
  story.value(terminate).value(create, story.address(3));
  if (meanwhile === 'nothing') story.handler(0, 'service-task', task).value(task, 0);
  return story.settle().judge(immutable);
}

test('TERM-06 a creation of which nobody saw when it took effect has done so before the end of its handler', (t) => {
  const verdict = creating('before the end');
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
  t.is(creating('after the end').verdict, 'rejected');
  const between = creating('before the end', 'task');
  t.is(between.verdict, 'accepted', JSON.stringify(between));
  t.is(creating('after the end', 'task').verdict, 'rejected');
});

test('TERM-06 a creation of which nobody saw when it took effect has done so before whatever is invoked after it', (t) => {
  const build = (terminated: 'before' | 'after') => {
    const story = connectedHistory();
    story.create(2);
    const start = story.invoke({ type: 'start', endpoint: 2 });
    story.handler(2, 'start', 2).value(start);
    const ask = story.ask(1);
    const terminate = () => story.invoke({ type: 'terminate', endpoint: 2 }, 1);
    const earlier = terminated === 'before' ? terminate() : -1;
    const create = story.invoke(story.creation(3, { name: 'e2' }), 2);
    story.handler(1, 'call', ask).value(ask, ask);
    const later = terminated === 'after' ? terminate() : -1;
    story.handler(2, 'stop', 2, 'future').value(Math.max(earlier, later));
    return story.value(create, story.address(3)).settle().judge(immutable);
  };
  t.is(build('before').verdict, 'accepted', JSON.stringify(build('before')));
  t.is(build('after').verdict, 'rejected');
});

test('MAIN-01 what no handler can have invoked is refused where it is invoked, though it may take effect later', (t) => {
  const story = connectedHistory();
  const ask = story.ask(1);
  story.begin(1, 'call', ask);
  const index = story.events.length;
  const op = story.invoke({ type: 'unregister-resource', endpoint: 1, resource: 0 }, { mainOf: 9 });
  story.end(1, 'call', ask).value(ask, ask).value(op, false);
  t.like(story.settle().judge(immutable), { verdict: 'rejected', index, rules: ['MAIN-01'] });
});

test('ADDR-18 a pattern is put to those who matched when it arrived, whenever it is looked at', (t) => {
  const build = (endpoint: number) => {
    const story = new Story();
    story.create(1, { name: 'w_1' });
    story.done({ type: 'link', from: 1, to: 0, action: 'delay', milliseconds: 10 });
    const address = { kind: 'wildcard', service: 0, prefix: 'w' } as const;
    const connect = story.connecting(1, 1, { service: 1, address });
    story.later(20).create(2, { name: 'w_2' });
    const index = story.events.length;
    story.run('identify', connect, 'found', 'MSG-05', endpoint);
    const verdict = story.judge();
    return verdict.verdict === 'rejected' ? verdict.index - index : verdict.verdict;
  };
  t.is(build(1), 'accepted');
  t.is(build(2), 0);
});

test('MAIN-01 of several endpoints the one is told whose handler has to begin or end, not one that holds its main thread', (t) => {
  const held = connectedStory();
  held.create(2);
  const ask = held.ask(1, { script: script('hold') });
  held.run('request', ask, 'execute', 'MSG-06').begin(1, 'call', ask);
  const start = held.done({ type: 'start', endpoint: 2 });
  held.run('request', start, 'on-start', 'LIFE-02');
  held.invoke({ type: 'start', endpoint: 1 });
  t.regex(JSON.stringify(held.judge()), /a handler of endpoint 2 did not begin or end/);
});

test('MAIN-05 a handler that was released has to end: its endpoint is told when it does not, and that it can', (t) => {
  const story = connectedStory();
  const ask = story.ask(1, { script: script('hold') });
  story.run('request', ask, 'execute', 'MSG-06').begin(1, 'call', ask);
  story.done({ type: 'release', work: ask, how: 'value' });
  story.run('return', ask, 'answer', 'MAIN-01');
  const { length } = story.events;
  story.invoke({ type: 'start', endpoint: 1 });
  const verdict = story.judge();
  t.like(verdict, { verdict: 'rejected', index: length, accepted: [`end of call ${ask} on endpoint 1`] });
  t.regex(JSON.stringify(verdict), /a handler of endpoint 1 did not begin or end/);
  story.events.length = length;
  story.end(1, 'call', ask).run('answer', ask, 'settle', 'CALL-25').value(ask, ask);
  t.is(story.settle().judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

test('FENCE-02 a refusal that is claimed for what has to be executed breaks the rules of the gates, too', (t) => {
  const story = new Story();
  story.create(1, { kind: 'fenced', token: RED });
  story.start(1);
  story.connectWith(1, 1, RED);
  const ask = story.ask(1);
  const claimed = (decision: Decision) => {
    story.run('request', ask, decision, 'FENCE-02');
    const rules = brokenRules(story.judge());
    story.events.pop();
    return rules;
  };
  t.true(claimed('refuse:fencing-token').length > claimed('arm').length);
  t.deepEqual(claimed('refuse:fencing-token'), claimed('drop'));
});

test('CALL-12 the future of an application that fails is a failure in the chart of its work', (t) => {
  const observed = { nested: [], end: { ending: 'observed' } } as const;
  const events = (['value', 'error'] as const).map((kind) => {
    const story = connectedStory();
    const ask = story.ask(1, { script: observed });
    story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask, 'future');
    const gives =
      kind === 'value'
        ? ({ kind, value: 7 } as const)
        : ({ kind, code: 'application', failure: 'E: no' } as const);
    const run = { event: 'run', at: 0, leg: 'result', id: ask, decision: 'answer', rule: 'CALL-12' } as const;
    story.events.push({ ...run, gives });
    const oracle = new Oracle(mutable);
    oracle.note();
    oracle.reset(story.trace().header);
    t.true(story.events.every((event) => oracle.accept(event)));
    return oracle.taken().at(-1)?.event;
  });
  t.deepEqual(events, ['RELEASED', 'RELEASED_ERROR']);
});

test('STOP-05 the future of onStop of an application completes when it is said to, and not when its service closes', (t) => {
  const story = new Story();
  story.create(1, { onStop: { nested: [], end: 'observed' } });
  story.start(1);
  story.connect(1, 1);
  const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  story.run('close', 1, 'on-stop', 'SERV-03').handler(1, 'stop', 1, 'future');
  story.executed(story.ask(1), 1);
  const gives = { kind: 'error', code: 'application', failure: 'Error: disk' } as const;
  const run = {
    event: 'run',
    at: 0,
    leg: 'stop-future',
    id: 1,
    decision: 'terminate',
    rule: 'STOP-02',
  } as const;
  story.events.push({ ...run, gives });
  story.run('gone', 1, 'release', 'TERM-06').run('down', 0, 'release', 'SERV-03');
  story.error(close, 'application', { failure: 'Error: disk' });
  t.is(story.settle().judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

test('MAIN-01 a handler invokes nothing before it begins', (t) => {
  const build = (begun: boolean) => {
    const story = connectedStory();
    story.create(2);
    const op = story.reserve();
    const operation = { type: 'start', endpoint: 2 } as const;
    const ask = story.ask(1, { script: script('return', [{ op, operation }]) });
    story.run('request', ask, 'execute', 'MSG-06');
    if (begun) story.begin(1, 'call', ask);
    const index = story.events.length;
    story.done(operation, { mainOf: 1 }, op);
    return { verdict: story.judge(), index };
  };
  const { verdict, index } = build(false);
  t.like(verdict, { verdict: 'rejected', index, rules: ['MAIN-01'] });
  t.true((build(true).verdict as { index: number }).index > build(true).index + 1);
});

test('ORD-08 a link loses nothing that is not under way', (t) => {
  const build = (leg: 'request' | 'answer', reason: 'partition' | 'too-large') => {
    const story = connectedStory({}, 1);
    story.done({ type: 'link', from: 1, to: 0, action: 'partition' });
    story.done({ type: 'link', from: 0, to: 1, action: 'partition' });
    const ask = story.ask(1);
    const index = story.events.length;
    story.lose(leg, ask, reason);
    const verdict = story.judge();
    return verdict.verdict === 'rejected' ? [verdict.index - index, ...verdict.rules] : [];
  };
  t.deepEqual(build('answer', 'partition'), [0, 'ORD-08']);
  t.deepEqual(build('answer', 'too-large'), [0, 'ORD-08']);
  t.not(build('request', 'partition')[0], 0);
});

test('ORD-08, CALL-25 an operation is invoked once, and comes out once, and the verdict says which did not', (t) => {
  const reason = (events: (story: Story) => void) => {
    const story = new Story();
    story.create(1);
    events(story);
    const verdict = story.judge();
    return verdict.verdict === 'rejected' ? [...verdict.rules, verdict.reason] : [];
  };
  t.deepEqual(
    reason((story) => story.invoke({ type: 'start', endpoint: 1 }, 0, 1)),
    ['ORD-08', 'operation 1 was invoked before'],
  );
  t.deepEqual(
    reason((story) => story.value(1)),
    ['CALL-25', 'operation 1 came out before (null)'],
  );
  t.deepEqual(
    reason((story) => story.value(9)),
    ['ORD-08', 'operation 9 was not invoked (null)'],
  );
  t.deepEqual(
    reason((story) => story.lose('request', 1, 'partition')),
    ['ORD-08', 'no such message of 1 is under way'],
  );
});

test('STOP-07 what closes resources acts on the main thread until onStop begins, or the endpoint is removed', (t) => {
  const build = (started: boolean, when: 'closed' | 'gone') => {
    const story = new Story();
    story.create(1, { resources: 1 });
    story.create(2);
    if (started) story.start(1);
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    if (started) story.run('request', terminate, 'on-stop', 'LIFE-08').closed(1, 0);
    else story.run('request', terminate, 'terminate', 'LIFE-07').closed(1, 0);
    const gone = () => story.run('gone', 1, 'release', 'TERM-06').value(terminate);
    if (when === 'gone') gone();
    story.done({ type: 'start', endpoint: 2 }, { mainOf: 1 });
    if (started) story.begin(1, 'stop', 1);
    else if (when === 'closed') gone();
    const oracle = new Oracle({ ...mutable, quirks: 'refused' });
    oracle.reset(story.trace().header);
    const refused = story.events.findIndex((event) => !oracle.accept(event));
    return refused < 0 ? [] : [story.events[refused]?.event, ...brokenRules(oracle.verdict())];
  };
  t.deepEqual(build(true, 'closed'), []);
  t.deepEqual(build(false, 'closed'), []);
  t.deepEqual(build(false, 'gone'), ['invoke', 'MAIN-01']);
});

/** Hand-written traces of services, supervision, executors and the immediate questions (SERV, SUPER, MAIN, SELF, ADDR). */
import test from 'ava';
import type { Operation, PlainValue, QueryProperty, QuerySubject, UtilityName } from '../../spec/index.js';
import {
  BLUE,
  brokenRules,
  connectedStory,
  mutable,
  RED,
  recordedOnClock,
  Story,
  script,
} from './support.js';

const closing = (timeoutMs: number | null = null): Operation => ({
  type: 'close-service',
  service: 0,
  timeoutMs,
});

test('SERV-03, SERV-07, SERV-08 a service is closed, again, and afterwards', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  story.create(2);
  const close = story.invoke(closing());
  const again = story.invoke(closing());
  story.run('close', 1, 'on-stop', 'SERV-03').handler(1, 'stop', 1, 'future');
  story.run('close', 2, 'terminate', 'SERV-07').run('stop-future', 1, 'terminate', 'STOP-02');
  story.run('gone', 1, 'release', 'TERM-06').run('gone', 2, 'release', 'TERM-06');
  story.run('down', 0, 'release', 'SERV-03').value(again).value(close);
  story.done(closing());
  story.thrown(story.invoke(story.creation(3)), 'illegal-state');
  story.thrown(story.connecting(1, 1), 'illegal-state');
  story.error(story.connecting(2, 1, { service: 1 }), 'connection', { states: ['address'] });
  story.done({ type: 'terminate', endpoint: 1 });
  story.thrown(story.serviceTask(), 'illegal-state').settle();
  const verdict = story.judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('SERV-02, SERV-13 while a service closes nothing is created; scheduling is refused or not', (t) => {
  for (const thrown of [true, false]) {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    story.invoke(closing());
    story.run('close', 1, 'on-stop', 'SERV-03').handler(1, 'stop', 1, 'future');
    story.thrown(story.invoke(story.creation(3)), 'illegal-state');
    const task = story.serviceTask();
    if (thrown) story.thrown(task, 'illegal-state');
    else story.run('tick', task, 'execute', 'SERV-10').handler(0, 'service-task', task).value(task);
    story.settle();
    t.is(story.judge().verdict, 'accepted', String(thrown));
  }
});

test('SERV-04 a service that goes down while an onStop is pending is rejected', (t) => {
  const story = new Story();
  story.create(1, { onStop: { nested: [], end: 'later' } });
  story.start(1);
  story.invoke(closing());
  story.run('close', 1, 'on-stop', 'SERV-03').handler(1, 'stop', 1, 'future');
  story.run('down', 0, 'release', 'SERV-03');
  t.deepEqual(brokenRules(story.judge()), ['SERV-04']);
});

test('SERV-05, SERV-06, TERM-12 the original does not wait for everybody: what is left is cut off', (t) => {
  const build = () => {
    const story = new Story();
    story.create(1, { onStart: { nested: [], end: 'throw' } });
    story.create(2, { onStop: { nested: [], end: 'later' } });
    story.start(1, 'throw');
    story.run('gone', 1, 'release', 'TERM-06');
    story.start(2);
    const terminate = story.invoke({ type: 'terminate', endpoint: 2 });
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(2, 'stop', 2, 'future');
    const close = story.invoke(closing());
    story.run('down', 0, 'release', 'SERV-05').error(close, 'start-failed');
    return { story, terminate };
  };
  const never = build();
  never.story.settle();
  t.is(never.story.judge().verdict, 'accepted', JSON.stringify(never.story.judge()));
  const failing = build();
  failing.story.error(failing.terminate, 'not-properly-stopped', { states: ['endpoint'] });
  const watch = failing.story.invoke({ type: 'watch', endpoint: 2, callback: [] });
  failing.story.error(watch, 'not-properly-stopped', { states: ['endpoint'] }).settle();
  t.is(failing.story.judge().verdict, 'accepted');
  const succeeding = build();
  succeeding.story.value(succeeding.terminate);
  t.true(brokenRules(succeeding.story.judge()).includes('SERV-06'));
  t.is(build().story.judge({ ...mutable, quirks: 'refused' }).verdict, 'rejected');
});

test('SERV-05 endpoints that have ended when the service goes down are removed with it', (t) => {
  const story = new Story();
  story.create(1);
  story.create(2, { onStart: { nested: [], end: 'throw' } });
  story.start(2, 'throw');
  const watch = story.invoke({ type: 'watch', endpoint: 2, callback: [] });
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story
    .run('request', terminate, 'terminate', 'LIFE-07')
    .run('gone', 1, 'release', 'TERM-06')
    .value(terminate);
  const close = story.invoke(closing());
  story
    .run('down', 0, 'release', 'SERV-05')
    .error(watch, 'start-failed', { cause: 'application', states: ['endpoint'] });
  story.error(close, 'start-failed').settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

test('SERV-14, SERV-06 the limit of a close fails everything that is open, and not before its time', (t) => {
  const build = (wait: number) => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.create(2, { service: 1 });
    story.start(1);
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    story.connect(1, 1);
    const hold = story.ask(1, { script: script('hold') });
    story.run('request', hold, 'execute', 'MSG-06').begin(1, 'call', hold);
    const connect = story.connecting(3, 1, {}, 4);
    const close = story.invoke(closing(20));
    story.later(wait).run('close-timeout', 0, 'release', 'SERV-14');
    story.error(hold, 'close-timeout').error(connect, 'close-timeout').error(close, 'close-timeout');
    return story;
  };
  const verdict = build(20).judge();
  t.is(verdict.verdict, 'rejected', 'the identification is still under way');
  t.deepEqual(brokenRules(build(19).judge()), ['TIME-09']);
});

test('SERV-14 the limit of a close counts until everything has left over sockets, and then no longer', (t) => {
  const build = (wait: number, options: { remote?: boolean } = {}) => {
    const story = new Story(options);
    story.create(1);
    const first = story.invoke(closing(20));
    story.run('close', 1, 'terminate', 'LIFE-07').run('gone', 1, 'release', 'TERM-06');
    story.run('down', 0, 'release', 'SERV-03');
    const second = story.invoke(closing());
    story.later(wait);
    return { story, first, second };
  };
  const givenUp = (wait: number, options = {}) => {
    const { story, first, second } = build(wait, options);
    story.run('close-timeout', 0, 'release', 'SERV-14');
    return story.error(first, 'close-timeout').error(second, 'close-timeout').settle().judge(recordedOnClock);
  };
  t.is(givenUp(20).verdict, 'accepted', JSON.stringify(givenUp(20)));
  t.deepEqual(brokenRules(givenUp(19)), ['TIME-09']);
  t.is(
    givenUp(20, { remote: false }).verdict,
    'rejected',
    'nothing has to leave a service without transport',
  );

  const inTime = build(20);
  inTime.story.value(inTime.first).value(inTime.second).settle();
  t.is(
    inTime.story.judge(recordedOnClock).verdict,
    'accepted',
    JSON.stringify(inTime.story.judge(recordedOnClock)),
  );
  inTime.story.run('close-timeout', 0, 'release', 'SERV-14');
  t.is(inTime.story.judge(recordedOnClock).verdict, 'rejected', 'the close has come out');

  const claimed = build(20);
  claimed.story.error(claimed.first, 'close-timeout');
  t.is(claimed.story.judge(recordedOnClock).verdict, 'rejected', 'the limit has not expired');

  const silent = build(20);
  silent.story.run('close-timeout', 0, 'release', 'SERV-14').value(silent.first);
  t.is(silent.story.judge(recordedOnClock).verdict, 'rejected', 'the limit has expired');

  const earliest = build(5);
  const third = earliest.story.invoke(closing(3));
  earliest.story.later(3).run('close-timeout', 0, 'release', 'SERV-14');
  for (const op of [earliest.first, earliest.second, third]) earliest.story.error(op, 'close-timeout');
  t.is(
    earliest.story.judge(recordedOnClock).verdict,
    'accepted',
    JSON.stringify(earliest.story.judge(recordedOnClock)),
  );
});

test('HAND-05 a connect to a host that nobody knows fails at once, or when a socket finds nobody there', (t) => {
  const connecting = (options: { remote?: boolean; complete?: boolean } = {}) => {
    const story = new Story(options);
    const op = story.invoke({
      type: 'connect',
      gateway: 1,
      service: 0,
      address: { kind: 'unknown-host' },
      gatewayType: 'conformance',
      version: 2,
      fencing: null,
    });
    return { story, op };
  };
  const atOnce = connecting();
  atOnce.story.error(atOnce.op, 'connection').settle();
  t.is(
    atOnce.story.judge(recordedOnClock).verdict,
    'accepted',
    JSON.stringify(atOnce.story.judge(recordedOnClock)),
  );
  for (const [leg, wait] of [
    ['unreachable', 3],
    ['timeout', 100],
  ] as const) {
    const dialled = (options: { remote?: boolean }) => {
      const { story, op } = connecting(options);
      story.later(wait).run(leg, op, 'settle', leg === 'timeout' ? 'TIME-06' : 'DEAD-03');
      return story.error(op, 'connection').settle().judge(recordedOnClock);
    };
    t.is(dialled({}).verdict, 'accepted', JSON.stringify(dialled({})));
    t.is(dialled({ remote: false }).verdict, 'rejected', 'it has no sockets');
  }
  const found = connecting();
  found.story.value(found.op);
  t.is(found.story.judge(recordedOnClock).verdict, 'rejected');
  const open = connecting();
  open.story.settle();
  t.is(open.story.judge(recordedOnClock).verdict, 'rejected', 'it has not come out');
});

test('SUPER-02, SUPER-04, SUPER-07 a fault takes the service down; what is queued is refused, or lost as in the original', (t) => {
  const build = (wait: boolean) => {
    const story = new Story();
    story.create(1);
    story.create(2);
    story.start(1);
    story.connect(1, 1);
    const watch = story.invoke({ type: 'watch', endpoint: 2, callback: [] });
    const fault = story.done({ type: 'fault', endpoint: 1 });
    const ask = story.ask(1);
    story.run('fault', fault, 'fail', 'SUPER-02');
    story.run('request', ask, wait ? 'drop' : 'refuse:recipient-unreachable', 'SUPER-07');
    if (!wait) story.run('answer', ask, 'settle', 'CALL-25').error(ask, 'recipient-unreachable');
    story.run('gone', 1, 'release', 'TERM-06').run('kill', 2, 'terminate', 'SUPER-04');
    story
      .run('gone', 2, 'release', 'TERM-06')
      .error(watch, 'sibling-failed', { states: ['endpoint', 'sibling'] });
    if (wait)
      story
        .later(100)
        .run('timeout', ask, 'settle', 'TIME-06')
        .error(ask, 'ask-timeout', { states: ['method', 'address'] });
    const late = story.done({ type: 'fault', endpoint: 1 });
    story.run('fault', late, 'ignore', 'LIFE-12');
    story.thrown(story.invoke(story.creation(3)), 'service-failed');
    const close = story.invoke(closing());
    story.run('down', 0, 'release', 'SUPER-09').error(close, 'endpoint-failed').settle();
    return story;
  };
  t.is(build(false).judge().verdict, 'accepted', JSON.stringify(build(false).judge()));
  t.is(build(true).judge().verdict, 'accepted', JSON.stringify(build(true).judge()));
  const alone = new Story();
  alone.create(1);
  alone.create(2);
  alone.start(1);
  alone
    .run('fault', alone.done({ type: 'fault', endpoint: 1 }), 'fail', 'SUPER-02')
    .run('gone', 1, 'release', 'TERM-06');
  alone.settle();
  t.true(brokenRules(alone.judge()).includes('SUPER-02'));
});

test('SELF-02, SELF-08 delays that are none, and one that no timer can be armed for', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  const run = (delayMs: number) =>
    story.invoke({ type: 'run-async', endpoint: 1, delayMs, unfenced: false, script: script() });
  story.thrown(run(-1), 'illegal-argument');
  story.thrown(run(Number.NaN), 'illegal-argument');
  story.thrown(run(3e9), 'illegal-argument').settle();
  t.is(story.judge().verdict, 'accepted');
  const taken = run(3e9);
  story.value(taken).run('request', taken, 'fail', 'SELF-08').run('gone', 1, 'release', 'TERM-06').settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
  t.is(story.judge({ ...mutable, quirks: 'refused' }).verdict, 'rejected');
});

test('SELF-04, SELF-05, SELF-06, SELF-07 delayed runs: armed, sent again when due, and not before', (t) => {
  const build = (wait: number) => {
    const story = new Story();
    story.create(1);
    story.start(1);
    const run = (delayMs: number) => story.runAsync({ delayMs });
    const first = run(5.5);
    const second = run(5);
    story.run('request', first, 'arm', 'SELF-05').run('request', second, 'arm', 'SELF-05').later(wait);
    for (const op of [second, first]) {
      story.run('timer', op, 'resend', 'SELF-05').run('due', op, 'execute', 'MSG-06').handler(1, 'run', op);
    }
    const passed = run(2);
    story.later(3).run('request', passed, 'execute', 'SELF-05').handler(1, 'run', passed).settle();
    return story.judge();
  };
  t.is(build(5).verdict, 'accepted', JSON.stringify(build(5)));
  t.deepEqual(brokenRules(build(4)), ['SELF-04']);
});

test('MAIN-09, MAIN-10, MAIN-11, MAIN-13 tasks of the main-thread executor', (t) => {
  const story = new Story();
  story.create(1, { onStop: { nested: [], end: 'later' } });
  story.start(1);
  story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
  const schedule = (ending: Parameters<typeof script>[0], callable: boolean, delayMs = -1) =>
    story.schedule({ delayMs, callable, script: script(ending) });
  const fire = (op: number, how: 'return' | 'throw' | 'future' = 'return') => {
    story
      .run('timer', op, 'resend', 'MAIN-07')
      .run('due', op, 'execute', 'MAIN-07')
      .handler(1, 'run', op, how);
    return story;
  };
  const value = schedule('return', true);
  fire(value).value(value, value);
  const nothing = schedule('return', false);
  fire(nothing).value(nothing);
  const other = schedule('look-alike', true);
  fire(other).value(other, 'look-alike');
  const empty = schedule('null', true);
  fire(empty).value(empty);
  const thrown = schedule('throw', true);
  fire(thrown, 'throw').error(thrown, 'application', { failure: `ScriptedError: failure of ${thrown}` });
  const strange = schedule('throw-non-error', false);
  fire(strange, 'throw').error(strange, 'application', { failure: `non-error: failure of ${strange}` });
  const expired = schedule('throw-ask-timeout', false);
  fire(expired, 'throw').error(expired, 'application', { failure: `AskTimeoutError: failure of ${expired}` });
  const cancelled = schedule('return', true, 50);
  story.done({ type: 'cancel', scheduled: cancelled });
  story.error(cancelled, 'task-cancelled');
  story.done({ type: 'cancel', scheduled: cancelled });
  story.done({ type: 'cancel', scheduled: 999 });
  const sent = schedule('return', true);
  story.run('timer', sent, 'resend', 'MAIN-07').done({ type: 'cancel', scheduled: sent });
  story.error(sent, 'task-cancelled').run('due', sent, 'drop', 'MAIN-11');
  story.done({ type: 'execute', executor: 1, script: script() });
  const execute = story.done({ type: 'execute', executor: 1, script: script() });
  story.run('request', execute - 1, 'execute', 'MAIN-06').handler(1, 'run', execute - 1);
  story.run('request', execute, 'execute', 'MAIN-06').handler(1, 'run', execute);
  const undue = schedule('return', true, 50);
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story
    .run('request', terminate, 'on-stop', 'LIFE-08')
    .handler(1, 'stop', 1, 'future')
    .error(undue, 'task-cancelled');
  const late = schedule('return', true, 5);
  story.error(late, 'task-cancelled');
  story
    .thrown(
      story.invoke({ type: 'schedule-periodically', executor: 1, mode: 'rate' }),
      'unsupported-operation',
    )
    .settle();
  const verdict = story.judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('MAIN-09, SERV-10 a timer that fires early is rejected', (t) => {
  const main = new Story();
  main.create(1);
  main.start(1);
  main.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
  const task = main.schedule({ delayMs: 5, callable: true });
  main.later(4).run('timer', task, 'resend', 'MAIN-07');
  t.deepEqual(brokenRules(main.judge()), ['MAIN-09']);
  const service = new Story();
  const tick = service.serviceTask({ delayMs: 5 });
  service.later(4).run('tick', tick, 'execute', 'SERV-10');
  t.deepEqual(brokenRules(service.judge()), ['SERV-10']);
});

test('SERV-10, SERV-11, SERV-12 tasks of a service: once, periodic, throwing, cancelled', (t) => {
  const story = new Story();
  const schedule = (periodMs: number | null, mode: 'rate' | 'delay', throwsAtRun: number) =>
    story.serviceTask({ periodMs, mode, throwsAtRun });
  const tick = (op: number, how: 'return' | 'throw' = 'return') =>
    story.run('tick', op, 'execute', 'SERV-10').handler(0, 'service-task', op, how);
  const once = schedule(null, 'rate', 0);
  tick(once).value(once);
  const failing = schedule(null, 'rate', 1);
  tick(failing, 'throw').error(failing, 'application', { failure: `ScriptedError: failure of ${failing}` });
  const rate = schedule(10, 'rate', 2);
  const delay = schedule(10, 'delay', 0);
  tick(rate);
  tick(delay);
  story.later(10);
  tick(rate, 'throw').error(rate, 'application', { failure: `ScriptedError: failure of ${rate}` });
  tick(delay);
  story.done({ type: 'cancel', scheduled: delay });
  story.error(delay, 'task-cancelled').settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
  const forged = (forge: (story: Story, op: number) => void) => {
    const trace = new Story();
    const op = trace.serviceTask();
    forge(trace, op);
    return brokenRules(trace.judge());
  };
  t.deepEqual(
    forged((trace, op) => trace.begin(0, 'service-task', op)),
    ['SERV-10'],
  );
  t.deepEqual(
    forged((trace, op) => trace.end(0, 'service-task', op)),
    ['ORD-08'],
  );
  t.deepEqual(
    forged((trace, op) =>
      trace.run('tick', op, 'execute', 'SERV-10').handler(0, 'service-task', op, 'throw'),
    ),
    ['ORD-08'],
  );
  t.deepEqual(
    forged((trace, op) => trace.run('tick', op, 'execute', 'SERV-10').begin(0, 'service-task', op).settle()),
    ['SERV-10'],
  );
});

test('ADDR-01, ADDR-02, ADDR-10, ADDR-11, ADDR-12, LIFE-19 ids and addresses', (t) => {
  const story = new Story({ services: 2 });
  story.create(1);
  story.thrown(story.invoke(story.creation(2, { name: 'e1' })), 'endpoint-id-in-use');
  for (const name of ['', ' ', 'a/b', '$x'])
    story.thrown(story.invoke(story.creation(2, { name })), 'invalid-endpoint-id');
  story.thrown(story.invoke(story.creation(2, { name: 'ä' })), 'invalid-endpoint-id');
  story.create(3, { name: 'ö' });
  const random = story.invoke(story.creation(4, { name: null }));
  story.value(random, 'test.memory://system@host-0:6000/user/rpc/0f8fad5b-d9cb-469f-a165-70867728950e');
  story.create(5, { name: 'e1', service: 1 });
  const throwing = story.invoke(story.creation(6, { name: 'ghost', constructorThrows: true }));
  story.error(throwing, 'application', { thrown: true });
  story.thrown(story.invoke(story.creation(7, { name: 'ghost' })), 'endpoint-id-in-use');
  story.create(8, { name: 'ghost' });
  story.settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
  const wrong = (address: PlainValue, options: { remote?: boolean; name?: string | null } = {}) => {
    const trace = new Story({ remote: options.remote ?? true });
    trace.value(
      trace.invoke(trace.creation(1, { name: options.name === undefined ? 'e1' : options.name })),
      address,
    );
    return brokenRules(trace.judge());
  };
  t.deepEqual(wrong('test.memory://system/user/rpc/e1'), ['ADDR-01']);
  t.deepEqual(wrong('test.memory://system@host:1/user/rpc/e2'), ['ADDR-01']);
  t.deepEqual(wrong('test.tcp://system@host/user/rpc/e1'), ['ADDR-01']);
  t.deepEqual(wrong('test.nats://system@node-a/user/rpc/e1'), []);
  t.deepEqual(wrong('test.nats://system@node-a/user/rpc/more/e1'), ['ADDR-01']);
  t.deepEqual(wrong('test.memory://system@host:1/user/rpc/e1', { remote: false }), ['ADDR-02']);
  t.deepEqual(wrong('test.memory://system@host:1/user/rpc/e1', { name: null }), ['ADDR-10']);
  t.true(wrong(7).length > 0);
});

test('ADDR-11 two endpoints that are constructed at the same time under an id that is not taken are both refused', (t) => {
  const story = new Story({ complete: false });
  const creates = [1, 2].map((endpoint) => story.invoke(story.creation(endpoint, { name: 'ä' })));
  for (const create of creates) story.thrown(create, 'invalid-endpoint-id');
  t.is(story.settle().judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

test('LIFE-18, LIFE-19 an endpoint is reached from its constructor on, and a constructor that throws leaves nothing', (t) => {
  const nested = (op: number): { op: number; operation: Operation } => ({
    op,
    operation: {
      type: 'call',
      target: { self: 1 },
      method: 'ask',
      timeout: null,
      argument: 'good',
      script: script(),
    },
  });
  const good = new Story();
  const inner = good.reserve();
  const create = good.invoke(good.creation(1, { constructing: [nested(inner)] }));
  good.invoke(nested(inner).operation, 0, inner);
  good
    .value(create, good.address(1))
    .refused(inner, 'endpoint-not-started', 'MSG-01', ['message', 'endpoint'])
    .settle();
  t.is(good.judge().verdict, 'accepted', JSON.stringify(good.judge()));
  for (const code of ['recipient-unreachable', 'endpoint-not-started'] as const) {
    const bad = new Story();
    const ask = bad.reserve();
    const op = bad.invoke(bad.creation(1, { constructing: [nested(ask)], constructorThrows: true }));
    bad.invoke(nested(ask).operation, 0, ask);
    bad.error(op, 'application', { thrown: true }).refused(ask, code, 'LIFE-19').settle();
    t.is(bad.judge().verdict, 'accepted', JSON.stringify(bad.judge()));
  }
});

test('LIFE-19, ADDR-12 an id that was taken over from a failed constructor is in use', (t) => {
  for (const refused of [true, false]) {
    const story = new Story();
    const failed = story.creation(1, { name: 'one', constructorThrows: true });
    story.thrown(story.invoke(failed), 'application');
    story.create(2, { name: 'one' });
    if (refused) story.thrown(story.invoke(story.creation(3, { name: 'one' })), 'endpoint-id-in-use');
    else story.create(3, { name: 'one' });
    const verdict = story.settle().judge();
    t.is(verdict.verdict, refused ? 'accepted' : 'rejected', JSON.stringify(verdict));
  }
});

test('LIFE-19 a connect finds the endpoint that took over the name of one whose constructor threw', (t) => {
  const story = new Story();
  const failed = story.invoke(story.creation(1, { name: 'e', constructorThrows: true }));
  story.error(failed, 'application', { thrown: true });
  story.create(2, { name: 'e' });
  story.connect(1, 2);
  t.is(story.settle().judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

test('TERM-07 a callback of a termination future creates an endpoint', (t) => {
  const story = new Story();
  story.create(1);
  const inner = story.reserve();
  const operation = story.creation(2, { name: 'e1' });
  const watch = story.invoke({ type: 'watch', endpoint: 1, callback: [{ op: inner, operation }] });
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story
    .run('request', terminate, 'terminate', 'LIFE-07')
    .run('gone', 1, 'release', 'TERM-06')
    .value(watch)
    .value(terminate);
  story.value(story.invoke(operation, 0, inner), story.address(1)).settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

test('ADDR-06, ADDR-08, ADDR-09, FENCE-11, LIFE-15, LIFE-17, CALL-23, HAND-16, SIZE-14 questions are answered at once', (t) => {
  const build = (remote: boolean) => {
    const story = new Story({ remote });
    const ask = (subject: QuerySubject, property: QueryProperty) =>
      story.invoke({ type: 'query', subject, property });
    return { story, ask };
  };
  const { story, ask } = build(true);
  story.value(ask({ service: 0 }, 'address'), 'anything');
  story.value(ask({ service: 0 }, 'port'), 1);
  story.create(1, { kind: 'fenced', token: RED });
  story.create(2, { service: 1 });
  story.connectWith(1, 1, BLUE, 1);
  story.connect(2, 1);
  story.value(ask({ service: 0 }, 'address'), 'host-0').value(ask({ service: 0 }, 'host-name'), 'host-0');
  story.value(ask({ service: 0 }, 'port'), 6000).value(ask({ service: 0 }, 'maximum-message-bytes'), 1000);
  story
    .value(ask({ endpoint: 1 }, 'address'), story.address(1))
    .value(ask({ endpoint: 1 }, 'host-name'), 'localhost');
  story.value(ask({ endpoint: 1 }, 'endpoint-id'), 'e1').value(ask({ endpoint: 1 }, 'token'), 'Leader(01)');
  story.value(ask({ endpoint: 1 }, 'exposes-lifecycle'), true);
  story.thrown(ask({ endpoint: 1 }, 'running'), 'not-main-thread');
  story.thrown(ask({ endpoint: 1 }, 'validate-main-thread'), 'not-main-thread');
  story.thrown(ask({ endpoint: 1 }, 'self-gateway-of-foreign-type'), 'wrong-gateway');
  story
    .value(ask({ endpoint: 2 }, 'token'), 'none')
    .thrown(ask({ endpoint: 2 }, 'token'), 'unsupported-operation');
  story
    .value(ask({ gateway: 1 }, 'address'), story.address(1))
    .value(ask({ gateway: 1 }, 'host-name'), 'host-0');
  story
    .value(ask({ gateway: 2 }, 'host-name'), 'localhost')
    .value(ask({ gateway: 1 }, 'token'), 'Leader(02)');
  story
    .thrown(ask({ gateway: 2 }, 'token'), 'unsupported-operation')
    .value(ask({ gateway: 1 }, 'exposes-lifecycle'), false);
  const started = story.done({ type: 'start', endpoint: 2 });
  story.run('request', started, 'on-start', 'LIFE-02').begin(2, 'start', 2);
  const inside = (property: QueryProperty) =>
    story.invoke({ type: 'query', subject: { endpoint: 2 }, property }, { mainOf: 2 });
  story
    .value(inside('running'), true)
    .value(inside('validate-main-thread'), null)
    .end(2, 'start', 2)
    .settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
  const local = build(false);
  local.story
    .value(local.ask({ service: 0 }, 'address'), '')
    .value(local.ask({ service: 0 }, 'host-name'), 'localhost');
  local.story.value(local.ask({ service: 0 }, 'port'), -1).settle();
  t.is(local.story.judge().verdict, 'accepted');
  const ported = build(false);
  t.is(ported.story.value(ported.ask({ service: 0 }, 'port'), 6000).judge().verdict, 'rejected');
});

test('MAIN-10 a task whose callable gives null has the result null, and no other', (t) => {
  const build = (value: PlainValue) => {
    const story = new Story();
    story.create(1);
    story.start(1);
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const task = story.schedule({ callable: true, script: script('null') });
    story.run('timer', task, 'resend', 'MAIN-07').run('due', task, 'execute', 'MAIN-07');
    return story.handler(1, 'run', task).value(task, value).judge();
  };
  t.is(build(null).verdict, 'accepted', JSON.stringify(build(null)));
  t.deepEqual(brokenRules(build(7)), ['MAIN-10']);
});

test('MAIN-10, MAIN-05 a task that holds its main thread and is released with an error fails, and gives nothing', (t) => {
  const build = (how: 'value' | 'error') => {
    const story = new Story();
    story.create(1);
    story.start(1);
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const task = story.schedule({ script: script('hold') });
    story
      .run('timer', task, 'resend', 'MAIN-07')
      .run('due', task, 'execute', 'MAIN-07')
      .begin(1, 'run', task);
    story.done({ type: 'release', work: task, how });
    story.run('return', task, 'answer', 'MAIN-01').end(1, 'run', task, how === 'error' ? 'throw' : 'return');
    return story;
  };
  const failure = (story: Story) => {
    const task = story.events.flatMap((event) =>
      event.event === 'invoke' && event.operation.type === 'schedule' ? [event.op] : [],
    )[0] as number;
    return story
      .error(task, 'application', { failure: `ScriptedError: failure of ${task}` })
      .settle()
      .judge();
  };
  t.is(failure(build('error')).verdict, 'accepted', JSON.stringify(failure(build('error'))));
  t.is(failure(build('value')).verdict, 'rejected');
});

test('ADDR-06 the host of an address may be one of IPv6, in brackets', (t) => {
  const build = (host: string) => {
    const story = new Story();
    const created = story.invoke(story.creation(1));
    story.value(created, 'test.memory://system@[fe80::1]:6000/user/rpc/e1');
    story.value(story.invoke({ type: 'query', subject: { service: 0 }, property: 'host-name' }), host);
    return story.judge();
  };
  t.is(build('[fe80::1]').verdict, 'accepted', JSON.stringify(build('[fe80::1]')));
  t.is(build('fe80').verdict, 'rejected');
});

test('ADDR-03, ADDR-04, ADDR-05, ADDR-15, ADDR-16, SIZE-14 pure functions', (t) => {
  const story = new Story();
  const evaluate = (utility: UtilityName, ...values: PlainValue[]) =>
    story.invoke({ type: 'evaluate', utility, arguments: values });
  const good = (op: number, value: PlainValue) => story.value(op, value);
  const bad = (op: number, code: 'illegal-argument' | 'null-argument' = 'illegal-argument') =>
    story.thrown(op, code);
  good(evaluate('remote-address', 'Host', 1, 'e'), 'x://y@host:1/user/rpc/e');
  good(evaluate('remote-address', '::1', 65_535, 'e'), 'x://y@[::1]:65535/user/rpc/e');
  for (const port of [0, 65_536, -1, 1.5]) bad(evaluate('remote-address', 'host', port, 'e'));
  bad(evaluate('remote-address', '.dot', 1, 'e'));
  good(evaluate('host-and-port', 'a.b://c@host:5/user/x'), 'host:5');
  good(evaluate('host-and-port', 'a://c@[::1]:5/user/x'), '[::1]:5');
  bad(evaluate('host-and-port', 'a://c/user/x'));
  const hosts = {
    ' HOST ': 'host',
    '::1': '[::1]',
    '[::1]': '[::1]',
    '0:0:0:0:0:0:0:1': '[::1]',
    '2001:DB8::0:1': '[2001:db8::1]',
    '1:0:0:2:0:0:0:3': '[1:0:0:2::3]',
    '1:2:3:4:5:6:7:8': '[1:2:3:4:5:6:7:8]',
    '::ffff:1.2.3.4': '[::ffff:102:304]',
    '10.0.0.1': '10.0.0.1',
    '': '',
  };
  for (const [host, normal] of Object.entries(hosts)) good(evaluate('normalize-host', host), normal);
  for (const host of ['.dot', 'dot.', 'a:b', '[host]', '1::2::3', '1:2:3:4:5:6:7:8:9', '::999.1.1.1', ''])
    bad(evaluate('normalize-host', host));
  good(evaluate('random-name', 'a'), 'a_7');
  good(evaluate('random-name', 'b'), 'b_8');
  bad(evaluate('random-name', null), 'null-argument');
  good(evaluate('wildcard-name', 'a'), 'a_*');
  good(evaluate('frame-size', 1), 1);
  for (const size of [0, -1, 1.5]) bad(evaluate('frame-size', size));
  story.settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
  good(evaluate('random-name', 'a'), 'a_10');
  t.deepEqual(brokenRules(story.judge()), ['ADDR-15']);
  const shapeless = new Story();
  shapeless.value(shapeless.invoke({ type: 'evaluate', utility: 'random-name', arguments: ['a'] }), 'a-1');
  t.deepEqual(brokenRules(shapeless.judge()), ['ADDR-15']);
});

test('DEAD-03, DEAD-06, ORD-06 links that fail, partitions, and services that go down', (t) => {
  const story = connectedStory({}, 1);
  const link = (action: 'partition' | 'heal' | 'drop-next' | 'fail') =>
    story.done({ type: 'link', from: 1, to: 0, action });
  link('drop-next');
  const lost = story.tell(1);
  story.lose('request', lost, 'drop-next');
  story.executed(story.ask(1), 1);
  link('partition');
  const cut = story.ask(1, { method: 'askWithin', timeout: 10 });
  story.lose('request', cut, 'partition').later(10);
  story.run('timeout', cut, 'settle', 'TIME-06').error(cut, 'ask-timeout', { states: ['method', 'address'] });
  link('heal');
  const pending = story.ask(1, { script: script('later') });
  story.run('request', pending, 'execute', 'MSG-06').handler(1, 'call', pending, 'future');
  const connect = story.connecting(2, 1, { service: 1 });
  link('fail');
  story.run('unreachable', pending, 'settle', 'DEAD-03').error(pending, 'recipient-unreachable');
  story
    .run('unreachable', connect, 'settle', 'DEAD-03')
    .error(connect, 'connection', { states: ['address'] });
  const after = story.ask(1);
  story.run('unreachable', after, 'settle', 'DEAD-03').error(after, 'recipient-unreachable').settle();
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

test('ORD-06 a link loses what a fault makes it lose, a single message or all of them, and nothing else', (t) => {
  const build = (
    action: 'partition' | 'drop-next' | 'heal',
    reason: 'partition' | 'drop-next',
    tells: number,
  ) => {
    const story = connectedStory({}, 1);
    story.done({ type: 'link', from: 1, to: 0, action });
    for (let count = 0; count < tells; count += 1) story.lose('request', story.tell(1), reason);
    return story.judge();
  };
  t.is(build('drop-next', 'drop-next', 1).verdict, 'accepted');
  t.deepEqual(brokenRules(build('drop-next', 'drop-next', 2)), ['ORD-06']);
  t.is(build('partition', 'partition', 2).verdict, 'accepted');
  t.deepEqual(brokenRules(build('heal', 'partition', 1)), ['ORD-06']);
});

test('SERV-14, SERV-06, TERM-13 an endpoint that the limit of a close cuts off counts as failed', (t) => {
  const story = new Story();
  story.create(1, { onStop: { nested: [], end: 'later' } });
  story.start(1);
  const watch = story.invoke({ type: 'watch', endpoint: 1, callback: [] });
  story.invoke(closing(20));
  story.run('close', 1, 'on-stop', 'SERV-03').handler(1, 'stop', 1, 'future');
  story.later(20).run('close-timeout', 0, 'release', 'SERV-14').value(watch);
  t.deepEqual(brokenRules(story.judge()), ['SERV-14', 'SERV-06', 'TERM-13']);
});

test('DEAD-06 asks of a service that closes fail, or stay open as in the original; later ones find nobody', (t) => {
  const build = (open: boolean) => {
    const story = connectedStory({}, 1);
    const pending = story.ask(1, { script: script('later') });
    story.run('request', pending, 'execute', 'MSG-06').handler(1, 'call', pending, 'future');
    const connect = story.connecting(2, 1, { service: 1 });
    const close = story.invoke({ type: 'close-service', service: 1, timeoutMs: null });
    story.run('down', 1, 'release', 'SERV-03').value(close);
    if (!open) story.error(pending, 'illegal-state').error(connect, 'illegal-state');
    const late = story.ask(1);
    if (open) story.thrown(late, 'illegal-state');
    else story.run('unreachable', late, 'settle', 'DEAD-03').error(late, 'recipient-unreachable');
    story.tell(1);
    story.run('identify', connect, 'found', 'MSG-05');
    story.run('identity', connect, 'late', 'CALL-21').settle();
    return story.judge();
  };
  t.is(build(false).verdict, 'accepted', JSON.stringify(build(false)));
  t.is(build(true).verdict, 'accepted', JSON.stringify(build(true)));
  const story = connectedStory({}, 1);
  const pending = story.ask(1, { script: script('later') });
  story.run('request', pending, 'execute', 'MSG-06').handler(1, 'call', pending, 'future');
  const close = story.invoke({ type: 'close-service', service: 1, timeoutMs: null });
  story.run('down', 1, 'release', 'SERV-03').value(close).error(pending, 'recipient-unreachable');
  t.true(brokenRules(story.judge()).includes('DEAD-06'), 'all that happened is known');
});

test('SERV-14 a hook that ends when the limit of a close has cut its endpoint off changes nothing any more', (t) => {
  for (const how of ['future', 'throw'] as const) {
    const story = new Story({ complete: false });
    story.create(1, { onStop: { nested: [], end: how === 'throw' ? 'throw' : 'done' } });
    const start = story.invoke({ type: 'start', endpoint: 1 });
    story.handler(1, 'start', 1).value(start);
    const close = story.invoke(closing(10));
    story.begin(1, 'stop', 1).later(10).error(close, 'close-timeout').end(1, 'stop', 1, how).settle();
    t.is(story.judge().verdict, 'accepted', how);
  }
});

test('SERV-10, SERV-13 a service that is open takes a task, and does not throw', (t) => {
  for (const complete of [true, false]) {
    const story = new Story({ complete });
    const timing = { delayMs: 0, periodMs: null, mode: 'rate', throwsAtRun: 0 } as const;
    story.thrown(story.invoke({ type: 'service-schedule', service: 0, ...timing }), 'illegal-state');
    t.is(story.judge().verdict, 'rejected');
  }
});

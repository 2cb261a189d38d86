/** Histories of observable events, judged by search: what hidden actions explain, and what none does. */
import test from 'ava';
import type { Operation } from '../../spec/index.js';
import { checkTrace, Oracle, type Profile } from '../index.js';
import {
  brokenRules,
  connectedHistory,
  immutable,
  mutable,
  Story,
  type StoryOptions,
  script,
} from './support.js';

const history = (options: StoryOptions = {}) => new Story({ complete: false, ...options });

/** An endpoint that is created, started and connected to from its own service and from another, as a foreign target reports it. */
function connected(options: StoryOptions = {}): Story {
  const story = connectedHistory(options);
  story.value(story.connecting(2, 1, { service: 1 }));
  return story;
}

test('ORD-03 messages of two lanes arrive in any order, those of one lane in one', (t) => {
  const build = (order: readonly (0 | 1 | 2)[]) => {
    const story = connected();
    const asks = [story.ask(1, {}, 1), story.ask(1, {}, 1), story.ask(1, {}, 2)];
    for (const index of order) story.handler(1, 'call', asks[index] as number);
    for (const ask of asks) story.value(ask, ask);
    return story.settle().judge(immutable);
  };
  t.is(build([0, 1, 2]).verdict, 'accepted');
  t.is(build([2, 0, 1]).verdict, 'accepted');
  t.is(build([0, 2, 1]).verdict, 'accepted');
  t.is(build([1, 0, 2]).verdict, 'rejected');
});

test('MSG-01, LIFE-02 an ask races with START: executed or refused, as its outcome says', (t) => {
  const build = (executed: boolean, value: boolean) => {
    const story = history();
    story.create(1);
    story.value(story.connecting(1, 1));
    const ask = story.ask(1, {}, 1);
    const start = story.invoke({ type: 'start', endpoint: 1 });
    story.handler(1, 'start', 1).value(start);
    if (executed) story.handler(1, 'call', ask);
    if (value) story.value(ask, ask);
    else story.error(ask, 'endpoint-not-started');
    return story.settle().judge(immutable);
  };
  t.is(build(true, true).verdict, 'accepted');
  t.is(build(false, false).verdict, 'accepted');
  t.is(build(true, false).verdict, 'rejected');
  t.is(build(false, true).verdict, 'rejected');
});

test('SELF-07, SELF-04 delayed runs with close deadlines run in any order on a clock of its own, and never early', (t) => {
  const build = (wait: number, order: readonly (0 | 1)[]) => {
    const story = connected();
    const delayed = () => story.runAsync({ delayMs: 1.9 });
    const runs = [delayed(), delayed()];
    story.later(wait);
    for (const index of order) story.handler(1, 'run', runs[index] as number);
    return story.settle().judge(immutable);
  };
  t.is(build(1.5, [0, 1]).verdict, 'accepted');
  t.is(build(1.5, [1, 0]).verdict, 'accepted');
  t.is(build(0.5, [0, 1]).verdict, 'rejected');
});

test('CALL-25 an ask that never comes out is rejected, on a clock of its own only when it is long overdue', (t) => {
  const build = (wait: number) => {
    const story = connected();
    const ask = story.ask(1, { method: 'askWithin', timeout: 50, script: script('later') });
    story.handler(1, 'call', ask, 'future').later(wait).settle();
    return story;
  };
  t.is(build(100).judge(immutable).verdict, 'accepted');
  t.is(build(2000).judge(immutable).verdict, 'rejected');
  t.is(build(100).judge(mutable).verdict, 'rejected');
});

test('SIZE-03, SIZE-04, ORD-06 what links lose is a hidden move of a history', (t) => {
  const story = connected();
  const large = story.ask(2, { argument: { bytes: 5000 } });
  const raw = story.invoke({
    type: 'send-raw',
    target: { gateway: 2 },
    message: 'undecodable',
    ask: true,
    timeoutMs: 100,
    script: script(),
  });
  story.tell(2, { argument: { bytes: 5000 } });
  story.later(100).error(large, 'ask-timeout').error(raw, 'ask-timeout');
  story.done({ type: 'link', from: 1, to: 0, action: 'partition' });
  const cut = story.ask(2);
  story.tell(2);
  story.later(100).error(cut, 'ask-timeout');
  story.done({ type: 'link', from: 1, to: 0, action: 'heal' });
  const healed = story.ask(2);
  story.handler(1, 'call', healed).value(healed, healed);
  const connect = story.connecting(5, 1, { service: 1 });
  story.value(connect).settle();
  const verdict = story.judge(immutable);
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('TERM-04, SUPER-02 the end of an endpoint is explained by TERMINATE, by a sibling, or by nothing', (t) => {
  const story = connected();
  story.create(2);
  const watch = story.invoke({ type: 'watch', endpoint: 2, callback: [] });
  const fault = story.done({ type: 'fault', endpoint: 1 });
  story.error(watch, 'sibling-failed').settle();
  t.true(fault > 0);
  t.is(story.judge(immutable).verdict, 'accepted');
  const nothing = connected();
  nothing.value(nothing.invoke({ type: 'watch', endpoint: 1, callback: [] })).settle();
  t.is(nothing.judge(immutable).verdict, 'rejected');
});

test('MAIN-12 the handle of a task that a stop drops fails before the resources are closed and onStop begins, or later', (t) => {
  const build = (order: readonly ('handle' | 'closed' | 'stop')[], stopped = true) => {
    const story = history();
    story.create(1, { resources: 1 });
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const start = story.invoke({ type: 'start', endpoint: 1 });
    story.handler(1, 'start', 1).value(start);
    const task = { type: 'schedule', executor: 1, delayMs: 10, callable: false, script: script() } as const;
    const handle = story.invoke(task);
    const terminate = stopped ? story.invoke({ type: 'terminate', endpoint: 1 }) : -1;
    for (const step of order) {
      if (step === 'handle') story.error(handle, 'task-cancelled');
      else if (step === 'closed') story.closed(1, 0);
      else story.handler(1, 'stop', 1, 'future');
    }
    if (stopped) story.value(terminate);
    return story.settle().judge(immutable).verdict;
  };
  t.is(build(['handle', 'closed', 'stop']), 'accepted');
  t.is(build(['closed', 'handle', 'stop']), 'accepted');
  t.is(build(['closed', 'stop', 'handle']), 'accepted');
  t.is(build(['handle', 'stop', 'closed']), 'rejected');
  t.is(build(['handle'], false), 'rejected');
});

/** An endpoint that is being terminated, while another one is created under its name. */
function succession(order: readonly ('invoke' | 'stop' | 'outcome')[], inUse = false): Story {
  const story = connected();
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 }, 1);
  let create = -1;
  for (const step of order) {
    if (step === 'invoke') create = story.invoke(story.creation(2, { name: 'e1' }));
    else if (step === 'stop') story.handler(1, 'stop', 1, 'future');
    else if (inUse) story.thrown(create, 'endpoint-id-in-use');
    else story.value(create, story.address(2));
  }
  return story.value(terminate).settle();
}

test('ADDR-12, TERM-06 on a real clock a create finds the name free that became free before its outcome, not later', (t) => {
  t.is(succession(['stop', 'invoke', 'outcome']).judge(immutable).verdict, 'accepted');
  t.is(succession(['invoke', 'stop', 'outcome']).judge(immutable).verdict, 'accepted');
  t.is(succession(['invoke', 'stop', 'outcome'], true).judge(immutable).verdict, 'accepted');
  t.is(succession(['invoke', 'outcome', 'stop'], true).judge(immutable).verdict, 'accepted');
  t.is(succession(['invoke', 'outcome', 'stop']).judge(immutable).verdict, 'rejected');
});

test('on a clock that the suite advances nothing comes between an invocation and its effect', (t) => {
  t.is(succession(['stop', 'invoke', 'outcome']).judge(mutable).verdict, 'accepted');
  t.is(succession(['invoke', 'stop', 'outcome']).judge(mutable).verdict, 'rejected');
});

test('MAIN-11 on a real clock a task that begins before the cancel comes out runs; no cancel acts before it is invoked', (t) => {
  const build = (order: readonly ('invoke' | 'run' | 'handle' | 'cancelled' | 'outcome')[]) => {
    const story = connected();
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const task = { type: 'schedule', executor: 1, delayMs: 1, callable: false, script: script() } as const;
    const handle = story.invoke(task);
    story.later(2);
    let cancel = -1;
    for (const step of order) {
      if (step === 'invoke') cancel = story.invoke({ type: 'cancel', scheduled: handle });
      else if (step === 'run') story.handler(1, 'run', handle);
      else if (step === 'handle') story.value(handle);
      else if (step === 'cancelled') story.error(handle, 'task-cancelled');
      else story.value(cancel);
    }
    return story.settle().judge(immutable).verdict;
  };
  t.is(build(['invoke', 'run', 'handle', 'outcome']), 'accepted');
  t.is(build(['invoke', 'cancelled', 'outcome']), 'accepted');
  t.is(build(['cancelled', 'invoke', 'outcome']), 'rejected');
  t.is(build(['invoke', 'outcome', 'run', 'handle']), 'rejected');
});

test('MAIN-11 a task that is due between the invocation of its cancel and the outcome may begin after it', (t) => {
  const build = (duringCancel: number) => {
    const story = connected();
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const handle = story.schedule({ delayMs: 2 });
    const cancel = story.later(1.9).invoke({ type: 'cancel', scheduled: handle });
    story
      .later(duringCancel)
      .value(cancel)
      .later(5)
      .handler(1, 'run', handle)
      .error(handle, 'task-cancelled');
    return story.settle().judge(immutable).verdict;
  };
  t.is(build(0.2), 'accepted');
  t.is(build(0.1), 'accepted');
  t.is(build(0.05), 'rejected');
});

test('TERM-03, DEAD-02 on a real clock a release of the stop acts until it comes out: calls begin until then, and one that was taken', (t) => {
  const build = (...order: readonly ('call' | 'outcome')[]) => {
    const story = history();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    const start = story.invoke({ type: 'start', endpoint: 1 });
    story.handler(1, 'start', 1).value(start);
    story.value(story.connecting(1, 1));
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    const asks = [story.ask(1), story.ask(1)];
    story.begin(1, 'stop', 1);
    const release = story.invoke({ type: 'release-stop', endpoint: 1, how: 'value' }, 1);
    story.end(1, 'stop', 1, 'future');
    for (const step of order) {
      const ask = step === 'call' ? (asks.shift() as number) : -1;
      if (ask < 0) story.value(release);
      else story.handler(1, 'call', ask).value(ask, ask);
    }
    for (const ask of asks) story.error(ask, 'recipient-unreachable');
    return story.value(terminate).settle().judge(immutable).verdict;
  };
  t.is(build('outcome'), 'accepted');
  t.is(build('call', 'outcome'), 'accepted');
  t.is(build('call', 'call', 'outcome'), 'accepted');
  t.is(build('call', 'outcome', 'call'), 'accepted');
  t.is(build('outcome', 'call', 'call'), 'rejected');
});

test('SERV-02 an operation with a future has taken effect before anything else is invoked', (t) => {
  const build = (tooLate: boolean) => {
    const story = connected();
    const close = story.invoke({ type: 'close-service', service: 1, timeoutMs: null });
    if (tooLate) story.create(2, { service: 1 });
    else story.thrown(story.invoke(story.creation(2, { service: 1 }), 1), 'illegal-state');
    return story.value(close).settle().judge(immutable).verdict;
  };
  t.is(build(false), 'accepted');
  t.is(build(true), 'rejected');
});

test('LIFE-19 the original leaves an endpoint whose constructor threw registered', (t) => {
  const story = history();
  const create = story.invoke(story.creation(1, { constructorThrows: true }));
  story.error(create, 'application', { thrown: true });
  const connect = story.connecting(1, 1, { address: { kind: 'name', service: 0, name: 'e1' } });
  story.value(connect);
  story.error(story.ask(1), 'endpoint-not-started');
  story.thrown(story.invoke(story.creation(2, { name: 'e1' })), 'endpoint-id-in-use').settle();
  t.is(story.judge(immutable).verdict, 'accepted', JSON.stringify(story.judge(immutable)));
});

test('LIFE-19 the endpoints whose constructors throw live on in a history, or are none of them there', (t) => {
  const build = (last: 'value' | 'recipient-unreachable') => {
    const story = history();
    for (const endpoint of [1, 2]) {
      const inner = [story.reserve(), story.reserve()];
      const operations: readonly Operation[] = [
        { type: 'start', endpoint },
        { type: 'call-async', endpoint, timeout: 500, unfenced: false, script: script() },
      ];
      const constructing = operations.map((operation, index) => ({ op: inner[index] as number, operation }));
      const create = story.invoke(story.creation(endpoint, { constructing, constructorThrows: true }));
      const [start, ask] = operations.map((operation, index) => story.invoke(operation, 0, inner[index]));
      story.value(start as number);
      if (endpoint === 1 || last === 'value') {
        story.handler(endpoint, 'start', endpoint).handler(endpoint, 'callable', ask as number);
        story.value(ask as number, ask as number);
      } else story.error(ask as number, last);
      story.error(create, 'application', { thrown: true });
    }
    return story.settle().judge(immutable);
  };
  t.is(build('value').verdict, 'accepted', JSON.stringify(build('value')));
  t.is(build('recipient-unreachable').verdict, 'rejected');
});

test('MAIN-13 scheduling raises illegal-state in the original at the moment of the shutdown, and never before', (t) => {
  const build = (stops: boolean) => {
    const story = connected();
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const terminate = stops ? story.invoke({ type: 'terminate', endpoint: 1 }) : -1;
    const operation = {
      type: 'schedule',
      executor: 1,
      delayMs: 5,
      callable: false,
      script: script(),
    } as const;
    story.error(story.invoke(operation, 1), 'illegal-state', { thrown: true });
    if (stops) story.handler(1, 'stop', 1, 'future').value(terminate);
    return story.settle();
  };
  t.is(build(true).judge(immutable).verdict, 'accepted', JSON.stringify(build(true).judge(immutable)));
  t.is(build(true).judge({ ...immutable, quirks: 'refused' }).verdict, 'rejected');
  t.is(build(false).judge(immutable).verdict, 'rejected');
});

test('ORD-08 every event of an accepted history counts, as in a complete trace', (t) => {
  const story = connected();
  const length = story.settle().trace().events.length;
  t.is(checkTrace(story.trace(), immutable).exercised.get('ORD-08'), length);
});

test('ORD-08 nothing of a rejected history counts', (t) => {
  const story = connected();
  story.value(story.ask(1), 'forged');
  const { verdict, exercised } = checkTrace(story.trace(), immutable);
  t.is(verdict, 'rejected');
  t.deepEqual([...exercised], []);
});

test('ADDR-12, TERM-06 a rejection is about the reading of a history that explains most of it', (t) => {
  const story = succession(['invoke', 'stop', 'outcome']); // the create takes effect later than it is invoked
  const index = story.events.length + 1;
  story.value(story.ask({ self: 2 }, {}, 1), 'forged');
  t.like(story.judge(immutable), { verdict: 'rejected', index });
  t.like(story.judge(mutable), { verdict: 'rejected', index: index - 8 }); // the create itself
});

test('LIFE-18 a constructor that calls its own endpoint counts in a history too', (t) => {
  const story = history();
  const inner = story.reserve();
  const operation: Operation = {
    type: 'call',
    target: { self: 1 },
    method: 'ask',
    timeout: null,
    argument: 'good',
    script: script(),
  };
  const create = story.invoke(story.creation(1, { constructing: [{ op: inner, operation }] }));
  story.invoke(operation, 0, inner);
  story.value(create, story.address(1)).error(inner, 'endpoint-not-started').settle();
  const { verdict, exercised } = checkTrace(story.trace(), immutable);
  t.is(verdict, 'accepted');
  t.true((exercised.get('LIFE-18') ?? 0) > 0);
});

test('ORD-06 a message that arrives although one before it was lost counts in a history too', (t) => {
  const build = (lost: boolean) => {
    const story = connected();
    story.done({ type: 'link', from: 1, to: 0, action: 'partition' });
    if (lost) story.tell(2);
    story.done({ type: 'link', from: 1, to: 0, action: 'heal' });
    const ask = story.ask(2);
    story.handler(1, 'call', ask).value(ask, ask).settle();
    const { verdict, exercised } = checkTrace(story.trace(), immutable);
    t.is(verdict, 'accepted');
    return exercised.get('ORD-06') ?? 0;
  };
  t.is(build(false), 0);
  t.is(build(true), 1);
});

test('SELF-12 in the original a future that a callable returns is the result; awaited, it comes later', (t) => {
  const build = (released: boolean) => {
    const story = connected();
    const callable = story.invoke({
      type: 'call-async',
      endpoint: 1,
      timeout: null,
      unfenced: false,
      script: script('later'),
    });
    story.handler(1, 'callable', callable, 'future');
    if (released) {
      story.done({ type: 'release', work: callable, how: 'value' });
      story.value(callable, callable);
    } else {
      story.value(callable, 'CompletableFuture');
    }
    return story.settle().judge(immutable);
  };
  t.is(build(true).verdict, 'accepted');
  t.is(build(false).verdict, 'accepted');
});

test('HAND-02, DEAD-02 many connects and asks that find their endpoint ended have a verdict', (t) => {
  const story = connected();
  const connects: number[] = [];
  const asks: number[] = [];
  for (let gateway = 10; gateway < 22; gateway++) {
    connects.push(story.connecting(gateway, 1, { service: 1 }));
    if (gateway % 3 === 0) asks.push(story.ask(2));
    if (gateway % 4 === 0) story.done({ type: 'stop', endpoint: 1 });
  }
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story.value(terminate);
  for (const connect of connects) story.error(connect, 'connection');
  for (const ask of asks) story.error(ask, 'recipient-unreachable');
  t.is(story.settle().judge(immutable).verdict, 'accepted');
});

test('HAND-02, DEAD-02 a connect that finds an endpoint, which ends before the handshake arrives, finds nobody there', (t) => {
  const build = (code: 'recipient-unreachable' | 'wrong-gateway') => {
    const story = connected();
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    const connect = story.connecting(10, 1, { service: 1 });
    return story
      .handler(1, 'stop', 1, 'future')
      .value(terminate)
      .error(connect, code)
      .settle()
      .judge(immutable);
  };
  t.is(build('recipient-unreachable').verdict, 'accepted', JSON.stringify(build('recipient-unreachable')));
  t.is(build('wrong-gateway').verdict, 'rejected');
});

test('a history with too many orders is inconclusive, and says so', (t) => {
  const story = connected();
  for (let lane = 2; lane < 26; lane++) story.done({ type: 'stop', endpoint: 1 }, lane);
  const index = story.events.length + 1;
  story.value(story.ask(1), 'forged');
  const reason = 'too many orders of what nobody saw to try them all';
  t.like(story.judge(mutable), { verdict: 'inconclusive', index, reason });
});

test('a history with work that has no script is inconclusive where that is invoked', (t) => {
  const unscripted: readonly ((story: Story) => unknown)[] = [
    (story) => story.ask(1, { script: script('observed') }),
    (story) => story.serviceTask({ throwsAtRun: null }),
  ];
  for (const invoke of unscripted) {
    const story = connected();
    const index = story.events.length;
    invoke(story);
    t.like(story.judge(), { verdict: 'inconclusive', index });
  }
});

test('LIFE-19 a rejection is about the reading that explains most of a history, though another one was tried later', (t) => {
  const story = history();
  const op = story.reserve();
  const operation: Operation = { type: 'start', endpoint: 1 };
  const throwing = { constructing: [{ op, operation }], constructorThrows: true };
  const create = story.invoke(story.creation(1, throwing));
  story.value(story.invoke(operation, 0, op)).error(create, 'application', { thrown: true });
  story.create(2, { name: 'e1' }); // impossible if the first one lives on
  const index = story.events.length + 1;
  story.value(story.ask({ self: 2 }), 'forged');
  t.like(story.judge(), { verdict: 'rejected', index });
});

test('MAIN-10 a task that has run may come out as cancelled, by a cancel that follows, and as nothing else', (t) => {
  const story = connected();
  story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
  const task = story.schedule();
  story.handler(1, 'run', task);
  const index = story.events.length - 1; // the end of the work tells what has to follow
  t.like(story.error(task, 'ask-timeout').judge(), { verdict: 'rejected', index, rules: ['MAIN-10'] });
});

test('ORD-08 time does not go backwards in a history, and moments may be the same', (t) => {
  const build = (milliseconds: number, profile: Profile) => {
    const story = history();
    story.later(5).create(1);
    story.later(milliseconds).invoke({ type: 'start', endpoint: 1 });
    return story.judge(profile);
  };
  for (const profile of [mutable, immutable]) {
    t.notRegex(JSON.stringify(build(0, profile)), /time goes backwards/);
    t.like(build(-1, profile), { verdict: 'rejected', index: 2, reason: 'time goes backwards' });
  }
});

test('an empty history is accepted, and an empty complete trace', (t) => {
  t.is(history().judge().verdict, 'accepted');
  t.is(new Story().judge().verdict, 'accepted');
});

test('ORD-08 a rejection says what would have been accepted, and where everybody stood', (t) => {
  const story = connected();
  story.done({ type: 'stop', endpoint: 1 });
  const ask = story.ask(1);
  story.value(ask, 'forged').settle();
  const verdict = checkTrace(story.trace(), immutable);
  t.is(verdict.verdict, 'rejected');
  if (verdict.verdict !== 'rejected') return;
  t.true(verdict.rules.length > 0 && verdict.state.includes('e1') && verdict.accepted.length > 0);
  t.deepEqual(brokenRules(verdict), verdict.rules);
});

for (const late of [false, true])
  test(`DEAD-06 an ask that is made while its service closes may be refused by the call, ${late ? 'also after the close has come out' : 'before the close comes out'}`, (t) => {
    const story = connected();
    const close = story.invoke({ type: 'close-service', service: 1, timeoutMs: null }, 1);
    const ask = story.ask(2, {}, 2);
    if (late) story.value(close).thrown(ask, 'illegal-state');
    else story.thrown(ask, 'illegal-state').value(close);
    t.is(story.settle().judge(immutable).verdict, 'accepted');
  });

/** A service with an ask of its own closes with a limit of 20 ms; the ask fails at once, and the close when so much has passed. */
function closedWhileDraining(waitMs: number, code: 'close-timeout' | 'illegal-state') {
  const story = connected();
  const waiting = story.ask(2, { script: script('later') }, 2);
  story.handler(1, 'call', waiting, 'future');
  const close = story.invoke({ type: 'close-service', service: 1, timeoutMs: 20 }, 1);
  story.error(waiting, 'illegal-state').later(waitMs).error(close, code);
  return story.judge(immutable).verdict;
}

test('SERV-14 a close may fail by its limit while what was sent leaves, though nothing else is open any more', (t) => {
  t.is(closedWhileDraining(20, 'close-timeout'), 'accepted');
  t.is(closedWhileDraining(19, 'close-timeout'), 'rejected');
  t.is(closedWhileDraining(20, 'illegal-state'), 'rejected');
});

test('SELF-05, SELF-07 a delayed run that has arrived before time went on comes back behind what was sent meanwhile', (t) => {
  const story = history();
  story.create(1);
  const start = story.invoke({ type: 'start', endpoint: 1 });
  story.handler(1, 'start', 1).value(start);
  const run = { type: 'run-async', endpoint: 1, unfenced: false, script: script() } as const;
  const delayed = story.done({ ...run, delayMs: 1 });
  const told = story.later(1).done({ ...run, delayMs: 0 });
  story.handler(1, 'run', told).handler(1, 'run', delayed);
  t.is(story.settle().judge().verdict, 'accepted');
});

test('SERV-14, DEAD-05 what reaches an endpoint that was cut off may wait for the handler that still holds its main thread', (t) => {
  const story = connectedHistory();
  const held = story.invoke({
    type: 'call-async',
    endpoint: 1,
    timeout: 500,
    unfenced: false,
    script: script('hold'),
  });
  story.begin(1, 'callable', held);
  const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 20 });
  story.later(20).error(held, 'close-timeout').error(close, 'close-timeout');
  story.invoke({ type: 'call-async', endpoint: 1, timeout: 500, unfenced: false, script: script() });
  t.is(story.judge().verdict, 'accepted');
});

/** What a search tries where so many faults are on their way to an endpoint, and two tasks and a close beside them. */
function searchWithFaults(faults: number) {
  const story = connected();
  for (let count = 0; count < faults; count += 1) story.done({ type: 'fault', endpoint: 1 });
  const task = { type: 'service-schedule', service: 0, delayMs: 0, periodMs: null, mode: 'rate' } as const;
  const tasks = [0, 1].map(() => story.invoke({ ...task, throwsAtRun: 0 }));
  const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  for (const op of tasks) story.error(op, 'task-cancelled');
  story.error(close, 'endpoint-failed', { states: ['endpoint'] });
  const oracle = new Oracle(immutable);
  const { verdict } = oracle.judge(story.settle().trace());
  return { verdict, effort: oracle.effort };
}

test('LIFE-12, SUPER-02 faults of what has ended already do not multiply what a search tries', (t) => {
  const [few, many] = [searchWithFaults(2), searchWithFaults(8)];
  t.is(many.verdict, 'accepted');
  t.true(many.effort < 4 * few.effort, `${few.effort} with 2 faults, ${many.effort} with 8`);
});

test('a history in which a hook has no script is inconclusive where its endpoint is created, and says so', (t) => {
  for (const hooks of [
    { onStart: { nested: [], end: 'observed' } },
    { onStop: { nested: [], end: 'observed' } },
  ] as const) {
    const story = history();
    story.create(1);
    story.create(2, hooks);
    const verdict = story.judge();
    t.is(verdict.verdict, 'inconclusive');
    t.is(verdict.verdict === 'inconclusive' ? verdict.index : -1, 2);
    t.regex(JSON.stringify(verdict), /needs scripts/);
  }
});

/** Hand-written traces of calls and connects (CALL, TIME, SIZE, DEAD, HAND, FENCE, ORD). */
import test from 'ava';
import { checkTrace, observable } from '../index.js';
import {
  BLUE,
  brokenRules,
  connectedHistory,
  connectedStory,
  immutable,
  mutable,
  RED,
  Story,
  script,
} from './support.js';

test('FENCE-02 a stale token is refused; executed, it is rejected by that rule', (t) => {
  const build = () => {
    const story = new Story();
    story.create(1, { kind: 'fenced', token: RED });
    story.start(1);
    story.connectWith(1, 1, BLUE);
    return { story, ask: story.ask(1) };
  };
  const refused = build();
  refused.story.refused(refused.ask, 'fencing-token', 'FENCE-02', ['tokens']).settle();
  t.is(refused.story.judge().verdict, 'accepted');
  const executed = build();
  executed.story.executed(executed.ask, 1, 'FENCE-01');
  t.true(brokenRules(executed.story.judge()).includes('FENCE-02'));
  const silent = build();
  silent.story.refused(silent.ask, 'fencing-token', 'FENCE-02');
  t.deepEqual(brokenRules(silent.story.judge()), ['FENCE-02']);
});

test('FENCE-08, FENCE-16 what is queued before a change of the token is judged by the new one', (t) => {
  const story = new Story();
  story.create(1, { kind: 'fenced', token: RED });
  story.start(1);
  story.connectWith(1, 1, RED);
  story.connectWith(2, 1, BLUE);
  const nested = story.reserve();
  const change = { op: nested, operation: { type: 'set-token', endpoint: 1, token: BLUE } as const };
  const run = story.done(
    { type: 'run-async', endpoint: 1, delayMs: 0, unfenced: false, script: script('return', [change]) },
    3,
  );
  const old = story.ask(1, {}, 1);
  const young = story.ask(2, {}, 2);
  story.run('request', run, 'execute', 'FENCE-01').begin(1, 'run', run);
  story.done(change.operation, { mainOf: 1 }, nested);
  story.end(1, 'run', run);
  story.refused(old, 'fencing-token', 'FENCE-16', ['tokens']);
  story.executed(young, 1, 'FENCE-08').settle();
  const verdict = story.judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
  t.is(checkTrace(observable(story.trace()), mutable).verdict, 'accepted');
});

test('FENCE-13, FENCE-15 the token is replaced on the main thread only, and never where it is permanent', (t) => {
  const off = new Story();
  off.create(1, { kind: 'fenced', token: RED });
  off.thrown(off.invoke({ type: 'set-token', endpoint: 1, token: BLUE }), 'not-main-thread');
  t.is(off.judge().verdict, 'accepted');
  const allowed = new Story();
  allowed.create(1, { kind: 'fenced', token: RED });
  allowed.done({ type: 'set-token', endpoint: 1, token: BLUE });
  t.true(brokenRules(allowed.judge()).includes('FENCE-15'));
  const permanent = new Story();
  permanent.create(1, { kind: 'permanently-fenced', token: RED });
  permanent.thrown(
    permanent.invoke({ type: 'set-token', endpoint: 1, token: BLUE }),
    'unsupported-operation',
  );
  t.is(permanent.judge().verdict, 'accepted');
  const nobody = new Story();
  nobody.done({ type: 'set-token', endpoint: 1, token: null });
  t.deepEqual(brokenRules(nobody.judge()), ['ORD-08']);
});

test('FENCE-13, FENCE-14 with permanent tokens a fenced endpoint needs one', (t) => {
  const story = new Story();
  const op = story.invoke(story.creation(1, { kind: 'fenced', token: null }));
  story.thrown(op, 'null-argument');
  t.is(story.judge(immutable).verdict, 'accepted');
  t.true(brokenRules(story.judge(mutable)).length > 0);
});

test('FENCE-19 an unfenced run is executed whatever the token', (t) => {
  const story = new Story();
  story.create(1, { kind: 'fenced', token: null });
  story.start(1);
  const run = story.runAsync({ unfenced: true, script: script('throw') });
  story.run('request', run, 'execute', 'FENCE-19').handler(1, 'run', run, 'throw');
  const callable = story.invoke({
    type: 'call-async',
    endpoint: 1,
    timeout: null,
    unfenced: true,
    script: script(),
  });
  story.run('request', callable, 'execute', 'FENCE-19').handler(1, 'callable', callable);
  story.run('answer', callable, 'settle', 'CALL-25').value(callable, callable).settle();
  t.is(story.judge().verdict, 'accepted');
});

test('ORD-01 a message that overtakes an earlier one of its sender is rejected', (t) => {
  const story = connectedStory();
  story.ask(1);
  const second = story.ask(1);
  story.run('request', second, 'execute', 'MSG-06');
  t.deepEqual(brokenRules(story.judge()), ['ORD-01']);
});

test('ORD-02 asks to another service may overtake asks, and no one-way call', (t) => {
  const remote = () => {
    const story = connectedStory();
    story.connect(2, 1, { service: 1 });
    return story;
  };
  const asks = remote();
  const first = asks.ask(2);
  const second = asks.ask(2);
  asks.executed(second, 1).executed(first, 1).settle();
  t.is(asks.judge().verdict, 'accepted');
  const tells = remote();
  tells.tell(2);
  tells.run('request', tells.ask(2), 'execute', 'MSG-06');
  t.deepEqual(brokenRules(tells.judge()), ['ORD-02']);
});

test('ORD-05, ORD-08 an action that runs twice, or that nobody caused, is rejected', (t) => {
  const twice = connectedStory();
  const ask = twice.ask(1);
  twice
    .run('request', ask, 'execute', 'MSG-06')
    .handler(1, 'call', ask)
    .run('request', ask, 'execute', 'MSG-06');
  t.deepEqual(brokenRules(twice.judge()), ['ORD-05']);
  for (const [leg, id] of [
    ['request', 99],
    ['gone', 1],
    ['gone', 9],
    ['down', 7],
    ['close-timeout', 0],
    ['down', 0],
  ] as const) {
    const story = connectedStory();
    story.run(leg, id, 'release', 'TERM-06');
    t.is(story.judge().verdict, 'rejected', `${leg} ${id}`);
  }
  const unknown = connectedStory();
  unknown.run('nonsense' as never, 1, 'release', 'TERM-06');
  t.is(unknown.judge().verdict, 'rejected');
});

test('ORD-08 time that goes backwards, a number used twice, an outcome of nobody: rejected', (t) => {
  const back = connectedStory();
  back.later(-1).settle();
  t.deepEqual(brokenRules(back.judge()), ['ORD-08']);
  const again = connectedStory();
  again.invoke({ type: 'settle' }, 0, 1);
  t.deepEqual(brokenRules(again.judge()), ['ORD-08']);
  const nobody = connectedStory();
  nobody.value(77);
  t.deepEqual(brokenRules(nobody.judge()), ['ORD-08']);
  const offMain = connectedStory();
  offMain.invoke({ type: 'settle' }, { mainOf: 1 });
  t.deepEqual(brokenRules(offMain.judge()), ['MAIN-01']);
});

test('ORD-08 a settle that comes out too early, twice, or with an error is rejected', (t) => {
  const busy = connectedStory();
  busy.ask(1);
  busy.settle();
  t.true(brokenRules(busy.judge()).length > 0);
  const early = connectedStory();
  const advance = early.invoke({ type: 'advance', milliseconds: 50 });
  early.later(10).value(advance);
  t.deepEqual(brokenRules(early.judge()), ['ORD-08']);
  const twice = connectedStory();
  const settle = twice.invoke({ type: 'settle' });
  twice.value(settle).value(settle);
  t.deepEqual(brokenRules(twice.judge()), ['ORD-05']);
});

test('ORD-07 a rule that the models do not derive is a false claim', (t) => {
  const story = connectedStory();
  const ask = story.ask(1);
  story.run('request', ask, 'execute', 'WIRE-99');
  t.is(story.judge().verdict, 'rejected');
});

test('CALL-25 an ask that comes out twice, or not at all, is rejected', (t) => {
  const twice = connectedStory();
  const ask = twice.ask(1);
  twice.executed(ask, 1).value(ask, ask);
  t.deepEqual(brokenRules(twice.judge()), ['CALL-25']);
  const never = connectedStory();
  const open = never.ask(1);
  never
    .run('request', open, 'execute', 'MSG-06')
    .handler(1, 'call', open)
    .run('answer', open, 'settle', 'CALL-25');
  t.true(brokenRules(never.judge()).length > 0);
  const invented = connectedStory();
  invented.value(invented.ask(1), 5);
  t.deepEqual(brokenRules(invented.judge()), ['ORD-08']);
});

test('CALL-11, CALL-13, CALL-15 failures reach the asker as they are', (t) => {
  const story = connectedStory();
  const failing = (ending: 'throw' | 'throw-non-error' | 'throw-ask-timeout', failure: string) => {
    const ask = story.ask(1, { script: script(ending) });
    story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask, 'throw');
    story
      .run('answer', ask, 'settle', 'CALL-25')
      .error(ask, 'application', { failure: `${failure}: failure of ${ask}` });
  };
  failing('throw', 'ScriptedError');
  failing('throw-non-error', 'non-error');
  failing('throw-ask-timeout', 'AskTimeoutError');
  const outer = story.ask(1, { script: script('throw-ask-timeout') });
  story.run('request', outer, 'execute', 'MSG-06').handler(1, 'call', outer, 'throw');
  story.run('answer', outer, 'settle', 'CALL-25').error(outer, 'ask-timeout').settle();
  t.is(story.judge().verdict, 'accepted');
  const forged = connectedStory();
  const ask = forged.ask(1, { script: script('throw') });
  forged
    .run('request', ask, 'execute', 'MSG-06')
    .handler(1, 'call', ask, 'throw')
    .run('answer', ask, 'settle', 'CALL-25');
  forged.error(ask, 'application', { failure: 'ScriptedError: failure of 0' });
  t.true(brokenRules(forged.judge()).includes('CALL-11'));
});

test('CALL-16, CALL-22, SIZE-01 results within a service are handed over as they are', (t) => {
  const story = connectedStory();
  const answered = (ending: Parameters<typeof script>[0], value: string | number | null) => {
    const ask = story.ask(1, { script: script(ending) });
    story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask, 'return');
    story.run('answer', ask, 'settle', 'CALL-25').value(ask, value);
  };
  answered('null', null);
  answered('unserializable', 'unserializable');
  answered('encoder-throws', 'encoder-throws');
  answered('undecodable', 'undecodable');
  answered('look-alike', 'look-alike');
  answered({ ending: 'bytes', size: 5000 }, 5000);
  story.settle();
  t.is(story.judge().verdict, 'accepted');
});

test('SIZE-05, SIZE-06, SIZE-08, SIZE-09 results for another service are encoded and measured', (t) => {
  const story = connectedStory({ frameBytes: 10_000 });
  story.connect(2, 1, { service: 1 });
  const failed = (
    ending: Parameters<typeof script>[0],
    code: Parameters<Story['error']>[1],
    states: readonly string[],
  ) => {
    const ask = story.ask(2, { script: script(ending) });
    story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask);
    story.run('answer', ask, 'settle', 'CALL-25').error(ask, code, { states });
  };
  failed('unserializable', 'result-not-serializable', ['method']);
  failed('encoder-throws', 'result-not-serializable', ['method']);
  failed('undecodable', 'result-undecodable', ['method']);
  failed({ ending: 'bytes', size: 20_000 }, 'result-too-large', ['method', 'bytes', 'limit']);
  for (const size of [100, 9_999]) {
    const ask = story.ask(2, { script: script({ ending: 'bytes', size }) });
    story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask);
    story.run('answer', ask, 'settle', 'CALL-25').value(ask, size);
  }
  const later = story.ask(2, { script: script({ ending: 'later-bytes', size: 50 }) });
  story.run('request', later, 'execute', 'MSG-06').handler(1, 'call', later, 'future');
  story.run('result', later, 'answer', 'CALL-12').run('answer', later, 'settle', 'CALL-25').value(later, 50);
  const unsent = story.ask(2, { argument: 'unserializable' });
  story.thrown(unsent, 'argument-not-serializable').settle();
  const verdict = story.judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('SIZE-04, SIZE-03 a message that is too large, or that nobody can decode, is lost and never executed', (t) => {
  const lost = connectedStory();
  lost.connect(2, 1, { service: 1 });
  const ask = lost.ask(2, { argument: { bytes: 5_000 } });
  lost.lose('request', ask, 'too-large');
  const raw = lost.invoke({
    type: 'send-raw',
    target: { gateway: 2 },
    message: 'undecodable',
    ask: true,
    timeoutMs: 50,
    script: script(),
  });
  lost.lose('request', raw, 'undecodable').later(50);
  lost
    .run('timeout', raw, 'settle', 'TIME-06')
    .error(raw, 'ask-timeout', { states: ['method', 'address'] })
    .later(50);
  lost
    .run('timeout', ask, 'settle', 'TIME-06')
    .error(ask, 'ask-timeout', { states: ['method', 'address'] })
    .settle();
  const verdict = lost.judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
  const executed = connectedStory();
  executed.connect(2, 1, { service: 1 });
  executed.run('request', executed.ask(2, { argument: { bytes: 5_000 } }), 'execute', 'MSG-06');
  t.deepEqual(brokenRules(executed.judge()), ['SIZE-04']);
  const nothing = connectedStory();
  nothing.lose('request', 99, 'partition');
  t.deepEqual(brokenRules(nothing.judge()), ['ORD-08']);
});

test('SIZE-11, SIZE-12 forced serialization, and the methods that are exempt from it', (t) => {
  const story = connectedStory({ forced: true });
  story.thrown(story.ask(1, { argument: 'unserializable' }), 'argument-not-serializable');
  const large = story.ask(1, { script: script({ ending: 'bytes', size: 5_000 }) });
  story.run('request', large, 'execute', 'MSG-06').handler(1, 'call', large);
  story
    .run('answer', large, 'settle', 'CALL-25')
    .error(large, 'result-too-large', { states: ['method', 'bytes', 'limit'] });
  const local = (ending: Parameters<typeof script>[0], outcome: (ask: number) => void) => {
    const ask = story.ask(1, { method: 'askLocal', argument: 'unserializable', script: script(ending) });
    story
      .run('request', ask, 'execute', 'MSG-06')
      .handler(1, 'call', ask)
      .run('answer', ask, 'settle', 'CALL-25');
    outcome(ask);
  };
  local('return', (ask) => story.value(ask, ask));
  local('undecodable', (ask) => story.value(ask, 'undecodable'));
  local('undecodable', (ask) => story.error(ask, 'result-undecodable', { states: ['method'] }));
  local('unserializable', (ask) => story.error(ask, 'result-not-serializable', { states: ['method'] }));
  local({ ending: 'bytes', size: 10 }, (ask) => story.value(ask, 10));
  local({ ending: 'bytes', size: 5_000 }, (ask) => story.error(ask, 'result-too-large'));
  story.settle();
  const verdict = story.judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
  t.is(story.judge({ ...mutable, quirks: 'refused' }).verdict, 'rejected');
});

test('SIZE-06, SIZE-12 a result that is just as large as a frame is not too large, serialized or not', (t) => {
  const verdictOf = (size: number): string => {
    const story = connectedStory({ forced: true, frameBytes: 1000 });
    const ask = story.ask(1, { method: 'askLocal', script: script({ ending: 'bytes', size }) });
    story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask);
    story.run('answer', ask, 'settle', 'CALL-25').error(ask, 'result-too-large');
    return story.judge().verdict;
  };
  t.is(verdictOf(1000), 'rejected');
  t.is(verdictOf(1001), 'accepted');
});

test('TIME-03, TIME-04, TIME-05 limits that are none are refused at the call', (t) => {
  const story = connectedStory();
  const within = (timeout: number | 'huge' | 'nan' | 'null' | 'not-a-duration') =>
    story.ask(1, { method: 'askWithin', timeout });
  story.thrown(within('null'), 'null-argument');
  story.thrown(within('not-a-duration'), 'illegal-argument');
  story.thrown(within('nan'), 'illegal-argument');
  story.thrown(within(Number.NaN), 'illegal-argument');
  story.thrown(within('huge'), 'illegal-argument');
  story.thrown(within(3e9), 'illegal-argument');
  for (const limit of [0, -1, 0.5]) story.error(within(limit), 'illegal-argument');
  story.executed(within('huge'), 1);
  story.thrown(story.ask(1, { argument: 'wrong-type' }), 'illegal-argument').settle();
  t.is(story.judge().verdict, 'accepted');
  const strict = connectedStory();
  strict.executed(strict.ask(1, { method: 'askWithin', timeout: 'huge' }), 1);
  t.true(brokenRules(strict.judge({ ...mutable, quirks: 'refused' })).includes('TIME-05'));
});

test('TIME-06, TIME-09, CALL-21 an ask expires after its limit and not before, and its late answer is dropped', (t) => {
  const build = (wait: number) => {
    const story = connectedStory();
    const ask = story.ask(1, { method: 'askWithin', timeout: 40, script: script('later') });
    story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask, 'future').later(wait);
    story
      .run('timeout', ask, 'settle', 'TIME-06')
      .error(ask, 'ask-timeout', { states: ['method', 'address', 'limit'] });
    story.done({ type: 'release', work: ask, how: 'value' });
    story.run('result', ask, 'answer', 'CALL-12').run('answer', ask, 'late', 'CALL-21').settle();
    return story.judge();
  };
  t.is(build(40).verdict, 'accepted');
  t.deepEqual(brokenRules(build(39)), ['TIME-09']);
});

test('CALL-19, CALL-20 a future that outlives its endpoint answers, or lets the ask expire', (t) => {
  const story = connectedStory();
  const released = story.ask(1, { script: script('later') });
  story.run('request', released, 'execute', 'MSG-06').handler(1, 'call', released, 'future');
  const failing = story.ask(1, { script: script('later') });
  story.run('request', failing, 'execute', 'MSG-06').handler(1, 'call', failing, 'future');
  const open = story.ask(1, { script: script('later') });
  story.run('request', open, 'execute', 'MSG-06').handler(1, 'call', open, 'future');
  story.terminate(1);
  story.done({ type: 'release', work: released, how: 'value' });
  story
    .run('result', released, 'answer', 'CALL-12')
    .run('answer', released, 'settle', 'CALL-25')
    .value(released, released);
  story.done({ type: 'release', work: failing, how: 'error' });
  story.run('result', failing, 'answer', 'CALL-12').run('answer', failing, 'settle', 'CALL-25');
  story.error(failing, 'application', { failure: `ScriptedError: failure of ${failing}` }).later(100);
  story
    .run('timeout', open, 'settle', 'CALL-20')
    .error(open, 'ask-timeout', { states: ['method', 'address'] })
    .settle();
  const verdict = story.judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
  const counts = checkTrace(story.trace(), mutable).exercised;
  t.true(counts.has('CALL-19') && counts.has('CALL-20'));
});

test('DEAD-01, DEAD-05, HAND-15 asks to the dead are unreachable; a new incarnation does not help', (t) => {
  const story = connectedStory();
  story.terminate(1);
  story.create(2, { name: 'e1' });
  story.refused(story.ask(1), 'recipient-unreachable', 'DEAD-01', ['address']);
  const callable = story.invoke({
    type: 'call-async',
    endpoint: 1,
    timeout: null,
    unfenced: false,
    script: script(),
  });
  story.refused(callable, 'recipient-unreachable', 'DEAD-05', []);
  const raw = story.invoke({
    type: 'call-async',
    endpoint: 1,
    timeout: 70,
    unfenced: false,
    script: script(),
  });
  story
    .run('request', raw, 'refuse:ask-timeout', 'DEAD-05')
    .run('answer', raw, 'settle', 'CALL-25')
    .error(raw, 'ask-timeout');
  const tell = story.tell(1);
  story.run('request', tell, 'drop', 'DEAD-04').settle();
  t.is(story.judge().verdict, 'accepted');
  const served = connectedStory();
  served.terminate(1);
  served.executed(served.ask(1), 1);
  t.true(brokenRules(served.judge()).includes('DEAD-01'));
});

test('HAND-07, HAND-08, HAND-09, HAND-11 versions and gateway types', (t) => {
  const story = connectedStory();
  const refused = (options: Parameters<Story['connecting']>[2], rule: string, states: readonly string[]) => {
    const op = story.connecting(5, 1, options);
    story.run('identify', op, 'found', 'MSG-05').run('identity', op, 'shake', 'HAND-01');
    story.run('handshake', op, 'refuse:handshake', rule).run('greeting', op, 'settle', 'CALL-25');
    story.error(op, 'handshake', { states });
  };
  refused({ version: 1 }, 'HAND-07', ['versions']);
  refused({ gatewayType: 'foreign' }, 'HAND-08', ['gateway']);
  refused({ gatewayType: 'foreign', version: 3 }, 'HAND-09', ['versions']);
  story.connect(6, 1, { gatewayType: 'root' });
  story.settle();
  t.is(story.judge().verdict, 'accepted');
  const accepted = connectedStory();
  const op = accepted.connecting(5, 1, { version: 1 });
  accepted
    .run('identify', op, 'found', 'MSG-05')
    .run('identity', op, 'shake', 'HAND-01')
    .run('handshake', op, 'accept', 'HAND-01');
  t.true(brokenRules(accepted.judge()).includes('HAND-07'));
});

test('HAND-02, HAND-03, HAND-04, HAND-05, HAND-19 connects that lead nowhere', (t) => {
  const story = connectedStory();
  const nowhere = (
    address: NonNullable<Parameters<Story['connecting']>[2]>['address'],
    code: 'connection' | 'illegal-argument' = 'connection',
  ) => {
    story.error(story.connecting(5, 1, { ...(address === undefined ? {} : { address }) }), code, {
      states: ['address'],
    });
  };
  nowhere({ kind: 'literal', text: 'not a url' });
  nowhere({ kind: 'literal', text: '' });
  nowhere({ kind: 'literal', text: '' }, 'illegal-argument');
  nowhere({ kind: 'unknown-host' });
  nowhere({ kind: 'supervisor', service: 1 });
  const dead = story.connecting(5, 1, { address: { kind: 'name', service: 0, name: 'nobody' } });
  story
    .run('identify', dead, 'none', 'HAND-02')
    .run('identity', dead, 'settle', 'HAND-02')
    .error(dead, 'connection', { states: ['address'] });
  const literal = story.connecting(7, 1, { address: { kind: 'literal', text: story.address(1) } });
  story.run('identify', literal, 'found', 'MSG-05').run('identity', literal, 'shake', 'HAND-01');
  story
    .run('handshake', literal, 'accept', 'MSG-05')
    .run('greeting', literal, 'settle', 'CALL-25')
    .value(literal)
    .settle();
  const verdict = story.judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('HAND-19 in the original a connect to the supervisor takes the service down', (t) => {
  const story = connectedStory();
  const op = story.connecting(5, 1, { service: 1, address: { kind: 'supervisor', service: 0 } });
  story
    .run('identify', op, 'fail', 'HAND-19')
    .run('identity', op, 'settle', 'HAND-19')
    .error(op, 'unknown-message');
  story.run('kill', 1, 'terminate', 'SUPER-02').run('gone', 1, 'release', 'TERM-06').settle();
  t.is(story.judge().verdict, 'accepted');
  t.true(brokenRules(story.judge({ ...mutable, quirks: 'refused' })).includes('HAND-19'));
});

test('HAND-06, HAND-13, TIME-09 each step of a connect has its own limit', (t) => {
  const story = connectedStory();
  const first = story.connecting(5, 1);
  story
    .later(100)
    .run('timeout', first, 'settle', 'TIME-06')
    .error(first, 'connection', { states: ['address'] });
  story.run('identify', first, 'found', 'MSG-05').run('identity', first, 'late', 'CALL-21');
  const second = story.connecting(6, 1);
  story.run('identify', second, 'found', 'MSG-05').run('identity', second, 'shake', 'HAND-01').later(100);
  story.run('timeout', second, 'settle', 'TIME-06').error(second, 'ask-timeout');
  story.run('handshake', second, 'accept', 'MSG-05').run('greeting', second, 'late', 'CALL-21').settle();
  t.is(story.judge().verdict, 'accepted');
});

test('HAND-14 an endpoint that dies between identification and handshake', (t) => {
  const story = connectedStory();
  const op = story.connecting(5, 1, {}, 1);
  story.run('identify', op, 'found', 'MSG-05').run('identity', op, 'shake', 'HAND-01');
  story.terminate(1);
  story
    .run('handshake', op, 'refuse:recipient-unreachable', 'HAND-14')
    .run('greeting', op, 'settle', 'CALL-25');
  story.error(op, 'recipient-unreachable').settle();
  t.is(story.judge().verdict, 'accepted');
});

test('ADDR-17, ADDR-18, ADDR-19, ADDR-20 patterns in addresses', (t) => {
  const story = new Story();
  story.create(1, { name: 'w_1' });
  story.create(2, { name: 'w_2' });
  story.create(3, { name: 'lonely_*' });
  const address = { kind: 'wildcard', service: 0, prefix: 'w' } as const;
  const both = story.connecting(1, 1, { address });
  story.run('identify', both, 'found', 'MSG-05', 2).run('identify', both, 'found', 'MSG-05', 1);
  story.run('identity', both, 'shake', 'ADDR-18', 2).run('identity', both, 'late', 'CALL-21', 1);
  story.run('handshake', both, 'accept', 'MSG-05').run('greeting', both, 'settle', 'CALL-25').value(both);
  const none = story.connecting(2, 1, { address: { ...address, prefix: 'x' } });
  story
    .run('identify', none, 'none', 'HAND-02')
    .run('identity', none, 'settle', 'ADDR-19')
    .error(none, 'connection', { states: ['address'] });
  const asterisk = story.connecting(3, 3);
  story.run('identify', asterisk, 'found', 'MSG-05', 3).run('identity', asterisk, 'shake', 'ADDR-17', 3);
  story
    .run('handshake', asterisk, 'accept', 'MSG-05')
    .run('greeting', asterisk, 'settle', 'CALL-25')
    .value(asterisk);
  const dying = story.connecting(4, 1, { address });
  const spoilt = story.connecting(5, 1, { address });
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 }, 2);
  story.run('request', terminate, 'terminate', 'LIFE-07');
  story.run('identify', dying, 'none', 'HAND-02', 1).run('identity', dying, 'late', 'ADDR-20', 1);
  story.run('identify', dying, 'found', 'MSG-05', 2).run('identity', dying, 'shake', 'ADDR-18', 2);
  story.run('handshake', dying, 'accept', 'MSG-05').run('greeting', dying, 'settle', 'CALL-25').value(dying);
  story.run('identify', spoilt, 'none', 'HAND-02', 1).run('identity', spoilt, 'settle', 'ADDR-20', 1);
  story.error(spoilt, 'connection', { states: ['address'] });
  story.run('identify', spoilt, 'found', 'MSG-05', 2).run('identity', spoilt, 'late', 'CALL-21', 2);
  story.run('gone', 1, 'release', 'TERM-06').value(terminate).settle();
  const verdict = story.judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
  const wrong = new Story();
  wrong.create(1, { name: 'w_1' });
  const op = wrong.connecting(1, 1, { address });
  wrong.run('identify', op, 'found', 'MSG-05', 9);
  t.deepEqual(brokenRules(wrong.judge()), ['ORD-08']);
});

test('ADDR-18, HAND-01, ORD-05 a pattern that many endpoints match is answered once by each, and the first answer wins', (t) => {
  const MATCHES = 100;
  const address = { kind: 'wildcard', service: 0, prefix: 'w' } as const;
  const answered = (): { readonly story: Story; readonly op: number } => {
    const story = new Story();
    for (let endpoint = 1; endpoint <= MATCHES; endpoint += 1)
      story.create(endpoint, { name: `w_${endpoint}` });
    const op = story.connecting(1, 1, { address });
    for (let endpoint = MATCHES; endpoint > 0; endpoint -= 1)
      story.run('identify', op, 'found', 'MSG-05', endpoint);
    return { story, op };
  };
  const { story, op } = answered();
  story.run('identity', op, 'shake', 'ADDR-18', MATCHES);
  for (let endpoint = 1; endpoint < MATCHES; endpoint += 1)
    story.run('identity', op, 'late', 'CALL-21', endpoint);
  story.run('handshake', op, 'accept', 'MSG-05').run('greeting', op, 'settle', 'CALL-25').value(op).settle();
  t.is(story.judge().verdict, 'accepted');
  const twice = answered();
  twice.story.run('identify', twice.op, 'found', 'MSG-05', 1);
  t.deepEqual(brokenRules(twice.story.judge()), ['ORD-05']);
});

test('ORD-08 calls through gateways, executors and endpoints that do not exist are rejected', (t) => {
  const run = { endpoint: 9, delayMs: 0, unfenced: false, script: script() };
  const operations = [
    {
      type: 'call',
      target: { gateway: 9 },
      method: 'ask',
      timeout: null,
      argument: 'good',
      script: script(),
    },
    { type: 'call', target: { self: 9 }, method: 'ask', timeout: null, argument: 'good', script: script() },
    {
      type: 'send-raw',
      target: { gateway: 9 },
      message: 'unknown-type',
      ask: true,
      timeoutMs: 1,
      script: script(),
    },
    { type: 'run-async', ...run },
    { type: 'call-async', endpoint: 9, timeout: null, unfenced: false, script: script() },
    { type: 'obtain-executor', executor: 1, endpoint: 9, unfenced: false },
    { type: 'execute', executor: 9, script: script() },
    { type: 'schedule', executor: 9, delayMs: 0, callable: false, script: script() },
    { type: 'close-service', service: 9, timeoutMs: null },
    { type: 'service-schedule', service: 9, delayMs: 0, periodMs: null, mode: 'rate', throwsAtRun: 0 },
    { type: 'query', subject: { endpoint: 9 }, property: 'address' },
    { type: 'query', subject: { gateway: 9 }, property: 'address' },
    { type: 'query', subject: { service: 9 }, property: 'address' },
    { type: 'query', subject: { service: 0 }, property: 'running' },
    { type: 'query', subject: { endpoint: 1 }, property: 'port' },
    { type: 'query', subject: { gateway: 1 }, property: 'port' },
  ] as const;
  for (const operation of operations) {
    const story = connectedStory();
    story.invoke(operation);
    t.deepEqual(brokenRules(story.judge()), ['ORD-08'], JSON.stringify(operation));
  }
  const create = new Story();
  create.invoke(create.creation(1, { service: 9 }));
  t.deepEqual(brokenRules(create.judge()), ['ORD-08']);
  const connect = connectedStory();
  connect.connecting(1, 1, { service: 9 });
  t.deepEqual(brokenRules(connect.judge()), ['ORD-08']);
});

test('MAIN-01 handlers that begin or end without a decision, or otherwise, are rejected', (t) => {
  const build = (forge: (story: Story, ask: number) => void) => {
    const story = connectedStory();
    const ask = story.ask(1);
    story.run('request', ask, 'execute', 'MSG-06');
    forge(story, ask);
    return brokenRules(story.judge());
  };
  t.deepEqual(
    build((story, ask) => story.begin(1, 'run', ask)),
    ['MAIN-01'],
  );
  t.deepEqual(
    build((story) => story.begin(1, 'call', 99)),
    ['MAIN-01'],
  );
  t.deepEqual(
    build((story, ask) => story.end(1, 'call', ask)),
    ['ORD-08'],
  );
  t.deepEqual(
    build((story, ask) => story.begin(1, 'call', ask).end(1, 'call', ask, 'throw')),
    ['ORD-08'],
  );
  t.true(build((story, ask) => story.handler(1, 'call', ask).begin(1, 'call', ask)).includes('CALL-02'));
  t.deepEqual(
    build((story) => story.begin(7, 'call', 1)),
    ['ORD-08'],
  );
  t.deepEqual(
    build((story, ask) => story.begin(1, 'call', ask).begin(1, 'stop', 1)),
    ['MAIN-01'],
  );
});

test('SELF-08 a run whose delay no timer can have throws, and may be taken by the original', (t) => {
  const story = connectedHistory();
  story.runAsync({ delayMs: 2 ** 40 }, 1);
  t.is(story.judge({ ...mutable, quirks: 'accepted' }).verdict, 'accepted');
  t.is(story.judge({ ...mutable, quirks: 'refused' }).verdict, 'rejected');
});

test('MSG-01 work that would be refused must not begin, and the refusal names the rule', (t) => {
  const story = new Story();
  story.create(1);
  story.connect(1, 1);
  const ask = story.ask(1);
  const verdict = story.begin(1, 'call', ask).judge();
  t.true(verdict.verdict === 'rejected' && verdict.reason.includes(`work ${ask} must not begin`));
  t.true(brokenRules(verdict).includes('MSG-01'));
});

test('MSG-01, ORD-08 work that begins at another endpoint is an invention, whatever that one would refuse', (t) => {
  const story = connectedStory();
  story.create(2);
  const ask = story.ask(1);
  story.begin(2, 'call', ask);
  t.deepEqual(brokenRules(story.judge()), ['ORD-08']);
});

test('TERM-03 work that begins when the stop of its endpoint is decided is an invention', (t) => {
  const story = connectedStory();
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  const ask = story.ask(1);
  story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  story.begin(1, 'call', ask);
  t.deepEqual(brokenRules(story.judge()), ['ORD-08']);
});

/** Handlers and hooks that begin, end or close resources otherwise than they may, and what a rejection says of that. */
import test from 'ava';
import type { Role } from '../../../spec/index.js';
import { checkTrace, type Verdict } from '../../index.js';
import { brokenRules, connectedStory, mutable, rulesOfSituation, Story, script } from '../support.js';

test('LIFE-03 an onStart that begins at a started endpoint is one that a further START must not call', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  t.deepEqual(brokenRules(story.begin(1, 'start', 1).judge()), ['LIFE-03']);
});

test('ORD-08 a hook that a message would call, and that begins without one, comes from nowhere', (t) => {
  const start = new Story();
  start.create(1);
  t.deepEqual(brokenRules(start.begin(1, 'start', 1).judge()), ['ORD-08']);
  const stop = new Story();
  stop.create(1);
  stop.start(1);
  t.deepEqual(brokenRules(stop.begin(1, 'stop', 1).judge()), ['ORD-08']);
});

/** The rules that a rejection names, and its words. */
const told = (verdict: Verdict): readonly [readonly string[], string] => [
  brokenRules(verdict),
  verdict.verdict === 'rejected' ? verdict.reason : verdict.verdict,
];

/** A started endpoint, and one with resources that is being stopped. */
function stoppingStory(resources = 2): Story {
  const story = new Story();
  story.create(1, { resources });
  story.start(1);
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  return story.run('request', terminate, 'on-stop', 'LIFE-08');
}

test('MAIN-01, ORD-08 a handler that nothing made begin, or that begins twice, is told from one that the main thread is busy for', (t) => {
  const none = connectedStory();
  t.deepEqual(told(none.begin(1, 'call', 99).judge()), [['ORD-08'], 'nothing made 99 begin']);
  for (const role of ['call', 'stop'] as const) {
    const busy = connectedStory();
    const ask = busy.ask(1);
    busy.run('request', ask, 'execute', 'MSG-06').begin(1, 'call', ask).begin(1, role, 99);
    t.deepEqual(told(busy.judge()), [['MAIN-01'], 'the main thread of endpoint 1 is busy']);
  }
  const again = connectedStory();
  const ask = again.ask(1);
  again.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask).begin(1, 'call', ask);
  const verdict = again.judge();
  t.is(told(verdict)[1], `work ${ask} must not begin`);
});

test('MSG-01, LIFE-03 work, and a hook, that would not be let through must not begin, by the rules that forbid it', (t) => {
  const refused = new Story();
  refused.create(1);
  refused.connect(1, 1);
  const ask = refused.ask(1);
  t.deepEqual(told(refused.begin(1, 'call', ask).judge()), [['MSG-01'], `work ${ask} must not begin`]);
  for (const [role, rules] of [
    ['start', ['LIFE-03']],
    ['stop', ['LIFE-07', 'TERM-09', 'STOP-09']],
  ] as const) {
    const story = new Story();
    story.create(1);
    if (role === 'start') story.start(1);
    t.deepEqual(told(story.begin(1, role, 1).judge()), [rules, 'hook of 1 must not begin']);
  }
});

test('ORD-08 work of nobody that begins at an endpoint which no TERMINATE would stop is an invention, and no hook', (t) => {
  const story = new Story();
  story.create(1);
  t.deepEqual(told(story.begin(1, 'call', 99).judge()), [['ORD-08'], 'nothing made 99 begin']);
});

test('ORD-08 a handler ends where it has begun, by the role in which it has begun, and once', (t) => {
  const forgeries: readonly (readonly [number, Role, number])[] = [
    [2, 'call', 0],
    [1, 'run', 0],
    [1, 'call', 1],
    [7, 'call', 0],
  ];
  for (const [endpoint, role, further] of forgeries) {
    const story = connectedStory();
    story.create(2);
    const ask = story.ask(1);
    story
      .run('request', ask, 'execute', 'MSG-06')
      .begin(1, 'call', ask)
      .end(endpoint, role, ask + further);
    t.deepEqual(told(story.judge()), [['ORD-08'], `handler ${ask + further} ends and has not begun`]);
  }
  const early = connectedStory();
  const ask = early.ask(1);
  early.run('request', ask, 'execute', 'MSG-06').end(1, 'call', ask);
  t.deepEqual(told(early.judge()), [['ORD-08'], `handler ${ask} ends and has not begun`]);
});

test('START-01, STOP-01, CALL-02 handlers and hooks end as their scripts say', (t) => {
  const handler = connectedStory();
  const ask = handler.ask(1);
  handler.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask, 'throw');
  t.deepEqual(told(handler.judge()), [['ORD-08'], `handler ${ask} ends otherwise than its script says`]);
  for (const [end, how] of [
    ['return', 'throw'],
    ['throw', 'return'],
    ['promise', 'return'],
  ] as const) {
    const story = new Story();
    story.create(1, { onStart: { nested: [], end } });
    story.start(1, how);
    t.deepEqual(told(story.judge()), [['ORD-08'], 'onStart of 1 ends otherwise than its script says']);
  }
  for (const [end, how] of [
    ['done', 'throw'],
    ['done', 'null'],
    ['later', 'return'],
    ['throw', 'future'],
    ['null', 'throw'],
  ] as const) {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end } });
    story.start(1);
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, how);
    t.deepEqual(told(story.judge()), [['ORD-08'], 'onStop of 1 ends otherwise than its script says']);
  }
});

test('MAIN-05 a handler that holds its main thread ends when it was released; a hook never holds it, whatever its number', (t) => {
  const story = connectedStory();
  const hold = story.ask(1, { script: script('hold') });
  story.create(hold); // the work of its hooks has the number of the endpoint
  story.start(hold);
  story.run('request', hold, 'execute', 'MSG-06').begin(1, 'call', hold);
  const early = [...story.events];
  story.done({ type: 'release', work: hold, how: 'value' });
  story.run('return', hold, 'answer', 'MAIN-01').end(1, 'call', hold);
  story.run('answer', hold, 'settle', 'CALL-25').value(hold, hold);
  t.is(story.settle().judge().verdict, 'accepted', JSON.stringify(story.judge()));
  story.events.splice(0, story.events.length, ...early);
  t.deepEqual(told(story.end(1, 'call', hold).judge()), [['MAIN-05'], `handler ${hold} was not released`]);
});

test('STOP-07 onStop begins when the resources are closed, the last one first, and nothing closes one that is not there', (t) => {
  const early = stoppingStory().closed(1, 1).begin(1, 'stop', 1);
  t.deepEqual(told(early.judge()), [['STOP-07'], 'endpoint 1 has resources that are not closed']);
  const order = stoppingStory().closed(1, 0);
  t.deepEqual(told(order.judge()), [['STOP-07'], 'resource 0 is closed out of order']);
  const further = stoppingStory().closed(1, 1).closed(1, 0).closed(1, 7);
  t.deepEqual(told(further.judge()), [['STOP-07'], 'nothing made resource 7 be closed']);
  const nobody = stoppingStory(0).closed(7, 0);
  t.deepEqual(told(nobody.judge()), [['STOP-07'], 'nothing made resource 0 be closed']);
});

test('ORD-08 work that would be let through begins by its action, and not before; what was dropped does not begin', (t) => {
  const ready = connectedStory();
  const ask = ready.ask(1);
  t.deepEqual(told(ready.begin(1, 'call', ask).judge()), [['ORD-08'], `nothing made ${ask} begin`]);
  const early = connectedStory();
  const run = early.runAsync({ delayMs: 5 });
  t.deepEqual(told(early.begin(1, 'run', run).judge()), [['ORD-08'], `nothing made ${run} begin`]);
  const dropped = new Story();
  dropped.create(1);
  dropped.connect(1, 1);
  const tell = dropped.tell(1);
  dropped.run('request', tell, 'drop', 'MSG-02').begin(1, 'call', tell);
  t.deepEqual(told(dropped.judge()), [['ORD-08'], `nothing made ${tell} begin`]);
  const stopped = stoppingStory(0).handler(1, 'stop', 1, 'future').begin(1, 'stop', 1);
  t.deepEqual(told(stopped.judge()), [['ORD-08'], 'nothing made 1 begin']);
});

test('CALL-05 only a blocking call of the endpoint itself waits for the handler that makes it', (t) => {
  const begun = (by: number | { readonly mainOf: number }): Story => {
    const story = connectedStory();
    const inner = story.reserve();
    const call = { type: 'call', target: { gateway: 1 }, method: 'askBlocking' } as const;
    const operation = { ...call, timeout: null, argument: 'good', script: script() } as const;
    const outer = story.ask(1, { script: script('return', [{ op: inner, operation }]) });
    story.run('request', outer, 'execute', 'MSG-06').begin(1, 'call', outer);
    if (typeof by === 'number') {
      story.events.splice(-2);
      story.invoke(operation, by, inner);
      story.run('request', outer, 'execute', 'MSG-06').begin(1, 'call', outer);
    } else story.invoke(operation, by, inner);
    return story.begin(1, 'call', inner);
  };
  t.deepEqual(brokenRules(begun({ mainOf: 1 }).judge()), ['MAIN-01', 'CALL-05']);
  t.deepEqual(brokenRules(begun(1).judge()), ['MAIN-01']);
});

test('SUPER-01 what an endpoint ends of by itself may be a handler that threw, and none that returned', (t) => {
  const killed = (how: 'return' | 'throw'): readonly string[] => {
    const story = connectedStory();
    const tell = story.tell(1, { script: script(how) });
    story.run('request', tell, 'execute', 'MSG-06').handler(1, 'call', tell, how);
    return rulesOfSituation(story.run('kill', 1, 'terminate', 'SUPER-02').judge());
  };
  const none = rulesOfSituation(connectedStory().run('kill', 1, 'terminate', 'SUPER-02').judge());
  t.deepEqual(killed('return'), none);
  t.true(killed('throw').length > none.length);
});

test('SERV-14 a handler that ends when the limit of a close has cut its endpoint off counts for nothing but its work', (t) => {
  const cutOff = (ends: boolean) => {
    const story = connectedStory({ remote: false });
    const hold = story.tell(1, { script: script('hold') });
    story.run('request', hold, 'execute', 'MSG-06').begin(1, 'call', hold);
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 20 });
    story.later(20).run('close-timeout', 0, 'release', 'SERV-14').error(close, 'close-timeout');
    story.done({ type: 'release', work: hold, how: 'value' });
    story.run('return', hold, 'answer', 'MAIN-01');
    const verdict = checkTrace(
      (ends ? story.end(1, 'call', hold).run('close', 1, 'drop', 'LIFE-12').settle() : story).trace(),
      mutable,
    );
    t.is(verdict.verdict, ends ? 'accepted' : 'rejected', JSON.stringify(verdict));
    return verdict.exercised;
  };
  const [before, after] = [cutOff(false), cutOff(true)];
  const more = [...after].filter(([rule, count]) => count > (before.get(rule) ?? 0)).map(([rule]) => rule);
  t.deepEqual(
    more.sort(),
    ['CALL-01', 'LIFE-12', 'ORD-07', 'ORD-08'],
    'the work, and the CLOSE that was dropped',
  );
});

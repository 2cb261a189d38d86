/**
 * Goal: a rule counts as exercised wherever its antecedent is met, also where another rule decides. Method: pairs of
 * hand-written traces that are accepted, of which only the first meets it.
 */
import test from 'ava';
import type { AddressReference, NullableToken, Operation, Token, WorkEnding } from '../../spec/index.js';
import { checkTrace } from '../index.js';
import { BLUE, connectedStory, mutable, RED, Story, script } from './support.js';

/** How often an accepted story exercises a rule. */
function counted(story: Story, rule: string): number {
  const verdict = checkTrace(story.trace(), mutable);
  if (verdict.verdict !== 'accepted') throw new Error(JSON.stringify(verdict));
  return verdict.exercised.get(rule) ?? 0;
}

test('HAND-12 a null token is one that a connect has to carry unchecked, also where the endpoint has none either', (t) => {
  const connected = (token: NullableToken, kind: 'fenced' | 'plain'): Story => {
    const story = new Story();
    story.create(1, { kind, token });
    story.connectWith(1, 1, token);
    return story.settle();
  };
  t.is(counted(connected(null, 'fenced'), 'HAND-12'), 1);
  t.is(counted(connected(RED, 'fenced'), 'HAND-12'), 0);
  t.is(counted(connected(null, 'plain'), 'HAND-12'), 0);
});

test('TIME-01, TIME-02 the limit of an ask is its own or that of the service, whatever kept the answer away', (t) => {
  const expired = (timeout: number | null): Story => {
    const story = connectedStory();
    const ask = story.ask(1, { timeout, script: script('later') });
    story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask, 'future');
    story.terminate(1);
    story.later(100).run('timeout', ask, 'settle', 'CALL-20');
    return story.error(ask, 'ask-timeout', { states: ['method', 'address'] }).settle();
  };
  t.deepEqual([counted(expired(null), 'TIME-01'), counted(expired(null), 'TIME-02')], [1, 0]);
  t.deepEqual([counted(expired(50), 'TIME-01'), counted(expired(50), 'TIME-02')], [0, 1]);
});

test('FENCE-08 the token changes while fenced messages wait, though none of them passes by either token', (t) => {
  const changed = (waits: boolean): Story => {
    const story = new Story();
    story.create(1, { kind: 'fenced', token: RED });
    story.start(1);
    story.connectWith(1, 1, null);
    const nested = story.reserve();
    const operation: Operation = { type: 'set-token', endpoint: 1, token: BLUE };
    const changes = script('return', [{ op: nested, operation }]);
    const run = story.done(
      { type: 'run-async', endpoint: 1, delayMs: 0, unfenced: false, script: changes },
      3,
    );
    const early = waits ? story.ask(1, {}, 1) : null;
    story.run('request', run, 'execute', 'FENCE-01').begin(1, 'run', run);
    story.done(operation, { mainOf: 1 }, nested);
    story.end(1, 'run', run);
    return story.refused(early ?? story.ask(1, {}, 1), 'fencing-token', 'FENCE-04', ['tokens']).settle();
  };
  t.is(counted(changed(true), 'FENCE-08'), 1);
  t.is(counted(changed(false), 'FENCE-08'), 0);
});

test('FENCE-10 a gateway is used after the token of its endpoint changed, whichever token it has now', (t) => {
  const used = (tokens: readonly Token[], first: 'connect' | 'change'): Story => {
    const story = new Story();
    story.create(1, { kind: 'fenced', token: RED });
    story.start(1);
    if (first === 'connect') story.connectWith(1, 1, RED);
    const nested = tokens.map((token) => ({
      op: story.reserve(),
      operation: { type: 'set-token', endpoint: 1, token } as const,
    }));
    const run = story.runAsync({ script: script('return', nested) });
    story.run('request', run, 'execute', 'FENCE-01').begin(1, 'run', run);
    for (const { op, operation } of nested) story.done(operation, { mainOf: 1 }, op);
    story.end(1, 'run', run);
    if (first === 'change') story.connectWith(1, 1, RED);
    const ask = story.ask(1);
    if (tokens.at(-1) === RED) return story.executed(ask, 1, 'FENCE-01').settle();
    return story.refused(ask, 'fencing-token', 'FENCE-02', ['tokens', 'endpoint']).settle();
  };
  t.is(counted(used([BLUE], 'connect'), 'FENCE-10'), 1);
  t.is(counted(used([BLUE, RED], 'connect'), 'FENCE-10'), 1);
  t.is(counted(used([RED], 'connect'), 'FENCE-10'), 0);
  t.is(counted(used([BLUE], 'change'), 'FENCE-10'), 0);
});

test('MAIN-05 a message arrives at one endpoint while a handler holds the main thread of another', (t) => {
  const held = (ending: WorkEnding['ending']): Story => {
    const story = connectedStory();
    story.create(2);
    story.start(2);
    const hold = story.ask(1, { script: script(ending) });
    story.run('request', hold, 'execute', 'MSG-06').begin(1, 'call', hold);
    if (ending === 'return')
      story.end(1, 'call', hold).run('answer', hold, 'settle', 'CALL-25').value(hold, hold);
    story.executed(story.ask({ self: 2 }, {}, 1), 2);
    if (ending === 'return') return story.settle();
    story.done({ type: 'release', work: hold, how: 'value' });
    story.run('return', hold, 'answer', 'MAIN-01').end(1, 'call', hold);
    return story.run('answer', hold, 'settle', 'CALL-25').value(hold, hold).settle();
  };
  t.is(counted(held('hold'), 'MAIN-05'), 1);
  t.is(counted(held('return'), 'MAIN-05'), 0);
});

test('MAIN-14 the timer of a run fires while its endpoint terminates, and the run finds it ended', (t) => {
  const due = (terminates: boolean): Story => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    const run = story.runAsync({ delayMs: 5 });
    story.run('request', run, 'arm', 'SELF-05');
    const stop = story.invoke({ type: 'terminate', endpoint: 1 });
    if (terminates) story.run('request', stop, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    story.later(5).run('timer', run, 'resend', 'SELF-05');
    if (!terminates) story.run('request', stop, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    story.done({ type: 'release-stop', endpoint: 1, how: 'value' });
    story.run('stop-future', 1, 'terminate', 'STOP-02').run('due', run, 'drop', 'DEAD-04');
    return story.run('gone', 1, 'release', 'TERM-06').value(stop).settle();
  };
  t.is(counted(due(true), 'MAIN-14'), 1);
  t.is(counted(due(false), 'MAIN-14'), 0);
});

test('SERV-07 a service closes with an endpoint that was never started, and its limit is faster', (t) => {
  const closed = (endpoints: 0 | 1): Story => {
    const story = new Story();
    if (endpoints === 1) story.create(1);
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 10 });
    if (endpoints === 0) return story.run('down', 0, 'release', 'SERV-03').value(close).settle();
    story.later(10).run('close-timeout', 0, 'release', 'SERV-14').error(close, 'close-timeout');
    return story.run('close', 1, 'drop', 'LIFE-12').settle();
  };
  t.is(counted(closed(1), 'SERV-07'), 1);
  t.is(counted(closed(0), 'SERV-07'), 0);
});

test('ADDR-01, ADDR-02 a connect reads the address of an endpoint, also of one that is abandoned, and may fail', (t) => {
  const failed = (address: AddressReference, remote: boolean): Story => {
    const story = new Story({ remote });
    const op = story.invoke(story.creation(1, { constructorThrows: true }));
    story.error(op, 'application', { failure: `ScriptedError: failure of ${op}`, thrown: true });
    const connect = story.connecting(1, 1, { address });
    story.run('identify', connect, 'none', 'HAND-02').run('identity', connect, 'settle', 'CALL-25');
    return story.error(connect, 'connection', { states: ['address'] }).settle();
  };
  const read = (story: Story): readonly number[] => [counted(story, 'ADDR-01'), counted(story, 'ADDR-02')];
  t.deepEqual(read(failed({ kind: 'endpoint', endpoint: 1 }, true)), [1, 0]);
  t.deepEqual(read(failed({ kind: 'endpoint', endpoint: 1 }, false)), [0, 1]);
  t.deepEqual(read(failed({ kind: 'name', service: 0, name: 'nobody' }, true)), [0, 0]);
});

test('HAND-18 a connect reaches an endpoint of its own service by host and port, and comes to nothing', (t) => {
  const refused = (service: number, remote = true): Story => {
    const story = new Story({ remote });
    story.create(1);
    const op = story.connecting(1, 1, { service, gatewayType: 'foreign' });
    story.run('identify', op, 'found', 'MSG-05').run('identity', op, 'shake', 'HAND-01');
    story.run('handshake', op, 'refuse:handshake', 'HAND-08').run('greeting', op, 'settle', 'CALL-25');
    return story.error(op, 'handshake', { states: ['gateway', 'endpoint'] }).settle();
  };
  t.is(counted(refused(0), 'HAND-18'), 1);
  t.is(counted(refused(1), 'HAND-18'), 0);
  t.is(counted(refused(0, false), 'HAND-18'), 0);
});

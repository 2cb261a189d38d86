/**
 * Goal: traces of programs whose code has no script are judged by what they tell of it, and long ones in little memory.
 * Method: stories written by hand, each with a forgery beside it.
 */
import test from 'ava';
import type { EndKind, Outcome, TraceEvent, WorkScript } from '../../spec/index.js';
import { Oracle } from '../index.js';
import { accept, finish } from '../world/events.js';
import { World } from '../world/world.js';
import { brokenRules, mutable, Story } from './support.js';

const observed: WorkScript = { nested: [], end: { ending: 'observed' } };
const hooks = { onStart: { nested: [], end: 'observed' }, onStop: { nested: [], end: 'observed' } } as const;

const value = (of: string | number | null): Outcome => ({ kind: 'value', value: of });
const failure = (text: string): Outcome => ({ kind: 'error', code: 'application', failure: text });

/** A started endpoint of an application, and a gateway to it. */
function begun(service = 0): Story {
  const story = new Story();
  story.create(1, { ...hooks, gateways: ['Counter'] });
  story.start(1);
  story.connect(1, 1, { service, gatewayName: 'Counter' });
  return story;
}

/** A call whose work ends so, gives that, and comes out like this. */
function called(how: EndKind, gives: Outcome, outcome: Outcome, service = 0): Story {
  const story = begun(service);
  const op = story.ask(1, { script: observed, name: 'add(number)' });
  story.run('request', op, 'execute', 'MSG-06').begin(1, 'call', op);
  story.events.push({ event: 'end', at: 0, endpoint: 1, role: 'call', work: op, how, gives });
  return story.run('answer', op, 'settle', 'CALL-25').outcome(op, outcome);
}

test('CALL-12 the asker gets what the work gave', (t) => {
  t.is(called('return', value(42), value(42)).judge().verdict, 'accepted');
  t.is(called('null', value(null), value(null)).judge().verdict, 'accepted');
  t.is(called('throw', failure('RangeError: no'), failure('RangeError: no')).judge().verdict, 'accepted');
});

test('an outcome that the work did not give is rejected, and the verdict says what it gave', (t) => {
  const verdict = called('return', value(42), value(43)).judge();
  t.is(verdict.verdict, 'rejected');
  t.regex(JSON.stringify(verdict), /the value 42/);
  t.is(called('return', value(42), failure('RangeError: no')).judge().verdict, 'rejected');
  t.is(called('throw', failure('RangeError: no'), failure('RangeError: yes')).judge().verdict, 'rejected');
  const silent = called('throw', failure('RangeError: no'), value(null)).judge();
  t.is(silent.verdict, 'rejected');
  t.true(
    silent.verdict === 'rejected' &&
      silent.accepted.join().includes('the error application (RangeError: no)'),
  );
});

test('CALL-11 where the trace does not tell what the work gave, any value is accepted, or any failure if it threw', (t) => {
  const untold = (how: EndKind, outcome: Outcome): string => {
    const story = begun();
    const op = story.ask(1, { script: observed });
    story.run('request', op, 'execute', 'MSG-06').handler(1, 'call', op, how);
    return story.run('answer', op, 'settle', 'CALL-25').outcome(op, outcome).judge().verdict;
  };
  t.is(untold('return', value(42)), 'accepted');
  t.is(untold('throw', failure('RangeError: no')), 'accepted');
  t.is(untold('throw', value(42)), 'rejected');
  t.is(untold('return', failure('RangeError: no')), 'rejected');
});

test('CALL-12 a future of which the trace does not tell what it gave may have failed', (t) => {
  for (const outcome of [value(42), failure('TypeError: later')]) {
    const story = begun();
    const op = story.ask(1, { script: observed });
    story.run('request', op, 'execute', 'MSG-06').handler(1, 'call', op, 'future');
    story.run('result', op, 'answer', 'CALL-12').run('answer', op, 'settle', 'CALL-25').outcome(op, outcome);
    t.is(story.judge().verdict, 'accepted');
  }
});

test('MAIN-10 a task that threw has no value, though the trace does not tell what it threw', (t) => {
  const untold = (how: EndKind, outcome: Outcome): string => {
    const story = begun();
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const op = story.schedule({ callable: true, script: observed });
    story.run('timer', op, 'resend', 'MAIN-07').run('due', op, 'execute', 'MAIN-07');
    return story.handler(1, 'run', op, how).outcome(op, outcome).judge().verdict;
  };
  t.is(untold('return', value(42)), 'accepted');
  t.is(untold('throw', failure('RangeError: no')), 'accepted');
  t.is(untold('throw', value(42)), 'rejected');
  t.is(untold('return', failure('RangeError: no')), 'rejected');
});

test('SERV-10 a task of a service that threw has no value, though the trace does not tell what it threw', (t) => {
  const untold = (how: 'return' | 'throw', outcome: Outcome): string => {
    const story = new Story();
    const op = story.serviceTask({ throwsAtRun: null });
    story.run('tick', op, 'execute', 'SERV-10').handler(0, 'service-task', op, how);
    return story.outcome(op, outcome).judge().verdict;
  };
  t.is(untold('return', value(42)), 'accepted');
  t.is(untold('throw', failure('RangeError: no')), 'accepted');
  t.is(untold('throw', value(42)), 'rejected');
  t.is(untold('return', failure('RangeError: no')), 'rejected');
});

test('work cannot end otherwise than what it gave says', (t) => {
  t.is(called('throw', value(42), value(42)).judge().verdict, 'rejected');
  t.is(called('throw', value(null), value(null)).judge().verdict, 'rejected');
  t.is(called('return', failure('RangeError: no'), failure('RangeError: no')).judge().verdict, 'rejected');
  t.is(called('null', value(42), value(42)).judge().verdict, 'rejected');
});

test('SIZE-05, SIZE-06 a result may be lost on the way to another service, and nowhere else', (t) => {
  const tooLarge: Outcome = { kind: 'error', code: 'result-too-large', states: ['method', 'bytes', 'limit'] };
  t.is(called('return', value('long'), tooLarge, 1).judge().verdict, 'accepted');
  t.is(called('return', value('long'), tooLarge, 0).judge().verdict, 'rejected');
});

test('SIZE-10 an error that does not fit into a frame arrives shortened', (t) => {
  const whole = failure('VeryLongNamedError: something went wrong');
  t.is(called('throw', whole, failure('VeryLongName: something we'), 1).judge().verdict, 'accepted');
  t.is(called('throw', whole, failure('VeryLongName: something we'), 0).judge().verdict, 'rejected');
});

test('CALL-12 a future of an application completes at any time, or never', (t) => {
  const open = begun();
  const op = open.ask(1, { script: observed });
  open.run('request', op, 'execute', 'MSG-06').handler(1, 'call', op, 'future');
  t.is(open.judge().verdict, 'accepted');
  const run = { event: 'run', at: 0, leg: 'result', id: op, decision: 'answer', rule: 'CALL-12' } as const;
  open.events.push({ ...run, gives: failure('TypeError: later') });
  open.run('answer', op, 'settle', 'CALL-25').outcome(op, failure('TypeError: never'));
  t.is(open.judge().verdict, 'rejected');
  open.events.pop();
  open.outcome(op, failure('TypeError: later'));
  t.is(open.judge().verdict, 'accepted');
  open.events.push(run);
  t.is(open.judge().verdict, 'rejected');
});

test('START-02 the hooks of an application end as their events tell', (t) => {
  const story = new Story();
  story.create(1, hooks);
  story.start(1, 'throw');
  story.run('gone', 1, 'release', 'TERM-06');
  const op = story.invoke({ type: 'watch', endpoint: 1, callback: [] });
  story.error(op, 'start-failed', { states: ['endpoint'], cause: 'application' });
  t.is(story.judge().verdict, 'accepted');
});

test('STOP-03 onStop of an application gives a future, and never ends as a handler does', (t) => {
  const ended = (how: EndKind): string => {
    const story = begun();
    const op = story.invoke({ type: 'terminate', endpoint: 1 });
    return story.run('request', op, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, how).judge().verdict;
  };
  t.is(ended('future'), 'accepted');
  t.is(ended('return'), 'rejected');
  for (const how of ['throw', 'null'] as const) {
    const story = begun();
    const op = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', op, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, how);
    story.run('gone', 1, 'release', 'TERM-06').error(op, 'stop-failed', { states: ['endpoint'] });
    t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
  }
});

/** A terminated endpoint whose onStop returned a future that gave this, and how the termination came out. */
function stopped(gives: Outcome, outcome: Outcome): Story {
  const story = begun();
  const op = story.invoke({ type: 'terminate', endpoint: 1 });
  story.run('request', op, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  const run = {
    event: 'run',
    at: 0,
    leg: 'stop-future',
    id: 1,
    decision: 'terminate',
    rule: 'STOP-02',
  } as const;
  story.events.push({ ...run, gives });
  return story.run('gone', 1, 'release', 'TERM-06').outcome(op, outcome);
}

test('STOP-05 the termination of an endpoint comes out as the future of its onStop', (t) => {
  t.is(stopped(value(null), value(null)).judge().verdict, 'accepted');
  t.is(stopped(failure('Error: disk'), failure('Error: disk')).judge().verdict, 'accepted');
  t.is(stopped(failure('Error: disk'), failure('Error: tape')).judge().verdict, 'rejected');
  t.is(stopped(failure('Error: disk'), value(null)).judge().verdict, 'rejected');
  t.is(stopped(value(null), failure('Error: disk')).judge().verdict, 'rejected');
});

test('HAND-08 an endpoint serves the gateways that it declared', (t) => {
  const story = begun();
  const op = story.connecting(2, 1, { gatewayName: 'Other' });
  story.run('identify', op, 'found', 'MSG-05').run('identity', op, 'shake', 'HAND-01');
  const other = story.trace();
  story.run('handshake', op, 'refuse:handshake', 'HAND-08').run('greeting', op, 'settle', 'CALL-25');
  story.error(op, 'handshake', { states: ['gateway'] });
  t.is(story.judge().verdict, 'accepted');
  const oracle = new Oracle(mutable);
  oracle.reset(other.header);
  const accepted: TraceEvent[] = [
    ...other.events.slice(0, -3),
    { event: 'run', at: 0, leg: 'handshake', id: op, decision: 'accept', rule: 'MSG-05' },
  ];
  t.false(accepted.every((event) => oracle.accept(event)));
  t.true(brokenRules(oracle.verdict()).includes('HAND-08'));
});

test('a history of observable events needs scripts', (t) => {
  const { header, events } = called('return', value(1), value(1)).trace();
  const story = new Story({ complete: false });
  story.events.push(...events.filter(({ event }) => event !== 'run'));
  t.false(story.trace().header.complete && header.complete);
  t.is(story.judge().verdict, 'inconclusive');
});

/** A world that has judged so many calls, one after the other. */
function afterCalls(calls: number): { readonly world: World; readonly last: number } {
  const story = begun();
  const world = new World(mutable);
  world.reset(story.trace().header);
  for (const event of story.events.splice(0)) accept(world, event);
  let last = 0;
  for (let call = 0; call < calls; call += 1) {
    last = story.ask(1, { script: observed });
    story.run('request', last, 'execute', 'MSG-06').handler(1, 'call', last);
    story.run('answer', last, 'settle', 'CALL-25').value(last, 7);
    for (const event of story.events.splice(0))
      if (!accept(world, event)) throw new Error('a call is rejected');
  }
  return { world, last };
}

test('operations that are over are forgotten, however long the trace', (t) => {
  const { world } = afterCalls(10_000);
  t.true(world.usedOps.length < 2048, `${world.usedOps.length} operations are remembered`);
  t.true(finish(world));
});

test('ORD-05, CALL-25 what is forgotten cannot happen again', (t) => {
  const { world } = afterCalls(3000);
  const forgotten = 10;
  t.true(world.wasInvoked(forgotten));
  const again: readonly TraceEvent[] = [
    { event: 'run', at: 0, leg: 'answer', id: forgotten, decision: 'late', rule: 'CALL-21' },
    { event: 'outcome', at: 0, op: forgotten, outcome: value(7) },
    { event: 'invoke', at: 0, op: forgotten, by: { lane: 0 }, operation: { type: 'start', endpoint: 1 } },
  ];
  for (const event of again) t.false(accept(world, event), event.event);
  t.regex(world.refusedWords, /was invoked before/);
  t.false(accept(world, again[1] as TraceEvent));
  t.regex(world.refusedWords, /came out before/);
});

test('a world that has forgotten serves another trace', (t) => {
  const { world } = afterCalls(3000);
  const { header, events } = called('return', value(1), value(1)).trace();
  world.reset(header);
  t.true(events.every((event) => accept(world, event)) && finish(world));
});

test('DEAD-03 messages that a broken link swallowed are forgotten in the end', (t) => {
  const story = begun(1);
  const world = new World(mutable);
  world.reset(story.trace().header);
  story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
  for (const event of story.events.splice(0)) t.true(accept(world, event), JSON.stringify(event));
  for (let call = 0; call < 25_000; call += 1) {
    const op = story.ask(1, { script: observed });
    story
      .run('unreachable', op, 'settle', 'DEAD-03')
      .error(op, 'recipient-unreachable', { states: ['address'] });
    for (const event of story.events.splice(0))
      if (!accept(world, event)) throw new Error('a call is rejected');
  }
  t.true(world.usedOps.length < 23_000, `${world.usedOps.length} operations are remembered`);
  const connected = story.connecting(2, 1, { service: 1 });
  story.run('identify', connected, 'found', 'MSG-05').run('identity', connected, 'shake', 'HAND-01');
  story.run('handshake', connected, 'accept', 'MSG-05').run('greeting', connected, 'settle', 'CALL-25');
  story.value(connected);
  const op = story.ask(2, { script: observed });
  story.run('request', op, 'execute', 'MSG-06').handler(1, 'call', op).run('answer', op, 'settle', 'CALL-25');
  for (const event of story.value(op, 1).events.splice(0))
    t.true(accept(world, event), JSON.stringify(event));
  t.true(finish(world), 'a link that was dialled anew is whole');
});

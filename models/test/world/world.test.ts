/** A world that serves one trace after the other, operations of a long trace that are forgotten, and a world that goes back. */
import test from 'ava';
import type { Trace } from '../../../spec/index.js';
import { Oracle } from '../../index.js';
import { Future } from '../../world/records.js';
import type { World } from '../../world/world.js';
import { brokenRules, connectedStory, mutable, recorded, rulesOfSituation, Story } from '../support.js';
import { reset, worldOf } from './support.js';

/** More operations than a world remembers before it looks for those that are over. */
const OPERATIONS = 1500;

test('of many operations those are forgotten that are over, and the others are remembered in their order', (t) => {
  const world = worldOf();
  const open: number[] = [];
  for (let id = 1; id <= OPERATIONS; id++) {
    const op = world.addOp(id, { type: 'settle' }, 0);
    if (id % 100 === 0) open.push(id);
    else op.future = Future.observed;
  }
  const remembered = world.usedOps.map(({ id }) => id);
  t.true(remembered.length < OPERATIONS);
  t.deepEqual(
    remembered.filter((id) => open.includes(id)),
    open,
  );
  t.deepEqual(
    world.usedOps.map(({ place }) => place),
    [...remembered.keys()],
  );
  t.is(world.op(1), undefined, 'it is over');
  t.false(world.wasInvoked(OPERATIONS + 1));
  for (let id = OPERATIONS + 1; id <= 3 * OPERATIONS; id++)
    world.addOp(id, { type: 'settle' }, 0).future = Future.observed;
  t.is(world.op(OPERATIONS + 1), undefined, 'they are looked for again');
  for (let id = 1; id <= 3 * OPERATIONS; id++) if (!world.wasInvoked(id)) t.fail(`${id} is unknown`);
  reset(world);
  t.false(world.wasInvoked(1), 'another trace has the same numbers');
});

test('CALL-25 an answer that is still on its way after many operations is missing at the end', (t) => {
  const story = connectedStory();
  const ask = story.ask(1, { timeout: null });
  story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask);
  for (let count = 0; count < OPERATIONS; count++)
    story.value(story.invoke({ type: 'query', subject: { endpoint: 1 }, property: 'endpoint-id' }), 'e1');
  const missing = story.judge();
  t.is(missing.verdict, 'rejected');
  t.true(brokenRules(missing).includes('CALL-25'), JSON.stringify(missing));
  story.run('answer', ask, 'settle', 'CALL-25').value(ask, ask);
  t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

/** An endpoint takes an id. */
function take(world: World, id: number, name: string): void {
  const endpoint = world.addEndpoint(id);
  endpoint.service = 0;
  endpoint.exists = 1;
  endpoint.name = world.nameNumber(name);
  world.bearers.add(endpoint);
}

test('ADDR-07 when the world goes back, who bore an id before bears it again', (t) => {
  const world = worldOf();
  const names = ['first', 'second'];
  for (const [id, name] of names.entries()) take(world, id, name);
  const before = world.save();
  for (let id = names.length; id < 3 * names.length; id++)
    take(world, id, names[id % names.length] as string);
  world.restore(before);
  for (const [id, name] of names.entries()) t.is(world.bearers.last(0, world.nameNumber(name))?.id, id, name);
});

/** Everything that an oracle tells of the beginning of a trace, as it is told of a trace that ends there. */
function told(oracle: Oracle, { header, events }: Trace, length: number): unknown {
  oracle.taken();
  oracle.reset(header);
  for (const event of events.slice(0, length)) oracle.accept(event);
  const standing = oracle.standing();
  const operations = events.map((event) => ('op' in event ? oracle.statesOf(event.op) : []));
  const verdict = oracle.finish();
  const demanded = verdict.verdict === 'rejected' ? oracle.demanded() : [];
  return { standing, operations, verdict, demanded, taken: oracle.taken() };
}

test('a world that has served other traces, whole ones and others that broke off, judges as a new one', (t) => {
  const used = new Oracle(mutable);
  used.note();
  for (const trace of recorded())
    for (const length of [trace.events.length, Math.trunc(trace.events.length / 2)]) {
      const fresh = new Oracle(mutable);
      fresh.note();
      t.deepEqual(told(used, trace, length), told(fresh, trace, length), trace.title);
    }
});

test('ORD-08 a service of an earlier trace is none of this one', (t) => {
  const createdAt = (service: number, services: number) => {
    const story = new Story({ services });
    story.create(1, { service });
    return story.trace();
  };
  const oracle = new Oracle(mutable);
  t.is(oracle.judge(createdAt(2, 3)).verdict, 'accepted');
  t.deepEqual(brokenRules(oracle.judge(createdAt(2, 2))), ['ORD-08']);
  t.deepEqual(brokenRules(oracle.judge(createdAt(-1, 2))), ['ORD-08']);
});

test('what is refused before anything has run is about nothing that a message passed', (t) => {
  const story = new Story();
  const create = story.invoke(story.creation(1));
  const verdict = story.run('request', create, 'execute', 'MSG-06').judge();
  t.is(verdict.verdict, 'rejected');
  t.deepEqual(rulesOfSituation(verdict), []);
});

test('ORD-08 a gateway and an executor of an earlier trace are none of this one', (t) => {
  const oracle = new Oracle(mutable);
  const earlier = connectedStory();
  earlier.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
  t.is(oracle.judge(earlier.trace()).verdict, 'accepted');
  for (const later of [(story: Story) => story.ask(1), (story: Story) => story.schedule()]) {
    const story = new Story();
    story.create(1);
    later(story);
    t.deepEqual(brokenRules(oracle.judge(story.trace())), ['ORD-08']);
  }
});

test('a gateway and an executor that are made once more stay when the world goes back', (t) => {
  const world = worldOf();
  world.addGateway(1);
  world.addExecutor(1);
  const before = world.save();
  world.addGateway(1);
  world.addExecutor(1);
  world.addGateway(2);
  world.addExecutor(2);
  world.restore(before);
  t.deepEqual([world.gateways[1]?.id, world.executors[1]?.id], [1, 1]);
  t.deepEqual([world.gateways[2], world.executors[2]], [undefined, undefined]);
});

test('SUPER-07 an oracle tells each transition that would have been accepted instead', (t) => {
  const story = connectedStory();
  const fault = story.done({ type: 'fault', endpoint: 1 });
  const ask = story.ask(1);
  story.run('fault', fault, 'fail', 'SUPER-02').run('request', ask, 'execute', 'MSG-06');
  const oracle = new Oracle(mutable);
  t.is(oracle.judge(story.trace()).verdict, 'rejected');
  t.deepEqual(
    oracle.demanded().map(({ chart, event, decision }) => [chart, event, decision]),
    [
      ['lifecycle', 'ASK', 'refuse:recipient-unreachable'],
      ['lifecycle', 'ASK', 'drop'],
    ],
  );
});

test('HAND-02 what answers for an endpoint that is not there is nobody, each time anew', (t) => {
  const story = new Story();
  const addresses = ['one', 'two'] as const;
  for (const [gateway, name] of addresses.entries())
    story.connecting(gateway, 1, { address: { kind: 'name', service: 1, name } }, gateway);
  const begin = story.events.length;
  for (const op of [1, 2]) story.run('identify', op, 'none', 'HAND-02');
  const oracle = new Oracle(mutable);
  oracle.note();
  const coverage = oracle.cover();
  const { header, events } = story.trace();
  oracle.reset(header);
  for (const event of events.slice(0, begin)) t.true(oracle.accept(event));
  oracle.taken();
  for (const event of events.slice(begin)) t.true(oracle.accept(event), JSON.stringify(oracle.verdict()));
  const taken = oracle
    .taken()
    .map(({ chart, event, decision, who }) => `${chart} ${event} ${decision} ${who}`);
  t.deepEqual(taken, Array(2).fill('handshake-target IDENTIFY none '), 'by nobody');
  coverage.commit();
  const all = [...coverage.transitions.keys()];
  const [none] = all.filter(
    (transition) =>
      coverage.timesTaken(transition) === 2 && coverage.transitions[transition]?.decision === 'none',
  );
  t.not(none, undefined);
  t.deepEqual(
    all.filter((before) => coverage.wasFollowed(before, none as number)),
    [],
  );
});

test('of an endpoint it is told which transitions it took, and what it heard before what', (t) => {
  const story = connectedStory();
  story.executed(story.ask(1), 1);
  const stop = story.done({ type: 'stop', endpoint: 1 });
  story.run('request', stop, 'pause', 'LIFE-04');
  story.start(1);
  story.terminate(1);
  const oracle = new Oracle(mutable);
  oracle.note();
  const coverage = oracle.cover();
  t.is(oracle.judge(story.trace()).verdict, 'accepted');
  const heard = { hearer: 'plain', first: 'ask', second: 'stop' } as const;
  t.true(coverage.wasHeard(heard));
  t.false(coverage.wasHeard({ ...heard, first: 'stop', second: 'ask' }));
  const ofTarget = oracle.taken().filter(({ chart }) => chart === 'handshake-target');
  t.deepEqual(
    ofTarget.map(({ event, who }) => `${who} ${event}`),
    ['e1 START', 'e1 IDENTIFY', 'e1 HELLO', 'e1 START', 'e1 END'],
  );
});

test('ORD-08 an endpoint is created once', (t) => {
  for (const complete of [true, false]) {
    const story = new Story({ complete });
    story.create(1);
    t.is(story.judge().verdict, 'accepted');
    story.create(1, { name: 'another' });
    t.deepEqual(brokenRules(story.judge()), ['ORD-08']);
  }
});

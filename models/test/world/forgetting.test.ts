/**
 * Goal: what is left out of a saved state does not change any more, and what is forgotten is off its link.
 * Method: every recorded trace, in which the world goes back again and again; stories; and messages set up by hand.
 */
import test from 'ava';
import type { TraceEvent } from '../../../spec/index.js';
import { accept, finish } from '../../world/events.js';
import { canBeForgotten, isOver, release } from '../../world/forgetting.js';
import { bit } from '../../world/legs.js';
import { isHead, send } from '../../world/mail.js';
import { type EndpointRecord, Future, Lossy, type OpRecord } from '../../world/records.js';
import type { World } from '../../world/world.js';
import { recorded, Story } from '../support.js';
import { worldOf } from './support.js';

/** So many events are taken back, and told again. */
const EVENTS_TAKEN_BACK = 16;

/** The world is told the same events again after it went back, and comes to the same states. */
function tellTwice(world: World, events: readonly TraceEvent[]): boolean {
  const before = world.save();
  const { now } = world;
  const told = () => events.map((event) => (accept(world, event) ? world.save().join() : 'refused'));
  const first = told();
  world.restore(before);
  world.now = now; // the time is that of the next event, and no part of a state
  const second = told();
  return first.every((state, index) => state !== 'refused' && state === second[index]);
}

test('a world that goes back to a saved state accepts again what it accepted from there', (t) => {
  for (const { header, events, title } of recorded()) {
    const world = worldOf();
    world.reset(header);
    for (let from = 0; from < events.length; from += EVENTS_TAKEN_BACK)
      t.true(tellTwice(world, events.slice(from, from + EVENTS_TAKEN_BACK)), `${title}: ${from}`);
    t.true(finish(world), title);
  }
});

test('SERV-11 a task that was cancelled while it runs still has to end, also when the world goes back, and then is over', (t) => {
  const story = new Story({ complete: false });
  const task = story.serviceTask({ periodMs: 5 });
  const world = worldOf();
  world.reset(story.trace().header);
  for (const event of story.events.splice(0)) t.true(accept(world, event));
  const tick: TraceEvent = {
    event: 'run',
    at: 0,
    leg: 'tick',
    id: task,
    decision: 'execute',
    rule: 'SERV-10',
  };
  t.true(accept(world, tick));
  story.begin(0, 'service-task', task).done({ type: 'cancel', scheduled: task });
  for (const event of story.error(task, 'task-cancelled').events.splice(0)) t.true(accept(world, event));
  const op = world.ops[task] as OpRecord;
  t.false(isOver(op));
  t.true(tellTwice(world, story.end(0, 'service-task', task).events.splice(0)));
  t.true(isOver(op));
  t.true(finish(world));
});

/** A message to an endpoint of another service that nobody waits for and a broken link may have swallowed. */
function swallowedMessage(): { readonly world: World; readonly op: OpRecord; readonly behind: OpRecord } {
  const world = worldOf();
  const endpoint = world.addEndpoint(0);
  endpoint.service = 0;
  const [, op, behind] = [1, 2, 3].map((id) => {
    const sent = world.addOp(id, { type: 'settle' }, 1);
    sent.service = 1;
    sent.future = Future.observed;
    sent.lossy = Lossy.lost;
    if (id > 1) send(world, sent, endpoint, 1, bit.request);
    return sent;
  }) as [OpRecord, OpRecord, OpRecord];
  return { world, op, behind };
}

/** So many operations later it does not arrive any more. */
const OPERATIONS_MAX = 10_000;

test('DEAD-03 a message that was swallowed is forgotten when it cannot arrive any more, and is never over', (t) => {
  const { world, op } = swallowedMessage();
  const forgotten = (later: number) => {
    world.operationCount = op.order + later;
    return canBeForgotten(world, op);
  };
  t.false(forgotten(OPERATIONS_MAX));
  t.true(forgotten(OPERATIONS_MAX + 1));
  t.false(isOver(op));
  op.legs |= bit.timeout;
  t.false(forgotten(OPERATIONS_MAX + 1), 'its limit has not expired');
  op.legs = bit.request | bit.unreachable;
  t.true(forgotten(OPERATIONS_MAX + 1), 'who asked need not hear that the link is lost');
  op.future = Future.pending;
  t.false(forgotten(OPERATIONS_MAX + 1), 'somebody waits for it');
  op.future = Future.observed;
  op.lossy = Lossy.late;
  t.false(forgotten(OPERATIONS_MAX + 1), 'it is late and not lost');
});

test('ORD-02 the next message of a link is its head once the one before it is forgotten', (t) => {
  const { world, op, behind } = swallowedMessage();
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  t.true(isHead(endpoint, op));
  release(world, op);
  t.true(isHead(endpoint, behind));
  release(world, behind);
  t.is(endpoint.waiting.size, 0);
});

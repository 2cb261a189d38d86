/** Links of an endpoint, beside lists that do the same in the plainest way. */
import test from 'ava';
import fc from 'fast-check';
import { bit } from '../../world/legs.js';
import { isHead, isReady, overtakes, send, takeOff } from '../../world/mail.js';
import type { EndpointRecord, OpRecord } from '../../world/records.js';
import { Frame, Lossy, restoreEndpoint, saveEndpoint } from '../../world/records.js';
import { LS } from '../../world/symbols.js';
import type { World } from '../../world/world.js';
import { connectedStory, Story } from '../support.js';
import { worldOf } from './support.js';

const SERVICES = 3;

/** More senders than an endpoint searches links for one by one. */
const SENDERS = 14;

/** Messages on their way to one endpoint, link by link, as a list of those that were sent and not taken off. */
class PlainLinks {
  readonly links = new Map<string, number[]>();
  /** The links on which something waits, the one that began to wait first at the beginning. */
  waiting: string[] = [];

  of(op: OpRecord): number[] {
    return this.links.get(this.keyOf(op)) ?? [];
  }

  private keyOf(op: OpRecord): string {
    return `${op.sender} through ${op.service}`;
  }

  send(op: OpRecord): void {
    const key = this.keyOf(op);
    const before = this.of(op);
    if (before.length === 0) this.waiting.push(key);
    this.links.set(key, [...before, op.id]);
  }

  takeOff(op: OpRecord): void {
    const key = this.keyOf(op);
    const after = this.of(op).filter((id) => id !== op.id);
    this.links.set(key, after);
    if (after.length === 0) this.waiting = this.waiting.filter((waiting) => waiting !== key);
  }
}

interface Parcel {
  readonly sender: number;
  readonly service: number;
  readonly handshake: boolean;
  readonly asked: boolean;
  readonly lost: boolean;
}

type Step =
  | { readonly kind: 'send'; readonly parcel: Parcel }
  | { readonly kind: 'take' | 'save'; readonly lot: number };

const parcels: fc.Arbitrary<Parcel> = fc.record({
  // Most are of few links, so that links are long; some are of many.
  sender: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: -3, max: SENDERS - 1 })),
  service: fc.nat({ max: SERVICES - 1 }),
  handshake: fc.boolean(),
  asked: fc.boolean(),
  lost: fc.boolean(),
});

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('send' as const), parcel: parcels }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take' as const), lot: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('save' as const), lot: fc.nat() }) },
);

function sendOne(world: World, endpoint: EndpointRecord, id: number, parcel: Parcel): OpRecord {
  const op = world.addOp(id, { type: 'settle' }, parcel.sender);
  op.service = parcel.service;
  op.asked = parcel.asked ? 1 : 0;
  op.lossy = parcel.lost ? Lossy.lost : Lossy.no;
  send(world, op, endpoint, parcel.service, parcel.handshake ? bit.handshake : bit.request);
  return op;
}

/** Whether a message may overtake, asked of the plain list: nothing before it blocks it. */
function mayOvertake(world: World, endpoint: EndpointRecord, links: PlainLinks, op: OpRecord): boolean {
  if (op.service === endpoint.service) return false;
  const link = links.of(op);
  return link
    .slice(0, link.indexOf(op.id))
    .map((id) => world.ops[id] as OpRecord)
    .every((earlier) => earlier.lossy === Lossy.lost || (earlier.asked !== 0 && op.asked !== 0));
}

const legOf = (op: OpRecord) => op.legs & (bit.request | bit.handshake);

test('ORD-01 ORD-02 links keep the order of each sender and service, however many there are', (t) => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 120, size: 'max' }), (drawn) => {
      const world = worldOf({ services: SERVICES });
      const endpoint = world.addEndpoint(0);
      endpoint.service = 0;
      const links = new PlainLinks();
      const live: OpRecord[] = [];
      for (const [index, step] of drawn.entries()) {
        if (step.kind === 'send') {
          const op = sendOne(world, endpoint, index, step.parcel);
          t.is(op.behind, links.of(op).length > 0 ? 1 : 0);
          links.send(op);
          live.push(op);
        } else if (step.kind === 'take' && live.length > 0) {
          const [op] = live.splice(step.lot % live.length, 1) as [OpRecord];
          const leg = legOf(op);
          t.not(leg, 0);
          takeOff(world, endpoint, op, leg);
          links.takeOff(op);
          t.is(op.legs, 0);
          t.is(op.next, -1);
        } else if (step.kind === 'save') {
          const saved: number[] = [];
          saveEndpoint(endpoint, saved);
          t.is(restoreEndpoint(endpoint, saved, 0), saved.length);
          links.waiting.sort(
            (one, other) => linkOf(endpoint, one) - linkOf(endpoint, other), // they stand as numbered, then
          );
        }
        t.deepEqual(
          Array.from(
            endpoint.waiting,
            (link) => `${endpoint.linkSender[link]} through ${endpoint.linkService[link]}`,
          ),
          links.waiting,
        );
        t.deepEqual(
          live.map((op) => [isHead(endpoint, op), overtakes(world, endpoint, op)]),
          live.map((op) => [links.of(op)[0] === op.id, mayOvertake(world, endpoint, links, op)]),
        );
      }
      const pairs = Array.from(
        endpoint.linkSender,
        (sender, link) => `${sender} through ${endpoint.linkService[link]}`,
      );
      t.is(new Set(pairs).size, pairs.length, 'there is one link for each sender and service');
    }),
    { seed: 1, numRuns: 60 },
  );
});

/** The number of a link, from its words. */
const linkOf = (endpoint: EndpointRecord, words: string) =>
  endpoint.linkSender.findIndex(
    (sender, link) => `${sender} through ${endpoint.linkService[link]}` === words,
  );

test('TERM-03 an endpoint takes no message while its main thread is busy, or once its stop is decided', (t) => {
  const world = worldOf();
  const endpoint = world.addEndpoint(0);
  endpoint.lifecycle = LS['stopped.fresh'];
  t.true(isReady(world, endpoint));
  endpoint.frame = Frame.inside;
  t.false(isReady(world, endpoint));
  endpoint.frame = Frame.none;
  endpoint.lifecycle = LS['terminating.finished'];
  t.false(isReady(world, endpoint));
});

test('DEAD-03 what reaches a removed endpoint waits for a handler that was cut off only where all is recorded', (t) => {
  for (const complete of [true, false]) {
    const world = worldOf({ complete });
    const endpoint = world.addEndpoint(0);
    endpoint.frame = Frame.held;
    endpoint.lifecycle = LS.gone;
    t.is(isReady(world, endpoint), !complete);
  }
});

test('DEAD-06 a tell through a gateway whose service is closed is lost, and a complete trace may say so', (t) => {
  const build = () => {
    const story = connectedStory({}, 1);
    const close = story.invoke({ type: 'close-service', service: 1, timeoutMs: null });
    story.run('down', 1, 'release', 'SERV-03').value(close);
    return { story, tell: story.tell(1) };
  };
  const silent = build();
  t.is(silent.story.settle().judge().verdict, 'accepted');
  const lost = build();
  lost.story.lose('request', lost.tell, 'partition');
  t.is(lost.story.settle().judge().verdict, 'accepted');
  const taken = build();
  const index = taken.story.events.length;
  taken.story.run('request', taken.tell, 'execute', 'MSG-06');
  t.like(taken.story.judge(), { verdict: 'rejected', index });
});

test('HAND-05 a connect that comes out with its handshake on the way leaves nothing on its link', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  story.done({ type: 'link', from: 1, to: 0, action: 'fail' });
  const given = story.connecting(1, 1, { service: 1 });
  story.run('identify', given, 'found', 'MSG-05').run('identity', given, 'shake', 'HAND-01');
  story.error(given, 'connection', { states: ['address'] });
  story.connect(2, 1, { service: 1 });
  t.is(story.settle().judge().verdict, 'accepted', JSON.stringify(story.judge()));
});

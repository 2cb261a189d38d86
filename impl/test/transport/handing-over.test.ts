/** Goal: handing a frame over makes no difference to sending its bytes. Method: frames at random, both ways. */
import test from 'ava';
import fc from 'fast-check';
import {
  type Link,
  type LinkListener,
  MemoryNetwork,
  MemoryTransport,
  SeededScheduler,
} from '../../index.js';
import { decodeFrame, encodeFrame, type Frame } from '../../transport/frames.js';
import { canBeHandedOver } from '../../transport/handing-over.js';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('\u0000\u0001', '"\\', ''),
);
const token = fc.oneof(
  fc.constant(null),
  fc.record({ type: text, bytes: fc.constantFrom('', '00ff', 'odd') }),
);
const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -0,
    0,
    Number.NaN,
    Number.MAX_VALUE,
    undefined,
    [],
    { a: 1 },
    new Date(0),
  ),
  fc.double(),
  text,
);
const head = { op: fc.integer(), sender: fc.integer(), incarnation: fc.integer() };
const call = fc.record({
  frame: fc.constant('call' as const),
  ...head,
  asked: fc.boolean(),
  kind: fc.constant('call' as const),
  envelope: fc.constantFrom('bare' as const, 'fenced' as const),
  token,
  method: text,
  arguments: fc.array(value, { maxLength: 3 }),
});
const success = fc.record({ frame: fc.constant('success' as const), op: fc.integer(), leg: text, value });
const failure = fc.record({
  frame: fc.constant('failure' as const),
  op: fc.integer(),
  leg: text,
  error: fc.record({
    code: fc.constantFrom('rpc' as const, 'fencing-token' as const),
    message: text,
    states: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), text),
    className: text,
    stack: text,
  }),
});

test('what can be handed over fits, and its bytes would have become the same frame', (assert) => {
  const run = fc.property(
    fc.oneof(call, success, failure),
    fc.integer({ min: 500, max: 2000 }),
    (frame, limit) => {
      if (!canBeHandedOver(frame, limit)) return;
      const bytes = encodeFrame(frame);
      assert.true(bytes.length <= limit);
      assert.deepEqual(decodeFrame(bytes), frame);
    },
  );
  fc.assert(run, { seed: 14, numRuns: 2000 });
});

test('plain calls and answers are handed over, so that the way is taken at all', (assert) => {
  const fence = { envelope: 'fenced', token: { type: 'Leader', bytes: '01' } } as const;
  const rest = {
    op: 1,
    sender: 0,
    incarnation: 1,
    asked: true,
    kind: 'call',
    method: 'ask(number)',
  } as const;
  assert.true(canBeHandedOver({ frame: 'call', ...rest, ...fence, arguments: [1, 'payload'] }, 4096));
  assert.true(canBeHandedOver({ frame: 'success', op: 1, leg: 'answer', value: null }, 4096));
  assert.false(canBeHandedOver({ frame: 'success', op: 1, leg: 'answer', value: [] }, 4096));
  assert.false(canBeHandedOver({ frame: 'success', op: 1, leg: 'answer', value: 'a'.repeat(1000) }, 4096));
});

test('what only bytes can refuse is not handed over: texts that are none, tokens that are none', (assert) => {
  const name = { toJSON: () => 'a' } as unknown as string;
  assert.false(canBeHandedOver({ frame: 'identify', op: 1, sender: 0, name }, 4096));
  const token = { type: 'Leader', bytes: 'odd' };
  const call = { frame: 'call', op: 1, sender: 0, incarnation: 1, asked: true, kind: 'call' } as const;
  assert.false(canBeHandedOver({ ...call, envelope: 'fenced', token, method: 'ask()', arguments: [] }, 4096));
});

/** Notes what it hears. */
class Ear implements LinkListener {
  readonly heard: string[] = [];

  received(): void {
    this.heard.push('bytes');
  }

  handedOver({ op }: Frame): void {
    this.heard.push(`value ${op}`);
  }

  closed(): void {}
}

/** A link between two transports, and what its far end hears. */
function link(
  near: boolean,
  far: boolean,
): {
  readonly near: Link;
  readonly ear: Ear;
  readonly network: MemoryNetwork;
  readonly scheduler: SeededScheduler;
} {
  const network = new MemoryNetwork();
  const scheduler = new SeededScheduler();
  const ear = new Ear();
  new MemoryTransport(network, 'far', 2, { bytes: far }).listen(() => ear, scheduler);
  const dialled = new MemoryTransport(network, 'near', 1, { bytes: near }).dial('far', 2, new Ear());
  return { near: dialled as Link, ear, network, scheduler };
}

test('frames are handed over only where both transports agree', (assert) => {
  assert.is(link(true, false).near.handOver, undefined);
  assert.is(link(false, true).near.handOver, undefined);
  const { near, ear } = link(false, false);
  assert.is(near.handOver?.({ frame: 'identify', op: 7, sender: 0, name: 'a' }), null);
  assert.deepEqual(ear.heard, ['value 7']);
});

test('ORD-06 a network loses frames that are handed over like others', (assert) => {
  const { near, ear, network } = link(false, false);
  network.partition(1, 2);
  assert.is(near.handOver?.({ frame: 'identify', op: 7, sender: 0, name: 'a' }), 'partition');
  network.repair(1, 2);
  network.dropNext(1, 2);
  assert.is(near.handOver?.({ frame: 'identify', op: 8, sender: 0, name: 'a' }), 'drop-next');
  assert.deepEqual(ear.heard, []);
});

test('ORD-02 a network delays frames that are handed over like others, and among them', (assert) => {
  const { near, ear, network, scheduler } = link(false, false);
  const identify = (op: number): Frame => ({ frame: 'identify', op, sender: 0, name: 'a' });
  network.delay(1, 2, 10);
  assert.is(near.handOver?.(identify(7)), null);
  near.send(encodeFrame(identify(8)));
  network.delay(1, 2, 0);
  near.handOver?.(identify(9));
  assert.true(scheduler.fireNextTimer(10));
  assert.deepEqual(ear.heard, ['value 7', 'bytes', 'value 9']);
  assert.is(scheduler.now(), 10);
});

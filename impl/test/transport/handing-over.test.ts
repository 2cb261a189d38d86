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
import { FrameCopy } from '../../transport/frame-copy.js';
import { canBeHandedOver } from '../../transport/handing-over.js';
import { EncodedValue } from '../../wire/encoded-value.js';
import type { WireFrame } from '../../wire/index.js';
import { hostOf } from '../support.js';
import { frames, plainAsk } from '../wire/arbitraries.js';

test('what can be handed over fits, and its bytes would have become the same frame', (assert) => {
  let handedOver = 0;
  const run = fc.property(
    fc.oneof(frames.invocation, frames.success, frames.failure, frames.identify, frames.identity),
    fc.integer({ min: 256, max: 2000 }),
    (frame, limit) => {
      if (!canBeHandedOver(frame, limit)) return;
      handedOver += 1;
      assert.deepEqual(new FrameCopy(limit).through(frame), frame);
    },
  );
  fc.assert(run, { seed: 14, numRuns: 2000 });
  assert.true(handedOver > 200, `${handedOver} frames only`);
});

test('plain calls and answers are handed over, so that the way is taken at all', (assert) => {
  const fence = { envelope: 'fenced', token: { type: 'Leader', bytes: '01' } } as const;
  assert.true(canBeHandedOver({ ...plainAsk, ...fence, arguments: [1, 'payload'] }, 4096));
  assert.true(canBeHandedOver({ frame: 'success', op: 1, leg: 'answer', value: null }, 4096));
  assert.false(canBeHandedOver({ frame: 'success', op: 1, leg: 'answer', value: [] }, 4096));
  assert.false(canBeHandedOver({ frame: 'success', op: 1, leg: 'answer', value: 'a'.repeat(2000) }, 4096));
});

test('what only bytes can refuse is not handed over: texts that are none, tokens that are none', (assert) => {
  const name = { toString: () => 'a' } as unknown as string;
  assert.false(canBeHandedOver({ frame: 'identify', op: 1, sender: 0, name }, 4096));
  assert.false(canBeHandedOver({ frame: 'identify', op: 1, sender: 0, name: '\ud800' }, 4096));
  const token = { type: 'Leader', bytes: 'odd' };
  assert.false(canBeHandedOver({ ...plainAsk, envelope: 'fenced', token }, 4096));
  assert.false(
    canBeHandedOver({ ...plainAsk, arguments: new EncodedValue(Uint8Array.of(0xff)) as never }, 4096),
  );
});

/** Keeps what it hears. */
class Ear implements LinkListener {
  readonly heard: WireFrame[] = [];

  received(frame: WireFrame): void {
    this.heard.push(frame);
  }

  undecodable(): void {}

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
  new MemoryTransport(network, 'far', 2, { bytes: far }).listen(hostOf(scheduler, () => ear));
  const dialled = new MemoryTransport(network, 'near', 1, { bytes: near }).dial('far:2', new Ear());
  return { near: dialled as Link, ear, network, scheduler };
}

const identify = (op: number): WireFrame => ({ frame: 'identify', op, sender: 0, name: 'a' });

for (const [near, far, same] of [
  [false, false, true],
  [true, false, false],
  [false, true, false],
] as const) {
  test(`frames are ${same ? '' : 'not '}handed over where the transports want bytes: ${near}, ${far}`, (assert) => {
    const { near: sender, ear } = link(near, far);
    const frame = identify(7);
    assert.is(sender.send(frame), null);
    assert.deepEqual(ear.heard, [frame]);
    assert.is(ear.heard[0] === frame, same);
  });
}

test('ORD-06 a network loses frames that are handed over like others', (assert) => {
  const { near, ear, network } = link(false, false);
  network.partition(1, 2);
  assert.is(near.send(identify(7)), 'partition');
  network.repair(1, 2);
  network.dropNext(1, 2);
  assert.is(near.send(identify(8)), 'drop-next');
  assert.deepEqual(ear.heard, []);
});

test('ORD-02 a network delays frames that are handed over like others, and among them', (assert) => {
  const { near, ear, network, scheduler } = link(false, false);
  network.delay(1, 2, 10);
  assert.is(near.send(identify(7)), null);
  const answer = { frame: 'success', op: 8, leg: 'answer', value: [1] } as const; // as bytes
  near.send(answer);
  network.delay(1, 2, 0);
  near.send(identify(9));
  assert.true(scheduler.fireNextTimer(10));
  assert.deepEqual(ear.heard, [identify(7), answer, identify(9)]);
  assert.is(scheduler.now(), 10);
});

test('SIZE-04 a frame that is larger than its sender may send is not sent, and the link goes on', (assert) => {
  const { near, ear } = link(true, true);
  assert.is(near.send({ ...identify(7), name: 'a'.repeat(5000) } as WireFrame), 'too-large');
  assert.is(near.send(identify(8)), null);
  assert.deepEqual(ear.heard, [identify(8)]);
});

/**
 * Goal: a channel over NATS carries bytes in order, each once, or ends; it bounds what is on its way, and learns that its peer
 * is gone. Method: two nodes at a server in memory that loses and repeats what the test wants, on a clock that the test moves.
 */
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { SeededScheduler } from '../../index.js';
import type { ByteChannel, ByteChannelListener } from '../../transport/byte-channel.js';
import {
  decodeReason,
  encodeDoorMessage,
  encodeLinkMessage,
  encodeOpening,
  NATS_KIND,
} from '../../transport/nats-message.js';
import { NatsNode } from '../../transport/nats-node.js';
import { NatsSubjects } from '../../transport/nats-subjects.js';
import { hop } from '../support.js';
import { Broker, TestPipe } from './nats-broker.js';

const subjects = new NatsSubjects('test');
const PROBE_MS = 1000;

class Ear implements ByteChannelListener {
  readonly events: string[] = [];
  readonly bytes: number[] = [];
  channel: ByteChannel | null = null;

  opened(): void {
    this.events.push('opened');
  }

  received(bytes: Uint8Array): void {
    this.bytes.push(...bytes);
  }

  drained(): void {
    this.events.push('drained');
  }

  closed(reason: string): void {
    this.events.push(`closed: ${reason}`);
  }
}

/** A node with a door, and the ears of the channels that it has given. */
class Party {
  readonly pipe: TestPipe;
  readonly node: NatsNode;
  readonly ears: Ear[] = [];

  constructor(broker: Broker, clock: SeededScheduler, name: string, windowBytes = 100) {
    this.pipe = new TestPipe(broker);
    this.node = new NatsNode({
      pipe: this.pipe,
      subjects,
      name,
      windowBytes,
      probeMs: PROBE_MS,
      lingerMs: 900,
    });
    this.node.service = {
      clock,
      accept: (open) => {
        const ear = new Ear();
        this.ears.push(ear);
        ear.channel = open(ear);
      },
    };
    this.pipe.subscribe(subjects.door(name), (bytes, reply) => this.node.asked(bytes.subarray(1), reply));
  }
}

function linked(windowBytes = 100) {
  const broker = new Broker();
  const clock = new SeededScheduler();
  const near = new Party(broker, clock, 'near', windowBytes);
  const far = new Party(broker, clock, 'far', windowBytes);
  const left = new Ear();
  left.channel = near.node.dial('far', left);
  broker.pass();
  const [right] = far.ears as [Ear];
  const pass = (milliseconds: number): void => {
    const untilMs = clock.now() + milliseconds;
    while (clock.fireNextTimer(untilMs));
  };
  return { broker, clock, near, far, left, right, pass };
}

const numbers = (count: number, first = 0): number[] =>
  Array.from({ length: count }, (_, index) => (first + index) % 256);
const bytesOf = (count: number, first = 0): Uint8Array => Uint8Array.from(numbers(count, first));

/** That both ends are over, and why. */
async function over(assert: ExecutionContext, ear: Ear, reason: string | RegExp): Promise<void> {
  await hop();
  const closings = ear.events.filter((event) => event.startsWith('closed'));
  assert.is(closings.length, 1, closings.join('; '));
  if (typeof reason === 'string') assert.is(closings[0], `closed: ${reason}`);
  else assert.regex(closings[0] ?? '', reason);
}

test('ORD-01, ORD-05 bytes arrive in order, each once, whatever the window and the largest message', (assert) => {
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 });
  const run = fc.property(
    sizes,
    sizes,
    fc.integer({ min: 1, max: 500 }),
    fc.integer({ min: 64, max: 300 }),
    (there, back, windowBytes, payloadBytes) => {
      const { broker, left, right } = linked(windowBytes);
      broker.payloadBytes = payloadBytes;
      const sent: [number[], number[]] = [[], []];
      for (let turn = 0; turn < Math.max(there.length, back.length); turn += 1) {
        for (const [side, [ear, list]] of (
          [
            [left, there],
            [right, back],
          ] as const
        ).entries()) {
          const size = list[turn];
          if (size === undefined) continue;
          ear.channel?.write(bytesOf(size, turn));
          sent[side]?.push(...numbers(size, turn));
        }
        broker.pass(turn % 3);
      }
      broker.pass();
      assert.deepEqual([right.bytes, left.bytes], sent);
    },
  );
  fc.assert(run, { seed: 7, numRuns: 100 });
});

test('a channel opens once the node has answered, and not before', (assert) => {
  const { broker, near } = linked();
  const ear = new Ear();
  ear.channel = near.node.dial('far', ear);
  broker.pass(1);
  assert.deepEqual(ear.events, []);
  broker.pass();
  assert.deepEqual(ear.events, ['opened']);
});

test('HAND-05 a node that does not exist is said to be missing, and nothing is sent to it', async (assert) => {
  const { broker, near } = linked();
  const ear = new Ear();
  ear.channel = near.node.dial('nobody', ear);
  broker.pass();
  await over(assert, ear, 'no node is called nobody');
  assert.is(near.node.dial('no name', ear), null);
  near.pipe.isUp = false;
  assert.is(near.node.dial('far', ear), null);
});

test('the writer waits when the window of the reader is full, and goes on when it has taken something', (assert) => {
  const { broker, left, right } = linked(100);
  assert.true(left.channel?.write(bytesOf(100)));
  assert.false(left.channel?.write(bytesOf(150, 100)));
  assert.is(broker.count(NATS_KIND.data), 4); // 25 bytes each: a quarter of the window
  broker.pass();
  assert.deepEqual(right.bytes, numbers(250));
  assert.deepEqual(left.events, ['opened', 'drained']);
});

test('never more is on its way than the window of the reader has room for', (assert) => {
  const { broker, left } = linked(100);
  left.channel?.write(bytesOf(1000));
  const head = 9;
  for (let turn = 0; turn < 100; turn += 1) {
    const bytes = broker.underWay.map((message) => message.bytes.length - head).reduce((a, b) => a + b, 0);
    assert.true(bytes <= 100, `${bytes} bytes`);
    broker.pass(1);
  }
  assert.is(broker.underWay.length, 0);
});

test('DEAD-03 a message that is lost ends the channel for both, and nothing behind it is heard', async (assert) => {
  const { broker, left, right } = linked();
  left.channel?.write(bytesOf(10));
  broker.underWay.shift();
  left.channel?.write(bytesOf(10));
  broker.pass();
  assert.deepEqual(right.bytes, []);
  await over(assert, right, 'message 1 in place of 0');
  await over(assert, left, 'the peer: message 1 in place of 0');
});

test('ORD-05 a message that comes twice ends the channel, and is heard once', async (assert) => {
  const { broker, left, right } = linked();
  left.channel?.write(bytesOf(10));
  broker.underWay.push(...broker.underWay);
  broker.pass();
  assert.deepEqual(right.bytes, numbers(10));
  await over(assert, right, 'message 0 in place of 1');
  await over(assert, left, /message 0 in place of 1/);
});

test('what was written before the end arrives before the end', async (assert) => {
  const { broker, left, right } = linked(100);
  left.channel?.write(bytesOf(1000));
  left.channel?.end();
  assert.true(left.channel?.write(bytesOf(1)), 'what is written behind the end is ignored');
  broker.pass();
  assert.deepEqual(right.bytes, numbers(1000));
  await over(assert, left, 'the channel was closed');
  await over(assert, right, 'the peer closed the channel');
});

test('a channel that ends does not wait longer for a reader that takes a little now and then', async (assert) => {
  const { broker, left, right, pass } = linked(10);
  left.channel?.write(bytesOf(1000));
  left.channel?.end();
  for (let turn = 0; turn < 8; turn += 1) {
    pass(100);
    broker.pass(4);
  }
  assert.true(right.bytes.length > 0 && left.events.length === 1);
  pass(100);
  await over(assert, left, 'the peer has not taken everything');
});

test('a channel that ends does not wait for ever for a reader that takes nothing', async (assert) => {
  const { broker, left, pass } = linked(100);
  left.channel?.write(bytesOf(1000));
  left.channel?.end();
  pass(899);
  broker.pass(1);
  assert.deepEqual(left.events, ['opened']);
  pass(1);
  await over(assert, left, 'the peer has not taken everything');
});

test('a channel that is destroyed is over at once for both, whatever waits', async (assert) => {
  const { broker, left, right } = linked(100);
  left.channel?.write(bytesOf(1000));
  left.channel?.destroy();
  left.channel?.destroy();
  left.channel?.end();
  await over(assert, left, 'the channel was closed');
  broker.pass();
  await over(assert, right, 'the peer: the channel was closed');
  assert.deepEqual(right.bytes, numbers(100)); // what was on its way before
});

test('DEAD-03 a peer that is gone without a word is noticed by whoever says something', async (assert) => {
  const { broker, near, left, right } = linked();
  near.node.lost('cut off');
  await over(assert, left, 'cut off');
  assert.is(broker.underWay.length, 0);
  right.channel?.write(bytesOf(1));
  broker.pass();
  await over(assert, right, 'the peer is gone: nobody hears its subject any more');
});

test('DEAD-03 a peer that is gone is noticed soon even when nobody has anything to say', async (assert) => {
  const { broker, near, right, pass } = linked();
  near.node.lost('cut off');
  pass(2 * PROBE_MS);
  broker.pass();
  await over(assert, right, /the peer is gone/);
});

test('a channel that says something does not ask for its peer beside', (assert) => {
  const { broker, left, right, pass } = linked();
  pass(PROBE_MS);
  broker.pass();
  left.channel?.write(bytesOf(1));
  right.channel?.write(bytesOf(1));
  broker.pass();
  pass(PROBE_MS);
  assert.is(broker.underWay.length, 0);
  pass(PROBE_MS);
  assert.is(broker.underWay.length, 2);
  broker.pass();
  assert.deepEqual([left.events, right.events, left.bytes, right.bytes], [['opened'], [], [0], [0]]);
});

test('two nodes of one name get no channel: both are told', async (assert) => {
  const { broker, clock, near, far } = linked();
  const twin = new Party(broker, clock, 'far');
  const ear = new Ear();
  ear.channel = near.node.dial('far', ear);
  broker.pass();
  await over(assert, ear, 'two nodes are called far');
  for (const other of [far.ears[1], twin.ears[0]])
    await over(assert, other as Ear, 'the peer: two nodes are called far');
});

test('a node of another version is refused, with both versions named', async (assert) => {
  const { broker, far } = linked();
  const stranger = new TestPipe(broker);
  const link = subjects.link('stranger', '0'.repeat(32));
  const heard: Uint8Array[] = [];
  stranger.subscribe(link, (bytes) => heard.push(bytes));
  const opening = encodeOpening({ version: 2, windowBytes: 10 });
  stranger.publish(subjects.door('far'), encodeDoorMessage(NATS_KIND.open, opening), link);
  broker.pass();
  assert.is(far.ears.length, 1);
  assert.is(heard[0]?.[0], NATS_KIND.abort);
  assert.is(decodeReason(heard[0]?.subarray(9) ?? new Uint8Array(0)), 'version 1 is spoken, not 2');
});

test('a node without a service refuses', async (assert) => {
  const { broker, near, far } = linked();
  far.node.service = null;
  const ear = new Ear();
  ear.channel = near.node.dial('far', ear);
  broker.pass();
  await over(assert, ear, 'the peer: no service is there yet');
});

for (const [what, message, reason] of [
  ['bytes without a head', Uint8Array.of(4, 0), 'a message without a head'],
  [
    'more taken than was sent',
    encodeLinkMessage({ kind: NATS_KIND.data, number: 0, taken: 1, content: new Uint8Array(0) }),
    'more was taken than sent',
  ],
  [
    'a welcome to who has not asked',
    encodeLinkMessage({ kind: NATS_KIND.welcome, number: 0, taken: 0, content: new Uint8Array(5) }),
    'a welcome that was not expected',
  ],
] as const)
  test(`a peer that breaks the rules is told so: ${what}`, async (assert) => {
    const { broker, near, far, left, right } = linked();
    const [subject] = [...broker.hearers.keys()].filter((key) =>
      key.startsWith(`${subjects.node('far')}link`),
    );
    near.pipe.publish(subject as string, message, '');
    broker.pass();
    await over(assert, right, reason);
    await over(assert, left, `the peer: ${reason}`);
    assert.is(far.ears.length, 1);
  });

test('a welcome from another node than the one that was asked ends the channel', async (assert) => {
  const { broker, near } = linked();
  const ear = new Ear();
  ear.channel = near.node.dial('far', ear);
  const own = broker.underWay[0]?.reply as string;
  broker.underWay.splice(0);
  const content = encodeOpening({ version: 1, windowBytes: 10 });
  const welcome = encodeLinkMessage({ kind: NATS_KIND.welcome, number: 0, taken: 0, content });
  new TestPipe(broker).publish(own, welcome, subjects.link('other', '0'.repeat(32)));
  broker.pass();
  await over(assert, ear, 'a welcome that was not expected');
});

for (const kind of [NATS_KIND.data, NATS_KIND.end])
  test(`a peer that says something before its welcome is given up, and gets no answer: ${kind}`, async (assert) => {
    const { broker, near } = linked();
    const ear = new Ear();
    ear.channel = near.node.dial('far', ear);
    const own = broker.underWay[0]?.reply as string;
    broker.underWay.splice(0);
    for (const number of [0, 1]) {
      const message = encodeLinkMessage({ kind, number, taken: 0, content: bytesOf(100) });
      new TestPipe(broker).publish(own, message, subjects.link('far', '0'.repeat(32)));
    }
    broker.pass();
    await over(assert, ear, 'a message before the welcome');
    assert.deepEqual([ear.bytes, broker.underWay], [[], []]);
  });

test('a subject that the server refuses ends the channels that need it, and no other', async (assert) => {
  const { broker, near, left, right } = linked();
  const ear = new Ear();
  ear.channel = near.node.dial('elsewhere', ear);
  near.node.refused(subjects.door('elsewhere'), 'refused');
  await over(assert, ear, 'refused');
  left.channel?.write(bytesOf(3));
  broker.pass();
  assert.deepEqual(right.bytes, numbers(3));
  const [own] = [...broker.hearers].filter(([key, { length }]) => key.includes('near.link') && length > 0);
  near.node.refused(own?.[0] ?? '', 'refused, too');
  await over(assert, left, 'refused, too');
});

test('numbers of messages and of bytes wrap', (assert) => {
  const { broker, left, right } = linked(1000);
  const state = { nextNumber: 0xffff_ffff, sent: 0xffff_fff0, takenByPeer: 0xffff_fff0 };
  Object.assign(left.channel as object, state);
  Object.assign(right.channel as object, { expected: 0xffff_ffff, taken: 0xffff_fff0, told: 0xffff_fff0 });
  for (let turn = 0; turn < 10; turn += 1) {
    left.channel?.write(bytesOf(600, turn));
    broker.pass();
  }
  assert.is(right.bytes.length, 6000);
  assert.deepEqual(
    left.events.filter((event) => event.startsWith('closed')),
    [],
  );
});

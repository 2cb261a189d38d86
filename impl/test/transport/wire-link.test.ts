/**
 * Goal: a link over bytes keeps order, loses nothing in silence, gives silent and hostile peers up, and bounds what waits.
 * Method: two links over channels in memory, on a clock that the test moves.
 */
import test from 'ava';
import fc from 'fast-check';
import { type Link, type LinkListener, SeededScheduler } from '../../index.js';
import { LINK_LIMITS, type LinkLimits } from '../../transport/link-limits.js';
import { type LinkContext, WireLink } from '../../transport/wire-link.js';
import {
  encodePreamble,
  type UndecodableFrame,
  WIRE_LIMITS,
  WIRE_VERSION,
  type WireFrame,
} from '../../wire/index.js';
import type { Preamble } from '../../wire/preamble.js';
import { hop } from '../support.js';
import { plainAsk } from '../wire/arbitraries.js';
import { channelPair, type TestChannel } from './channels.js';

class Ear implements LinkListener {
  readonly heard: string[] = [];
  portionEnds?: () => void;
  /** How many answers are awaited. */
  awaited?: number;

  received(frame: WireFrame): void {
    this.heard.push(frame.frame === 'identify' ? frame.name : frame.frame);
  }

  undecodable({ leg, op }: UndecodableFrame): void {
    this.heard.push(`undecodable ${leg} ${op}`);
  }

  lost({ frame }: WireFrame): void {
    this.heard.push(`lost: ${frame}`);
  }

  closed(reason: string): void {
    this.heard.push(`closed: ${reason}`);
  }
}

/** One side: its link, what it hears, and its channel. */
class Side implements LinkContext {
  readonly ear = new Ear();
  readonly own: Preamble;
  readonly limits: LinkLimits;
  readonly frameBytes = 4096;
  readonly traffic = { sentBytes: 0, receivedBytes: 0 };
  readonly clock: SeededScheduler;
  readonly events: string[] = [];
  link: WireLink;
  readonly channel: TestChannel;

  constructor(
    clock: SeededScheduler,
    channel: TestChannel,
    dials: boolean,
    limits: Partial<LinkLimits>,
    own: Partial<Preamble> = {},
  ) {
    this.clock = clock;
    this.channel = channel;
    this.limits = { ...LINK_LIMITS, ...limits };
    this.own = {
      ...WIRE_VERSION,
      features: 0,
      frameBytes: 4352,
      names: WIRE_LIMITS.names,
      nodeId: (dials ? 'a' : 'b').repeat(32),
      incarnation: 0,
      address: dials ? 'near:1' : 'far:2',
      ...own,
    };
    this.link = new WireLink(this, dials ? 'far:2' : 'unknown', dials ? this.ear : null);
    channel.listener = this.link.ear;
    this.link.attach(channel, !dials);
    if (dials) this.link.ear.opened();
  }

  answered(): void {
    this.events.push('answered');
  }

  accepted(_link: Link, peer: Preamble): LinkListener {
    this.events.push(`accepted ${peer.address}`);
    return this.ear;
  }

  closed(): void {
    this.events.push('closed');
  }

  gone(): void {
    this.events.push('gone');
  }

  say(name: string) {
    return this.link.send({ frame: 'identify', op: 1, sender: 0, name });
  }
}

function linked(
  limits: Partial<LinkLimits> = {},
  own: Partial<Preamble> = {},
  other: Partial<Preamble> = {},
) {
  const clock = new SeededScheduler();
  const [nearChannel, farChannel] = channelPair();
  const near = new Side(clock, nearChannel, true, limits, own);
  const far = new Side(clock, farChannel, false, limits, other);
  /** Everything that was sent arrives. */
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 5; round += 1) {
      await hop();
      nearChannel.pass();
      farChannel.pass();
    }
  };
  return { clock, near, far, settle };
}

test('what is sent before the preamble of the peer arrives behind it, in order', async (assert) => {
  const { near, far, settle } = linked();
  for (const name of ['a', 'b', 'c']) assert.is(near.say(name), null);
  assert.deepEqual([near.events, far.events, far.ear.heard], [[], [], []]);
  await settle();
  assert.deepEqual([near.events, far.events], [[], ['accepted near:1']]);
  assert.deepEqual(far.ear.heard, ['a', 'b', 'c']);
});

test('a peer that was dialled has answered with the first frame that is no goodbye', async (assert) => {
  const talking = linked();
  await talking.settle();
  assert.deepEqual(talking.near.events, []);
  talking.far.say('a');
  talking.far.say('b');
  await talking.settle();
  assert.deepEqual([talking.near.events, talking.far.events], [['answered'], ['accepted near:1']]);
  const leaving = linked();
  await leaving.settle();
  leaving.far.link.close();
  await leaving.settle();
  assert.deepEqual(leaving.near.events, ['closed', 'gone']);
});

test('ORD-01, ORD-05 frames arrive once and in order, in pieces of any size', async (assert) => {
  const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
  const run = fc.asyncProperty(
    pieces,
    fc.array(fc.string({ maxLength: 60 }), { maxLength: 30 }),
    async (sizes, names) => {
      const { near, far } = linked();
      for (const name of names) near.say(name);
      for (let turn = 0; turn < 2000; turn += 1) {
        if (turn % 50 === 0) await hop();
        near.channel.pass(sizes[turn % sizes.length] as number);
        far.channel.pass(sizes[(turn + 1) % sizes.length] as number);
      }
      assert.deepEqual(far.ear.heard, names);
    },
  );
  await fc.assert(run, { seed: 91, numRuns: 60 });
});

const answer = { frame: 'success', op: 1, leg: 'answer', value: null } as const;

for (const [what, frame, awaited, apiece] of [
  ['tells that are sent in one turn leave in one piece', { ...plainAsk, asked: false }, 0, 100],
  ['of asks each 32 leave at once', plainAsk, 1, 32],
  ['of the answers of a side that asks nothing each 64 leave at once', answer, 0, 64],
] as const)
  test(what, async (assert) => {
    const { near, settle } = linked();
    await settle();
    near.ear.awaited = awaited;
    const before = near.channel.writes;
    for (let count = 1; count < 100; count += 1) {
      near.link.send(frame);
      assert.is(near.channel.writes, before + Math.floor(count / apiece));
    }
    await hop();
    assert.is(near.channel.writes, before + Math.ceil(99 / apiece));
  });

test('what one piece brings is handled in portions, and the answers to one leave before the next is read', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  const portions: number[] = [];
  const writes: number[] = [];
  far.ear.portionEnds = () => {
    portions.push(far.ear.heard.length);
    writes.push(far.channel.writes);
    far.say('an answer');
  };
  for (let count = 0; count < 140; count += 1) near.say(`frame ${count}`);
  await hop();
  const before = far.channel.writes;
  near.channel.pass();
  assert.deepEqual(portions, [64]);
  assert.is(far.channel.writes, before + 1); // at once
  await hop();
  assert.deepEqual(portions, [64, 128, 140]);
  assert.deepEqual(writes, [before, before + 1, before + 2]);
  await settle();
  assert.deepEqual(near.ear.heard, ['an answer', 'an answer', 'an answer']);
  assert.is(portions.length, 3);
});

for (const [awaited, portion] of [
  [0, 64],
  [1, 16],
  [64, 16],
  [200, 25],
  [1000, 125],
  [10_000, 128],
] as const)
  test(`where ${awaited} answers are awaited, ${portion} frames are a portion`, async (assert) => {
    const { near, far, settle } = linked();
    await settle();
    far.ear.awaited = awaited;
    const portions: number[] = [];
    far.ear.portionEnds = () => void portions.push(far.ear.heard.length);
    for (let count = 0; count < 300; count += 1) near.say(`frame ${count}`);
    await hop();
    near.channel.pass();
    assert.deepEqual(portions, [portion]);
    await hop();
    assert.is(portions.length, Math.ceil(300 / portion));
  });

test('where many answers are awaited, as many asks leave at once as a portion has', async (assert) => {
  const { near, settle } = linked();
  await settle();
  near.ear.awaited = 400;
  const before = near.channel.writes;
  for (let count = 0; count < 49; count += 1) near.say(`${count}`);
  assert.is(near.channel.writes, before);
  near.say('the fiftieth');
  assert.is(near.channel.writes, before + 1);
});

test('what is asked between two portions leaves before the second is read', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  const seen: number[] = [];
  far.ear.portionEnds = () => {
    seen.push(far.channel.writes);
    void Promise.resolve().then(() => far.say('another question'));
  };
  for (let count = 0; count < 128; count += 1) near.say(`frame ${count}`);
  await hop();
  const before = far.channel.writes;
  near.channel.pass();
  await hop();
  assert.deepEqual(seen, [before, before + 1]);
});

test('what came before the channel closes is heard to its end', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  for (let count = 0; count < 100; count += 1) near.say(`frame ${count}`);
  await hop();
  near.channel.pass();
  near.channel.reset();
  assert.is(far.ear.heard.length, 101);
  assert.deepEqual(far.ear.heard.slice(-2), ['frame 99', 'closed: reset']);
});

test('a link that is closed while a piece is read tells nothing more of it', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  far.ear.portionEnds = () => far.link.close();
  for (let count = 0; count < 100; count += 1) near.say(`frame ${count}`);
  await settle();
  assert.deepEqual(far.ear.heard.length, 65);
  assert.is(far.ear.heard.at(-1), 'closed: the link was closed');
});

test('a writer that is told to wait sends no more until there is room, and then everything', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  near.channel.roomBytes = 100;
  const names = Array.from({ length: 50 }, (_, index) => `${index}`.repeat(20));
  for (const name of names) {
    near.say(name);
    await hop();
  }
  assert.true(near.channel.writes < 15, `${near.channel.writes} writes`);
  await settle();
  assert.deepEqual(far.ear.heard, names);
});

test('DEAD-03 what exceeds the bytes that may wait is refused, and what was taken arrives', async (assert) => {
  const { near, far, settle } = linked({ queuedBytes: 1000 });
  await settle();
  near.channel.roomBytes = 1;
  const taken: string[] = [];
  let refused = 0;
  for (let index = 0; index < 100; index += 1) {
    const name = `${index}`.padEnd(50, '.');
    const loss = near.say(name);
    if (loss === null) taken.push(name);
    else {
      refused += 1;
      assert.is(loss, 'overflow');
    }
    await hop();
  }
  assert.true(refused > 50 && taken.length > 10);
  await settle();
  near.say('afterwards');
  await settle();
  assert.deepEqual(far.ear.heard, [...taken, 'afterwards']);
});

test('frames that wait for a peer that never says anything are bounded too', (assert) => {
  const { near } = linked({ queuedFrames: 3 });
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((number) => near.say(`${number}`)),
    [null, null, null, 'overflow', 'overflow'],
  );
});

test('DEAD-03, SIZE-04 what waits for the preamble of the peer has the bounds of all that waits', async (assert) => {
  const { near, far, settle } = linked({ queuedBytes: 1000 });
  assert.is(near.say('x'.repeat(5000)), 'too-large');
  const names = Array.from({ length: 100 }, (_, index) => `${index}`.padEnd(50, '.'));
  const taken = names.filter((name) => near.say(name) === null);
  assert.true(taken.length > 10 && taken.length < 20, `${taken.length} were taken`);
  assert.is(near.say('one more'), 'overflow');
  await settle();
  assert.deepEqual(far.ear.heard, taken);
});

test('SIZE-04 what the peer does not take of what waited for its preamble is told to be lost', async (assert) => {
  const { near, far, settle } = linked({}, {}, { frameBytes: 300 });
  assert.deepEqual(
    [near.say('small'), near.say('x'.repeat(400)), near.say('also small')],
    [null, null, null],
  );
  await settle();
  assert.deepEqual([near.ear.heard, far.ear.heard], [['lost: identify'], ['small', 'also small']]);
});

test('SERV-03 what was sent before the preamble of the peer leaves, also when the link is closed before it', async (assert) => {
  const { near, far, settle } = linked();
  for (const name of ['a', 'b']) near.say(name);
  near.link.close();
  near.link.close();
  assert.is(near.say('late'), null);
  assert.deepEqual(near.ear.heard, ['closed: the link was closed']);
  await settle();
  assert.deepEqual(far.ear.heard, [
    'a',
    'b',
    'closed: the peer said goodbye: closing, the service closes the link',
  ]);
  assert.deepEqual([near.ear.heard, near.channel.isOver], [['closed: the link was closed'], true]);
});

test('a link that was closed before the preamble of the peer does not wait for it for ever', (assert) => {
  const { clock, near } = linked({ handshakeMs: 500 });
  near.say('a');
  near.link.close();
  while (clock.fireNextTimer(500));
  assert.deepEqual([near.ear.heard, near.channel.isOver], [['closed: the link was closed'], true]);
  assert.deepEqual(near.events, ['closed', 'gone']);
});

test('SIZE-04 a frame that is too large is refused where it is sent, and the link goes on', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  assert.is(near.say('x'.repeat(5000)), 'too-large');
  assert.is(near.say('small'), null);
  await settle();
  assert.deepEqual(far.ear.heard, ['small']);
});

test('a frame is not sent that the peer would not take', async (assert) => {
  const { near, far, settle } = linked({}, { frameBytes: 300 });
  await settle();
  assert.is(far.say('x'.repeat(400)), 'too-large');
  far.say('small');
  await settle();
  assert.deepEqual(near.ear.heard, ['small']);
});

test('a peer that sends no preamble in time is given up', async (assert) => {
  const { clock, near, far } = linked({ handshakeMs: 500 });
  while (clock.fireNextTimer(499));
  assert.deepEqual([near.ear.heard, near.channel.isOver], [[], false]);
  while (clock.fireNextTimer(500));
  assert.regex(near.ear.heard[0] ?? '', /^closed: no preamble came within 500 ms$/);
  assert.deepEqual(far.events, ['closed', 'gone']); // nobody was accepted
  assert.true(far.channel.isOver);
});

test('a silent peer is asked, and given up when it stays silent; one that answers is not', async (assert) => {
  const { clock, near, far, settle } = linked({ idleMs: 1000 });
  await settle();
  for (let round = 1; round <= 10; round += 1) {
    while (clock.fireNextTimer(1000 * round));
    await settle();
  }
  assert.deepEqual([near.ear.heard, far.ear.heard], [[], []]);
  for (let round = 11; round <= 14; round += 1) {
    while (clock.fireNextTimer(1000 * round));
    await hop();
  }
  // Whoever looks first gives the link up.
  const heard = [...near.ear.heard, ...far.ear.heard];
  assert.is(heard.length, 2);
  assert.true(
    heard.some((text) => /silent for 2000 ms/.test(text)),
    heard.join(),
  );
});

test('DEAD-03 both ends hear once that their link is broken, wherever it breaks', async (assert) => {
  const { near, settle } = linked();
  near.say('x'.repeat(100));
  await settle();
  near.say('y'.repeat(100));
  await hop();
  const total = near.channel.waiting.length;
  for (let cut = 0; cut <= total; cut += 1) {
    const pair = linked();
    await pair.settle();
    pair.near.say('y'.repeat(100));
    await hop();
    pair.near.channel.pass(cut);
    pair.near.channel.reset();
    assert.deepEqual(pair.near.ear.heard, ['closed: reset']);
    assert.deepEqual(
      pair.far.ear.heard.filter((text) => text.startsWith('closed')),
      ['closed: reset'],
    );
    for (const { events } of [pair.near, pair.far]) assert.deepEqual(events.slice(-2), ['closed', 'gone']);
    assert.is(pair.near.say('into nothing'), null);
    assert.is(pair.clock.nextDeadlineMs(), null);
  }
});

test('closing a link lets what was sent arrive, with a goodbye behind it', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  near.say('last words');
  near.link.close();
  near.link.close();
  await settle();
  assert.deepEqual(far.ear.heard.slice(0, 1), ['last words']);
  assert.regex(far.ear.heard[1] ?? '', /^closed: the peer said goodbye: closing/);
  assert.deepEqual(near.ear.heard, ['closed: the link was closed']);
  assert.true(near.channel.isOver && far.channel.isOver);
});

test('a peer that breaks the rules of the wire hears why, and is given up', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  near.channel.write(Uint8Array.of(0, 0, 0, 2, 0, 0x80));
  await settle();
  assert.regex(far.ear.heard[0] ?? '', /^closed: Found a frame of the kind 0/);
  assert.regex(near.ear.heard[0] ?? '', /^closed: the peer said goodbye: kind-unknown/);
});

test('DEAD-03 a listener that throws ends its link: nothing is heard behind what it has not heard', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  let heard = 0;
  far.ear.received = () => {
    heard += 1;
    throw new Error('no');
  };
  for (const name of ['a', 'b']) near.say(name);
  await hop();
  assert.throws(() => near.channel.pass(), { message: 'no' });
  await settle();
  assert.is(heard, 1);
  assert.deepEqual(far.ear.heard, ['closed: what came could not be handled']);
  assert.deepEqual(near.ear.heard, ['closed: destroyed']);
});

test('nothing of a peer counts before its preamble', async (assert) => {
  const clock = new SeededScheduler();
  const [stranger, channel] = channelPair();
  const far = new Side(clock, channel, false, {});
  stranger.write(new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'));
  stranger.pass();
  await hop();
  assert.deepEqual([far.events, far.ear.heard], [['closed'], []]);
  channel.pass(); // its own preamble
  assert.true(stranger.isOver && channel.isOver);
});

test('every byte that is written is counted on both sides, with preambles and goodbyes', async (assert) => {
  const { near, far, settle } = linked();
  await settle();
  assert.deepEqual(near.traffic, {
    sentBytes: encodePreamble(near.own).length,
    receivedBytes: encodePreamble(far.own).length,
  });
  const before = near.traffic.sentBytes;
  near.say('x');
  await settle();
  const frame = near.traffic.sentBytes - before;
  near.say('x'.repeat(101));
  await settle();
  assert.true(near.traffic.sentBytes - before - 2 * frame >= 100);
  far.link.close();
  await settle();
  assert.deepEqual(far.traffic, {
    sentBytes: near.traffic.receivedBytes,
    receivedBytes: near.traffic.sentBytes,
  });
});

/**
 * Goal: a transport over channels takes only options that can be, bounds what strangers can use up, and leaves alone for a
 * while whom it could not reach. Method: one transport over channels in memory, on a clock that the test moves; the peer is
 * the test.
 */
import test from 'ava';
import {
  ChannelTransport,
  type ChannelTransportOptions,
  IllegalArgumentError,
  IllegalStateError,
  LINK_LIMITS,
  type LinkListener,
  type OpenChannel,
  SeededScheduler,
  TcpTransport,
  type UnreachablePeer,
} from '../../index.js';
import { ANONYMOUS } from '../../transport/anonymous.js';
import { farewell } from '../../transport/farewell.js';
import { agreementOf, encodePreamble, type Preamble, WireEncoder } from '../../wire/index.js';
import { hop, hostOf } from '../support.js';
import { channelPair, type TestChannel } from './channels.js';

/** Keeps why a link ended. */
class Ear implements LinkListener {
  readonly reasons: string[] = [];

  received(): void {}

  undecodable(): void {}

  closed(reason: string): void {
    this.reasons.push(reason);
  }
}

/** What a peer says of itself. */
const PEER: Preamble = { ...ANONYMOUS, nodeId: 'ab'.repeat(16), address: 'peer:1' };

/** A transport without sockets, a clock, and the far ends of its channels. */
function opened(options: ChannelTransportOptions = {}, open?: OpenChannel, authority = 'here:1') {
  const clock = new SeededScheduler();
  const events: string[] = [];
  /** The far ends of the channels that were dialled. */
  const dialled: TestChannel[] = [];
  const accepted: Ear[] = [];
  const inMemory: OpenChannel = (_authority, listener) => {
    const [near, far] = channelPair();
    near.listener = listener;
    dialled.push(far);
    return near;
  };
  const transport = new ChannelTransport(
    { scheme: 'test', authority, open: open ?? inMemory, stop: () => events.push('stopped') },
    options,
  );
  const host = hostOf(clock, () => {
    const ear = new Ear();
    accepted.push(ear);
    return ear;
  });
  transport.listen(host);
  const dial = (to = 'peer:1') => {
    const ear = new Ear();
    return { ear, link: transport.dial(to, ear) };
  };
  /** A stranger opens a channel. @returns its end of it */
  const meet = (): TestChannel => {
    const [near, far] = channelPair();
    transport.accept((listener) => {
      near.listener = listener;
      return near;
    });
    return far;
  };
  const pass = (milliseconds: number): void => {
    const untilMs = clock.now() + milliseconds;
    while (clock.fireNextTimer(untilMs));
  };
  return { transport, clock, events, dialled, accepted, host, dial, meet, pass };
}

/** A peer says bytes. */
function say(channel: TestChannel | undefined, bytes: Uint8Array): void {
  channel?.write(bytes);
  channel?.pass();
}

/** A peer greets. */
const greet = (channel: TestChannel | undefined, peer: Partial<Preamble> = {}): void =>
  say(channel, encodePreamble({ ...PEER, ...peer }));

/** A frame that says nothing, behind {@link PEER}. */
const PONG = pong();

function pong(): Uint8Array {
  const encoder = new WireEncoder(agreementOf(PEER, PEER));
  encoder.write({ frame: 'pong', number: 1 });
  return encoder.take();
}

/** What stands in bytes, where it can be read. */
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

// --- options ----------------------------------------------------------------------------------------------------------

for (const [name, options] of [
  ['nodeId', { nodeId: 'abc' }],
  ['nodeId', { nodeId: 'AB'.repeat(16) }],
  ['idleMs', { limits: { idleMs: Number.NaN } }],
  ['idleMs', { limits: { idleMs: 0 } }],
  ['idleMs', { limits: { idleMs: 2 ** 31 } }],
  ['links', { limits: { links: Number.NaN } }],
  ['links', { limits: { links: 1.5 } }],
  ['handshakeMs', { limits: { handshakeMs: -5 } }],
  ['queuedBytes', { limits: { queuedBytes: '64' as unknown as number } }],
  ['drainMs', { limits: { drainMs: Number.POSITIVE_INFINITY } }],
] as const satisfies readonly (readonly [string, ChannelTransportOptions])[])
  test(`an option that cannot be is refused before anything is opened: ${name} ${JSON.stringify(options)}`, async (assert) => {
    const message = name === 'nodeId' ? /is no node id/ : new RegExp(`^${name} is a whole number from`);
    const refused = { instanceOf: IllegalArgumentError, message };
    assert.throws(() => opened(options), refused);
    await assert.throwsAsync(TcpTransport.open(options), refused);
  });

test('limits that are undefined are those that nobody has chosen', (assert) => {
  const limits = { idleMs: undefined, links: 7 } as unknown as { readonly links: number };
  assert.deepEqual(opened({ limits }).transport.limits, { ...LINK_LIMITS, links: 7 });
});

test('an authority that no preamble can hold is refused, and nobody listens there any more', (assert) => {
  const stopped: string[] = [];
  const source = {
    scheme: 'test',
    authority: 'x'.repeat(5000),
    open: () => null,
    stop: () => stopped.push('stopped'),
  };
  assert.throws(() => new ChannelTransport(source, {}), {
    instanceOf: IllegalArgumentError,
    message: /No peer could be greeted from here/,
  });
  assert.deepEqual(stopped, ['stopped']);
});

// --- dialling ---------------------------------------------------------------------------------------------------------

test('HAND-05 a channel that cannot be opened ends its link with the reason, and raises nothing', async (assert) => {
  const { dial } = opened({}, () => {
    throw new TypeError('no such header');
  });
  const { ear, link } = dial();
  assert.deepEqual([link?.send({ frame: 'ping', number: 1 }), link?.peer.authority], [null, 'peer:1']);
  assert.deepEqual(ear.reasons, []);
  link?.close();
  await hop();
  assert.deepEqual(ear.reasons, ['no channel could be opened: no such header']);
});

test('HAND-05 whom nobody could reach is left alone for longer each time, also when it said goodbye to a stranger', (assert) => {
  const limits = { backOffMs: 1000, backOffMaxMs: 4000 };
  const { dial, dialled, pass } = opened({ limits });
  for (const longestMs of [1000, 2000, 4000, 4000]) {
    assert.not(dial().link, null);
    say(dialled.at(-1), farewell('not-trusted', 'nobody knows you')); // the preamble of one that says nothing of itself
    pass(longestMs / 2 - 1);
    assert.is(dial().link, null);
    pass(longestMs / 2 + 1);
  }
  assert.is(dialled.length, 4);
});

test('HAND-05 a peer that has answered is dialled at once when its link is lost, whatever was before', (assert) => {
  const { dial, dialled, pass } = opened({ limits: { backOffMs: 1000, backOffMaxMs: 1000 } });
  dial();
  dialled[0]?.reset();
  pass(1000);
  dial();
  greet(dialled[1]);
  say(dialled[1], PONG);
  dialled[1]?.reset();
  assert.not(dial().link, null);
  dialled[2]?.reset();
  assert.is(dial().link, null);
});

// --- strangers and links ----------------------------------------------------------------------------------------------

test('connections that say nothing take no link away from this side, and have a bound of their own', (assert) => {
  const { meet, dial, accepted } = opened({ limits: { links: 3, strangers: 2 } });
  const [first, second, third] = [meet(), meet(), meet()];
  assert.deepEqual(
    [first, second, third].map(({ isOver }) => isOver),
    [false, false, true],
  );
  assert.not(dial().link, null);
  greet(first);
  assert.is(accepted.length, 1);
  assert.false(meet().isOver); // there is room for a stranger again
});

test('there are never more links than the limit says: a peer that comes too late hears why', async (assert) => {
  const { meet, dial, accepted } = opened({ limits: { links: 2 } });
  const peers = [meet(), meet(), meet()];
  const heard: string[] = [];
  for (const [index, peer] of peers.entries()) {
    peer.listener = {
      opened() {},
      drained() {},
      closed() {},
      received: (bytes) => heard.push(textOf(bytes)),
    };
    greet(peer, { nodeId: `${index}`.repeat(32) });
  }
  assert.is(accepted.length, 2);
  for (const peer of peers) peer.far?.pass();
  assert.deepEqual(
    peers.map(({ isOver }) => isOver),
    [false, false, true],
  );
  assert.regex(heard.at(-1) ?? '', /link-limit.*there are too many links already/);
  assert.true(meet().isOver);
  const { ear } = dial();
  await hop();
  assert.deepEqual(ear.reasons, ['link limit: there are 2 links already']);
  peers[0]?.reset();
  assert.not(dial().link, null);
});

// --- the service, and the end -----------------------------------------------------------------------------------------

test('a transport has one service: another one is refused, and the first is served on', (assert) => {
  const { transport, host, meet, accepted } = opened();
  const other = hostOf(new SeededScheduler(), () => {
    throw new Error('nobody comes here');
  });
  assert.throws(() => transport.listen(other), {
    instanceOf: IllegalStateError,
    message: /A service has the transport at here:1 already/,
  });
  assert.throws(() => transport.listen(host), { instanceOf: IllegalStateError });
  greet(meet());
  assert.is(accepted.length, 1);
});

test('whoever closes a transport that is closing hears when everything is over, and not before', (assert) => {
  const { transport, dial, dialled, meet, pass, clock } = opened({ limits: { drainMs: 500 } });
  const told: string[] = [];
  dial();
  greet(dialled[0]);
  const stranger = meet();
  for (const who of ['first', 'second']) transport.close(() => told.push(who));
  stranger.far?.pass();
  assert.deepEqual(told, []);
  pass(499);
  assert.deepEqual(told, []);
  pass(1);
  assert.deepEqual(told, ['first', 'second']);
  transport.close(() => told.push('third'));
  assert.deepEqual(told, ['first', 'second', 'third']);
  assert.is(clock.nextDeadlineMs(), null);
});

test('HAND-05 whom it could not reach, how often, why and for how long is told, and can be asked', async (assert) => {
  const heard: UnreachablePeer[] = [];
  const { transport, dial, dialled, host, pass } = opened({ limits: { backOffMs: 100, backOffMaxMs: 100 } });
  Object.assign(host, { unreachable: (peer: UnreachablePeer) => heard.push(peer) });
  assert.is(transport.whyLeftAlone('peer:1'), null);
  for (const [index, reason] of ['the first reason', 'the second reason'].entries()) {
    dial();
    say(dialled[index], farewell('refused', reason));
    const { forMs, ...peer } = transport.whyLeftAlone('peer:1') as UnreachablePeer;
    assert.is(peer.authority, 'peer:1');
    assert.is(peer.times, index + 1);
    assert.true(peer.reason.includes(reason), peer.reason);
    assert.true(forMs >= 50 && forMs <= 100, `${forMs} ms`);
    assert.like(heard.at(-1), peer);
    assert.deepEqual(transport.leftAlone, [{ ...peer, forMs }]);
    assert.is(dial().link, null);
    pass(Math.ceil(forMs));
    assert.deepEqual([transport.whyLeftAlone('peer:1'), transport.leftAlone], [null, []]);
  }
  assert.is(transport.whyLeftAlone('other:1'), null);
});

/** Peers that are none, half open, or silent: they are given up, and the others are served. */
import type { Bench } from '../bench.js';
import type { End } from '../end.js';
import type { Party } from '../party.js';
import { type RawParty, rawFrames, rawGoodbye, rawPreamble } from '../raw-party.js';
import { numbered, say } from '../traffic.js';
import { expect, type TransportCase, transportCaseFor } from '../transport-case.js';

const RAW = ['raw-peers'] as const;

/** The limits of these cases, on clocks that they move by hand, in milliseconds. */
const LIMIT_MS = 1_000;

/** After so many turns of the event loop what was written has been read. */
const TURNS = 20;

/** Somebody else is linked and heard. */
async function expectServed(bench: Bench, to: Party): Promise<void> {
  const { near, far } = await bench.linked(undefined, to);
  say(near, numbered(1));
  await bench.until(() => far.frames.length === 1, 'another peer is served');
}

/** A peer in bytes that was accepted, on a clock that is moved by hand. */
async function acquainted(
  bench: Bench,
): Promise<{ readonly to: Party; readonly raw: RawParty; readonly end: End }> {
  const to = await bench.party({ clock: 'by-hand', limits: { idleMs: LIMIT_MS } });
  const raw = bench.rawDial(to);
  await bench.until(() => raw.isOpen, 'a channel opens');
  raw.write(rawPreamble());
  await bench.until(() => to.ends.length === 1, 'a peer with a preamble is accepted');
  return { to, raw, end: to.ends[0] as End };
}

/** See the head of this file. */
export const strangerCases: readonly TransportCase[] = [
  transportCaseFor(RAW, 'a peer that says nothing is never accepted, and is given up', async (bench) => {
    const to = await bench.party({ clock: 'by-hand', limits: { handshakeMs: LIMIT_MS } });
    const raw = bench.rawDial(to);
    await bench.until(() => raw.greeted, 'whoever opens a channel gets a preamble');
    to.passTime(LIMIT_MS - 1);
    await bench.turn(TURNS);
    expect(raw.reasons.length === 0, () => 'A peer was given up before its time was over');
    to.passTime(1);
    await bench.until(() => raw.reasons.length > 0, 'a peer without preamble is given up');
    expect(to.ends.length === 0, () => 'A peer was accepted that had said nothing');
    await expectServed(bench, to);
  }),
  transportCaseFor(RAW, 'a peer that begins with something else is refused at once', async (bench) => {
    const to = await bench.party();
    const raw = bench.rawDial(to);
    await bench.until(() => raw.isOpen, 'a channel opens');
    raw.write(new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'));
    await bench.until(() => raw.reasons.length > 0, 'a peer that speaks something else is refused');
    expect(to.ends.length === 0, () => 'A peer was accepted that has no preamble');
    await expectServed(bench, to);
  }),
  transportCaseFor(
    ['raw-peers', 'stranger-limit'],
    'a peer that is refused, and goes on talking, does not keep its place',
    async (bench) => {
      const to = await bench.party({ limits: { strangers: 1, drainMs: 500 } });
      const raw = bench.rawDial(to);
      await bench.until(() => raw.isOpen, 'a channel opens');
      raw.channel?.pause(); // it never sees that the other side has ended
      raw.write(new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'));
      const from = await bench.party({ limits: { backOffMs: 1, backOffMaxMs: 1 } });
      let end = bench.dial(from, to.authority);
      await bench.until(() => {
        raw.write(Uint8Array.of(0));
        if (end.over) end = bench.dial(from, to.authority);
        return to.ends.length > 0;
      }, 'another peer is accepted in the place of one that was refused');
    },
  ),
  transportCaseFor(
    RAW,
    'a peer that refuses is left alone for a while, for longer each time',
    async (bench) => {
      const limits = { backOffMs: LIMIT_MS, backOffMaxMs: 8 * LIMIT_MS, handshakeMs: 60 * LIMIT_MS };
      const from = await bench.party({ clock: 'by-hand', limits });
      const { authority, accepted } = await bench.rawListen();
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        const end = bench.dial(from, authority);
        expect(!end.refused, () => `Attempt ${attempt} was refused although its time had come`);
        await bench.until(
          () => accepted[attempt - 1]?.greeted === true,
          'whoever accepts a channel is greeted',
        );
        accepted[attempt - 1]?.write(rawPreamble());
        accepted[attempt - 1]?.write(rawGoodbye());
        await bench.until(() => end.over, 'a link ends whose peer says goodbye');
        from.passTime((LIMIT_MS * 2 ** (attempt - 1)) / 2 - 1);
        const early = bench.dial(from, authority);
        await bench.turn(TURNS);
        expect(
          early.over && accepted.length === attempt,
          () => `A peer that has refused ${attempt} times was dialled again before half of its time was over`,
        );
        from.passTime((LIMIT_MS * 2 ** (attempt - 1)) / 2 + 1);
      }
    },
  ),
  transportCaseFor(
    RAW,
    'a link whose dialled peer never sends a preamble ends, and bounds what waits',
    async (bench) => {
      const limits = { handshakeMs: LIMIT_MS, queuedFrames: 3 };
      const from = await bench.party({ clock: 'by-hand', limits });
      const { authority, accepted } = await bench.rawListen();
      const end = bench.dial(from, authority);
      expect(!end.refused, () => 'A peer that listens was taken for one that does not');
      await bench.until(() => accepted[0]?.greeted === true, 'whoever accepts a channel gets a preamble');
      const losses = [1, 2, 3, 4].map((op) => end.link?.send(numbered(op)));
      expect(
        losses.slice(0, 3).every((loss) => loss === null) && losses[3] === 'overflow',
        () =>
          `Three frames may wait for a preamble; four were answered with ${losses.map(String).join(', ')}`,
      );
      from.passTime(LIMIT_MS);
      await bench.until(() => end.reasons.length > 0, 'a link ends whose peer sends no preamble');
      expect(end.reasons.length === 1, () => `The end of a link was told ${end.reasons.length} times`);
    },
  ),
  transportCaseFor(
    RAW,
    'a peer that goes silent is asked, and given up when it stays silent',
    async (bench) => {
      const { to, raw, end } = await acquainted(bench);
      to.passTime(2 * LIMIT_MS);
      await bench.until(() => raw.frames.some(({ frame }) => frame === 'ping'), 'a silent peer is asked');
      to.passTime(2 * LIMIT_MS);
      await bench.until(() => end.reasons.length > 0, 'a peer is given up that stays silent');
      await bench.until(() => raw.reasons.length > 0, 'its channel is closed');
      expect(end.reasons.length === 1, () => `The end of a link was told ${end.reasons.length} times`);
    },
  ),
  transportCaseFor(RAW, 'a peer that answers when it is asked is kept', async (bench) => {
    const { to, raw, end } = await acquainted(bench);
    for (let answered = 0; answered < 5; answered += 1) {
      to.passTime(2 * LIMIT_MS);
      await bench.until(() => raw.frames.length > answered, 'a silent peer is asked again and again');
      const asked = raw.frames[answered];
      expect(asked?.frame === 'ping', () => `Expected a ping, found ${asked?.frame}`);
      for (const bytes of rawFrames([{ frame: 'pong', number: asked.number }])) raw.write(bytes);
      await bench.turn(TURNS);
    }
    to.passTime(LIMIT_MS);
    expect(end.reasons.length === 0, () => `A peer that answers was given up: ${end.reasons.join('; ')}`);
  }),
];

/** What becomes of the bytes of a peer, in whatever pieces they come, and wherever they break off. */
import type { WireFrame } from '../../../impl/wire/wire-frame.js';
import type { Bench } from '../bench.js';
import type { End } from '../end.js';
import { FRAME_BYTES } from '../frame-bytes.js';
import type { Party } from '../party.js';
import { type RawParty, rawFrames, rawPreamble } from '../raw-party.js';
import { expectArrived, numbered } from '../traffic.js';
import { expect, type TransportCase, transportCaseFor } from '../transport-case.js';

const RAW = ['raw-peers'] as const;

/** A few small frames, and their bytes behind a preamble. */
const FRAMES: readonly WireFrame[] = [numbered(1), numbered(2, 5), numbered(3)];

/** Several pieces as one. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A channel to a party that is open. */
async function opened(bench: Bench, to: Party): Promise<RawParty> {
  const raw = bench.rawDial(to);
  await bench.until(() => raw.isOpen, 'a channel opens');
  return raw;
}

/** The newest link of a party, once there is one more than before. */
async function nextEnd(bench: Bench, to: Party, known: number): Promise<End> {
  await bench.until(() => to.ends.length > known, 'a peer with a preamble is accepted');
  return to.ends[known] as End;
}

/** See the head of this file. */
export const byteCases: readonly TransportCase[] = [
  transportCaseFor(RAW, 'frames that are split at any byte arrive whole', async (bench) => {
    const to = await bench.party();
    const whole = joined([rawPreamble(), ...rawFrames(FRAMES)]);
    for (let cut = 1; cut < whole.length; cut += 1) {
      const raw = await opened(bench, to);
      raw.write(whole.slice(0, cut));
      await bench.turn();
      await bench.turn();
      raw.write(whole.slice(cut));
      const end = await nextEnd(bench, to, cut - 1);
      await bench.until(
        () => end.frames.length >= FRAMES.length,
        `frames arrive that were split before byte ${cut}`,
      );
      expectArrived(end.frames, FRAMES);
      raw.channel?.destroy();
    }
  }),
  transportCaseFor(RAW, 'frames arrive that come byte by byte, or all in one piece', async (bench) => {
    const to = await bench.party();
    const whole = joined([rawPreamble(), ...rawFrames(FRAMES)]);
    const slow = await opened(bench, to);
    for (const byte of whole) {
      slow.write(Uint8Array.of(byte));
      await bench.turn();
    }
    const first = await nextEnd(bench, to, 0);
    await bench.until(() => first.frames.length >= FRAMES.length, 'frames arrive that come byte by byte');
    expectArrived(first.frames, FRAMES);
    const fast = await opened(bench, to);
    const many = Array.from({ length: 200 }, (_, op) => numbered(op, op));
    fast.write(joined([rawPreamble(), ...rawFrames(many)]));
    const second = await nextEnd(bench, to, 1);
    await bench.until(() => second.frames.length >= many.length, 'frames arrive that come in one piece');
    expectArrived(second.frames, many);
  }),
  transportCaseFor(RAW, 'a frame beyond the limit is refused before it has come', async (bench) => {
    const to = await bench.party();
    const raw = await opened(bench, to);
    raw.write(rawPreamble());
    const end = await nextEnd(bench, to, 0);
    const before = process.memoryUsage().arrayBuffers;
    raw.write(Uint8Array.of(0x7f, 0xff, 0xff, 0xff, 4));
    await bench.until(() => end.reasons.length > 0, 'a link ends whose peer claims a frame of 2 GiB');
    const grown = process.memoryUsage().arrayBuffers - before;
    expect(
      grown < 64 * FRAME_BYTES,
      () => `${grown} bytes were allocated for a length that a peer only claimed`,
    );
    await bench.until(() => raw.reasons.length > 0, 'the channel of that peer is closed');
    expectArrived(end.frames, []);
  }),
  transportCaseFor(
    RAW,
    'a reset before, in and after a frame is told once, and no frame arrives in part',
    async (bench) => {
      const to = await bench.party();
      const [first, second] = rawFrames(FRAMES) as readonly [Uint8Array, Uint8Array];
      for (let cut = 0; cut <= second.length; cut += 1) {
        const raw = await opened(bench, to);
        raw.write(joined([rawPreamble(), first]));
        const end = await nextEnd(bench, to, cut);
        await bench.until(() => end.frames.length === 1, 'a whole frame arrives');
        if (cut > 0) raw.write(second.slice(0, cut));
        await bench.turn();
        raw.channel?.reset();
        await bench.until(
          () => end.reasons.length > 0,
          `the end of a link is told that was reset ${cut} bytes into a frame`,
        );
        // What a reset catches on its way may be lost; a frame of which bytes are missing always is.
        const most = cut === second.length ? 2 : 1;
        expect(
          end.frames.length <= most,
          () => `${end.frames.length} frames arrived, and only ${most} were sent whole`,
        );
        expectArrived(end.frames, FRAMES.slice(0, end.frames.length));
        expect(
          end.reasons.length === 1,
          () => `The end of a link was told ${end.reasons.length} times: ${end.reasons.join('; ')}`,
        );
      }
    },
  ),
  transportCaseFor(
    RAW,
    'a peer that resets while it is sent to is told once, and the others are served',
    async (bench) => {
      const to = await bench.party();
      const raw = await opened(bench, to);
      raw.write(rawPreamble());
      const end = await nextEnd(bench, to, 0);
      for (let op = 1; op <= 50; op += 1) end.link?.send(numbered(op, 10_000));
      raw.channel?.reset();
      for (let op = 51; op <= 100; op += 1) {
        end.link?.send(numbered(op, 10_000));
        await bench.turn();
      }
      await bench.until(() => end.reasons.length > 0, 'the end of a link is told whose peer has reset it');
      expect(end.reasons.length === 1, () => `The end of a link was told ${end.reasons.length} times`);
      const { near, far } = await bench.linked(undefined, to);
      near.link?.send(numbered(1));
      await bench.until(() => far.frames.length === 1, 'another peer is served');
    },
  ),
];

/** What a link does with frames: in order, each once, none invented, none lost, none changed (ORD-01, ORD-02, ORD-05). */
import { isDeepStrictEqual } from 'node:util';
import { EncodedValue } from '../../../impl/wire/encoded-value.js';
import { goldenConversations } from '../../../impl/wire/golden/frames.js';
import { goldenValues } from '../../../impl/wire/golden/values.js';
import type { WireFrame } from '../../../impl/wire/wire-frame.js';
import { conversation, expectArrived, numbered, numberOf, say, shown } from '../traffic.js';
import { expect, type TransportCase, transportCase } from '../transport-case.js';

/** A value that no reader can read: the break code of CBOR. */
const UNREADABLE = new EncodedValue(Uint8Array.of(0xff));

/** Frames that are about the link itself: it keeps them. */
const OF_THE_LINK: ReadonlySet<WireFrame['frame']> = new Set(['goodbye', 'ping', 'pong']);

/** One frame of each form that is known, and one with each value. */
function everyFrame(): readonly WireFrame[] {
  const golden = goldenConversations.flatMap(({ frames }) => frames);
  const values = Object.values(goldenValues);
  return [
    ...golden.filter(({ frame }) => !OF_THE_LINK.has(frame)),
    ...values.map((value, op): WireFrame => ({ frame: 'success', op, leg: 'answer', value })),
    ...values.map((value, op): WireFrame => ({ ...numbered(op), arguments: [value, [value]] })),
  ];
}

/** See the head of this file. */
export const deliveryCases: readonly TransportCase[] = [
  transportCase('every frame that was accepted arrives while the link is up', async (bench) => {
    for (const { sent, arrived } of await conversation(bench, await bench.linked())) {
      const heard = new Set(arrived.map(numberOf));
      const missing = sent.filter((frame) => !heard.has(numberOf(frame)));
      expect(
        missing.length === 0,
        () =>
          `${missing.length} of ${sent.length} frames never arrived, the first of them ${shown(missing[0])}`,
      );
    }
  }),
  transportCase('frames arrive in the order of sending, in both directions', async (bench) => {
    for (const { arrived } of await conversation(bench, await bench.linked())) {
      const firstTimes = [...new Set(arrived.map(numberOf))];
      const early = firstTimes.findIndex((op, position) => op < (firstTimes[position - 1] ?? 0));
      expect(
        early < 0,
        () =>
          `Frame ${firstTimes[early]} arrived behind frame ${firstTimes[early - 1]}, and was sent before it`,
      );
    }
  }),
  transportCase('no frame arrives twice', async (bench) => {
    for (const { arrived } of await conversation(bench, await bench.linked())) {
      const numbers = arrived.map(numberOf);
      const twice = numbers.find((op, position) => numbers.indexOf(op) < position);
      expect(twice === undefined, () => `Frame ${twice} arrived more than once`);
    }
  }),
  transportCase('no frame arrives that was not sent', async (bench) => {
    for (const { sent, arrived } of await conversation(bench, await bench.linked())) {
      const known = new Map(sent.map((frame) => [numberOf(frame), frame]));
      const foreign = arrived.find((frame) => !isDeepStrictEqual(known.get(numberOf(frame)), frame));
      expect(
        foreign === undefined,
        () =>
          `${shown(foreign)} arrived; what was sent under its number is ${shown(known.get(numberOf(foreign as WireFrame)))}`,
      );
    }
  }),
  transportCase('frames of all kinds arrive as they were, with every value', async (bench) => {
    const { near, far } = await bench.linked();
    const frames = everyFrame();
    for (const frame of frames) say(near, frame);
    await bench.arrival(frames.length, () => far.frames.length);
    expectArrived(far.frames, frames);
  }),
  transportCase(
    'a frame whose values cannot be read is told as such, and the link goes on',
    async (bench) => {
      const { near, far } = await bench.linked();
      say(near, { ...numbered(1), arguments: UNREADABLE as never });
      say(near, numbered(2));
      await bench.until(() => far.frames.length > 0, 'the frame behind the one that cannot be read arrives');
      const [unreadable] = far.unreadable;
      expect(
        unreadable?.op === 1 && unreadable.leg === 'request' && far.unreadable.length === 1,
        () =>
          `Expected to be told once that the request 1 cannot be read, found ${JSON.stringify(far.unreadable)}`,
      );
      expectArrived(far.frames, [numbered(2)]);
    },
  ),
  transportCase('links do not mix: who has several peers hears from each what it has sent', async (bench) => {
    const hub = await bench.party();
    const links = await Promise.all([1, 2, 3].map(() => bench.linked(undefined, hub)));
    const sent = links.map((_, peer) => [1, 2, 3].map((count) => numbered(10 * peer + count, 3000)));
    for (const [peer, { near }] of links.entries()) for (const frame of sent[peer] ?? []) say(near, frame);
    await bench.arrival(9, () => hub.ends.reduce((sum, { frames }) => sum + frames.length, 0));
    const heard = new Map(hub.ends.map(({ frames }) => [numberOf(frames[0] ?? numbered(-1)), frames]));
    for (const frames of sent) expectArrived(heard.get(numberOf(frames[0] as WireFrame)) ?? [], frames);
  }),
];

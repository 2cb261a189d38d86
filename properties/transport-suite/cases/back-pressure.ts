/** What waits for a link has a bound; beyond it the sender is told, and what was accepted arrives all the same. */
import type { WireFrame } from '../../../impl/wire/wire-frame.js';
import type { End } from '../end.js';
import { FRAME_BYTES } from '../frame-bytes.js';
import { rawPreamble } from '../raw-party.js';
import { expectArrived, numbered, say } from '../traffic.js';
import { expect, type TransportCase, transportCaseFor } from '../transport-case.js';

/** How much may wait, in these cases, in bytes. */
const QUEUED_BYTES = 262_144;

/** How many characters a frame has. */
const CHARACTERS = 16_384;

/** What the system may hold for a connection beside the queue of the link, in bytes. */
const SYSTEM_BYTES = 24 * 1024 * 1024;

/** After so many bytes without a refusal nothing bounds the queue. */
const FLOOD_BYTES = 2 * (SYSTEM_BYTES + QUEUED_BYTES);

/** Sends until a frame is refused; that has to be an overflow. @returns what was accepted */
function flood(end: End, first: number, frames: number): readonly WireFrame[] | null {
  const accepted: WireFrame[] = [];
  for (let op = first; op < first + frames; op += 1) {
    const frame = numbered(op, CHARACTERS);
    const loss = end.link?.send(frame) ?? null;
    if (loss === null) accepted.push(frame);
    else {
      expect(
        loss === 'overflow',
        () => `A link that has too much to send answered ${loss} in place of overflow`,
      );
      return accepted;
    }
  }
  return null;
}

/** See the head of this file. */
export const backPressureCases: readonly TransportCase[] = [
  transportCaseFor(['queues'], 'too much at once overflows, and what was accepted arrives', async (bench) => {
    const from = await bench.party({ limits: { queuedBytes: QUEUED_BYTES } });
    const { near, far } = await bench.linked(from);
    const accepted = flood(near, 1, Math.ceil(FLOOD_BYTES / CHARACTERS));
    expect(
      accepted !== null,
      () => `${FLOOD_BYTES} bytes were accepted in one turn, where ${QUEUED_BYTES} may wait`,
    );
    await bench.until(() => far.frames.length >= accepted.length, 'everything arrives that was accepted');
    const last = numbered(1_000_000);
    say(near, last);
    await bench.until(() => far.frames.length > accepted.length, 'the link goes on after the overflow');
    expectArrived(far.frames, [...accepted, last]);
  }),
  transportCaseFor(
    ['queues', 'raw-peers'],
    'a peer that does not read stops the sender within the bound, and reading starts it again',
    async (bench) => {
      const to = await bench.party({ limits: { queuedBytes: QUEUED_BYTES } });
      const raw = bench.rawDial(to);
      await bench.until(() => raw.isOpen, 'a channel opens');
      raw.write(rawPreamble());
      await bench.until(() => raw.greeted && to.ends.length === 1, 'the preambles are exchanged');
      raw.channel?.pause();
      const [end] = to.ends as [End];
      const accepted: WireFrame[] = [];
      for (let more: readonly WireFrame[] | null = null; more === null; ) {
        more = flood(end, accepted.length + 1, 1) ?? null;
        if (more === null) accepted.push(numbered(accepted.length + 1, CHARACTERS));
        const bytes = accepted.length * CHARACTERS;
        expect(bytes < FLOOD_BYTES, () => `${bytes} bytes were accepted for a peer that does not read`);
        if (accepted.length % 8 === 0) await bench.turn();
      }
      raw.channel?.resume();
      await bench.until(() => raw.frames.length >= accepted.length, 'everything is read that was accepted');
      const last = numbered(1_000_000, FRAME_BYTES / 2);
      say(end, last);
      await bench.until(() => raw.frames.length > accepted.length, 'the link goes on once its peer reads');
      expectArrived(raw.frames, [...accepted, last]);
    },
  ),
];

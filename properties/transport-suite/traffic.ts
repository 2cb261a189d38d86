/** Frames that cases send, and how they tell one from another. */
import { isDeepStrictEqual } from 'node:util';
import type { WireFrame, WireFrameOf } from '../../impl/wire/wire-frame.js';
import type { Bench, LinkedEnds } from './bench.js';
import type { End } from './end.js';
import { expect } from './transport-case.js';

/** A call with a number, and a text of so many characters that says it again. */
export function numbered(op: number, characters = 0): WireFrameOf<'invocation'> {
  return {
    frame: 'invocation',
    op,
    sender: op % 3,
    incarnation: 1,
    asked: true,
    kind: 'call',
    envelope: 'bare',
    token: null,
    method: `method${op % 7}()`,
    arguments: [op, `${op};`.repeat(Math.ceil(characters / `${op};`.length)).slice(0, characters)],
    trace: null,
  };
}

/** The number of a frame. */
export const numberOf = (frame: WireFrame): number => ('op' in frame ? frame.op : -1);

/** Sizes that lie on both sides of what sockets and buffers take at once. */
const SIZES: readonly number[] = [0, 1, 17, 200, 1500, 4096, 20_000];

/** How many frames a conversation has in each direction. */
const CONVERSATION = 400;

/** How many of them are sent in one turn. */
const BURST = 40;

/** What was sent and what arrived, in one direction. */
export interface Heard {
  readonly sent: readonly WireFrame[];
  readonly arrived: readonly WireFrame[];
}

/**
 * Sends many frames of many sizes in both directions, in bursts, and waits until all have come, and nothing more comes.
 *
 * @returns both directions
 */
export async function conversation(bench: Bench, { near, far }: LinkedEnds): Promise<readonly Heard[]> {
  const directions = [
    { from: near, to: far, sent: [] as WireFrame[] },
    { from: far, to: near, sent: [] as WireFrame[] },
  ];
  for (let op = 1; op <= CONVERSATION; op += 1) {
    for (const { from, sent } of directions) say(from, numbered(op, SIZES[op % SIZES.length]), sent);
    if (op % BURST === 0) await bench.turn();
  }
  await bench.arrival(2 * CONVERSATION, () => near.frames.length + far.frames.length);
  return directions.map(({ to, sent }) => ({ sent, arrived: to.frames }));
}

/** Sends a frame that has to be accepted. */
export function say(from: End, frame: WireFrame, sent: WireFrame[] = []): void {
  const loss = from.link?.send(frame) ?? null;
  expect(
    loss === null,
    () => `The frame ${numberOf(frame)} was refused with ${loss}, although nothing hinders it`,
  );
  sent.push(frame);
}

/** That exactly these frames have arrived, unchanged. @throws TransportViolation */
export function expectArrived(arrived: readonly WireFrame[], sent: readonly WireFrame[]): void {
  for (const [position, frame] of sent.entries()) {
    const other = arrived[position];
    expect(
      isDeepStrictEqual(other, frame),
      () => `At position ${position} ${shown(frame)} was sent, and ${shown(other)} arrived`,
    );
  }
  expect(
    arrived.length === sent.length,
    () => `${sent.length} frames were sent, and ${arrived.length} arrived`,
  );
}

/** A frame in words. */
export function shown(frame: WireFrame | undefined): string {
  if (frame === undefined) return 'nothing';
  const text = `${frame.frame} ${numberOf(frame)}`;
  return frame.frame === 'invocation'
    ? `${text} ${String(frame.arguments[1] ?? '').length} characters long`
    : text;
}

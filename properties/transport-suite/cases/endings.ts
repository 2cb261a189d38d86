/** How links and transports end: once, for both sides, and not before what was accepted has arrived (DEAD-03). */
import type { WireFrame } from '../../../impl/wire/wire-frame.js';
import { closeTransport } from '../../transports/close-transport.js';
import type { Bench } from '../bench.js';
import type { End } from '../end.js';
import { expectArrived, numbered, say } from '../traffic.js';
import { expect, type TransportCase, transportCase } from '../transport-case.js';

/** So much is sent before a close, in frames of so many characters. */
const LAST_FRAMES = 150;
const LAST_CHARACTERS = 10_000;

/** That ends hear of their end, and only once. */
async function expectOver(bench: Bench, ...ends: readonly End[]): Promise<void> {
  for (const [position, { reasons }] of ends.entries())
    await bench.until(() => reasons.length > 0, `end ${position + 1} of a link hears that it is over`);
  await bench.silence(() => ends.reduce((sum, { reasons }) => sum + reasons.length, 0));
}

/** That nobody was told twice. */
function expectOnce(...ends: readonly End[]): void {
  for (const { reasons } of ends)
    expect(
      reasons.length === 1,
      () => `The end of a link was told ${reasons.length} times: ${reasons.join('; ')}`,
    );
}

/** See the head of this file. */
export const endingCases: readonly TransportCase[] = [
  transportCase('the end of a link is told to both sides', async (bench) => {
    const { near, far } = await bench.linked();
    near.link?.close();
    await expectOver(bench, near, far);
    const other = await bench.linked();
    other.far.link?.close();
    await expectOver(bench, other.near, other.far);
  }),
  transportCase('the end of a link is told once, however often it is closed', async (bench) => {
    const { near, far } = await bench.linked();
    near.link?.close();
    near.link?.close();
    far.link?.close();
    await expectOver(bench, near, far);
    near.link?.close();
    far.link?.close();
    await expectOver(bench, near, far);
    expectOnce(near, far);
  }),
  transportCase('what was accepted before a close arrives before the end is told', async (bench) => {
    const { near, far } = await bench.linked();
    const sent: WireFrame[] = [];
    for (let op = 1; op <= LAST_FRAMES; op += 1) say(near, numbered(op, LAST_CHARACTERS), sent);
    const atEnd: number[] = [];
    const { closed } = far;
    far.closed = (reason) => {
      atEnd.push(far.frames.length);
      closed.call(far, reason);
    };
    near.link?.close();
    await expectOver(bench, near, far);
    expectArrived(far.frames, sent);
    expect(
      atEnd[0] === sent.length,
      () => `${atEnd[0]} of ${sent.length} frames had arrived when the end was told`,
    );
  }),
  transportCase('what is sent into a link that is over is lost, and nothing is thrown', async (bench) => {
    const { near, far } = await bench.linked();
    near.link?.close();
    near.link?.send(numbered(1));
    await expectOver(bench, near, far);
    near.link?.send(numbered(2));
    far.link?.send(numbered(3));
    await bench.silence(() => near.frames.length + far.frames.length);
    expectArrived([...near.frames, ...far.frames], []);
  }),
  transportCase('closing one link leaves those to other peers alone', async (bench) => {
    const hub = await bench.party();
    const one = await bench.linked(undefined, hub);
    const other = await bench.linked(undefined, hub);
    one.far.link?.close();
    await expectOver(bench, one.near, one.far);
    say(other.near, numbered(1));
    say(other.far, numbered(2));
    await bench.until(
      () => other.near.frames.length + other.far.frames.length === 2,
      'the other link goes on',
    );
  }),
  transportCase('closing a transport ends its links on both sides, and can be done twice', async (bench) => {
    const { near, far, from } = await bench.linked();
    await closeTransport(from.transport);
    await closeTransport(from.transport);
    await expectOver(bench, near, far);
    expectOnce(near, far);
  }),
  transportCase('a transport can be closed before a service has it, and harms nobody', async (bench) => {
    const { near, far, from, to } = await bench.linked();
    const alone = await bench.party({ listens: false });
    let told = 0;
    for (const times of [1, 2]) {
      alone.transport.close(() => {
        told += 1;
      });
      await bench.until(() => told === times, `a transport that no service has is over, close ${times}`);
    }
    alone.transport.giveUp();
    const away = bench.dial(alone, to.authority);
    const there = bench.dial(from, alone.authority);
    await bench.until(() => away.over && there.over, 'nobody dials or is reached there');
    say(near, numbered(1));
    say(far, numbered(2));
    await bench.until(() => near.frames.length + far.frames.length === 2, 'the links of others go on');
    expect(told === 2, () => `Two closes of a transport were told ${told} times`);
  }),
  transportCase('a transport that is closed dials nobody', async (bench) => {
    const [from, to] = [await bench.party(), await bench.party()];
    await closeTransport(from.transport);
    const end = bench.dial(from, to.authority);
    await bench.until(() => end.over, 'nobody can be dialled over a transport that is closed');
    expect(to.ends.length === 0, () => 'A transport that is closed has opened a link');
  }),
  transportCase('who dials where nobody listens is told, every time', async (bench) => {
    const from = await bench.party({ limits: { backOffMs: 20, backOffMaxMs: 40 } });
    const nowhere = await bench.factory.nowhere();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const end = bench.dial(from, nowhere);
      end.link?.send(numbered(attempt));
      await bench.until(() => end.over, `attempt ${attempt} to reach nobody fails`);
      await bench.silence(() => end.reasons.length);
      expect(
        end.reasons.length === (end.refused ? 0 : 1),
        () => `A link that was ${end.refused ? 'refused' : 'made'} told its end ${end.reasons.length} times`,
      );
    }
  }),
  transportCase('a transport that was closed is not reached any more', async (bench) => {
    const [from, to] = [await bench.party(), await bench.party()];
    await closeTransport(to.transport);
    const end = bench.dial(from, to.authority);
    await bench.until(() => end.over, 'nobody is reached where a transport was closed');
    expect(to.ends.length === 0, () => 'A transport that is closed has accepted a link');
  }),
];

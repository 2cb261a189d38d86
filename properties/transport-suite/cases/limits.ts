/** The bounds of links: the size of frames at both ends, and how many links there are (SIZE-04). */
import { expectArrived, numbered, say } from '../traffic.js';
import { expect, type TransportCase, transportCase, transportCaseFor } from '../transport-case.js';

/** The frame size of a service with small frames, in bytes. */
const SMALL = 2048;

/** See the head of this file. */
export const limitCases: readonly TransportCase[] = [
  transportCase(
    'a frame that is larger than its sender may send is refused at once, and the link goes on',
    async (bench) => {
      const from = await bench.party({ frameBytes: SMALL });
      const { near, far } = await bench.linked(from);
      const loss = near.link?.send(numbered(1, 2 * SMALL));
      expect(
        loss === 'too-large',
        () => `A frame of ${2 * SMALL} bytes, where ${SMALL} are allowed, was answered with ${loss}`,
      );
      say(near, numbered(2, SMALL / 2));
      await bench.arrival(1, () => far.frames.length);
      expectArrived(far.frames, [numbered(2, SMALL / 2)]);
    },
  ),
  transportCaseFor(
    ['peer-frame-size'],
    'a frame that the peer would not take is refused where it is sent, and the link goes on',
    async (bench) => {
      const to = await bench.party({ frameBytes: SMALL });
      const { near, far } = await bench.linked(undefined, to);
      say(near, numbered(1)); // who has sent a frame knows its peer
      await bench.until(() => far.frames.length === 1, 'a small frame arrives');
      say(far, numbered(1));
      await bench.until(() => near.frames.length === 1, 'a small frame arrives');
      const loss = near.link?.send(numbered(2, 4 * SMALL));
      expect(
        loss === 'too-large',
        () => `A frame that is larger than its peer accepts was answered with ${loss}`,
      );
      say(near, numbered(3));
      await bench.arrival(2, () => far.frames.length);
      expectArrived(far.frames, [numbered(1), numbered(3)]);
    },
  ),
  transportCaseFor(['link-limit'], 'there are never more links than the limit says', async (bench) => {
    const to = await bench.party({ limits: { links: 2 } });
    const others = [await bench.linked(undefined, to), await bench.linked(undefined, to)];
    const from = await bench.party();
    const third = bench.dial(from, to.authority);
    await bench.until(() => third.over, 'a link too many is refused');
    expect(to.ends.length === 2, () => `${to.ends.length} links were accepted, where 2 are allowed`);
    const beyond = bench.dial(to, from.authority);
    await bench.until(() => beyond.over, 'a link beyond the limit is refused where it is dialled');
    expect(from.ends.length === 0, () => 'A link was dialled beyond the limit');
    for (const { near, far } of others) {
      say(near, numbered(1));
      await bench.until(() => far.frames.length === 1, 'the links within the limit go on');
    }
  }),
];

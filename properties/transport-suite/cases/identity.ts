/** Who is at the other end of a link. */
import { numbered, say } from '../traffic.js';
import { expect, type TransportCase, transportCase } from '../transport-case.js';

/** See the head of this file. */
export const identityCases: readonly TransportCase[] = [
  transportCase('both ends of a link know where their peer is', async (bench) => {
    const { near, far, from, to } = await bench.linked();
    say(near, numbered(1));
    await bench.until(() => far.frames.length === 1, 'a frame arrives');
    const dialled = near.link?.peer.authority;
    const accepted = far.link?.peer.authority;
    expect(
      dialled === to.authority,
      () => `The peer of a link that was dialled is ${dialled}, not ${to.authority}`,
    );
    expect(
      accepted === from.authority,
      () => `The peer of a link that was accepted is ${accepted}, not ${from.authority}`,
    );
  }),
  transportCase('a transport without a service accepts nobody', async (bench) => {
    const from = await bench.party();
    const to = await bench.party({ listens: false });
    const end = bench.dial(from, to.authority);
    await bench.until(() => end.over, 'nobody is reached where no service has the transport');
    expect(to.ends.length === 0, () => 'A link was accepted by nobody');
  }),
];

/** Who is at the other end of a link, and where it can be reached. */
import type { Bench } from '../bench.js';
import type { End } from '../end.js';
import { rawPreamble } from '../raw-party.js';
import { expectArrived, numbered, say } from '../traffic.js';
import { expect, type TransportCase, transportCase, transportCaseFor } from '../transport-case.js';

/** A link on which both ends have said something: so both know their peer. */
async function expectHeard(bench: Bench, near: End, far: End, op: number): Promise<void> {
  say(near, numbered(op));
  await bench.until(() => far.frames.length > 0, 'a frame arrives');
  say(far, numbered(op));
  await bench.until(() => near.frames.length > 0, 'a frame comes back');
}

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
  transportCaseFor(
    ['dials-only'],
    'a node that nobody can dial is reached over the link that it has opened, under a name of its own',
    async (bench) => {
      const to = await bench.party();
      const first = await bench.linked(await bench.party({ isDialled: false }), to);
      const second = await bench.linked(await bench.party({ isDialled: false }), to);
      for (const [position, { near, far, from }] of [first, second].entries()) {
        await expectHeard(bench, near, far, position);
        const { peer, reachesAuthority } = far.link ?? {};
        expect(
          peer?.authority === from.authority && reachesAuthority === true,
          () => `The node ${from.authority} was accepted as ${peer?.authority}, reached: ${reachesAuthority}`,
        );
      }
      const names = [first, second].map(({ from }) => from.authority);
      expect(names[0] !== names[1], () => `Two nodes have the name ${names[0]}`);
      const end = bench.dial(to, first.from.authority);
      await bench.until(() => end.over, 'nobody can dial a node that does not listen');
    },
  ),
  transportCaseFor(
    ['dials-only'],
    'a second link of a node is one of its own: it is known as that node, and outlives the first',
    async (bench) => {
      const [from, to] = [await bench.party({ isDialled: false }), await bench.party()];
      const first = await bench.linked(from, to);
      const second = await bench.linked(from, to);
      await expectHeard(bench, first.near, first.far, 1);
      await expectHeard(bench, second.near, second.far, 2);
      expectArrived(second.far.frames, [numbered(2)]);
      const [one, other] = [first.far.link?.peer, second.far.link?.peer];
      expect(
        one?.authority === other?.authority && one?.nodeId === other?.nodeId,
        () => `Two links of one node are those of ${JSON.stringify(one)} and ${JSON.stringify(other)}`,
      );
      first.near.link?.close();
      await bench.until(() => first.far.over, 'the first link ends');
      say(second.near, numbered(3));
      await bench.until(() => second.far.frames.length === 2, 'the second link goes on');
    },
  ),
  transportCaseFor(
    ['raw-peers'],
    'a peer that says that it lives at an address is not reached there by that alone',
    async (bench) => {
      const to = await bench.party();
      const raw = bench.rawDial(to);
      await bench.until(() => raw.isOpen, 'a channel opens');
      raw.write(rawPreamble());
      await bench.until(() => to.ends.length === 1, 'a peer with a preamble is accepted');
      const { peer, reachesAuthority } = to.ends[0]?.link ?? {};
      expect(
        reachesAuthority === false,
        () => `Whoever says that it lives at ${peer?.authority} would be sent what is meant for that place`,
      );
    },
  ),
  transportCase('a transport without a service accepts nobody', async (bench) => {
    const from = await bench.party();
    const to = await bench.party({ listens: false });
    const end = bench.dial(from, to.authority);
    await bench.until(() => end.over, 'nobody is reached where no service has the transport');
    expect(to.ends.length === 0, () => 'A link was accepted by nobody');
  }),
];

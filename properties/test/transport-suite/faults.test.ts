/**
 * Goal: the transport suite is sharp: each of its cases catches a transport that has the fault it is named for. Method:
 * good transports with one fault each, and a count of the cases that nothing was tried against.
 */
import test from 'ava';
import { EventLoopScheduler, type TransportHost } from '../../../impl/index.js';
import type { WireFrame } from '../../../impl/wire/wire-frame.js';
import {
  memoryTransports,
  type TransportFactory,
  tcpTransports,
  transportCases,
  tryCase,
} from '../../transport-suite/index.js';
import { endless, exchanging, losing, PatientChannel, withChannels } from './faulty-channels.js';
import { type Fault, withFault } from './faulty-links.js';

/** What does not come within this does not come, in milliseconds. */
const PATIENCE_MS = 1_500;

const numberOf = (frame: WireFrame): number => ('op' in frame ? frame.op : -1);

/** Lets frames pass, but for one. */
const butFor =
  (op: number, instead: (frame: WireFrame) => readonly WireFrame[]) =>
  (frame: WireFrame): readonly WireFrame[] =>
    numberOf(frame) === op ? instead(frame) : [frame];

/** A service of its own, for a transport that has none. */
const alone: TransportHost = {
  clock: new EventLoopScheduler(),
  frameBytes: 4096,
  accept: () => ({ received() {}, undecodable() {}, closed() {} }),
};

const overMemory = (fault: Fault) => (): TransportFactory => withFault(memoryTransports(), fault);
const overTcp = (fault: Fault) => (): TransportFactory => withFault(tcpTransports(), fault, alone);

/** A fault, and the cases that are named for it. */
interface Planted {
  readonly fault: string;
  readonly newFactory: () => TransportFactory;
  readonly caughtBy: readonly string[];
}

const planted: readonly Planted[] = [
  {
    fault: 'drops a frame',
    newFactory: overMemory({ hears: butFor(57, () => []) }),
    caughtBy: ['every frame that was accepted arrives while the link is up'],
  },
  {
    fault: 'exchanges two frames',
    newFactory: overMemory({
      hears: (frame, before) => {
        if (numberOf(frame) === 57) before.push(frame);
        return numberOf(frame) === 57 ? [] : [frame, ...before.splice(0)];
      },
    }),
    caughtBy: ['frames arrive in the order of sending, in both directions'],
  },
  {
    fault: 'hands a frame on twice',
    newFactory: overMemory({ hears: butFor(57, (frame) => [frame, frame]) }),
    caughtBy: ['no frame arrives twice'],
  },
  {
    fault: 'invents a frame',
    newFactory: overMemory({ hears: butFor(57, (frame) => [frame, { ...frame, op: 5700 } as WireFrame]) }),
    caughtBy: ['no frame arrives that was not sent'],
  },
  {
    fault: 'makes one frame of two',
    newFactory: overMemory({
      hears: (frame, before) => {
        if (numberOf(frame) === 57) before.push(frame);
        if (numberOf(frame) !== 58) return numberOf(frame) === 57 ? [] : [frame];
        const [first] = before as [WireFrame];
        const both = [first, frame].flatMap((each) => ('arguments' in each ? each.arguments : []));
        return [{ ...frame, arguments: both } as WireFrame];
      },
    }),
    caughtBy: ['no frame arrives that was not sent'],
  },
  {
    fault: 'takes minus zero for zero',
    newFactory: overMemory({
      hears: (frame) => [
        frame.frame === 'success' && Object.is(frame.value, -0) ? { ...frame, value: 0 } : frame,
      ],
    }),
    caughtBy: ['frames of all kinds arrive as they were, with every value'],
  },
  {
    fault: 'keeps quiet about what cannot be read',
    newFactory: overMemory({ hearsUnreadable: false }),
    caughtBy: ['a frame whose values cannot be read is told as such, and the link goes on'],
  },
  {
    fault: 'hands frames to the wrong link',
    newFactory: overMemory({ mixes: true }),
    caughtBy: ['links do not mix: who has several peers hears from each what it has sent'],
  },
  {
    fault: 'loses short pieces',
    newFactory: () => withChannels(losing(({ length }) => length < 16)),
    caughtBy: [
      'frames that are split at any byte arrive whole',
      'frames arrive that come byte by byte, or all in one piece',
      'a peer that answers when it is asked is kept',
    ],
  },
  {
    fault: 'exchanges the halves of long pieces',
    newFactory: () => withChannels(exchanging),
    caughtBy: ['frames arrive that come byte by byte, or all in one piece'],
  },
  {
    fault: 'has no bound for frames that come',
    newFactory: overTcp({ frameBytes: 0xfffffff0 }),
    caughtBy: ['a frame beyond the limit is refused before it has come'],
  },
  {
    fault: 'does not hear of a reset',
    newFactory: () => withChannels(endless),
    caughtBy: [
      'a reset before, in and after a frame is told once, and no frame arrives in part',
      'a peer that resets while it is sent to is told once, and the others are served',
    ],
  },
  {
    fault: 'tells the end of a reset twice',
    newFactory: overTcp({ tellsEnd: 2 }),
    caughtBy: [
      'a reset before, in and after a frame is told once, and no frame arrives in part',
      'a peer that resets while it is sent to is told once, and the others are served',
      'a peer that goes silent is asked, and given up when it stays silent',
    ],
  },
  {
    fault: 'has no bound for what waits',
    newFactory: overTcp({ limits: { queuedBytes: 2 ** 40, queuedFrames: 2 ** 40 } }),
    caughtBy: [
      'too much at once overflows, and what was accepted arrives',
      'a peer that does not read stops the sender within the bound, and reading starts it again',
      'a link whose dialled peer never sends a preamble ends, and bounds what waits',
    ],
  },
  {
    fault: 'says that everything is on its way',
    newFactory: overTcp({ hidesLosses: true }),
    caughtBy: [
      'too much at once overflows, and what was accepted arrives',
      'a frame that is larger than its sender may send is refused at once, and the link goes on',
      'a frame that the peer would not take is refused where it is sent, and the link goes on',
    ],
  },
  {
    fault: 'never tells the end',
    newFactory: overTcp({ tellsEnd: 0 }),
    caughtBy: [
      'the end of a link is told to both sides',
      'closing a transport ends its links on both sides, and can be done twice',
      'who dials where nobody listens is told, every time',
    ],
  },
  {
    fault: 'tells the end twice',
    newFactory: overMemory({ tellsEnd: 2 }),
    caughtBy: ['the end of a link is told once, however often it is closed'],
  },
  {
    fault: 'does not like to be closed twice',
    newFactory: overMemory({ closing: 'throws-twice' }),
    caughtBy: ['the end of a link is told once, however often it is closed'],
  },
  {
    fault: 'forgets the last frames before a close',
    newFactory: overTcp({
      sends: (frame, before) => {
        before.push(frame);
        return before.length > 3 ? before.splice(0, 1) : [];
      },
    }),
    caughtBy: ['what was accepted before a close arrives before the end is told'],
  },
  {
    fault: 'throws when something is sent after the end',
    newFactory: overMemory({ sendingLate: 'throws' }),
    caughtBy: ['what is sent into a link that is over is lost, and nothing is thrown'],
  },
  {
    fault: 'closes all its links with one',
    newFactory: overMemory({ closing: 'closes-all' }),
    caughtBy: ['closing one link leaves those to other peers alone'],
  },
  {
    fault: 'goes on when it is closed',
    newFactory: overTcp({ outlivesClose: true }),
    caughtBy: [
      'closing a transport ends its links on both sides, and can be done twice',
      'a transport that is closed dials nobody',
      'a transport that was closed is not reached any more',
    ],
  },
  {
    fault: 'waits for ever',
    newFactory: overTcp({ limits: { handshakeMs: 600_000, idleMs: 600_000 } }),
    caughtBy: [
      'a peer that says nothing is never accepted, and is given up',
      'a link whose dialled peer never sends a preamble ends, and bounds what waits',
      'a peer that goes silent is asked, and given up when it stays silent',
    ],
  },
  {
    fault: 'does not look at what comes first',
    newFactory: () => withChannels(losing(([first]) => first === 'G'.charCodeAt(0))),
    caughtBy: ['a peer that begins with something else is refused at once'],
  },
  {
    fault: 'has no bound for links',
    newFactory: overTcp({ limits: { links: 1000 } }),
    caughtBy: ['there are never more links than the limit says'],
  },
  {
    fault: 'takes everybody for the same peer',
    newFactory: overMemory({ peer: { authority: 'elsewhere:1', subject: null, nodeId: null } }),
    caughtBy: ['both ends of a link know where their peer is'],
  },
  {
    fault: 'takes every node for the same one',
    newFactory: overTcp({ peer: { authority: 'node-1', subject: null, nodeId: null } }),
    caughtBy: [
      'a node that nobody can dial is reached over the link that it has opened, under a name of its own',
    ],
  },
  {
    fault: 'closes all links of a node with one',
    newFactory: overTcp({ closing: 'closes-all' }),
    caughtBy: ['a second link of a node is one of its own: it is known as that node, and outlives the first'],
  },
  {
    fault: 'believes where a peer says that it lives',
    newFactory: overTcp({ believes: true }),
    caughtBy: ['a peer that says that it lives at an address is not reached there by that alone'],
  },
  {
    fault: 'waits for ever until a refused peer closes',
    newFactory: () => withChannels(() => ({}), PatientChannel),
    caughtBy: ['a peer that is refused, and goes on talking, does not keep its place'],
  },
  {
    fault: 'dials a peer that refuses as often as it likes',
    newFactory: overTcp({ limits: { backOffMs: 0, backOffMaxMs: 0 } }),
    caughtBy: ['a peer that refuses is left alone for a while, for longer each time'],
  },
  {
    fault: 'never ends its closing',
    newFactory: overMemory({ closes: 'never' }),
    caughtBy: ['both ends of a link know where their peer is'],
  },
  {
    fault: 'throws when it is closed',
    newFactory: overMemory({ closes: 'throws' }),
    caughtBy: ['both ends of a link know where their peer is'],
  },
  {
    fault: 'accepts links without a service',
    newFactory: overTcp({ listensAlone: true }),
    caughtBy: ['a transport without a service accepts nobody'],
  },
];

for (const { fault, newFactory, caughtBy } of planted) {
  for (const title of caughtBy) {
    test.serial(`a transport that ${fault} is caught by: ${title}`, async (assert) => {
      const transportCase = transportCases.find((known) => known.title === title);
      if (transportCase === undefined) return assert.fail('there is no such case');
      const factory = newFactory();
      const { verdict, reason } = await tryCase(transportCase, factory, {
        caseMs: 60_000,
        patienceMs: PATIENCE_MS,
      });
      await factory.close();
      assert.is(verdict, 'failed');
      assert.log(reason);
    });
  }
}

test('every case has caught something', (assert) => {
  const sharp = new Set(planted.flatMap(({ caughtBy }) => caughtBy));
  const blunt = transportCases.filter(({ title }) => !sharp.has(title)).map(({ title }) => title);
  assert.deepEqual(blunt, []);
});

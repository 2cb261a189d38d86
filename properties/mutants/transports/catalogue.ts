/**
 * Transports with one fault each, made of good ones from outside: what the transport suite has to catch, and by which of
 * its cases.
 */
import { EventLoopScheduler, type TransportHost } from '../../../impl/index.js';
import type { WireFrame } from '../../../impl/wire/wire-frame.js';
import { memoryTransports } from '../../transports/memory.js';
import { tcpTransports } from '../../transports/tcp.js';
import type { TransportFactory } from '../../transports/transport-factory.js';
import { endless, exchanging, losing, PatientChannel, withChannels } from './faulty-channels.js';
import { type Fault, withFault } from './faulty-links.js';

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

/** A transport with one fault, and the cases that are named for it. */
export interface TransportMutant {
  /** `transport/` and the fault in words that are joined. */
  readonly id: string;
  /** What a transport does that has it: `drops a frame`. */
  readonly fault: string;
  readonly newFactory: () => TransportFactory;
  readonly caughtBy: readonly string[];
}

/** Every transport mutant. */
export const transportMutants: readonly TransportMutant[] = [
  {
    id: 'transport/drops-a-frame',
    fault: 'drops a frame',
    newFactory: overMemory({ hears: butFor(57, () => []) }),
    caughtBy: ['every frame that was accepted arrives while the link is up'],
  },
  {
    id: 'transport/exchanges-two-frames',
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
    id: 'transport/hands-a-frame-on-twice',
    fault: 'hands a frame on twice',
    newFactory: overMemory({ hears: butFor(57, (frame) => [frame, frame]) }),
    caughtBy: ['no frame arrives twice'],
  },
  {
    id: 'transport/invents-a-frame',
    fault: 'invents a frame',
    newFactory: overMemory({ hears: butFor(57, (frame) => [frame, { ...frame, op: 5700 } as WireFrame]) }),
    caughtBy: ['no frame arrives that was not sent'],
  },
  {
    id: 'transport/makes-one-frame-of-two',
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
    id: 'transport/takes-minus-zero-for-zero',
    fault: 'takes minus zero for zero',
    newFactory: overMemory({
      hears: (frame) => [
        frame.frame === 'success' && Object.is(frame.value, -0) ? { ...frame, value: 0 } : frame,
      ],
    }),
    caughtBy: ['frames of all kinds arrive as they were, with every value'],
  },
  {
    id: 'transport/keeps-quiet-about-what-cannot-be-read',
    fault: 'keeps quiet about what cannot be read',
    newFactory: overMemory({ hearsUnreadable: false }),
    caughtBy: ['a frame whose values cannot be read is told as such, and the link goes on'],
  },
  {
    id: 'transport/hands-frames-to-the-wrong-link',
    fault: 'hands frames to the wrong link',
    newFactory: overMemory({ mixes: true }),
    caughtBy: ['links do not mix: who has several peers hears from each what it has sent'],
  },
  {
    id: 'transport/loses-short-pieces',
    fault: 'loses short pieces',
    newFactory: () => withChannels(losing(({ length }) => length < 16)),
    caughtBy: [
      'frames that are split at any byte arrive whole',
      'frames arrive that come byte by byte, or all in one piece',
      'a peer that answers when it is asked is kept',
    ],
  },
  {
    id: 'transport/exchanges-the-halves-of-long-pieces',
    fault: 'exchanges the halves of long pieces',
    newFactory: () => withChannels(exchanging),
    caughtBy: ['frames arrive that come byte by byte, or all in one piece'],
  },
  {
    id: 'transport/has-no-bound-for-frames-that-come',
    fault: 'has no bound for frames that come',
    newFactory: overTcp({ frameBytes: 0xfffffff0 }),
    caughtBy: ['a frame beyond the limit is refused before it has come'],
  },
  {
    id: 'transport/does-not-hear-of-a-reset',
    fault: 'does not hear of a reset',
    newFactory: () => withChannels(endless),
    caughtBy: [
      'a reset before, in and after a frame is told once, and no frame arrives in part',
      'a peer that resets while it is sent to is told once, and the others are served',
    ],
  },
  {
    id: 'transport/tells-the-end-of-a-reset-twice',
    fault: 'tells the end of a reset twice',
    newFactory: overTcp({ tellsEnd: 2 }),
    caughtBy: [
      'a reset before, in and after a frame is told once, and no frame arrives in part',
      'a peer that resets while it is sent to is told once, and the others are served',
      'a peer that goes silent is asked, and given up when it stays silent',
    ],
  },
  {
    id: 'transport/has-no-bound-for-what-waits',
    fault: 'has no bound for what waits',
    newFactory: overTcp({ limits: { queuedBytes: 2 ** 40, queuedFrames: 2 ** 40 } }),
    caughtBy: [
      'too much at once overflows, and what was accepted arrives',
      'a peer that does not read stops the sender within the bound, and reading starts it again',
      'a link whose dialled peer never sends a preamble ends, and bounds what waits',
    ],
  },
  {
    id: 'transport/says-that-everything-is-on-its-way',
    fault: 'says that everything is on its way',
    newFactory: overTcp({ hidesLosses: true }),
    caughtBy: [
      'too much at once overflows, and what was accepted arrives',
      'a frame that is larger than its sender may send is refused at once, and the link goes on',
      'a frame that the peer would not take is refused where it is sent, and the link goes on',
    ],
  },
  {
    id: 'transport/never-tells-the-end',
    fault: 'never tells the end',
    newFactory: overTcp({ tellsEnd: 0 }),
    caughtBy: [
      'the end of a link is told to both sides',
      'closing a transport ends its links on both sides, and can be done twice',
      'who dials where nobody listens is told, every time',
    ],
  },
  {
    id: 'transport/tells-the-end-twice',
    fault: 'tells the end twice',
    newFactory: overMemory({ tellsEnd: 2 }),
    caughtBy: ['the end of a link is told once, however often it is closed'],
  },
  {
    id: 'transport/does-not-like-to-be-closed-twice',
    fault: 'does not like to be closed twice',
    newFactory: overMemory({ closing: 'throws-twice' }),
    caughtBy: ['the end of a link is told once, however often it is closed'],
  },
  {
    id: 'transport/forgets-the-last-frames-before-a-close',
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
    id: 'transport/throws-when-something-is-sent-after-the-end',
    fault: 'throws when something is sent after the end',
    newFactory: overMemory({ sendingLate: 'throws' }),
    caughtBy: ['what is sent into a link that is over is lost, and nothing is thrown'],
  },
  {
    id: 'transport/closes-all-its-links-with-one',
    fault: 'closes all its links with one',
    newFactory: overMemory({ closing: 'closes-all' }),
    caughtBy: ['closing one link leaves those to other peers alone'],
  },
  {
    id: 'transport/goes-on-when-it-is-closed',
    fault: 'goes on when it is closed',
    newFactory: overTcp({ outlivesClose: true }),
    caughtBy: [
      'closing a transport ends its links on both sides, and can be done twice',
      'a transport that is closed dials nobody',
      'a transport that was closed is not reached any more',
    ],
  },
  {
    id: 'transport/is-not-over-without-a-service',
    fault: 'is not over without a service',
    newFactory: overTcp({ closesAlone: 'never' }),
    caughtBy: ['a transport can be closed before a service has it, and harms nobody'],
  },
  {
    id: 'transport/throws-when-it-is-closed-without-a-service',
    fault: 'throws when it is closed without a service',
    newFactory: overMemory({ closesAlone: 'throws' }),
    caughtBy: ['a transport can be closed before a service has it, and harms nobody'],
  },
  {
    id: 'transport/waits-for-ever',
    fault: 'waits for ever',
    newFactory: overTcp({ limits: { handshakeMs: 600_000, idleMs: 600_000 } }),
    caughtBy: [
      'a peer that says nothing is never accepted, and is given up',
      'a link whose dialled peer never sends a preamble ends, and bounds what waits',
      'a peer that goes silent is asked, and given up when it stays silent',
    ],
  },
  {
    id: 'transport/does-not-look-at-what-comes-first',
    fault: 'does not look at what comes first',
    newFactory: () => withChannels(losing(([first]) => first === 'G'.charCodeAt(0))),
    caughtBy: ['a peer that begins with something else is refused at once'],
  },
  {
    id: 'transport/has-no-bound-for-links',
    fault: 'has no bound for links',
    newFactory: overTcp({ limits: { links: 1000 } }),
    caughtBy: ['there are never more links than the limit says'],
  },
  {
    id: 'transport/takes-everybody-for-the-same-peer',
    fault: 'takes everybody for the same peer',
    newFactory: overMemory({ peer: { authority: 'elsewhere:1', subject: null, nodeId: null } }),
    caughtBy: ['both ends of a link know where their peer is'],
  },
  {
    id: 'transport/takes-every-node-for-the-same-one',
    fault: 'takes every node for the same one',
    newFactory: overTcp({ peer: { authority: 'node-1', subject: null, nodeId: null } }),
    caughtBy: [
      'a node that nobody can dial is reached over the link that it has opened, under a name of its own',
    ],
  },
  {
    id: 'transport/closes-all-links-of-a-node-with-one',
    fault: 'closes all links of a node with one',
    newFactory: overTcp({ closing: 'closes-all' }),
    caughtBy: ['a second link of a node is one of its own: it is known as that node, and outlives the first'],
  },
  {
    id: 'transport/believes-where-a-peer-says-that-it-lives',
    fault: 'believes where a peer says that it lives',
    newFactory: overTcp({ believes: true }),
    caughtBy: ['a peer that says that it lives at an address is not reached there by that alone'],
  },
  {
    id: 'transport/waits-for-ever-until-a-refused-peer-closes',
    fault: 'waits for ever until a refused peer closes',
    newFactory: () => withChannels(() => ({}), PatientChannel),
    caughtBy: ['a peer that is refused, and goes on talking, does not keep its place'],
  },
  {
    id: 'transport/dials-a-peer-that-refuses-as-often-as-it-likes',
    fault: 'dials a peer that refuses as often as it likes',
    newFactory: overTcp({ limits: { backOffMs: 0, backOffMaxMs: 0 } }),
    caughtBy: ['a peer that refuses is left alone for a while, for longer each time'],
  },
  {
    id: 'transport/never-ends-its-closing',
    fault: 'never ends its closing',
    newFactory: overMemory({ closes: 'never' }),
    caughtBy: ['both ends of a link know where their peer is'],
  },
  {
    id: 'transport/throws-when-it-is-closed',
    fault: 'throws when it is closed',
    newFactory: overMemory({ closes: 'throws' }),
    caughtBy: ['both ends of a link know where their peer is'],
  },
  {
    id: 'transport/accepts-links-without-a-service',
    fault: 'accepts links without a service',
    newFactory: overTcp({ listensAlone: true }),
    caughtBy: ['a transport without a service accepts nobody'],
  },
];

/**
 * A byte channel over NATS: two subjects, one for each direction, below the names of the two nodes.
 *
 * - Messages are numbered. A gap or a repetition ends the channel.
 * - What is on its way has a bound, the window of the receiver, so that a slow reader stops its writer and not the server,
 *   which would cut the reader off.
 * - Every message names the subject for answers, so the server tells at once that nobody hears it any more. A channel on
 *   which nothing is said sends an empty message now and then to learn it, too.
 */
import { IllegalStateError } from '../rpc/errors.js';
import type { Clock } from '../scheduling/scheduler.js';
import type { ByteChannel, ByteChannelListener } from './byte-channel.js';
import {
  decodeLinkMessage,
  decodeOpening,
  decodeReason,
  encodeDoorMessage,
  encodeLinkMessage,
  encodeOpening,
  encodeReason,
  HEAD_BYTES,
  type LinkMessage,
  NATS_KIND,
  NATS_LINK_VERSION,
} from './nats-message.js';
import type { NatsPipe, Unsubscribe } from './nats-pipe.js';
import type { NatsSubjects } from './nats-subjects.js';
import { soon } from './soon.js';
import { Watch } from './watch.js';

/** No message of a channel is larger: a server serves others between two of them. */
const MESSAGE_BYTES_MAX = 131_072;

const NOTHING = new Uint8Array(0);

/** What the channels of one node share. */
export interface NatsChannelContext {
  readonly pipe: NatsPipe;
  readonly subjects: NatsSubjects;
  readonly clock: Clock;
  /** How many bytes may be on their way to a channel of this node. */
  readonly windowBytes: number;
  /** After so long without a message of its own a channel asks whether its peer is there, in milliseconds. */
  readonly probeMs: number;
  /** How long a channel that ends waits until its reader has taken everything, in milliseconds. */
  readonly lingerMs: number;
  /** The channel is over. */
  over(channel: NatsChannel): void;
}

/** See the head of this file. */
export class NatsChannel implements ByteChannel {
  /** The subject that the peer hears; `null` before it is known. */
  peer: string | null = null;
  private readonly context: NatsChannelContext;
  /** The subject that this side hears. */
  private readonly own: string;
  private readonly listener: ByteChannelListener;
  private readonly unsubscribe: Unsubscribe;
  /** The node that was asked for the channel; `null` when the other side has asked. */
  private readonly asked: string | null;
  /** How many bytes may be on their way to the peer. */
  private windowBytes = 0;
  /** The number of the next message, and of the next that is to come. */
  private nextNumber = 0;
  private expected = 0;
  /** How many bytes were sent, and how many the peer has taken; both wrap. */
  private sent = 0;
  private takenByPeer = 0;
  /** How many bytes have come, and of how many the peer knows; both wrap. */
  private taken = 0;
  private told = 0;
  /** What waits for room in the window, oldest first. */
  private waiting: Uint8Array[] = [];
  private isEnding = false;
  private isOver = false;
  private readonly probe = new Watch(() => this.askForPeer());
  private numberAtProbe = 0;
  private readonly linger = new Watch(() => this.abort('the peer has not taken everything'));

  private constructor(
    context: NatsChannelContext,
    own: string,
    asked: string | null,
    listener: ByteChannelListener,
  ) {
    this.context = context;
    this.own = own;
    this.asked = asked;
    this.listener = listener;
    this.unsubscribe = context.pipe.subscribe(own, (bytes, reply, nobody) =>
      this.heard(bytes, reply, nobody),
    );
  }

  /**
   * Asks a node for a channel.
   *
   * @param own the subject of this side
   * @param node the name of the other
   */
  static dial(
    context: NatsChannelContext,
    own: string,
    node: string,
    listener: ByteChannelListener,
  ): NatsChannel {
    const channel = new NatsChannel(context, own, node, listener);
    const opening = encodeOpening({ version: NATS_LINK_VERSION, windowBytes: context.windowBytes });
    context.pipe.publish(context.subjects.door(node), encodeDoorMessage(NATS_KIND.open, opening), own);
    return channel;
  }

  /**
   * Gives a channel to who has asked for it.
   *
   * @param own the subject of this side
   * @param peer the subject of the other
   * @param windowBytes the window of the other
   */
  static accept(
    context: NatsChannelContext,
    own: string,
    peer: string,
    windowBytes: number,
    listener: ByteChannelListener,
  ): NatsChannel {
    const channel = new NatsChannel(context, own, null, listener);
    channel.open(peer, windowBytes);
    const opening = encodeOpening({ version: NATS_LINK_VERSION, windowBytes: context.windowBytes });
    channel.say(NATS_KIND.welcome, opening);
    return channel;
  }

  private open(peer: string, windowBytes: number): void {
    this.peer = peer;
    this.windowBytes = windowBytes;
    this.context.clock.setTimer(this.probe, this.context.probeMs);
  }

  /** Whether the channel cannot be without a subject. */
  needs(subject: string): boolean {
    if (subject === this.own || subject === this.peer) return true;
    return this.peer === null && this.asked !== null && subject === this.context.subjects.door(this.asked);
  }

  // --- saying -----------------------------------------------------------------------------------------------------

  write(bytes: Uint8Array): boolean {
    if (this.isOver || this.isEnding) return true;
    this.waiting.push(bytes);
    this.sendWaiting();
    return this.waiting.length === 0;
  }

  end(): void {
    if (this.isOver || this.isEnding) return;
    this.isEnding = true;
    if (this.waiting.length === 0) this.finishSaying();
    else this.context.clock.setTimer(this.linger, this.context.lingerMs);
  }

  destroy(): void {
    this.abort('the channel was closed');
  }

  /** The way to the peer is lost, or the channel has broken the rules: it is over at once, and the peer is told. */
  abort(reason: string): void {
    if (this.isOver) return;
    if (this.peer !== null) this.say(NATS_KIND.abort, encodeReason(reason));
    this.finish(reason);
  }

  /** Sends what waits, as far as the window has room. */
  private sendWaiting(): void {
    if (this.peer === null) return;
    const { waiting, windowBytes } = this;
    const bytesMax = Math.min(this.context.pipe.payloadBytes, MESSAGE_BYTES_MAX) - HEAD_BYTES;
    // Pieces are a fraction of the window, so that there are always several of them on their way.
    const pieceBytes = Math.max(1, Math.min(bytesMax, windowBytes >>> 2));
    let sentWhole = 0;
    for (const bytes of waiting) {
      let at = 0;
      while (at < bytes.length) {
        const length = Math.min(pieceBytes, bytes.length - at);
        const underWay = (this.sent - this.takenByPeer) >>> 0;
        if (underWay > 0 && underWay + length > windowBytes) break;
        this.sent = (this.sent + length) >>> 0;
        this.say(NATS_KIND.data, bytes.subarray(at, at + length));
        at += length;
      }
      if (at < bytes.length) {
        waiting[sentWhole] = bytes.subarray(at);
        break;
      }
      sentWhole += 1;
    }
    if (sentWhole > 0) waiting.splice(0, sentWhole);
  }

  /** Everything was said, and the peer learns it. */
  private finishSaying(): void {
    if (this.peer !== null) this.say(NATS_KIND.end, NOTHING);
    this.finish('the channel was closed');
  }

  private say(kind: number, content: Uint8Array): void {
    const { nextNumber: number, peer, taken } = this;
    if (peer === null)
      throw new IllegalStateError('A channel over NATS says nothing before it knows its peer');
    this.nextNumber = (number + 1) >>> 0;
    this.told = taken;
    const bytes = encodeLinkMessage({ kind, number, taken, content });
    this.context.pipe.publish(peer, bytes, this.own);
  }

  /** A channel that has said nothing for a while says that it is there: the server knows whether it is heard. */
  private askForPeer(): void {
    if (this.nextNumber === this.numberAtProbe) this.say(NATS_KIND.data, NOTHING);
    this.numberAtProbe = this.nextNumber;
    this.context.clock.setTimer(this.probe, this.context.probeMs);
  }

  // --- hearing ----------------------------------------------------------------------------------------------------

  private heard(bytes: Uint8Array, reply: string, nobody: boolean): void {
    if (this.isOver) return;
    if (nobody) return this.finish(this.whoIsNotThere());
    const message = decodeLinkMessage(bytes);
    if (message === null) return this.abort('a message without a head');
    if (message.kind === NATS_KIND.abort) return this.finish(`the peer: ${decodeReason(message.content)}`);
    if (message.kind === NATS_KIND.welcome) return this.welcomed(message, reply);
    if (this.peer === null) return this.abort('a message before the welcome');
    if (message.number !== this.expected)
      return this.abort(`message ${message.number} in place of ${this.expected}`);
    this.expected = (message.number + 1) >>> 0;
    this.peerHasTaken(message.taken);
    if (message.kind === NATS_KIND.data) this.bytesCame(message.content);
    else if (message.kind === NATS_KIND.end) this.finish('the peer closed the channel');
  }

  private whoIsNotThere(): string {
    return this.peer === null && this.asked !== null
      ? `no node is called ${this.asked}`
      : 'the peer is gone: nobody hears its subject any more';
  }

  /** A node answers to the question for a channel. */
  private welcomed({ number, content }: LinkMessage, peer: string): void {
    const opening = decodeOpening(content);
    const isOfNode = this.asked !== null && this.context.subjects.nodeOfLink(peer) === this.asked;
    if (!isOfNode || opening === null || number !== 0) return this.abort('a welcome that was not expected');
    if (this.peer !== null) {
      const reason = `two nodes are called ${this.asked}`;
      this.abort(reason);
      this.peer = peer;
      return this.say(NATS_KIND.abort, encodeReason(reason));
    }
    this.expected = 1;
    this.open(peer, opening.windowBytes);
    this.listener.opened();
  }

  /** The peer has taken so much of what was sent, altogether. */
  private peerHasTaken(taken: number): void {
    const more = (taken - this.takenByPeer) >>> 0;
    if (more === 0) return;
    if (more > (this.sent - this.takenByPeer) >>> 0) return this.abort('more was taken than sent');
    this.takenByPeer = taken;
    if (this.waiting.length === 0) return;
    this.sendWaiting();
    if (this.waiting.length > 0) return;
    if (this.isEnding) this.finishSaying();
    else this.listener.drained();
  }

  private bytesCame(content: Uint8Array): void {
    if (this.isOver || content.length === 0) return;
    this.taken = (this.taken + content.length) >>> 0;
    if (!this.isEnding) this.listener.received(content);
    const untold = (this.taken - this.told) >>> 0;
    if (!this.isOver && untold >= this.context.windowBytes >>> 2) this.say(NATS_KIND.data, NOTHING);
  }

  // --- the end ----------------------------------------------------------------------------------------------------

  /** The channel is over, whatever waits. Nobody is told but the listener, a little later. */
  finish(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.waiting = [];
    const { clock } = this.context;
    clock.cancelTimer(this.probe);
    clock.cancelTimer(this.linger);
    this.unsubscribe();
    this.context.over(this);
    soon(() => this.listener.closed(reason));
  }
}

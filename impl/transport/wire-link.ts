/**
 * A link over a byte channel: preambles first, then frames in the form of `spec/wire.md`. What is sent in one turn leaves as
 * few chunks. A peer that is silent is asked, and given up when it stays so. Nothing of a peer counts before its preamble.
 */
import type { Clock } from '../scheduling/scheduler.js';
import type { UndecodableFrame } from '../wire/frame-body.js';
import { WireDecoder, type WireListener } from '../wire/frame-reader.js';
import { WireEncoder } from '../wire/frame-writer.js';
import { WIRE_LIMITS } from '../wire/limits.js';
import { agreementOf, encodePreamble, type Preamble } from '../wire/preamble.js';
import { WireError } from '../wire/wire-error.js';
import type { WireFrame } from '../wire/wire-frame.js';
import type { ByteChannel, ByteChannelListener } from './byte-channel.js';
import { EarlyFrames } from './early-frames.js';
import { frameLimit } from './frame-limit.js';
import type { LinkLimits } from './link-limits.js';
import { nobody } from './nobody.js';
import { type PortionListener, PortionReader } from './portion-reader.js';
import { soon } from './soon.js';
import type { Link, LinkListener, LossReason, PeerIdentity } from './transport.js';
import { Watch } from './watch.js';

/** When so many bytes wait they leave at once, and not at the end of the turn. */
const CHUNK_BYTES = 65_536;

/** When so many frames wait that somebody waits for, too: the peer has something to do while this side makes more of them. */
const CHUNK_AWAITED_FRAMES = 32;

/** A portion of what comes is an eighth of the answers that this side waits for, but so many frames at least and at most. */
const PORTION_SHARE = 1 / 8;
const PORTION_FRAMES_MIN = 16;
const PORTION_FRAMES_MAX = 128;

/** Where this side waits for none, nobody goes on between two portions, and they have so many frames. */
const PORTION_FRAMES_UNAWAITED = 64;

/** What the links of one transport share. */
export interface LinkContext {
  readonly own: Preamble;
  readonly limits: LinkLimits;
  readonly clock: Clock;
  /** The frame size of the service, in bytes. */
  readonly frameBytes: number;
  /** What the links count together. */
  readonly traffic: { sentBytes: number; receivedBytes: number };
  /** A dialled link has a peer that has said something behind its preamble, other than goodbye. */
  answered(link: WireLink): void;
  /** An accepted link has a peer. @returns who hears what happens on it; `null` when there are too many links */
  accepted(link: WireLink, peer: Preamble): LinkListener | null;
  /** The link is over; what waits in its channel may still leave. @param reason why, in words */
  closed(link: WireLink, reason: string): void;
  /** The channel of the link is over, too. */
  gone(link: WireLink): void;
}

/** See the head of this file. */
export class WireLink implements Link, WireListener, PortionListener {
  peer: PeerIdentity;
  reachesAuthority: boolean;
  /** The preamble of the peer; `null` before it came. */
  private preamble: Preamble | null = null;
  private channel: ByteChannel | null = null;
  /** `null` before an accepted link has a peer, and after the end. */
  private listener: LinkListener | null;
  private encoder: WireEncoder | null = null;
  /** The peer was dialled, and has said nothing behind its preamble: it may yet refuse the link. */
  private isUnanswered: boolean;
  private readonly decoder: WireDecoder;
  private readonly reader: PortionReader;
  private readonly context: LinkContext;
  /** Frames that wait for the preamble of the peer; `null` when there are none. */
  private early: EarlyFrames | null = null;
  /** The link was closed before its peer had a preamble: it ends when what waits for that has left. */
  private endsLater = false;
  /** The channel wants the writer to wait. */
  private isFull = false;
  private isFlushDue = false;
  /** How many frames wait to leave that somebody waits for: everything but tells. */
  private awaited = 0;
  private isOver = false;
  private readonly watch = new Watch(() => this.look());
  private heard = false;
  private pings = 0;
  private readonly flushLater = (): void => {
    this.isFlushDue = false;
    this.flush();
  };
  /** Hears the channel. */
  readonly ear: ByteChannelListener = {
    opened: () => this.channelOpened(),
    received: (bytes) => this.bytesReceived(bytes),
    drained: () => this.drained(),
    closed: (reason) => this.channelClosed(reason),
  };

  /**
   * @param authority where the peer was dialled; of a link that was accepted nobody knows it yet
   * @param listener of a link that was dialled; `null` for one that was accepted
   */
  constructor(context: LinkContext, authority: string, listener: LinkListener | null) {
    this.context = context;
    this.peer = { authority, subject: null, nodeId: null };
    this.reachesAuthority = listener !== null;
    this.isUnanswered = listener !== null;
    this.listener = listener;
    this.decoder = new WireDecoder(context.own, this);
    this.reader = new PortionReader(this.decoder, this);
  }

  /** The channel that the link stands on; its own preamble leaves as soon as it is open. */
  attach(channel: ByteChannel, isOpen: boolean): void {
    const { clock, limits } = this.context;
    this.channel = channel;
    clock.setTimer(this.watch, limits.handshakeMs);
    if (isOpen) this.channelOpened();
  }

  // --- sending ----------------------------------------------------------------------------------------------------

  send(frame: WireFrame): LossReason | null {
    if (this.isOver || this.endsLater) return null; // whoever sent it is told by `closed`
    const { encoder, context } = this;
    if (encoder === null) {
      this.early ??= new EarlyFrames(context);
      return this.early.add(frame);
    }
    if (encoder.pending > context.limits.queuedBytes) return 'overflow';
    const error = encoder.write(frame, frameLimit(frame, context.frameBytes));
    if (error !== null) return error.code === 'frame-too-large' ? 'too-large' : 'undecodable';
    if (frame.frame !== 'invocation' || frame.asked) this.awaited += 1;
    if (encoder.pending >= CHUNK_BYTES || this.isChunkAwaited) this.flush();
    else if (!this.reader.isReading) this.flushSoon(); // else it leaves with the other answers
    return null;
  }

  /** Whether enough frames wait that somebody waits for: as many as a portion has, where that is more. */
  private get isChunkAwaited(): boolean {
    return this.awaited >= CHUNK_AWAITED_FRAMES && this.awaited >= this.portionFrames;
  }

  private flushSoon(): void {
    if (this.isFlushDue || this.isFull) return;
    this.isFlushDue = true;
    soon(this.flushLater);
  }

  /** What waits leaves. */
  private flush(): void {
    const { encoder, channel } = this;
    if (encoder === null || channel === null || this.isFull || encoder.pending === 0) return;
    this.awaited = 0;
    this.isFull = !this.write(channel, encoder.take());
  }

  private write(channel: ByteChannel, bytes: Uint8Array): boolean {
    this.context.traffic.sentBytes += bytes.length;
    return channel.write(bytes);
  }

  private drained(): void {
    this.isFull = false;
    this.flush();
  }

  /** Whatever waits still leaves, and a goodbye behind it. */
  close(): void {
    if (this.early !== null && !this.isOver) this.closeLater();
    else this.part('closing', 'the service closes the link', 'the link was closed');
  }

  /** What waits for the preamble of the peer leaves when that is there, if it comes in time. */
  private closeLater(): void {
    const { listener } = this;
    this.endsLater = true;
    this.listener = nobody;
    listener?.closed('the link was closed');
  }

  /** The channel closes at once, whatever waits. */
  destroy(): void {
    const { channel } = this;
    this.finish('the link was given up');
    channel?.destroy();
  }

  private part(code: string, message: string, reason: string): void {
    const { channel, encoder } = this;
    encoder?.write({ frame: 'goodbye', code, message });
    if (channel !== null && encoder !== null && encoder.pending > 0) this.write(channel, encoder.take());
    this.finish(reason);
    channel?.end();
  }

  // --- the channel ------------------------------------------------------------------------------------------------

  private channelOpened(): void {
    if (!this.isOver && this.channel !== null) this.write(this.channel, encodePreamble(this.context.own));
  }

  private channelClosed(reason: string): void {
    this.reader.readAll();
    this.finish(reason);
    this.channel = null;
    this.context.gone(this);
  }

  private bytesReceived(bytes: Uint8Array): void {
    this.context.traffic.receivedBytes += bytes.length;
    if (this.isOver) return;
    this.heard = true;
    this.reader.push(bytes);
  }

  get portionFrames(): number {
    const awaited = this.listener?.awaited ?? 0;
    if (awaited === 0) return PORTION_FRAMES_UNAWAITED;
    const share = Math.ceil(awaited * PORTION_SHARE);
    return Math.max(PORTION_FRAMES_MIN, Math.min(PORTION_FRAMES_MAX, share));
  }

  /** What the last portion brought about leaves. */
  portionBegins(): void {
    this.flush();
  }

  portionEnds(): void {
    this.listener?.portionEnds?.();
    this.flush();
  }

  /** What stood behind it is lost, and no link goes on behind a gap. */
  portionFailed(): void {
    this.give('what came could not be handled');
  }

  // --- what the peer says -----------------------------------------------------------------------------------------

  /** The preamble of the peer was accepted. */
  opened(peer: Preamble): void {
    const { context } = this;
    if (isSame(peer, context.own))
      return this.failed(new WireError('not-a-peer', 'the preamble of this side itself', 'that of a peer'));
    this.preamble = peer;
    const subject = this.channel?.subject?.() ?? null;
    this.peer = { authority: this.peer.authority, subject, nodeId: peer.nodeId };
    this.encoder = new WireEncoder(agreementOf(context.own, peer), {
      ...WIRE_LIMITS,
      frameBytes: context.own.frameBytes,
    });
    context.clock.cancelTimer(this.watch);
    context.clock.setTimer(this.watch, context.limits.idleMs);
    this.listener ??= context.accepted(this, peer);
    if (this.listener === null)
      return this.part('link-limit', 'there are too many links already', 'there are too many links');
    this.sendEarly();
  }

  /** What waited for the preamble of the peer leaves. */
  private sendEarly(): void {
    const { early, endsLater } = this;
    this.early = null;
    this.endsLater = false;
    for (const frame of early?.all() ?? []) {
      if (this.send(frame) !== null) this.listener?.lost?.(frame); // the peer does not take what this side would send
    }
    if (endsLater) this.close();
  }

  received(frame: WireFrame): void {
    if (this.isUnanswered && frame.frame !== 'goodbye') {
      this.isUnanswered = false;
      this.context.answered(this);
    }
    switch (frame.frame) {
      case 'ping':
        this.send({ frame: 'pong', number: frame.number });
        return;
      case 'pong':
        return; // it was heard
      case 'goodbye':
        return this.part(
          'closing',
          'the peer said goodbye',
          `the peer said goodbye: ${frame.code}, ${frame.message}`,
        );
      default:
        this.listener?.received(frame);
    }
  }

  undecodable(frame: UndecodableFrame): void {
    this.listener?.undecodable(frame);
  }

  /** The peer broke the rules of the wire. */
  failed(error: WireError): void {
    this.part(error.code, error.message, error.message);
  }

  // --- the end ----------------------------------------------------------------------------------------------------

  /** Nothing was heard for a while. */
  private look(): void {
    const { context } = this;
    if (this.preamble === null) return this.give(`no preamble came within ${context.limits.handshakeMs} ms`);
    if (!this.heard && this.pings > 0)
      return this.give(`the peer was silent for ${2 * context.limits.idleMs} ms`);
    if (this.heard) this.pings = 0;
    else {
      this.pings += 1;
      this.send({ frame: 'ping', number: this.pings });
    }
    this.heard = false;
    context.clock.setTimer(this.watch, context.limits.idleMs);
  }

  /** Gives the link up. */
  private give(reason: string): void {
    const { channel } = this;
    this.finish(reason);
    channel?.destroy();
  }

  private finish(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.context.clock.cancelTimer(this.watch);
    this.decoder.close();
    this.encoder = null;
    this.early = null;
    this.context.closed(this, reason);
    const { listener } = this;
    this.listener = null;
    listener?.closed(reason);
  }
}

/** Whether two preambles are of one life of one node: whoever sends back what it gets is no peer. */
const isSame = (one: Preamble, other: Preamble): boolean =>
  one.nodeId === other.nodeId && one.incarnation === other.incarnation;

/**
 * A transport over byte channels: it dials and accepts links, knows whom it could not reach a moment ago, and bounds how many
 * links there are. TCP, TLS and the like bring nothing but their channels.
 */
import type { Clock } from '../scheduling/scheduler.js';
import { WIRE_LIMITS } from '../wire/limits.js';
import { FEATURE_JSON, type Preamble, WIRE_VERSION } from '../wire/preamble.js';
import type { ByteChannel, ByteChannelListener, OpenChannel } from './byte-channel.js';
import { ANSWER_OVERHEAD_BYTES } from './frame-limit.js';
import { LINK_LIMITS, type LinkLimits } from './link-limits.js';
import type { Link, LinkListener, Transport, TransportHost } from './transport.js';
import { Watch } from './watch.js';
import { type LinkContext, WireLink } from './wire-link.js';

/** What every transport over channels can be told. */
export interface ChannelTransportOptions {
  /** Bounds; see {@link LinkLimits}. */
  readonly limits?: Partial<LinkLimits>;
  /** Arguments and results travel as JSON text, where the peer wants that too: for captures that people read. */
  readonly json?: boolean;
  /** Names this process to its peers: 16 bytes as 32 hexadecimal digits. Absent: random ones. */
  readonly nodeId?: string;
}

/** Where a transport is, and how it opens channels. */
export interface ChannelSource {
  readonly scheme: string;
  /** Where others open channels; `null` where nobody can, because this side opens all of them. */
  readonly authority: string | null;
  readonly open: OpenChannel;
  /** Accepts no more channels. */
  stop(): void;
}

/**
 * The authority of a node that nobody can open a channel to: its links lead to it, and its id is hard to guess. Whoever
 * has accepted a link of it can connect to its endpoints over that link.
 */
export const nodeAuthority = (nodeId: string): string => `node-${nodeId}`;

/** Whom nobody could reach, how often in a row, and until when nobody tries. */
interface Failure {
  readonly times: number;
  readonly untilMs: number;
}

/** So many peers are remembered that could not be reached; the one that failed first is forgotten. */
const FAILURES_MAX = 1024;

/** 16 random bytes as hexadecimal digits. */
function newNodeId(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** See the head of this file. */
export class ChannelTransport implements Transport, LinkContext {
  readonly scheme: string;
  readonly authority: string;
  readonly limits: LinkLimits;
  own: Preamble;
  private readonly source: ChannelSource;
  private service: TransportHost | null = null;
  private readonly links = new Set<WireLink>();
  private readonly failures = new Map<string, Failure>();
  private readonly dialling = new Map<WireLink, string>();
  /** Told when the last link is gone; `null` before the end. */
  private drained: (() => void) | null = null;
  private readonly drainWatch = new Watch(() => this.giveUp());

  constructor(
    source: ChannelSource,
    { limits = {}, json = false, nodeId = newNodeId() }: ChannelTransportOptions,
  ) {
    this.source = source;
    this.scheme = source.scheme;
    this.authority = source.authority ?? nodeAuthority(nodeId);
    this.limits = { ...LINK_LIMITS, ...limits };
    this.own = {
      ...WIRE_VERSION,
      features: json ? FEATURE_JSON : 0,
      frameBytes: WIRE_LIMITS.frameBytes,
      names: WIRE_LIMITS.names,
      nodeId,
      incarnation: Date.now(), // a later life of the node began later
      address: this.authority,
    };
  }

  get clock(): Clock {
    return (this.service as TransportHost).clock;
  }

  get frameBytes(): number {
    return (this.service as TransportHost).frameBytes;
  }

  listen(host: TransportHost): void {
    this.service = host;
    this.own = { ...this.own, frameBytes: host.frameBytes + ANSWER_OVERHEAD_BYTES };
  }

  dial(authority: string, listener: LinkListener): Link | null {
    if (this.service === null || this.drained !== null || this.links.size >= this.limits.links) return null;
    const failure = this.failures.get(authority);
    if (failure !== undefined && this.clock.now() < failure.untilMs) return null; // HAND-05
    const link = new WireLink(this, authority, listener);
    const channel = this.source.open(authority, link.ear);
    if (channel === null) return null;
    this.links.add(link);
    this.dialling.set(link, authority);
    link.attach(channel, false);
    return link;
  }

  /**
   * A peer has opened a channel. It becomes a link when its preamble is accepted.
   *
   * @param open makes the channel heard
   */
  accept(open: (listener: ByteChannelListener) => ByteChannel): void {
    if (this.service === null || this.drained !== null || this.links.size >= this.limits.links) {
      open(deaf).destroy();
      return;
    }
    const link = new WireLink(this, 'unknown', null);
    this.links.add(link);
    link.attach(open(link.ear), true);
  }

  opened(link: WireLink): void {
    const key = this.dialling.get(link);
    this.dialling.delete(link);
    if (key !== undefined) this.failures.delete(key);
  }

  accepted(link: WireLink, peer: Preamble): LinkListener {
    const authority = peer.address === '' ? nodeAuthority(peer.nodeId) : peer.address;
    link.peer = { ...link.peer, authority };
    link.reachesAuthority = authority === nodeAuthority(peer.nodeId);
    return (this.service as TransportHost).accept(link);
  }

  gone(link: WireLink): void {
    this.links.delete(link);
    if (this.links.size === 0) this.endDraining();
  }

  closed(link: WireLink): void {
    const key = this.dialling.get(link);
    this.dialling.delete(link);
    if (key !== undefined) this.remember(key);
  }

  /** A peer could not be reached: for a while nobody tries again, and not everybody at the same moment. */
  private remember(key: string): void {
    const times = (this.failures.get(key)?.times ?? 0) + 1;
    const { backOffMs, backOffMaxMs } = this.limits;
    const longest = Math.min(backOffMaxMs, backOffMs * 2 ** (times - 1));
    const untilMs = this.clock.now() + longest * (0.5 + Math.random() / 2);
    this.failures.delete(key);
    this.failures.set(key, { times, untilMs });
    if (this.failures.size <= FAILURES_MAX) return;
    const [first] = this.failures.keys();
    this.failures.delete(first as string);
  }

  close(done: () => void): void {
    if (this.drained !== null) return done();
    this.drained = done;
    this.source.stop();
    for (const link of [...this.links]) link.close();
    if (this.links.size === 0) this.endDraining();
    else this.clock.setTimer(this.drainWatch, this.limits.drainMs);
  }

  giveUp(): void {
    for (const link of [...this.links]) link.destroy();
    this.endDraining();
  }

  private endDraining(): void {
    const { drained } = this;
    if (drained === null || drained === over) return;
    this.drained = over;
    this.service?.clock.cancelTimer(this.drainWatch);
    drained();
  }
}

/** There is nobody left to tell. */
const over = (): void => undefined;

/** Hears a channel that nobody wants. */
const deaf: ByteChannelListener = { opened() {}, received() {}, drained() {}, closed() {} };

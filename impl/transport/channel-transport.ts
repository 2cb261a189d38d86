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
import { type LinkContext, WireLink } from './wire-link.js';

/** What every transport over channels can be told. */
export interface ChannelTransportOptions {
  /** Bounds; see {@link LinkLimits}. */
  readonly limits?: Partial<LinkLimits>;
  /** Arguments and results travel as JSON text, where the peer wants that too: for captures that people read. */
  readonly json?: boolean;
}

/** Where a transport is, and how it opens channels. */
export interface ChannelSource {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly open: OpenChannel;
  /** Accepts no more channels. */
  stop(): void;
}

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
  readonly host: string;
  readonly port: number;
  readonly limits: LinkLimits;
  own: Preamble;
  private readonly source: ChannelSource;
  private service: TransportHost | null = null;
  private readonly links = new Set<WireLink>();
  private readonly failures = new Map<string, Failure>();
  private readonly dialling = new Map<WireLink, string>();

  constructor(source: ChannelSource, { limits = {}, json = false }: ChannelTransportOptions) {
    this.source = source;
    this.scheme = source.scheme;
    this.host = source.host;
    this.port = source.port;
    this.limits = { ...LINK_LIMITS, ...limits };
    this.own = {
      ...WIRE_VERSION,
      features: json ? FEATURE_JSON : 0,
      frameBytes: WIRE_LIMITS.frameBytes,
      names: WIRE_LIMITS.names,
      nodeId: newNodeId(),
      incarnation: 0,
      address: `${source.host}:${source.port}`,
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

  dial(host: string, port: number, listener: LinkListener): Link | null {
    const key = `${host}:${port}`;
    const failure = this.failures.get(key);
    if (this.service === null || this.links.size >= this.limits.links || !isPort(port)) return null;
    if (failure !== undefined && this.clock.now() < failure.untilMs) return null; // HAND-05
    const link = new WireLink(this, host, port, listener);
    this.links.add(link);
    this.dialling.set(link, key);
    link.attach(this.source.open(host, port, link.ear), false);
    return link;
  }

  /**
   * A peer has opened a channel. It becomes a link when its preamble is accepted.
   *
   * @param open makes the channel heard
   */
  accept(open: (listener: ByteChannelListener) => ByteChannel): void {
    if (this.service === null || this.links.size >= this.limits.links) {
      open(deaf).destroy();
      return;
    }
    const link = new WireLink(this, 'unknown', 0, null);
    this.links.add(link);
    link.attach(open(link.ear), true);
  }

  opened(link: WireLink): void {
    const key = this.dialling.get(link);
    this.dialling.delete(link);
    if (key !== undefined) this.failures.delete(key);
  }

  accepted(link: WireLink, peer: Preamble): LinkListener {
    const at = peer.address.lastIndexOf(':');
    link.peerHost = at < 0 ? peer.nodeId : peer.address.slice(0, at);
    link.peerPort = at < 0 ? 0 : Number(peer.address.slice(at + 1));
    return (this.service as TransportHost).accept(link);
  }

  closed(link: WireLink): void {
    this.links.delete(link);
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

  close(): void {
    this.source.stop();
    this.service = this.service === null ? null : { ...this.service, accept: refuse };
    for (const link of [...this.links]) link.close();
  }
}

/** Addresses may have any number of five digits; sockets refuse those that are no port. */
const isPort = (port: number): boolean => port >= 1 && port <= 65_535;

/** A listener of links that come too late. */
function refuse(link: Link): LinkListener {
  link.close();
  return { received() {}, undecodable() {}, closed() {} };
}

/** Hears a channel that nobody wants. */
const deaf: ByteChannelListener = { opened() {}, received() {}, drained() {}, closed() {} };

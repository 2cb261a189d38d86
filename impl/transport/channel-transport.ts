/**
 * A transport over byte channels: it dials and accepts links, knows whom it could not reach a moment ago, and bounds how many
 * links there are. TCP, TLS and the like bring nothing but their channels.
 */
import { IllegalArgumentError, IllegalStateError } from '../rpc/errors.js';
import type { Clock } from '../scheduling/scheduler.js';
import { WIRE_LIMITS } from '../wire/limits.js';
import { encodePreamble, FEATURE_JSON, type Preamble, WIRE_VERSION } from '../wire/preamble.js';
import type { ByteChannel, ByteChannelListener, OpenChannel } from './byte-channel.js';
import { type ChannelTransportOptions, checkedChannelOptions } from './channel-options.js';
import { ANSWER_OVERHEAD_BYTES } from './frame-limit.js';
import type { LinkLimits } from './link-limits.js';
import { RefusedLink } from './refused-link.js';
import type { Link, LinkListener, Transport, TransportHost, UnreachablePeer } from './transport.js';
import { Watch } from './watch.js';
import { type LinkContext, WireLink } from './wire-link.js';

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
  /** Why the last time, in words. */
  readonly reason: string;
}

/** So many peers are remembered that could not be reached; the one that failed first is forgotten. */
const FAILURES_MAX = 1024;

/** See the head of this file. */
export class ChannelTransport implements Transport, LinkContext {
  readonly scheme: string;
  readonly authority: string;
  readonly limits: LinkLimits;
  readonly traffic = { sentBytes: 0, receivedBytes: 0 };
  own: Preamble;
  private readonly source: ChannelSource;
  private service: TransportHost | null = null;
  /** Links with a peer, and those that are dialled. */
  private readonly links = new Set<WireLink>();
  /** Channels that somebody has opened who has not said who that is, or was refused. */
  private readonly strangers = new Set<WireLink>();
  private readonly failures = new Map<string, Failure>();
  /** Links that were dialled, and whose peer has said nothing yet, or nothing but goodbye. */
  private readonly dialling = new Map<WireLink, string>();
  private phase: 'open' | 'draining' | 'over' = 'open';
  /** Told when the last link is gone. */
  private untilOver: (() => void)[] = [];
  private readonly drainWatch = new Watch(() => this.giveUp());

  /** @throws IllegalArgumentError for options that cannot be, and an authority that is too long; the source is stopped */
  constructor(source: ChannelSource, options: ChannelTransportOptions) {
    const { limits, json = false, nodeId } = checkedChannelOptions(options);
    this.source = source;
    this.scheme = source.scheme;
    this.authority = source.authority ?? nodeAuthority(nodeId);
    this.limits = limits;
    this.own = {
      ...WIRE_VERSION,
      features: json ? FEATURE_JSON : 0,
      frameBytes: WIRE_LIMITS.frameBytes,
      names: WIRE_LIMITS.names,
      nodeId,
      incarnation: Date.now(), // a later life of the node began later
      address: this.authority,
    };
    this.assertGreeting();
  }

  /** A preamble that cannot be sent is refused here, and not when the first peer comes. */
  private assertGreeting(): void {
    try {
      encodePreamble(this.own);
    } catch (cause) {
      this.source.stop();
      throw new IllegalArgumentError(`No peer could be greeted from here: ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  get clock(): Clock {
    return (this.service as TransportHost).clock;
  }

  get frameBytes(): number {
    return (this.service as TransportHost).frameBytes;
  }

  /** @throws IllegalStateError when another service has the transport */
  listen(host: TransportHost): void {
    if (this.service !== null)
      throw new IllegalStateError(
        `A service has the transport at ${this.authority} already, or had it: each one needs its own`,
      );
    this.service = host;
    this.own = { ...this.own, frameBytes: host.frameBytes + ANSWER_OVERHEAD_BYTES };
  }

  dial(authority: string, listener: LinkListener): Link | null {
    if (this.service === null || this.phase !== 'open') return null;
    if (this.links.size >= this.limits.links)
      return new RefusedLink(authority, listener, `link limit: there are ${this.links.size} links already`);
    if (this.whyLeftAlone(authority) !== null) return null; // HAND-05
    const link = new WireLink(this, authority, listener);
    const channel = this.openChannel(authority, link.ear);
    if (channel === null) return null;
    if (channel instanceof Error)
      return new RefusedLink(authority, listener, `no channel could be opened: ${channel.message}`);
    this.links.add(link);
    this.dialling.set(link, authority);
    link.attach(channel, false);
    return link;
  }

  get leftAlone(): readonly UnreachablePeer[] {
    return [...this.failures.keys()].flatMap((authority) => this.whyLeftAlone(authority) ?? []);
  }

  whyLeftAlone(authority: string): UnreachablePeer | null {
    const failure = this.failures.get(authority);
    if (failure === undefined || this.service === null) return null;
    const { times, untilMs, reason } = failure;
    const forMs = untilMs - this.clock.now();
    return forMs > 0 ? { authority, reason, times, forMs } : null;
  }

  /** A source throws nothing; one that does must not harm whoever dials. */
  private openChannel(authority: string, ear: ByteChannelListener): ByteChannel | Error | null {
    try {
      return this.source.open(authority, ear);
    } catch (error) {
      return error as Error;
    }
  }

  /**
   * A peer has opened a channel. It becomes a link when its preamble is accepted.
   *
   * @param open makes the channel heard
   */
  accept(open: (listener: ByteChannelListener) => ByteChannel): void {
    const { strangers, limits } = this;
    const isFull = strangers.size >= limits.strangers || this.links.size >= limits.links;
    if (this.service === null || this.phase !== 'open' || isFull) {
      open(deaf).destroy();
      return;
    }
    const link = new WireLink(this, 'unknown', null);
    strangers.add(link);
    link.attach(open(link.ear), true);
  }

  answered(link: WireLink): void {
    const key = this.dialling.get(link);
    this.dialling.delete(link);
    if (key !== undefined) this.failures.delete(key);
  }

  accepted(link: WireLink, peer: Preamble): LinkListener | null {
    if (this.links.size >= this.limits.links) return null;
    this.strangers.delete(link);
    this.links.add(link);
    const authority = peer.address === '' ? nodeAuthority(peer.nodeId) : peer.address;
    link.peer = { ...link.peer, authority };
    link.reachesAuthority = authority === nodeAuthority(peer.nodeId);
    return (this.service as TransportHost).accept(link);
  }

  gone(link: WireLink): void {
    this.strangers.delete(link);
    this.links.delete(link);
    if (this.isEmpty) this.endDraining();
  }

  private get isEmpty(): boolean {
    return this.links.size === 0 && this.strangers.size === 0;
  }

  closed(link: WireLink, reason: string): void {
    const key = this.dialling.get(link);
    this.dialling.delete(link);
    if (key !== undefined) this.remember(key, reason);
  }

  /** A peer could not be reached: for a while nobody tries again, and not everybody at the same moment. */
  private remember(key: string, reason: string): void {
    const times = (this.failures.get(key)?.times ?? 0) + 1;
    const { backOffMs, backOffMaxMs } = this.limits;
    const longest = Math.min(backOffMaxMs, backOffMs * 2 ** (times - 1));
    const forMs = longest * (0.5 + Math.random() / 2);
    const untilMs = this.clock.now() + forMs;
    this.failures.delete(key);
    this.failures.set(key, { times, untilMs, reason });
    if (this.failures.size > FAILURES_MAX) {
      const [first] = this.failures.keys();
      this.failures.delete(first as string);
    }
    this.service?.unreachable?.({ authority: key, reason, times, forMs });
  }

  /** The peer has said itself that it accepts links: nobody waits until it is tried again. */
  protected reachableAgain(authority: string): void {
    this.failures.delete(authority);
  }

  close(done: () => void): void {
    if (this.phase === 'over') return done();
    this.untilOver.push(done);
    if (this.phase === 'draining') return;
    this.phase = 'draining';
    this.source.stop();
    for (const link of [...this.strangers, ...this.links]) link.close();
    if (this.isEmpty) this.endDraining();
    else this.clock.setTimer(this.drainWatch, this.limits.drainMs);
  }

  giveUp(): void {
    for (const link of [...this.strangers, ...this.links]) link.destroy();
    this.endDraining();
  }

  private endDraining(): void {
    if (this.phase !== 'draining') return;
    this.phase = 'over';
    this.service?.clock.cancelTimer(this.drainWatch);
    const told = this.untilOver;
    this.untilOver = [];
    for (const done of told) done();
  }
}

/** Hears a channel that nobody wants. */
const deaf: ByteChannelListener = { opened() {}, received() {}, drained() {}, closed() {} };

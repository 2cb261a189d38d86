/**
 * Services of one process that talk as if they were on different machines: every message is bytes (unless its bytes would
 * make no difference, and the transport is told to spare them), links are FIFO, and a network can lose or delay frames on
 * purpose.
 */
import { hostAndPortOf, hostAuthority } from '../rpc/addresses.js';
import { IllegalArgumentError } from '../rpc/errors.js';
import type { Clock } from '../scheduling/scheduler.js';
import type { WireFrame } from '../wire/wire-frame.js';
import { type CopiedFrame, FrameCopy } from './frame-copy.js';
import { canBeHandedOver } from './handing-over.js';
import { SlowWay } from './slow-way.js';
import type { Link, LinkListener, LossReason, PeerIdentity, Transport, TransportHost } from './transport.js';

/** The scheme of addresses within a process. */
export const MEMORY_SCHEME = 'fencepost.memory';

/** Who accepts links at a port. */
interface Acceptor {
  readonly transport: MemoryTransport;
  readonly host: TransportHost;
}

/** A direction between two services, by their ports. */
const direction = (from: number, to: number): string => `${from}>${to}`;

/**
 * The network that memory transports share.
 *
 * @example
 * ```ts
 * const network = new MemoryNetwork();
 * const left = new RpcService({ transport: new MemoryTransport(network, 'left', 1) });
 * const right = new RpcService({ transport: new MemoryTransport(network, 'right', 2) });
 * network.partition(1, 2);
 * ```
 */
export class MemoryNetwork {
  private readonly accepting = new Map<number, Acceptor>();
  private readonly partitioned = new Set<string>();
  private readonly dropping = new Set<string>();
  private readonly delaysMs = new Map<string, number>();
  private links: MemoryLink[] = [];

  /** Loses every frame from one port to another, until {@link repair}. */
  partition(from: number, to: number): void {
    this.partitioned.add(direction(from, to));
  }

  /** Ends a partition. */
  repair(from: number, to: number): void {
    this.partitioned.delete(direction(from, to));
  }

  /** Loses the next frame from one port to another. */
  dropNext(from: number, to: number): void {
    this.dropping.add(direction(from, to));
  }

  /**
   * Delays every frame that is sent from now on from one port to another, on the clock of the service that was dialled.
   * Frames keep their order, also behind those that are on their way when the delay changes. A link that breaks loses what
   * is on its way.
   *
   * @param milliseconds how long, a finite number; 0 takes the delay away
   * @throws IllegalArgumentError for a delay that no clock can wait for
   */
  delay(from: number, to: number, milliseconds: number): void {
    if (!(milliseconds >= 0 && milliseconds < Number.POSITIVE_INFINITY))
      throw new IllegalArgumentError(
        `A delay of ${milliseconds} ms is not possible: it is a finite number, at least 0`,
      );
    if (milliseconds === 0) this.delaysMs.delete(direction(from, to));
    else this.delaysMs.set(direction(from, to), milliseconds);
  }

  /** Breaks the links between two ports: both ends are told. */
  breakLinks(from: number, to: number): void {
    const broken = this.links.filter((link) => link.joins(from, to));
    this.links = this.links.filter((link) => !link.joins(from, to));
    for (const link of broken) link.lost('the link was broken');
  }

  /** @internal */
  register(transport: MemoryTransport, host: TransportHost): void {
    const { port } = transport;
    if (this.accepting.has(port))
      throw new IllegalArgumentError(`Port ${port} of the memory network is taken`);
    this.accepting.set(port, { transport, host });
  }

  /** @internal */
  unregister(transport: MemoryTransport): void {
    const { port } = transport;
    if (this.accepting.get(port)?.transport !== transport) return; // no service had it: another may have the port
    this.accepting.delete(port);
    const broken = this.links.filter((link) => link.touches(port));
    this.links = this.links.filter((link) => !link.touches(port));
    for (const link of broken) link.lost('the peer closed');
  }

  /** @internal */
  open(from: MemoryTransport, authority: string, listener: LinkListener): Link | null {
    const port = hostAndPortOf(authority)?.port ?? 0;
    const target = this.accepting.get(port);
    if (target === undefined || target.transport.authority !== authority) return null;
    const { clock, frameBytes } = target.host;
    const bytes = from.bytes || target.transport.bytes;
    const nearBytes = this.accepting.get(from.port)?.host.frameBytes ?? frameBytes;
    const near = new MemoryLink(this, { clock, bytes, frameBytes: nearBytes }, from, target.transport);
    const far = new MemoryLink(this, { clock, bytes, frameBytes }, target.transport, from);
    near.far = far;
    far.far = near;
    near.listener = listener;
    far.listener = target.host.accept(far);
    this.links.push(near, far);
    return near;
  }

  /** @internal */
  lossOf(from: number, to: number): LossReason | null {
    if (this.partitioned.size === 0 && this.dropping.size === 0) return null;
    if (this.partitioned.has(direction(from, to))) return 'partition';
    return this.dropping.delete(direction(from, to)) ? 'drop-next' : null;
  }

  /** @internal */
  delayOf(from: number, to: number): number {
    return this.delaysMs.size === 0 ? 0 : (this.delaysMs.get(direction(from, to)) ?? 0);
  }
}

/** What both directions of a link are made with. */
interface LinkOptions {
  readonly clock: Clock;
  /** Every frame travels as bytes. */
  readonly bytes: boolean;
  /** The largest frame of the sender, in bytes. */
  readonly frameBytes: number;
}

class MemoryLink implements Link {
  readonly peer: PeerIdentity;
  /** Nobody else has the port of the peer. */
  readonly reachesAuthority = true;
  private readonly peerPort: number;
  private readonly ownPort: number;
  far: MemoryLink | null = null;
  listener: LinkListener | null = null;
  private readonly network: MemoryNetwork;
  private readonly options: LinkOptions;
  /** Makes bytes of frames; `null` while none was needed. */
  private copy: FrameCopy | null = null;
  /** The way of frames that are delayed; `null` while none was. */
  private slowWay: SlowWay | null = null;

  constructor(network: MemoryNetwork, options: LinkOptions, own: MemoryTransport, peer: MemoryTransport) {
    this.network = network;
    this.options = options;
    this.ownPort = own.port;
    this.peerPort = peer.port;
    this.peer = { authority: peer.authority, subject: null, nodeId: null };
  }

  joins(one: number, other: number): boolean {
    return this.touches(one) && this.touches(other);
  }

  touches(port: number): boolean {
    return this.ownPort === port || this.peerPort === port;
  }

  send(frame: WireFrame): LossReason | null {
    const { bytes, frameBytes } = this.options;
    let arriving: CopiedFrame = frame;
    if (bytes || !canBeHandedOver(frame, frameBytes)) {
      this.copy ??= new FrameCopy(frameBytes);
      const copied = this.copy.through(frame);
      if (typeof copied === 'string') return copied;
      arriving = copied;
    }
    const loss = this.network.lossOf(this.ownPort, this.peerPort);
    if (loss === null && !this.isDelayed(arriving)) this.deliver(arriving);
    return loss;
  }

  /** Sends a frame on the slow way, if there is a delay, or an earlier frame is still on that way. */
  private isDelayed(frame: CopiedFrame): boolean {
    const delayMs = this.network.delayOf(this.ownPort, this.peerPort);
    if (delayMs === 0 && this.slowWay?.empty !== false) return false;
    if (this.far === null) return true; // into nothing
    this.slowWay ??= new SlowWay(this.options.clock, (arrived) => this.deliver(arrived));
    this.slowWay.send(frame, delayMs);
    return true;
  }

  private deliver(frame: CopiedFrame): void {
    const listener = this.far?.listener;
    if (frame.frame === 'undecodable') listener?.undecodable(frame);
    else listener?.received(frame);
  }

  lost(reason: string): void {
    this.far = null;
    const { listener } = this;
    this.listener = null;
    for (const frame of this.slowWay?.lose() ?? [])
      if (frame.frame !== 'undecodable') listener?.lost?.(frame);
    listener?.closed(reason);
  }

  close(): void {
    this.network.breakLinks(this.ownPort, this.peerPort);
  }
}

/** Options of a {@link MemoryTransport}. */
export interface MemoryTransportOptions {
  /**
   * Every frame travels as bytes; true when absent. Without, frames whose bytes could make no difference are handed over
   * as they are, which is several times as fast. Both transports of a link must agree to that.
   */
  readonly bytes?: boolean;
}

/** See the head of this file. */
export class MemoryTransport implements Transport {
  readonly scheme = MEMORY_SCHEME;
  readonly authority: string;
  readonly port: number;
  /** See {@link MemoryTransportOptions}. */
  readonly bytes: boolean;
  private readonly network: MemoryNetwork;
  private isClosed = false;

  /**
   * @param network the network; services on other networks are not reachable
   * @param host any host name
   * @param port a number from 1 to 65535 that no other transport of the network has
   * @param options whether every frame travels as bytes
   */
  constructor(network: MemoryNetwork, host: string, port: number, options: MemoryTransportOptions = {}) {
    this.bytes = options.bytes ?? true;
    this.network = network;
    this.authority = hostAuthority(host, port);
    this.port = port;
  }

  listen(host: TransportHost): void {
    this.network.register(this, host);
  }

  dial(authority: string, listener: LinkListener): Link | null {
    return this.isClosed ? null : this.network.open(this, authority, listener);
  }

  close(done: () => void): void {
    this.isClosed = true;
    this.network.unregister(this);
    done();
  }

  giveUp(): void {} // nothing waits
}

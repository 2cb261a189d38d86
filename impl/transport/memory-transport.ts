/**
 * Services of one process that talk as if they were on different machines: every message is bytes (unless its bytes would
 * make no difference, and the transport is told to spare them), links are FIFO, and a network can lose frames on purpose.
 */
import { normalizeHost } from '../rpc/addresses.js';
import { IllegalArgumentError } from '../rpc/errors.js';
import { encodeFrame, type Frame } from './frames.js';
import type { Link, LinkListener, LossReason, Transport } from './transport.js';

/** Who accepts links at a port. */
interface Acceptor {
  readonly transport: MemoryTransport;
  readonly accept: (link: Link) => LinkListener;
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

  /** Breaks the links between two ports: both ends are told. */
  breakLinks(from: number, to: number): void {
    const broken = this.links.filter((link) => link.joins(from, to));
    this.links = this.links.filter((link) => !link.joins(from, to));
    for (const link of broken) link.lost('the link was broken');
  }

  /** @internal */
  register(transport: MemoryTransport, accept: (link: Link) => LinkListener): void {
    const { port } = transport;
    if (this.accepting.has(port))
      throw new IllegalArgumentError(`Port ${port} of the memory network is taken`);
    this.accepting.set(port, { transport, accept });
  }

  /** @internal */
  unregister(port: number): void {
    this.accepting.delete(port);
    const broken = this.links.filter((link) => link.touches(port));
    this.links = this.links.filter((link) => !link.touches(port));
    for (const link of broken) link.lost('the peer closed');
  }

  /** @internal */
  open(from: MemoryTransport, host: string, port: number, listener: LinkListener): Link | null {
    const target = this.accepting.get(port);
    if (target === undefined || target.transport.host !== host) return null;
    const NewLink = from.bytes || target.transport.bytes ? MemoryLink : ValueLink;
    const near = new NewLink(this, from.port, port, host);
    const far = new NewLink(this, port, from.port, from.host);
    near.far = far;
    far.far = near;
    near.listener = listener;
    far.listener = target.accept(far);
    this.links.push(near, far);
    return near;
  }

  /** @internal */
  lossOf(from: number, to: number): LossReason | null {
    if (this.partitioned.size === 0 && this.dropping.size === 0) return null;
    if (this.partitioned.has(direction(from, to))) return 'partition';
    return this.dropping.delete(direction(from, to)) ? 'drop-next' : null;
  }
}

class MemoryLink implements Link {
  readonly peerHost: string;
  readonly peerPort: number;
  readonly ownPort: number;
  far: MemoryLink | null = null;
  listener: LinkListener | null = null;
  private readonly network: MemoryNetwork;

  constructor(network: MemoryNetwork, ownPort: number, peerPort: number, peerHost: string) {
    this.network = network;
    this.ownPort = ownPort;
    this.peerPort = peerPort;
    this.peerHost = peerHost;
  }

  joins(one: number, other: number): boolean {
    return this.touches(one) && this.touches(other);
  }

  touches(port: number): boolean {
    return this.ownPort === port || this.peerPort === port;
  }

  send(frame: Uint8Array): LossReason | null {
    const loss = this.loss();
    if (loss === null) this.far?.listener?.received(frame);
    return loss;
  }

  protected loss(): LossReason | null {
    return this.network.lossOf(this.ownPort, this.peerPort);
  }

  lost(reason: string): void {
    this.far = null;
    const { listener } = this;
    this.listener = null;
    listener?.closed(reason);
  }

  close(): void {
    this.network.breakLinks(this.ownPort, this.peerPort);
  }
}

/** A link that hands frames over. */
class ValueLink extends MemoryLink {
  handOver(frame: Frame): LossReason | null {
    const listener = this.far?.listener;
    if (listener?.handedOver === undefined) return this.send(encodeFrame(frame));
    const loss = this.loss();
    if (loss === null) listener.handedOver(frame);
    return loss;
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
  readonly scheme = 'fencepost.memory';
  readonly host: string;
  readonly port: number;
  /** See {@link MemoryTransportOptions}. */
  readonly bytes: boolean;
  private readonly network: MemoryNetwork;

  /**
   * @param network the network; services on other networks are not reachable
   * @param host any host name
   * @param port a number from 1 to 65535 that no other transport of the network has
   * @param options whether every frame travels as bytes
   */
  constructor(network: MemoryNetwork, host: string, port: number, options: MemoryTransportOptions = {}) {
    this.bytes = options.bytes ?? true;
    this.network = network;
    this.host = normalizeHost(host);
    this.port = port;
  }

  listen(accept: (link: Link) => LinkListener): void {
    this.network.register(this, accept);
  }

  dial(host: string, port: number, listener: LinkListener): Link | null {
    return this.network.open(this, host, port, listener);
  }

  close(): void {
    this.network.unregister(this.port);
  }
}

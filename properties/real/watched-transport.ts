/**
 * A transport around another: it counts what passes, so that a run knows when nothing is under way any more, and disturbs
 * it as a scenario says. The transport inside is the one that is judged; it carries every frame.
 */
import type {
  Link,
  LinkListener,
  LossReason,
  PeerIdentity,
  Transport,
  TransportHost,
} from '../../impl/index.js';
import type { Clock } from '../../impl/scheduling/scheduler.js';
import { nobody } from '../../impl/transport/nobody.js';
import { SlowWay } from '../../impl/transport/slow-way.js';
import type { UndecodableFrame } from '../../impl/wire/frame-body.js';
import type { WireFrame } from '../../impl/wire/wire-frame.js';
import type { Disturbances } from './disturbances.js';
import type { Traffic } from './traffic.js';

/** What the watched transports of a run share. */
export interface Watch {
  readonly traffic: Traffic;
  readonly disturbances: Disturbances;
}

/** One end of a link. */
class WatchedLink implements Link, LinkListener {
  readonly own: string;
  /** Where the peer is. */
  readonly other: string;
  inner: Link | null = null;
  private listener: LinkListener;
  private readonly transport: WatchedTransport;
  private readonly slowWay: SlowWay;
  private isOpen = true;

  constructor(transport: WatchedTransport, other: string, clock: Clock, listener: LinkListener) {
    this.transport = transport;
    this.own = transport.authority;
    this.other = other;
    this.listener = listener;
    this.slowWay = new SlowWay(clock, (frame) => void this.pass(frame as WireFrame));
    transport.opened(this);
  }

  get peer(): PeerIdentity {
    return (this.inner as Link).peer;
  }

  get reachesAuthority(): boolean {
    return (this.inner as Link).reachesAuthority;
  }

  /** Who hears what happens on a link that was accepted. */
  heardBy(listener: LinkListener): void {
    this.listener = listener;
  }

  send(frame: WireFrame): LossReason | null {
    const { own, other, slowWay } = this;
    const { disturbances } = this.transport.watch;
    const loss = disturbances.lossOf(own, other);
    if (loss !== null) return loss;
    const delayMs = disturbances.delayOf(own, other);
    if (delayMs === 0 && slowWay.empty) return this.pass(frame);
    if (this.isOpen) slowWay.send(frame, delayMs);
    return null;
  }

  private pass(frame: WireFrame): LossReason | null {
    const loss = this.inner?.send(frame) ?? null;
    if (loss === null && this.isOpen) this.transport.watch.traffic.sent(this.own, this.other);
    return loss;
  }

  close(): void {
    this.inner?.close();
  }

  received(frame: WireFrame): void {
    this.transport.watch.traffic.arrived(this.other, this.own);
    this.listener.received(frame);
  }

  undecodable(frame: UndecodableFrame): void {
    this.transport.watch.traffic.arrived(this.other, this.own);
    this.listener.undecodable(frame);
  }

  closed(reason: string): void {
    if (!this.isOpen) throw new Error(`The end of a link from ${this.own} to ${this.other} was told twice`);
    this.isOpen = false;
    this.slowWay.lose();
    this.transport.closed(this);
    this.listener.closed(reason);
  }
}

/** See the head of this file. */
export class WatchedTransport implements Transport {
  readonly scheme: string;
  readonly authority: string;
  readonly watch: Watch;
  private readonly inner: Transport;
  private readonly links = new Set<WatchedLink>();
  private clock: Clock | null = null;

  constructor(inner: Transport, watch: Watch) {
    this.inner = inner;
    this.watch = watch;
    this.scheme = inner.scheme;
    this.authority = inner.authority;
  }

  listen(host: TransportHost): void {
    const { clock, frameBytes } = host;
    this.clock = clock;
    this.inner.listen({
      clock,
      frameBytes,
      accept: (link) => {
        const watched = new WatchedLink(this, link.peer.authority, clock, nobody);
        watched.inner = link;
        watched.heardBy(host.accept(watched));
        return watched;
      },
    });
  }

  dial(authority: string, listener: LinkListener): Link | null {
    const link = new WatchedLink(this, authority, this.clock as Clock, listener);
    link.inner = this.inner.dial(authority, link);
    if (link.inner !== null) return link;
    this.closed(link);
    return null;
  }

  /** Breaks every link to an authority. */
  breakLinks(authority: string): void {
    for (const link of [...this.links]) if (link.other === authority) link.close();
  }

  opened(link: WatchedLink): void {
    this.links.add(link);
    this.watch.traffic.opened(link.own, link.other);
  }

  closed(link: WatchedLink): void {
    this.links.delete(link);
    this.watch.traffic.closed(link.own, link.other);
  }

  close(done: () => void): void {
    this.watch.traffic.closing(this.authority);
    this.inner.close(() => {
      this.watch.traffic.closedTransport(this.authority);
      done();
    });
  }

  giveUp(): void {
    this.inner.giveUp();
  }
}

/** Transports with a fault in their links, made of good ones: what the transport suite has to catch. */
import type {
  Link,
  LinkLimits,
  LinkListener,
  LossReason,
  PeerIdentity,
  Transport,
  TransportHost,
} from '../../../impl/index.js';
import type { UndecodableFrame } from '../../../impl/wire/frame-body.js';
import type { WireFrame } from '../../../impl/wire/wire-frame.js';
import type { TransportFactory } from '../../transports/transport-factory.js';

/** What is done in place of handing a frame on; `before` is for frames that are kept, of one end of one link. */
type InPlaceOf = (frame: WireFrame, before: WireFrame[]) => readonly WireFrame[];

/** What is wrong; what is left out is right. */
export interface Fault {
  readonly hears?: InPlaceOf;
  readonly sends?: InPlaceOf;
  /** What cannot be read is heard of. */
  readonly hearsUnreadable?: false;
  /** How often the end is told. */
  readonly tellsEnd?: number;
  /** Whatever is lost is said to be on its way. */
  readonly hidesLosses?: true;
  /** What links do when they are closed: all that the transport has, or a second time. */
  readonly closing?: 'closes-all' | 'throws-twice';
  /** Frames that are sent after the end. */
  readonly sendingLate?: 'throws';
  /** Frames go to the listener of the oldest link. */
  readonly mixes?: true;
  readonly peer?: PeerIdentity;
  readonly limits?: Partial<LinkLimits>;
  readonly frameBytes?: number;
  /** Links are accepted before there is a service. */
  readonly listensAlone?: true;
  /** The transport goes on when it is closed. */
  readonly outlivesClose?: true;
  /** What comes of closing the transport: it is never over, or fails. */
  readonly closes?: 'never' | 'throws';
  /** What comes of closing a transport that no service has. */
  readonly closesAlone?: 'never' | 'throws';
  /** Peers are reached wherever they say that they are. */
  readonly believes?: true;
}

const asIs: InPlaceOf = (frame) => [frame];

/** One end of a link. */
class FaultyLink implements Link, LinkListener {
  inner: Link | null = null;
  listener: LinkListener | null = null;
  private readonly transport: FaultyTransport;
  private readonly heard: WireFrame[] = [];
  private readonly sent: WireFrame[] = [];
  private isOver = false;

  constructor(transport: FaultyTransport) {
    this.transport = transport;
    transport.links.push(this);
  }

  get peer(): PeerIdentity {
    return this.transport.fault.peer ?? (this.inner as Link).peer;
  }

  get reachesAuthority(): boolean {
    return this.transport.fault.believes ?? (this.inner as Link).reachesAuthority;
  }

  send(frame: WireFrame): LossReason | null {
    const { sends = asIs, hidesLosses, sendingLate } = this.transport.fault;
    if (this.isOver && sendingLate === 'throws') throw new Error('the link is over');
    let loss: LossReason | null = null;
    for (const each of sends(frame, this.sent)) loss = this.inner?.send(each) ?? loss;
    return hidesLosses ? null : loss;
  }

  close(): void {
    const { fault, links } = this.transport;
    if (this.isOver && fault.closing === 'throws-twice') throw new Error('the link was closed already');
    if (fault.closing === 'closes-all') for (const link of links) link.inner?.close();
    else this.inner?.close();
  }

  received(frame: WireFrame): void {
    const { fault, links } = this.transport;
    const link = fault.mixes ? links[0] : this;
    for (const each of (fault.hears ?? asIs)(frame, this.heard)) link?.listener?.received(each);
  }

  undecodable(frame: UndecodableFrame): void {
    if (this.transport.fault.hearsUnreadable !== false) this.listener?.undecodable(frame);
  }

  closed(reason: string): void {
    this.isOver = true;
    for (let times = this.transport.fault.tellsEnd ?? 1; times > 0; times -= 1) this.listener?.closed(reason);
  }
}

class FaultyTransport implements Transport {
  readonly scheme: string;
  readonly authority: string;
  readonly fault: Fault;
  readonly links: FaultyLink[] = [];
  hasService = false;
  private readonly inner: Transport;

  constructor(inner: Transport, fault: Fault) {
    this.inner = inner;
    this.fault = fault;
    this.scheme = inner.scheme;
    this.authority = inner.authority;
  }

  listen({ clock, frameBytes, accept }: TransportHost): void {
    this.hasService = true;
    this.inner.listen({
      clock,
      frameBytes: this.fault.frameBytes ?? frameBytes,
      accept: (link) => {
        const faulty = new FaultyLink(this);
        faulty.inner = link;
        faulty.listener = accept(faulty);
        return faulty;
      },
    });
  }

  dial(authority: string, listener: LinkListener): Link | null {
    const faulty = new FaultyLink(this);
    faulty.listener = listener;
    faulty.inner = this.inner.dial(authority, faulty);
    return faulty.inner === null ? null : faulty;
  }

  close(done: () => void): void {
    const { outlivesClose, closesAlone } = this.fault;
    const closes = this.fault.closes ?? (this.hasService ? undefined : closesAlone);
    if (closes === 'throws') throw new Error('it cannot be closed');
    if (closes === 'never') return;
    if (outlivesClose) done();
    else this.inner.close(done);
  }

  giveUp(): void {
    this.inner.giveUp();
  }
}

/** The transports of a factory, each with a fault. Its `close` closes the good ones within. */
export function withFault(factory: TransportFactory, fault: Fault, alone?: TransportHost): TransportFactory {
  const opened: Transport[] = [];
  return {
    ...factory,
    open: async (options = {}) => {
      const inner = await factory.open({ ...options, limits: { ...options.limits, ...fault.limits } });
      opened.push(inner);
      const faulty = new FaultyTransport(inner, fault);
      if (fault.listensAlone && alone !== undefined)
        process.nextTick(() => {
          if (!faulty.hasService) inner.listen(alone);
        });
      return faulty;
    },
    close: async () => {
      for (const inner of opened) inner.close(() => undefined);
      await factory.close();
    },
  };
}

/** A transport whose links a test opens by hand, and which closes when the test says so. */
import type {
  Link,
  LinkListener,
  LossReason,
  PeerIdentity,
  Transport,
  TransportHost,
} from '../../transport/transport.js';
import type { WireFrame, WireFrameOf } from '../../wire/index.js';

/** A link: it keeps what is sent over it. */
export class StubLink implements Link {
  readonly peer: PeerIdentity;
  readonly reachesAuthority = true;
  readonly frames: WireFrame[] = [];
  listener: LinkListener | null = null;

  constructor(authority: string, subject: string | null) {
    this.peer = { authority, subject, nodeId: null };
  }

  send(frame: WireFrame): LossReason | null {
    this.frames.push(frame);
    return null;
  }

  close(): void {
    this.lose();
  }

  /** The names that were asked for over it. */
  get asked(): readonly string[] {
    const questions = this.frames.filter(({ frame }) => frame === 'identify') as WireFrameOf<'identify'>[];
    return questions.map(({ name }) => name);
  }

  lose(): void {
    this.listener?.closed('the test breaks the link');
  }
}

/** See the head of this file. */
export class StubTransport implements Transport {
  readonly scheme = 'stub';
  readonly authority = 'here:1';
  /** How often it was given up. */
  givenUp = 0;
  private host: TransportHost | null = null;
  private done: (() => void) | null = null;

  listen(host: TransportHost): void {
    this.host = host;
  }

  dial(): null {
    return null;
  }

  /** A node that cannot be dialled opens a link. */
  accept(authority: string, subject: string | null = null): StubLink {
    const link = new StubLink(authority, subject);
    link.listener = (this.host as TransportHost).accept(link);
    return link;
  }

  close(done: () => void): void {
    this.done = done;
  }

  giveUp(): void {
    this.givenUp += 1;
    this.done?.();
  }

  /** Everything that waited has left. */
  drained(): void {
    this.done?.();
  }
}

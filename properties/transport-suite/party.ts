/** A service of a case: it accepts every link, and keeps its ends. */
import {
  type Clock,
  EventLoopScheduler,
  type Link,
  type LinkListener,
  SeededScheduler,
  type Transport,
  type TransportHost,
} from '../../impl/index.js';
import { End } from './end.js';

/** See the head of this file. */
export class Party implements TransportHost {
  readonly transport: Transport;
  readonly clock: Clock;
  private readonly byHand: SeededScheduler | null;
  readonly frameBytes: number;
  /** The ends of the links that others have opened, oldest first. */
  readonly ends: End[] = [];

  /** @param clock the time of the service: that of the platform, or one that passes only in {@link passTime} */
  constructor(transport: Transport, clock: 'real' | 'by-hand', frameBytes: number) {
    this.transport = transport;
    this.byHand = clock === 'real' ? null : new SeededScheduler();
    this.clock = this.byHand ?? new EventLoopScheduler();
    this.frameBytes = frameBytes;
  }

  /** Where others find it. */
  get authority(): string {
    return this.transport.authority;
  }

  /** Lets time pass on a clock that is moved by hand, and fires what becomes due. */
  passTime(milliseconds: number): void {
    const { byHand } = this;
    if (byHand === null) throw new Error('The clock of this party is that of the platform');
    const untilMs = byHand.now() + milliseconds;
    while (byHand.fireNextTimer(untilMs));
  }

  readonly accept = (link: Link): LinkListener => {
    const end = new End();
    end.link = link;
    this.ends.push(end);
    return end;
  };
}

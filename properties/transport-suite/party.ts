/** A service of a case: it accepts every link, and keeps its ends. */
import type { Clock, Link, LinkListener, Transport, TransportHost } from '../../impl/index.js';
import { authorityOf } from '../transports/places.js';
import { End } from './end.js';

/** See the head of this file. */
export class Party implements TransportHost {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly frameBytes: number;
  /** The ends of the links that others have opened, oldest first. */
  readonly ends: End[] = [];

  constructor(transport: Transport, clock: Clock, frameBytes: number) {
    this.transport = transport;
    this.clock = clock;
    this.frameBytes = frameBytes;
  }

  /** Where others find it. */
  get authority(): string {
    return authorityOf(this.transport);
  }

  readonly accept = (link: Link): LinkListener => {
    const end = new End();
    end.link = link;
    this.ends.push(end);
    return end;
  };
}

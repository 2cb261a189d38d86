/**
 * What is between the services of a run: how many frames are on their way in each direction, and which ends of links are
 * open. Nothing is under way when every frame that was sent has arrived, both ends of each link agree that it is open or
 * that it is not, and no transport waits to be closed.
 */

/** One direction between two authorities. */
interface Direction {
  readonly from: string;
  readonly to: string;
  /** Frames that were sent and have not arrived. */
  underWay: number;
  /** Open ends of links, on the side of `from`. */
  ends: number;
}

/** See the head of this file. */
export class Traffic {
  private readonly directions = new Map<string, Direction>();
  /** Transports that wait for what still has to leave. */
  private readonly closingTransports = new Set<string>();

  /** A frame was sent. */
  sent(from: string, to: string): void {
    this.direction(from, to).underWay += 1;
  }

  /** A frame has arrived. */
  arrived(from: string, to: string): void {
    this.direction(from, to).underWay -= 1;
  }

  /** One end of a link is open. */
  opened(own: string, peer: string): void {
    this.direction(own, peer).ends += 1;
  }

  /** One end of a link is closed. What was under way is lost when no end is left. */
  closed(own: string, peer: string): void {
    const [near, far] = [this.direction(own, peer), this.direction(peer, own)];
    near.ends -= 1;
    if (near.ends > 0 || far.ends > 0) return;
    near.underWay = 0;
    far.underWay = 0;
  }

  /** A transport closes. */
  closing(authority: string): void {
    this.closingTransports.add(authority);
  }

  /** A transport is closed. */
  closedTransport(authority: string): void {
    this.closingTransports.delete(authority);
  }

  private direction(from: string, to: string): Direction {
    const key = `${from} ${to}`;
    const known = this.directions.get(key);
    if (known !== undefined) return known;
    const direction = { from, to, underWay: 0, ends: 0 };
    this.directions.set(key, direction);
    return direction;
  }

  /** What is under way, in words; empty when nothing is. */
  describe(): readonly string[] {
    const lines = [...this.closingTransports].map((authority) => `the transport at ${authority} is closing`);
    for (const { from, to, underWay, ends } of this.directions.values()) {
      if (underWay !== 0) lines.push(`${underWay} frames from ${from} have not arrived at ${to}`);
      const others = this.direction(to, from).ends;
      if (ends > others) lines.push(`${from} has ${ends} links to ${to}, which has ${others}`);
    }
    return lines;
  }

  /** Whether nothing is under way. */
  get quiet(): boolean {
    if (this.closingTransports.size > 0) return false;
    for (const { from, to, underWay, ends } of this.directions.values())
      if (underWay !== 0 || ends !== (this.directions.get(`${to} ${from}`)?.ends ?? 0)) return false;
    return true;
  }
}

/** One end of a link, which keeps what it hears. */
import type { Link, LinkListener } from '../../impl/index.js';
import type { UndecodableFrame } from '../../impl/wire/frame-body.js';
import type { WireFrame } from '../../impl/wire/wire-frame.js';

/** See the head of this file. */
export class End implements LinkListener {
  link: Link | null = null;
  /** The transport said at once that nobody can be reached. */
  refused = false;
  readonly frames: WireFrame[] = [];
  readonly unreadable: UndecodableFrame[] = [];
  /** Why the link ended: one reason, unless the end is told several times. */
  readonly reasons: string[] = [];

  received(frame: WireFrame): void {
    this.frames.push(frame);
  }

  undecodable(frame: UndecodableFrame): void {
    this.unreadable.push(frame);
  }

  closed(reason: string): void {
    this.reasons.push(reason);
  }

  /** Whether nobody can be reached over it, or nobody any more. */
  get over(): boolean {
    return this.refused || this.reasons.length > 0;
  }
}

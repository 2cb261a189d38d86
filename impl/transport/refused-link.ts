/** A link that never comes about, and says why: whoever has dialled hears it in a later turn, as of any other that ends. */
import { soon } from './soon.js';
import type { Link, LinkListener, LossReason, PeerIdentity } from './transport.js';

/** See the head of this file. */
export class RefusedLink implements Link {
  readonly peer: PeerIdentity;
  readonly reachesAuthority = true;

  /** @param reason why nobody can be reached */
  constructor(authority: string, listener: LinkListener, reason: string) {
    this.peer = { authority, subject: null, nodeId: null };
    soon(() => listener.closed(reason));
  }

  send(): LossReason | null {
    return null; // whoever sent it is told by `closed`
  }

  close(): void {}
}

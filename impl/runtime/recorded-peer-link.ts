/** A link of a recorded service: whoever says something over it was met, and a recording tells of nobody but its services. */
import type { UndecodableFrame } from '../wire/frame-body.js';
import type { WireFrame } from '../wire/wire-frame.js';
import { PeerLink } from './peer-link.js';

/** See the head of this file. A port where nobody is, or who says nothing, is a host that nobody knows. */
export class RecordedPeerLink extends PeerLink {
  private isMet = false;

  override received(frame: WireFrame): void {
    this.meet();
    super.received(frame);
  }

  override undecodable(frame: UndecodableFrame): void {
    this.meet();
    super.undecodable(frame);
  }

  private meet(): void {
    if (this.isMet) return;
    this.isMet = true;
    this.service.recorder?.met(this.transport.scheme, this.peer.authority);
  }
}

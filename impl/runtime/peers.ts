/** The peers of a service: one link to each, dialled when needed or accepted from the other side. */
import type { Link } from '../transport/transport.js';
import { PeerLink } from './peer-link.js';
import type { ServiceRuntime } from './service-runtime.js';

/** Senders of a peer are numbered from a multiple of this. */
const PEER_SENDERS = 8192;

/** See the head of this file. */
export class Peers {
  private readonly service: ServiceRuntime;
  private readonly links = new Map<string, PeerLink>();
  /** The numbers of all peers that were ever linked: a peer keeps its number, and its senders their order, over a new link. */
  private readonly numbers = new Map<string, number>();

  constructor(service: ServiceRuntime) {
    this.service = service;
  }

  /** The link to a peer; `null` when the host is known not to be reachable. */
  to(host: string, port: number): PeerLink | null {
    const key = `${host}:${port}`;
    const known = this.links.get(key);
    if (known !== undefined) return known;
    const peer = this.newPeer(key);
    peer.link = this.service.transport?.dial(host, port, peer) ?? null;
    if (peer.link === null) return null;
    this.keep(key, peer);
    this.service.recorder?.met(host, port);
    return peer;
  }

  /** A peer has opened a link. */
  accept(link: Link): PeerLink {
    const key = `${link.peerHost}:${link.peerPort}`;
    const peer = this.newPeer(key);
    peer.link = link;
    this.keep(key, peer);
    this.service.recorder?.met(link.peerHost, link.peerPort);
    return peer;
  }

  /** The link is lost: the next message dials again. */
  forget(peer: PeerLink): void {
    for (const [key, known] of this.links) if (known === peer) this.links.delete(key);
  }

  /** The sender of a message that a peer sent: a link of its own for each sender of each peer (ORD-02). */
  senderOf(peer: PeerLink, sender: number): number {
    return peer.number * PEER_SENDERS + sender;
  }

  private newPeer(key: string): PeerLink {
    return new PeerLink(this.service, this.numbers.get(key) ?? this.numbers.size + 1);
  }

  private keep(key: string, peer: PeerLink): void {
    this.links.set(key, peer);
    this.numbers.set(key, peer.number);
  }
}

/** The peers of a service: one link to each, dialled when needed or accepted from the other side. */
import type { Link, LinkListener, Transport } from '../transport/transport.js';
import { PeerLink } from './peer-link.js';
import type { ServiceRuntime } from './service-runtime.js';

/** Senders of a peer are numbered from a multiple of this. */
const PEER_SENDERS = 8192;

/** So many peers keep their number while there is no link to them; beyond, who was met first gets a new one. */
const NUMBERS_MAX = 4096;

/** What a peer is known by. */
const keyOf = (scheme: string, authority: string): string => `${scheme}://${authority}`;

/** See the head of this file. */
export class Peers {
  private readonly service: ServiceRuntime;
  private readonly links = new Map<string, PeerLink>();
  /** The numbers of peers: a peer keeps its number, and its senders their order, over a new link. */
  private readonly numbers = new Map<string, number>();
  private lastNumber = 0;
  /** How many links there are, dialled and accepted. */
  linkCount = 0;

  constructor(service: ServiceRuntime) {
    this.service = service;
  }

  /** The link to a peer; `null` when nobody can be reached there. */
  to(scheme: string, authority: string): PeerLink | null {
    const key = keyOf(scheme, authority);
    const known = this.links.get(key);
    if (known !== undefined) return known;
    const transport = this.service.transportOf(scheme);
    if (transport === null) return null;
    const peer = new PeerLink(this.service, transport, this.numberOf(key));
    peer.link = transport.dial(authority, peer);
    if (peer.link === null) return null;
    this.linkCount += 1;
    this.keep(key, peer);
    this.service.recorder?.met(scheme, authority);
    return peer;
  }

  /** A peer has opened a link. It serves dials only where the transport vouches for the authority. */
  accept(transport: Transport, link: Link): LinkListener {
    const key = keyOf(transport.scheme, link.peer.authority);
    const peer = new PeerLink(this.service, transport, this.numberOf(key));
    peer.link = link;
    this.linkCount += 1;
    // The first who has it keeps it: a node id is hard to guess, but those it was given to know it.
    if (link.reachesAuthority && !this.links.has(key)) this.keep(key, peer);
    this.service.recorder?.met(transport.scheme, link.peer.authority);
    return peer;
  }

  /** The link is lost: the next message dials again. */
  forget(peer: PeerLink): void {
    this.linkCount -= 1;
    for (const [key, known] of this.links) if (known === peer) this.links.delete(key);
  }

  /** The sender of a message that a peer sent: a link of its own for each sender of each peer (ORD-02). */
  senderOf(peer: PeerLink, sender: number): number {
    return peer.number * PEER_SENDERS + sender;
  }

  private numberOf(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.lastNumber += 1;
    return this.lastNumber;
  }

  private keep(key: string, peer: PeerLink): void {
    this.links.set(key, peer);
    this.numbers.set(key, peer.number);
    if (this.numbers.size <= NUMBERS_MAX) return;
    for (const other of this.numbers.keys()) {
      if (this.links.has(other)) continue;
      this.numbers.delete(other);
      return;
    }
  }
}

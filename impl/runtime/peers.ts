/**
 * The peers of a service: a link to each, dialled when needed or accepted from the other side. A peer may have several, when
 * it dials again before this side knows that its link is lost: the oldest is used, and the next one once that is gone.
 */
import type { Link, LinkListener, Transport } from '../transport/transport.js';
import { PeerLink } from './peer-link.js';
import { RecordedPeerLink } from './recorded-peer-link.js';
import type { ServiceRuntime } from './service-runtime.js';

/** Senders of a peer are numbered from a multiple of this. */
const PEER_SENDERS = 8192;

/** So many peers are remembered while there is no link to them; beyond, who was met first is a stranger again. */
const REMEMBERED_MAX = 4096;

/** What a peer is known by. */
const keyOf = (scheme: string, authority: string): string => `${scheme}://${authority}`;

/** What is remembered of a peer, also while there is no link to it. */
interface Remembered {
  /** It keeps its number, and its senders their order, over a new link. */
  readonly number: number;
  /** Who its transport has verified it to be, and nobody else gets its name; `null` where it verifies nobody. */
  readonly subject: string | null;
}

/** See the head of this file. */
export class Peers {
  private readonly service: ServiceRuntime;
  /** The links to each peer; the first is the one that is used. */
  private readonly links = new Map<string, readonly PeerLink[]>();
  /** Which peer a link leads to. */
  private readonly keys = new Map<PeerLink, string>();
  private readonly remembered = new Map<string, Remembered>();
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
    if (known !== undefined) return known[0] as PeerLink;
    const transport = this.service.transportOf(scheme);
    if (transport === null) return null;
    const peer = this.newLink(transport, key);
    peer.link = transport.dial(authority, peer);
    if (peer.link === null) return null;
    this.linkCount += 1;
    this.keep(key, peer, null);
    return peer;
  }

  /** A peer has opened a link. It serves dials only where the transport vouches for the authority. */
  accept(transport: Transport, link: Link): LinkListener {
    const { authority, subject } = link.peer;
    const key = keyOf(transport.scheme, authority);
    const peer = this.newLink(transport, key);
    peer.link = link;
    this.linkCount += 1;
    if (link.reachesAuthority) {
      if (this.mayHave(key, subject)) this.keep(key, peer, subject);
      else
        this.service.logger?.warn(
          { authority, subject },
          'a peer has the name of another, and is not called by it',
        );
    }
    return peer;
  }

  private newLink(transport: Transport, key: string): PeerLink {
    const Link = this.service.recorder === null ? PeerLink : RecordedPeerLink;
    return new Link(this.service, transport, this.numberOf(key));
  }

  /** The link is lost: the next message takes another one, or dials again. */
  forget(peer: PeerLink): void {
    this.linkCount -= 1;
    const key = this.keys.get(peer);
    if (key === undefined) return;
    this.keys.delete(peer);
    const others = (this.links.get(key) ?? []).filter((other) => other !== peer);
    if (others.length === 0) this.links.delete(key);
    else this.links.set(key, others);
  }

  /** The sender of a message that a peer sent: a link of its own for each sender of each peer (ORD-02). */
  senderOf(peer: { readonly number: number }, sender: number): number {
    return peer.number * PEER_SENDERS + sender;
  }

  private numberOf(key: string): number {
    const known = this.remembered.get(key);
    if (known !== undefined) return known.number;
    this.lastNumber += 1;
    return this.lastNumber;
  }

  /** The name of a node is no secret: all who were given one of its addresses know it. Who it is decides. */
  private mayHave(key: string, subject: string | null): boolean {
    const known = this.remembered.get(key);
    return known === undefined || known.subject === subject;
  }

  private keep(key: string, peer: PeerLink, subject: string | null): void {
    const known = this.links.get(key) ?? [];
    // Whoever dials again has lost its link. One that nothing verifies may be another who waits for the name.
    this.links.set(key, subject === null ? [...known, peer] : [peer, ...known]);
    this.keys.set(peer, key);
    this.remembered.set(key, { number: peer.number, subject });
    if (this.remembered.size > REMEMBERED_MAX) this.forgetFirst();
  }

  /** Forgets who was met first among those to whom there is no link. */
  private forgetFirst(): void {
    for (const key of this.remembered.keys()) {
      if (this.links.has(key)) continue;
      this.remembered.delete(key);
      return;
    }
  }
}

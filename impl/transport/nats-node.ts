/** A node over NATS: it opens channels to others by their names, and gives channels to others that ask for them. */
import type { Clock } from '../scheduling/scheduler.js';
import type { ByteChannel, ByteChannelListener } from './byte-channel.js';
import { NatsChannel, type NatsChannelContext } from './nats-channel.js';
import {
  decodeOpening,
  encodeLinkMessage,
  encodeReason,
  NATS_KIND,
  NATS_LINK_VERSION,
} from './nats-message.js';
import type { NatsPipe } from './nats-pipe.js';
import { canBeNodeName, type NatsSubjects, newLinkId } from './nats-subjects.js';

/** What a node is told. */
export interface NatsNodeOptions {
  readonly pipe: NatsPipe;
  readonly subjects: NatsSubjects;
  /** Below which its channels are heard: the name of the node, or one that nobody else has. */
  readonly name: string;
  readonly windowBytes: number;
  readonly probeMs: number;
  readonly lingerMs: number;
}

/** Whose links the channels of a node become. */
export interface NatsService {
  readonly clock: Clock;
  /** See `ChannelTransport.accept`. */
  accept(open: (listener: ByteChannelListener) => ByteChannel): void;
}

/** See the head of this file. */
export class NatsNode implements NatsChannelContext {
  readonly pipe: NatsPipe;
  readonly subjects: NatsSubjects;
  readonly windowBytes: number;
  readonly probeMs: number;
  readonly lingerMs: number;
  /** `null` before there is one: then nobody gets a channel, and none is opened. */
  service: NatsService | null = null;
  private readonly name: string;
  private readonly channels = new Set<NatsChannel>();

  constructor({ pipe, subjects, name, windowBytes, probeMs, lingerMs }: NatsNodeOptions) {
    this.pipe = pipe;
    this.subjects = subjects;
    this.name = name;
    this.windowBytes = windowBytes;
    this.probeMs = probeMs;
    this.lingerMs = lingerMs;
  }

  get clock(): Clock {
    return (this.service as NatsService).clock;
  }

  /** Asks a node for a channel; `null` when nobody can be reached by that name, or at the moment. */
  dial(node: string, listener: ByteChannelListener): ByteChannel | null {
    if (!this.pipe.isUp || !canBeNodeName(node)) return null;
    const channel = NatsChannel.dial(this, this.newSubject(), node, listener);
    this.channels.add(channel);
    return channel;
  }

  /** Somebody asks for a channel. @param peer the subject where the answer is heard */
  asked(content: Uint8Array, peer: string): void {
    const opening = decodeOpening(content);
    // Answers go to links of this cluster only: nobody makes this node talk to other subjects of the server.
    if (opening === null || this.subjects.nodeOfLink(peer) === null) return;
    if (opening.version !== NATS_LINK_VERSION)
      return this.refuse(peer, `version ${NATS_LINK_VERSION} is spoken, not ${opening.version}`);
    if (this.service === null) return this.refuse(peer, 'no service is there yet');
    this.service.accept((listener) => {
      const channel = NatsChannel.accept(this, this.newSubject(), peer, opening.windowBytes, listener);
      this.channels.add(channel);
      return channel;
    });
  }

  over(channel: NatsChannel): void {
    this.channels.delete(channel);
  }

  /** The way to the servers is lost: what was on its way may have arrived or not, so no channel goes on. */
  lost(reason: string): void {
    for (const channel of [...this.channels]) channel.finish(reason);
  }

  /** The server does not let this node speak or hear at a subject. */
  refused(subject: string, reason: string): void {
    for (const channel of [...this.channels]) if (channel.needs(subject)) channel.finish(reason);
  }

  private newSubject(): string {
    return this.subjects.link(this.name, newLinkId());
  }

  private refuse(peer: string, reason: string): void {
    const content = encodeReason(reason);
    this.pipe.publish(peer, encodeLinkMessage({ kind: NATS_KIND.abort, number: 0, taken: 0, content }), '');
  }
}

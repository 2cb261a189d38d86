/**
 * The conversation with one peer service over one link, and the half of it in which this service asks: calls become frames,
 * and frames become their answers. What the peer asks is in {@link AnsweringLink}.
 */
import type { Leg } from '../../spec/trace.js';
import type { Pending, PendingListener } from '../core/caller.js';
import { hostAndPortOf } from '../rpc/addresses.js';
import { ResultUndecodableError } from '../rpc/errors.js';
import type { Link, LinkListener } from '../transport/transport.js';
import type { UndecodableFrame } from '../wire/frame-body.js';
import type { AnswerLeg, WireFrame, WireFrameOf } from '../wire/wire-frame.js';
import { AnsweringLink } from './answering-link.js';
import { LateArrival, UnreachableArrival } from './arrivals.js';
import { errorOfFailure } from './failures.js';
import { IdentityArrival } from './identification.js';
import type { Message, MethodShape } from './message.js';
import { RemoteReference } from './references.js';
import { resultUndecodable } from './results.js';
import { WaitingAsks } from './waiting-asks.js';

/** See the head of this file. */
export class PeerLink extends AnsweringLink implements LinkListener, PendingListener {
  /** What this service waits for from this peer, by operation. */
  private readonly waiting = new WaitingAsks();

  // --- sending ----------------------------------------------------------------------------------------------------

  /** Sends a request of this service. Its pending entry, if any, is remembered until it settles. */
  sendMessage(message: Message, incarnation: number): void {
    const { pending } = message;
    if (pending !== null) this.expectAnswer(pending, message.method);
    if (this.link === null) {
      if (pending === null) this.service.observer?.lost('request', message.id, 'partition');
      else if (message.handshake === null) this.tellUnreachable(pending, 'the link is lost');
      return; // A connect between its two steps was told when the link was lost.
    }
    this.sendRequest(this.requestFrame(message, incarnation), message.id, pending);
  }

  /** Sends a call of this service. Its pending entry, if any, is remembered until it settles. */
  sendCall(frame: WireFrameOf<'invocation'>, pending: Pending | null, method: MethodShape): void {
    if (pending !== null) this.expectAnswer(pending, method);
    if (this.link === null) {
      if (pending === null) this.service.observer?.lost('request', frame.op, 'partition');
      else this.tellUnreachable(pending, 'the link is lost');
    } else this.sendRequest(frame, frame.op, pending);
  }

  private sendRequest(frame: WireFrame, op: number, pending: Pending | null): void {
    // Whoever asks hears at once that too much waits already: that is the back-pressure of a link.
    if (pending !== null && this.waiting.size > this.service.pendingAsks) {
      this.service.observer?.lost('request', op, 'overflow');
      return this.tellUnreachable(pending, 'too many asks wait for the peer already');
    }
    const loss = this.send(frame);
    if (loss === 'overflow' && pending !== null)
      this.tellUnreachable(pending, 'too much waits for the link already');
  }

  private requestFrame(message: Message, incarnation: number): WireFrame {
    const { id: op, sender } = message;
    if (message.handshake !== null) {
      return { frame: 'handshake', op, sender, incarnation, ...message.handshake };
    }
    return {
      frame: 'invocation',
      op,
      sender,
      incarnation,
      asked: message.asked,
      kind: message.kind === 'unknown' ? 'unknown' : 'call',
      envelope: message.envelope === 'fenced' ? 'fenced' : 'bare',
      token: message.token,
      method: message.methodKey,
      arguments: message.args as unknown[],
      trace: message.context,
    };
  }

  /** Remembers who waits for an answer of this peer; whoever settles otherwise is forgotten then. */
  private expectAnswer(pending: Pending, method: MethodShape | null): void {
    pending.expected = method; // `null` for the steps of a connect
    pending.listener = this;
    this.waiting.add(pending);
  }

  /** An entry no longer waits. */
  pendingClosed({ id }: Pending): void {
    this.waiting.delete(id);
  }

  /** Asks the peer who lives under a name (HAND-01). */
  sendIdentify(pending: Pending, sender: number, name: string): void {
    this.expectAnswer(pending, null);
    this.send({ frame: 'identify', op: pending.id, sender, name });
  }

  // --- receiving --------------------------------------------------------------------------------------------------

  /** A frame arrived. Frames about the connection itself are the transport's. */
  received(frame: WireFrame): void {
    switch (frame.frame) {
      case 'identify':
        return this.identifyReceived(frame);
      case 'handshake':
      case 'invocation':
        return this.requestReceived(frame);
      case 'identity':
        return this.identityReceived(frame);
      case 'success':
      case 'failure':
        return this.answerReceived(frame);
    }
  }

  /** A frame arrived whose values cannot be read: a request is dropped (SIZE-03), an answer fails the asker (SIZE-08). */
  undecodable({ op, leg, bytes, error }: UndecodableFrame): void {
    this.service.logger?.warn({ bytes, error }, 'a frame that does not decode was dropped');
    if (leg === 'request') return this.service.observer?.lost('request', op, 'undecodable');
    const pending = this.takeWaiting(op, leg);
    if (pending === null) return;
    const states = { method: (pending.expected as MethodShape | null)?.key ?? '' };
    const failure = new ResultUndecodableError('The result cannot be decoded', { cause: error, states });
    this.service.answerArrives(pending, leg, false, failure);
  }

  private identityReceived(frame: WireFrameOf<'identity'>): void {
    const pending = this.waiting.find(frame.op);
    if (pending === undefined)
      return this.service.scheduler.post(new LateArrival(this.service, 'identity', frame.op));
    const found = frame.found;
    const reference =
      found === null
        ? null
        : new RemoteReference(this, found.incarnation, found.address, hostNameOf(this.link));
    this.service.scheduler.post(
      new IdentityArrival(this.service, pending, reference, frame.others, frame.match ?? undefined),
    );
  }

  private answerReceived(frame: WireFrameOf<'success' | 'failure'>): void {
    const { op, leg } = frame;
    const pending = this.waiting.find(op);
    if (pending === undefined) return this.service.scheduler.post(new LateArrival(this.service, leg, op));
    if (!this.isAwaited(pending, leg)) return;
    const method = pending.expected as MethodShape | null;
    if (frame.frame === 'failure')
      this.service.answerArrives(pending, leg, false, errorOfFailure(frame.error));
    else this.decodeSuccess(pending, leg, frame.value, method);
  }

  /** Who waits for this answer, who then waits no longer; `null` when nobody asked for one like it. */
  private takeWaiting(op: number, leg: AnswerLeg): Pending | null {
    const pending = this.waiting.find(op);
    return pending !== undefined && this.isAwaited(pending, leg) ? pending : null;
  }

  /** Whether an entry waits for an answer like this one, and then for none any longer. */
  private isAwaited(pending: Pending, leg: AnswerLeg): boolean {
    if (pending.awaited !== leg) return false;
    this.waiting.delete(pending.id);
    pending.listener = null;
    return true;
  }

  private decodeSuccess(pending: Pending, leg: Leg, value: unknown, method: MethodShape | null): void {
    if (method === null) return this.service.answerArrives(pending, leg, true, value);
    let result: unknown;
    try {
      result = method.decodeResult(value);
    } catch (cause) {
      return this.service.answerArrives(pending, leg, false, resultUndecodable(method, cause));
    }
    this.service.answerArrives(pending, leg, true, result);
  }

  /** How many answers of this peer are awaited. */
  get awaited(): number {
    return this.waiting.size;
  }

  /** What arrived is handled now, and the answers to it leave together. */
  portionEnds(): void {
    this.service.scheduler.catchUp();
  }

  /** A frame of this service was lost on its way. */
  lost(frame: WireFrame): void {
    this.noteLost(frame, 'partition');
  }

  /** The link is lost: whoever waits for this peer learns it at once (DEAD-03). */
  closed(reason: string): void {
    const { link } = this;
    this.lastPeer = this.peer;
    this.link = null;
    this.service.peers.forget(this);
    if (link !== null)
      this.service.recorder?.linkLost(this.service.number, this.transport.scheme, link.peer.authority);
    for (const pending of this.waiting.drain()) {
      if (pending.open) this.tellUnreachable(pending, reason);
    }
  }

  private tellUnreachable(pending: Pending, reason: string): void {
    this.service.scheduler.post(new UnreachableArrival(this.service, pending, reason));
  }
}

/** The host of a peer for people (ADDR-08): that of its authority, or all of it. */
function hostNameOf(link: Link | null): string {
  const authority = link?.peer.authority ?? 'unknown';
  return hostAndPortOf(authority)?.host ?? authority;
}

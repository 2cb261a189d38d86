/**
 * The conversation with one peer service over one link: messages and answers become frames, frames become messages and
 * answers. Requests of the peer are answered over the link that they came by.
 */

import type { Leg } from '../../spec/trace.js';
import type { Pending, PendingListener } from '../core/caller.js';
import { BARE } from '../core/message.js';
import { hostAndPortOf } from '../rpc/addresses.js';
import { attempt, messageOf, textOf } from '../rpc/error-text.js';
import {
  errorOf,
  RemoteApplicationError,
  ResultNotSerializableError,
  ResultTooLargeError,
  ResultUndecodableError,
  RpcError,
} from '../rpc/errors.js';
import type { Link, LinkListener, LossReason, PeerIdentity, Transport } from '../transport/transport.js';
import type { UndecodableFrame } from '../wire/frame-body.js';
import { CAUSES_MAX } from '../wire/limits.js';
import { valueBytes, valueBytesAtMost } from '../wire/value-bytes.js';
import type { AnswerLeg, WireFailure, WireFrame, WireFrameOf } from '../wire/wire-frame.js';
import { LateArrival, UnreachableArrival } from './arrivals.js';
import { DeadLetter } from './dead-letter.js';
import { Identification, IdentityArrival } from './identification.js';
import { Message, type MethodShape, type RemoteAsker } from './message.js';
import { RemoteReference } from './references.js';
import type { ServiceRuntime } from './service-runtime.js';
import { WaitingAsks } from './waiting-asks.js';

/** See the head of this file. */
export class PeerLink implements LinkListener, PendingListener, RemoteAsker {
  link: Link | null = null;
  /** Who the peer was when the link was lost; `null` before that. */
  private lastPeer: PeerIdentity | null = null;
  /** Distinguishes the peers of a service. */
  readonly number: number;
  protected readonly service: ServiceRuntime;
  protected readonly transport: Transport;
  /** What this service waits for from this peer, by operation. */
  private readonly waiting = new WaitingAsks();

  constructor(service: ServiceRuntime, transport: Transport, number: number) {
    this.service = service;
    this.transport = transport;
    this.number = number;
  }

  get peer(): PeerIdentity {
    return this.link?.peer ?? this.lastPeer ?? NOBODY;
  }

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

  /** Sends a frame; that it is lost is told to the observer. @returns `null`, or why it is lost */
  private send(frame: WireFrame): LossReason | null {
    const loss = this.transmit(frame);
    if (loss !== null) this.noteLost(frame, loss);
    return loss;
  }

  private noteLost(frame: WireFrame, reason: LossReason): void {
    const leg = legOf(frame);
    if (leg !== null && 'op' in frame) this.service.observer?.lost(leg, frame.op, reason);
  }

  private transmit(frame: WireFrame): LossReason | null {
    return this.link === null ? 'partition' : this.link.send(frame);
  }

  /** An answer to a request of the peer (SIZE-05, SIZE-06). */
  answer(message: Message, succeeded: boolean, value: unknown): void {
    const leg: AnswerLeg = message.kind === 'handshake' ? 'greeting' : 'answer';
    if (this.link === null) return this.service.observer?.lost(leg, message.id, 'partition');
    if (succeeded) this.sendResult(leg, message, value);
    else this.sendFailure(leg, message.id, value);
  }

  private sendResult(leg: AnswerLeg, message: Message, value: unknown): void {
    const { id: op } = message;
    const encoded = encodeResult(message, value, this.service.frameBytes);
    if (encoded.error !== null) return this.sendFailure(leg, op, encoded.error);
    const success = { frame: 'success', op, leg, value: encoded.value } as const;
    const loss = this.transmit(success);
    // The frame around the result, or the limit of the peer, has made it too large (SIZE-07).
    if (loss === 'too-large')
      this.sendFailure(leg, op, resultTooLarge(message, valueBytes(encoded.value), this.service.frameBytes));
    else if (loss !== null) this.noteLost(success, loss);
  }

  /** Tells the peer that the recipient of a request is gone (DEAD-03). */
  refuseDead(op: number, leg: AnswerLeg, incarnation: number): void {
    const error = errorOf(
      'recipient-unreachable',
      `The incarnation ${incarnation} of the endpoint has terminated`,
    );
    this.sendFailure(leg, op, error);
  }

  private sendFailure(leg: AnswerLeg, op: number, error: unknown): void {
    const whole = { frame: 'failure', op, leg, error: failureOf(error) } as const;
    const loss = this.transmit(whole);
    if (loss === 'too-large')
      this.send({ ...whole, error: shortened(whole.error) }); // SIZE-10
    else if (loss !== null) this.noteLost(whole, loss);
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

  private identifyReceived(frame: WireFrameOf<'identify'>): void {
    const { op } = frame;
    Identification.start(this.service, op, frame.name, ({ found, match, others }) => {
      const identity =
        found === null
          ? null
          : { incarnation: found.number, address: this.service.addressAt(this.transport, found.name) };
      this.send({
        frame: 'identity',
        op,
        found: identity,
        others,
        match: match?.number ?? null,
      });
    });
  }

  private requestReceived(frame: WireFrameOf<'handshake' | 'invocation'>): void {
    const cell = this.service.cellByNumber(frame.incarnation);
    if (cell === null)
      return this.service.scheduler.post(new DeadLetter(this.service, this, frame, frame.sender));
    const sender = this.service.peers.senderOf(this, frame.sender);
    const message = new Message(
      frame.op,
      frame.frame === 'invocation' ? frame.kind : 'handshake',
      cell,
      sender,
      BARE,
    );
    if (frame.frame === 'handshake') {
      message.leg = 'handshake';
      message.handshake = { version: frame.version, gateway: frame.gateway };
      message.asked = true;
    } else {
      if (frame.envelope === 'fenced') {
        message.envelope = 'fenced';
        message.token = frame.token;
      }
      message.methodKey = frame.method;
      message.args = frame.arguments;
      message.asked = frame.asked;
      message.context = frame.trace;
    }
    message.remote = this;
    this.service.scheduler.post(message);
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

/** A peer before it has a link. */
const NOBODY: PeerIdentity = { authority: 'unknown', subject: null, nodeId: null };

/** The host of a peer for people (ADDR-08): that of its authority, or all of it. */
function hostNameOf(link: Link | null): string {
  const authority = link?.peer.authority ?? 'unknown';
  return hostAndPortOf(authority)?.host ?? authority;
}

/** The leg that a frame carries; `null` for frames about the connection itself. */
function legOf(frame: WireFrame): Leg | null {
  switch (frame.frame) {
    case 'identify':
    case 'identity':
    case 'handshake':
      return frame.frame;
    case 'invocation':
      return 'request';
    case 'success':
    case 'failure':
      return frame.leg;
    default:
      return null;
  }
}

/** A result in serialized form, or the error that the asker gets instead. */
export interface EncodedResult {
  readonly value: unknown;
  readonly error: Error | null;
}

/** Serializes a result (SIZE-05, SIZE-06). */
export function encodeResult(message: Message, value: unknown, frameBytes: number): EncodedResult {
  const { method } = message;
  if (method === null) return { value: null, error: null };
  try {
    const encoded = method.encodeResult(value);
    if (valueBytesAtMost(encoded) <= frameBytes) return { value: encoded, error: null };
    const bytes = valueBytes(encoded);
    if (bytes <= frameBytes) return { value: encoded, error: null };
    return { value: null, error: resultTooLarge(message, bytes, frameBytes) };
  } catch (cause) {
    const states = { method: method.key };
    const error = new ResultNotSerializableError('The result cannot be serialized', { cause, states });
    return { value: null, error };
  }
}

function resultTooLarge({ method }: Message, bytes: number, limit: number): Error {
  const states = { method: method?.key ?? '', bytes: String(bytes), limit: String(limit) };
  return new ResultTooLargeError('The serialized result is larger than the frame size', { states });
}

/** The result in a serialized form, or the error that says why it cannot be had (SIZE-08). */
export function decodeResult(
  method: MethodShape,
  encoded: unknown,
): { readonly value: unknown; readonly error: Error | null } {
  try {
    return { value: method.decodeResult(encoded), error: null };
  } catch (cause) {
    return { value: null, error: resultUndecodable(method, cause) };
  }
}

function resultUndecodable({ key }: MethodShape, cause: unknown): Error {
  return new ResultUndecodableError('The result cannot be decoded', { cause, states: { method: key } });
}

/** An error as it travels: at most so many causes behind it (WIRE-36). */
function failureOf(error: unknown, causes = CAUSES_MAX): WireFailure {
  const behind = attempt(() => (error instanceof Error ? error.cause : undefined));
  const cause = behind instanceof Error && causes > 0 ? failureOf(behind, causes - 1) : null;
  if (error instanceof RemoteApplicationError) {
    const { remoteMessage: message, remoteClass: className, remoteStack: stack } = error;
    return { code: 'application', message, states: {}, className, stack, cause };
  }
  if (error instanceof RpcError) {
    const { code, detail: message, states, name: className } = error;
    return { code, message, states: { ...states }, className, stack: '', cause };
  }
  const isError = error instanceof Error;
  return {
    code: 'application',
    message: messageOf(error),
    states: {},
    className: isError ? textOf(() => error.name) : 'non-error',
    stack: isError ? textOf(() => error.stack ?? '') : '',
    cause,
  };
}

/** How much of an error that is too large for a frame is sent all the same; a character takes at most 3 bytes. */
const SHORTENED_CHARACTERS_MAX = 12;

/** An error that fits into any frame: better less of it than none (SIZE-10). */
function shortened({ code, message, className }: WireFailure): WireFailure {
  const cut = (text: string): string => text.slice(0, SHORTENED_CHARACTERS_MAX);
  return { code, message: cut(message), states: {}, className: cut(className), stack: '', cause: null };
}

function errorOfFailure({ code, className, message, stack, states, cause }: WireFailure): Error {
  const options = cause === null ? {} : { cause: errorOfFailure(cause) };
  if (code === 'application') return new RemoteApplicationError(className, message, stack, options);
  return errorOf(code, message, { ...options, states });
}

/**
 * The conversation with one peer service over one link: messages and answers become frames, frames become messages and
 * answers. Requests of the peer are answered over the link that they came by.
 */

import type { Leg } from '../../spec/trace.js';
import type { Pending, PendingListener } from '../core/caller.js';
import { BARE } from '../core/message.js';
import {
  errorOf,
  RemoteApplicationError,
  ResultNotSerializableError,
  ResultTooLargeError,
  ResultUndecodableError,
  RpcError,
} from '../rpc/errors.js';
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  operationIn,
  serializedBytes,
  type WireError,
} from '../transport/frames.js';
import { canBeHandedOver, valueBytesMax } from '../transport/handing-over.js';
import { assertJson } from '../transport/json-value.js';
import type { Link, LinkListener, LossReason } from '../transport/transport.js';
import { LateArrival, UnreachableArrival } from './arrivals.js';
import { DeadLetter } from './dead-letter.js';
import { Identification, IdentityArrival } from './identification.js';
import { Message, type MethodShape, type RemoteAsker } from './message.js';
import { RemoteReference } from './references.js';
import type { ServiceRuntime } from './service-runtime.js';

/** What the frame of an answer may add to the bytes of the result. */
const ANSWER_OVERHEAD_BYTES = 256;

/** Who waits for an answer of the peer, and how its result is decoded: `null` for the steps of a connect. */
interface Waiting {
  readonly pending: Pending;
  readonly method: MethodShape | null;
}

/** See the head of this file. */
export class PeerLink implements LinkListener, PendingListener, RemoteAsker {
  link: Link | null = null;
  /** Distinguishes the peers of a service. */
  readonly number: number;
  private readonly service: ServiceRuntime;
  /** What this service waits for from this peer, by operation. */
  private readonly waiting = new Map<number, Waiting>();

  constructor(service: ServiceRuntime, number: number) {
    this.service = service;
    this.number = number;
  }

  // --- sending ----------------------------------------------------------------------------------------------------

  /** Sends a request of this service. Its pending entry, if any, is remembered until it settles. */
  sendMessage(message: Message, incarnation: number): void {
    const { pending } = message;
    if (pending !== null) this.await(pending, message.method);
    if (this.link === null) {
      if (pending === null) this.service.observer?.lost('request', message.id, 'partition');
      else if (message.handshake === null) this.tellUnreachable(pending, 'the link is lost');
      return; // A connect between its two steps was told when the link was lost.
    }
    this.send('request', message.id, this.requestFrame(message, incarnation));
  }

  private requestFrame(message: Message, incarnation: number): Frame {
    const { id: op, sender } = message;
    if (message.handshake !== null) {
      return { frame: 'handshake', op, sender, incarnation, ...message.handshake };
    }
    return {
      frame: 'call',
      op,
      sender,
      incarnation,
      asked: message.asked,
      kind: message.kind === 'unknown' ? 'unknown' : 'call',
      envelope: message.envelope === 'fenced' ? 'fenced' : 'bare',
      token: message.token,
      method: message.methodKey,
      arguments: [...message.args],
    };
  }

  /** Remembers who waits for an answer of this peer; whoever settles otherwise is forgotten then. */
  private await(pending: Pending, method: MethodShape | null): void {
    this.waiting.set(pending.id, { pending, method });
    pending.listener = this;
  }

  /** An entry no longer waits. */
  pendingClosed({ id }: Pending): void {
    this.waiting.delete(id);
  }

  /** Asks the peer who lives under a name (HAND-01). */
  sendIdentify(pending: Pending, sender: number, name: string): void {
    this.await(pending, null);
    this.send('identify', pending.id, { frame: 'identify', op: pending.id, sender, name });
  }

  private send(leg: Leg, op: number, frame: Frame): void {
    const loss = this.link === null ? 'partition' : this.transmit(frame);
    if (loss === null) return;
    this.service.observer?.lost(frame.frame === 'handshake' ? 'handshake' : leg, op, loss);
  }

  /** Puts a frame on the link. @returns `null`, or why it is lost: one that is too large leaves the link up (SIZE-04) */
  private transmit(frame: Frame): LossReason | null {
    const { link } = this;
    if (link?.handOver !== undefined && canBeHandedOver(frame, this.service.frameBytes))
      return link.handOver(frame);
    const bytes = encodeFrame(frame);
    // The size of a result was checked already; what the frame adds to it must not make it too large (SIZE-07).
    const overhead = frame.frame === 'success' || frame.frame === 'failure' ? ANSWER_OVERHEAD_BYTES : 0;
    if (bytes.length > this.service.frameBytes + overhead) return 'too-large';
    return link?.send(bytes) ?? null;
  }

  /** An answer to a request of the peer (SIZE-05, SIZE-06). */
  answer(message: Message, succeeded: boolean, value: unknown): void {
    const leg: Leg = message.kind === 'handshake' ? 'greeting' : 'answer';
    if (this.link === null) return this.service.observer?.lost(leg, message.id, 'partition');
    if (succeeded) this.sendResult(leg, message, value);
    else this.sendFailure(leg, message.id, value);
  }

  private sendResult(leg: Leg, message: Message, value: unknown): void {
    const encoded = encodeResult(message, value, this.service.frameBytes);
    if (encoded.error !== null) this.sendFailure(leg, message.id, encoded.error);
    else this.send(leg, message.id, { frame: 'success', op: message.id, leg, value: encoded.value });
  }

  /** Tells the peer that the recipient of a request is gone (DEAD-03). */
  refuseDead(op: number, leg: 'answer' | 'greeting', incarnation: number): void {
    const error = errorOf(
      'recipient-unreachable',
      `The incarnation ${incarnation} of the endpoint has terminated`,
    );
    this.sendFailure(leg, op, error);
  }

  private sendFailure(leg: Leg, op: number, error: unknown): void {
    const whole = { frame: 'failure', op, leg, error: wireErrorOf(error) } as const;
    const { frameBytes } = this.service;
    const fits =
      canBeHandedOver(whole, frameBytes) || encodeFrame(whole).length <= frameBytes + ANSWER_OVERHEAD_BYTES;
    this.send(leg, op, fits ? whole : { ...whole, error: shortened(whole.error) });
  }

  // --- receiving --------------------------------------------------------------------------------------------------

  received(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    if (frame === null) return this.undecodableReceived(bytes); // SIZE-03
    this.handedOver(frame);
  }

  /** A frame arrived. */
  handedOver(frame: Frame): void {
    switch (frame.frame) {
      case 'identify':
        return this.identifyReceived(frame);
      case 'handshake':
      case 'call':
        return this.requestReceived(frame);
      case 'identity':
        return this.identityReceived(frame);
      case 'success':
      case 'failure':
        return this.answerReceived(frame);
    }
  }

  private undecodableReceived(bytes: Uint8Array): void {
    this.service.logger?.warn({ bytes: bytes.length }, 'a frame that does not decode was dropped');
    const operation = operationIn(bytes);
    if (operation !== null) this.service.observer?.lost('request', operation, 'undecodable');
  }

  private identifyReceived(frame: Extract<Frame, { frame: 'identify' }>): void {
    const { op } = frame;
    Identification.start(this.service, op, frame.name, ({ found, match, others }) => {
      const identity = found === null ? null : { incarnation: found.number, address: found.address };
      this.send('identity', op, {
        frame: 'identity',
        op,
        found: identity,
        others,
        match: match?.number ?? null,
      });
    });
  }

  private requestReceived(frame: Extract<Frame, { frame: 'handshake' | 'call' }>): void {
    const cell = this.service.cellByNumber(frame.incarnation);
    if (cell === null)
      return this.service.scheduler.post(new DeadLetter(this.service, this, frame, frame.sender));
    const sender = this.service.peers.senderOf(this, frame.sender);
    const fence =
      frame.frame === 'call' && frame.envelope === 'fenced'
        ? { envelope: 'fenced' as const, token: frame.token }
        : BARE;
    const message = new Message(
      frame.op,
      frame.frame === 'call' ? frame.kind : 'handshake',
      cell,
      sender,
      fence,
    );
    if (frame.frame === 'handshake') {
      message.leg = 'handshake';
      message.handshake = { version: frame.version, gateway: frame.gateway };
      message.asked = true;
    } else {
      message.methodKey = frame.method;
      message.args = frame.arguments;
      message.asked = frame.asked;
    }
    message.remote = this;
    this.service.scheduler.post(message);
  }

  private identityReceived(frame: Extract<Frame, { frame: 'identity' }>): void {
    const pending = this.waiting.get(frame.op)?.pending;
    if (pending === undefined)
      return this.service.scheduler.post(new LateArrival(this.service, 'identity', frame.op));
    const found = frame.found;
    const reference =
      found === null
        ? null
        : new RemoteReference(this, found.incarnation, found.address, this.link?.peerHost ?? 'unknown');
    this.service.scheduler.post(
      new IdentityArrival(this.service, pending, reference, frame.others, frame.match ?? undefined),
    );
  }

  private answerReceived(frame: Extract<Frame, { frame: 'success' | 'failure' }>): void {
    const leg: Leg = frame.leg === 'greeting' ? 'greeting' : 'answer';
    const waiting = this.waiting.get(frame.op);
    if (waiting === undefined)
      return this.service.scheduler.post(new LateArrival(this.service, leg, frame.op));
    const { pending, method } = waiting;
    if (leg !== pending.awaited) return; // a peer that answers what was not asked
    this.waiting.delete(frame.op);
    pending.listener = null;
    if (frame.frame === 'failure')
      this.service.answerArrives(pending, leg, false, errorFromWire(frame.error));
    else this.decodeSuccess(pending, leg, frame.value, method);
  }

  private decodeSuccess(pending: Pending, leg: Leg, value: unknown, method: MethodShape | null): void {
    if (method === null) return this.service.answerArrives(pending, leg, true, value);
    const decoded = decodeResult(method, value);
    this.service.answerArrives(pending, leg, decoded.error === null, decoded.error ?? decoded.value);
  }

  /** A frame of this service was lost on its way. */
  lost(sent: Uint8Array | Frame): void {
    const { observer } = this.service;
    if (observer === null) return;
    const frame = sent instanceof Uint8Array ? decodeFrame(sent) : sent;
    const op = frame === null ? operationIn(sent as Uint8Array) : frame.op;
    if (op !== null) observer.lost(legOf(frame), op, 'partition');
  }

  /** The link is lost: whoever waits for this peer learns it at once (DEAD-03). */
  closed(reason: string): void {
    const { link } = this;
    this.link = null;
    this.service.peers.forget(this);
    if (link !== null) this.service.recorder?.linkLost(this.service.number, link.peerHost, link.peerPort);
    for (const { pending } of this.waiting.values()) {
      if (pending.open) this.tellUnreachable(pending, reason);
    }
    this.waiting.clear();
  }

  private tellUnreachable(pending: Pending, reason: string): void {
    this.service.scheduler.post(new UnreachableArrival(this.service, pending, reason));
  }
}

/** The leg that a frame carries; one that nobody can read was a request. */
function legOf(frame: Frame | null): Leg {
  switch (frame?.frame) {
    case 'identify':
    case 'identity':
    case 'handshake':
      return frame.frame;
    case 'success':
    case 'failure':
      return frame.leg === 'greeting' ? 'greeting' : 'answer';
    default:
      return 'request';
  }
}

/** A result in serialized form, or the error that the asker gets instead. */
export function encodeResult(
  message: Message,
  value: unknown,
  frameBytes: number,
): { readonly value: unknown; readonly error: Error | null } {
  const { method } = message;
  if (method === null) return { value: null, error: null };
  try {
    const encoded = method.encodeResult(value);
    if (valueBytesMax(encoded) <= frameBytes) return { value: encoded, error: null };
    assertJson(encoded);
    const bytes = serializedBytes(encoded);
    if (bytes <= frameBytes) return { value: encoded, error: null };
    const states = { method: method.key, bytes: String(bytes), limit: String(frameBytes) };
    return {
      value: null,
      error: new ResultTooLargeError('The serialized result is larger than the frame size', { states }),
    };
  } catch (cause) {
    const states = { method: method.key };
    return {
      value: null,
      error: new ResultNotSerializableError('The result cannot be serialized', { cause, states }),
    };
  }
}

/** The result in a serialized form, or the error that says why it cannot be had (SIZE-08). */
export function decodeResult(
  method: MethodShape,
  encoded: unknown,
): { readonly value: unknown; readonly error: Error | null } {
  try {
    return { value: method.decodeResult(encoded), error: null };
  } catch (cause) {
    const states = { method: method.key };
    return {
      value: null,
      error: new ResultUndecodableError('The result cannot be decoded', { cause, states }),
    };
  }
}

function wireErrorOf(error: unknown): WireError {
  if (error instanceof RemoteApplicationError) {
    const { remoteMessage: message, remoteClass: className, remoteStack: stack } = error;
    return { code: 'application', message, states: {}, className, stack };
  }
  if (error instanceof RpcError) {
    return {
      code: error.code,
      message: error.detail,
      states: { ...error.states },
      className: error.name,
      stack: '',
    };
  }
  const isError = error instanceof Error;
  return {
    code: 'application',
    message: textOf(() => (isError ? error.message : error)),
    states: {},
    className: isError ? textOf(() => error.name) : 'non-error',
    stack: isError ? textOf(() => error.stack ?? '') : '',
  };
}

/** How much of an error that is too large for a frame is sent all the same; a character takes at most 6 bytes. */
const SHORTENED_CHARACTERS_MAX = 12;

/** An error that fits into any frame: better less of it than none (SIZE-10). */
function shortened({ code, message, className }: WireError): WireError {
  const cut = (text: string): string => text.slice(0, SHORTENED_CHARACTERS_MAX);
  return { code, message: cut(message), states: {}, className: cut(className), stack: '' };
}

/** A part of an error as text; errors of applications may be anything, with getters that throw. */
function textOf(read: () => unknown): string {
  try {
    return String(read());
  } catch {
    return 'unreadable';
  }
}

function errorFromWire(error: WireError): Error {
  if (error.code === 'application')
    return new RemoteApplicationError(error.className, error.message, error.stack);
  return errorOf(error.code, error.message, { states: error.states });
}

/**
 * The half of a conversation with a peer in which the peer asks: its frames become messages, and their answers become frames,
 * which leave over the link that the requests came by. {@link PeerLink} is the whole of it.
 */
import type { Leg } from '../../spec/trace.js';
import { BARE } from '../core/message.js';
import { errorOf } from '../rpc/errors.js';
import type { Link, LossReason, PeerIdentity, Transport } from '../transport/transport.js';
import { valueBytes } from '../wire/value-bytes.js';
import type { AnswerLeg, WireFrame, WireFrameOf } from '../wire/wire-frame.js';
import { DeadLetter } from './dead-letter.js';
import { failureOf, shortened } from './failures.js';
import { Identification } from './identification.js';
import { Message, type RemoteAsker } from './message.js';
import { encodeResult, resultTooLarge } from './results.js';
import type { ServiceRuntime } from './service-runtime.js';

/** See the head of this file. One class for both halves would be two ideas; two objects would be one more on every call. */
export abstract class AnsweringLink implements RemoteAsker {
  link: Link | null = null;
  /** Who the peer was when the link was lost; `null` before that. */
  protected lastPeer: PeerIdentity | null = null;
  /** Distinguishes the peers of a service. */
  readonly number: number;
  protected readonly service: ServiceRuntime;
  protected readonly transport: Transport;

  constructor(service: ServiceRuntime, transport: Transport, number: number) {
    this.service = service;
    this.transport = transport;
    this.number = number;
  }

  get peer(): PeerIdentity {
    return this.link?.peer ?? this.lastPeer ?? NOBODY;
  }

  // --- what the peer asks -------------------------------------------------------------------------------------------

  /** The peer asks who lives under a name (HAND-01). */
  protected identifyReceived(frame: WireFrameOf<'identify'>): void {
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

  /** A handshake or a call of the peer. */
  protected requestReceived(frame: WireFrameOf<'handshake' | 'invocation'>): void {
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

  // --- what it is answered ------------------------------------------------------------------------------------------

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

  // --- sending ------------------------------------------------------------------------------------------------------

  /** Sends a frame; that it is lost is told to the observer. @returns `null`, or why it is lost */
  protected send(frame: WireFrame): LossReason | null {
    const loss = this.transmit(frame);
    if (loss !== null) this.noteLost(frame, loss);
    return loss;
  }

  protected noteLost(frame: WireFrame, reason: LossReason): void {
    const leg = legOf(frame);
    if (leg !== null && 'op' in frame) this.service.observer?.lost(leg, frame.op, reason);
  }

  private transmit(frame: WireFrame): LossReason | null {
    return this.link === null ? 'partition' : this.link.send(frame);
  }
}

/** A peer before it has a link. */
const NOBODY: PeerIdentity = { authority: 'unknown', subject: null, nodeId: null };

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

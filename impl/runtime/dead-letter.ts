/** A request of a peer to an incarnation that is gone: nobody keeps the incarnation, the asker is told (DEAD-03). */
import { refusal } from '../core/ruling.js';
import type { Action, Recipient } from '../scheduling/scheduler.js';
import type { WireFrameOf } from '../wire/wire-frame.js';
import type { AnsweringLink } from './answering-link.js';
import type { ServiceRuntime } from './service-runtime.js';

const dead = refusal('recipient-unreachable', 'DEAD-01', 'DEAD-04');
const deadHandshake = refusal('recipient-unreachable', 'HAND-14', 'HAND-14');

/** See the head of this file. */
export class DeadLetter implements Action {
  readonly leg: 'request' | 'handshake';
  readonly id: number;
  /** The incarnation that is gone: what was sent to it keeps its order (ORD-02). */
  readonly recipient: Recipient;
  readonly sender: number;
  private readonly service: ServiceRuntime;
  private readonly peer: AnsweringLink;
  private readonly frame: WireFrameOf<'handshake' | 'invocation'>;

  constructor(
    service: ServiceRuntime,
    peer: AnsweringLink,
    frame: WireFrameOf<'handshake' | 'invocation'>,
    sender: number,
  ) {
    this.service = service;
    this.peer = peer;
    this.frame = frame;
    this.recipient = { number: frame.incarnation, occupied: false };
    this.leg = frame.frame === 'handshake' ? 'handshake' : 'request';
    this.id = frame.op;
    this.sender = service.peers.senderOf(peer, sender);
  }

  run(): void {
    const { frame } = this;
    const asked = frame.frame === 'handshake' || frame.asked;
    const rulings = frame.frame === 'handshake' ? deadHandshake : dead;
    this.service.observer?.ran(this.leg, this.id, asked ? rulings.ask : rulings.tell);
    if (asked)
      this.peer.refuseDead(this.id, frame.frame === 'handshake' ? 'greeting' : 'answer', frame.incarnation);
  }
}

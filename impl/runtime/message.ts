/**
 * A message in flight: the core's input, the scheduler's action, and, once it was handled, the action that carries the
 * answer back. One object serves the whole exchange, so that an ask within a service allocates two objects.
 */

import type { NullableToken } from '../../spec/tokens.js';
import type { Leg } from '../../spec/trace.js';
import type { ActorInput } from '../core/actor.js';
import type { Pending } from '../core/caller.js';
import type { Envelope, Fence, HandshakeDemand, MessageKind } from '../core/message.js';
import { type Action, NO_LINK } from '../scheduling/scheduler.js';
import type { IncomingCall, TraceContext } from '../telemetry/instrumentation.js';
import type { PeerIdentity } from '../transport/transport.js';
import type { Cell } from './cell.js';

/** Whoever waits for an answer outside of this service: it serializes the answer and sends it. */
export interface RemoteAsker {
  /** Who asks. */
  readonly peer: PeerIdentity;
  /** An answer of a handler or a refusal. `value` is the result, or the error when `succeeded` is false. */
  answer(message: Message, succeeded: boolean, value: unknown): void;
}

/** What a declared method is to the runtime: how its arguments and result travel. See `impl/rpc/gateway.ts`. */
export interface MethodShape {
  /** `gateway/name`: what telemetry calls it. */
  readonly fullName: string;
  /** `name(type, type)`: name and parameter types identify a method (CALL-06). */
  readonly key: string;
  /** Arguments and result are handed over by reference even when serialization is forced (SIZE-12). */
  readonly local: boolean;
  encodeResult(value: unknown): unknown;
  decodeResult(encoded: unknown): unknown;
}

/** No arguments. */
const NOTHING: readonly unknown[] = Object.freeze([]);

/** See the head of this file. */
export class Message implements Action, ActorInput {
  leg: Leg = 'request';
  readonly id: number;
  readonly kind: MessageKind;
  recipient: Cell | null;
  sender: number;
  asked = false;
  envelope: Envelope;
  token: NullableToken;
  handshake: HandshakeDemand | null = null;
  /** Who waits within this service, or beyond it. */
  pending: Pending | null = null;
  remote: RemoteAsker | null = null;
  /** A call: the key of its method, its shape once known, its arguments. */
  methodKey = '';
  method: MethodShape | null = null;
  args: readonly unknown[] = NOTHING;
  /** The gateway has checked the arguments already. */
  checked = false;
  /** The code of a run or callable, never anything that could go on a wire; of a call, once the endpoint has admitted it. */
  work: ((...args: readonly unknown[]) => unknown) | null = null;
  /** A delayed run: when it is due; 0 for at once. */
  dueAtMs = 0;
  /** A scheduled task of the main-thread executor. */
  task: DroppableTask | null = null;
  /** What travels with a call for telemetry, and who follows its handler. */
  context: TraceContext | null = null;
  handling: IncomingCall | null = null;
  /** The answer. */
  succeeded = false;
  value: unknown = undefined;

  constructor(id: number, kind: MessageKind, recipient: Cell | null, sender: number, fence: Fence) {
    this.id = id;
    this.kind = kind;
    this.recipient = recipient;
    this.sender = sender;
    this.envelope = fence.envelope;
    this.token = fence.token;
  }

  run(): void {
    if (this.recipient === null) (this.pending as Pending).table.arrived(this.pending as Pending, this);
    else (this.recipient as Cell).receive(this);
  }

  /** Turns the handled request into its answer on the way to the caller of this service. */
  becomeAnswer(succeeded: boolean, value: unknown): void {
    this.leg = this.kind === 'handshake' ? 'greeting' : 'answer';
    this.recipient = null;
    this.sender = NO_LINK;
    this.succeeded = succeeded;
    this.value = value;
  }
}

/** The handle of a scheduled task, as far as a message knows it. */
export interface DroppableTask {
  /** Its handle is complete: it does not run any more. */
  readonly isOver: boolean;
  /** The message was refused with this error, or dropped. */
  dropped(error: Error): void;
}

/** Answers that come from elsewhere than a handler of this service, as actions of the scheduler. */
import type { Leg } from '../../spec/trace.js';
import type { Answer, Pending } from '../core/caller.js';
import { rule } from '../core/ruling.js';
import { RecipientUnreachableError } from '../rpc/errors.js';
import { type Action, NO_LINK, type Recipient } from '../scheduling/scheduler.js';
import type { ServiceRuntime } from './service-runtime.js';

/** An answer that a peer sent. */
export class AnswerArrival implements Action, Answer {
  readonly leg: Leg;
  readonly id: number;
  readonly recipient: Recipient | null = null;
  readonly sender = NO_LINK;
  readonly succeeded: boolean;
  readonly value: unknown;
  private readonly pending: Pending;

  constructor(pending: Pending, leg: Leg, succeeded: boolean, value: unknown) {
    this.pending = pending;
    this.leg = leg;
    this.id = pending.id;
    this.succeeded = succeeded;
    this.value = value;
  }

  run(): void {
    this.pending.table.arrived(this.pending, this);
  }
}

const late = rule('CALL-21', 'late');

/** An answer of a peer for which nobody waits any more: it is dropped, and only observers learn of it (CALL-21). */
export class LateArrival implements Action {
  readonly leg: Leg;
  readonly id: number;
  readonly recipient: Recipient | null = null;
  readonly sender = NO_LINK;
  private readonly service: ServiceRuntime;

  constructor(service: ServiceRuntime, leg: Leg, id: number) {
    this.service = service;
    this.leg = leg;
    this.id = id;
  }

  run(): void {
    this.service.observer?.ran(this.leg, this.id, late);
  }
}

/** The news that the link to the recipient is lost (DEAD-03). */
export class UnreachableArrival implements Action {
  readonly leg = 'unreachable';
  readonly id: number;
  readonly recipient: Recipient | null = null;
  readonly sender = NO_LINK;
  private readonly service: ServiceRuntime;
  private readonly pending: Pending;
  private readonly reason: string;

  constructor(service: ServiceRuntime, pending: Pending, reason: string) {
    this.service = service;
    this.pending = pending;
    this.id = pending.id;
    this.reason = reason;
  }

  run(): void {
    this.service.linkLost(
      this.pending,
      new RecipientUnreachableError(`The link to the recipient is lost: ${this.reason}`, {
        states: { address: this.pending.address },
      }),
    );
  }
}

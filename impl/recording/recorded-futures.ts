/** Promises that tell a recorder when they settle: at that moment, not when somebody who waits learns of it. */
import type { PendingTable } from '../core/caller.js';
import { PromiseCompletion, PromisePending, promiseFutures } from '../rpc/promise-futures.js';
import type { Completion, FutureAdapter, PendingFuture } from '../runtime/futures.js';

/** How something settled. */
export interface Settlement {
  readonly succeeded: boolean;
  /** The value, or the error. */
  readonly value: unknown;
}

/** Told of settlements. */
export interface SettlementListener {
  /** The entry of this operation settled. */
  pendingSettled(operation: number, settlement: Settlement): void;
  /** What these operations follow settled. */
  followedSettled(operations: readonly number[], settlement: Settlement): void;
}

class RecordedPending extends PromisePending {
  private readonly recording: SettlementListener;

  constructor(table: PendingTable, id: number, listener: SettlementListener) {
    super(table, id);
    this.recording = listener;
  }

  protected override succeed(value: unknown): void {
    // A connect gives a gateway, which is nothing that a trace can tell.
    const plain = this.demand === null ? value : null;
    this.recording.pendingSettled(this.id, { succeeded: true, value: plain });
    super.succeed(value);
  }

  protected override fail(error: unknown): void {
    this.recording.pendingSettled(this.id, { succeeded: false, value: error });
    super.fail(error);
  }
}

/** A completion that operations can follow. */
export class RecordedCompletion extends PromiseCompletion {
  private readonly listener: SettlementListener;
  private followers: number[] = [];
  private settlement: Settlement | null = null;

  constructor(listener: SettlementListener) {
    super();
    this.listener = listener;
  }

  /** The operation comes out as this does: now, if it has settled. */
  follow(operation: number): void {
    if (this.settlement === null) this.followers.push(operation);
    else this.listener.followedSettled([operation], this.settlement);
  }

  override succeeded(value: unknown): void {
    this.settle({ succeeded: true, value });
    super.succeeded(value);
  }

  override failed(error: unknown): void {
    this.settle({ succeeded: false, value: error });
    super.failed(error);
  }

  private settle(settlement: Settlement): void {
    if (this.settlement !== null) return;
    this.settlement = settlement;
    this.listener.followedSettled(this.followers, settlement);
    this.followers = [];
  }
}

/** The futures of production, recorded. */
export function recordedFutures(listener: SettlementListener): FutureAdapter {
  return {
    ...promiseFutures,
    newPending: (table, id): PendingFuture => new RecordedPending(table, id, listener),
    newCompletion: (): Completion => new RecordedCompletion(listener),
  };
}

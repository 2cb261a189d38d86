/** The futures of production: promises. */
import { Pending, type PendingTable } from '../core/caller.js';
import type { Completion, FutureAdapter, PendingFuture } from '../runtime/futures.js';

const ignore = (): void => undefined;

/** Marks a promise as seen: its rejection does not end the process when nobody awaits it. */
export function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(ignore);
  return promise;
}

/** An entry of the caller's table whose future is a promise. */
class PromisePending extends Pending {
  readonly future: Promise<unknown>;
  private resolvePromise: (value: unknown) => void = ignore;
  private rejectPromise: (error: unknown) => void = ignore;

  constructor(table: PendingTable, id: number) {
    super(table, id);
    this.future = new Promise((resolve, reject) => {
      this.resolvePromise = resolve;
      this.rejectPromise = reject;
    });
  }

  protected succeed(value: unknown): void {
    this.resolvePromise(value);
  }

  /** A failure that nobody awaits is silent: the ask has settled, and that is all that was promised. */
  protected fail(error: unknown): void {
    this.future.catch(ignore);
    this.rejectPromise(error);
  }
}

/** A promise with its ends outside. */
class PromiseCompletion implements Completion {
  readonly future: Promise<unknown>;
  private resolvePromise: (value: unknown) => void = ignore;
  private rejectPromise: (error: unknown) => void = ignore;

  constructor() {
    this.future = quiet(
      new Promise((resolve, reject) => {
        this.resolvePromise = resolve;
        this.rejectPromise = reject;
      }),
    );
  }

  succeeded(value: unknown): void {
    this.resolvePromise(value);
  }

  failed(error: unknown): void {
    this.rejectPromise(error);
  }
}

/** Promises and other thenables. */
export const promiseFutures: FutureAdapter = {
  isFuture(value: unknown): boolean {
    return (
      value instanceof Promise ||
      (typeof value === 'object' &&
        value !== null &&
        typeof (value as { then?: unknown }).then === 'function')
    );
  },
  observe(future, onValue, onError): void {
    const promise = future instanceof Promise ? future : Promise.resolve(future);
    promise.then(onValue, onError);
  },
  newPending: (table: PendingTable, id: number): PendingFuture => new PromisePending(table, id),
  newCompletion: (): Completion => new PromiseCompletion(),
  holdOf: () => null,
};

/** The handle of a scheduled task: await `result`, or cancel. */
export interface ScheduledTask<Result> {
  /** The result of the task, its error, or a `TaskCancelledError`. */
  readonly result: Promise<Result>;
  /** Prevents the task from running, if it has not run (MAIN-11). */
  cancel(): void;
}

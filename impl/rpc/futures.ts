/** Promises as the runtime sees them: values that complete later, and entries of the caller's table. */
import { Pending, type PendingTable } from '../core/caller.js';
import type { TaskHandle } from '../runtime/delayed-run.js';
import type { FutureAdapter } from '../runtime/service-runtime.js';

const ignore = (): void => undefined;

/** Marks a promise as seen: its rejection does not end the process when nobody awaits it. */
export function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(ignore);
  return promise;
}

/** Recognises promises and other thenables. */
export const promiseFutures: FutureAdapter = {
  isFuture(value: unknown): boolean {
    return (
      value instanceof Promise ||
      (typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function')
    );
  },
  observe(future, onValue, onError): void {
    const promise = future instanceof Promise ? future : Promise.resolve(future);
    promise.then(onValue, onError);
  },
};

/** An entry of the caller's table whose future is a promise. */
export class PromisePending extends Pending {
  readonly promise: Promise<unknown>;
  private resolvePromise: (value: unknown) => void = ignore;
  private rejectPromise: (error: unknown) => void = ignore;

  constructor(table: PendingTable, id: number) {
    super(table, id);
    this.promise = new Promise((resolve, reject) => {
      this.resolvePromise = resolve;
      this.rejectPromise = reject;
    });
  }

  resolve(value: unknown): void {
    this.resolvePromise(value);
  }

  /** A failure that nobody awaits is silent: the ask has settled, and that is all that was promised. */
  reject(error: unknown): void {
    this.promise.catch(ignore);
    this.rejectPromise(error);
  }
}

/** The handle of a scheduled task: await `result`, or cancel. */
export interface ScheduledTask<Result> {
  /** The result of the task, its error, or a `TaskCancelledError`. */
  readonly result: Promise<Result>;
  /** Prevents the task from running, if it has not run (MAIN-11). */
  cancel(): void;
}

/** A promise with its ends outside, for results that come from the runtime. */
export class Completion<Value> implements TaskHandle {
  readonly promise: Promise<Value>;
  private resolvePromise: (value: Value) => void = ignore;
  private rejectPromise: (error: unknown) => void = ignore;

  constructor() {
    this.promise = quiet(
      new Promise<Value>((resolve, reject) => {
        this.resolvePromise = resolve;
        this.rejectPromise = reject;
      }),
    );
  }

  succeeded(value: unknown): void {
    this.resolvePromise(value as Value);
  }

  failed(error: unknown): void {
    this.rejectPromise(error);
  }
}

/** The futures of production: promises. */
import { Pending, type PendingTable } from '../core/caller.js';
import type { Completion, FutureAdapter, PendingFuture } from '../runtime/futures.js';

const ignore = (): void => undefined;

/** Marks a promise as seen: its rejection does not end the process when nobody awaits it. */
export function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(ignore);
  return promise;
}

/** The ends of the promise that was made last. One executor for all promises: an ask allocates no closure for it. */
let resolveLast: (value: unknown) => void = ignore;
let rejectLast: (error: unknown) => void = ignore;
const takeEnds = (resolve: (value: unknown) => void, reject: (error: unknown) => void): void => {
  resolveLast = resolve;
  rejectLast = reject;
};

/** An entry of the caller's table whose future is a promise. */
export class PromisePending extends Pending {
  readonly future: Promise<unknown> = new Promise(takeEnds);
  private readonly resolvePromise = resolveLast;
  private readonly rejectPromise = rejectLast;

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
export class PromiseCompletion implements Completion {
  readonly future: Promise<unknown> = quiet(new Promise(takeEnds));
  private readonly resolvePromise = resolveLast;
  private readonly rejectPromise = rejectLast;

  succeeded(value: unknown): void {
    this.resolvePromise(value);
  }

  failed(error: unknown): void {
    this.rejectPromise(error);
  }
}

/** A promise whose `then` is the language's. Any other may do anything in it; a promise around it makes that one outcome. */
function isPlainPromise(future: unknown): future is Promise<unknown> {
  return Object.getPrototypeOf(future) === Promise.prototype && !Object.hasOwn(future as object, 'then');
}

/** Whether `await` would wait for a value. One whose `then` cannot be read fails when it is observed, as with `await`. */
function isFuture(value: unknown): boolean {
  if (value instanceof Promise) return true;
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  try {
    return typeof (value as { readonly then?: unknown }).then === 'function';
  } catch {
    return true;
  }
}

/** Promises and other thenables. */
export const promiseFutures: FutureAdapter = {
  isFuture,
  observe(future, onValue, onError): void {
    const promise = isPlainPromise(future) ? future : new Promise((resolve) => resolve(future));
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

/**
 * Futures as the runtime sees them. Production's are promises (`impl/rpc/promise-futures.ts`); a simulation may bring its
 * own that complete without microtasks. Nothing of the protocol depends on which.
 */
import type { Pending, PendingTable } from '../core/caller.js';

/** An entry of the caller's table, and the future that it settles. */
export type PendingFuture = Pending & { readonly future: unknown };

/** A future with its ends outside; the runtime completes it once. */
export interface Completion {
  readonly future: unknown;
  succeeded(value: unknown): void;
  failed(error: unknown): void;
}

/** A handler that keeps the main thread although its code has returned; only simulations have such. */
export interface Hold {
  /** Calls back once, when the handler may return. */
  onRelease(resume: () => void): void;
  /** Ends the handler; its result. */
  finish(): unknown;
}

/** See the head of this file. */
export interface FutureAdapter {
  /** Whether a value completes later. */
  isFuture(value: unknown): boolean;
  /** Calls back once, after the code that runs now. */
  observe(future: unknown, onValue: (value: unknown) => void, onError: (error: unknown) => void): void;
  newPending(table: PendingTable, id: number): PendingFuture;
  newCompletion(): Completion;
  /** The hold that a handler returned instead of a result, or `null`. */
  holdOf(value: unknown): Hold | null;
}

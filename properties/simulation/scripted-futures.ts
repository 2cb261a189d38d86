/**
 * Futures without microtasks, for the fast lane: callbacks run when the lane says so, in the order in which promises
 * would have run them. The runtime and its public classes stay the same; only what stands for a promise differs.
 */
import { Pending, type PendingTable } from '../../impl/core/caller.js';
import type { Completion, FutureAdapter, Hold, PendingFuture } from '../../impl/runtime/futures.js';

/** What a future came to. */
type State = { readonly kind: 'open' } | { readonly kind: 'value' | 'error'; readonly value: unknown };

interface Callbacks {
  readonly onValue: (value: unknown) => void;
  readonly onError: (error: unknown) => void;
}

/** Callbacks that are due, oldest first: the fast lane's microtasks. */
export class CallbackQueue {
  private queue: (() => void)[] = [];

  add(callback: () => void): void {
    this.queue.push(callback);
  }

  /** Runs everything that is due, and what becomes due meanwhile. */
  drain(): void {
    if (this.queue.length === 0) return;
    for (let position = 0; position < this.queue.length; position += 1)
      (this.queue[position] as () => void)();
    this.queue = [];
  }
}

/** A future of the fast lane. */
export class ScriptedFuture {
  private state: State = { kind: 'open' };
  private callbacks: Callbacks[] = [];
  private readonly queue: CallbackQueue;

  constructor(queue: CallbackQueue) {
    this.queue = queue;
  }

  succeed(value: unknown): void {
    this.complete({ kind: 'value', value });
  }

  fail(value: unknown): void {
    this.complete({ kind: 'error', value });
  }

  private complete(state: State): void {
    if (this.state.kind !== 'open') return;
    this.state = state;
    for (const callbacks of this.callbacks) this.enqueue(callbacks);
    this.callbacks = [];
  }

  observe(onValue: (value: unknown) => void, onError: (error: unknown) => void): void {
    const callbacks = { onValue, onError };
    if (this.state.kind === 'open') this.callbacks.push(callbacks);
    else this.enqueue(callbacks);
  }

  private enqueue({ onValue, onError }: Callbacks): void {
    const { state } = this;
    if (state.kind === 'open') return;
    this.queue.add(state.kind === 'value' ? () => onValue(state.value) : () => onError(state.value));
  }
}

class ScriptedPending extends Pending {
  readonly future: ScriptedFuture;

  constructor(table: PendingTable, id: number, queue: CallbackQueue) {
    super(table, id);
    this.future = new ScriptedFuture(queue);
  }

  protected succeed(value: unknown): void {
    this.future.succeed(value);
  }

  protected fail(error: unknown): void {
    this.future.fail(error);
  }
}

class ScriptedCompletion implements Completion {
  readonly future: ScriptedFuture;

  constructor(queue: CallbackQueue) {
    this.future = new ScriptedFuture(queue);
  }

  succeeded(value: unknown): void {
    this.future.succeed(value);
  }

  failed(error: unknown): void {
    this.future.fail(error);
  }
}

/** A handler that holds the main thread until it is released. */
export class ScriptedHold implements Hold {
  private resume: (() => void) | null = null;
  private released = false;
  private readonly finishHandler: () => unknown;

  constructor(finishHandler: () => unknown) {
    this.finishHandler = finishHandler;
  }

  onRelease(resume: () => void): void {
    if (this.released) resume();
    else this.resume = resume;
  }

  release(): void {
    this.released = true;
    const { resume } = this;
    this.resume = null;
    resume?.();
  }

  finish(): unknown {
    return this.finishHandler();
  }
}

/** The adapter of a run in the fast lane. */
export function scriptedFutures(queue: CallbackQueue): FutureAdapter {
  return {
    isFuture: (value) => value instanceof ScriptedFuture,
    observe: (future, onValue, onError) => (future as ScriptedFuture).observe(onValue, onError),
    newPending: (table, id): PendingFuture => new ScriptedPending(table, id, queue),
    newCompletion: (): Completion => new ScriptedCompletion(queue),
    holdOf: (value) => (value instanceof ScriptedHold ? value : null),
  };
}

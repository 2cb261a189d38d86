/**
 * Futures without microtasks, for the fast lane: callbacks run when the lane says so, in the order in which promises
 * would have run them. The runtime and its public classes stay the same; only what stands for a promise differs.
 */
import { Pending, type PendingTable } from '../../impl/core/caller.js';
import type { Completion, FutureAdapter, Hold, PendingFuture } from '../../impl/runtime/futures.js';

type Callback = (value: unknown) => void;

interface Callbacks {
  readonly onValue: Callback;
  readonly onError: Callback;
}

/** Callbacks that are due, oldest first: the fast lane's microtasks. */
class CallbackQueue {
  /** The callbacks and what each is called with; as many count as `due` says, so that the lists can be used again. */
  private readonly callbacks: Callback[] = [];
  private readonly values: unknown[] = [];
  private due = 0;

  add(callback: Callback, value: unknown): void {
    this.callbacks[this.due] = callback;
    this.values[this.due] = value;
    this.due += 1;
  }

  /** Runs everything that is due, and what becomes due meanwhile. */
  drain(): void {
    for (let position = 0; position < this.due; position += 1)
      (this.callbacks[position] as Callback)(this.values[position]);
    this.due = 0;
  }
}

/** A future of the fast lane, and its ends. */
export class ScriptedFuture {
  private state: 'open' | 'value' | 'error' = 'open';
  /** The value or the error, once there is one. */
  private outcome: unknown = undefined;
  /** Most futures have one observer. */
  private first: Callbacks | null = null;
  private others: Callbacks[] | null = null;
  private readonly queue: CallbackQueue;

  constructor(queue: CallbackQueue) {
    this.queue = queue;
  }

  get future(): ScriptedFuture {
    return this;
  }

  succeed(value: unknown): void {
    this.complete('value', value);
  }

  fail(error: unknown): void {
    this.complete('error', error);
  }

  private complete(state: 'value' | 'error', outcome: unknown): void {
    if (this.state !== 'open') return;
    this.state = state;
    this.outcome = outcome;
    if (this.first !== null) this.enqueue(this.first);
    if (this.others !== null) for (const callbacks of this.others) this.enqueue(callbacks);
    this.first = null;
    this.others = null;
  }

  observe(onValue: Callback, onError: Callback): void {
    const callbacks = { onValue, onError };
    if (this.state !== 'open') this.enqueue(callbacks);
    else if (this.first === null) this.first = callbacks;
    else if (this.others === null) this.others = [callbacks];
    else this.others.push(callbacks);
  }

  private enqueue({ onValue, onError }: Callbacks): void {
    this.queue.add(this.state === 'value' ? onValue : onError, this.outcome);
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
export class ScriptedFutures implements FutureAdapter {
  private readonly queue = new CallbackQueue();

  isFuture(value: unknown): boolean {
    return value instanceof ScriptedFuture;
  }

  observe(future: unknown, onValue: Callback, onError: Callback): void {
    (future as ScriptedFuture).observe(onValue, onError);
  }

  newPending(table: PendingTable, id: number): PendingFuture {
    return new ScriptedPending(table, id, this.queue);
  }

  newCompletion(): Completion {
    return new ScriptedCompletion(this.queue);
  }

  newFuture(): ScriptedFuture {
    return new ScriptedFuture(this.queue);
  }

  holdOf(value: unknown): Hold | null {
    return value instanceof ScriptedHold ? value : null;
  }

  /** Runs the callbacks that are due. */
  drain(): void {
    this.queue.drain();
  }
}

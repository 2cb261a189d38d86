/**
 * The two lanes in which a scenario can run against the reference. Both drive the public API (services, endpoints,
 * gateways, executors) under the same scheduler and write the same trace.
 *
 * - the **API lane** uses promises as users do; before each choice of the scheduler it drains microtasks by one hop of
 *   the event loop; every message between services travels as bytes;
 * - the **fast lane** puts {@link ScriptedFutures} in the place of promises, so that a whole scenario runs in one go, and
 *   spares the bytes of messages that they could not change. It is labelled as such in reports.
 */
import { promiseFutures } from '../../impl/rpc/promise-futures.js';
import type { FutureAdapter } from '../../impl/runtime/futures.js';
import { ScriptedFutures } from './scripted-futures.js';

/** A future that a script completes, with its ends. */
export interface Deferred {
  readonly future: unknown;
  succeed(value: unknown): void;
  fail(error: unknown): void;
}

/** What differs between the lanes. */
export interface Lane {
  readonly name: 'api' | 'fast';
  readonly futures: FutureAdapter;
  /** Frames between services travel as bytes, always. */
  readonly bytes: boolean;
  newDeferred(): Deferred;
  /** Runs callbacks that are due; the API lane cannot do that synchronously and leaves it to {@link hop}. */
  drain(): void;
}

/** The fast lane; one for each run. */
export class FastLane implements Lane {
  readonly name = 'fast';
  readonly futures = new ScriptedFutures();
  readonly bytes = false;

  newDeferred(): Deferred {
    return this.futures.newFuture();
  }

  drain(): void {
    this.futures.drain();
  }
}

const ignore = (): void => undefined;

/** The API lane. */
export function newApiLane(): Lane {
  return {
    name: 'api',
    futures: promiseFutures,
    bytes: true,
    newDeferred: () => {
      let succeed: (value: unknown) => void = ignore;
      let fail: (error: unknown) => void = ignore;
      const future = new Promise((resolve, reject) => {
        succeed = resolve;
        fail = reject;
      });
      future.catch(ignore);
      return { future, succeed, fail };
    },
    drain: ignore,
  };
}

/** One hop of the event loop: every microtask that is due has run when it resolves. */
export function hop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** The observable part of a trace: what a foreign implementation would have reported of the same run. */
import type { Trace } from '../spec/trace.js';

/**
 * Strips internal events.
 *
 * @param trace a trace
 * @returns the history of its observable events, to be judged by search
 * @example
 * ```ts
 * checkTrace(observable(trace), profile); // accepted whenever the trace is
 * ```
 */
export function observable(trace: Trace): Trace {
  return {
    header: { ...trace.header, complete: false },
    events: trace.events.filter(({ event }) => event !== 'run' && event !== 'lose'),
  };
}

/**
 * A scenario: services, the operations of some lanes, and a decision tape. It is a plain value: it can be generated,
 * shrunk, printed, sent through a pipe and run again.
 */

import type { Operation } from './operations.js';
import type { Leg } from './trace.js';

/** A service of the scenario, by its position. Endpoints of different services reach each other over a link. */
export interface ServiceSpecification {
  /** Limit of an ask and of each step of a connect without a limit of their own, in milliseconds. */
  readonly askTimeoutMs: number;
  /** Largest serialized message, in bytes. */
  readonly frameBytes: number;
  /** Calls within the service are serialized too (rule SIZE-11). */
  readonly forceSerialization: boolean;
  /** False for a service without transport, which no other service reaches. */
  readonly remote: boolean;
  /** Expired asks carry the call stack of the code that made the call (rule TIME-07). Absent: they do not. */
  readonly captureCallStacks?: boolean;
}

/** One step: `operation` is carried out by the thread of calls `lane`, after the lane's earlier steps. */
export interface Step {
  readonly op: number;
  readonly lane: number;
  readonly operation: Operation;
}

/** The name of an action: see {@link Leg}. `op` names the step itself. */
export interface ActionName {
  readonly leg: Leg | 'op';
  readonly id: number;
}

/**
 * A deviation of the decision tape: `held` does not run before `first` has run, as long as anything else can run.
 * Deviations name events, not positions, so a scenario keeps its meaning while it shrinks; the empty tape is the plain
 * run in which the oldest enabled action goes first.
 */
export interface Deviation {
  readonly held: ActionName;
  readonly first: ActionName;
}

/**
 * A whole scenario. Steps of one lane run in order; a `settle` or `advance` step waits for every step before it and
 * holds back every step after it, whatever the lane. A step does not wait for outcomes of the steps before it.
 * A step whose references were never created (a shrunk-away connect) is skipped.
 */
export interface Scenario {
  readonly services: readonly ServiceSpecification[];
  readonly steps: readonly Step[];
  readonly tape: readonly Deviation[];
}

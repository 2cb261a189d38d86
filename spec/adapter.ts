/**
 * The adapter protocol: what the suite and the adapter of an implementation say to each other, one JSON object a line.
 * The page for authors of adapters is `adapter-protocol.md` of this room.
 */
import type { Scenario, ServiceSpecification, Step } from './scenarios.js';
import type { InvokeEvent, Lane, TraceEvent } from './trace.js';

/** The version of the protocol. Another number is another protocol. */
export const ADAPTER_PROTOCOL = 1;

/** The longest line of either side, in bytes, without its end. */
export const ADAPTER_LINE_BYTES_MAX = 8 * 1024 * 1024;

/** The longest history that an adapter may report, in events: a scenario has some dozens of them. */
export const ADAPTER_HISTORY_EVENTS_MAX = 10_000;

/** What a scenario may bring down. */
export type Kills = 'none' | 'service' | 'process';

/** What the suite sends. Every request has an `id`; its answer repeats it. */
export type AdapterRequest =
  | { readonly id: number; readonly verb: 'hello'; readonly protocol: number; readonly suite: string }
  | {
      readonly id: number;
      readonly verb: 'reset';
      /** The name of the scenario, for logs. */
      readonly scenario: string;
      /** The rules that it is about. */
      readonly rules: readonly string[];
      readonly kills: Kills;
      readonly services: readonly ServiceSpecification[];
    }
  | {
      readonly id: number;
      readonly verb: 'run';
      readonly steps: readonly Step[];
      readonly tape: Scenario['tape'];
      readonly patienceMs: number;
    }
  | { readonly id: number; readonly verb: 'perform'; readonly step: Step }
  | { readonly id: number; readonly verb: 'settle'; readonly op: number; readonly patienceMs: number }
  | {
      readonly id: number;
      readonly verb: 'advance';
      readonly op: number;
      readonly milliseconds: number;
      readonly patienceMs: number;
    }
  | { readonly id: number; readonly verb: 'history' }
  | { readonly id: number; readonly verb: 'bye' };

/** The name of a verb. */
export type AdapterVerb = AdapterRequest['verb'];

/**
 * An operation begins, as an adapter says it: the suite knows the operation by its number. `by` is given for operations
 * inside scripts alone; a step is carried out by its lane.
 */
export interface AdapterInvokeEvent {
  readonly event: 'invoke';
  readonly at: number;
  readonly op: number;
  readonly by?: Lane;
}

/** One event of a history as an adapter reports it. */
export type AdapterEvent = AdapterInvokeEvent | Exclude<TraceEvent, InvokeEvent>;

/** The answer to `hello`. */
export interface HelloAnswer {
  readonly id: number;
  readonly protocol: number;
  /** The implementation under the suite, and its version. */
  readonly name: string;
  readonly version: string;
  /** Names of capabilities; those that the suite does not know are ignored. */
  readonly capabilities: readonly string[];
}

/** The answer to `run`. */
export interface RunAnswer {
  readonly id: number;
  readonly events: readonly AdapterEvent[];
  /** True when `run` and `lose` events are among them. */
  readonly complete: boolean;
  /** What had not been handled when patience ended, in words; empty when everything settled. */
  readonly unsettled: readonly string[];
}

/** The answer to `history`. */
export type HistoryAnswer = Pick<RunAnswer, 'id' | 'events' | 'complete'>;

/** The answer to `settle` and `advance`. */
export type SettleAnswer = Pick<RunAnswer, 'id' | 'unsettled'>;

/** The answer to `reset`, `perform` and `bye`. */
export interface DoneAnswer {
  readonly id: number;
}

/** The answer to a request that cannot be carried out: a fault of the adapter. */
export interface ErrorAnswer {
  readonly id: number;
  readonly error: string;
}

/**
 * The trace: a sequence of events with one format, which runtimes write, the models judge, and people read.
 *
 * Observable events are what a client, a handler or a hook sees: `invoke`, `outcome`, `begin`, `end`, `closed`. A
 * foreign implementation reports these alone. Internal events (`run`, `lose`) tell which enabled action of the protocol
 * ran next: they make checking linear. What they claim (`decision`, `rule`) is never believed: the models derive it,
 * and a claim that differs is a violation (ORD-07).
 *
 * `at` is in milliseconds since the start of the scenario and never decreases.
 */
import type { ErrorCode } from './errors.js';
import type { Operation, PlainValue } from './operations.js';

/**
 * What comes first in the call stack of an error: the code that made the call, the gateway that it called, or neither of
 * them.
 */
export type CallStack = 'caller' | 'gateway' | 'none';

/** How an operation came out. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: PlainValue }
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      /** True when the error was thrown by the call itself rather than put into its future. */
      readonly thrown?: boolean;
      /** The class and message of the application's failure (`application`), as the caller sees it. */
      readonly failure?: string;
      /** The code of the cause, where there is one. */
      readonly cause?: ErrorCode;
      /** Facts stated by the text of the error, for rules about texts: `address`, `limit`, `tokens`, `method`, … */
      readonly states?: readonly string[];
      /** The call stack of an expired ask (`ask-timeout`), where its service captures them. */
      readonly callStack?: CallStack;
    };

/** The thread of calls that carried out an operation: a client lane, or the main thread of an endpoint. */
export type Lane = { readonly lane: number } | { readonly mainOf: number };

/** What a handler is. `start` and `stop` are the hooks. */
export type Role = 'call' | 'run' | 'callable' | 'start' | 'stop' | 'service-task';

/** How a handler ended: with a value, an error, a future, or null where a future was due. */
export type EndKind = 'return' | 'throw' | 'future' | 'null';

/**
 * A leg: one kind of action of the protocol, named together with the number that `id` gives.
 *
 * | leg | id | the action |
 * |---|---|---|
 * | request | op | the message of the operation reached the head of the mailbox of its endpoint |
 * | due | op | the re-sent message of a delayed run reached the head of the mailbox |
 * | timer | op | the timer of a delayed run or of a scheduled task fired |
 * | answer | op | the answer reached the table of the caller |
 * | timeout | op | the limit of an ask, of a call-async or of the current step of a connect expired |
 * | identify, handshake | op | the message of a connect reached its target |
 * | identity, greeting | op | the answer to it reached the caller |
 * | result | op | the future that the handler returned completed |
 * | return | op | a handler that held the main thread returned |
 * | unreachable | op | the link to the target is lost, and the caller learns it |
 * | close | endpoint | TERMINATE, sent by the closing service, reached the head of the mailbox |
 * | stop-future | endpoint | the future that onStop returned completed |
 * | kill | endpoint | the supervisor stopped the endpoint |
 * | gone | endpoint | the endpoint was removed: its name is free, its termination future completes |
 * | fault | op | the injected fault reached the endpoint |
 * | down | service | the last endpoint is gone, the closed service shut down |
 * | close-timeout | service | the limit of close expired |
 * | tick | op | a task of the service's own executor is due |
 */
export type Leg =
  | 'request'
  | 'due'
  | 'timer'
  | 'answer'
  | 'timeout'
  | 'identify'
  | 'identity'
  | 'handshake'
  | 'greeting'
  | 'result'
  | 'return'
  | 'unreachable'
  | 'close'
  | 'stop-future'
  | 'kill'
  | 'gone'
  | 'fault'
  | 'down'
  | 'close-timeout'
  | 'tick';

/** Legs whose number is that of an endpoint. */
export const endpointLegs: ReadonlySet<string> = new Set<Leg>(['close', 'stop-future', 'kill', 'gone']);

/** Legs whose number is that of a service. */
export const serviceLegs: ReadonlySet<string> = new Set<Leg>(['down', 'close-timeout']);

/**
 * What the recipient of an action decided.
 *
 * | decision | meaning |
 * |---|---|
 * | execute | the handler begins now |
 * | refuse:CODE | an asker is answered with the error CODE; a message that was not asked is dropped |
 * | drop | dropped; nobody is answered |
 * | arm | not due yet: a timer was armed |
 * | on-start, on-stop | the hook begins now |
 * | ignore | nothing changes |
 * | pause | STARTED becomes STOPPED |
 * | terminate | TERMINATED at once |
 * | drain | TERMINATED when the handler in progress has returned |
 * | fail | the endpoint failed: the supervisor takes the service down |
 * | found, none | identification: the reference, or that nothing lives there |
 * | accept | the handshake is answered with success |
 * | shake | the caller goes on to the handshake |
 * | settle | the caller's future completes with the answer |
 * | late | the caller no longer waits: dropped |
 * | resend | the delayed run was sent to the mailbox again |
 * | release | the name is free and the termination future completes |
 */
export type Decision =
  | 'execute'
  | `refuse:${ErrorCode}`
  | 'drop'
  | 'arm'
  | 'on-start'
  | 'on-stop'
  | 'ignore'
  | 'pause'
  | 'terminate'
  | 'drain'
  | 'fail'
  | 'found'
  | 'none'
  | 'accept'
  | 'shake'
  | 'settle'
  | 'late'
  | 'resend'
  | 'answer'
  | 'release';

/** An operation begins; recorded before the act. */
export interface InvokeEvent {
  readonly event: 'invoke';
  readonly at: number;
  readonly op: number;
  readonly by: Lane;
  readonly operation: Operation;
}

/** The outcome of an operation; recorded after it is known. */
export interface OutcomeEvent {
  readonly event: 'outcome';
  readonly at: number;
  readonly op: number;
  readonly outcome: Outcome;
}

/** A handler or hook begins. `work` is the op of the call, run, callable or task; for a hook, the endpoint. */
export interface BeginEvent {
  readonly event: 'begin';
  readonly at: number;
  readonly endpoint: number;
  readonly role: Role;
  readonly work: number;
}

/** It ended (a future that it returned may still be open). */
export interface EndEvent {
  readonly event: 'end';
  readonly at: number;
  readonly endpoint: number;
  readonly role: Role;
  readonly work: number;
  readonly how: EndKind;
  /** What it returned or threw, where its script leaves that open (`observed`). */
  readonly gives?: Outcome;
}

/** A registered resource of the endpoint was closed: what its closing invokes comes before. */
export interface ClosedEvent {
  readonly event: 'closed';
  readonly at: number;
  readonly endpoint: number;
  readonly resource: number;
}

/** Internal: the scheduler ran this action, and its recipient decided so, by this rule. */
export interface RunEvent {
  readonly event: 'run';
  readonly at: number;
  readonly leg: Leg;
  readonly id: number;
  readonly decision: Decision;
  readonly rule: string;
  /** The endpoint that a wildcard's identification reached, or that answered it. */
  readonly endpoint?: number;
  /** What a future of an application completed with (`result`, `stop-future`), where its script leaves that open. */
  readonly gives?: Outcome;
}

/** Internal: the link lost this message. */
export interface LoseEvent {
  readonly event: 'lose';
  readonly at: number;
  readonly leg: Leg;
  readonly id: number;
  readonly reason: 'partition' | 'drop-next' | 'too-large' | 'undecodable' | 'overflow';
}

/** One event of a trace. */
export type TraceEvent =
  | InvokeEvent
  | OutcomeEvent
  | BeginEvent
  | EndEvent
  | ClosedEvent
  | RunEvent
  | LoseEvent;

/** What is known before the first event: the profile that the target ran under. */
export interface TraceHeader {
  readonly format: 'fencepost-trace';
  readonly version: 1;
  readonly target: string;
  readonly capabilities: readonly string[];
  /** The services of the run, by number. */
  readonly services: readonly {
    readonly remote: boolean;
    readonly frameBytes: number;
    readonly askTimeoutMs: number;
    readonly forceSerialization: boolean;
    readonly captureCallStacks?: boolean;
  }[];
  /** True when `run` and `lose` events are present for every action. */
  readonly complete: boolean;
}

/**
 * The last line of a trace in a file: without it the file is truncated.
 *
 * A file is NDJSON: the header, one event a line, and this. It may be written while the program runs.
 */
export interface TraceEnd {
  readonly end: 'fencepost-trace';
  /** How many events came before. A file that holds another number has lost lines, or was given some. */
  readonly events: number;
  /** True when no action was under way, timers aside: only then is judged what is missing at the end. */
  readonly quiet: boolean;
  /** What happened then that no event can tell, so that the trace stops before it; null when it tells everything. */
  readonly gap: string | null;
}

/** A trace: the header and its events in order. */
export interface Trace {
  readonly header: TraceHeader;
  readonly events: readonly TraceEvent[];
}

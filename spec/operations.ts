/**
 * The operations of a scenario: everything that a client, a handler or the environment can do, as data.
 *
 * An operation has a number of its own, `op`, unique in the scenario. Work that it causes (a handler, a runnable, a
 * task) is named by the same number, so that its begin, end and outcome can be recognised on any side of a wire.
 * Endpoint incarnations, gateways, executors and services have numbers of their own, given by the scenario.
 */
import * as t from 'io-ts';
import type { NullableToken } from './tokens.js';

/** How a piece of work ends, once its nested operations were carried out. */
export const WorkEnding = t.union(
  [
    /** Returns the number of the operation. */
    t.strict({ ending: t.literal('return') }),
    t.strict({ ending: t.literal('null') }),
    /** Throws an error of class `ScriptedError` whose message is `failure of <op>`. */
    t.strict({ ending: t.literal('throw') }),
    /** Throws something that is no error object (a JVM error, a Go panic value, a JavaScript string). */
    t.strict({ ending: t.literal('throw-non-error') }),
    /** Throws the error of an ask of its own that expired, with the message `failure of <op>` (rule CALL-15). */
    t.strict({ ending: t.literal('throw-ask-timeout') }),
    /** Returns a future that a later `release` completes, or that stays open for ever. */
    t.strict({ ending: t.literal('later') }),
    /** Returns a text whose serialized form (JSON, UTF-8, with quotes) has exactly so many bytes. */
    t.strict({ ending: t.literal('bytes'), size: t.number }),
    /** The same, through a future that is already complete. */
    t.strict({ ending: t.literal('later-bytes'), size: t.number }),
    /** Returns a value that its codec cannot encode. */
    t.strict({ ending: t.literal('unserializable') }),
    /** Returns a value whose encoding raises an unchecked error. */
    t.strict({ ending: t.literal('encoder-throws') }),
    /** Returns a value that encodes but that the caller cannot decode. */
    t.strict({ ending: t.literal('undecodable') }),
    /** Returns a value that looks like an envelope of the protocol itself. */
    t.strict({ ending: t.literal('look-alike') }),
    /** Occupies the main thread until a `release`, then returns as `return` does. Needs `blocking-handler`. */
    t.strict({ ending: t.literal('hold') }),
    /** Whatever the code of an application does. In recorded traces only: its `end` and `result` tell what it gave. */
    t.strict({ ending: t.literal('observed') }),
  ],
  'WorkEnding',
);
export type WorkEnding = t.TypeOf<typeof WorkEnding>;

/** What a handler, runnable, callable or task does: nested operations in order, then its ending. */
export interface WorkScript {
  readonly nested: readonly NestedOperation[];
  readonly end: WorkEnding;
}

/**
 * How `onStart` ends. `promise` returns a promise, which is a mistake (rule START-09). `observed`: as its `end` tells, in
 * recorded traces only.
 */
export const StartEnding = t.keyof(
  { return: null, throw: null, promise: null, observed: null },
  'StartEnding',
);
export type StartEnding = t.TypeOf<typeof StartEnding>;

/**
 * How `onStop` ends. `later` returns a future that a `release` completes; `done`, one that is complete already.
 * `observed`: as its `end` and `stop-future` tell, in recorded traces only.
 */
export const StopEnding = t.keyof(
  { done: null, throw: null, null: null, later: null, failed: null, observed: null },
  'StopEnding',
);
export type StopEnding = t.TypeOf<typeof StopEnding>;

/** What `onStart` does: nested operations in order, then its ending. */
export interface StartHook {
  readonly nested: readonly NestedOperation[];
  readonly end: StartEnding;
}
/** What `onStop` does: nested operations in order, then its ending. */
export interface StopHook {
  readonly nested: readonly NestedOperation[];
  readonly end: StopEnding;
}

/** Where a connect goes. `endpoint` is the address that the endpoint reports; `prefix_*` is written by `wildcard`. */
export const AddressReference = t.union(
  [
    t.strict({ kind: t.literal('endpoint'), endpoint: t.number }),
    t.strict({ kind: t.literal('name'), service: t.number, name: t.string }),
    t.strict({ kind: t.literal('wildcard'), service: t.number, prefix: t.string }),
    t.strict({ kind: t.literal('supervisor'), service: t.number }),
    t.strict({ kind: t.literal('unknown-host') }),
    t.strict({ kind: t.literal('literal'), text: t.string }),
  ],
  'AddressReference',
);
export type AddressReference = t.TypeOf<typeof AddressReference>;

/** A gateway from a connect, or the self gateway of an endpoint. */
export const GatewayReference = t.union(
  [t.strict({ gateway: t.number }), t.strict({ self: t.number })],
  'GatewayReference',
);
export type GatewayReference = t.TypeOf<typeof GatewayReference>;

/**
 * The gateway types of the conformance endpoints. `root` is the bare base gateway without methods, `conformance`
 * extends it and is what the endpoints declare, `foreign` is served by nobody.
 */
export const GatewayType = t.keyof({ root: null, conformance: null, foreign: null }, 'GatewayType');
export type GatewayType = t.TypeOf<typeof GatewayType>;

/** How an endpoint is fenced. */
export const EndpointKind = t.keyof(
  { plain: null, fenced: null, 'permanently-fenced': null },
  'EndpointKind',
);
export type EndpointKind = t.TypeOf<typeof EndpointKind>;

/**
 * The methods of the conformance gateway. All but `tell` are asks. `askWithin` has a timeout parameter, `askLocal` is
 * marked local, `askBlocking` returns no future: its caller waits for the answer. `overloaded` exists with a text and
 * with a number parameter, and reports which one ran.
 */
export const MethodName = t.keyof(
  {
    tell: null,
    ask: null,
    askWithin: null,
    askLocal: null,
    askBlocking: null,
    'overloaded(text)': null,
    'overloaded(number)': null,
  },
  'MethodName',
);
export type MethodName = t.TypeOf<typeof MethodName>;

/** A timeout as a caller writes it: milliseconds, absent, or one of the values that no limit can have. */
export const TimeoutArgument = t.union(
  [t.number, t.null, t.keyof({ nan: null, null: null, 'not-a-duration': null, huge: null })],
  'TimeoutArgument',
);
export type TimeoutArgument = t.TypeOf<typeof TimeoutArgument>;

/** What `send-raw` sends: messages that no gateway would. */
export const RawMessage = t.keyof(
  {
    /** A message of a type that the protocol does not know. */
    'unknown-type': null,
    /** An invocation without the envelope that the gateway would put around it, or with one that it would not. */
    'other-envelope': null,
    /** An invocation of a method that does not exist. */
    'unknown-method': null,
    /** An invocation whose arguments do not fit the parameter types. */
    'wrong-arguments': null,
    /** An invocation of a public method of the endpoint object that no gateway declares. */
    'undeclared-method': null,
    /** A request that the target cannot decode. */
    undecodable: null,
    /** START, STOP or TERMINATE itself, once more than a server would send it (rule LIFE-09). See {@link isRawControl}. */
    start: null,
    stop: null,
    terminate: null,
  },
  'RawMessage',
);
export type RawMessage = t.TypeOf<typeof RawMessage>;

/** The raw messages that control an endpoint. */
export type RawControl = 'start' | 'stop' | 'terminate';

/**
 * Whether a raw message controls the endpoint. Such a message needs `{ self: endpoint }` as its target, because control
 * messages do not travel between services (a step with another target is skipped), and is never answered (rule LIFE-14):
 * its outcome is null at once, whatever `ask` says.
 */
export function isRawControl(message: RawMessage): message is RawControl {
  return message === 'start' || message === 'stop' || message === 'terminate';
}

/** What can be asked of an endpoint (or its self gateway), a gateway and a service, without a message. */
export const QueryProperty = t.keyof(
  {
    address: null,
    'host-name': null,
    port: null,
    'endpoint-id': null,
    token: null,
    running: null,
    'validate-main-thread': null,
    'self-gateway-of-foreign-type': null,
    'exposes-lifecycle': null,
    'maximum-message-bytes': null,
  },
  'QueryProperty',
);
export type QueryProperty = t.TypeOf<typeof QueryProperty>;

/** Whom a query asks. */
export const QuerySubject = t.union(
  [t.strict({ endpoint: t.number }), t.strict({ gateway: t.number }), t.strict({ service: t.number })],
  'QuerySubject',
);
export type QuerySubject = t.TypeOf<typeof QuerySubject>;

/** A pure function of the service library, evaluated on plain values. */
export const UtilityName = t.keyof(
  {
    /** (host: string, port: number, endpointId: string) -> address */
    'remote-address': null,
    /** (address: string) -> `host:port` */
    'host-and-port': null,
    /** (host: string) -> normalised host */
    'normalize-host': null,
    /** (prefix: string | null) -> a generated name */
    'random-name': null,
    /** (prefix: string) -> `prefix_*` */
    'wildcard-name': null,
    /** (bytes: number) -> bytes: configures the frame size */
    'frame-size': null,
  },
  'UtilityName',
);
export type UtilityName = t.TypeOf<typeof UtilityName>;

/** What `link` does to the messages from one service to another. */
export const LinkAction = t.keyof(
  {
    /** Every message is lost, until `heal`. */
    partition: null,
    heal: null,
    /** The next message is lost. */
    'drop-next': null,
    /** The link breaks, in both directions; what is on its way is lost, and both services learn it. */
    fail: null,
    /** Messages arrive so many milliseconds later, in the order of sending whatever becomes of the delay. */
    delay: null,
  },
  'LinkAction',
);
export type LinkAction = t.TypeOf<typeof LinkAction>;

/** A plain value in an operation or an outcome. */
export const PlainValue = t.union([t.string, t.number, t.boolean, t.null], 'PlainValue');
export type PlainValue = t.TypeOf<typeof PlainValue>;

/** One operation. The comment beside each says what its outcome is. */
export type Operation =
  /** Constructs an endpoint. Outcome: its address; synchronous. `name: null` lets the implementation choose. */
  | {
      readonly type: 'create-endpoint';
      readonly endpoint: number;
      readonly service: number;
      readonly name: string | null;
      readonly kind: EndpointKind;
      readonly token: NullableToken;
      readonly onStart: StartHook;
      readonly onStop: StopHook;
      /** Resources registered by the constructor, named 0, 1, …; one in `resourcesThatThrow` fails to close. */
      readonly resources: number;
      readonly resourceThatThrows: number | null;
      /** Operations that the subclass constructor carries out after the base constructor has run (rule LIFE-18). */
      readonly constructing: readonly NestedOperation[];
      /** The subclass constructor throws after the base constructor has run. */
      readonly constructorThrows: boolean;
      /** The gateways that the endpoint serves, where they are not those of the conformance endpoints. */
      readonly gateways?: readonly string[];
    }
  /** START, STOP through the endpoint's server. Outcome: null at once, whatever becomes of the message. */
  | { readonly type: 'start' | 'stop'; readonly endpoint: number }
  /** Closes the endpoint. Outcome: its termination future. */
  | { readonly type: 'terminate'; readonly endpoint: number }
  /** The termination future of the endpoint, without closing anything. Outcome: that future. */
  | {
      readonly type: 'watch';
      readonly endpoint: number;
      /** Operations that a callback of that future carries out, whatever its outcome (rule TERM-07). */
      readonly callback: readonly NestedOperation[];
    }
  /** Asks `service` to stop an endpoint (of another service: rule TERM-11). Outcome: null at once. */
  | { readonly type: 'stop-server'; readonly service: number; readonly endpoint: number }
  /** Closes the service. Outcome: its termination future. */
  | { readonly type: 'close-service'; readonly service: number; readonly timeoutMs: number | null }
  /** Outcome: null once the gateway exists. `fencing: null` connects without a token (plain gateway). */
  | {
      readonly type: 'connect';
      readonly gateway: number;
      readonly service: number;
      readonly address: AddressReference;
      readonly gatewayType: GatewayType;
      /** The protocol version in the handshake; the current one is 2. */
      readonly version: number;
      readonly fencing: { readonly token: NullableToken } | null;
      /** The gateway that is asked for, where it is none of the conformance endpoints' (then `gatewayType` says nothing). */
      readonly gatewayName?: string;
    }
  /** Outcome of an ask: the answer. Outcome of a tell: null at once. */
  | {
      readonly type: 'call';
      readonly target: GatewayReference;
      readonly method: MethodName;
      readonly timeout: TimeoutArgument;
      /** Replaces the argument by: one of the wrong type, one that cannot be serialized, a text of so many bytes. */
      readonly argument: 'good' | 'wrong-type' | 'unserializable' | { readonly bytes: number };
      readonly script: WorkScript;
      /** The method of an application, which `method` then stands for: `tell`, `ask`, `askWithin`, or `askLocal`. */
      readonly name?: string;
    }
  /** Outcome as for `call` when `ask`, else null at once. */
  | {
      readonly type: 'send-raw';
      readonly target: GatewayReference;
      readonly message: RawMessage;
      readonly ask: boolean;
      readonly timeoutMs: number;
      readonly script: WorkScript;
    }
  /** Run-async on the self gateway (delay 0) or scheduled run-async. Outcome: null at once. */
  | {
      readonly type: 'run-async';
      readonly endpoint: number;
      readonly delayMs: number;
      readonly unfenced: boolean;
      readonly script: WorkScript;
    }
  /** Run-async with null in place of the runnable, and through a gateway to another service. */
  | { readonly type: 'run-async-null'; readonly endpoint: number }
  | { readonly type: 'run-async-remote' | 'call-async-remote'; readonly gateway: number }
  /** Outcome: the callable's result. */
  | {
      readonly type: 'call-async';
      readonly endpoint: number;
      readonly timeout: TimeoutArgument;
      readonly unfenced: boolean;
      readonly script: WorkScript;
    }
  /** Obtains the main-thread executor of the endpoint, bound to its token of that moment. Outcome: null. */
  | {
      readonly type: 'obtain-executor';
      readonly executor: number;
      readonly endpoint: number;
      readonly unfenced: boolean;
    }
  /** Outcome: null at once. */
  | { readonly type: 'execute'; readonly executor: number; readonly script: WorkScript }
  /** Outcome: the handle of the task. */
  | {
      readonly type: 'schedule';
      readonly executor: number;
      readonly delayMs: number;
      /** A callable's handle has its result; a runnable's has null. */
      readonly callable: boolean;
      readonly script: WorkScript;
    }
  /** Outcome: rule MAIN-16 demands an error. */
  | { readonly type: 'schedule-periodically'; readonly executor: number; readonly mode: 'rate' | 'delay' }
  /** Cancels the handle of a `schedule` or `service-schedule`. Outcome: null at once. */
  | { readonly type: 'cancel'; readonly scheduled: number }
  /** A task of the service's own executor. Outcome: the handle. `periodMs: null` is one-shot. */
  | {
      readonly type: 'service-schedule';
      readonly service: number;
      readonly delayMs: number;
      readonly periodMs: number | null;
      readonly mode: 'rate' | 'delay';
      /** The run (1, 2, …) that throws; 0 for none; null in recorded traces, whose `end` events tell. */
      readonly throwsAtRun: number | null;
    }
  /** Replaces the token of the endpoint; legal on its main thread only. Outcome: null. */
  | { readonly type: 'set-token'; readonly endpoint: number; readonly token: NullableToken }
  /** Completes the future of a work or hook that ended with `later`, or lets a `hold` return. Outcome: null. */
  | { readonly type: 'release'; readonly work: number; readonly how: 'value' | 'error' }
  | { readonly type: 'release-stop'; readonly endpoint: number; readonly how: 'value' | 'error' }
  /** Registers a further resource; a null one; unregisters. Outcome: null, or for `unregister` whether it was there. */
  | { readonly type: 'register-resource'; readonly endpoint: number; readonly resource: number | null }
  | { readonly type: 'unregister-resource'; readonly endpoint: number; readonly resource: number }
  /** Makes the message handler of the endpoint fail. Needs `fault-injection`. Outcome: null at once. */
  | { readonly type: 'fault'; readonly endpoint: number }
  /** Faults of the link from one service to another. Needs `link-faults`. Outcome: null at once. */
  | {
      readonly type: 'link';
      readonly from: number;
      readonly to: number;
      readonly action: LinkAction;
      /** Of a delay: how long each message travels from now on; 0, or absent, takes the delay away. */
      readonly milliseconds?: number;
    }
  /** Outcome: the value, at once. */
  | { readonly type: 'query'; readonly subject: QuerySubject; readonly property: QueryProperty }
  | { readonly type: 'evaluate'; readonly utility: UtilityName; readonly arguments: readonly PlainValue[] }
  /** Everything sent so far has been handled; timers that are not due, and open futures, do not count. */
  | { readonly type: 'settle' }
  /** Settles, then lets so many milliseconds pass, firing due timers in the order of their deadlines. */
  | { readonly type: 'advance'; readonly milliseconds: number };

/** The type of an operation. */
export type OperationType = Operation['type'];

/** An operation inside a script, carried out on the main thread of the endpoint. */
export interface NestedOperation {
  readonly op: number;
  readonly operation: Operation;
}

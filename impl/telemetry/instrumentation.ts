/**
 * Telemetry: what a service tells about its calls and of itself, whatever takes it. Absent, each of these hooks costs one
 * comparison with null. Nothing here knows OpenTelemetry: see `open-telemetry.ts`.
 */
import type { RuntimeObserver } from '../runtime/observer.js';
import type { Traffic } from '../transport/transport.js';

/** The context of a call as it travels: texts by name, made and read by propagators. */
export type TraceContext = Readonly<Record<string, string>>;

/** Which call it is. */
export interface CallFacts {
  /** The gateway that declares the method, and its name: `Counter/add`; `null` for a method that nobody knows. */
  readonly method: string | null;
  /** The address of the endpoint. */
  readonly address: string;
  /** Whether the caller waits for an answer. */
  readonly asked: boolean;
}

/** A call that leaves a service. One of its ends is told, once. */
export interface OutgoingCall {
  /** What travels with the call; `null` for nothing. */
  readonly context: TraceContext | null;
  /** It was answered; a tell was sent. */
  succeeded(): void;
  /** It was not answered, or with an error. */
  failed(error: unknown): void;
}

/** A call that has reached an endpoint. One of its ends is told, once. */
export interface IncomingCall {
  /** Runs the handler within the context of the call. */
  run(handler: () => void): void;
  /** The handler has given its result; for a promise, once it is fulfilled. */
  succeeded(): void;
  /** The handler has failed, or the call was refused. */
  failed(error: unknown): void;
  /** A tell was refused: nobody hears of it. @param rule by which */
  dropped(rule: string): void;
}

/** What has passed over the links of one transport of a service. */
export interface ServiceTraffic extends Traffic {
  /** The scheme of the transport: `fencepost.tcp`. */
  readonly scheme: string;
}

/** Figures of a service at the moment at which they are asked for. */
export interface ServiceFigures {
  /** How many asks and connects wait for an answer. */
  readonly pendingAsks: number;
  /** How many links there are. */
  readonly links: number;
  /** How many peers could not be reached a moment ago, and are left alone for a while. */
  readonly peersLeftAlone: number;
  /** What has passed since the service began, for each transport that counts it; no number ever falls. */
  readonly traffic: readonly ServiceTraffic[];
}

/** What a service tells. */
export interface Instrumentation {
  /** Told of what the runtime does; `null` when nobody wants to know. */
  readonly observer: RuntimeObserver | null;
  /** A call leaves. */
  called(call: CallFacts): OutgoingCall;
  /** A call has reached an endpoint. @param context what travelled with it */
  received(call: CallFacts, context: TraceContext | null): IncomingCall;
  /** A service has begun. @returns called once when it is down */
  began(figures: () => ServiceFigures): () => void;
}

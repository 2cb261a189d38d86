/**
 * The errors of the runtime: one class for each code of `spec/errors.ts`, told apart by `instanceof` within a process
 * and by `code` anywhere. Every message says what was found, what was expected and what to do.
 */
import { type ErrorCode, errorClasses } from '../../spec/errors.js';

/** Options of every error of the runtime. */
export interface RpcErrorOptions {
  /** What led to this error. */
  readonly cause?: unknown;
  /** Facts that the text states, by name (`address`, `tokens`, `method`, …); each becomes a part of the message. */
  readonly states?: Readonly<Record<string, string>>;
}

/**
 * The base of every error that the runtime raises.
 *
 * @example
 * ```ts
 * const reply = gateway.ask().catch((error: unknown) => {
 *   if (error instanceof RpcError && error.code === 'fencing-token') return 'a new leader exists';
 *   throw error;
 * });
 * ```
 */
export class RpcError extends Error {
  // Declared, not defined: with so many subclasses, defining the fields would cost more than the rest of the error.
  /** The stable code; see `spec/errors.ts`. */
  declare readonly code: ErrorCode;
  /** Facts that the message states, by name. */
  declare readonly states: Readonly<Record<string, string>>;
  /** The first sentence of the message: what was found and what was expected. */
  declare readonly detail: string;

  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'rpc') {
    const states = options.states ?? {};
    const text = `${message}${factsOf(states)}. ${errorClasses[code].remedy}`;
    super(text, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.states = states;
    this.detail = message;
  }
}

/** The stated facts as a part of the message. */
function factsOf(states: Readonly<Record<string, string>>): string {
  let facts = '';
  for (const name of Object.keys(states)) facts += `${facts === '' ? ' (' : '; '}${name}: ${states[name]}`;
  return facts === '' ? '' : `${facts})`;
}

/** No endpoint answered at the address, or it has no such method (HAND-02, CALL-08). */
export class RpcConnectionError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'connection') {
    super(message, options, code);
  }
}

/** The endpoint refused the version or the gateway type of the handshake (HAND-07, HAND-08, HAND-10). */
export class HandshakeError extends RpcConnectionError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'handshake') {
    super(message, options, code);
  }
}

/** The token of a message is not the token of the endpoint (FENCE-02, FENCE-05). */
export class FencingTokenError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'fencing-token') {
    super(message, options, code);
  }
}

/** The endpoint has not been started, or is paused (MSG-01, MSG-03). */
export class EndpointNotStartedError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'endpoint-not-started') {
    super(message, options, code);
  }
}

/** The incarnation that the gateway is bound to is gone (DEAD-01 to DEAD-03). */
export class RecipientUnreachableError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'recipient-unreachable') {
    super(message, options, code);
  }
}

/** The endpoint does not handle messages of this kind (MSG-08, FENCE-06, FENCE-07). */
export class UnknownMessageError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'unknown-message') {
    super(message, options, code);
  }
}

/** A transition that is illegal in the state of the endpoint (LIFE-10, LIFE-11). */
export class InvalidStateError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'invalid-state') {
    super(message, options, code);
  }
}

/** No answer came within the limit (TIME-06). */
export class AskTimeoutError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'ask-timeout') {
    super(message, options, code);
  }
}

/** An argument has a value that is not allowed (CALL-09, TIME-03 to TIME-05, SELF-02). */
export class IllegalArgumentError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'illegal-argument') {
    super(message, options, code);
  }
}

/** A required argument is null or missing (TIME-03, SELF-02, FENCE-14). */
export class NullArgumentError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'null-argument') {
    super(message, options, code);
  }
}

/** The service is closed or closing (HAND-17, SERV-02). */
export class IllegalStateError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'illegal-state') {
    super(message, options, code);
  }
}

/** The endpoint id cannot be a part of an address (ADDR-11). */
export class InvalidEndpointIdError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'invalid-endpoint-id') {
    super(message, options, code);
  }
}

/** Another endpoint of the service has this id (ADDR-12). */
export class EndpointIdInUseError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'endpoint-id-in-use') {
    super(message, options, code);
  }
}

/** The endpoint lacks a method of a gateway that it says it serves. */
export class MissingMethodError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'missing-method') {
    super(message, options, code);
  }
}

/** The endpoint does not serve this gateway type (CALL-23). */
export class WrongGatewayError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'wrong-gateway') {
    super(message, options, code);
  }
}

/** The object does not offer this operation (FENCE-11, FENCE-13, MAIN-16). */
export class UnsupportedOperationError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'unsupported-operation') {
    super(message, options, code);
  }
}

/** Run-async and call-async work only within the service of the endpoint (SELF-01). */
export class NotLocalError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'not-local') {
    super(message, options, code);
  }
}

/** Code that must run on the main thread of the endpoint does not (MAIN-02). */
export class NotMainThreadError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'not-main-thread') {
    super(message, options, code);
  }
}

/** `onStart` failed; the endpoint is terminated (START-02). */
export class StartFailedError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'start-failed') {
    super(message, options, code);
  }
}

/** `onStop` threw or returned no promise; the endpoint is terminated (STOP-03, STOP-04). */
export class StopFailedError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'stop-failed') {
    super(message, options, code);
  }
}

/** An error left the message handler of the endpoint (SUPER-03). */
export class EndpointFailedError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'endpoint-failed') {
    super(message, options, code);
  }
}

/** Another endpoint of the service failed and took this one down (SUPER-04). */
export class SiblingFailedError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'sibling-failed') {
    super(message, options, code);
  }
}

/** The endpoint was cut off before its stop reached a result (TERM-13). */
export class NotProperlyStoppedError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'not-properly-stopped') {
    super(message, options, code);
  }
}

/** The service went down because one of its endpoints failed (SUPER-09). */
export class ServiceFailedError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'service-failed') {
    super(message, options, code);
  }
}

/** Closing the service took longer than the limit that the caller set (SERV-14). */
export class CloseTimeoutError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'close-timeout') {
    super(message, options, code);
  }
}

/** An argument cannot be sent to another service (SIZE-02). */
export class ArgumentNotSerializableError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'argument-not-serializable') {
    super(message, options, code);
  }
}

/** The result cannot be sent to another service (SIZE-05). */
export class ResultNotSerializableError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'result-not-serializable') {
    super(message, options, code);
  }
}

/** The serialized result is larger than the frame size (SIZE-06). */
export class ResultTooLargeError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'result-too-large') {
    super(message, options, code);
  }
}

/** The result cannot be decoded by the caller (SIZE-08). */
export class ResultUndecodableError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'result-undecodable') {
    super(message, options, code);
  }
}

/** The scheduled task was cancelled or dropped before it ran (MAIN-11, MAIN-12). */
export class TaskCancelledError extends RpcError {
  constructor(message: string, options: RpcErrorOptions = {}, code: ErrorCode = 'task-cancelled') {
    super(message, options, code);
  }
}

/**
 * A failure of application code on the far side of a serializing link: its class, message and stack as text
 * (CALL-11, SIZE-10). Within one service the asker receives the very object that was thrown instead.
 */
export class RemoteApplicationError extends RpcError {
  /** The class name of the error on the far side. */
  readonly remoteClass: string;
  /** The message of the error on the far side. */
  readonly remoteMessage: string;
  /** The stack trace of the far side, as text. */
  readonly remoteStack: string;

  constructor(
    remoteClass: string,
    remoteMessage: string,
    remoteStack: string,
    options: Pick<RpcErrorOptions, 'cause'> = {},
  ) {
    super(`${remoteClass}: ${remoteMessage}`, options, 'application');
    this.remoteClass = remoteClass;
    this.remoteMessage = remoteMessage;
    this.remoteStack = remoteStack;
  }
}

/** The class of each code that a peer may answer with; others arrive as {@link RpcError}. */
const classesByCode: Readonly<
  Partial<Record<ErrorCode, new (message: string, options?: RpcErrorOptions) => RpcError>>
> = {
  connection: RpcConnectionError,
  'fencing-token': FencingTokenError,
  'endpoint-not-started': EndpointNotStartedError,
  'recipient-unreachable': RecipientUnreachableError,
  'unknown-message': UnknownMessageError,
  'invalid-state': InvalidStateError,
  'ask-timeout': AskTimeoutError,
  'illegal-argument': IllegalArgumentError,
  'null-argument': NullArgumentError,
  'illegal-state': IllegalStateError,
  'invalid-endpoint-id': InvalidEndpointIdError,
  'endpoint-id-in-use': EndpointIdInUseError,
  'missing-method': MissingMethodError,
  'wrong-gateway': WrongGatewayError,
  'unsupported-operation': UnsupportedOperationError,
  'not-local': NotLocalError,
  'not-main-thread': NotMainThreadError,
  'start-failed': StartFailedError,
  'stop-failed': StopFailedError,
  'endpoint-failed': EndpointFailedError,
  'sibling-failed': SiblingFailedError,
  'not-properly-stopped': NotProperlyStoppedError,
  'service-failed': ServiceFailedError,
  'close-timeout': CloseTimeoutError,
  'argument-not-serializable': ArgumentNotSerializableError,
  'result-not-serializable': ResultNotSerializableError,
  'result-too-large': ResultTooLargeError,
  'result-undecodable': ResultUndecodableError,
  'task-cancelled': TaskCancelledError,
  handshake: HandshakeError,
};

/**
 * The error of a code.
 *
 * @param code the stable code
 * @param message what was found and what was expected
 * @param options cause and stated facts
 * @returns an instance of the class that has this code
 */
export function errorOf(code: ErrorCode, message: string, options: RpcErrorOptions = {}): RpcError {
  const ErrorClass = classesByCode[code];
  return ErrorClass === undefined ? new RpcError(message, options, code) : new ErrorClass(message, options);
}

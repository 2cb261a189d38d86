/**
 * The error classes of the protocol, as data: stable code, parent, Flink's class, and what a caller should do.
 *
 * Rules demand an error by its code; traces report errors by their code. An implementation may use whatever classes its
 * language likes as long as it maps them to these codes.
 */
import * as t from 'io-ts';

/** One error class of the protocol. */
export interface ErrorClass {
  /** The code of the more general class that this one is a kind of, or `null`. */
  readonly parent: string | null;
  /** The class of the original that this one stands for, or `null` when only this project has it. */
  readonly flink: string | null;
  /** One sentence: what happened. */
  readonly meaning: string;
  /** One sentence: what to do about it. */
  readonly remedy: string;
}

/** Every error class by its code. Codes are for ever. */
export const errorClasses = {
  rpc: {
    parent: null,
    flink: 'RpcException',
    meaning: 'The RPC framework could not do what was asked.',
    remedy: 'Read the cause.',
  },
  connection: {
    parent: 'rpc',
    flink: 'RpcConnectionException',
    meaning: 'No endpoint answered at the address, or it has no such method.',
    remedy: 'Check the address and that the endpoint runs, then connect again.',
  },
  handshake: {
    parent: 'connection',
    flink: 'HandshakeException',
    meaning: 'The endpoint refused the version or the gateway type of the handshake.',
    remedy: 'Connect with a gateway type that the endpoint serves and the same protocol version.',
  },
  'fencing-token': {
    parent: 'rpc',
    flink: 'FencingTokenException',
    meaning: 'The token of the message is not the token of the endpoint.',
    remedy: 'Learn the current token (a new leader may exist) and connect with it.',
  },
  'endpoint-not-started': {
    parent: 'rpc',
    flink: 'EndpointNotStartedException',
    meaning: 'The endpoint has not been started, or is paused.',
    remedy: 'Start the endpoint, or repeat the call later: nothing was buffered.',
  },
  'recipient-unreachable': {
    parent: 'rpc',
    flink: 'RecipientUnreachableException',
    meaning: 'The incarnation of the endpoint that the gateway is bound to is gone.',
    remedy: 'Connect again; a new incarnation may live at the same address.',
  },
  'unknown-message': {
    parent: null,
    flink: 'UnknownMessageException',
    meaning: 'The endpoint does not handle messages of this kind.',
    remedy: 'Use a fenced gateway for a fenced endpoint, and a plain one for a plain endpoint.',
  },
  'invalid-state': {
    parent: null,
    flink: 'RpcInvalidStateException',
    meaning: 'The transition is illegal in the state of the endpoint.',
    remedy: 'Do not start or stop an endpoint that is terminating.',
  },
  'ask-timeout': {
    parent: null,
    flink: 'TimeoutException (cause: AskTimeoutException)',
    meaning: 'No answer came within the limit.',
    remedy: 'The call may still be executed; make it idempotent, or raise the limit.',
  },
  'illegal-argument': {
    parent: null,
    flink: 'IllegalArgumentException',
    meaning: 'An argument has a value that is not allowed.',
    remedy: 'Correct the argument.',
  },
  'null-argument': {
    parent: null,
    flink: 'NullPointerException',
    meaning: 'A required argument is null or missing.',
    remedy: 'Pass the argument.',
  },
  'illegal-state': {
    parent: null,
    flink: 'IllegalStateException',
    meaning: 'The service is closed or closing.',
    remedy: 'Use a service that is open.',
  },
  'invalid-endpoint-id': {
    parent: null,
    flink: 'RpcRuntimeException (cause: InvalidActorNameException)',
    meaning: 'The endpoint id cannot be a part of an address.',
    remedy: "Use letters, digits and -_.*+:@&=,!~'; without a leading $ or a slash.",
  },
  'endpoint-id-in-use': {
    parent: null,
    flink: 'RpcRuntimeException (cause: name not unique)',
    meaning: 'Another endpoint of the service has this id.',
    remedy: 'Choose another id, or await the termination future of the other endpoint.',
  },
  'missing-method': {
    parent: null,
    flink: null,
    meaning: 'The endpoint lacks a method of a gateway that it says it serves.',
    remedy: 'Implement the method, or take the gateway from the list.',
  },
  'wrong-gateway': {
    parent: null,
    flink: 'ClassCastException',
    meaning: 'The endpoint does not serve this gateway type.',
    remedy: 'Ask for a gateway that the endpoint serves.',
  },
  'unsupported-operation': {
    parent: null,
    flink: 'UnsupportedOperationException',
    meaning: 'The object does not offer this operation.',
    remedy: 'See the documentation of the operation for what does.',
  },
  'not-local': {
    parent: null,
    flink: 'RuntimeException',
    meaning: 'Run-async and call-async work only within the service of the endpoint.',
    remedy: 'Call a gateway method instead.',
  },
  'not-main-thread': {
    parent: null,
    flink: 'AssertionError',
    meaning: 'The code must run on the main thread of the endpoint and does not.',
    remedy: 'Go back to the main thread with runAsync, callAsync or the main-thread executor.',
  },
  'start-failed': {
    parent: 'rpc',
    flink: 'RpcException',
    meaning: 'onStart failed; the endpoint is terminated.',
    remedy: 'Read the cause.',
  },
  'stop-failed': {
    parent: 'rpc',
    flink: 'RpcException',
    meaning: 'onStop threw or did not return a future; the endpoint is terminated.',
    remedy: 'Read the cause.',
  },
  'endpoint-failed': {
    parent: 'rpc',
    flink: 'RpcException',
    meaning: 'An error left the message handler of the endpoint; its service went down.',
    remedy: 'Read the cause, and create a new service.',
  },
  'sibling-failed': {
    parent: 'rpc',
    flink: 'RpcException',
    meaning: 'Another endpoint of the same service failed and took this one down.',
    remedy: 'Look at the failure of the sibling that the message names.',
  },
  'not-properly-stopped': {
    parent: 'rpc',
    flink: 'RpcException',
    meaning: 'The endpoint was cut off before its stop reached a result.',
    remedy: 'Await the termination of endpoints before the service is closed.',
  },
  'service-failed': {
    parent: 'rpc',
    flink: 'CompletionException (AskTimeoutException)',
    meaning: 'The service went down because one of its endpoints failed.',
    remedy: 'Create a new service.',
  },
  'close-timeout': {
    parent: 'rpc',
    flink: null,
    meaning: 'Closing the service took longer than the limit that the caller set.',
    remedy: 'Look for an onStop that never completes, or raise the limit.',
  },
  'argument-not-serializable': {
    parent: null,
    flink: 'IOException',
    meaning: 'An argument cannot be sent to another service.',
    remedy: 'Pass values that the codec of the parameter accepts.',
  },
  'result-not-serializable': {
    parent: 'rpc',
    flink: 'RpcException',
    meaning: 'The result cannot be sent to another service.',
    remedy: 'Return a value that the codec of the result accepts.',
  },
  'result-too-large': {
    parent: 'rpc',
    flink: 'RpcException',
    meaning: 'The serialized result is larger than the frame size.',
    remedy: 'Return less, or raise the frame size of both services.',
  },
  'result-undecodable': {
    parent: 'rpc',
    flink: 'RpcException',
    meaning: 'The result cannot be decoded by the caller.',
    remedy: 'Use the same gateway declaration on both sides.',
  },
  'task-cancelled': {
    parent: null,
    flink: 'CancellationException',
    meaning: 'The scheduled task was cancelled or dropped before it ran.',
    remedy: 'Schedule it again if it is still wanted.',
  },
  application: {
    parent: null,
    flink: 'the throwable of the method',
    meaning: 'The method of the endpoint failed.',
    remedy: 'Read the class and message of the failure: they are those of the method.',
  },
} as const satisfies Record<string, ErrorClass>;

/** The stable code of an error class. */
export type ErrorCode = keyof typeof errorClasses;

/** Codec of {@link ErrorCode}. */
export const ErrorCode = t.keyof(errorClasses, 'ErrorCode');

/** Whether `code` is `ancestor` or a kind of it. */
export function isKindOf(code: ErrorCode, ancestor: ErrorCode): boolean {
  for (let current: ErrorCode | null = code; current !== null; ) {
    if (current === ancestor) return true;
    current = errorClasses[current].parent;
  }
  return false;
}

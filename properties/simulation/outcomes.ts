/** How values and errors of the reference are written in traces. */
import { AskTimeoutError, RemoteApplicationError, RpcConnectionError, RpcError } from '../../impl/index.js';
import { valueBytes } from '../../impl/wire/value-bytes.js';
import {
  type ErrorCode,
  errorClasses,
  formatToken,
  type NullableToken,
  type Outcome,
  type PlainValue,
} from '../../spec/index.js';
import { Mischief } from '../conformance/gateways.js';

/** What a handler of a scenario throws. */
export class ScriptedError extends Error {
  override readonly name = 'ScriptedError';
  /** No lines: what travels to other services must not depend on where a lane was called from. */
  override readonly stack = 'ScriptedError';
}

/** The outcome "nothing, at once". */
export const NOTHING: Outcome = Object.freeze({ kind: 'value', value: null });

/** An outcome with a value. */
export function valueOutcome(value: unknown): Outcome {
  return { kind: 'value', value: plain(value) };
}

function plain(value: unknown): PlainValue {
  if (value === undefined || value === null) return null;
  if (value instanceof Mischief) return value.kind;
  if (typeof value === 'string') return value.startsWith(FILLER) ? valueBytes(value) : value;
  return value as PlainValue;
}

/** Texts that only stand for their size begin so. */
const FILLER = '~';

/** A text whose serialized form has so many bytes. */
export function filler(bytes: number): string {
  let text = FILLER.repeat(Math.max(1, bytes - 1));
  while (text.length > 1 && valueBytes(text) > bytes) text = text.slice(1); // the head of a text has some bytes
  return text;
}

/** A token as an outcome. */
export function tokenOutcome(token: NullableToken): Outcome {
  return valueOutcome(formatToken(token));
}

/** An outcome with an error. */
export function errorOutcome(error: unknown, thrown: boolean): Outcome {
  const outcome = futureError(error);
  if (thrown) outcome.thrown = true;
  return outcome;
}

/** An outcome with an error while its facts are put together. */
type Draft<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };
type ErrorOutcome = Draft<Extract<Outcome, { kind: 'error' }>>;

/** An error of the runtime that a script has thrown itself (CALL-15): it is a failure of the application. */
const scripted = /^failure of \d+$/;

function futureError(error: unknown): ErrorOutcome {
  if (error instanceof RemoteApplicationError) {
    return { kind: 'error', code: 'application', failure: `${error.remoteClass}: ${error.remoteMessage}` };
  }
  if (error instanceof AskTimeoutError && scripted.test(error.detail)) {
    return {
      kind: 'error',
      code: 'application',
      failure: `${error.name}: ${error.detail}`,
      cause: error.code,
    };
  }
  if (error instanceof RpcError) return rpcError(error);
  if (error instanceof Error)
    return { kind: 'error', code: 'application', failure: `${error.name}: ${error.message}` };
  return { kind: 'error', code: 'application', failure: `non-error: ${String(error)}` };
}

function rpcError(error: RpcError): ErrorOutcome {
  const outcome: ErrorOutcome = { kind: 'error', code: isOfItsKind(error) ? error.code : 'rpc' };
  const states = Object.keys(error.states);
  const cause = causeOf(error);
  if (cause !== null) outcome.cause = cause;
  if (states.length > 0) outcome.states = states;
  return outcome;
}

/** Whether an error is also of the more general class that its code is a kind of: callers catch that one (HAND-10). */
function isOfItsKind(error: RpcError): boolean {
  return errorClasses[error.code].parent !== 'connection' || error instanceof RpcConnectionError;
}

function causeOf(error: RpcError): ErrorCode | null {
  if (error.cause instanceof RpcError) return error.cause.code;
  return error.cause instanceof ScriptedError ? 'application' : null;
}

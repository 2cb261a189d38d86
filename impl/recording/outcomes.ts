/** How values and errors of applications are written in traces: what can be compared, and nothing more of it. */
import type { ErrorCode } from '../../spec/errors.js';
import type { PlainValue } from '../../spec/operations.js';
import type { Outcome } from '../../spec/trace.js';
import { RemoteApplicationError, RpcError, StartFailedError } from '../rpc/errors.js';

/** The longest text that is written as it is, in characters. */
const TEXT_CHARACTERS_MAX = 200;

/** The outcome "nothing". */
export const NOTHING: Outcome = Object.freeze({ kind: 'value', value: null });

/** An outcome with a value. */
export function valueOutcome(value: unknown): Outcome {
  return value === null || value === undefined ? NOTHING : { kind: 'value', value: plain(value) };
}

/** A value as a plain one. Objects may change between two looks at them, so nothing is told of them but what they are. */
function plain(value: unknown): PlainValue {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value + 0 : `<${value}>`; // -0 is 0 in JSON
    case 'string':
      return short(value);
    default:
      return Array.isArray(value) ? '<array>' : `<${typeof value}>`;
  }
}

/** A text, or its beginning with its length and a hash of the whole. */
function short(text: string): string {
  if (text.length <= TEXT_CHARACTERS_MAX) return text;
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return `${text.slice(0, TEXT_CHARACTERS_MAX)}<${text.length} characters, ${(hash >>> 0).toString(16)}>`;
}

/** An outcome with an error. */
export function errorOutcome(error: unknown, thrown = false): Outcome {
  const how = thrown ? { thrown } : {};
  if (error instanceof RemoteApplicationError) {
    return failed(`${error.remoteClass}: ${error.remoteMessage}`, how);
  }
  if (error instanceof RpcError) return { ...rpcError(error), ...how };
  const isError = error instanceof Error;
  const kind = isError ? textOf(() => error.name) : 'non-error';
  return failed(`${kind}: ${textOf(() => (isError ? error.message : error))}`, how);
}

const failed = (failure: string, how: { readonly thrown?: boolean }): Outcome => ({
  kind: 'error',
  code: 'application',
  failure: short(failure),
  ...how,
});

function rpcError(error: RpcError): Extract<Outcome, { kind: 'error' }> {
  const states = Object.keys(error.states);
  const cause = causeOf(error);
  return {
    kind: 'error',
    code: error.code,
    ...(cause === null ? {} : { cause }),
    ...(states.length === 0 ? {} : { states }),
  };
}

/** The code of the cause. Whatever leaves onStart is the failure of the application. */
function causeOf(error: RpcError): ErrorCode | null {
  const { cause } = error;
  if (cause === undefined || cause === null) return null;
  if (cause instanceof RpcError && !(error instanceof StartFailedError)) return cause.code;
  return 'application';
}

/** A part of an error as text; errors of applications may be anything, with getters that throw. */
function textOf(read: () => unknown): string {
  try {
    return String(read());
  } catch {
    return 'unreadable';
  }
}

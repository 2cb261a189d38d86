/** Errors as they travel: with their class, message, stack and causes, as far as those can be read and sent. */
import { attempt, messageOf, textOf } from '../rpc/error-text.js';
import { errorOf, RemoteApplicationError, RpcError } from '../rpc/errors.js';
import { CAUSES_MAX } from '../wire/limits.js';
import type { WireFailure } from '../wire/wire-frame.js';

/** An error as it travels: at most so many causes behind it (WIRE-36). */
export function failureOf(error: unknown, causes = CAUSES_MAX): WireFailure {
  const behind = attempt(() => (error instanceof Error ? error.cause : undefined));
  const cause = behind instanceof Error && causes > 0 ? failureOf(behind, causes - 1) : null;
  if (error instanceof RemoteApplicationError) {
    const { remoteMessage: message, remoteClass: className, remoteStack: stack } = error;
    return { code: 'application', message, states: {}, className, stack, cause };
  }
  if (error instanceof RpcError) {
    const { code, detail: message, states, name: className } = error;
    return { code, message, states: { ...states }, className, stack: '', cause };
  }
  const isError = error instanceof Error;
  return {
    code: 'application',
    message: messageOf(error),
    states: {},
    className: isError ? textOf(() => error.name) : 'non-error',
    stack: isError ? textOf(() => error.stack ?? '') : '',
    cause,
  };
}

/** How much of an error that is too large for a frame is sent all the same; a character takes at most 3 bytes. */
const SHORTENED_CHARACTERS_MAX = 12;

/** An error that fits into any frame: better less of it than none (SIZE-10). */
export function shortened({ code, message, className }: WireFailure): WireFailure {
  const cut = (text: string): string => text.slice(0, SHORTENED_CHARACTERS_MAX);
  return { code, message: cut(message), states: {}, className: cut(className), stack: '', cause: null };
}

/** The error that a peer has sent. */
export function errorOfFailure({ code, className, message, stack, states, cause }: WireFailure): Error {
  const options = cause === null ? {} : { cause: errorOfFailure(cause) };
  if (code === 'application') return new RemoteApplicationError(className, message, stack, options);
  return errorOf(code, message, { ...options, states });
}

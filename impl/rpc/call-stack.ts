/** The call stack of an ask, for the error of its timeout: it leads to the code that made the call (TIME-07). */

/**
 * The stack of the calling code, a line a frame.
 *
 * @param inner how many callers are of the gateway itself and tell the reader nothing
 */
export function captureCallStack(inner = 0): string {
  return String(new Error('captured').stack)
    .split('\n')
    .slice(2 + inner)
    .join('\n');
}

/** Gives an error the stack of the code that made the call. */
export function withCallStack(error: Error, callStack: string): Error {
  Object.defineProperty(error, 'stack', {
    value: `${error.name}: ${error.message}\n${callStack}`,
    configurable: true,
  });
  return error;
}

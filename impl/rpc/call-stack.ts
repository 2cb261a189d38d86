/** The call stack of an ask, for the error of its timeout: it leads to the code that made the call (TIME-07). */

/** Frames of the gateway itself tell the reader nothing: this function, the handler and the proxy's method. */
const OWN_FRAMES = 3;

/** The stack of the calling code, a line a frame, without the frames of the gateway. */
export function captureCallStack(): string {
  return String(new Error('captured').stack)
    .split('\n')
    .slice(1 + OWN_FRAMES)
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

/** The call stack of an ask, for the error of its timeout: it leads to the code that made the call (TIME-07). */

/** Frames of the gateway itself, which tell the reader nothing. */
const ownFrames = /invocation-handler|call-stack\.[jt]s/;

/** The stack of the calling code, a line a frame, without the frames of the gateway. */
export function captureCallStack(): string {
  const frames = (new Error('captured').stack ?? '').split('\n').slice(1);
  return frames.filter((frame) => !ownFrames.test(frame)).join('\n');
}

/** Gives an error the stack of the code that made the call. */
export function withCallStack(error: Error, callStack: string): Error {
  Object.defineProperty(error, 'stack', {
    value: `${error.name}: ${error.message}\n${callStack}`,
    configurable: true,
  });
  return error;
}

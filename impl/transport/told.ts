/**
 * Telling users what has happened: what their callbacks throw is their fault, and harms neither the transport nor the process,
 * which a stranger could end otherwise. It is a warning of the process, with what was thrown as its cause.
 */

/** Calls a callback of the user, if there is one. It throws nothing. */
export function told<Facts extends readonly unknown[]>(
  callback: ((...facts: Facts) => void) | undefined,
  ...facts: Facts
): void {
  try {
    callback?.(...facts);
  } catch (cause) {
    process.emitWarning(new Error('A callback that a transport was given has thrown', { cause }));
  }
}

/**
 * Code of users that is called where nobody waits for it: callbacks, hooks, loggers. What it throws, or rejects with, is its
 * own fault, and harms neither a link nor the process, which a stranger could end otherwise.
 */

/**
 * Runs code of a user. It throws nothing.
 *
 * @param run may be asynchronous: functions that return nothing have the type of those whose promise nobody awaits
 * @param failed told what it throws, or what its promise is rejected with
 */
export function harmless(run: () => unknown, failed: (thrown: unknown) => void): void {
  try {
    const result = run();
    if (result instanceof Promise) result.catch(failed);
  } catch (thrown) {
    failed(thrown);
  }
}

/** Calls a callback of the user, if there is one. It throws nothing; what the callback throws is a warning. */
export function told<Facts extends readonly unknown[]>(
  callback: ((...facts: Facts) => void) | undefined,
  ...facts: Facts
): void {
  harmless(
    () => callback?.(...facts),
    (cause) => warnOf('A callback that a transport was given has thrown', cause),
  );
}

/** Where a platform says what is wrong with a program: Node has warnings of the process, a page has its console. */
interface Platform {
  readonly process?: { readonly emitWarning?: (warning: Error) => void };
  readonly console: { readonly warn: (warning: Error) => void };
}

/** A warning of the process, or of the console where there is no process, with what was thrown as its cause. */
export function warnOf(what: string, cause: unknown): void {
  const { process, console } = globalThis as Platform;
  const warning = new Error(what, { cause });
  if (process?.emitWarning === undefined) console.warn(warning);
  else process.emitWarning(warning);
}

/** What can be said of an error. Applications throw anything: what has no text, and what has getters that throw. */

/** What a piece of code reads of an error; `undefined` when that throws. */
export function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A part of an error as text; `unreadable` when it has none. */
export function textOf(read: () => unknown): string {
  return String(attempt(() => String(read())) ?? 'unreadable');
}

/** The message of an error, or the text of what was thrown instead of one. */
export function messageOf(error: unknown): string {
  return textOf(() => (error instanceof Error ? error.message : error));
}

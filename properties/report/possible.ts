/** What the models would have accepted, line by line. */

/**
 * The lines to show of what could come next.
 *
 * @param accepted what the models would have accepted, beside operations that begin
 * @param linesMax how many of them are shown; what is left out is counted in one more line
 * @returns at least one line
 * @example
 * ```ts
 * possibleLines([]); // ['operations that begin, nothing else']
 * ```
 */
export function possibleLines(accepted: readonly string[], linesMax = 20): readonly string[] {
  if (accepted.length === 0) return ['operations that begin, nothing else'];
  const more = accepted.length - linesMax;
  return more > 0 ? [...accepted.slice(0, linesMax), `and ${more} more`] : accepted;
}

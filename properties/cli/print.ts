/** Lines for the terminal. What others have written in them is shown, and does nothing. */
import { visibleLine } from '../report/visible.js';

/** What takes a line of progress off a terminal. */
export const ERASE_LINE = '\r\x1b[2K';

/** Prints lines, each of which stays one. */
export function printLines(lines: Iterable<string>): void {
  for (const line of lines) console.log(visibleLine(line));
}

/** Prints lines to standard error. */
export function printErrors(lines: Iterable<string>): void {
  for (const line of lines) console.error(visibleLine(line));
}

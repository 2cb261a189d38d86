/** What is wrong with a scenario written as text: the file, the line, what was found, what was expected, what to do. */

/** A place in a file of scenarios. */
export interface Place {
  /** The file as the user named it. */
  readonly file: string;
  /** The number of the line, from 1. */
  readonly line: number;
}

/** A mistake in a file of scenarios. */
export interface Mistake extends Place {
  /** What stands there. */
  readonly found: string;
  /** What could stand there. */
  readonly expected: string;
  /** What to do, as a sentence without its full stop. */
  readonly advice: string;
}

/** A file is no scenario as text, or not in every line. */
export class ScenarioTextError extends Error {
  override readonly name = 'ScenarioTextError';
  /** Stable. */
  readonly code = 'scenario-text';
  readonly file: string;
  /** The number of the line, from 1. */
  readonly line: number;

  constructor({ file, line, found, expected, advice }: Mistake, options?: ErrorOptions) {
    super(`${file}:${line}: found ${found}, expected ${expected}. ${advice}.`, options);
    this.file = file;
    this.line = line;
  }
}

/** What is wrong with a scenario written as text: the file, the line, what was found, what was expected, what to do. */

/** A place in a file of scenarios. */
export interface Place {
  /** The file as the user named it. */
  readonly file: string;
  /** The number of the line, from 1. */
  readonly line: number;
}

/** A file is no scenario as text, or not in every line. */
export class ScenarioTextError extends Error {
  override readonly name = 'ScenarioTextError';
  /** Stable. */
  readonly code = 'scenario-text';
  readonly file: string;
  /** The number of the line, from 1. */
  readonly line: number;

  /**
   * @param place where
   * @param found what stands there
   * @param expected what could stand there
   * @param advice what to do, as a sentence without its full stop
   */
  constructor({ file, line }: Place, found: string, expected: string, advice: string, cause?: unknown) {
    super(`${file}:${line}: found ${found}, expected ${expected}. ${advice}.`, { cause });
    this.file = file;
    this.line = line;
  }
}

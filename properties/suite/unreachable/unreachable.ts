/** What is said of transitions that nobody takes. */

/** Some transitions of one chart: each of these events in each of these states. */
export interface Cells {
  readonly chart: string;
  readonly states: readonly string[];
  readonly events: readonly string[];
  /** Only the alternative with this decision; every one of the cell when absent. */
  readonly decision?: string;
}

/** Transitions that nobody takes for the same reason. */
export interface Unreachable extends Cells {
  /** `everybody`: the models accept no trace with it. `reference`: others may take it, the reference does not. */
  readonly by: 'everybody' | 'reference';
  readonly reason: string;
}

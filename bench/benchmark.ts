/** What a benchmark is: something that is done many times, counted, and compared with a calibration of the same process. */

/** One measured stretch of work. */
export interface Measured {
  /** How often the counted thing happened. */
  readonly count: number;
  /** How long it took, in milliseconds. */
  readonly milliseconds: number;
}

/** A benchmark that is ready to be measured. */
export interface Subject {
  /** Does a stretch of work of about so many milliseconds. */
  measure(milliseconds: number): Promise<Measured>;
  /** Releases what the benchmark holds. */
  close?(): Promise<void>;
}

/** A benchmark by name. */
export interface Benchmark {
  readonly name: string;
  /** What is counted: `asks`, `steps`, … */
  readonly unit: string;
  /** The rate that it should reach, as a multiple of the bare-await calibration; `null` where there is none. */
  readonly target: number | null;
  /** How long it runs before it counts, in milliseconds; a default when absent. */
  readonly warmUpMilliseconds?: number;
  prepare(): Promise<Subject>;
}

/** Bare awaits a second on the quiet two-core machine that the targets in absolute figures were written for. */
export const BARE_AWAITS_PER_SECOND = 19_600_000;

/** The target ratio that stands for a rate on that machine. */
export const ratioOf = (perSecond: number): number => perSecond / BARE_AWAITS_PER_SECOND;

/**
 * Repeats a portion of work until the time is up.
 *
 * @param milliseconds how long, about
 * @param portion a portion of work, of some milliseconds at most; the result is what it counted
 */
export async function repeat(
  milliseconds: number,
  portion: () => Promise<number> | number,
): Promise<Measured> {
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    const counted = portion();
    count += typeof counted === 'number' ? counted : await counted;
    elapsed = performance.now() - start;
  }
  return { count, milliseconds: elapsed };
}

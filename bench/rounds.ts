/**
 * Alternating rounds: a stretch of the calibration, a stretch of the benchmark, and so on, in one process. What counts
 * is the median of the ratios of the rounds: a noisy neighbour slows both halves of a round.
 */
import type { Benchmark, Measured } from './benchmark.js';
import { bareAwait } from './calibration.js';

/** How long a benchmark runs before it counts, unless it says otherwise. */
const WARM_UP_MILLISECONDS = 1000;

/** What a benchmark came to. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly rounds: number;
  /** The median rate, a second. */
  readonly perSecond: number;
  /** The median ratio to the bare-await calibration of the same round. */
  readonly ratio: number;
  readonly targetRatio: number | null;
  /** `null` where there is no target. */
  readonly met: boolean | null;
  /** Why there are no figures, or `null`. */
  readonly failure: string | null;
}

/** The result of a benchmark that could not be measured. */
export function failed({ name, unit, target }: Benchmark, failure: string): Result {
  const nothing = Number.NaN;
  return {
    name,
    unit,
    rounds: 0,
    perSecond: nothing,
    ratio: nothing,
    targetRatio: target,
    met: false,
    failure,
  };
}

const perSecond = ({ count, milliseconds }: Measured): number => (count / milliseconds) * 1000;

/** The middle value; the upper one of two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/**
 * Measures a benchmark against the calibration.
 *
 * @param benchmark the benchmark
 * @param rounds how many rounds, after a warm-up
 * @param milliseconds the length of each half of a round
 */
export async function measure(benchmark: Benchmark, rounds: number, milliseconds: number): Promise<Result> {
  const calibration = await bareAwait.prepare();
  const subject = await benchmark.prepare();
  const rates: number[] = [];
  const ratios: number[] = [];
  await calibration.measure(milliseconds);
  await subject.measure(benchmark.warmUpMilliseconds ?? WARM_UP_MILLISECONDS);
  for (let round = 0; round < rounds; round += 1) {
    const calibrated = perSecond(await calibration.measure(milliseconds));
    const measured = perSecond(await subject.measure(milliseconds));
    rates.push(measured);
    ratios.push(measured / calibrated);
  }
  await subject.close?.();
  const ratio = median(ratios);
  const { name, unit, target } = benchmark;
  return {
    name,
    unit,
    rounds,
    perSecond: median(rates),
    ratio,
    targetRatio: target,
    met: target === null ? null : ratio >= target,
    failure: null,
  };
}

/**
 * A soak: everything that the benchmarks do, for a while, with a look at the heap now and then. The heap must be flat.
 * What the engine compiles is left out: it goes on optimising for minutes. So is the first quarter of the time, in which
 * everything is allocated once.
 */
import type { Subject } from './benchmark.js';
import { callBenchmarks } from './calls.js';
import { collector, liveBytes } from './heap.js';
import { median } from './rounds.js';
import { simulationBenchmarks } from './simulation.js';

const SAMPLES = 20;
const WARM_UP_SAMPLES = 5;
const SLICE_MILLISECONDS = 50;
/** How much the median of the later half of the samples may exceed that of the earlier half, in bytes. */
const GROWTH_BYTES_MAX = 1_000_000;

async function work(subjects: readonly Subject[], milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) for (const subject of subjects) await subject.measure(SLICE_MILLISECONDS);
}

/**
 * Soaks for so many seconds and prints the heap after each of {@link SAMPLES} collections. The exit code is 1 when the
 * heap grew.
 */
export async function soak(seconds: number): Promise<void> {
  const collect = collector();
  const subjects = await Promise.all(
    [...callBenchmarks, ...simulationBenchmarks].map(({ prepare }) => prepare()),
  );
  const samples: number[] = [];
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    await work(subjects, (seconds * 1000) / SAMPLES);
    collect();
    const bytes = liveBytes();
    const warmingUp = sample <= WARM_UP_SAMPLES;
    if (!warmingUp) samples.push(bytes);
    const note = warmingUp ? ' (warming up)' : '';
    console.log(`live objects after ${sample} of ${SAMPLES}: ${(bytes / 1e6).toFixed(2)} MB${note}`);
  }
  for (const subject of subjects) await subject.close?.();
  report(samples);
}

function report(samples: readonly number[]): void {
  const half = samples.length >> 1;
  const growth = median(samples.slice(half)) - median(samples.slice(0, half));
  const flat = growth <= GROWTH_BYTES_MAX;
  console.log(
    `median of the later half minus that of the earlier: ${growth} bytes: ${flat ? 'flat' : 'it grows'}`,
  );
  if (!flat) process.exitCode = 1;
}

/**
 * A soak: everything that the benchmarks do, for a while, with a look at the heap now and then. The heap must be flat:
 * the second half of the samples is not larger than the first, beyond what noise allows.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { callBenchmarks } from './calls.js';
import { median } from './rounds.js';
import { simulationBenchmarks } from './simulation.js';

const SAMPLES = 20;
const SLICE_MILLISECONDS = 50;
/** How much the median of the second half may exceed that of the first, in bytes. */
const GROWTH_BYTES_MAX = 1_000_000;

/** Full garbage collections on demand, without a flag on the command line. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
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
  for (const subject of subjects) await subject.measure(SLICE_MILLISECONDS); // everything is compiled and allocated once
  const samples: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const until = performance.now() + (seconds * 1000) / SAMPLES;
    while (performance.now() < until)
      for (const subject of subjects) await subject.measure(SLICE_MILLISECONDS);
    collect();
    samples.push(process.memoryUsage().heapUsed);
    console.log(
      `heap after sample ${sample + 1} of ${SAMPLES}: ${((samples[sample] as number) / 1e6).toFixed(2)} MB`,
    );
  }
  for (const subject of subjects) await subject.close?.();
  report(samples);
}

function report(samples: readonly number[]): void {
  const half = samples.length >> 1;
  const growth = median(samples.slice(half)) - median(samples.slice(0, half));
  const flat = growth <= GROWTH_BYTES_MAX;
  console.log(
    `median of the second half minus that of the first: ${growth} bytes: ${flat ? 'flat' : 'it grows'}`,
  );
  if (!flat) process.exitCode = 1;
}

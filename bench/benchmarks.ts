/** Every benchmark, in the order of the table. */
import { adapterBenchmarks } from './adapter.js';
import type { Benchmark } from './benchmark.js';
import { bareAwait, integerLoop } from './calibration.js';
import { callBenchmarks } from './calls.js';
import { simulationBenchmarks } from './simulation.js';
import { traceBenchmarks } from './trace-check.js';

export const benchmarks: readonly Benchmark[] = [
  bareAwait,
  integerLoop,
  ...callBenchmarks,
  ...simulationBenchmarks,
  ...traceBenchmarks,
  ...adapterBenchmarks,
];

/** The calibrations: loops of the language alone, with which every benchmark is compared. */
import { type Benchmark, repeat, type Subject } from './benchmark.js';

const AWAITS_A_PORTION = 20_000;
const ADDITIONS_A_PORTION = 1_000_000;

const identity = async (value: number): Promise<number> => value;

/** A bare `await` of an async function. Targets are multiples of its rate. */
export const bareAwait: Benchmark = {
  name: 'bare await (calibration)',
  unit: 'awaits',
  target: null,
  prepare: async (): Promise<Subject> => ({
    measure: (milliseconds) =>
      repeat(milliseconds, async () => {
        for (let index = 0; index < AWAITS_A_PORTION; index += 1) await identity(index);
        return AWAITS_A_PORTION;
      }),
  }),
};

/** Where the integer loop leaves its result, so that it is not optimised away. */
export const sink = { total: 0 };

/** A loop of integer arithmetic: tells a slow machine from a busy garbage collector. */
export const integerLoop: Benchmark = {
  name: 'integer loop (calibration)',
  unit: 'steps',
  target: null,
  prepare: async (): Promise<Subject> => ({
    measure: (milliseconds) =>
      repeat(milliseconds, () => {
        let total = sink.total;
        for (let index = 0; index < ADDITIONS_A_PORTION; index += 1)
          total = (Math.imul(total, 31) + index) | 0;
        sink.total = total;
        return ADDITIONS_A_PORTION;
      }),
  }),
};

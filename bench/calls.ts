/** Benchmarks of the public API as a user drives it: asks, tells, call-async, within a service and between two. */
import { type Benchmark, ratioOf, repeat, type Subject } from './benchmark.js';
import { localStage, remoteStage, type Stage } from './counter.js';

const ASKS_A_PORTION = 2000;
const OUTSTANDING = 64;
const TELLS_A_PORTION = 1000;

/** A benchmark over a stage: `portion` does some of what is counted, and tells how much. */
function overStage(
  newStage: () => Promise<Stage>,
  portion: (stage: Stage) => Promise<number>,
): () => Promise<Subject> {
  return async () => {
    const stage = await newStage();
    return {
      measure: (milliseconds) => repeat(milliseconds, () => portion(stage)),
      close: () => stage.close(),
    };
  };
}

async function askOneByOne({ gateway }: Stage): Promise<number> {
  for (let index = 0; index < ASKS_A_PORTION; index += 1) await gateway.add(index);
  return ASKS_A_PORTION;
}

async function askManyAtOnce({ gateway }: Stage): Promise<number> {
  const open: Promise<number>[] = [];
  for (let index = 0; index < OUTSTANDING; index += 1) open.push(gateway.add(index));
  await Promise.all(open);
  return OUTSTANDING;
}

/** Tells, and one ask at the end that shows that every one of them was handled. */
async function tell({ gateway }: Stage): Promise<number> {
  for (let index = 0; index < TELLS_A_PORTION; index += 1) gateway.bump(1);
  await gateway.total();
  return TELLS_A_PORTION;
}

async function callAsync({ counter }: Stage): Promise<number> {
  for (let index = 0; index < ASKS_A_PORTION; index += 1) await counter.addOnMainThread(index);
  return ASKS_A_PORTION;
}

export const callBenchmarks: readonly Benchmark[] = [
  {
    name: 'ask, one outstanding',
    unit: 'asks',
    target: ratioOf(1_500_000),
    prepare: overStage(localStage, askOneByOne),
  },
  { name: 'ask, 64 outstanding', unit: 'asks', target: null, prepare: overStage(localStage, askManyAtOnce) },
  { name: 'tell', unit: 'tells', target: ratioOf(8_000_000), prepare: overStage(localStage, tell) },
  { name: 'call-async', unit: 'calls', target: null, prepare: overStage(localStage, callAsync) },
  {
    name: 'remote ask over memory',
    unit: 'asks',
    target: null,
    prepare: overStage(remoteStage, askOneByOne),
  },
  {
    name: 'remote ask, 64 outstanding',
    unit: 'asks',
    target: null,
    prepare: overStage(remoteStage, askManyAtOnce),
  },
];

/** `npm run chaos -- --rounds 10000 --seed 1 --pairs 2`: the kill rounds, as many as wanted. */
import { parseArgs } from 'node:util';
import { DEATH_POINTS } from './plan.js';
import { killRounds, newTally } from './rounds.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    pairs: { type: 'string', default: '2' },
  },
});
const seed = Number(values.seed);
console.log(`seed ${seed}; with it, the same plans are drawn again`);
const startedMs = performance.now();
const tally = newTally();
const told = setInterval(() => console.log(`${tally.rounds} rounds so far`), 60_000);
await killRounds(seed, Number(values.rounds), Number(values.pairs), tally);
clearInterval(told);
console.log(`${tally.rounds} rounds in ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
for (const point of DEATH_POINTS) {
  const { reached, missed } = tally.deaths.get(point) ?? { reached: 0, missed: 0 };
  console.log(`  killed at ${point.padEnd(12)} ${reached}${missed > 0 ? `, later ${missed}` : ''}`);
}
for (const [how, count] of [...tally.outcomes].sort()) console.log(`  ${how.padEnd(22)} ${count}`);
console.log(`  handlers that ran      ${tally.handlers}`);
console.log(`  growth of a heap       ${tally.heapGrowthBytes} bytes at most`);
for (const failure of tally.failures) console.log(failure);
console.log(
  tally.failures.length === 0 ? 'nothing to complain about' : `${tally.failures.length} complaints`,
);
process.exitCode = tally.failures.length === 0 ? 0 : 1;

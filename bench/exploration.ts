/**
 * `npm run bench:exploration`: what exploration costs. The stateful search over the compiled tables runs beside SPIN, which
 * searches the same system written in Promela, and counts the same states; the interleaving search runs a ready
 * configuration on the runtime. All rates are per second of processor time. Rounds alternate; a figure is the median over the
 * rounds, with the smallest and the largest.
 *
 * Options: `--rounds N`. SPIN is the package `spin` of Debian; without it (or without gcc) it is left out, visibly.
 */
import { parseArgs } from 'node:util';
import { configurations } from '../properties/exploration/configurations/index.js';
import { explore } from '../properties/exploration/explore.js';
import { PackedSystem } from '../properties/exploration/stateful/packed.js';
import { benchmarkProtocol } from '../properties/exploration/stateful/protocols.js';
import { searchStates } from '../properties/exploration/stateful/search.js';
import { compileSpin, isSameSystem, type Spin } from './spin/spin.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const ROUNDS = Number(values.rounds);
/** The configuration whose interleavings are measured: that with the most. */
const MEASURED = 'close';

const rates: Record<'stateful' | 'spin' | 'ratio' | 'runtime', number[]> = {
  stateful: [],
  spin: [],
  ratio: [],
  runtime: [],
};

/** How much processor time something takes: other programs of the machine count less in it than in the time of the clock. */
function timed<Result>(work: () => Result): { readonly result: Result; readonly seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1_000_000 };
}

function searchOnce(spin: Spin | null): void {
  const { result, seconds } = timed(() => searchStates(new PackedSystem(benchmarkProtocol)));
  const rate = result.states / seconds;
  rates.stateful.push(rate);
  if (rates.stateful.length === 1)
    console.log(
      `stateful search: ${result.states} states, ${(result.bytes / result.states).toFixed(1)} bytes a state`,
    );
  if (spin === null) return;
  const other = spin.search();
  if (!isSameSystem(other, result))
    throw new Error(`SPIN counts ${other.states} states and ${other.transitions} steps: the systems differ`);
  if (rates.spin.length === 0)
    console.log(`SPIN: ${other.states} states, ${other.bytesAState.toFixed(1)} bytes a state`);
  rates.spin.push(other.states / other.seconds);
  rates.ratio.push((rate * other.seconds) / other.states);
}

function exploreOnce(): void {
  const configuration = configurations.find(({ name }) => name === MEASURED);
  if (configuration === undefined) throw new Error(`There is no configuration '${MEASURED}'`);
  const { result, seconds } = timed(() => explore(configuration));
  rates.runtime.push(result.steps / seconds);
}

function figure(numbers: readonly number[], digits = 0): string {
  const sorted = [...numbers].sort((left, right) => left - right);
  const [least, median, most] = [0, sorted.length >> 1, sorted.length - 1].map((at) =>
    sorted[at]?.toFixed(digits),
  );
  return `${median} (${least} to ${most})`;
}

const spin = compileSpin();
if (spin === null) console.log('SPIN is left out: it needs the packages spin and gcc');
try {
  searchStates(new PackedSystem(benchmarkProtocol)); // the engine compiles it
  exploreOnce();
  rates.runtime.pop();
  for (let round = 0; round < ROUNDS; round += 1) {
    searchOnce(spin);
    exploreOnce();
  }
} finally {
  spin?.close();
}
console.log(`stateful search, states a second: ${figure(rates.stateful)}`);
if (spin !== null) {
  console.log(`SPIN, states a second: ${figure(rates.spin)}`);
  console.log(`stateful search relative to SPIN in the same round: ${figure(rates.ratio, 2)}`);
}
console.log(`interleavings of '${MEASURED}' on the runtime, steps a second: ${figure(rates.runtime)}`);

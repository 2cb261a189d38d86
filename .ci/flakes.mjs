// Runs the suite again and again, with more processes than there are cores, each run with a seed of its own: all of them
// have to be conformant. `npm run flakes -- --runs 200 --times 4 -- --target tcp` passes what follows on to `verify`.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    times: { type: 'string', default: '4' },
    profile: { type: 'string', default: 'quick' },
  },
  allowPositionals: true,
});
const runs = Number(values.runs);
const processes = Number(values.times) * availableParallelism();
/** A run that takes longer hangs. */
const LIMIT_MS = 30 * 60 * 1000;

let begun = 0;
const failed = [];

function verify(seed) {
  const command = ['dist/properties/cli/main.js', 'verify', '--profile', values.profile, '--seed', `${seed}`];
  const child = spawn(process.execPath, [...command, ...positionals], { timeout: LIMIT_MS });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

async function work() {
  while (begun < runs) {
    begun += 1;
    const seed = begun;
    const { code, output } = await verify(seed);
    if (code === 0) continue;
    failed.push(seed);
    console.log(`\n=== seed ${seed} ended with ${code}\n${output}`);
  }
}

await Promise.all(Array.from({ length: processes }, work));
console.log(
  `${runs - failed.length} of ${runs} runs of the profile ${values.profile} were conformant, ` +
    `${processes} at a time on ${availableParallelism()} cores${failed.length > 0 ? `; not: ${failed.join(', ')}` : ''}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

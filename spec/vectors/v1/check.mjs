// Holds an adapter against the vectors: `node check.mjs COMMAND ARGUMENT...`, with nothing but Node.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [command, ...commandArguments] = process.argv.slice(2);
const adapter = spawn(command, commandArguments, { stdio: ['pipe', 'pipe', 'inherit'] });
const lines = createInterface({ input: adapter.stdout })[Symbol.asyncIterator]();
let id = 0;
async function ask(verb, fields = {}) {
  id += 1;
  adapter.stdin.write(`${JSON.stringify({ id, verb, ...fields })}\n`);
  const answer = JSON.parse((await lines.next()).value);
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}
/** How each operation came out, and what each endpoint did in which order: no times, addresses and texts. */
function outline({ steps }, events) {
  const types = new Map(steps.map(({ op, operation }) => [op, operation.type]));
  const parts = {};
  for (const { event, op, outcome, endpoint, role, work, how, resource } of events) {
    if (event === 'outcome') {
      const value = types.get(op) === 'create-endpoint' ? null : outcome.value;
      (parts[`operation ${op}`] ??= []).push(JSON.stringify([outcome.code, outcome.thrown ?? false, value]));
    } else if (event !== 'invoke') {
      (parts[`endpoint ${endpoint}`] ??= []).push(JSON.stringify([event, role, work, how, resource]));
    }
  }
  return parts;
}

const begins = (short, long) =>
  Object.keys(short).every((key) => short[key].every((part, position) => long[key]?.[position] === part));
function verdictOf({ scenario, history, reason, rules, index, confluent }, events) {
  const [seen, told] = [events, history.events].map((some) => outline(scenario, some));
  const same = begins(told, seen) && begins(seen, told);
  if (reason !== undefined) // rejected: it ends with an impossible event, or too early
    return (index === history.events.length ? same : begins(told, seen)) ? `${reason} (${rules.join(', ')})` : 'good';
  if (same) return 'good';
  return confluent ? 'another history than the only possible one' : 'another order';
}
const counts = { good: 0, 'another order': 0, wrong: 0, 'left out': 0 };
const capabilities = new Set((await ask('hello', { protocol: 1, suite: 'vectors' })).capabilities);
for (const name of readdirSync(new URL('./', import.meta.url)).filter((file) => file.endsWith('.json')).sort()) {
  const { rule, accepted, rejected } = JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
  for (const vector of [...accepted, ...rejected]) {
    const { scenario, history, visible = true, requires } = vector;
    const outside = visible && !history.header.complete && scenario.tape.length === 0;
    if (!outside || !requires.every((each) => capabilities.has(each))) { counts['left out'] += 1; continue; }
    await ask('reset', { scenario: rule, rules: [rule], kills: 'service', services: scenario.services });
    const { events } = await ask('run', { steps: scenario.steps, tape: [], patienceMs: 5000 });
    const verdict = verdictOf(vector, events);
    counts[verdict in counts ? verdict : 'wrong'] += 1;
    if (!(verdict in counts)) console.log(`${rule}: ${verdict}: ${JSON.stringify(scenario.steps)}`);
  }
}
await ask('bye');
adapter.stdin.end();
console.log(Object.entries(counts).map(([word, count]) => `${count} ${word}`).join(', '));
process.exitCode = counts.wrong > 0 || counts.good === 0 ? 1 : 0;

/**
 * A process that hunts one checker mutant: `node hunt-checker.js ID LABELS`. With an empty id it writes, for each trace of
 * the reference and each that comes of them by a change, whether the checker rejects it, and why. With an id it compares:
 * a checker that judges one trace otherwise is caught. It prints one line of JSON.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { checkerMutants } from './catalogue.js';

const [, , id = '', labels = ''] = process.argv;
const mutant = checkerMutants.find((known) => known.id === id);
if (id !== '' && mutant === undefined) throw new Error(`There is no checker mutant ${id}`);
if (mutant !== undefined) register(new URL('../load-hooks.js', import.meta.url), { data: mutant });

// Loaded behind the hooks, which change a module of the checker.
const { labelled } = await import('./labelled.js');

if (mutant === undefined) {
  writeFileSync(labels, JSON.stringify([...labelled()].map(({ rules }) => rules)));
  process.stdout.write('null\n');
} else {
  const known = JSON.parse(readFileSync(labels, 'utf8')) as readonly (readonly string[] | null)[];
  const killedBy: string[] = [];
  let position = 0;
  for (const { name, rules } of labelled()) {
    const label = known[position] as readonly string[] | null;
    position += 1;
    if ((rules === null) === (label === null)) continue;
    killedBy.push(
      label === null ? `${name}: rejected by ${rules?.[0]}` : `${name}: accepted, and breaks ${label[0]}`,
    );
    break;
  }
  const { fault } = mutant;
  process.stdout.write(`${JSON.stringify({ id, fault, killed: killedBy.length > 0, killedBy })}\n`);
}

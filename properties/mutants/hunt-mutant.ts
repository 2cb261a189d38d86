/**
 * A process that hunts one mutant: `node hunt-mutant.js ID SEED REFERENCE`, where REFERENCE is a file with what the reference
 * does. The module of the mutant is changed as it is loaded, so nothing of the runtime may be loaded before. It prints one
 * line of JSON.
 */
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { mutants } from './catalogue/index.js';

const [, , id = '', seedText = '1', reference = ''] = process.argv;
const mutant = mutants.find((known) => known.id === id);
if (mutant === undefined) throw new Error(`There is no mutant ${id}: \`fencepost mutate --list\` names them`);
register(new URL('load-hooks.js', import.meta.url), { data: mutant });

const { referenceTarget } = await import('../suite/target.js');
const { Hunt } = await import('./hunt.js');
const { clumsyRuns } = await import('./subtlety.js');
const seed = Number(seedText);
const target = referenceTarget();
const result = await new Hunt(mutant, target, seed).run();
const clumsy = clumsyRuns(mutant, target, JSON.parse(readFileSync(reference, 'utf8')), seed);
process.stdout.write(`${JSON.stringify({ ...result, clumsy })}\n`);

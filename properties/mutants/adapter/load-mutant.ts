/**
 * Loaded before an adapter (`node --import`): the mutant that the environment variable `FENCEPOST_MUTANT` names takes the
 * place of the reference. Nothing of the runtime may be loaded here.
 */
import { register } from 'node:module';
import { mutants } from '../catalogue/index.js';

const id = process.env['FENCEPOST_MUTANT'];
const mutant = mutants.find((known) => known.id === id);
if (mutant === undefined) throw new Error(`FENCEPOST_MUTANT is '${id}', and there is no such mutant`);
register(new URL('../load-hooks.js', import.meta.url), { data: mutant });

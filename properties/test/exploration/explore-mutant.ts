/**
 * Explores a configuration with one fault planted: `node explore-mutant.js MUTANT CONFIGURATION`. It prints the rules that
 * stand first against traces, and those of their situation, as JSON. A process of its own, since the fault is planted as the
 * modules are loaded.
 */
import { register } from 'node:module';
import { mutants } from '../../mutants/catalogue/index.js';

const [, , id = '', name = ''] = process.argv;
const mutant = mutants.find((known) => known.id === id);
if (mutant === undefined) throw new Error(`There is no mutant ${id}: \`fencepost mutate --list\` names them`);
register(new URL('../../mutants/load-hooks.js', import.meta.url), { data: mutant });

const { configurations } = await import('../../exploration/configurations/index.js');
const { explore } = await import('../../exploration/explore.js');
const configuration = configurations.find((known) => known.name === name);
if (configuration === undefined) throw new Error(`There is no configuration ${name}`);
const { violations } = explore(configuration, { stopAtViolation: true });
process.stdout.write(
  JSON.stringify(violations.map(({ rejection: { rules, situation } }) => [...rules, ...situation])),
);

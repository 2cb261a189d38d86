// Mutation of the code itself: `npm run mutation`. Stryker makes the mutants of models/ and of the core of impl/, checks
// of the project hunt them (see checks.mjs), and what survives is compared with the reasons in survivors.json. It fails
// when the score is too low, a survivor has no reason, or a reason has no survivor.
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { WANTED } from './checks.mjs';
import { keyOf, mutantsOf, scoreOf, wasHunted } from './mutants.mjs';
import { optionsOf } from './options.mjs';
import { writePage } from './page.mjs';
import { compare, equivalentOf, readReasons } from './reasons.mjs';

const SCORE_MIN = 90;

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string', multiple: true },
    parallel: { type: 'string', default: '2' },
    json: { type: 'string' },
    incremental: { type: 'string' },
    checks: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const root = process.cwd();
if (!existsSync('tsconfig.json')) throw new Error('run it in the top folder: npm run mutation');
if (values.sample !== undefined && values.incremental !== undefined)
  throw new Error('a sample is not kept: leave out --sample or --incremental');
process.env.FENCEPOST_PROJECT = root;
if (values.checks !== undefined) process.env[WANTED] = values.checks;

const results = await new Stryker(optionsOf(values, root)).runMutationTest();
const mutants = mutantsOf(results, root);
const groups = readReasons();
const files = new Set(mutants.map(({ file }) => file));
const { unexplained, stale } = compare(
  mutants,
  groups,
  (file) => files.has(file) || (values.file === undefined && !existsSync(file)),
);
const hunted = mutants.filter(wasHunted);
const equivalent = equivalentOf(groups);
const score = scoreOf(hunted.filter((mutant) => mutant.end === 'killed' || !equivalent.has(keyOf(mutant))));

const shown = ({ file, line, was, becomes }) => `${file}: ${line}\n    ${was}  ->  ${becomes}`;
for (const mutant of unexplained) console.log(`✗ ${mutant.end}, and no reason: ${shown(mutant)}`);
for (const mutant of stale) console.log(`✗ a reason, and no survivor: ${shown(mutant)}`);
const count = (wanted) => mutants.filter(({ end }) => end === wanted).length;
console.log(
  `${mutants.length} mutants in ${files.size} files` +
    (values.sample === undefined
      ? ''
      : `, of which ${mutants.length - count('not-drawn')} were drawn by seed ${values.seed}`) +
    `; ${count('no-program')} do not compile`,
);
console.log(
  `${hunted.length} hunted: ${count('killed')} killed, ${count('survived')} survived, ${count('unreached')} not reached` +
    `, ${count('failed')} without a verdict`,
);
console.log(
  `score ${scoreOf(hunted).toFixed(1)} %; ${score.toFixed(1)} % without those that are equivalent to the code, ` +
    `at least ${SCORE_MIN} %`,
);

if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(mutants, null, 1)}\n`);
if (values.write) writePage({ mutants, sample: values.sample, seed: values.seed });
process.exitCode = unexplained.length === 0 && stale.length === 0 && score >= SCORE_MIN ? 0 : 1;

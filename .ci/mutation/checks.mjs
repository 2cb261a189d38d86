// What a mutant of models/ or impl/core/ has to survive: tests of the project that run in one process, again and again.
// Each is small, so that Stryker can tell which of them reach a mutant.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';

/** Folders of tests, or single files, of which every test is a check: first what is likely to notice most. */
const testFiles = [
  'models/test/compile.test.js',
  'models/test/calls.test.js',
  'models/test/lifecycle.test.js',
  'models/test',
  'models/test/world',
  'impl/test/core',
  'impl/test/reentrancy.test.js',
  'impl/test/rpc/endpoint-binding.test.js',
  'impl/test/rpc/invocation-handler.test.js',
  'impl/test/rpc/main-thread-executor.test.js',
  'impl/test/rpc/rpc-endpoint.test.js',
  'impl/test/rpc/rpc-server.test.js',
  'impl/test/rpc/rpc-service.test.js',
  'impl/test/runtime/cell.test.js',
  'impl/test/runtime/service-runtime.test.js',
  'properties/test/stories/stories.test.js',
];

/** A file that is left out: it has the engine count what runs, from then on, which takes twice the time. */
const filesLeftOut = new Set(['models/test/many-endpoints.test.js']);

/** Tests that are left out. */
const leftOut = [
  // They test tests, and take long.
  /^a change of any one cell of .* is noticed$/,
  // It sends tens of thousands of messages: half of the time of all checks together.
  /^DEAD-03 messages that a broken link swallowed are forgotten in the end$/,
];

/** The variable that holds what the names of groups of checks must contain. All of them where there is none. */
export const WANTED = 'FENCEPOST_CHECKS';

const VECTORS = join('spec', 'vectors', 'v1');

/** The seed of whatever is drawn. */
const SEED = 1;

/** @typedef {{ readonly id: string, readonly run: () => unknown }} Check */

/**
 * Checks that are loaded together. Loading them loads the code under test.
 *
 * @typedef {{ readonly name: string, readonly load: () => Promise<Check[]> }} Group
 */

/** A module of the build in the current folder. */
const built = (/** @type {string} */ path) => import(pathToFileURL(resolve('dist', path)).href);

function filesOf(/** @type {string} */ path) {
  if (path.endsWith('.js')) return [path];
  const names = readdirSync(join('dist', path)).filter((name) => name.endsWith('.test.js'));
  return names.map((name) => `${path}/${name}`).filter((file) => !filesLeftOut.has(file));
}

/** The tests of a file. @returns {Group} */
function unitTests(/** @type {string} */ path) {
  const name = path.replace(/js$/, 'ts');
  const load = async () => {
    const { testsOf } = await built('node_modules/ava/ava.mjs');
    const tests = await testsOf(pathToFileURL(resolve('dist', path)).href);
    const wanted = tests.filter(({ title }) => !leftOut.some((pattern) => pattern.test(title)));
    return wanted.map(({ title, run }) => ({ id: `${name}: ${title}`, run }));
  };
  return { name, load };
}

/** The published histories, rule by rule. @returns {Promise<Check[]>} */
async function vectors() {
  const { checkTrace } = await built('models/index.js');
  const { decodeOrThrow, RuleVectorsCodec } = await built('spec/index.js');
  const verdictOf = (history, quirks) =>
    checkTrace(history, { capabilities: new Set(history.header.capabilities), quirks });
  return readdirSync(VECTORS)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const vectors = once(() =>
        decodeOrThrow(RuleVectorsCodec, JSON.parse(readFileSync(join(VECTORS, name), 'utf8')), name),
      );
      const accept = () => {
        const { rule, accepted } = vectors();
        for (const { history } of accepted) {
          const verdict = verdictOf(history, 'accepted');
          demand(verdict.verdict === 'accepted' && (verdict.exercised.get(rule) ?? 0) > 0, verdict.verdict);
        }
      };
      const reject = () => {
        for (const { history, index, quirks } of vectors().rejected) {
          const verdict = verdictOf(history, quirks);
          demand(verdict.verdict === 'rejected' && verdict.index === index, verdict.verdict);
        }
      };
      return [
        { id: `spec/vectors/v1/${name}: accepted`, run: accept },
        { id: `spec/vectors/v1/${name}: rejected`, run: reject },
      ];
    });
}

/** A value that is made when it is first asked for. */
function once(make) {
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

/** The suite against the reference: theme by theme, and at last as a whole. @returns {Promise<Check[]>} */
async function suite() {
  const { conformance, profiles, referenceTarget, themes, scenariosOf, Judge } = await suiteParts();
  const target = referenceTarget();
  const profile = profiles.smoke;
  const checks = themes.map((theme) => {
    const run = async () => {
      const judge = new Judge(target);
      const scenarios = scenariosOf(theme, target.capabilities);
      const parameters = { seed: SEED, endOnFailure: true };
      const fast = fc.property(scenarios, (scenario) => judge.judge(target.runFast(scenario)) === null);
      const api = fc.asyncProperty(
        scenarios,
        async (scenario) => judge.judge(await target.run(scenario)) === null,
      );
      const detailsFast = fc.check(fast, { ...parameters, numRuns: theme.weight * profile.fastRuns });
      demand(!detailsFast.failed, 'a run without promises fails');
      if (theme.holds) return;
      const detailsApi = await fc.check(api, { ...parameters, numRuns: theme.weight * profile.apiRuns });
      demand(!detailsApi.failed, 'a run with promises fails');
    };
    return { id: `suite: ${theme.name}`, run };
  });
  const whole = async () => {
    const { verdict } = await conformance(target, { profile, seed: SEED });
    demand(verdict === 'conformant', verdict);
  };
  return [...checks, { id: 'suite: the whole', run: whole }];
}

async function suiteParts() {
  const { conformance } = await built('properties/suite/conformance.js');
  const { profiles } = await built('properties/suite/profiles.js');
  const { referenceTarget } = await built('properties/suite/target.js');
  const { Judge } = await built('properties/suite/judge.js');
  const { themes } = await built('properties/scenarios/index.js');
  const { scenariosOf } = await built('properties/arbitraries/scenarios.js');
  return { conformance, profiles, referenceTarget, themes, scenariosOf, Judge };
}

function demand(/** @type {boolean} */ good, /** @type {string} */ message) {
  if (!good) throw new Error(message);
}

/**
 * The groups that can notice a mutant that is alive while modules load, in an order that does not change.
 *
 * @param {string} [file] where the mutant is; every group when absent
 * @returns {Group[]}
 */
export function groupsOfChecks(file = '') {
  const files = new Set(testFiles.flatMap(filesOf));
  const all = [
    ...Array.from(files, unitTests),
    { name: 'spec/vectors/v1', load: vectors },
    { name: 'suite', load: suite },
  ];
  const groups = all.filter(({ name }) => name.includes(process.env[WANTED] ?? ''));
  if (groups.length === 0) throw new Error(`there are no checks like ${process.env[WANTED]}`);
  // The models run on tables that were compiled from the charts: a test compares both.
  if (file.includes('models/charts/'))
    return groups.filter(({ name }) => name === 'models/test/compile.test.ts');
  // The models know nothing of the runtime.
  if (file.includes('impl/')) return groups.filter(({ name }) => !/^(?:models|spec)/.test(name));
  return groups;
}

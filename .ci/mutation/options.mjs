// What Stryker is told.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Where mutants are made: decisions, and nothing that is generated, generates, or tests. */
const everywhere = ['models/**/*.ts', 'impl/core/**/*.ts'];
const nowhere = ['!**/test/**', '!models/tables/generated/**', '!**/generate.ts'];

/**
 * @param {{ sample?: string, seed: string, file?: string[], parallel: string, incremental?: string }} wanted
 *   `incremental` is a file in which Stryker keeps what became of each mutant, so that a later run, of these or of
 *   other files, hunts only what has changed since, or has new tests
 * @param {string} root the top folder
 */
export function optionsOf({ sample, seed, file = everywhere, parallel, incremental }, root) {
  return {
    mutate: [...file, ...nowhere],
    plugins: ['runner.mjs', 'sampling.mjs', 'compiling.mjs'].map(here),
    testRunner: 'checks',
    checkers: [...(sample === undefined ? [] : ['sampling']), 'compiling'],
    fencepost: { root, size: Number(sample ?? 0), seed: Number(seed) },
    coverageAnalysis: 'perTest',
    incremental: incremental !== undefined,
    ...(incremental === undefined ? {} : { incrementalFile: resolve(incremental) }),
    concurrency: Number(parallel),
    buildCommand: 'node .ci/mutation/build.mjs',
    disableTypeChecks: false,
    symlinkNodeModules: false,
    tsconfigFile: '.ci/mutation/tsconfig.json',
    typescriptChecker: { prioritizePerformanceOverAccuracy: false },
    tempDirName: 'dist-mutation',
    ignorePatterns: [
      'dist',
      'coverage',
      'docs/api',
      '.venv',
      '**/target',
      '**/peers',
      '.ci/mutation/node_modules',
    ],
    reporters: ['dots'],
    // The runner has limits of its own, in time of the processor. These are for what gets past them.
    timeoutMS: 120_000,
    timeoutFactor: 5,
    dryRunTimeoutMinutes: 30,
    allowConsoleColors: false,
    warnings: { unknownOptions: false },
  };
}

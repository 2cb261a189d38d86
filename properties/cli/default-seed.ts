/**
 * The seed when nobody names one: always the same for somebody at a terminal, and another one for each commit in CI, so that
 * what runs again and again does not try the same scenarios for ever. A run says its seed, whichever it was.
 */
import { spawnSync } from 'node:child_process';

/** The seed at a terminal. */
const USUAL_SEED = '1';

/** So many digits of a commit are its seed: they fit into 31 bits. */
const DIGITS = 7;

/** Where CI servers say which commit they are about. */
const commitVariables = ['GITHUB_SHA', 'CI_COMMIT_SHA', 'BUILDKITE_COMMIT', 'CIRCLE_SHA1', 'GIT_COMMIT'];

/** The environment of a process. */
type Environment = { readonly [name: string]: string | undefined };

/**
 * The seed when nobody names one.
 *
 * @param environment `FENCEPOST_SEED` is the seed; where `CI` is set, the seed is made of the commit
 * @param head tells the commit of the working directory, or null where there is none
 * @returns the seed as one writes it, for `--seed`
 * @example
 * ```ts
 * defaultSeed({ CI: 'true', GITHUB_SHA: '00000ff1b2' }); // '255'
 * ```
 */
export function defaultSeed(environment: Environment, head: () => string | null = commitOfHead): string {
  const { FENCEPOST_SEED: seed = '', CI: ci = '' } = environment;
  if (seed !== '') return seed;
  if (ci === '' || ci === 'false' || ci === '0') return USUAL_SEED;
  const named = commitVariables.map((name) => environment[name]).find(isCommit);
  const commit = named ?? head();
  return isCommit(commit) ? String(Number.parseInt(commit.slice(0, DIGITS), 16)) : USUAL_SEED;
}

const isCommit = (text: string | null | undefined): text is string =>
  typeof text === 'string' && /^[0-9a-f]{7,64}$/.test(text);

function commitOfHead(): string | null {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', timeout: 5000 });
  return status === 0 ? stdout.trim() : null;
}

/** A report of a target with one fault, for the tests of its forms. */
import { referenceRules } from '../../../impl/runtime/service-runtime.js';
import type { SuiteReport } from '../../../spec/index.js';
import { conformance, type Progress } from '../../suite/conformance.js';
import { profiles } from '../../suite/profiles.js';
import { referenceTarget } from '../../suite/target.js';

/** START while started runs onStart again. */
const faulty = referenceTarget({
  ...referenceRules,
  actor: { ...referenceRules.actor, 'LIFE-03': referenceRules.actor['LIFE-02'] },
});

/** What was told while the suite ran. */
export const progress: Progress[] = [];

const found = await conformance(faulty, {
  profile: { ...profiles.smoke, fastRuns: 2, apiRuns: 1 },
  rules: 'LIFE-0*',
  onProgress: (done) => progress.push(done),
});

/** The report. Its tokens are compressed, which versions of Node do differently: they are replaced. */
export const faultyReport: SuiteReport = {
  ...found,
  failures: found.failures.map((failure) => ({ ...failure, token: 'fp1-fast-token' })),
};

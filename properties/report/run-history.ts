/**
 * The history of a target: what earlier runs of the suite said of each rule, for the page of a report, and what is
 * different since the last of them.
 */
import type { RuleVerdict, RunRecord, SuiteReport } from '../../spec/index.js';

/** How many earlier runs a page shows. */
export const EARLIER_RUNS_MAX = 20;

const verdicts = ['passed', 'violated', 'differs', 'not-exercised', 'not-applicable'] as const;

/** What a report leaves for those who come later. */
export function runRecordOf(report: SuiteReport): RunRecord {
  const { target, targetVersion, profile, seed, verdict } = report;
  const idsOf = (wanted: RuleVerdict): readonly string[] =>
    report.rules.filter((rule) => rule.verdict === wanted).map(({ id }) => id);
  return {
    format: 'fencepost-run',
    version: 1,
    target,
    targetVersion,
    profile,
    seed,
    verdict,
    rules: {
      passed: idsOf('passed'),
      violated: idsOf('violated'),
      differs: idsOf('differs'),
      'not-exercised': idsOf('not-exercised'),
      'not-applicable': idsOf('not-applicable'),
    },
  };
}

/** The last runs of the target of a report, the oldest first. */
export const earlierRuns = (runs: readonly RunRecord[], { target }: SuiteReport): readonly RunRecord[] =>
  runs.filter((run) => run.target === target).slice(-EARLIER_RUNS_MAX);

/** What a run said of each rule that it was about. */
export function verdictsOf({ rules }: RunRecord): ReadonlyMap<string, RuleVerdict> {
  return new Map(verdicts.flatMap((verdict) => rules[verdict].map((id) => [id, verdict] as const)));
}

/** A run in words. */
export const nameOfRun = ({ targetVersion, profile, seed, verdict }: RunRecord): string =>
  `${targetVersion === null ? '' : `version ${targetVersion}, `}profile ${profile}, seed ${seed}: ${verdict}`;

/**
 * The rules whose verdict is another one than in the last run that was about them, one line for all that went the same
 * way.
 *
 * @param runs earlier ones of the same target, the oldest first
 */
export function changesSince(runs: readonly RunRecord[], report: SuiteReport): readonly string[] {
  const before = new Map(runs.flatMap((run) => [...verdictsOf(run)]));
  const changes = new Map<string, string[]>();
  for (const { id, verdict } of report.rules) {
    const last = before.get(id) ?? verdict;
    if (last === verdict) continue;
    const change = `${words(last)} before, ${words(verdict)} now`;
    changes.set(change, [...(changes.get(change) ?? []), id]);
  }
  return [...changes].map(([change, ids]) => `${change}: ${ids.join(', ')}`);
}

const words = (verdict: string): string => verdict.replace('-', ' ');

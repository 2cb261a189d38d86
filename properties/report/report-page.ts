/** The report of a run of the suite as a page: every rule with its sentence, and each failure to step through. */
import {
  type FailureReport,
  type RuleReport,
  type RunRecord,
  ruleById,
  type SuiteReport,
} from '../../spec/index.js';
import { coverageLines } from '../suite/print-coverage.js';
import { nameOfTarget, savedLines, summary } from '../suite/print-report.js';
import { familiesOf } from './families.js';
import { eraOfTrace, follow } from './follow.js';
import type { FamilyData, PageData, TraceData } from './page-data.js';
import { nameOfRun, verdictsOf } from './run-history.js';
import { statecharts } from './statechart.js';

/** What failures may take of a page, in characters of their JSON; the rules take the rest. */
const FAILURES_CHARACTERS_MAX = 1_100_000;

/** How many events of a failure are shown before the one that is not allowed, and after it. */
const BEFORE_MAX = 300;
const AFTER_MAX = 30;

/**
 * The page of a report.
 *
 * @param replayOptions what `fencepost replay` needs beside the token to reach the same target
 * @param earlier runs of the same target, the oldest first
 */
export function reportPage(
  report: SuiteReport,
  replayOptions = '',
  earlier: readonly RunRecord[] = [],
): PageData {
  const traces: TraceData[] = [];
  const without: string[] = [];
  let characters = 0;
  for (const failure of report.failures) {
    const trace = traceOf(failure, replayOptions);
    const size = JSON.stringify(trace).length;
    if (characters + size > FAILURES_CHARACTERS_MAX) without.push(failure.rule);
    else {
      characters += size;
      traces.push(trace);
    }
  }
  return {
    title: `Fencepost: ${nameOfTarget(report)}`,
    summary: summary(report),
    verdict: verdictOf(report),
    report: {
      families: familiesIn(report.rules, earlier),
      remarks: remarksOf(report),
      earlier: earlier.map(nameOfRun),
    },
    traces,
    leftOut:
      without.length === 0
        ? null
        : `The page would be too large with these failures, which the report in JSON has: ${without.join(', ')}`,
    statecharts: statecharts(eraOfTrace(report)),
    sentences: sentencesOf([
      ...report.rules.map(({ id }) => id),
      ...traces.flatMap(({ rules, rows }) => [...rules, ...rows.flatMap(({ rule }) => rule ?? [])]),
    ]),
  };
}

function verdictOf({ verdict }: SuiteReport): PageData['verdict'] {
  if (verdict === 'conformant') return 'good';
  return verdict === 'inconclusive' || verdict === 'not-exercised' ? 'open' : 'bad';
}

function familiesIn(rules: readonly RuleReport[], earlier: readonly RunRecord[]): readonly FamilyData[] {
  const runs = earlier.map(verdictsOf);
  const withHistory = (rule: RuleReport) => ({
    ...rule,
    earlier: runs.map((verdicts) => verdicts.get(rule.id) ?? null),
  });
  return [...familiesOf(rules)].map(([name, members]) => ({ name, rules: members.map(withHistory) }));
}

function remarksOf(report: SuiteReport): readonly string[] {
  const { differences, fault } = report;
  return [
    ...savedLines(report),
    ...coverageLines(report),
    ...differences.map(
      ({ rule, outcome, reason }) =>
        `${outcome === 'as-expected' ? 'differs as expected' : `unexpected (${outcome})`}: ${rule}, ${reason}`,
    ),
    ...(fault === null ? [] : [`The adapter is at fault (${fault.code}): ${fault.message}`]),
  ];
}

/** The sentences of rules, by id. */
export function sentencesOf(ids: Iterable<string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...new Set(ids)].map((id) => [id, ruleById(id)?.sentence ?? '']));
}

/** A failure to step through. */
function traceOf(failure: FailureReport, replayOptions: string): TraceData {
  const { trace, index, scenario } = failure;
  const from = Math.max(0, index - BEFORE_MAX);
  const until = Math.min(trace.events.length, index + AFTER_MAX);
  const { told } = follow(trace, { from, until });
  return {
    heading: `${failure.rule}: ${failure.reason}`,
    remarks: [
      `${scenario.steps.length} steps, ${failure.lane} lane, found by: ${failure.theme}`,
      ...(until - from < trace.events.length
        ? [`Events ${from + 1} to ${until} of ${trace.events.length} are shown.`]
        : []),
    ],
    rules: failure.rules,
    replay: `npx fencepost replay ${failure.token}${replayOptions}`,
    ...told,
    broken: index - from,
    accepted: failure.accepted,
    state: failure.state,
  };
}

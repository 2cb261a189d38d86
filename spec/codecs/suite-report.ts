/** The report of a run of the suite, as `fencepost verify --json FILE` writes it. */
import * as t from 'io-ts';
import { Natural, Milliseconds as NonNegative } from './primitives.js';
import { ScenarioCodec } from './scenario.js';
import { TraceCodec } from './trace.js';

/** What the suite says of one rule. `not-applicable` names the missing capabilities in `missing`. */
export const RuleVerdictCodec = t.keyof(
  { passed: null, violated: null, 'not-exercised': null, 'not-applicable': null },
  'RuleVerdict',
);
export type RuleVerdict = t.TypeOf<typeof RuleVerdictCodec>;

/** One rule in a report: how often its antecedent was met, and in how many scenarios. */
export const RuleReportCodec = t.readonly(
  t.strict({
    id: t.string,
    level: t.keyof({ MUST: null, SHOULD: null, MAY: null }),
    verdict: RuleVerdictCodec,
    exercised: Natural,
    runs: Natural,
    missing: t.readonlyArray(t.string),
  }),
  'RuleReport',
);
export type RuleReport = t.TypeOf<typeof RuleReportCodec>;

/** A failure, minimal: what replays it, what happened, and what the models would have accepted instead. */
export const FailureReportCodec = t.readonly(
  t.strict({
    rule: t.string,
    /** Every rule that the rejection names; the first is `rule`. */
    rules: t.readonlyArray(t.string),
    /** Why, in words. */
    reason: t.string,
    /** The argument of `fencepost replay`. */
    token: t.string,
    theme: t.string,
    lane: t.keyof({ api: null, fast: null }),
    scenario: ScenarioCodec,
    trace: TraceCodec,
    /** The position of the event that was not allowed; the length of the trace when something is missing at its end. */
    index: Natural,
    accepted: t.readonlyArray(t.string),
    state: t.string,
  }),
  'FailureReport',
);
export type FailureReport = t.TypeOf<typeof FailureReportCodec>;

/** The report. */
export const SuiteReportCodec = t.readonly(
  t.strict({
    format: t.literal('fencepost-report'),
    version: t.literal(1),
    verdict: t.keyof({ conformant: null, violated: null, inconclusive: null }),
    profile: t.string,
    seed: t.number,
    target: t.string,
    rules: t.readonlyArray(RuleReportCodec),
    totals: t.strict({
      rules: Natural,
      passed: Natural,
      violated: Natural,
      notExercised: Natural,
      notApplicable: Natural,
      runs: Natural,
      /** Runs on the public API with promises; the others are in the fast lane. */
      apiRuns: Natural,
      steps: Natural,
      seconds: NonNegative,
      stepsPerSecond: NonNegative,
    }),
    failures: t.readonlyArray(FailureReportCodec),
  }),
  'SuiteReport',
);
export type SuiteReport = t.TypeOf<typeof SuiteReportCodec>;

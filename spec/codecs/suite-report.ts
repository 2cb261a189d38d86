/** The report of a run of the suite, as `fencepost verify --json FILE` writes it. */
import * as t from 'io-ts';
import { ExpectedDifferenceCodec } from './expected-differences.js';
import { Natural, Milliseconds as NonNegative, objectOf } from './primitives.js';
import { ScenarioCodec } from './scenario.js';
import { TraceCodec } from './trace.js';

/** What the suite says of one rule. `differs`: violated, as expected of this target. `not-applicable` names the missing capabilities in `missing`. */
export const RuleVerdictCodec = t.keyof(
  { passed: null, violated: null, differs: null, 'not-exercised': null, 'not-applicable': null },
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
    /** Every rule that the rejection names, those about its situation last; the first is `rule`. */
    rules: t.readonlyArray(t.string),
    /** Why, in words. */
    reason: t.string,
    /** The argument of `fencepost replay`. */
    token: t.string,
    /** The theme that found it, or the file that it was saved in. */
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

/** An expected difference, and what became of it. */
export const DifferenceReportCodec = t.readonly(
  t.intersection([
    ExpectedDifferenceCodec,
    t.strict({
      outcome: t.keyof({ 'as-expected': null, passed: null, 'failed-differently': null, 'not-run': null }),
    }),
  ]),
  'DifferenceReport',
);

/** A fault of an adapter: what it did, the line that shows it, and the last of its standard error. */
export const FaultReportCodec = t.readonly(
  t.strict({
    code: t.string,
    message: t.string,
    line: t.union([t.string, t.null]),
    during: t.string,
    diagnostics: t.string,
  }),
  'FaultReport',
);
export type FaultReport = t.TypeOf<typeof FaultReportCodec>;

/** What became of scenarios that earlier runs had saved (`fencepost verify --save`); each is named by its file. */
export const SavedReportCodec = t.readonly(
  t.strict({
    passed: t.readonlyArray(t.string),
    /** Those that fail; the failures name the file in place of a theme. */
    failed: t.readonlyArray(t.string),
    /** Those that the target lacks something for. */
    notApplicable: t.readonlyArray(
      t.readonly(t.strict({ file: t.string, missing: t.readonlyArray(t.string) })),
    ),
  }),
  'SavedReport',
);
export type SavedReport = t.TypeOf<typeof SavedReportCodec>;

/** A transition of a chart: what an event does in a state. */
export const ChartTransitionCodec = t.readonly(
  t.strict({ chart: t.string, state: t.string, event: t.string, decision: t.string }),
  'ChartTransition',
);
export type ChartTransition = t.TypeOf<typeof ChartTransitionCodec>;

/** How much of something was reached, in one chart. */
const ChartShareCodec = t.readonly(t.strict({ chart: t.string, reached: Natural, reachable: Natural }));

/** Two kinds of messages at one kind of endpoint, of which the first was never heard before the second. */
export const MissingOrderCodec = t.readonly(
  t.strict({ endpoint: t.string, first: t.string, second: t.string }),
  'MissingOrder',
);
export type MissingOrder = t.TypeOf<typeof MissingOrderCodec>;

/** A situation that a theme promises to be in a share of its scenarios. */
export const LabelReportCodec = t.readonly(
  t.strict({
    theme: t.string,
    label: t.string,
    /** Scenarios with the label, and all of the theme. */
    runs: Natural,
    of: Natural,
    /** How many of a hundred are promised. */
    minimumPercent: t.number,
  }),
  'LabelReport',
);
export type LabelReport = t.TypeOf<typeof LabelReportCodec>;

/** How many of the transitions that can follow each other did so. */
const PairsReportCodec = objectOf(
  { reached: Natural, reachable: Natural, charts: t.readonlyArray(ChartShareCodec) },
  {
    /** How many of a hundred are demanded; absent where none are. */
    minimumPercent: t.number,
  },
  'PairsReport',
);

/** What the accepted runs went through, of everything that the charts say. */
export const CoverageReportCodec = t.readonly(
  t.strict({
    /** Without those that cannot happen; `missing` names what the suite did not meet. */
    transitions: t.strict({
      reached: Natural,
      reachable: Natural,
      missing: t.readonlyArray(ChartTransitionCodec),
      charts: t.readonlyArray(ChartShareCodec),
    }),
    /** Transitions that follow each other directly at one endpoint, service or operation. */
    pairs: PairsReportCodec,
    /** Kinds of messages that one endpoint heard in this order. */
    orders: t.strict({ reached: Natural, possible: Natural, missing: t.readonlyArray(MissingOrderCodec) }),
    labels: t.readonlyArray(LabelReportCodec),
  }),
  'CoverageReport',
);
export type CoverageReport = t.TypeOf<typeof CoverageReportCodec>;

/** The report. */
export const SuiteReportCodec = objectOf(
  {
    format: t.literal('fencepost-report'),
    version: t.literal(1),
    /** `adapter-fault`: the adapter broke the protocol, and what was judged before says nothing about the whole. */
    verdict: t.keyof({
      conformant: null,
      violated: null,
      /** Something came up less often than the profile demands: a rule, a transition, a label. */
      'not-exercised': null,
      inconclusive: null,
      'adapter-fault': null,
    }),
    profile: t.string,
    seed: t.number,
    target: t.string,
    targetVersion: t.union([t.string, t.null]),
    capabilities: t.readonlyArray(t.string),
    /** The highest tier that the target has in full (`tiers.ts`). */
    tier: t.union([t.literal(1), t.literal(2), t.literal(3)]),
    rules: t.readonlyArray(RuleReportCodec),
    totals: t.strict({
      rules: Natural,
      passed: Natural,
      violated: Natural,
      differs: Natural,
      notExercised: Natural,
      notApplicable: Natural,
      runs: Natural,
      /** Runs on the public API with promises; the others are in the fast lane. */
      apiRuns: Natural,
      /** Runs whose search ended without a verdict, and runs whose absences did not repeat. */
      inconclusive: Natural,
      unrepeated: Natural,
      steps: Natural,
      seconds: NonNegative,
      stepsPerSecond: NonNegative,
    }),
    failures: t.readonlyArray(FailureReportCodec),
    /** Expected differences of the target, and what became of each. */
    differences: t.readonlyArray(DifferenceReportCodec),
    fault: t.union([FaultReportCodec, t.null]),
  },
  {
    /** Of a run that was given saved scenarios. */
    saved: SavedReportCodec,
    /** Of a run for all rules. */
    coverage: CoverageReportCodec,
  },
  'SuiteReport',
);
export type SuiteReport = t.TypeOf<typeof SuiteReportCodec>;

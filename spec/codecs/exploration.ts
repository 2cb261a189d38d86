/** Exploration: a configuration as `fencepost explore --config FILE` reads it, and the report that `--json FILE` writes. */
import * as t from 'io-ts';
import { Natural, Milliseconds as NonNegative } from './primitives.js';
import { ActionNameCodec, ScenarioCodec } from './scenario.js';
import { TraceCodec } from './trace.js';

/** A scenario whose every interleaving is explored. */
export const ExplorationConfigurationCodec = t.readonly(
  t.strict({
    format: t.literal('fencepost-exploration-configuration'),
    version: t.literal(1),
    name: t.string,
    /** What it is about, in one sentence. */
    sentence: t.string,
    /** Its tape means nothing: every order is tried. */
    scenario: ScenarioCodec,
    /** Timers that are due until then may fire at any moment before; later ones when nothing else can run. */
    raceUntilMs: NonNegative,
    /** Lanes that do the same: of runs that differ by an exchange of them, one is explored. */
    interchangeable: t.readonlyArray(t.readonlyArray(Natural)),
  }),
  'ExplorationConfiguration',
);
export type ExplorationConfiguration = t.TypeOf<typeof ExplorationConfigurationCodec>;

/** A trace that the models reject. */
export const ExplorationViolationCodec = t.readonly(
  t.strict({
    /** Every rule that the rejection names, the principal one first. */
    rules: t.readonlyArray(t.string),
    reason: t.string,
    /** What ran, in order. */
    schedule: t.readonlyArray(ActionNameCodec),
    trace: TraceCodec,
    /** The position of the event that was not allowed; the length of the trace when something is missing at its end. */
    index: Natural,
    accepted: t.readonlyArray(t.string),
  }),
  'ExplorationViolation',
);

/** What was explored of one configuration, and within which bounds. */
export const CertificateCodec = t.readonly(
  t.strict({
    configuration: ExplorationConfigurationCodec,
    verdict: t.keyof({ conformant: null, violated: null, incomplete: null }),
    /** What was left out as proved to be the same as something else. */
    reduction: t.keyof({ none: null, sleep: null, source: null }),
    symmetry: t.boolean,
    bounds: t.strict({ stepsMax: Natural, runsMax: Natural, millisecondsMax: NonNegative }),
    /** Every interleaving within `raceUntilMs` was explored: no bound cut anything off. */
    complete: t.boolean,
    traces: Natural,
    /** Runs that were given up because all that could follow was known. */
    known: Natural,
    /** Different endings: outcomes, decisions, and the order of the code of each endpoint. */
    endings: Natural,
    steps: Natural,
    /** Steps that repeated the beginning of an earlier run. */
    repeated: Natural,
    longest: Natural,
    widest: Natural,
    /** How often each rule was exercised, of those that were. */
    exercised: t.readonlyArray(t.readonly(t.strict({ rule: t.string, times: Natural }))),
    rejected: Natural,
    violations: t.readonlyArray(ExplorationViolationCodec),
    seconds: NonNegative,
    stepsPerSecond: NonNegative,
  }),
  'Certificate',
);
export type CertificateReport = t.TypeOf<typeof CertificateCodec>;

/** The report of `fencepost explore`. */
export const ExplorationReportCodec = t.readonly(
  t.strict({
    format: t.literal('fencepost-exploration'),
    version: t.literal(1),
    certificates: t.readonlyArray(CertificateCodec),
  }),
  'ExplorationReport',
);
export type ExplorationReport = t.TypeOf<typeof ExplorationReportCodec>;

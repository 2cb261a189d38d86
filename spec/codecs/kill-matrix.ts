/** How sharp the suite is: what became of implementations with one fault each, as `fencepost mutate --json FILE` writes it. */
import * as t from 'io-ts';
import { Natural } from './primitives.js';

/** What a hunt for a mutant of the runtime finds out. */
const hunted = {
  /** The rule that it breaks, and a word for the fault. */
  id: t.string,
  rule: t.string,
  /** A trace was rejected by the rule that it breaks. */
  killed: t.boolean,
  /** The rule itself was broken; false where it is only named for the situation in which another one was. */
  blamed: t.boolean,
  /** The rules that stand against the smallest failing scenario; those of neighbours when it was not killed. */
  killedBy: t.readonlyArray(t.string),
  /** How many scenarios ran until the first failure, and how many steps the smallest failing one has. */
  runs: Natural,
  steps: Natural,
};

/** What became of one mutant of the runtime. */
export const KillCodec = t.readonly(
  t.strict({
    ...hunted,
    fault: t.string,
    /** The number of the bug of Apache Flink that it was, where it was one. */
    bug: t.union([t.string, t.null]),
    theme: t.union([t.string, t.null]),
    /** In how many scenarios it did something else although the antecedent of its rule was not met. */
    clumsy: Natural,
  }),
  'Kill',
);
export type Kill = t.TypeOf<typeof KillCodec>;

/** What became of one of the sample that is hunted through the adapter protocol: what any hunt finds out. */
export const AdapterKillCodec = t.readonly(t.strict(hunted), 'AdapterKill');
export type AdapterKill = t.TypeOf<typeof AdapterKillCodec>;

/** What became of a transport or of a checker with a fault. */
export const OtherKillCodec = t.readonly(
  t.strict({
    id: t.string,
    fault: t.string,
    killed: t.boolean,
    /** The cases of the transport suite that failed; for a checker, the trace that it judged otherwise. */
    killedBy: t.readonlyArray(t.string),
  }),
  'OtherKill',
);
export type OtherKill = t.TypeOf<typeof OtherKillCodec>;

/** Traces of the reference with one change each: how many were rejected, and why the others are as good as before. */
export const TraceMutationCodec = t.readonly(
  t.strict({
    change: t.keyof({ drop: null, gap: null, swap: null, duplicate: null, forge: null }),
    traces: Natural,
    rejected: Natural,
    /** How many were accepted by reason. */
    equivalent: t.record(t.string, Natural),
    /** How many were accepted although nothing says that they are equivalent. */
    unexplained: Natural,
  }),
  'TraceMutation',
);
export type TraceMutation = t.TypeOf<typeof TraceMutationCodec>;

/** Figures of all mutants of the runtime together. */
export const KillTotalsCodec = t.readonly(
  t.strict({
    mutants: Natural,
    killed: Natural,
    /** How many of these broke their own rule, and not only another one in its situation. */
    blamed: Natural,
    medianRuns: Natural,
    medianSteps: Natural,
    /** The most steps of any smallest scenario. */
    steps: Natural,
    /** The rules with level MUST that have no mutant, and no reason why. */
    without: t.readonlyArray(t.string),
  }),
  'KillTotals',
);
export type KillTotals = t.TypeOf<typeof KillTotalsCodec>;

/** The kill matrix. */
export const KillMatrixCodec = t.readonly(
  t.strict({
    format: t.literal('fencepost-mutants'),
    version: t.literal(1),
    seed: Natural,
    mutants: t.readonlyArray(KillCodec),
    adapter: t.readonlyArray(AdapterKillCodec),
    transports: t.readonlyArray(OtherKillCodec),
    checkers: t.readonlyArray(OtherKillCodec),
    traces: t.readonlyArray(TraceMutationCodec),
    totals: KillTotalsCodec,
    /** What is beyond the gate, in words; empty when the suite is sharp. */
    faults: t.readonlyArray(t.string),
  }),
  'KillMatrix',
);
export type KillMatrix = t.TypeOf<typeof KillMatrixCodec>;

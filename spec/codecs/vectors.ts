/** Vectors: scenarios with histories that the protocol allows, and some that it does not, of one rule. */
import * as t from 'io-ts';
import { Natural } from './primitives.js';
import { ScenarioCodec } from './scenario.js';
import { TraceCodec } from './trace.js';

/** A scenario in which the rule is met, and a history of it that is allowed. */
export const AcceptedVectorCodec = t.readonly(
  t.strict({
    /** The capabilities without which a target cannot run the scenario. */
    requires: t.readonlyArray(t.string),
    /** True when this is the only history of the scenario, but for times and addresses. */
    confluent: t.boolean,
    scenario: ScenarioCodec,
    history: TraceCodec,
  }),
  'AcceptedVector',
);
export type AcceptedVector = t.TypeOf<typeof AcceptedVectorCodec>;

/** A history of a scenario that no target can have that follows the rule. */
export const RejectedVectorCodec = t.readonly(
  t.strict({
    requires: t.readonlyArray(t.string),
    /**
     * True when nobody has a choice in the scenario, and the history differs in its outline from the only one that is
     * possible: whoever shows this outline is wrong.
     */
    visible: t.boolean,
    scenario: ScenarioCodec,
    /** It ends with the first event that is impossible, or where something is missing. */
    history: TraceCodec,
    /** The position of that event; the number of events when something is missing at the end. */
    index: Natural,
    /** The rules that are broken there, and those about the situation; the rule of the file is one of them. */
    rules: t.readonlyArray(t.string),
    /** `refused`: only who refuses what only the original does rejects it; `accepted`: everybody does. */
    quirks: t.keyof({ accepted: null, refused: null }),
    /** Why, in words. */
    reason: t.string,
    /** What would have been possible there. */
    possible: t.readonlyArray(t.string),
  }),
  'RejectedVector',
);
export type RejectedVector = t.TypeOf<typeof RejectedVectorCodec>;

/** The vectors of one rule, as they stand in `spec/vectors/v1/<rule>.json`. */
export const RuleVectorsCodec = t.readonly(
  t.strict({
    format: t.literal('fencepost-vectors'),
    version: t.literal(1),
    rule: t.string,
    sentence: t.string,
    accepted: t.readonlyArray(AcceptedVectorCodec),
    rejected: t.readonlyArray(RejectedVectorCodec),
  }),
  'RuleVectors',
);
export type RuleVectors = t.TypeOf<typeof RuleVectorsCodec>;

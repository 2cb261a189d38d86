/**
 * Expected differences: where an implementation is known to break a rule, and why that is so. A file of them lies beside
 * its adapter and is kept honest: a difference that is gone, that looks otherwise, or that was not tried is an error.
 */
import * as t from 'io-ts';
import { describeRefinement } from './primitives.js';

const VERSION = /^\d+(?:\.\d+)*$/;

/** A version of a target: numbers with dots between them, and no date. */
const TargetVersion = describeRefinement(
  t.refinement(t.string, (text) => VERSION.test(text), 'a version such as 1.20.1'),
  { type: 'string', pattern: VERSION.source },
);

/** A text that says something: nothing would be a part of everything. */
const Fingerprint = describeRefinement(
  t.refinement(t.string, (text) => text !== '', 'a piece of a reason, not the empty text'),
  { type: 'string', minLength: 1 },
);

/** One expected difference. */
export const ExpectedDifferenceCodec = t.readonly(
  t.strict({
    /** The rule that is broken. */
    rule: t.string,
    /** The name that the adapter gives in its greeting. */
    target: t.string,
    /** Versions of the target: from this one (null: from the first) to this one (null: no end is known). Never dates. */
    from: t.union([TargetVersion, t.null]),
    upTo: t.union([TargetVersion, t.null]),
    /** Whose difference it is. */
    kind: t.keyof({ deliberate: null, 'bug-of-target': null }),
    /** Why, in a sentence for readers. */
    reason: t.string,
    /** A piece of the reason that the suite gives; numbers in it are written as they come. */
    fingerprint: Fingerprint,
  }),
  'ExpectedDifference',
);
export type ExpectedDifference = t.TypeOf<typeof ExpectedDifferenceCodec>;

/** A file of them. */
export const ExpectedDifferencesCodec = t.readonly(
  t.strict({
    format: t.literal('fencepost-expected-differences'),
    version: t.literal(1),
    differences: t.readonlyArray(ExpectedDifferenceCodec),
  }),
  'ExpectedDifferences',
);
export type ExpectedDifferences = t.TypeOf<typeof ExpectedDifferencesCodec>;

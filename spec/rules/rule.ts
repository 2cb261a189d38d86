/** What a rule is. The rules themselves are the files beside this one, one a family. */
import type { Capability } from '../capabilities.js';
import type { ErrorCode } from '../errors.js';

/** RFC 2119 level. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** One rule of the book. */
export interface Rule {
  /** Family and number, `FENCE-01`. For ever. */
  readonly id: string;
  readonly level: Level;
  /** What an implementation does: one sentence. */
  readonly sentence: string;
  /** When the rule is exercised at all: one sentence that begins with "When" or "Always". */
  readonly antecedent: string;
  /** The error that the rule demands, or `null`. */
  readonly error: ErrorCode | null;
  /** Which era of the original the rule follows. */
  readonly era: 'all' | 'current' | 'mutable-token';
  /** The first and last minor line of the original in which it holds; `null` is open. */
  readonly versions: { readonly from: string | null; readonly to: string | null };
  /** Capabilities without which the rule is not applicable. */
  readonly requires: readonly Capability[];
  /** The facts that it was written from, and where they stand in the original. */
  readonly source: { readonly facts: readonly string[]; readonly pointers: readonly string[] };
  /**
   * Where the original leaves the outcome open, or has a quirk that need not be copied: what else is accepted. The
   * first entry is what the reference does.
   */
  readonly accepts: readonly { readonly outcome: string; readonly by: 'reference' | 'original' | 'either' }[];
  /** Present when the rule is no longer in force: why, and which rule took its place. Its id is never given again. */
  readonly retired?: string;
}

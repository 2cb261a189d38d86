/** What is said of one test method of the original: what it asserts, and which rules demand that. */

/** Why a test, or a part of one, has no rule: every reason there is, and what it means. */
export const apartMeanings = {
  'platform artefact': 'It is about the virtual machine or the actor library, and no peer can see it.',
  'transport configuration': 'It is about settings of the transport that the original builds on.',
  'later work': 'It is about sockets or encryption, which the rules do not speak of yet.',
} as const;
export type ApartReason = keyof typeof apartMeanings;

/** Why something has no rule: the reason, and one sentence. */
export interface Apart {
  readonly reason: ApartReason;
  readonly note: string;
}

/** A test method with what covers it. */
export interface MappedTest {
  /** `PekkoRpcActorTest#testAddressResolution`. */
  readonly test: string;
  /** What it asserts: one sentence. */
  readonly asserts: string;
  /** The rules that cover it: whoever follows them cannot fail what it asserts of the protocol. */
  readonly rules: readonly string[];
  /** Why there is no rule. A group of methods can have rules for some of them and this for the rest. */
  readonly apart: Apart | null;
}

/** A test that rules cover. */
export function coveredBy(test: string, asserts: string, ...rules: string[]): MappedTest {
  return { test, asserts, rules, apart: null };
}

/** A test that no rule covers. */
export function apartFromRules(test: string, asserts: string, reason: ApartReason, note: string): MappedTest {
  return { test, asserts, rules: [], apart: { reason, note } };
}

/**
 * The decisions that the machinery of the oracle acts on, as numbers. Every other decision of a chart (`refuse:CODE`,
 * `answer:CONTENT`, `throw:CODE`) is numbered after these.
 */

const names = [
  'admit',
  'execute',
  'drop',
  'arm',
  'on-start',
  'on-stop',
  'ignore',
  'pause',
  'terminate',
  'drain',
  'fail',
  'found',
  'none',
  'accept',
  'shake',
  'settle',
  'late',
  'resend',
  'answer',
  'release',
  'continue',
  'open',
  'wait',
  'nothing',
] as const;

/** The name of a decision that has a fixed number. */
export type FixedDecision = (typeof names)[number];

/** The decisions with fixed numbers, by number. */
export const fixedDecisions: readonly string[] = names;

/** The fixed numbers: `D.execute`. */
export const D = Object.fromEntries(names.map((name, index) => [name, index])) as Readonly<
  Record<FixedDecision, number>
>;

/** Rules with level MUST that no mutant breaks, and why. */

/** The reason by rule. */
export const rulesWithoutMutant: Readonly<Record<string, string>> = {
  'TIME-07':
    'stacks are no part of a trace, so the suite does not judge the rule for the reference; the tests of the runtime do',
};

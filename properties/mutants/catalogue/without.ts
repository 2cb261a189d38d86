/** Rules with level MUST that no mutant breaks, and why. */

/** The reason by rule. */
export const rulesWithoutMutant: Readonly<Record<string, string>> = {
  'CALL-03': 'JavaScript cannot block a thread for an answer: the reference has no blocking calls',
  'CALL-04': 'the reference has no blocking calls (CALL-03)',
  'CALL-05': 'the reference has no blocking calls (CALL-03)',
  'TIME-07':
    'stacks are no part of a trace, so the suite does not judge the rule for the reference; the tests of the runtime do',
};

/** Rules with level MUST that no mutant breaks, and why. */

/** The reason by rule. */
export const rulesWithoutMutant: Readonly<Record<string, string>> = {
  'CALL-03': 'JavaScript cannot block a thread for an answer: the reference has no blocking calls',
  'CALL-04': 'the reference has no blocking calls (CALL-03)',
  'CALL-05': 'the reference has no blocking calls (CALL-03)',
};

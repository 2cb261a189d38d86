/** Mutants of the family FENCE: fencing tokens. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';

export const fenceMutants: readonly Mutant[] = [
  {
    id: 'FENCE-04/null-token-accepted',
    rule: 'FENCE-04',
    fault: 'A message without a token passes the fence.',
    module: actor,
    find: 'if (sameToken(actor.token, input.token))',
    replace: 'if (input.token === null || sameToken(actor.token, input.token))',
    bug: 'FLINK-7655',
  },
  {
    id: 'FENCE-02/type-alone',
    rule: 'FENCE-02',
    fault: 'Tokens of one type count as equal.',
    module: actor,
    find: 'if (sameToken(actor.token, input.token))',
    replace: 'if (input.token !== null && actor.token.type === input.token.type)',
  },
];

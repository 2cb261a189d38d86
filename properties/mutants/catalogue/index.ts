/** Every mutant, one file a rule family, in the order of the book. */
import type { Mutant } from '../mutant.js';
import { fenceMutants } from './fence.js';
import { lifeMutants } from './life.js';

export const mutants: readonly Mutant[] = [...lifeMutants, ...fenceMutants];

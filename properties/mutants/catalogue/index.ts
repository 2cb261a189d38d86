/** Every mutant, one file a rule family, in the order of the book. */
import type { Mutant } from '../mutant.js';
import { deadMutants } from './dead.js';
import { fenceMutants } from './fence.js';
import { lifeMutants } from './life.js';
import { mainMutants } from './main.js';
import { ordMutants } from './ord.js';
import { selfMutants } from './self.js';
import { servMutants } from './serv.js';
import { superMutants } from './super.js';
import { termMutants } from './term.js';
import { timeMutants } from './time.js';

export const mutants: readonly Mutant[] = [
  ...lifeMutants,
  ...timeMutants,
  ...deadMutants,
  ...fenceMutants,
  ...selfMutants,
  ...mainMutants,
  ...superMutants,
  ...termMutants,
  ...servMutants,
  ...ordMutants,
];

/** Every mutant, one file a rule family, in the order of the book. */
import type { Mutant } from '../mutant.js';
import { addrMutants } from './addr.js';
import { callMutants } from './call.js';
import { deadMutants } from './dead.js';
import { fenceMutants } from './fence.js';
import { handMutants } from './hand.js';
import { lifeMutants } from './life.js';
import { mainMutants } from './main.js';
import { msgMutants } from './msg.js';
import { ordMutants } from './ord.js';
import { selfMutants } from './self.js';
import { servMutants } from './serv.js';
import { sizeMutants } from './size.js';
import { startMutants } from './start.js';
import { stopMutants } from './stop.js';
import { superMutants } from './super.js';
import { termMutants } from './term.js';
import { timeMutants } from './time.js';

export const mutants: readonly Mutant[] = [
  ...addrMutants,
  ...lifeMutants,
  ...startMutants,
  ...stopMutants,
  ...msgMutants,
  ...handMutants,
  ...callMutants,
  ...sizeMutants,
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

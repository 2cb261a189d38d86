/** What a worker of the pool does. */
import { ask, defineGateway } from 'fencepost';
import * as t from 'io-ts';

export const PrimesGateway = defineGateway('Primes', { count: ask([t.number, t.number], t.number) });

/** The hunt for one transport mutant: the cases that are named for its fault are tried on it, and each has to fail. */
import type { OtherKill } from '../../../spec/index.js';
import { type SuiteLimits, transportCases, tryCase } from '../../transport-suite/index.js';
import type { TransportMutant } from './catalogue.js';

/** What does not come within this does not come; milliseconds. */
const LIMITS: SuiteLimits = { caseMs: 60_000, patienceMs: 1500 };

/**
 * Tries one case on a transport mutant.
 *
 * @param title the title of the case
 * @returns why it failed, or `null` when it passed
 * @throws RangeError when there is no such case
 */
export async function caughtBy({ newFactory }: TransportMutant, title: string): Promise<string | null> {
  const transportCase = transportCases.find((known) => known.title === title);
  if (transportCase === undefined) throw new RangeError(`The transport suite has no case '${title}'`);
  const factory = newFactory();
  try {
    const { verdict, reason } = await tryCase(transportCase, factory, LIMITS);
    return verdict === 'failed' ? reason : null;
  } finally {
    await factory.close();
  }
}

/** See the head of this file. */
export async function huntTransport(mutant: TransportMutant): Promise<OtherKill> {
  const { id, fault } = mutant;
  const killedBy: string[] = [];
  for (const title of mutant.caughtBy) if ((await caughtBy(mutant, title)) !== null) killedBy.push(title);
  return { id, fault, killed: killedBy.length === mutant.caughtBy.length, killedBy };
}

/** A case of the transport suite: one promise of the contract, and how a transport is caught that does not keep it. */
import type { TransportAbility } from '../transports/transport-factory.js';
import type { Bench } from './bench.js';

/** See the head of this file. */
export interface TransportCase {
  /** What a transport does that passes. */
  readonly title: string;
  /** Without these it is not applicable. */
  readonly needs: readonly TransportAbility[];
  /**
   * Tries it.
   *
   * @throws TransportViolation when the transport does not do it
   */
  run(bench: Bench): Promise<void>;
}

/** A transport does not do what the contract says: what was expected of it, and what was found. */
export class TransportViolation extends Error {
  override readonly name = 'TransportViolation';
  readonly code = 'transport-violation';
}

/** Ends a case unless something holds. @throws TransportViolation */
export function expect(holds: boolean, message: () => string): asserts holds {
  if (!holds) throw new TransportViolation(message());
}

/** A case that every transport has to pass. */
export function transportCase(title: string, run: TransportCase['run']): TransportCase {
  return { title, needs: [], run };
}

/** A case for transports with some abilities. */
export function transportCaseFor(
  needs: readonly TransportAbility[],
  title: string,
  run: TransportCase['run'],
): TransportCase {
  return { title, needs, run };
}

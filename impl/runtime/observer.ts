/** The one hook through which a runtime tells what happens: absent, it costs a comparison with null. */
import type { EndKind, Leg, LoseEvent, Role } from '../../spec/trace.js';
import type { Ruling } from '../core/ruling.js';

/** Receives what a runtime does, in order. Numbers are those of the call context of the scheduler. */
export interface RuntimeObserver {
  /** An action ran, and its recipient ruled so. */
  ran(leg: Leg, id: number, ruling: Ruling, endpoint?: number): void;
  /** A link lost a message. */
  lost(leg: Leg, id: number, reason: LoseEvent['reason']): void;
  /** A handler or hook begins. */
  began(endpoint: number, role: Role, work: number): void;
  /** It ended; a future that it returned may be open. */
  ended(endpoint: number, role: Role, work: number, how: EndKind): void;
}

/** One observer that tells both; `null` when there is none. */
export function bothObservers(
  one: RuntimeObserver | null,
  other: RuntimeObserver | null,
): RuntimeObserver | null {
  if (one === null || other === null) return one ?? other;
  return {
    ran(...told) {
      one.ran(...told);
      other.ran(...told);
    },
    lost(...told) {
      one.lost(...told);
      other.lost(...told);
    },
    began(...told) {
      one.began(...told);
      other.began(...told);
    },
    ended(...told) {
      one.ended(...told);
      other.ended(...told);
    },
  };
}

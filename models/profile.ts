/** What is known about a target before it is judged. It changes what is legal. */
import type { Capability } from '../spec/capabilities.js';
import type { By } from './charts/chart.js';

/** The profile of a target. */
export interface Profile {
  /** What the target can do. `mutable-token` selects the era in which tokens can be replaced. */
  readonly capabilities: ReadonlySet<Capability>;
  /**
   * Whether the quirks of the original are legal. They are by default, as the rule book demands; `refused` accepts only
   * what the reference does, which makes the oracle sharper on the reference itself.
   */
  readonly quirks?: 'accepted' | 'refused';
}

/** The era of a profile. */
export function eraOf(profile: Profile): 'mutable' | 'immutable' {
  return profile.capabilities.has('mutable-token') ? 'mutable' : 'immutable';
}

/** Which alternatives are legal in a profile. */
export function allowedBy(profile: Profile): (by: By) => boolean {
  return profile.quirks === 'refused' ? (by) => by !== 'original' : () => true;
}

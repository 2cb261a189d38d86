/** Profiles: how much the suite does. */

/** A profile of `fencepost verify`. */
export interface RunProfile {
  readonly name: string;
  /** Scenarios for each unit of weight of a theme, in the fast lane. */
  readonly fastRuns: number;
  /** The same on the public API with promises. */
  readonly apiRuns: number;
  /** A rule that was exercised less often is `not-exercised`. */
  readonly floor: number;
  /** Scenarios for each unit of weight of a theme for a target that runs on a real clock, and its floor. */
  readonly outsideRuns: number;
  readonly outsideFloor: number;
  /** The floor on a real clock of rules that scenarios exercise only by killing a service: each one needs a new service. */
  readonly killingFloor: number;
  /**
   * Whether the reference has to take every transition of the charts that can be taken, and to be in the situations that
   * themes promise as often as they do; not when absent.
   */
  readonly everyTransition?: boolean;
  /** How many of a hundred pairs of transitions that can follow each other it has to take; none when absent. */
  readonly pairsPercent?: number;
}

/** The profiles by name. */
export const profiles = {
  /** Seconds: is anything broken? */
  smoke: {
    name: 'smoke',
    fastRuns: 11,
    apiRuns: 2,
    floor: 1,
    outsideRuns: 6,
    outsideFloor: 1,
    killingFloor: 1,
  },
  /** For every save. */
  quick: {
    name: 'quick',
    fastRuns: 120,
    apiRuns: 16,
    floor: 10,
    outsideRuns: 12,
    outsideFloor: 3,
    killingFloor: 1,
  },
  /** For every commit. */
  default: {
    name: 'default',
    fastRuns: 360,
    apiRuns: 48,
    floor: 100,
    outsideRuns: 30,
    outsideFloor: 10,
    killingFloor: 3,
    everyTransition: true,
    pairsPercent: 95,
  },
  /** For a night. */
  soak: {
    name: 'soak',
    fastRuns: 20_000,
    apiRuns: 2500,
    floor: 1000,
    outsideRuns: 1000,
    outsideFloor: 100,
    killingFloor: 30,
    everyTransition: true,
    pairsPercent: 95,
  },
} as const satisfies Record<string, RunProfile>;

/** The name of a profile. */
export type ProfileName = keyof typeof profiles;

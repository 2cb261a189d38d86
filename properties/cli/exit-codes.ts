/** The exit codes of every verb. */

export const EXIT = {
  conformant: 0,
  violated: 1,
  /** Inconclusive, or something was not exercised enough. */
  inconclusive: 2,
  /** The harness itself failed. */
  harnessFault: 3,
  adapterFault: 4,
  usage: 64,
} as const;

/** A mistake of the user on the command line; the message says what was found and what was expected. */
export class UsageError extends Error {
  readonly code = 'usage';
}

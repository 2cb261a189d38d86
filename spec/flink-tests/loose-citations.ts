/**
 * Citations that say more than the cited test does: the fact is said to be tested, and the test asserts something else.
 * Its rules rest on the sources of the original, and the rules of the test are others.
 */

/** A fact and a test that it cites. */
export interface LooseCitation {
  readonly fact: string;
  readonly test: string;
  /** What the test leaves out: one sentence. */
  readonly note: string;
}

/** Every loose citation. */
export const looseCitations: readonly LooseCitation[] = [
  {
    fact: 'FB-165',
    test: 'FencedRpcEndpointTest#testFencingTokenSetting',
    note: 'The test never sends a fenced message while the token is unset.',
  },
  {
    fact: 'FB-236',
    test: 'SupervisorActorTest#completesTerminationFutureIfActorStops',
    note: 'The test has one actor, so that nobody else could be affected.',
  },
  {
    fact: 'FB-236',
    test: 'SupervisorActorTest#completesTerminationFutureExceptionallyIfActorStopsExceptionally',
    note: 'The test has one actor, so that nobody else could be affected.',
  },
];

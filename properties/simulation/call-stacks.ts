/** Call stacks of expired asks: whether a scenario captures them, and what an outcome tells of one (TIME-07). */
import { AskTimeoutError } from '../../impl/index.js';
import type { Outcome, Scenario } from '../../spec/index.js';

/** Whether some service of a scenario captures call stacks: then errors must have some. */
export const capturesCallStacks = ({ services }: Scenario): boolean =>
  services.some(({ captureCallStacks }) => captureCallStacks === true);

/** The code that makes the calls of scenarios, and that of gateways. */
const callers = /\bsimulation\/perform\./;
const gateways = /\bimpl\/rpc\//;

/** An outcome with what comes first in the stack of its error, where that is an expired ask. */
export function withCallStack(outcome: Outcome, error: unknown): Outcome {
  if (!(error instanceof AskTimeoutError) || outcome.kind === 'value') return outcome;
  const first = /\n\s+at (.*)/.exec(error.stack ?? '')?.[1] ?? '';
  return {
    ...outcome,
    callStack: callers.test(first) ? 'caller' : gateways.test(first) ? 'gateway' : 'none',
  };
}

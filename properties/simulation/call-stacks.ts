/**
 * Call stacks: what an outcome tells of that of an expired ask (TIME-07), and a process that captures none where no scenario
 * asks for them.
 */
import { AskTimeoutError } from '../../impl/index.js';
import type { Outcome, Scenario } from '../../spec/index.js';

/** Whether some service of a scenario captures call stacks: then errors must have some. */
export const capturesCallStacks = ({ services }: Scenario): boolean =>
  services.some(({ captureCallStacks }) => captureCallStacks === true);

/** Where the limit is no number, no stack trace is captured. */
const errors: { stackTraceLimit?: number | undefined } = Error;

/**
 * Runs a scenario; unless it is about call stacks, errors have none meanwhile: those of expected errors would be most of the
 * time that it takes.
 *
 * @returns what `run` returns
 */
export function withoutCallStacks<Result>(scenario: Scenario, run: () => Result): Result {
  if (capturesCallStacks(scenario)) return run();
  const limit = errors.stackTraceLimit;
  errors.stackTraceLimit = undefined;
  try {
    return run();
  } finally {
    errors.stackTraceLimit = limit;
  }
}

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

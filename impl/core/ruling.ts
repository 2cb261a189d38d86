/**
 * A ruling: what a pure step decided, and by which rule. Rulings are constants, so that a step allocates nothing; the
 * effect of a ruling is carried out on the input that it was given for.
 */
import type { ErrorCode } from '../../spec/errors.js';
import type { Decision } from '../../spec/trace.js';

/** What was decided, by which rule, and with which error an asker is answered. */
export interface Ruling {
  readonly decision: Decision;
  readonly rule: string;
  readonly code: ErrorCode | null;
}

/** A ruling without an error. */
export function rule(id: string, decision: Decision): Ruling {
  return Object.freeze({ decision, rule: id, code: null });
}

/** A pair of rulings: an asker is refused with `code` by the rule `asked`, anything else is dropped by `told`. */
export function refusal(
  code: ErrorCode,
  asked: string,
  told: string,
): { readonly ask: Ruling; readonly tell: Ruling } {
  return {
    ask: Object.freeze({ decision: `refuse:${code}` as const, rule: asked, code }),
    tell: rule(told, 'drop'),
  };
}

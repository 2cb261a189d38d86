/**
 * An error as it travels: what a caller of another service, or a reader of a trace file, learns about a failure.
 *
 * The stable code decides what kind of error it is; name, message and stack are those of the place where it was
 * raised. Rule CALL-11 wants the class and message of a method's failure to arrive, rule SIZE-10 wants that to work for
 * failures that the caller has no class for: text always can be sent.
 */
import * as t from 'io-ts';
import { ErrorCode } from '../errors.js';
import { objectOf } from './primitives.js';

/** An error as it travels. */
export interface ErrorReport {
  /** Which error class of the protocol it is. */
  readonly code: ErrorCode;
  /** The name of the class where the error was raised, `TypeError`. */
  readonly name: string;
  /** The text of the error. */
  readonly message: string;
  /** The stack of the place where it was raised, when that side sends stacks. */
  readonly stack?: string;
  /** What caused it. */
  readonly cause?: ErrorReport;
}

/** Codec of {@link ErrorReport}. */
export const ErrorReport: t.Type<ErrorReport> = t.recursion('ErrorReport', (self) =>
  objectOf({ code: ErrorCode, name: t.string, message: t.string }, { stack: t.string, cause: self }),
);

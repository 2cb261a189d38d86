/**
 * A logger that cannot harm: what it throws is a warning of the process. Lines are logged where frames of strangers are read,
 * so a logger whose disk is full would otherwise end links, or the process.
 */
import { harmless, warnOf } from '../rpc/told.js';
import type { Logger } from '../runtime/service-runtime.js';

/** See the head of this file. */
export class GuardedLogger implements Logger {
  private readonly inner: Logger;

  /** @param inner whose methods may throw, and return promises that are rejected */
  constructor(inner: Logger) {
    this.inner = inner;
  }

  debug(details: object, message: string): void {
    harmless(() => this.inner.debug(details, message), loggerFailed);
  }

  warn(details: object, message: string): void {
    harmless(() => this.inner.warn(details, message), loggerFailed);
  }

  error(details: object, message: string): void {
    harmless(() => this.inner.error(details, message), loggerFailed);
  }
}

const loggerFailed = (thrown: unknown): void => warnOf('The logger of a service has thrown', thrown);

/**
 * Telemetry that cannot harm: what a hook throws is logged, and the call goes on as if nobody followed it. A service whose
 * telemetry is broken is a service without telemetry.
 */
import type { RuntimeObserver } from '../runtime/observer.js';
import type {
  CallFacts,
  IncomingCall,
  Instrumentation,
  OutgoingCall,
  ServiceFigures,
  TraceContext,
} from './instrumentation.js';

/** Told what a hook has thrown. */
export type HookFailed = (error: unknown) => void;

/** Runs a hook. @returns what it returns, or `instead` when it throws */
type Attempt = <Result>(hook: () => Result, instead: Result) => Result;

/**
 * Telemetry behind a guard.
 *
 * @param instrumentation whose hooks may throw
 * @param failed told what they throw
 * @returns telemetry whose hooks throw nothing
 */
export function guarded(instrumentation: Instrumentation, failed: HookFailed): Instrumentation {
  return new GuardedInstrumentation(instrumentation, attempting(failed));
}

/**
 * An observer behind a guard.
 *
 * @param observer may throw
 * @param failed told what it throws
 * @returns an observer that throws nothing
 */
export function guardedObserver(observer: RuntimeObserver, failed: HookFailed): RuntimeObserver {
  return observerWithin(observer, attempting(failed));
}

function attempting(failed: HookFailed): Attempt {
  return (hook, instead) => {
    try {
      const result = hook();
      if (result instanceof Promise) result.catch(failed); // an asynchronous hook, which nobody awaits
      return result;
    } catch (error) {
      failed(error);
      return instead;
    }
  };
}

class GuardedInstrumentation implements Instrumentation {
  readonly observer: RuntimeObserver | null;
  private readonly inner: Instrumentation;
  private readonly attempt: Attempt;

  constructor(inner: Instrumentation, attempt: Attempt) {
    this.inner = inner;
    this.attempt = attempt;
    const observer = attempt(() => inner.observer, null);
    this.observer = observer === null ? null : observerWithin(observer, attempt);
  }

  called(call: CallFacts): OutgoingCall {
    const followed = this.attempt(() => this.inner.called(call), unfollowed);
    return new GuardedOutgoing(followed, this.attempt);
  }

  received(call: CallFacts, context: TraceContext | null): IncomingCall {
    const followed = this.attempt(() => this.inner.received(call, context), unfollowed);
    return new GuardedIncoming(followed, this.attempt);
  }

  began(figures: () => ServiceFigures): () => void {
    const ended = this.attempt(() => this.inner.began(figures), ignore);
    return () => this.attempt(ended, undefined);
  }
}

class GuardedOutgoing implements OutgoingCall {
  readonly context: TraceContext | null;
  private readonly call: OutgoingCall;
  private readonly attempt: Attempt;

  constructor(call: OutgoingCall, attempt: Attempt) {
    this.call = call;
    this.attempt = attempt;
    this.context = attempt(() => call.context, null);
  }

  succeeded(): void {
    this.attempt(() => this.call.succeeded(), undefined);
  }

  failed(error: unknown): void {
    this.attempt(() => this.call.failed(error), undefined);
  }
}

class GuardedIncoming implements IncomingCall {
  private readonly call: IncomingCall;
  private readonly attempt: Attempt;

  constructor(call: IncomingCall, attempt: Attempt) {
    this.call = call;
    this.attempt = attempt;
  }

  /** The handler runs once, whatever the hook does; what it throws itself is not the fault of the hook. */
  run(handler: () => void): void {
    let hasRun = false;
    let thrown: { readonly error: unknown } | null = null;
    const once = (): void => {
      if (hasRun) return;
      hasRun = true;
      try {
        handler();
      } catch (error) {
        thrown = { error };
      }
    };
    this.attempt(() => this.call.run(once), undefined);
    once();
    throwAgain(thrown);
  }

  succeeded(): void {
    this.attempt(() => this.call.succeeded(), undefined);
  }

  failed(error: unknown): void {
    this.attempt(() => this.call.failed(error), undefined);
  }

  dropped(rule: string): void {
    this.attempt(() => this.call.dropped(rule), undefined);
  }
}

function observerWithin(observer: RuntimeObserver, attempt: Attempt): RuntimeObserver {
  return {
    ran: (...told) => attempt(() => observer.ran(...told), undefined),
    lost: (...told) => attempt(() => observer.lost(...told), undefined),
    began: (...told) => attempt(() => observer.began(...told), undefined),
    ended: (...told) => attempt(() => observer.ended(...told), undefined),
  };
}

function throwAgain(thrown: { readonly error: unknown } | null): void {
  if (thrown !== null) throw thrown.error;
}

const ignore = (): void => undefined;

/** A call that nobody follows, because the hook that should have begun to has thrown. */
const unfollowed: OutgoingCall & IncomingCall = {
  context: null,
  run: (handler) => handler(),
  succeeded: ignore,
  failed: ignore,
  dropped: ignore,
};

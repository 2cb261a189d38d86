/**
 * The recorder of a run: it writes the trace. Outcomes of futures wait until the action that settled them is over, and
 * are written in the order of their operations, so that both lanes write the same.
 */
import type { Ruling } from '../../impl/core/ruling.js';
import type { RuntimeObserver } from '../../impl/runtime/observer.js';
import type {
  EndKind,
  Lane,
  Leg,
  LoseEvent,
  Operation,
  Outcome,
  Role,
  TraceEvent,
} from '../../spec/index.js';

interface LateOutcome {
  readonly op: number;
  readonly outcome: Outcome;
  /** What the application does then. */
  readonly callback: (() => void) | null;
}

/** What tells the time of the run, in milliseconds. */
interface Clock {
  now(): number;
}

/** See the head of this file. */
export class Recorder implements RuntimeObserver {
  events: TraceEvent[] = [];
  private late: LateOutcome[] = [];
  /** What the application does once the action that runs now is over. */
  private callbacks: (() => void)[] = [];
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  invoke(op: number, by: Lane, operation: Operation): void {
    this.events.push({ event: 'invoke', at: this.clock.now(), op, by, operation });
  }

  /** An outcome that is known before the operation returns. */
  outcome(op: number, outcome: Outcome): void {
    this.events.push({ event: 'outcome', at: this.clock.now(), op, outcome });
  }

  /** An outcome of a future; see the head of this file. */
  lateOutcome(op: number, outcome: Outcome, callback: (() => void) | null = null): void {
    this.late.push({ op, outcome, callback });
  }

  /** Writes the outcomes that became known since the last flush, then lets the application act on them. */
  flush(): void {
    if (this.late.length > 0) this.writeLate();
    if (this.callbacks.length === 0) return;
    const { callbacks } = this;
    this.callbacks = [];
    for (const callback of callbacks) callback();
  }

  private writeLate(): void {
    const { late } = this;
    this.late = [];
    if (late.length > 1) late.sort((left, right) => left.op - right.op);
    const at = this.clock.now();
    for (const { op, outcome, callback } of late) {
      this.events.push({ event: 'outcome', at, op, outcome });
      if (callback !== null) this.callbacks.push(callback);
    }
  }

  begin(endpoint: number, role: Role, work: number): void {
    this.events.push({ event: 'begin', at: this.clock.now(), endpoint, role, work });
  }

  end(endpoint: number, role: Role, work: number, how: EndKind): void {
    this.events.push({ event: 'end', at: this.clock.now(), endpoint, role, work, how });
  }

  closed(endpoint: number, resource: number): void {
    this.events.push({ event: 'closed', at: this.clock.now(), endpoint, resource });
  }

  // --- the observer of the runtimes: internal events only; handlers and hooks write their own begin and end -----------

  ran(leg: Leg, id: number, ruling: Ruling, endpoint?: number): void {
    // A future that completes within an action starts the next one: what settled before it was known before it.
    if (this.late.length > 0) this.writeLate();
    const at = this.clock.now();
    const { decision, rule } = ruling;
    this.events.push(
      endpoint === undefined
        ? { event: 'run', at, leg, id, decision, rule }
        : { event: 'run', at, leg, id, decision, rule, endpoint },
    );
  }

  lost(leg: Leg, id: number, reason: LoseEvent['reason']): void {
    this.events.push({ event: 'lose', at: this.clock.now(), leg, id, reason });
  }

  began(): void {}
  ended(): void {}
}

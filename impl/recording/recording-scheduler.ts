/**
 * The scheduler of recorded services: the event loop, with instants. While an action or a call of the API goes on, time
 * stands still, so that what the runtime decides by the clock agrees with the times in the trace.
 */
import { ENDPOINT_SENDERS_FROM } from '../runtime/cell.js';
import { EventLoopScheduler } from '../scheduling/event-loop-scheduler.js';
import type { Action, Recipient, Timer } from '../scheduling/scheduler.js';

/** Instants lie a power of two apart, so that sums of times and limits are exact: 1/8 ms. */
const INSTANTS_PER_MS = 8;

/** Nobody's main thread. */
const NOBODY = 0;

/** Called when nothing goes on any more: an action, or the outermost call of the API, is over. */
export type InstantOver = () => void;

/** See the head of this file. */
export class RecordingScheduler extends EventLoopScheduler {
  private readonly startMs: number;
  private readonly instantOver: InstantOver;
  private instant = 0;
  private depth = 0;
  private waiting = 0;
  private acting = NOBODY;
  /** The operation that is being carried out, until the runtime takes its number; -1 none. */
  private operation = -1;
  private operationsGiven = 0;
  private endpointsGiven = 0;
  private nextEndpointNumber = -1;

  constructor(instantOver: InstantOver) {
    super();
    this.instantOver = instantOver;
    this.startMs = this.read();
  }

  /** The instant, on the clock of the platform. */
  override now(): number {
    if (this.depth === 0) this.instant = this.read();
    return this.instant;
  }

  /** The instant, in milliseconds since the recording began. */
  at(): number {
    return this.now() - this.startMs;
  }

  private read(): number {
    return Math.floor(super.now() * INSTANTS_PER_MS) / INSTANTS_PER_MS;
  }

  /** Whether something goes on. */
  get within(): boolean {
    return this.depth > 0;
  }

  /** Whether no action waits; timers aside. */
  get idle(): boolean {
    return this.waiting === 0 && this.depth === 0;
  }

  /** The endpoint whose main thread runs, or -1. */
  get mainOf(): number {
    return this.acting === NOBODY ? -1 : this.acting - ENDPOINT_SENDERS_FROM;
  }

  /** Something goes on from here. */
  begin(): void {
    if (this.depth === 0) this.instant = this.read();
    this.depth += 1;
  }

  /** It is over. */
  end(): void {
    if (this.depth === 1) this.instantOver();
    this.depth -= 1;
  }

  // --- numbers ----------------------------------------------------------------------------------------------------

  /** A number for an operation that begins. */
  newOperation(): number {
    this.operationsGiven += 1;
    return this.operationsGiven;
  }

  /** The runtime, asked to begin an operation, is given this number. @returns what it would have been given before */
  expect(operation: number): number {
    const outer = this.operation;
    this.operation = operation;
    return outer;
  }

  override nextOperation(): number {
    return this.operation >= 0 ? this.operation : this.newOperation();
  }

  /** A number for an endpoint; {@link nextEndpoint} gives it out. */
  newEndpoint(): number {
    this.endpointsGiven += 1;
    this.nextEndpointNumber = this.endpointsGiven;
    return this.endpointsGiven;
  }

  override nextEndpoint(): number {
    const number = this.nextEndpointNumber;
    this.nextEndpointNumber = -1;
    return number >= 0 ? number : this.newEndpointAtOnce();
  }

  private newEndpointAtOnce(): number {
    this.endpointsGiven += 1;
    return this.endpointsGiven;
  }

  // --- who acts ---------------------------------------------------------------------------------------------------

  override enter(sender: number): number {
    const outer = this.acting;
    this.acting = sender;
    return outer;
  }

  override leave(outer: number): void {
    this.acting = outer;
  }

  // --- actions ----------------------------------------------------------------------------------------------------

  override post(action: Action): void {
    this.waiting += 1;
    super.post(new RecordedAction(this, action));
  }

  override hearPromises(action: Action): boolean {
    const again = super.hearPromises(action);
    if (again) this.waiting += 1;
    return again;
  }

  protected override runHeld(action: Action): void {
    this.waiting -= 1;
    this.begin();
    try {
      super.runHeld(action);
    } finally {
      this.end();
    }
  }

  /** Runs an action that was posted. */
  runPosted(action: Action): void {
    this.waiting -= 1;
    this.begin();
    try {
      action.run();
    } finally {
      this.end();
    }
  }

  protected override fire(timer: Timer): void {
    this.begin();
    try {
      timer.fire();
    } finally {
      this.end();
    }
  }
}

class RecordedAction implements Action {
  readonly leg: Action['leg'];
  readonly id: number;
  readonly recipient: Recipient | null;
  readonly sender: number;
  private readonly scheduler: RecordingScheduler;
  private readonly action: Action;

  constructor(scheduler: RecordingScheduler, action: Action) {
    this.scheduler = scheduler;
    this.action = action;
    this.leg = action.leg;
    this.id = action.id;
    this.recipient = action.recipient;
    this.sender = action.sender;
  }

  run(): void {
    this.scheduler.runPosted(this.action);
  }
}

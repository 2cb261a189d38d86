/**
 * The scheduler of production: actions run in the order of posting, in batches between other work of the event loop;
 * time is the monotonic clock of the platform.
 */
import { ActionQueue } from './action-queue.js';
import {
  type Action,
  appendTimer,
  type Scheduler,
  type Timer,
  type TimerList,
  unlinkTimer,
} from './scheduler.js';

/** How many actions run before sockets and timers of the platform get a turn. */
const BATCH_ACTIONS_MAX = 4096;

/**
 * The platform's timer is never set further ahead than this, so that a process whose last ask has been answered ends
 * soon, without a call into the platform for each ask.
 */
const WAKE_UP_MS_MAX = 100;

/** A macrotask of the platform: Node has `setImmediate`, browsers have not. */
const macrotask: (code: () => void) => void =
  typeof setImmediate === 'function' ? (code) => void setImmediate(code) : (code) => void setTimeout(code, 0);

/** The clock of the platform. Where it is a getter of the global object, looking it up costs more than reading it. */
const platformClock = performance;

/** Work that is due in a microtask: the language's own are cheaper than the platform's `queueMicrotask`. */
const resolved = Promise.resolve();

/**
 * Runs actions first in, first out.
 *
 * @example
 * ```ts
 * const service = new RpcService({ scheduler: new EventLoopScheduler() });
 * ```
 */
export class EventLoopScheduler implements Scheduler {
  private readonly queue = new ActionQueue();
  private awake = false;
  private operations = 0;
  private endpoints = 0;
  private readonly lists = new Map<number, TimerList>();
  private wakeUp: ReturnType<typeof setTimeout> | null = null;
  private wakeUpAtMs = 0;
  private readonly drain = (): void => this.runBatch();
  /** The action that runs again, before any other, once promises were heard. */
  private held: Action | null = null;
  private promisesHeard = false;
  private readonly resume = (): void => this.resumeHeld();
  private readonly onWakeUp = (): void => this.fireDueTimers();

  now(): number {
    return platformClock.now();
  }

  sender(): number {
    return 0;
  }

  nextOperation(): number {
    this.operations += 1;
    return this.operations;
  }

  nextEndpoint(): number {
    this.endpoints += 1;
    return this.endpoints;
  }

  enter(_sender: number): number {
    return 0;
  }

  leave(_outer: number): void {}

  /** Whether nothing is to be done now: no action waits, and no timer is due. For whoever waits until that is so. */
  get quiet(): boolean {
    if (this.awake) return false;
    const now = platformClock.now();
    for (const { head } of this.lists.values()) if (head !== null && head.deadlineMs <= now) return false;
    return true;
  }

  post(action: Action): void {
    this.queue.push(action);
    if (this.awake) return;
    this.awake = true;
    void resolved.then(this.drain);
  }

  hearPromises(action: Action): boolean {
    if (this.promisesHeard) return false;
    this.held = action;
    return true;
  }

  private runBatch(): void {
    const { queue } = this;
    try {
      for (let budget = BATCH_ACTIONS_MAX; budget > 0 && this.held === null; budget -= 1) {
        const action = queue.shift();
        if (action === null) return;
        action.run();
      }
    } finally {
      this.afterBatch();
    }
  }

  /** The callbacks of promises that had settled were due before this. */
  private resumeHeld(): void {
    const action = this.held as Action;
    this.held = null;
    try {
      this.runHeld(action);
    } finally {
      this.runBatch();
    }
  }

  /** Runs an action again; a scheduler that records wants to know. */
  protected runHeld(action: Action): void {
    this.promisesHeard = true;
    try {
      action.run();
    } finally {
      this.promisesHeard = false;
    }
  }

  /** Sleeps when the queue is empty; otherwise lets the platform, or promises, have a turn and goes on. */
  private afterBatch(): void {
    if (this.held !== null) void resolved.then(this.resume);
    else if (this.queue.empty) {
      this.queue.trim();
      this.awake = false;
    } else macrotask(this.drain);
  }

  setTimer(timer: Timer, delayMs: number): void {
    timer.deadlineMs = platformClock.now() + delayMs;
    let list = this.lists.get(delayMs);
    if (list === undefined) {
      list = { head: null, tail: null };
      this.lists.set(delayMs, list);
    }
    appendTimer(list, timer);
    if (this.wakeUp === null || timer.deadlineMs < this.wakeUpAtMs) this.arm(timer.deadlineMs);
  }

  cancelTimer(timer: Timer): void {
    if (timer.armed) unlinkTimer(timer);
  }

  /** Sets the platform's timer for a deadline, or for an intermediate stop if that is far away. */
  private arm(deadlineMs: number): void {
    const now = platformClock.now();
    const delayMs = Math.max(0, Math.min(WAKE_UP_MS_MAX, Math.ceil(deadlineMs - now)));
    if (this.wakeUp !== null) {
      if (this.wakeUpAtMs <= now + delayMs) return;
      clearTimeout(this.wakeUp);
    }
    this.wakeUpAtMs = now + delayMs;
    this.wakeUp = setTimeout(this.onWakeUp, delayMs);
  }

  /** Fires what is due, in the order of the deadlines (SELF-07), and arms the next wake-up. */
  private fireDueTimers(): void {
    this.wakeUp = null;
    const now = platformClock.now();
    try {
      for (const timer of this.dueTimers(now)) {
        if (!timer.armed || timer.deadlineMs > now) continue; // cancelled, or armed anew, by one that fired before
        unlinkTimer(timer);
        this.fire(timer);
      }
    } finally {
      this.armEarliest(); // those behind one that throws fire at once, too
    }
  }

  /** Fires a timer; a scheduler that records wants to know. */
  protected fire(timer: Timer): void {
    timer.fire();
  }

  private dueTimers(now: number): readonly Timer[] {
    const due: Timer[] = [];
    for (const { head } of this.lists.values()) {
      for (let timer = head; timer !== null && timer.deadlineMs <= now; timer = timer.next) due.push(timer);
    }
    return due.sort((left, right) => left.deadlineMs - right.deadlineMs);
  }

  private armEarliest(): void {
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const [delayMs, { head }] of this.lists) {
      if (head === null) this.lists.delete(delayMs);
      else earliestMs = Math.min(earliestMs, head.deadlineMs);
    }
    if (earliestMs !== Number.POSITIVE_INFINITY) this.arm(earliestMs);
  }
}

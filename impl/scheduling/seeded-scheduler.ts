/**
 * The scheduler of simulation: virtual time, and a decision tape that says where the run departs from plain first in,
 * first out. The same actions and the same tape give the same run, on any machine.
 */
import type { ActionName, Deviation } from '../../spec/scenarios.js';
import { type Action, NO_LINK, type Recipient, type Scheduler, type Timer } from './scheduler.js';

/** A deviation with what became of it. */
interface Hold {
  readonly deviation: Deviation;
  /** Its `first` has run: what it held is free. */
  released: boolean;
}

/** A FIFO link; `seenInScan` marks that an older action of the link is still waiting. */
interface Link {
  seenInScan: number;
}

/** An action in the queue, with its link. */
interface Queued {
  readonly action: Action;
  readonly link: Link | null;
}

/** An action that can tell whether it may run; the steps of a lane wait for what they refer to. */
export interface ConditionalAction extends Action {
  /** Whether it may run now. */
  ready(): boolean;
}

/** What {@link SeededScheduler.choose} says when no position is to be run. */
const NOTHING_ENABLED = -1;
const TIMER_FIRED = -2;

const isNamed = (name: ActionName, leg: string, id: number): boolean => name.id === id && name.leg === leg;

/** See the head of this file. Ages are positions in the queue; the oldest comes first. */
export class SeededScheduler implements Scheduler {
  private queue: Queued[] = [];
  private timers: Timer[] = [];
  private holds: Hold[] = [];
  private nowMs = 0;
  private scan = 0;
  private links = new Map<number, Link>();
  /** Who acts now; see {@link CallContext}. Written by whoever drives the simulation. */
  currentSender = 0;
  currentOperation = 0;
  currentEndpoint = 0;
  /** How many actions and timers have run. */
  steps = 0;

  /** Empties everything and takes a new tape; the clock starts at 0. */
  reset(tape: readonly Deviation[]): void {
    this.queue = [];
    this.timers = [];
    this.holds = tape.map((deviation) => ({ deviation, released: false }));
    this.nowMs = 0;
    this.links = new Map();
    this.steps = 0;
  }

  now(): number {
    return this.nowMs;
  }

  sender(): number {
    return this.currentSender;
  }

  nextOperation(): number {
    return this.currentOperation;
  }

  nextEndpoint(): number {
    return this.currentEndpoint;
  }

  enter(sender: number): number {
    const outer = this.currentSender;
    this.currentSender = sender;
    return outer;
  }

  leave(outer: number): void {
    this.currentSender = outer;
  }

  post(action: Action): void {
    this.queue.push({
      action,
      link: action.sender === NO_LINK ? null : this.link(action.recipient, action.sender),
    });
  }

  private link(recipient: Recipient | null, sender: number): Link {
    // Senders are small non-negative numbers; a lane's own steps have no recipient.
    const key = (recipient === null ? 0 : recipient.number + 1) * 65_536 + sender;
    let link = this.links.get(key);
    if (link === undefined) {
      link = { seenInScan: 0 };
      this.links.set(key, link);
    }
    return link;
  }

  setTimer(timer: Timer, delayMs: number): void {
    timer.deadlineMs = this.nowMs + delayMs;
    timer.armed = true;
    let position = this.timers.length;
    while (position > 0 && (this.timers[position - 1] as Timer).deadlineMs > timer.deadlineMs) position -= 1;
    this.timers.splice(position, 0, timer);
  }

  cancelTimer(timer: Timer): void {
    if (!timer.armed) return;
    timer.armed = false;
    this.timers.splice(this.timers.indexOf(timer), 1);
  }

  /**
   * Runs the next action.
   *
   * @returns false when nothing is enabled (timers that no deviation asks for do not count)
   */
  step(): boolean {
    const position = this.choose();
    if (position === NOTHING_ENABLED) return false;
    if (position === TIMER_FIRED) return true;
    const { action } = this.queue[position] as Queued;
    this.queue.splice(position, 1);
    this.noteRun(action.leg, action.id);
    action.run();
    return true;
  }

  /**
   * Fires the earliest timer if it is due at `untilMs`; the clock goes to its deadline.
   *
   * @returns false when no timer is due by then; the clock stands at `untilMs`
   */
  fireNextTimer(untilMs: number): boolean {
    const timer = this.timers[0];
    if (timer === undefined || timer.deadlineMs > untilMs) {
      this.nowMs = Math.max(this.nowMs, untilMs);
      return false;
    }
    this.timers.shift();
    timer.armed = false;
    this.nowMs = Math.max(this.nowMs, timer.deadlineMs);
    this.noteRun(timer.leg, timer.id);
    timer.fire();
    return true;
  }

  /** The deadline of the earliest timer, or `null`. */
  nextDeadlineMs(): number | null {
    return this.timers[0]?.deadlineMs ?? null;
  }

  /** Takes actions out of the queue that will never be ready. */
  withdraw(unwanted: (action: Action) => boolean): void {
    this.queue = this.queue.filter(({ action }) => !unwanted(action));
  }

  /** What waits in the queue, for reports: names in the order of age. */
  waiting(): readonly ActionName[] {
    return this.queue.map(({ action }) => ({ leg: action.leg, id: action.id }));
  }

  /** Whether an action in the queue could run now. */
  protected isEnabled(action: Action): boolean {
    const position = this.queue.findIndex((queued) => queued.action === action);
    const queued = this.queue[position];
    if (queued === undefined || action.recipient?.occupied === true) return false;
    if ('ready' in action && !(action as ConditionalAction).ready()) return false;
    return queued.link === null || !this.queue.slice(0, position).some((older) => older.link === queued.link);
  }

  /** Takes an action out of the queue and runs it. */
  protected runNow(action: Action): void {
    this.queue = this.queue.filter((queued) => queued.action !== action);
    this.noteRun(action.leg, action.id);
    action.run();
  }

  private noteRun(leg: string, id: number): void {
    this.steps += 1;
    for (const hold of this.holds) if (isNamed(hold.deviation.first, leg, id)) hold.released = true;
  }

  /** The oldest enabled action that nothing holds; else the oldest held one, once what holds it cannot come any more. */
  private choose(): number {
    const held = this.scanForFree();
    if (held.free >= 0) return held.free;
    if (held.oldestHeld < 0) return NOTHING_ENABLED;
    // Only held actions are enabled. If the hold waits for a timer, time passes until that timer has fired.
    const { action } = this.queue[held.oldestHeld] as Queued;
    const hold = this.holdOf(action) as Hold;
    const awaited = this.timers.find((timer) => isNamed(hold.deviation.first, timer.leg, timer.id));
    if (awaited === undefined) return held.oldestHeld;
    this.fireNextTimer(awaited.deadlineMs);
    return TIMER_FIRED;
  }

  private scanForFree(): { readonly free: number; readonly oldestHeld: number } {
    this.scan += 1;
    const { queue, scan } = this;
    let oldestHeld = -1;
    for (let position = 0; position < queue.length; position += 1) {
      const { action, link } = queue[position] as Queued;
      if (link !== null) {
        if (link.seenInScan === scan) continue; // an older action of this link waits
        link.seenInScan = scan;
      }
      if (action.recipient?.occupied === true) continue;
      if ('ready' in action && !(action as ConditionalAction).ready()) continue;
      if (this.holds.length === 0 || this.holdOf(action) === null) return { free: position, oldestHeld };
      if (oldestHeld < 0) oldestHeld = position;
    }
    return { free: -1, oldestHeld };
  }

  private holdOf(action: Action): Hold | null {
    for (const hold of this.holds) {
      if (!hold.released && isNamed(hold.deviation.held, action.leg, action.id)) return hold;
    }
    return null;
  }
}

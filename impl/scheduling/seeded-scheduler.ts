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
export interface QueueLink {
  seenInScan: number;
}

/** An action in the queue, with what a scan looks at: the actions themselves are of many classes. */
export class Queued {
  readonly action: Action;
  readonly recipient: Recipient | null;
  readonly link: QueueLink | null;
  /** The action says itself whether it may run. */
  readonly conditional: boolean;

  constructor(action: Action, link: QueueLink | null) {
    this.action = action;
    this.recipient = action.recipient;
    this.link = link;
    this.conditional = action.ready !== undefined;
  }
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

/** Whether recipient and action allow that it runs now. */
function isReady({ recipient, conditional, action }: Queued): boolean {
  if (recipient?.occupied === true) return false;
  return !conditional || (action as ConditionalAction).ready();
}

/** Takes an element out of a list; `splice` would make a list of what it took out. */
function removeAt<Element>(list: Element[], position: number): void {
  for (let next = position + 1; next < list.length; next += 1) list[next - 1] = list[next] as Element;
  list.pop();
}

function insertAt<Element>(list: Element[], position: number, element: Element): void {
  list.push(element);
  for (let last = list.length - 1; last > position; last -= 1) list[last] = list[last - 1] as Element;
  list[position] = element;
}

/** See the head of this file. Ages are positions in the queue; the oldest comes first. */
export class SeededScheduler implements Scheduler {
  protected queue: Queued[] = [];
  private timers: Timer[] = [];
  private holds: Hold[] = [];
  private nowMs = 0;
  private scan = 0;
  private oldestHeld = -1;
  private readonly links = new Map<number, QueueLink>();
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
    this.links.clear();
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

  /** Whoever drives the simulation decides when what runs. */
  catchUp(): void {}

  enter(sender: number): number {
    const outer = this.currentSender;
    this.currentSender = sender;
    return outer;
  }

  leave(outer: number): void {
    this.currentSender = outer;
  }

  post(action: Action): void {
    this.queue.push(this.queued(action));
  }

  /** How an action waits in the queue. */
  protected queued(action: Action): Queued {
    return new Queued(action, this.linkOf(action));
  }

  /** Whoever drives a simulation lets promises be heard before each choice. */
  hearPromises(_action: Action): boolean {
    return false;
  }

  protected linkOf({ recipient, sender }: Action): QueueLink | null {
    if (sender === NO_LINK) return null;
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
    insertAt(this.timers, position, timer);
  }

  cancelTimer(timer: Timer): void {
    if (!timer.armed) return;
    timer.armed = false;
    removeAt(this.timers, this.timers.indexOf(timer));
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
    this.runAt(position);
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
    removeAt(this.timers, 0);
    timer.armed = false;
    this.nowMs = Math.max(this.nowMs, timer.deadlineMs);
    this.noteRun(timer);
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

  /** How many actions could run next; more than one is a choice. */
  get options(): number {
    return this.enabledNow().length;
  }

  /** The actions that could run next, oldest first. */
  protected enabledNow(): Queued[] {
    this.scan += 1;
    const { queue, scan } = this;
    const enabled: Queued[] = [];
    for (let position = 0; position < queue.length; position += 1) {
      const queued = queue[position] as Queued;
      const { link } = queued;
      if (link !== null) {
        if (link.seenInScan === scan) continue; // an older action of this link waits
        link.seenInScan = scan;
      }
      if (isReady(queued)) enabled.push(queued);
    }
    return enabled;
  }

  /** The timer that is due first, or `null`. */
  protected nextTimer(): Timer | null {
    return this.timers[0] ?? null;
  }

  /** What waits in the queue, for reports: names in the order of age. */
  waiting(): readonly ActionName[] {
    return this.queue.map(({ action }) => ({ leg: action.leg, id: action.id }));
  }

  /** Whether an action in the queue could run now. */
  protected isEnabled(action: Action): boolean {
    const queued = this.queue[this.positionOf(action)];
    return queued !== undefined && this.isFirstReady(queued);
  }

  /** Whether something in the queue could run now: it is ready, and nothing older of its link waits. */
  protected isFirstReady(queued: Queued): boolean {
    if (!isReady(queued)) return false;
    const { link } = queued;
    return link === null || this.queue.find((other) => other.link === link) === queued;
  }

  /** Takes an action out of the queue and runs it. */
  protected runNow(action: Action): void {
    this.runAt(this.positionOf(action));
  }

  /** Takes something out of the queue and runs it. */
  protected runQueued(queued: Queued): void {
    this.runAt(this.queue.indexOf(queued));
  }

  private positionOf(action: Action): number {
    return this.queue.findIndex((queued) => queued.action === action);
  }

  private runAt(position: number): void {
    const { action } = this.queue[position] as Queued;
    removeAt(this.queue, position);
    this.noteRun(action);
    action.run();
  }

  private noteRun(ran: Action | Timer): void {
    this.steps += 1;
    if (this.holds.length === 0) return;
    const { leg, id } = ran;
    for (const hold of this.holds) if (isNamed(hold.deviation.first, leg, id)) hold.released = true;
  }

  /** The oldest enabled action that nothing holds; else the oldest held one, once what holds it cannot come any more. */
  private choose(): number {
    const free = this.scanForFree();
    if (free >= 0) return free;
    if (this.oldestHeld < 0) return NOTHING_ENABLED;
    // Only held actions are enabled. If the hold waits for a timer, time passes until that timer has fired.
    const { action } = this.queue[this.oldestHeld] as Queued;
    const hold = this.holdOf(action) as Hold;
    const awaited = this.timers.find((timer) => isNamed(hold.deviation.first, timer.leg, timer.id));
    if (awaited === undefined) return this.oldestHeld;
    this.fireNextTimer(awaited.deadlineMs);
    return TIMER_FIRED;
  }

  /** The position of the oldest action that is enabled and free, or -1; notes the oldest that is enabled and held. */
  private scanForFree(): number {
    this.scan += 1;
    this.oldestHeld = -1;
    const { queue, scan } = this;
    for (let position = 0; position < queue.length; position += 1) {
      const queued = queue[position] as Queued;
      const { link } = queued;
      if (link !== null) {
        if (link.seenInScan === scan) continue; // an older action of this link waits
        link.seenInScan = scan;
      }
      if (!isReady(queued)) continue;
      if (this.holds.length === 0 || this.holdOf(queued.action) === null) return position;
      if (this.oldestHeld < 0) this.oldestHeld = position;
    }
    return -1;
  }

  private holdOf(action: Action): Hold | null {
    for (const hold of this.holds) {
      if (!hold.released && isNamed(hold.deviation.held, action.leg, action.id)) return hold;
    }
    return null;
  }
}

/**
 * The scheduler: everything that the protocol does not determine is its choice.
 *
 * The runtime posts actions (a message for an endpoint, an answer for a caller) and sets timers; the scheduler decides
 * what runs next and owns the clock. Production runs on the event loop; simulation replaces the scheduler and nothing
 * else.
 */
import type { Leg } from '../../spec/trace.js';

/** Whose main thread an action needs. Schedulers only look; the runtime changes it. */
export interface Recipient {
  /** True while a handler or hook of the endpoint holds its main thread. */
  readonly occupied: boolean;
  /** A number that is unique among the recipients of one scheduler; part of the canonical order. */
  readonly number: number;
}

/** No FIFO link: the action is not ordered against others. */
export const NO_LINK = -1;

/** Something that can happen next. Two actions of one scheduler are never the same object twice in its queue. */
export interface Action {
  /** Name of the action, together with `id`. */
  readonly leg: Leg | 'op';
  /** The operation, endpoint or service that the leg belongs to. */
  readonly id: number;
  /** Whose main thread must be idle, or `null`. */
  readonly recipient: Recipient | null;
  /** The sender: actions of one sender to one recipient run in the order of posting (ORD-01). {@link NO_LINK} for none. */
  readonly sender: number;
  /** Whether the action may run now, where more than its recipient and its link decides that. */
  ready?(): boolean;
  /** Carries the action out. */
  run(): void;
}

/**
 * Something that happens when a deadline has passed. A timer is set at most once at a time; its links are the
 * scheduler's, so that setting and cancelling allocate nothing.
 */
export abstract class Timer {
  /** Name of the timer, together with `id`. A `link` delivers what is on its way; schedules cannot name it. */
  abstract readonly leg: Leg | 'link';
  abstract readonly id: number;
  /** When it is due, on the clock of its scheduler, in milliseconds. Written by the scheduler. */
  deadlineMs = 0;
  /** Whether it is set. Written by the scheduler. */
  armed = false;
  /** Neighbours in the scheduler's list. */
  previous: Timer | null = null;
  next: Timer | null = null;
  /** The list that it is in. */
  list: TimerList | null = null;

  /** Called once when due, unless cancelled. */
  abstract fire(): void;
}

/** A list of timers in the order of their deadlines. */
export interface TimerList {
  head: Timer | null;
  tail: Timer | null;
}

/**
 * Who carries out the operation that is being started: the sender of its messages and the number that names it in
 * traces. A simulation answers with the lane that it runs; production has one sender and counts.
 */
export interface CallContext {
  /** The sender of messages that are sent now. */
  sender(): number;
  /** The number of the operation that is started now; each call may return another. */
  nextOperation(): number;
  /** The number of the endpoint that is created now. */
  nextEndpoint(): number;
}

/** The part of a scheduler that is about time. */
export interface Clock {
  /** The time in milliseconds since some fixed moment; never decreases. */
  now(): number;
  /**
   * Arms a timer.
   *
   * @param timer not armed now
   * @param delayMs from now, at least 0
   */
  setTimer(timer: Timer, delayMs: number): void;
  /** Disarms a timer; one that is not armed is left alone. */
  cancelTimer(timer: Timer): void;
}

/** See the head of this file. */
export interface Scheduler extends CallContext, Clock {
  /** Makes an action available to be chosen. */
  post(action: Action): void;
  /**
   * Runs what waits, or a bounded part of it, instead of later in the turn. For whoever brings news from outside, with
   * nothing of the runtime on the stack. A scheduler whose order somebody else decides does nothing.
   */
  catchUp(): void;
  /**
   * Called by an action that must not overtake what promises that have settled already will say (TERM-03).
   *
   * @param action the action that runs now
   * @returns true when the scheduler runs it once more after they were heard, and nothing before it; false when they were
   */
  hearPromises(action: Action): boolean;
  /**
   * From now on a sender acts (a handler, on behalf of its endpoint): what is sent is ordered as that sender's.
   *
   * @returns who acted before, for {@link leave}
   */
  enter(sender: number): number;
  /** The sender has acted; whoever acted before goes on. */
  leave(outer: number): void;
}

/** Appends a timer to a list whose last deadline is not later. */
export function appendTimer(list: TimerList, timer: Timer): void {
  timer.list = list;
  timer.previous = list.tail;
  timer.next = null;
  if (list.tail === null) list.head = timer;
  else list.tail.next = timer;
  list.tail = timer;
  timer.armed = true;
}

/** Takes a timer out of its list. */
export function unlinkTimer(timer: Timer): void {
  const list = timer.list as TimerList;
  if (timer.previous === null) list.head = timer.next;
  else timer.previous.next = timer.next;
  if (timer.next === null) list.tail = timer.previous;
  else timer.next.previous = timer.previous;
  timer.previous = null;
  timer.next = null;
  timer.list = null;
  timer.armed = false;
}

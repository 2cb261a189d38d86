/**
 * The scheduler of exploration: before each step it lists what could run now and asks which of it does. It notes what a
 * search has to know of a step and the runtime does not tell: who posted an action, what it does to the clock, and the
 * life cycle of its recipient before and after. The beginning of a run repeats an earlier one: there it runs what ran then,
 * lists nothing and notes nothing.
 *
 * Time passes where the protocol leaves no choice. Timers whose deadline lies within the race may fire at any moment
 * before; the first of them is then one more thing that could run now.
 */
import type { Lifecycle } from '../../impl/core/actor.js';
import { type Action, NO_LINK, SeededScheduler, type Timer } from '../../impl/index.js';
import { Message } from '../../impl/runtime/message.js';
import { Queued, type QueueLink } from '../../impl/scheduling/seeded-scheduler.js';
import type { Deviation } from '../../spec/index.js';
import { keyAgain, keyOf } from './action-key.js';
import { lifecycleNumber, type MessageSymbol, symbolNumber } from './commutation.js';
import type { StepSeen } from './touches.js';

/** Whoever decides what runs next. */
export interface Chooser {
  /** The number of what runs next, where the run repeats an earlier one; `null` where it is to be chosen. */
  next(): number | null;
  /** That runs. */
  repeats(): void;
  /**
   * Something can run.
   *
   * @param options the numbers of what could run now, without repetition, at least one
   * @returns the position of what runs
   */
  choose(options: readonly number[]): number;
  /** Nothing could run any more: time passed, or the next steps of the scenario begin. */
  rests(): void;
}

/** An action in the queue, with its number and with who posted it. */
class Waiting extends Queued {
  readonly key: number;
  readonly poster: number;

  constructor(action: Action, link: QueueLink | null, key: number, poster: number) {
    super(action, link);
    this.key = key;
    this.poster = poster;
  }
}

/** A recipient as the runtime has it. */
interface Inhabitant {
  readonly number: number;
  /** Absent where the incarnation is gone, and nobody keeps it. */
  readonly actor?: { readonly lifecycle: Lifecycle };
}

const lifecycleOf = ({ actor }: Inhabitant): number => lifecycleNumber(actor?.lifecycle ?? 'TERMINATED');

/** Before the first step of a run, and between the segments of a scenario, nobody posts. */
export const NOBODY = -1;

/** See the head of this file. */
export class ExploringScheduler extends SeededScheduler {
  private readonly chooser: Chooser;
  private readonly raceUntilMs: number;
  /** For the first request of a client: the one that has to run before, because the clients are interchangeable. */
  private readonly follows: ReadonlyMap<number, number>;
  private readonly done = new Set<number>();
  /** The step that runs, or ran last; {@link NOBODY} outside of steps. */
  private current = NOBODY;
  private count = 0;
  /** Who set a timer. */
  private readonly setters = new Map<Timer, number>();
  /** How often each name was posted. */
  private readonly times = new Map<number, number>();
  private looksAtClock = false;
  private changesClock = false;
  private inhabitant: Inhabitant | null = null;
  private before = 0;
  private symbol = -1;
  /** Who posted what runs now, and the number of its link, -1 none. */
  poster = NOBODY;
  channel = NO_LINK;

  constructor(chooser: Chooser, raceUntilMs: number, follows: ReadonlyMap<number, number>) {
    super();
    this.chooser = chooser;
    this.raceUntilMs = raceUntilMs;
    this.follows = follows;
  }

  override reset(tape: readonly Deviation[]): void {
    super.reset(tape);
    this.setters.clear();
    this.times.clear();
    this.done.clear();
    this.current = NOBODY;
    this.count = 0;
  }

  override step(): boolean {
    const next = this.chooser.next();
    if (next === null ? this.stepAnew() : this.stepAgain(next)) return true;
    this.rest();
    return false;
  }

  /** Runs what is chosen. @returns false when nothing can run */
  private stepAnew(): boolean {
    const timer = this.racingTimer();
    const enabled = this.enabledNow() as Waiting[];
    const keys = enabled.map(({ key }) => key);
    if (timer !== null) keys.push(keyOf(timer.leg, timer.id));
    if (keys.length === 0) return false;
    const options = this.inOrder(keys);
    const chosen = options[this.chooser.choose(options)] as number;
    const waiting = enabled[keys.indexOf(chosen)];
    this.watch(waiting ?? null);
    if (waiting === undefined) this.runTimer(timer as Timer, chosen);
    else this.runWaiting(waiting);
    return true;
  }

  /** Runs what ran here in an earlier run. @returns false when it cannot run yet: something else comes first */
  private stepAgain(key: number): boolean {
    const waiting = (this.queue as Waiting[]).find((other) => other.key === key);
    if (waiting !== undefined) {
      if (!this.isFirstReady(waiting)) return false;
      this.chooser.repeats();
      this.runWaiting(waiting);
      return true;
    }
    const timer = this.racingTimer();
    if (timer === null || keyOf(timer.leg, timer.id) !== key) return false;
    this.chooser.repeats();
    this.runTimer(timer, key);
    return true;
  }

  private runWaiting(waiting: Waiting): void {
    this.begin(waiting.key, waiting.poster);
    this.runQueued(waiting);
  }

  private runTimer(timer: Timer, key: number): void {
    this.begin(key, this.setters.get(timer) ?? NOBODY);
    super.fireNextTimer(timer.deadlineMs);
  }

  /** What was seen of the step that ran last. */
  seen(): StepSeen {
    const { inhabitant, symbol, before, looksAtClock, changesClock } = this;
    const after = inhabitant === null ? 0 : lifecycleOf(inhabitant);
    return { endpoint: inhabitant?.number ?? -1, symbol, before, after, looksAtClock, changesClock };
  }

  private rest(): void {
    this.current = NOBODY;
    this.chooser.rests();
  }

  private begin(key: number, poster: number): void {
    if (this.follows.size > 0) this.done.add(key);
    this.current = this.count;
    this.count += 1;
    this.poster = poster;
  }

  /** Notes what is seen of a step before it runs; `null` for that of a timer. */
  private watch(waiting: Waiting | null): void {
    this.looksAtClock = false;
    this.changesClock = waiting === null;
    this.inhabitant = null;
    this.channel = NO_LINK;
    this.symbol = -1;
    if (waiting === null || waiting.recipient === null) return;
    const { action, recipient } = waiting;
    if (action.sender !== NO_LINK) this.channel = recipient.number * 1_048_576 + action.sender;
    this.inhabitant = recipient as unknown as Inhabitant;
    this.before = lifecycleOf(this.inhabitant);
    if (action instanceof Message) {
      this.symbol = symbolOf(action);
      this.looksAtClock = action.dueAtMs > 0 && this.raceUntilMs > 0;
    } else this.symbol = symbolNumber(action.leg === 'handshake' ? 'HELLO' : 'ASK'); // a dead letter
  }

  /** Interchangeable clients are heard in the order of their lanes. */
  private inOrder(keys: readonly number[]): readonly number[] {
    if (this.follows.size === 0) return keys;
    const inOrder = keys.filter((key) => this.isInOrder(key));
    return inOrder.length === 0 ? keys : inOrder;
  }

  private isInOrder(key: number): boolean {
    const first = this.follows.get(key);
    return first === undefined || this.done.has(first);
  }

  /** The timer that may fire while something else could run, `null` when there is none. */
  private racingTimer(): Timer | null {
    const timer = this.nextTimer();
    return timer !== null && timer.leg !== 'link' && this.races(timer) ? timer : null;
  }

  private races({ deadlineMs }: Timer): boolean {
    return deadlineMs <= this.raceUntilMs || deadlineMs <= this.now();
  }

  protected override queued(action: Action): Waiting {
    const name = keyOf(action.leg, action.id);
    const time = this.times.get(name) ?? 0;
    this.times.set(name, time + 1);
    return new Waiting(action, this.linkOf(action), keyAgain(name, time), this.current);
  }

  override setTimer(timer: Timer, delayMs: number): void {
    super.setTimer(timer, delayMs);
    this.setters.set(timer, this.current);
    this.looksAtClock = this.raceUntilMs > 0;
    // The limits of asks settle what nobody else touches; all other timers are told apart by who was set first.
    if (timer.leg !== 'timeout' || this.races(timer)) this.changesClock = true;
  }

  override cancelTimer(timer: Timer): void {
    if (timer.armed && (timer.leg !== 'timeout' || this.races(timer))) this.changesClock = true;
    super.cancelTimer(timer);
  }

  override fireNextTimer(untilMs: number): boolean {
    const fired = super.fireNextTimer(untilMs);
    if (fired) this.rest();
    return fired;
  }
}

/** How the charts call a message. */
function symbolOf({ kind, leg, asked, task }: Message): number {
  return symbolNumber(symbolNameOf(kind, leg, asked, task !== null));
}

function symbolNameOf(
  kind: Message['kind'],
  leg: Message['leg'],
  asked: boolean,
  task: boolean,
): MessageSymbol {
  switch (kind) {
    case 'start':
      return 'START';
    case 'stop':
      return 'STOP';
    case 'terminate':
      return leg === 'close' ? 'CLOSE' : 'TERMINATE';
    case 'kill':
      return 'KILL';
    case 'fault':
      return 'FAULT';
    case 'handshake':
      return 'HELLO';
    case 'identify':
      return 'IDENTIFY';
    case 'callable':
      return 'CALLABLE';
    case 'run':
      if (leg === 'due') return task ? 'TASK' : 'DUE_RUN';
      return 'RUN';
    default:
      return asked ? 'ASK' : 'TELL';
  }
}

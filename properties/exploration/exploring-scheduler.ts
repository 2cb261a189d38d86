/**
 * The scheduler of exploration: before each step it lists what could run now and asks which of it does. It notes what a
 * search has to know of a step and the runtime does not tell: who posted an action, what it does to the clock, and the
 * life cycle of its recipient before and after.
 *
 * Time passes where the protocol leaves no choice. Timers whose deadline lies within the race may fire at any moment
 * before; the first of them is then one more thing that could run now.
 */
import type { Lifecycle } from '../../impl/core/actor.js';
import { type Action, NO_LINK, SeededScheduler, type Timer } from '../../impl/index.js';
import { Message } from '../../impl/runtime/message.js';
import type { Deviation } from '../../spec/index.js';
import { keyOf } from './action-key.js';
import { lifecycleNumber, type MessageSymbol, symbolNumber } from './commutation.js';
import type { StepSeen } from './touches.js';

/** Whoever decides what runs next. */
export interface Chooser {
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

/** Something that could run now. */
interface Option {
  readonly key: number;
  /** `null` for the timer that is due next. */
  readonly action: Action | null;
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
  private readonly posters = new Map<Action | Timer, number>();
  /** The numbers of actions, and how often each name was posted. */
  private readonly keys = new Map<Action, number>();
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
    this.posters.clear();
    this.keys.clear();
    this.times.clear();
    this.done.clear();
    this.current = NOBODY;
    this.count = 0;
  }

  override step(): boolean {
    const options = this.optionsNow();
    if (options.length === 0) {
      this.rest();
      return false;
    }
    const { action, key } = options[this.chooser.choose(options.map((option) => option.key))] as Option;
    this.begin(action, key);
    if (action === null) super.fireNextTimer((this.nextTimer() as Timer).deadlineMs);
    else this.runNow(action);
    return true;
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

  private begin(action: Action | null, key: number): void {
    const subject = action ?? (this.nextTimer() as Timer);
    this.done.add(key);
    this.current = this.count;
    this.count += 1;
    this.poster = this.posters.get(subject) ?? NOBODY;
    this.looksAtClock = false;
    this.changesClock = action === null;
    this.inhabitant = null;
    this.channel = NO_LINK;
    this.symbol = -1;
    if (action === null || action.recipient === null) return;
    if (action.sender !== NO_LINK) this.channel = action.recipient.number * 1_048_576 + action.sender;
    this.inhabitant = action.recipient as unknown as Inhabitant;
    this.before = lifecycleOf(this.inhabitant);
    if (action instanceof Message) {
      this.symbol = symbolOf(action);
      this.looksAtClock = action.dueAtMs > 0 && this.raceUntilMs > 0;
    } else this.symbol = symbolNumber(action.leg === 'handshake' ? 'HELLO' : 'ASK'); // a dead letter
  }

  private optionsNow(): readonly Option[] {
    const enabled = this.enabledNow().map((action) => ({ key: this.keys.get(action) as number, action }));
    const timer = this.nextTimer();
    const options: Option[] = enabled;
    if (timer !== null && this.races(timer) && timer.leg !== 'link')
      options.push({ key: keyOf(timer.leg, timer.id), action: null });
    if (this.follows.size === 0) return options;
    const inOrder = options.filter(({ key }) => this.isInOrder(key));
    return inOrder.length === 0 ? options : inOrder;
  }

  /** Interchangeable clients are heard in the order of their lanes. */
  private isInOrder(key: number): boolean {
    const first = this.follows.get(key);
    return first === undefined || this.done.has(first);
  }

  /** Whether a timer may fire while something else could run. */
  private races({ deadlineMs }: Timer): boolean {
    return deadlineMs <= this.raceUntilMs || deadlineMs <= this.now();
  }

  override post(action: Action): void {
    const name = keyOf(action.leg, action.id);
    const time = this.times.get(name) ?? 0;
    this.times.set(name, time + 1);
    this.keys.set(action, keyOf(action.leg, action.id, time));
    this.posters.set(action, this.current);
    super.post(action);
  }

  override setTimer(timer: Timer, delayMs: number): void {
    super.setTimer(timer, delayMs);
    this.posters.set(timer, this.current);
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

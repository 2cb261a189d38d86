/**
 * Frames on their way over a slow link in memory: each arrives when its delay has passed on the clock of a scheduler, and
 * never before one that was sent earlier, whatever became of the delay in between.
 */
import { type Clock, Timer } from '../scheduling/scheduler.js';
import type { CopiedFrame } from './frame-copy.js';

/** Frames that arrive at the same moment. */
class Flight extends Timer {
  readonly leg = 'link';
  readonly id = 0;
  readonly frames: CopiedFrame[];
  private readonly landed: () => void;

  constructor(frame: CopiedFrame, landed: () => void) {
    super();
    this.frames = [frame];
    this.landed = landed;
  }

  fire(): void {
    this.landed();
  }
}

/** See the head of this file. One direction of one link. */
export class SlowWay {
  private flights: Flight[] = [];
  private readonly clock: Clock;
  private readonly deliver: (frame: CopiedFrame) => void;

  /** @param deliver called with each frame when it arrives */
  constructor(clock: Clock, deliver: (frame: CopiedFrame) => void) {
    this.clock = clock;
    this.deliver = deliver;
  }

  /** Whether no frame is on its way. */
  get empty(): boolean {
    return this.flights.length === 0;
  }

  /** Sends a frame on its way. */
  send(frame: CopiedFrame, delayMs: number): void {
    const { clock, flights } = this;
    const last = flights.at(-1);
    // A frame that would be as early as the one before it travels with that one: order is worth more than speed (ORD-02).
    if (last !== undefined && clock.now() + delayMs <= last.deadlineMs) {
      last.frames.push(frame);
      return;
    }
    const flight = new Flight(frame, () => this.land(flight));
    flights.push(flight);
    clock.setTimer(flight, delayMs);
  }

  /** Delivers the frames of the oldest flight. What hears of one may send others, or break the link. */
  private land(flight: Flight): void {
    for (let frame = flight.frames.shift(); frame !== undefined; frame = flight.frames.shift())
      this.deliver(frame);
    this.flights = this.flights.filter((other) => other !== flight);
  }

  /** The link is lost. @returns the frames that are lost with it, in the order of sending */
  lose(): readonly CopiedFrame[] {
    const { flights } = this;
    this.flights = [];
    for (const flight of flights) this.clock.cancelTimer(flight);
    return flights.flatMap(({ frames }) => frames.splice(0));
  }
}

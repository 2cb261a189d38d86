/**
 * Carries a scenario out on a real clock. Lanes take turns on the one thread that there is; between two steps the event
 * loop has a turn or not, so that what was sent before has arrived or not.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, Step } from '../../spec/index.js';
import { isBarrier } from '../scenarios/is-barrier.js';
import { hop } from '../simulation/lanes.js';
import type { World } from '../simulation/world.js';
import { Pauses } from './pauses.js';
import type { RealSurroundings } from './real-surroundings.js';

/** So many turns of the event loop are waited for without a pause: most of what is sent has arrived by then. */
const EAGER_HOPS = 30;

/** The steps of one lane up to a barrier. */
type LaneSteps = Step[];

/** See the head of this file. */
export class RealPlay {
  private readonly world: World;
  private readonly surroundings: RealSurroundings;
  private readonly steps: readonly Step[];
  private readonly patienceMs: number;
  private readonly pauses: Pauses;

  constructor(world: World, surroundings: RealSurroundings, scenario: Scenario, patienceMs: number) {
    this.world = world;
    this.surroundings = surroundings;
    this.steps = scenario.steps;
    this.pauses = new Pauses(scenario);
    this.patienceMs = patienceMs;
  }

  /** @returns what had not been handled when patience ended, in words; empty when everything settled */
  async run(): Promise<readonly string[]> {
    let lanes = new Map<number, LaneSteps>();
    for (const step of this.steps) {
      if (!isBarrier(step)) {
        lanes.set(step.lane, [...(lanes.get(step.lane) ?? []), step]);
        continue;
      }
      const settled = (await this.carryOut([...lanes.values()])) && (await this.pass(step));
      if (!settled) return this.surroundings.describe();
      lanes = new Map();
    }
    return (await this.carryOut([...lanes.values()])) ? [] : this.surroundings.describe();
  }

  /** Carries out the steps between two barriers. @returns false when patience ended */
  private async carryOut(lanes: readonly LaneSteps[]): Promise<boolean> {
    while (lanes.some((lane) => lane.length > 0)) {
      const ready = lanes.filter(([step]) => step !== undefined && this.isReady(step));
      for (const lane of ready) {
        this.take(lane);
        // No turn means none: not even what waits in a microtask comes between two steps.
        for (let turns = this.pauses.next(); turns > 0; turns -= 1) await hop();
      }
      if (ready.length > 0) continue;
      // What the next steps refer to may still come; they are left out when nothing moves any more.
      if (!(await this.settles(() => lanes.some(([step]) => step !== undefined && this.isReady(step)))))
        return false;
      if (!lanes.some(([step]) => step !== undefined && this.isReady(step)))
        for (const lane of lanes) lane.shift();
    }
    return true;
  }

  private isReady({ operation }: Step): boolean {
    return this.world.standingOf(operation) !== 'pending';
  }

  /** Carries out the next step of a lane, unless it refers to what will never exist. */
  private take(lane: LaneSteps): void {
    const { op, operation, lane: number } = lane.shift() as Step;
    const { world } = this;
    if (world.standingOf(operation) === 'ready') {
      world.acting.currentSender = number;
      world.perform(op, operation, { lane: number });
    }
  }

  /** @returns false when patience ended before the barrier was passed */
  private async pass({ op, lane, operation }: Step): Promise<boolean> {
    const { world } = this;
    world.recorder.invoke(op, { lane }, operation);
    if (!(await this.settles())) return false;
    if (operation.type === 'advance') {
      await atLeast(operation.milliseconds);
      if (!(await this.settles())) return false;
    }
    world.returns(op);
    return true;
  }

  /** Waits until nothing is under way, or something else has come about. @returns false when patience ended */
  private async settles(enough: () => boolean = () => false): Promise<boolean> {
    const untilMs = performance.now() + this.patienceMs;
    for (let turn = 0; performance.now() < untilMs; turn += 1) {
      await (turn < EAGER_HOPS ? hop() : sleep(1));
      if (this.surroundings.quiet || enough()) return true;
    }
    return false;
  }
}

/** Timers of the platform may be early by a fraction of a millisecond. */
async function atLeast(milliseconds: number): Promise<void> {
  const untilMs = performance.now() + milliseconds;
  for (let now = performance.now(); now < untilMs; now = performance.now())
    await sleep(Math.ceil(untilMs - now));
}

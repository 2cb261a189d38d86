/**
 * The play of a scenario: which of its steps are under way, and what happens when nothing is enabled any more. It goes
 * from pause to pause; at a pause the API lane hops and the fast lane does not.
 */
import { type Action, NO_LINK } from '../../impl/scheduling/scheduler.js';
import type { ConditionalAction } from '../../impl/scheduling/seeded-scheduler.js';
import type { Scenario, Step } from '../../spec/index.js';
import type { World } from './world.js';

const isBarrier = ({ operation }: Step): boolean =>
  operation.type === 'settle' || operation.type === 'advance';

const isStep = (action: Action): boolean => action.leg === 'op';

/** The steps of one lane between two barriers; it is itself the action that carries out the next of them. */
class LaneRun implements ConditionalAction {
  readonly leg = 'op';
  readonly recipient = null;
  readonly sender: number = NO_LINK;
  /** The operation of the step that waits in the scheduler. */
  id = 0;
  readonly lane: number;
  private readonly by: { readonly lane: number };
  private readonly steps: Step[] = [];
  private readonly world: World;
  private position = 0;

  constructor(world: World, lane: number) {
    this.world = world;
    this.lane = lane;
    this.by = { lane };
  }

  add(step: Step): void {
    this.steps.push(step);
  }

  /** Whether a step waits in the scheduler. */
  get waiting(): boolean {
    return this.position < this.steps.length;
  }

  private get step(): Step {
    return this.steps[this.position] as Step;
  }

  /** A step waits until what it refers to exists, or never will. */
  ready(): boolean {
    return this.world.standingOf(this.step.operation) !== 'pending';
  }

  /** Carries the step out, unless it refers to what will never exist. */
  run(): void {
    const { op, operation } = this.step;
    if (this.world.standingOf(operation) === 'ready') {
      this.world.scheduler.currentSender = this.lane;
      this.world.perform(op, operation, this.by);
    }
    this.skip();
  }

  /** Goes on to the next step. */
  skip(): void {
    this.position += 1;
    this.post();
  }

  post(): void {
    if (!this.waiting) return;
    this.id = this.step.op;
    this.world.scheduler.post(this);
  }
}

/** See the head of this file. */
export class Play {
  private readonly world: World;
  private readonly steps: readonly Step[];
  /** The first step that has not begun. */
  private position = 0;
  /** The lanes of the steps under way. */
  private lanes: LaneRun[] = [];
  /** The barrier that follows them, and until when its timers fire once it is reached. */
  private barrier: Step | null = null;
  private untilMs: number | null = null;
  private over = false;

  constructor(world: World, scenario: Scenario) {
    this.world = world;
    this.steps = scenario.steps;
  }

  /**
   * Goes on to the next pause: an action has run, or steps were put into the scheduler.
   *
   * @returns false when the run is over
   */
  proceed(): boolean {
    const { scheduler, recorder, lane } = this.world;
    recorder.flush();
    if (!scheduler.step() && !scheduler.fireNextTimer(scheduler.now()) && !this.goOn()) return false;
    lane.drain();
    recorder.flush();
    return true;
  }

  /** Nothing is enabled: steps that wait in vain are skipped, or time passes, or the next steps begin. */
  private goOn(): boolean {
    if (this.skipWaiting()) return true;
    if (this.barrier !== null && this.passTime(this.barrier)) return true;
    return this.beginSteps();
  }

  /** Steps that still wait refer to something that will not come before the barrier: they are skipped, one a lane. */
  private skipWaiting(): boolean {
    if (!this.lanes.some((lane) => lane.waiting)) return false;
    this.world.scheduler.withdraw(isStep);
    for (const lane of this.lanes) if (lane.waiting) lane.skip();
    return true;
  }

  /** Fires the next timer that the barrier waits for; without one the barrier is passed. */
  private passTime({ op, lane, operation }: Step): boolean {
    const { scheduler, recorder } = this.world;
    if (this.untilMs === null) {
      recorder.invoke(op, { lane }, operation);
      this.untilMs = scheduler.now() + (operation.type === 'advance' ? operation.milliseconds : 0);
    }
    if (operation.type === 'advance' && scheduler.fireNextTimer(this.untilMs)) return true;
    this.world.returns(op);
    this.barrier = null;
    this.untilMs = null;
    return false;
  }

  /** Puts the steps up to the next barrier into the scheduler. The end of the scenario is an empty last segment. */
  private beginSteps(): boolean {
    if (this.over) return false;
    this.lanes = [];
    for (; this.position < this.steps.length; this.position += 1) {
      const step = this.steps[this.position] as Step;
      if (isBarrier(step)) break;
      this.laneOf(step).add(step);
    }
    this.barrier = this.steps[this.position] ?? null;
    this.over = this.barrier === null;
    this.position += 1;
    for (const lane of this.lanes) lane.post();
    return true;
  }

  private laneOf({ lane: number }: Step): LaneRun {
    let lane = this.lanes.find((known) => known.lane === number);
    if (lane === undefined) {
      lane = new LaneRun(this.world, number);
      this.lanes.push(lane);
    }
    return lane;
  }
}

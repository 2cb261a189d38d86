/**
 * The play of a scenario: which of its steps are under way, and what happens when nothing is enabled any more. It goes
 * from pause to pause; at a pause the API lane hops and the fast lane does not.
 */
import { type Action, NO_LINK } from '../../impl/scheduling/scheduler.js';
import type { ConditionalAction, SeededScheduler } from '../../impl/scheduling/seeded-scheduler.js';
import type { Scenario, Step } from '../../spec/index.js';
import { isBarrier } from '../scenarios/is-barrier.js';
import type { World } from './world.js';

const isStep = (action: Action): boolean => action.leg === 'op';

/** The steps of one lane up to a barrier; it is itself the action that carries out the next of them. */
class LaneRun implements ConditionalAction {
  readonly leg = 'op';
  readonly recipient = null;
  readonly sender: number = NO_LINK;
  /** The operation of the step that waits in the scheduler. */
  id = 0;
  readonly lane: number;
  private readonly by: { readonly lane: number };
  private readonly world: World;
  private readonly scheduler: SeededScheduler;
  private readonly steps: readonly Step[];
  /** The positions of the step that waits, and of the barrier. */
  private position: number;
  private readonly end: number;

  /** @param first the position of the first step of the lane */
  constructor(world: World, scheduler: SeededScheduler, steps: readonly Step[], first: number, end: number) {
    this.world = world;
    this.scheduler = scheduler;
    this.steps = steps;
    this.position = first;
    this.end = end;
    this.lane = this.step.lane;
    this.by = { lane: this.lane };
  }

  /** Whether a step waits in the scheduler. */
  get waiting(): boolean {
    return this.position < this.end;
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
      this.world.acting.currentSender = this.lane;
      this.world.perform(op, operation, this.by);
    }
    this.skip();
  }

  /** Goes on to the next step. */
  skip(): void {
    do this.position += 1;
    while (this.waiting && this.step.lane !== this.lane);
    this.post();
  }

  post(): void {
    if (!this.waiting) return;
    this.id = this.step.op;
    this.scheduler.post(this);
  }
}

/** See the head of this file. */
export class Play {
  private readonly world: World;
  private readonly scheduler: SeededScheduler;
  private readonly steps: readonly Step[];
  /** The first step that has not begun. */
  private position = 0;
  /** The lanes of the steps under way. */
  private lanes: LaneRun[] = [];
  /** The barrier that follows them, and until when its timers fire once it is reached. */
  private barrier: Step | null = null;
  private untilMs: number | null = null;
  private over = false;

  constructor(world: World, scheduler: SeededScheduler, scenario: Scenario) {
    this.world = world;
    this.scheduler = scheduler;
    this.steps = scenario.steps;
  }

  /** Records what has settled. Callbacks of what has may put actions into the scheduler. */
  observe(): void {
    this.world.recorder.flush();
  }

  /**
   * Goes on to the next pause: an action has run, or steps were put into the scheduler.
   *
   * @returns false when the run is over
   */
  proceed(): boolean {
    const { scheduler } = this;
    const { recorder, lane } = this.world;
    this.observe();
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
    this.scheduler.withdraw(isStep);
    for (const lane of this.lanes) if (lane.waiting) lane.skip();
    return true;
  }

  /** Fires the next timer that the barrier waits for; without one the barrier is passed. */
  private passTime({ op, lane, operation }: Step): boolean {
    const { scheduler } = this;
    const { recorder } = this.world;
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
    const first = this.position;
    while (this.position < this.steps.length && !isBarrier(this.steps[this.position] as Step))
      this.position += 1;
    this.lanes = this.lanesOf(first, this.position);
    this.barrier = this.steps[this.position] ?? null;
    this.over = this.barrier === null;
    this.position += 1;
    for (const lane of this.lanes) lane.post();
    return true;
  }

  /** The lanes of the steps between two positions, in the order of their first steps. */
  private lanesOf(first: number, end: number): LaneRun[] {
    const lanes: LaneRun[] = [];
    for (let position = first; position < end; position += 1) {
      const { lane } = this.steps[position] as Step;
      if (!lanes.some((known) => known.lane === lane))
        lanes.push(new LaneRun(this.world, this.scheduler, this.steps, position, end));
    }
    return lanes;
  }
}

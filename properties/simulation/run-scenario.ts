/**
 * Runs a scenario against the reference runtime and returns its trace: in the fast lane at once, in the API lane with a
 * hop of the event loop before each choice.
 */

import type { RuntimeRules } from '../../impl/runtime/service-runtime.js';
import { type Action, NO_LINK } from '../../impl/scheduling/scheduler.js';
import type { ConditionalAction, SeededScheduler } from '../../impl/scheduling/seeded-scheduler.js';
import type { Scenario, Step, Trace, TraceHeader } from '../../spec/index.js';
import { referenceCapabilities } from './capabilities.js';
import { hop, type Lane, newApiLane, newFastLane } from './lanes.js';
import { World } from './world.js';

/** A segment of a scenario: steps of some lanes, and the barrier that follows them. */
interface Segment {
  readonly lanes: readonly (readonly Step[])[];
  readonly barrier: Step | null;
}

/** The segments between barriers. */
export function segmentsOf(steps: readonly Step[]): readonly Segment[] {
  const segments: Segment[] = [];
  let lanes = new Map<number, Step[]>();
  for (const step of steps) {
    if (step.operation.type === 'settle' || step.operation.type === 'advance') {
      segments.push({ lanes: [...lanes.values()], barrier: step });
      lanes = new Map();
      continue;
    }
    const lane = lanes.get(step.lane);
    if (lane === undefined) lanes.set(step.lane, [step]);
    else lane.push(step);
  }
  if (lanes.size > 0) segments.push({ lanes: [...lanes.values()], barrier: null });
  return segments;
}

/** The next step of a lane, as an action: it waits until what it refers to exists, and is skipped if it never will. */
class StepAction implements ConditionalAction {
  readonly leg = 'op';
  readonly id: number;
  readonly recipient = null;
  readonly sender: number = NO_LINK;
  private readonly run_: LaneRun;
  private readonly position: number;

  constructor(run: LaneRun, position: number) {
    this.run_ = run;
    this.position = position;
    this.id = (run.steps[position] as Step).op;
  }

  ready(): boolean {
    return this.run_.stateOf(this.position) !== 'pending';
  }

  run(): void {
    this.run_.carryOut(this.position);
  }
}

/** One lane within a segment. */
class LaneRun {
  readonly steps: readonly Step[];
  private readonly world: World;
  /** The position of the step that waits in the scheduler. */
  waitingAt = 0;

  constructor(world: World, steps: readonly Step[]) {
    this.world = world;
    this.steps = steps;
  }

  stateOf(position: number): 'ready' | 'pending' | 'failed' {
    return this.world.refersToKnown((this.steps[position] as Step).operation);
  }

  carryOut(position: number): void {
    const { op, lane, operation } = this.steps[position] as Step;
    if (this.stateOf(position) === 'ready') {
      this.world.scheduler.currentSender = lane;
      this.world.perform(op, operation, { lane });
    }
    this.post(position + 1);
  }

  post(position: number): void {
    this.waitingAt = position;
    if (position < this.steps.length) this.world.scheduler.post(new StepAction(this, position));
  }
}

const isStep = (action: Action): boolean => action.leg === 'op';

/** The run of a scenario as a generator: it yields wherever the API lane hops. */
function* play(world: World, scenario: Scenario): Generator<void, void, void> {
  for (const segment of segmentsOf(scenario.steps)) {
    const lanes = segment.lanes.map((steps) => new LaneRun(world, steps));
    for (const lane of lanes) lane.post(0);
    yield* settle(world);
    yield* skipWaiting(world, lanes);
    if (segment.barrier !== null) yield* barrier(world, segment.barrier);
  }
  yield* settle(world);
}

/** Runs everything that is enabled, timers that are due now included. */
function* settle(world: World): Generator<void, void, void> {
  do {
    afterAction(world);
    yield;
    world.recorder.flush();
  } while (world.scheduler.step() || world.scheduler.fireNextTimer(world.scheduler.now()));
}

function afterAction(world: World): void {
  world.lane.drain();
  world.recorder.flush();
}

/** Steps that still wait refer to something that will not come before the barrier: they are skipped, one a lane. */
function* skipWaiting(world: World, lanes: readonly LaneRun[]): Generator<void, void, void> {
  while (lanes.some((lane) => lane.waitingAt < lane.steps.length)) {
    world.scheduler.withdraw(isStep);
    for (const lane of lanes) if (lane.waitingAt < lane.steps.length) lane.post(lane.waitingAt + 1);
    yield* settle(world);
  }
}

function* barrier(world: World, { op, lane, operation }: Step): Generator<void, void, void> {
  const by = { lane };
  world.recorder.invoke(op, by, operation);
  if (operation.type === 'advance') {
    const untilMs = world.scheduler.now() + operation.milliseconds;
    while (world.scheduler.fireNextTimer(untilMs)) yield* settle(world);
  }
  world.returns(op);
}

function headerOf(scenario: Scenario, lane: Lane): TraceHeader {
  return {
    format: 'fencepost-trace',
    version: 1,
    target: lane.name === 'fast' ? 'reference (fast lane)' : 'reference',
    capabilities: referenceCapabilities,
    services: scenario.services,
    complete: true,
  };
}

/**
 * Runs a scenario in the fast lane.
 *
 * @param scenario the scenario
 * @param rules the decisions of the runtime; the reference's unless a variant is judged
 * @returns its trace, complete with internal events
 */
export function runScenarioFast(scenario: Scenario, rules?: RuntimeRules): Trace {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0; // stack traces of expected errors would be most of the time
  try {
    const lane = newFastLane();
    const world = new World(scenario, lane, rules);
    for (const _pause of play(world, scenario)) {
      // the fast lane never waits
    }
    return { header: headerOf(scenario, lane), events: world.recorder.events };
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Runs a scenario in the API lane; see {@link runScenarioFast}. */
export async function runScenarioApi(scenario: Scenario, rules?: RuntimeRules): Promise<Trace> {
  const lane = newApiLane();
  const world = new World(scenario, lane, rules);
  for (const _pause of play(world, scenario)) await hop();
  return { header: headerOf(scenario, lane), events: world.recorder.events };
}

/**
 * Runs a scenario in the API lane under another scheduler; see {@link runScenarioFast}.
 *
 * @param scheduler chooses; `release` is awaited before each of its steps
 * @param scenario the scenario; its tape has no meaning for a scheduler that does not read it
 */
export async function runScenarioOn(
  scheduler: SeededScheduler & { release(): Promise<void> },
  scenario: Scenario,
): Promise<Trace> {
  const lane = newApiLane();
  const world = new World(scenario, lane, undefined, scheduler);
  for (const _pause of play(world, scenario)) {
    await hop();
    await scheduler.release();
  }
  return { header: headerOf(scenario, lane), events: world.recorder.events };
}

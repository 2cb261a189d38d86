/**
 * Runs a scenario against the reference runtime and returns its trace: in the fast lane at once, in the API lane with a
 * hop of the event loop before each choice.
 */
import type { RuntimeRules } from '../../impl/runtime/service-runtime.js';
import { SeededScheduler } from '../../impl/scheduling/seeded-scheduler.js';
import type { Scenario, Trace, TraceEvent, TraceHeader } from '../../spec/index.js';
import { withoutCallStacks } from './call-stacks.js';
import { referenceCapabilities } from './capabilities.js';
import { FastLane, hop, type Lane, newApiLane } from './lanes.js';
import { Play } from './play.js';
import { SimulatedSurroundings } from './simulated-surroundings.js';
import { World } from './world.js';

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

/** A world for a scenario, and what is played in it. */
function newRun(
  scenario: Scenario,
  lane: Lane,
  scheduler: SeededScheduler,
  rules?: RuntimeRules,
): { readonly world: World; readonly play: Play } {
  const world = new World(scenario, lane, new SimulatedSurroundings(scenario, scheduler, lane.bytes), rules);
  return { world, play: new Play(world, scheduler, scenario) };
}

/**
 * Runs a scenario in the fast lane.
 *
 * @param scenario the scenario
 * @param rules the decisions of the runtime; the reference's unless a variant is judged
 * @param scheduler chooses; one that does not choose as the usual one does makes another run
 * @returns its trace, complete with internal events
 */
export function runScenarioFast(
  scenario: Scenario,
  rules?: RuntimeRules,
  scheduler = new SeededScheduler(),
): Trace {
  return withoutCallStacks(scenario, () => {
    const lane = new FastLane();
    const { world, play } = newRun(scenario, lane, scheduler, rules);
    while (play.proceed()); // the fast lane never waits
    return { header: headerOf(scenario, lane), events: world.recorder.events };
  });
}

/** Runs a scenario in the API lane; see {@link runScenarioFast}. */
export async function runScenarioApi(scenario: Scenario, rules?: RuntimeRules): Promise<Trace> {
  const lane = newApiLane();
  const { world, play } = newRun(scenario, lane, new SeededScheduler(), rules);
  while (play.proceed()) await hop();
  return { header: headerOf(scenario, lane), events: world.recorder.events };
}

/** A run of a scenario in the fast lane that somebody else drives, step by step. */
export interface FastRun {
  readonly play: Play;
  /** What has happened so far; it grows. */
  readonly events: readonly TraceEvent[];
  /** The trace as far as it has come. */
  trace(): Trace;
}

/** Begins a run of a scenario in the fast lane; see {@link runScenarioFast}. */
export function newFastRun(scenario: Scenario, scheduler: SeededScheduler, rules?: RuntimeRules): FastRun {
  const lane = new FastLane();
  const { world, play } = newRun(scenario, lane, scheduler, rules);
  const { events } = world.recorder;
  return { play, events, trace: () => ({ header: headerOf(scenario, lane), events }) };
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
  const { world, play } = newRun(scenario, lane, scheduler);
  while (play.proceed()) {
    await hop();
    play.observe(); // what it puts into the scheduler is to be released, too
    await scheduler.release();
  }
  return { header: headerOf(scenario, lane), events: world.recorder.events };
}

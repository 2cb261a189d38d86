/**
 * The reference over a transport, as a target of the suite: services of this process that talk through real transports, on
 * a real clock. It is judged by what can be seen from outside, like any other implementation.
 */
import { type RuntimeRules, referenceRules } from '../../impl/runtime/service-runtime.js';
import type { Capability, Scenario, Trace } from '../../spec/index.js';
import { onWallClock, patienceFor } from '../adapter/wall-clock.js';
import { referenceCapabilities } from '../simulation/capabilities.js';
import { newApiLane } from '../simulation/lanes.js';
import { World } from '../simulation/world.js';
import type { History, OutsideTarget, ScenarioLabel, Target } from '../suite/target.js';
import type { TransportFactory } from '../transports/transport-factory.js';
import { RealPlay } from './real-play.js';
import { RealSurroundings } from './real-surroundings.js';

/** What is missing on a real clock: nobody advances it or chooses, and nothing can block the one thread. */
const missing: ReadonlySet<Capability> = new Set(['virtual-clock', 'schedule-control', 'blocking-handler']);

/** How many scenarios are under way at the same time: most of the time each of them waits. */
const CONCURRENCY = 8;

/** The least that a barrier may take unless a test has less patience, in milliseconds. */
const PATIENCE_MS = 5_000;

/** How long services may take to close when a scenario is over, in milliseconds. */
const CLOSE_MS = 1;

/** See the head of this file. */
export class TransportTarget implements Target, OutsideTarget {
  readonly name: string;
  readonly capabilities: readonly Capability[] = referenceCapabilities.filter((name) => !missing.has(name));
  readonly quirks = 'refused';
  readonly concurrency = CONCURRENCY;
  readonly outside: OutsideTarget = this;
  private readonly factory: TransportFactory;
  private readonly rules: RuntimeRules;
  private readonly patienceMs: number;

  /**
   * @param rules the decisions of the runtime; another record makes a variant, for tests of the suite itself
   * @param patienceMs the least that a barrier may take, in milliseconds
   */
  constructor(factory: TransportFactory, rules = referenceRules, patienceMs = PATIENCE_MS) {
    this.name = `reference over ${factory.name}`;
    this.factory = factory;
    this.rules = rules;
    this.patienceMs = patienceMs;
  }

  async run(scenario: Scenario): Promise<Trace> {
    return (await this.observe(scenario, { name: 'one scenario', rules: [] })).trace;
  }

  async observe(scenario: Scenario, _label: ScenarioLabel, patienceFactor = 1): Promise<History> {
    const fitted = onWallClock(scenario);
    const surroundings = await RealSurroundings.open(this.factory, fitted);
    const world = new World(fitted, newApiLane(), surroundings, this.rules);
    try {
      const patienceMs = patienceFor(fitted, this.patienceMs, patienceFactor);
      const unsettled = await new RealPlay(world, surroundings, fitted, patienceMs).run();
      return { trace: this.traceOf(fitted, [...surroundings.recorder.events]), unsettled };
    } finally {
      await closeAll(world);
      await surroundings.close();
    }
  }

  private traceOf({ services }: Scenario, events: Trace['events']): Trace {
    const { name: target, capabilities } = this;
    const header = {
      format: 'fencepost-trace',
      version: 1,
      target,
      capabilities,
      services,
      complete: false,
    } as const;
    return { header, events };
  }
}

/** Closes what a scenario has left; how that comes out is no part of it. */
async function closeAll({ services }: World): Promise<void> {
  await Promise.allSettled(services.map((service) => service.close({ timeoutMs: CLOSE_MS })));
}

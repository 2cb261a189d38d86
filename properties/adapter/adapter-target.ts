/**
 * An adapter as a target of the suite: several copies of it at work, each scenario given to the next in turn. The first
 * fault of any copy ends the run.
 */
import type { Capability, Scenario, Trace } from '../../spec/index.js';
import type { History, OutsideTarget, ScenarioLabel, Target } from '../suite/target.js';
import { SUITE_VERSION } from '../suite/token.js';
import { ADAPTER_LIMITS, type AdapterLimits, AdapterSession } from './adapter-session.js';
import type { OpenChannel } from './channel.js';

/** Options of {@link AdapterTarget.open}. */
export interface AdapterOptions {
  /** How many copies work at the same time; 1 when absent. */
  readonly parallel?: number;
  /** How long it may take; {@link ADAPTER_LIMITS} when absent. */
  readonly limits?: AdapterLimits;
}

/** How many scenarios are sent to one copy before the first of them is answered. */
const PIPELINED = 4;

/** See the head of this file. */
export class AdapterTarget implements Target, OutsideTarget {
  readonly name: string;
  readonly version: string;
  readonly capabilities: readonly Capability[];
  readonly concurrency: number;
  readonly outside: OutsideTarget = this;
  private readonly sessions: AdapterSession[];
  private next = 0;

  private constructor(sessions: AdapterSession[]) {
    const [first] = sessions as [AdapterSession];
    this.sessions = sessions;
    this.name = first.identity.name;
    this.version = first.identity.version;
    this.capabilities = first.identity.capabilities;
    this.concurrency = sessions.length * PIPELINED;
  }

  /**
   * Starts the copies and greets them.
   *
   * @throws AdapterFault
   */
  static async open(
    openChannel: OpenChannel,
    { parallel = 1, limits = ADAPTER_LIMITS }: AdapterOptions = {},
  ): Promise<AdapterTarget> {
    const open = (): Promise<AdapterSession> => AdapterSession.open(openChannel, `${SUITE_VERSION}`, limits);
    const opening = Array.from({ length: parallel }, open);
    const opened = await Promise.allSettled(opening);
    const sessions = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failed = opened.find((each) => each.status === 'rejected');
    if (failed === undefined) return new AdapterTarget(sessions);
    await Promise.all(sessions.map((session) => session.close()));
    throw failed.reason;
  }

  async run(scenario: Scenario): Promise<Trace> {
    return (await this.observe(scenario, { name: 'one scenario', rules: [] })).trace;
  }

  /**
   * Runs a scenario on the next copy.
   *
   * @param patienceFactor how much more patience than usual, for repetitions
   * @throws AdapterFault
   */
  async observe(scenario: Scenario, label: ScenarioLabel, patienceFactor = 1): Promise<History> {
    const session = this.sessions[this.next % this.sessions.length] as AdapterSession;
    this.next += 1;
    return session.run(scenario, label, patienceFactor);
  }

  /** Ends every copy. */
  async close(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close()));
  }
}

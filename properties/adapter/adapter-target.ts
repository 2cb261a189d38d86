/**
 * An adapter as a target of the suite: several copies of it at work, each scenario given to the next in turn. The first
 * fault of any copy ends the run.
 */
import type { Capability, Scenario, Trace } from '../../spec/index.js';
import type { History, OutsideTarget, ScenarioLabel, Target } from '../suite/target.js';
import { SUITE_VERSION } from '../suite/token.js';
import type { Awaited } from './adapter-client.js';
import { AdapterFault } from './adapter-fault.js';
import { ADAPTER_LIMITS, type AdapterLimits, AdapterSession } from './adapter-session.js';
import type { OpenChannel } from './channel.js';
import { killsOf } from './kills.js';

/** Options of {@link AdapterTarget.open}. */
export interface AdapterOptions {
  /** How many copies work at the same time; 1 when absent. */
  readonly parallel?: number;
  /** How long it may take; {@link ADAPTER_LIMITS} when absent. */
  readonly limits?: AdapterLimits;
  /** Whether each step of a scenario is a request of its own, for debugging; a scenario is one request when absent. */
  readonly stepByStep?: boolean;
  /** Is told of an answer that does not come for a while. */
  readonly onAwaited?: (awaited: Awaited) => void;
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
  private readonly open: () => Promise<AdapterSession>;
  private readonly stepByStep: boolean;
  private next = 0;
  /** The scenario that has a copy of its own, one after the other. */
  private alone: Promise<unknown> = Promise.resolve();

  private constructor(open: () => Promise<AdapterSession>, sessions: AdapterSession[], stepByStep: boolean) {
    const [first] = sessions as [AdapterSession];
    this.open = open;
    this.stepByStep = stepByStep;
    this.sessions = sessions;
    this.name = first.identity.name;
    this.version = first.identity.version;
    this.capabilities = first.identity.capabilities;
    this.concurrency = sessions.length * (stepByStep ? 1 : PIPELINED);
  }

  /**
   * Starts the copies and greets them.
   *
   * @throws AdapterFault
   */
  static async open(
    openChannel: OpenChannel,
    { parallel = 1, limits = ADAPTER_LIMITS, stepByStep = false, onAwaited }: AdapterOptions = {},
  ): Promise<AdapterTarget> {
    const open = (): Promise<AdapterSession> =>
      AdapterSession.open(openChannel, `${SUITE_VERSION}`, limits, onAwaited);
    const opening = Array.from({ length: parallel }, open);
    const opened = await Promise.allSettled(opening);
    const sessions = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failed = opened.find((each) => each.status === 'rejected');
    if (failed === undefined) return new AdapterTarget(open, sessions, stepByStep);
    await Promise.all(sessions.map((session) => session.close()));
    throw failed.reason;
  }

  async run(scenario: Scenario): Promise<Trace> {
    const history = await this.observe(scenario, { name: 'one scenario', rules: [] });
    if (history !== null) return history.trace;
    throw new AdapterFault(
      'adapter-died',
      'The scenario ended the process of the adapter, as it may: nothing was seen',
    );
  }

  /**
   * Runs a scenario on the next copy, or on one of its own when it may end the process.
   *
   * @param patienceFactor how much more patience than usual, for repetitions
   * @returns what was seen; null when the scenario ended the process, as it may
   * @throws AdapterFault
   */
  async observe(scenario: Scenario, label: ScenarioLabel, patienceFactor = 1): Promise<History | null> {
    if (killsOf(scenario) === 'process') {
      const alone = this.alone.then(() => this.observeAlone(scenario, label, patienceFactor));
      this.alone = alone.catch(() => undefined);
      return alone;
    }
    const session = this.sessions[this.next % this.sessions.length] as AdapterSession;
    this.next += 1;
    return this.runIn(session, scenario, label, patienceFactor);
  }

  private runIn(
    session: AdapterSession,
    scenario: Scenario,
    label: ScenarioLabel,
    patienceFactor: number,
  ): Promise<History> {
    return this.stepByStep
      ? session.runStepByStep(scenario, label, patienceFactor)
      : session.run(scenario, label, patienceFactor);
  }

  private async observeAlone(
    scenario: Scenario,
    label: ScenarioLabel,
    patienceFactor: number,
  ): Promise<History | null> {
    const session = await this.open();
    try {
      return await this.runIn(session, scenario, label, patienceFactor);
    } catch (fault) {
      if (fault instanceof AdapterFault && fault.code === 'adapter-died') return null;
      throw fault;
    } finally {
      await session.close();
    }
  }

  /** Ends every copy. */
  async close(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close()));
  }
}

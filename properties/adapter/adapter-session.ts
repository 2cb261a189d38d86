/** One adapter at work: the greeting, then scenario after scenario, each as one `reset` and one `run`. */
import type { Type } from 'io-ts';
import {
  ADAPTER_PROTOCOL,
  type Capability,
  DoneAnswerCodec,
  HelloAnswerCodec,
  HistoryAnswerCodec,
  isCapability,
  type RunAnswer,
  RunAnswerCodec,
  type Scenario,
  SettleAnswerCodec,
  type Trace,
} from '../../spec/index.js';
import type { History, ScenarioLabel } from '../suite/target.js';
import { AdapterClient, type Awaited, type RequestBody } from './adapter-client.js';
import { AdapterFault } from './adapter-fault.js';
import { lied, traced } from './adapter-history.js';
import type { OpenChannel } from './channel.js';
import { killsOf } from './kills.js';
import { onWallClock, patienceFor } from './wall-clock.js';

/** What an adapter said of itself. */
export interface AdapterIdentity {
  readonly name: string;
  readonly version: string;
  /** Those that the suite knows. */
  readonly capabilities: readonly Capability[];
}

/** How long an adapter may take, in milliseconds. */
export interface AdapterLimits {
  readonly helloMs: number;
  readonly resetMs: number;
  readonly byeMs: number;
  /** Each barrier of a scenario, at least; twenty times the longest wait of the scenario if that is more. */
  readonly patienceMs: number;
  /** Each answer before the suite says that it waits for it. */
  readonly noticeMs: number;
}

/** What is usual: a JVM under load starts in time. */
export const ADAPTER_LIMITS: AdapterLimits = {
  helloMs: 60_000,
  resetMs: 30_000,
  byeMs: 5_000,
  patienceMs: 5_000,
  noticeMs: 5_000,
};

/** The longest name of an implementation, and its longest version, in characters. */
const NAME_CHARACTERS_MAX = 200;

/** See the head of this file. */
export class AdapterSession {
  readonly identity: AdapterIdentity;
  private readonly client: AdapterClient;

  private readonly limits: AdapterLimits;

  private constructor(client: AdapterClient, identity: AdapterIdentity, limits: AdapterLimits) {
    this.client = client;
    this.identity = identity;
    this.limits = limits;
  }

  /**
   * Opens a channel and greets the adapter.
   *
   * @param suite the version of the suite
   * @param onAwaited is told of an answer that does not come for a while
   * @throws AdapterFault
   */
  static async open(
    openChannel: OpenChannel,
    suite: string,
    limits: AdapterLimits = ADAPTER_LIMITS,
    onAwaited?: (awaited: Awaited) => void,
  ): Promise<AdapterSession> {
    const client = new AdapterClient(openChannel, limits.noticeMs, onAwaited);
    try {
      const hello = { verb: 'hello', protocol: ADAPTER_PROTOCOL, suite } as const;
      const answer = await client.request(hello, HelloAnswerCodec, limits.helloMs, 'the greeting');
      if (answer.protocol !== ADAPTER_PROTOCOL)
        throw new AdapterFault(
          'adapter-other-protocol',
          `The adapter speaks version ${answer.protocol} of the protocol, the suite version ${ADAPTER_PROTOCOL}`,
          JSON.stringify(answer),
        );
      const { name, version } = answer;
      for (const text of [name, version])
        if (text.length > NAME_CHARACTERS_MAX)
          throw new AdapterFault(
            'adapter-malformed',
            `The adapter calls itself something of ${text.length} characters: name and version have at most ${NAME_CHARACTERS_MAX}`,
            JSON.stringify(answer),
          );
      const capabilities = answer.capabilities.filter(isCapability);
      return new AdapterSession(client, { name, version, capabilities }, limits);
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  /** The scenario as this adapter runs it: on its own clock and schedule. */
  fitted(scenario: Scenario): Scenario {
    const { capabilities } = this.identity;
    if (!capabilities.includes('virtual-clock')) return onWallClock(scenario);
    return capabilities.includes('schedule-control') ? scenario : { ...scenario, tape: [] };
  }

  /**
   * Runs a scenario.
   *
   * @param scenario what the suite has drawn; it is fitted to the adapter
   * @param label for the logs of the adapter
   * @param patienceFactor how much more patience than usual, for repetitions
   * @returns what was seen
   * @throws AdapterFault
   */
  async run(scenario: Scenario, label: ScenarioLabel, patienceFactor = 1): Promise<History> {
    const { client } = this;
    const fitted = this.fitted(scenario);
    const { services, steps, tape } = fitted;
    const patienceMs = patienceFor(fitted, this.limits.patienceMs, patienceFactor);
    const kills = killsOf(fitted);
    client.mayEnd = kills === 'process';
    const reset = client.request(
      { verb: 'reset', scenario: label.name, rules: label.rules, kills, services },
      DoneAnswerCodec,
      this.limits.resetMs,
      label.name,
    );
    const run = client.request(
      { verb: 'run', steps, tape, patienceMs },
      RunAnswerCodec,
      runLimitMs(fitted, patienceMs),
      label.name,
    );
    const [, answer] = await Promise.all([reset, run]);
    return { trace: this.traceOf(fitted, answer, label), unsettled: answer.unsettled };
  }

  /**
   * Runs a scenario step by step, for debugging: each step is one request, and its events come at the end.
   *
   * @param scenario what the suite has drawn; it is fitted to the adapter, without its tape
   * @param patienceFactor how much more patience than usual, for repetitions
   * @throws AdapterFault
   */
  async runStepByStep(scenario: Scenario, label: ScenarioLabel, patienceFactor = 1): Promise<History> {
    const { client, limits } = this;
    const fitted = this.fitted({ ...scenario, tape: [] });
    const { services, steps } = fitted;
    const patienceMs = patienceFor(fitted, this.limits.patienceMs, patienceFactor);
    const kills = killsOf(fitted);
    client.mayEnd = kills === 'process';
    const ask = <Answer>(body: RequestBody, codec: Type<Answer, unknown>, limitMs: number): Promise<Answer> =>
      client.request(body, codec, limitMs, label.name);
    const reset = {
      verb: 'reset',
      scenario: label.name,
      rules: label.rules,
      kills,
      services,
    } as const;
    await ask(reset, DoneAnswerCodec, limits.resetMs);
    let unsettled: readonly string[] = [];
    for (const step of steps) {
      const { op, operation } = step;
      if (operation.type === 'settle')
        ({ unsettled } = await ask({ verb: 'settle', op, patienceMs }, SettleAnswerCodec, 2 * patienceMs));
      else if (operation.type === 'advance') {
        const { milliseconds } = operation;
        const limitMs = 2 * patienceMs + milliseconds;
        ({ unsettled } = await ask(
          { verb: 'advance', op, milliseconds, patienceMs },
          SettleAnswerCodec,
          limitMs,
        ));
      } else await ask({ verb: 'perform', step }, DoneAnswerCodec, patienceMs);
      if (unsettled.length > 0) break;
    }
    const history = await ask({ verb: 'history' }, HistoryAnswerCodec, patienceMs);
    return { trace: this.traceOf(fitted, history, label), unsettled };
  }

  /** Says goodbye, and sees that the adapter ends. */
  async close(): Promise<void> {
    const { client } = this;
    client.mayEnd = true;
    if (!client.over)
      await client
        .request({ verb: 'bye' }, DoneAnswerCodec, this.limits.byeMs, 'the end')
        .catch(() => undefined);
    await client.close();
  }

  // --- from an answer to a trace ----------------------------------------------------------------------------------

  /** @throws AdapterFault when the events contradict themselves, the scenario, or the capabilities */
  private traceOf(
    scenario: Scenario,
    answer: Pick<RunAnswer, 'events' | 'complete'>,
    label: ScenarioLabel,
  ): Trace {
    try {
      return this.asTrace(scenario, answer);
    } catch (fault) {
      if (fault instanceof AdapterFault) fault.during = label.name;
      throw fault;
    }
  }

  private asTrace(scenario: Scenario, { events, complete }: Pick<RunAnswer, 'events' | 'complete'>): Trace {
    const { name, version, capabilities } = this.identity;
    if (complete && !capabilities.includes('schedule-control'))
      throw lied('it reports a complete trace without schedule-control', { complete });
    return {
      header: {
        format: 'fencepost-trace',
        version: 1,
        target: `${name} ${version}`,
        capabilities,
        services: scenario.services,
        complete,
      },
      events: traced(scenario, events, complete),
    };
  }
}

/** Every barrier may take its patience, every advance its time. */
function runLimitMs({ steps }: Scenario, patienceMs: number): number {
  let limit = patienceMs;
  for (const { operation } of steps) {
    if (operation.type === 'settle') limit += patienceMs;
    else if (operation.type === 'advance') limit += patienceMs + operation.milliseconds;
  }
  return limit;
}

/**
 * Scenarios that failed once and were kept: they run before anything else, against whatever target is judged now. One that
 * needs what the target does not have does not apply to it, and the report says so.
 */
import type { Capability, Scenario, Trace } from '../../spec/index.js';
import { needsOf, needsOfDeviation } from '../scenarios/needs.js';
import type { Judge, Rejection } from './judge.js';
import type { OutsideCheck, Rejected } from './outside-check.js';
import type { Target } from './target.js';

/** How often a scenario runs where nothing that happens once need happen again: on a real clock. */
export const REPLAYS = 10;

/** A scenario that was kept. */
export interface SavedScenario {
  /** Where it is kept, as reports name it. */
  readonly file: string;
  /** The rules that it is about. */
  readonly rules: readonly string[];
  readonly scenario: Scenario;
}

/** A saved scenario that still fails. */
export interface StillFailing extends Rejected {
  readonly lane: 'api' | 'fast';
}

/**
 * The capabilities that a scenario needs and a target does not have. The decision tape needs none: a target that does not
 * control its schedule runs the scenario without it.
 */
export function lackingFor(
  scenario: Scenario,
  { capabilities }: Pick<Target, 'capabilities'>,
): readonly Capability[] {
  const needs = needsOf({ ...scenario, tape: [] });
  return [...needs].filter((capability) => !capabilities.includes(capability));
}

/** The lanes that can run a scenario: promises cannot wait for a handler that holds the thread of their own process. */
export function lanesOf(scenario: Scenario): readonly StillFailing['lane'][] {
  return needsOf(scenario).has('blocking-handler') ? ['fast'] : ['fast', 'api'];
}

/** Runs saved scenarios against one target. */
export class SavedCheck {
  private readonly target: Target;
  private readonly judge: Judge;
  private readonly outside: OutsideCheck | null;

  /** @param outside how a target outside of this process is checked; null for one within */
  constructor(target: Target, judge: Judge, outside: OutsideCheck | null) {
    this.target = target;
    this.judge = judge;
    this.outside = outside;
  }

  /**
   * Runs a scenario of which the target lacks nothing: in every lane that it has, or on a real clock several times.
   *
   * @returns the first run that the models reject; null when there is none
   */
  async check(saved: SavedScenario): Promise<StillFailing | null> {
    const { capabilities } = this.target;
    const tape = saved.scenario.tape.filter((deviation) =>
      needsOfDeviation(deviation).every((capability) => capabilities.includes(capability)),
    );
    const fitted = { ...saved.scenario, tape };
    return this.outside === null
      ? this.within(fitted)
      : this.beyond(this.outside, { ...saved, scenario: fitted });
  }

  private async within(scenario: Scenario): Promise<StillFailing | null> {
    const { target } = this;
    if (target.runFast !== undefined) {
      const failing = this.judged('fast', scenario, target.runFast(scenario));
      if (failing !== null || !lanesOf(scenario).includes('api')) return failing;
    }
    return this.judged('api', scenario, await target.run(scenario));
  }

  private judged(lane: 'api' | 'fast', scenario: Scenario, trace: Trace): StillFailing | null {
    const rejection: Rejection | null = this.judge.judge(trace);
    return rejection === null ? null : { lane, scenario, trace, rejection };
  }

  private async beyond(outside: OutsideCheck, saved: SavedScenario): Promise<StillFailing | null> {
    const runs = this.target.capabilities.includes('virtual-clock') ? 1 : REPLAYS;
    for (let run = 0; run < runs; run += 1) {
      const rejected = await outside.checkOne(saved.scenario, { name: saved.file, rules: saved.rules });
      if (rejected !== null) return { lane: 'api', ...rejected };
    }
    return null;
  }
}

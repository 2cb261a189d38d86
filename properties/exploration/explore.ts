/**
 * Explores a configuration: runs every interleaving of it on the runtime, in the fast lane, and takes each complete trace
 * to the models. The result is a certificate, which says what was explored within which bounds, and what stands against it.
 */

import type { RuntimeRules } from '../../impl/runtime/service-runtime.js';
import { ruleIds } from '../../models/index.js';
import type { ActionName, Trace } from '../../spec/index.js';
import { withoutCallStacks } from '../simulation/call-stacks.js';
import { newFastRun } from '../simulation/run-scenario.js';
import { Judge, type Rejection } from '../suite/judge.js';
import { referenceTarget } from '../suite/target.js';
import { nameOf } from './action-key.js';
import { STEPS_MAX } from './choice-point.js';
import { assertExplorable, type Configuration } from './configuration.js';
import { endingOf } from './ending.js';
import { Endings } from './endings.js';
import { ExploringScheduler } from './exploring-scheduler.js';
import type { Footprint } from './footprint.js';
import { KnownRun, Odometer, type Reduction, RunTooLong } from './odometer.js';
import { orderOfClients } from './symmetry.js';
import { Things } from './things.js';
import { footprintOf } from './touches.js';

/** How far an exploration goes. */
export interface Bounds {
  /** The longest run that is followed, in steps. */
  readonly stepsMax: number;
  /** How many runs are followed. */
  readonly runsMax: number;
  /** How long, in milliseconds. */
  readonly millisecondsMax: number;
}

/** Where nothing else is said: far beyond what the ready configurations need. */
export const BOUNDS: Bounds = { stepsMax: STEPS_MAX, runsMax: 10_000_000, millisecondsMax: 600_000 };

/** Options of {@link explore}. */
export interface ExploreOptions {
  readonly reduction?: Reduction;
  /** Whether interchangeable clients are taken for one another; true when absent. */
  readonly symmetry?: boolean;
  readonly bounds?: Partial<Bounds>;
  /** The decisions of the runtime; another record makes a variant, for tests of the exploration itself. */
  readonly rules?: RuntimeRules;
  /** Stops at the first trace that the models reject. */
  readonly stopAtViolation?: boolean;
  /** The time in milliseconds, for rates and bounds; without it neither is known. */
  readonly clock?: () => number;
  /** Is told each ending, once. */
  readonly onEnding?: (ending: string, trace: Trace) => void;
}

/** A trace that the models reject, and how it came about. */
export interface Violation {
  readonly rejection: Rejection;
  readonly trace: Trace;
  /** What ran, in order. */
  readonly schedule: readonly ActionName[];
}

/** What was explored; see the head of this file. */
export interface Certificate {
  readonly configuration: Configuration;
  readonly reduction: Reduction;
  readonly symmetry: boolean;
  readonly bounds: Bounds;
  /** Nothing was left out but what the reduction proves to be the same as something else. */
  readonly complete: boolean;
  /** Complete traces that were judged, and runs that were given up because all that follows was known. */
  readonly traces: number;
  readonly known: number;
  /** Different endings of runs; see `ending.ts`. */
  readonly endings: number;
  /** Steps of all runs, and how many of them repeated the beginning of an earlier run. */
  readonly steps: number;
  readonly repeated: number;
  readonly longest: number;
  readonly widest: number;
  /** How often each rule was exercised, without those that were not. */
  readonly exercised: ReadonlyMap<string, number>;
  /** One trace for each rule that stands first against some trace. */
  readonly violations: readonly Violation[];
  /** Traces that were rejected. */
  readonly rejected: number;
  readonly milliseconds: number;
}

/**
 * Explores a configuration.
 *
 * @param configuration what is explored
 * @param options the reduction (source sets when absent), bounds, and what is told meanwhile
 * @throws UnexplorableError for a configuration with patterns of addresses; UnlikeLanesError
 */
export function explore(configuration: Configuration, options: ExploreOptions = {}): Certificate {
  assertExplorable(configuration);
  return new Exploration(configuration, options).run();
}

class Exploration {
  private readonly configuration: Configuration;
  private readonly options: ExploreOptions;
  private readonly reduction: Reduction;
  private readonly bounds: Bounds;
  private readonly odometer: Odometer;
  private readonly scheduler: ExploringScheduler;
  private readonly things: Things;
  private readonly judge = new Judge(referenceTarget());
  private readonly endings = new Endings();
  private readonly violations = new Map<string, Violation>();
  /** The events of the run, and where those of the last step begin. */
  private events: Trace['events'] = [];
  private from = 0;
  private traces = 0;
  private known = 0;
  private rejected = 0;
  private complete = true;

  constructor(configuration: Configuration, options: ExploreOptions) {
    this.configuration = configuration;
    this.options = options;
    this.reduction = options.reduction ?? 'source';
    this.bounds = { ...BOUNDS, ...options.bounds };
    this.things = new Things(configuration.scenario, configuration.raceUntilMs);
    this.odometer = new Odometer(this.reduction, this.bounds.stepsMax);
    const follows = options.symmetry === false ? new Map<number, number>() : orderOfClients(configuration);
    this.scheduler = new ExploringScheduler(this.chooser(), configuration.raceUntilMs, follows);
    this.odometer.watch(this.lastStep());
  }

  /** The odometer, and where in the trace a step begins. */
  private chooser() {
    const { odometer } = this;
    return {
      choose: (options: readonly number[]): number => {
        const position = odometer.choose(options);
        this.from = this.events.length;
        this.endings.repeats(this.from);
        return position;
      },
      next: () => odometer.next(),
      repeats: () => odometer.repeats(),
      rests: () => odometer.rests(),
    };
  }

  private lastStep() {
    const { scheduler, things } = this;
    const footprint = (): Footprint =>
      footprintOf(things, scheduler.seen(), this.events, this.from, this.events.length);
    return {
      get poster(): number {
        return scheduler.poster;
      },
      get link(): number {
        return scheduler.channel;
      },
      footprint,
    };
  }

  run(): Certificate {
    const started = this.options.clock?.() ?? 0;
    withoutCallStacks(this.configuration.scenario, () => {
      do this.runOnce();
      while (this.goesOn(started) && this.odometer.turn());
    });
    return this.certificate((this.options.clock?.() ?? 0) - started);
  }

  /** Whether bounds allow another run. */
  private goesOn(started: number): boolean {
    if (this.options.stopAtViolation === true && this.rejected > 0) return this.cut();
    const { runsMax, millisecondsMax } = this.bounds;
    if (this.traces + this.known >= runsMax) return this.cut();
    return (this.options.clock?.() ?? 0) - started <= millisecondsMax || this.cut();
  }

  private cut(): false {
    this.complete = false;
    return false;
  }

  private runOnce(): void {
    const { odometer, scheduler, configuration, options } = this;
    odometer.begin();
    const { play, events, trace } = newFastRun(configuration.scenario, scheduler, options.rules);
    this.events = events;
    this.from = 0;
    try {
      while (play.proceed()); // the fast lane never waits
      odometer.end();
    } catch (error) {
      if (error instanceof KnownRun) this.known += 1;
      else if (error instanceof RunTooLong) this.cut();
      else throw error;
      return;
    }
    this.finish(trace());
  }

  private finish(trace: Trace): void {
    this.traces += 1;
    const rejection = this.judge.judge(trace);
    if (rejection !== null) this.reject(rejection, trace);
    if (this.endings.add(trace.events)) this.options.onEnding?.(endingOf(trace.events), trace);
  }

  private reject(rejection: Rejection, trace: Trace): void {
    this.rejected += 1;
    const [rule = ''] = rejection.rules;
    if (!this.violations.has(rule))
      this.violations.set(rule, { rejection, trace, schedule: this.odometer.path().map(nameOf) });
  }

  private certificate(milliseconds: number): Certificate {
    const { configuration, reduction, bounds, complete, traces, known, rejected, odometer } = this;
    const { steps, repeated, longest, widest } = odometer;
    const exercised = new Map(
      ruleIds.map((rule) => [rule, this.judge.exercised(rule)] as const).filter(([, count]) => count > 0),
    );
    return {
      configuration,
      reduction,
      symmetry: this.options.symmetry !== false && configuration.interchangeable.length > 0,
      bounds,
      complete,
      traces,
      known,
      endings: this.endings.size,
      steps,
      repeated,
      longest,
      widest,
      exercised,
      violations: [...this.violations.values()],
      rejected,
      milliseconds,
    };
  }
}

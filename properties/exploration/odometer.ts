/**
 * The odometer: it goes through the runs of a scenario one by one, each from its beginning, and turns the last wheel that
 * has something left. What it may leave out depends on the reduction.
 */
import { ChoicePoint, type Sleeper } from './choice-point.js';
import type { Chooser } from './exploring-scheduler.js';
import { areDependent, type Footprint } from './footprint.js';
import { noteDisabled, noteRaces } from './races.js';

/**
 * What is left out: nothing; runs that begin with steps whose order makes no difference (sleep sets); and choices that no
 * race asks for (source sets, with sleep sets).
 */
export const REDUCTIONS = ['none', 'sleep', 'source'] as const;
export type Reduction = (typeof REDUCTIONS)[number];

/** What is known of the step that was chosen last. */
export interface LastStep {
  readonly poster: number;
  readonly link: number;
  footprint(): Footprint;
}

/** Everything that could run was tried before: the rest of the run is known. */
export class KnownRun extends Error {
  readonly code = 'known-run';
}

/** A run has more steps than the bound allows. */
export class RunTooLong extends Error {
  readonly code = 'run-too-long';
}

/** A run ended within the beginning that it was to repeat: something in it depends on more than on what ran before. */
export class UnrepeatableRun extends Error {
  readonly code = 'unrepeatable-run';

  constructor(steps: number) {
    super(
      `A run cannot be repeated: after ${steps} steps nothing can run any more, and before there was more`,
    );
  }
}

/** See the head of this file. */
export class Odometer implements Chooser {
  private readonly reduction: Reduction;
  private readonly stepsMax: number;
  private readonly points: ChoicePoint[] = [];
  private depth = 0;
  private segment = 0;
  private last: LastStep | null = null;
  /** Steps that ran, those that were only repeated among them. */
  steps = 0;
  repeated = 0;
  /** The longest run, and the most that could run at one moment. */
  longest = 0;
  widest = 0;

  constructor(reduction: Reduction, stepsMax: number) {
    this.reduction = reduction;
    this.stepsMax = stepsMax;
  }

  /** Who tells about steps. */
  watch(last: LastStep): void {
    this.last = last;
  }

  /** A run begins. */
  begin(): void {
    this.depth = 0;
    this.segment = 0;
  }

  /** The step that comes next in the beginning that is repeated; the last of it is another one than before. */
  next(): number | null {
    const known = this.points[this.depth];
    return known === undefined || known.footprint === null ? null : known.chosen;
  }

  repeats(): void {
    this.depth += 1;
    this.steps += 1;
    this.repeated += 1;
  }

  choose(options: readonly number[]): number {
    this.noteLast(options);
    const { depth, points } = this;
    if (depth === this.stepsMax) throw new RunTooLong(`A run has more than ${this.stepsMax} steps`);
    const known = points[depth];
    if (known !== undefined) {
      this.repeats();
      return options.indexOf(known.chosen);
    }
    this.depth += 1;
    this.steps += 1;
    return this.chooseNew(options);
  }

  rests(): void {
    this.noteLast([]);
    this.segment = this.depth;
  }

  /** The run has come to its end. */
  end(): void {
    if (this.depth < this.points.length) throw new UnrepeatableRun(this.depth);
    this.noteLast([]);
    this.longest = Math.max(this.longest, this.depth);
  }

  /**
   * Turns to the next run.
   *
   * @returns false when there is none
   */
  turn(): boolean {
    const { points } = this;
    for (let point = points.at(-1); point !== undefined; point = points.at(-1)) {
      point.sleepers.push({ key: point.chosen, footprint: point.footprint as Footprint });
      const next = this.nextAt(point);
      if (next !== undefined) {
        point.chosen = next;
        point.footprint = null;
        return true;
      }
      points.pop();
    }
    return false;
  }

  /** What has run so far in this run, by numbers of actions. */
  path(): readonly number[] {
    return this.points.slice(0, this.depth).map(({ chosen }) => chosen);
  }

  private nextAt(point: ChoicePoint): number | undefined {
    const candidates = this.reduction === 'source' ? point.wanted : point.options;
    return candidates.find((key) => !point.sleeps(key));
  }

  private chooseNew(options: readonly number[]): number {
    const sleepers = this.sleepersNow();
    const position = sleepers.length === 0 ? 0 : options.findIndex((key) => !isAmong(sleepers, key));
    if (position < 0) {
      this.depth -= 1;
      this.steps -= 1;
      throw new KnownRun('everything that could run was tried before');
    }
    this.widest = Math.max(this.widest, options.length);
    this.points.push(new ChoicePoint(options, this.segment, options[position] as number, sleepers));
    return position;
  }

  /** What sleeps on: whatever the last step does not depend on. */
  private sleepersNow(): Sleeper[] {
    if (this.reduction === 'none' || this.segment === this.points.length) return [];
    const { sleepers, footprint } = this.points.at(-1) as ChoicePoint;
    return sleepers.filter((sleeper) => !areDependent(sleeper.footprint, footprint as Footprint));
  }

  /** The step that was chosen last is over: what it touched is known now. */
  private noteLast(options: readonly number[]): void {
    const point = this.points[this.depth - 1];
    if (point === undefined || point.footprint !== null) return;
    const last = this.last as LastStep;
    point.footprint = last.footprint();
    point.poster = last.poster;
    point.link = last.link;
    if (this.reduction !== 'source') return;
    noteRaces(this.points);
    noteDisabled(point, options);
  }
}

const isAmong = (sleepers: readonly Sleeper[], wanted: number): boolean =>
  sleepers.some(({ key }) => key === wanted);

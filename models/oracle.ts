/**
 * The oracle: says whether a trace is one that the protocol allows.
 *
 * A complete trace is judged event by event, in place and without looking back ({@link Oracle}). A history of observable
 * events alone is judged by a search over the actions that could have been in between ({@link checkTrace}). Both run the
 * same world and the same tables.
 */
import type { Trace, TraceEvent, TraceHeader } from '../spec/trace.js';
import { Coverage } from './coverage.js';
import { Journal, type Taken } from './journal.js';
import type { Profile } from './profile.js';
import { ruleIds } from './rule-ids.js';
import { search } from './search.js';
import { type ChartStanding, type Standing, standingOf, statesOf } from './standing.js';
import type { Verdict } from './verdict.js';
import { rejection } from './verdict.js';
import { accept, finish } from './world/events.js';
import { R } from './world/rules.js';
import { situationOf } from './world/situation.js';
import { World } from './world/world.js';

/**
 * Judges complete traces, event by event. One instance serves many traces.
 *
 * @example
 * ```ts
 * const oracle = new Oracle({ capabilities: new Set(['mutable-token', 'virtual-clock']) });
 * oracle.reset(trace.header);
 * const good = trace.events.every((event) => oracle.accept(event));
 * const verdict = good ? oracle.finish() : oracle.verdict();
 * ```
 */
export class Oracle {
  private readonly world: World;
  private index = 0;
  private rejected: Verdict | null = null;

  /** @param profile the profile of the target */
  constructor(profile: Profile) {
    this.world = new World(profile);
  }

  /** How many actions were judged (`run` events), over all traces so far. */
  get actions(): number {
    return this.world.actions;
  }

  /** How often the antecedent of each rule was met and judged, by rule number, over all traces so far. */
  get exercised(): Int32Array {
    return this.world.exercised;
  }

  /** How much the last search of a history tried: records that it looked at, and numbers of states that it compared. */
  get effort(): number {
    return this.world.effort;
  }

  /** From now on, what the traces go through that {@link judge} accepts is counted. */
  cover(): Coverage {
    this.world.coverage ??= new Coverage(this.world.tables.book);
    return this.world.coverage;
  }

  /** From now on, the transitions that traces take are noted: {@link taken} tells them. */
  note(): void {
    this.world.journal ??= new Journal(this.world.tables.book);
  }

  /** The transitions that were taken since this was asked last; none where nothing is noted. */
  taken(): readonly Taken[] {
    return this.world.journal?.tell() ?? [];
  }

  /** The transitions that would have been accepted instead of the event that was refused last, where a cell refused it. */
  demanded(): readonly Omit<Taken, 'who'>[] {
    const journal = this.world.journal ?? new Journal(this.world.tables.book);
    return this.world.demanded().map((alternative) => journal.transition(alternative));
  }

  /** Begins a new trace. */
  reset(header: TraceHeader): void {
    this.world.reset(header);
    this.index = 0;
    this.rejected = null;
  }

  /** Judges the next event. @returns false when it is rejected: {@link verdict} tells why */
  accept(event: TraceEvent): boolean {
    if (accept(this.world, event)) {
      this.index++;
      return true;
    }
    this.rejected = rejection(this.world, this.index, situationOf(this.world, event));
    return false;
  }

  /** What is absent at the end of the trace is judged here. */
  finish(): Verdict {
    if (this.rejected === null && !finish(this.world))
      this.rejected = rejection(this.world, this.index, situationOf(this.world, null));
    this.world.countRule(R.invention, this.index);
    return this.verdict();
  }

  /** Judges a whole trace: linearly when it is complete, by search when it holds observable events alone. */
  judge(trace: Trace): Verdict {
    const { coverage } = this.world;
    coverage?.discard();
    const verdict = trace.header.complete ? this.judgeComplete(trace) : this.judgeHistory(trace);
    if (verdict.verdict === 'accepted') coverage?.commit();
    return verdict;
  }

  private judgeComplete(trace: Trace): Verdict {
    this.reset(trace.header);
    for (const event of trace.events) if (!this.accept(event)) return this.verdict();
    return this.finish();
  }

  /**
   * Judges a whole history of observable events, by search: what {@link checkTrace} does, on this world and its counts.
   *
   * @param history a trace without internal events
   * @param watch is called with the position of each event as soon as it is accepted, along the run that explains the
   * history, or that explains it furthest: {@link standing} tells the states there
   */
  judgeHistory(history: Trace, watch?: (position: number) => void): Verdict {
    const verdict = search(this.world, history, watch);
    if (verdict.verdict === 'accepted') this.world.countRule(R.invention, history.events.length);
    return verdict;
  }

  /** The trace stops here, with actions under way: what is missing is not judged. */
  stop(): Verdict {
    this.world.countRule(R.invention, this.index);
    return this.verdict();
  }

  /** Where everybody stands now. */
  standing(): Standing {
    return standingOf(this.world);
  }

  /** The states of an operation in the charts that it goes through. */
  statesOf(op: number): readonly ChartStanding[] {
    return statesOf(this.world, op);
  }

  /** The endpoint that the message of an operation goes to, as far as it is known now; -1 otherwise. */
  destinationOf(op: number): number {
    return this.world.ops[op]?.endpoint ?? -1;
  }

  /** The verdict so far. */
  verdict(): Verdict {
    return this.rejected ?? { verdict: 'accepted' };
  }
}

/** The counts by rule id, without the rules that were not exercised. */
function countsOf(exercised: Int32Array): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  exercised.forEach((count, rule) => {
    if (count > 0) counts.set(ruleIds[rule] as string, count);
  });
  return counts;
}

/**
 * Judges a whole trace: linearly when it is complete, by search when it holds observable events alone.
 *
 * @param trace the trace
 * @param profile the profile of the target
 * @returns the verdict, and how often each rule was exercised
 */
export function checkTrace(
  trace: Trace,
  profile: Profile,
): Verdict & { exercised: ReadonlyMap<string, number> } {
  const oracle = new Oracle(profile);
  return { ...oracle.judge(trace), exercised: countsOf(oracle.exercised) };
}

export { judgedRules } from './judged.js';
export { observable } from './observable.js';
export type { Profile } from './profile.js';
export { ruleIds, ruleIndex } from './rule-ids.js';
export type { Standing } from './standing.js';
export type { Verdict } from './verdict.js';

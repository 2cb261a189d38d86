/** The judge: takes traces to the oracle of the models and counts what was judged. */
import { type Coverage, Oracle, ruleIds, ruleIndex, type Verdict } from '../../models/index.js';
import type { Trace } from '../../spec/index.js';
import type { Target } from './target.js';

/** What stands against a trace. */
export type Rejection = Extract<Verdict, { readonly verdict: 'rejected' }>;

/** See the head of this file. One instance serves a whole run of the suite. */
export class Judge {
  /** Scenarios judged. */
  runs = 0;
  /** Histories whose search ended without a verdict. */
  inconclusive = 0;
  /** Operations of the histories judged. */
  private operations = 0;
  private readonly oracle: Oracle;
  private readonly runsByRule = new Int32Array(ruleIds.length);
  private readonly before = new Int32Array(ruleIds.length);

  /** @param target whose traces are judged */
  constructor(target: Pick<Target, 'capabilities' | 'quirks'>) {
    const { quirks = 'accepted' } = target;
    this.oracle = new Oracle({ capabilities: new Set(target.capabilities), quirks });
  }

  /** From now on, what the accepted traces go through is counted; that has its price in time. */
  cover(): Coverage {
    return this.oracle.cover();
  }

  /**
   * Judges a trace: a complete one event by event, a history of observable events by search.
   *
   * @returns `null` when the models accept it, or came to no verdict ({@link inconclusive} counts that)
   */
  judge(trace: Trace): Rejection | null {
    this.runs += 1;
    const verdict = this.oracle.judge(trace);
    if (!trace.header.complete) this.countOperations(trace);
    if (verdict.verdict === 'inconclusive') this.inconclusive += 1;
    this.countRuns();
    return verdict.verdict === 'rejected' ? verdict : null;
  }

  private countOperations({ events }: Trace): void {
    for (const event of events) if (event.event === 'invoke') this.operations += 1;
  }

  /** Actions judged: `run` events of complete traces, operations of histories. */
  get steps(): number {
    return this.oracle.actions + this.operations;
  }

  private countRuns(): void {
    const { exercised } = this.oracle;
    const { before, runsByRule } = this;
    for (let rule = 0; rule < before.length; rule += 1) {
      const count = exercised[rule] as number;
      if (count === before[rule]) continue;
      before[rule] = count;
      runsByRule[rule] = (runsByRule[rule] as number) + 1;
    }
  }

  /** Counts what nobody could record, and what a rule accepts: the end of the process (SIZE-09). */
  countAccepted(rule: string): void {
    const index = ruleIndex(rule);
    this.oracle.exercised[index] = (this.oracle.exercised[index] as number) + 1;
    this.countRuns();
  }

  /** How often the antecedent of a rule was met and judged. */
  exercised(rule: string): number {
    return this.oracle.exercised[ruleIndex(rule)] ?? 0;
  }

  /** In how many scenarios it was. */
  runsOf(rule: string): number {
    return this.runsByRule[ruleIndex(rule)] ?? 0;
  }
}

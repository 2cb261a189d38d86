/** The judge: takes traces to the oracle of the models and counts what was judged. */
import { Oracle, ruleIds, ruleIndex, type Verdict } from '../../models/index.js';
import type { Trace } from '../../spec/index.js';
import type { Target } from './target.js';

/** What stands against a trace. */
export type Rejection = Extract<Verdict, { readonly verdict: 'rejected' }>;

/** See the head of this file. One instance serves a whole run of the suite. */
export class Judge {
  /** Scenarios judged. */
  runs = 0;
  /** Actions judged: `run` events of their traces. */
  steps = 0;
  private readonly oracle: Oracle;
  private readonly runsByRule = new Int32Array(ruleIds.length);
  private readonly before = new Int32Array(ruleIds.length);

  /** @param target whose traces are judged */
  constructor(target: Pick<Target, 'capabilities' | 'quirks'>) {
    const { quirks = 'accepted' } = target;
    this.oracle = new Oracle({ capabilities: new Set(target.capabilities), quirks });
  }

  /**
   * Judges a complete trace.
   *
   * @returns `null` when the models accept it
   */
  judge(trace: Trace): Rejection | null {
    const { oracle } = this;
    oracle.reset(trace.header);
    this.runs += 1;
    let accepted = true;
    for (const event of trace.events) {
      if (event.event === 'run') this.steps += 1;
      accepted = oracle.accept(event);
      if (!accepted) break;
    }
    const verdict = accepted ? oracle.finish() : oracle.verdict();
    this.countRuns();
    return verdict.verdict === 'rejected' ? verdict : null;
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

  /** How often the antecedent of a rule was met and judged. */
  exercised(rule: string): number {
    return this.oracle.exercised[ruleIndex(rule)] ?? 0;
  }

  /** In how many scenarios it was. */
  runsOf(rule: string): number {
    return this.runsByRule[ruleIndex(rule)] ?? 0;
  }
}

/** Reads traces for vectors: which rules one meets, where, and what stands against it. */
import { Oracle, ruleIds, ruleIndex } from '../../models/index.js';
import type { Capability, Trace } from '../../spec/index.js';
import type { Rejection } from '../suite/judge.js';

/** See the head of this file. */
export class TraceReader {
  readonly capabilities: readonly Capability[];
  /** Whether what only the original does is accepted: where it is, what is rejected is rejected of everybody. */
  readonly quirks: 'accepted' | 'refused';
  private readonly oracle: Oracle;

  /**
   * @param capabilities of the target that the traces are of
   * @param quirks of the original, accepted or refused
   */
  constructor(capabilities: readonly Capability[], quirks: 'accepted' | 'refused') {
    this.capabilities = capabilities;
    this.quirks = quirks;
    this.oracle = new Oracle({ capabilities: new Set(capabilities), quirks });
  }

  /** The rules that a trace meets; none when it is not accepted. */
  met(trace: Trace): ReadonlySet<string> {
    const before = Int32Array.from(this.oracle.exercised);
    const rules = new Set<string>();
    if (this.rejection(trace) !== null) return rules;
    this.oracle.exercised.forEach((count, rule) => {
      if (count > (before[rule] as number)) rules.add(ruleIds[rule] as string);
    });
    return rules;
  }

  /** Whether a trace is accepted and meets a rule. */
  meets(trace: Trace, rule: string): boolean {
    const index = ruleIndex(rule);
    const before = this.oracle.exercised[index];
    return this.rejection(trace) === null && this.oracle.exercised[index] !== before;
  }

  /** The positions of the events of a complete trace with which a rule is met; its length when that is at the end. */
  positionsOf({ header, events }: Trace, rule: string): readonly number[] {
    const index = ruleIndex(rule);
    const { oracle } = this;
    const positions: number[] = [];
    let before = oracle.exercised[index];
    const note = (position: number): void => {
      if (oracle.exercised[index] !== before) positions.push(position);
      before = oracle.exercised[index];
    };
    oracle.reset(header);
    events.forEach((event, position) => {
      oracle.accept(event);
      note(position);
    });
    oracle.finish();
    note(events.length);
    return positions;
  }

  /** What stands against a trace; null when nothing does, or when nobody can tell. */
  rejection(trace: Trace): Rejection | null {
    const verdict = this.oracle.judge(trace);
    return verdict.verdict === 'rejected' ? verdict : null;
  }
}

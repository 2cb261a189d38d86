/**
 * The score of the checker on changed traces: of the traces of the reference with one change each, how many it rejects, and
 * why the others are as good as before.
 */
import { readFileSync } from 'node:fs';
import { Oracle } from '../../../models/index.js';
import { decodeOrThrow, type Trace, TraceCodec, type TraceMutation } from '../../../spec/index.js';
import { referenceTarget } from '../../suite/target.js';
import { equivalenceOf } from './equivalences.js';
import { type Change, mutatedTraces } from './mutate-trace.js';

/** Traces of the reference that together take every decision which its scenarios reach. */
const FIXTURE = new URL('../../../../models/test/fixtures/reference/traces.ndjson', import.meta.url);

/** The traces that are changed. */
export function traces(): readonly Trace[] {
  return readFileSync(FIXTURE, 'utf8')
    .trim()
    .split('\n')
    .map((line, number) => {
      const { title: _, ...trace } = JSON.parse(line) as Trace & { readonly title: string };
      return decodeOrThrow(TraceCodec, trace, `trace ${number + 1}`);
    });
}

/** Judges complete traces as those of the reference: without the quirks of the original. */
export class TraceChecker {
  private readonly oracle: Oracle;

  constructor() {
    const { capabilities, quirks = 'refused' } = referenceTarget();
    this.oracle = new Oracle({ capabilities: new Set(capabilities), quirks });
  }

  /** The rules that a trace breaks, the principal one first; `null` when it is accepted. */
  judge(trace: Trace): readonly string[] | null {
    const verdict = this.oracle.judge(trace);
    return verdict.verdict === 'rejected' ? [...verdict.rules, ...verdict.situation] : null;
  }
}

/**
 * Judges every trace that comes of a kind of change.
 *
 * @param from the traces that are changed
 */
export function scoreOf(change: Change, from: readonly Trace[] = traces()): TraceMutation {
  const checker = new TraceChecker();
  const equivalent: Record<string, number> = {};
  let [count, rejected, unexplained] = [0, 0, 0];
  for (const { events, header } of from) {
    for (const mutated of mutatedTraces({ events, header }, change)) {
      count += 1;
      if (checker.judge(mutated.trace) !== null) {
        rejected += 1;
        continue;
      }
      const reason = equivalenceOf(mutated, events);
      if (reason === null) unexplained += 1;
      else equivalent[reason] = (equivalent[reason] ?? 0) + 1;
    }
  }
  return { change, traces: count, rejected, equivalent, unexplained };
}

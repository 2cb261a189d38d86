/** The traces that checkers are tried on, each with what the checker says of it. */
import { changes, mutatedTraces } from '../traces/mutate-trace.js';
import { TraceChecker, traces } from '../traces/score.js';

/** What a checker says of a trace. */
export interface Label {
  /** Which trace it is. */
  readonly name: string;
  /** The rules that it breaks, the principal one first; `null` when it is accepted. */
  readonly rules: readonly string[] | null;
}

/** Judges the traces of the reference, their beginnings, and those that come of them by one change. */
export function* labelled(): Generator<Label> {
  const checker = new TraceChecker();
  const from = traces();
  for (const [number, trace] of from.entries())
    yield { name: `trace ${number + 1}`, rules: checker.judge(trace) };
  for (const [number, { header, events }] of from.entries()) {
    for (let length = 0; length < events.length; length += 1) {
      const rules = checker.judge({ header, events: events.slice(0, length) });
      yield { name: `trace ${number + 1}, the first ${length} events`, rules };
    }
  }
  for (const change of changes) {
    for (const [number, trace] of from.entries()) {
      for (const { index, trace: changed } of mutatedTraces(trace, change))
        yield { name: `trace ${number + 1}, ${change} at ${index}`, rules: checker.judge(changed) };
    }
  }
}

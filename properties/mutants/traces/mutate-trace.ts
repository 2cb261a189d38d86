/**
 * Traces with one change: an event is left out, told twice, exchanged with the next one, or forged. Each place of a trace
 * gives one trace for each kind of change; nothing is drawn.
 */
import type { Outcome, Trace, TraceEvent, TraceMutation } from '../../../spec/index.js';

/** What is done to a trace. */
export type Change = TraceMutation['change'];

/** A trace with one change. */
export interface MutatedTrace {
  readonly change: Change;
  /** The place of the change. */
  readonly index: number;
  readonly trace: Trace;
}

/** Every kind of change, in the order in which they are reported. */
export const changes: readonly Change[] = ['drop', 'swap', 'duplicate', 'forge'];

const editsOf: Readonly<
  Record<Change, (events: readonly TraceEvent[], index: number) => readonly TraceEvent[]>
> = {
  drop: (events, index) => events.toSpliced(index, 1),
  duplicate: (events, index) => events.toSpliced(index, 0, events[index] as TraceEvent),
  swap: (events, index) => exchanged(events, index),
  forge: (events, index) => events.with(index, forged(events[index] as TraceEvent)),
};

/** Every trace that comes of one by a kind of change; a change that changes nothing gives none. */
export function* mutatedTraces(trace: Trace, change: Change): Generator<MutatedTrace> {
  const { header, events } = trace;
  for (let index = 0; index < events.length; index += 1) {
    if (change === 'swap' && index === events.length - 1) continue;
    yield { change, index, trace: { header, events: editsOf[change](events, index) } };
  }
}

/** Two neighbours change places, and keep the times of the places. */
function exchanged(events: readonly TraceEvent[], index: number): readonly TraceEvent[] {
  const [first, second] = [events[index] as TraceEvent, events[index + 1] as TraceEvent];
  return events.toSpliced(index, 2, { ...second, at: first.at }, { ...first, at: second.at });
}

/** An event that says something else. */
function forged(event: TraceEvent): TraceEvent {
  switch (event.event) {
    case 'invoke':
      return event.op % 2 === 0 ? { ...event, at: -1 } : { ...event, by: { mainOf: FOREIGN } };
    case 'outcome':
      return { ...event, outcome: otherOutcome(event.outcome, event.op) };
    case 'begin':
      return { ...event, work: event.work + FOREIGN };
    case 'end':
      return { ...event, how: event.how === 'throw' ? 'return' : 'throw' };
    case 'closed':
      return { ...event, resource: event.resource + FOREIGN };
    case 'run':
      return { ...event, decision: event.decision === 'drop' ? 'execute' : 'drop' };
    case 'lose':
      return { ...event, reason: event.reason === 'partition' ? 'drop-next' : 'partition' };
  }
}

/** Far from every number that a trace has. */
const FOREIGN = 1000;

function otherOutcome(outcome: Outcome, op: number): Outcome {
  if (outcome.kind === 'value') return { kind: 'error', code: 'endpoint-id-in-use' };
  return { kind: 'value', value: `forged ${op}` };
}

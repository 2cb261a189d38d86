/**
 * Traces with one change: an event is left out, alone or with the next one, told twice, exchanged with the next one, or
 * forged. Each place of a trace gives the same traces every time; nothing is drawn.
 */
import type { Outcome, Trace, TraceEvent, TraceMutation } from '../../../spec/index.js';

/** What is done to a trace. */
export type Change = TraceMutation['change'];

/** A trace with one change. */
export interface MutatedTrace {
  readonly change: Change;
  /** The place of the change. */
  readonly index: number;
  /** What changed places with it; the place itself otherwise. */
  readonly other: number;
  readonly trace: Trace;
}

/** Every kind of change, in the order in which they are reported. */
export const changes: readonly Change[] = ['drop', 'gap', 'swap', 'duplicate', 'forge'];

/** What a change makes of the events, at one place. */
interface Edit {
  readonly events: readonly TraceEvent[];
  readonly other?: number;
}

const editsOf: Readonly<Record<Change, (events: readonly TraceEvent[], index: number) => readonly Edit[]>> = {
  drop: (events, index) => [{ events: events.toSpliced(index, 1) }],
  gap: gapsOf,
  duplicate: (events, index) => [{ events: events.toSpliced(index, 0, events[index] as TraceEvent) }],
  swap: (events, index) => [...neighboursOf(events, index), ...actionsOf(events, index)],
  forge: (events, index) =>
    forgeriesOf(events, index).map((event) => ({ events: events.with(index, event) })),
};

/** Every trace that comes of one by a kind of change. */
export function* mutatedTraces({ header, events }: Trace, change: Change): Generator<MutatedTrace> {
  for (let index = 0; index < events.length; index += 1) {
    for (const { events: changed, other = index } of editsOf[change](events, index))
      yield { change, index, other, trace: { header, events: changed } };
  }
}

/**
 * Two neighbours are left out: what one of them owes, the other may have paid. An operation with its outcome is no gap, for
 * a trace may just as well be one of a client that did less.
 */
function gapsOf(events: readonly TraceEvent[], index: number): readonly Edit[] {
  const [first, second] = [events[index] as TraceEvent, events[index + 1]];
  if (second === undefined) return [];
  if (first.event === 'invoke' && second.event === 'outcome' && first.op === second.op) return [];
  return [{ events: events.toSpliced(index, 2), other: index + 1 }];
}

/** Two neighbours change places, and keep the times of the places. */
function neighboursOf(events: readonly TraceEvent[], index: number): readonly Edit[] {
  const [first, second] = [events[index] as TraceEvent, events[index + 1]];
  if (second === undefined) return [];
  const exchanged = [
    { ...second, at: first.at },
    { ...first, at: second.at },
  ];
  return [{ events: events.toSpliced(index, 2, ...exchanged), other: index + 1 }];
}

/** Two actions that follow each other at the same time change places, each with all that it brought about. */
function actionsOf(events: readonly TraceEvent[], index: number): readonly Edit[] {
  if (events[index]?.event !== 'run') return [];
  const second = endOfAction(events, index);
  if (events[second]?.event !== 'run' || events[second]?.at !== events[index]?.at) return [];
  const end = endOfAction(events, second);
  if (end - index === 2) return []; // neighbours
  const exchanged = [...events.slice(second, end), ...events.slice(index, second)];
  return [{ events: events.toSpliced(index, end - index, ...exchanged), other: second }];
}

/** The place behind the last effect of an action. */
function endOfAction(events: readonly TraceEvent[], index: number): number {
  const next = events.findIndex((event, position) => position > index && !isEffect(event));
  return next < 0 ? events.length : next;
}

const isEffect = (event: TraceEvent): boolean =>
  event.event !== 'run' && (event.event !== 'invoke' || 'mainOf' in event.by);

/** Far from every number that a trace has. */
const FOREIGN = 1000;

/** Events that say something else than the one that is there. */
function forgeriesOf(events: readonly TraceEvent[], index: number): readonly TraceEvent[] {
  const event = events[index] as TraceEvent;
  const soon = events[index - 1]?.at ?? 0;
  const early = soon < event.at ? [{ ...event, at: soon }] : [];
  return [...early, { ...event, at: -1 }, ...othersOf(event)];
}

function othersOf(event: TraceEvent): readonly TraceEvent[] {
  switch (event.event) {
    case 'invoke':
      return [{ ...event, by: { mainOf: FOREIGN } }];
    case 'outcome':
      return otherOutcomes(event.outcome, event.op).map((outcome) => ({ ...event, outcome }));
    case 'begin':
      return [
        { ...event, work: event.work + FOREIGN },
        { ...event, role: event.role === 'run' ? 'call' : 'run' },
      ];
    case 'end':
      return (['return', 'throw', 'future'] as const)
        .filter((how) => how !== event.how && !(how === 'return' && event.how === 'null'))
        .map((how) => ({ ...event, how }));
    case 'closed':
      return [{ ...event, resource: event.resource + FOREIGN }];
    case 'run':
      return [
        { ...event, decision: event.decision === 'drop' ? 'execute' : 'drop' },
        { ...event, rule: event.rule === 'SIZE-14' ? 'SIZE-01' : 'SIZE-14' },
      ];
    case 'lose':
      return [{ ...event, reason: event.reason === 'partition' ? 'drop-next' : 'partition' }];
  }
}

function otherOutcomes(outcome: Outcome, op: number): readonly Outcome[] {
  if (outcome.kind === 'value') {
    const number = typeof outcome.value === 'number' ? [{ ...outcome, value: outcome.value + FOREIGN }] : [];
    return [{ kind: 'error', code: 'endpoint-id-in-use' }, ...number];
  }
  const { thrown = false, ...failure } = outcome;
  return [
    { kind: 'value', value: `forged ${op}` },
    { ...outcome, code: outcome.code === 'unknown-message' ? 'handshake' : 'unknown-message' },
    thrown ? failure : { ...outcome, thrown: true },
  ];
}

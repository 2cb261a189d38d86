/**
 * Why a trace with a change may be as good as before. Each reason is a predicate of the change alone and does not ask the
 * oracle, so that a change which the oracle accepts without a reason is a finding.
 */
import type { InvokeEvent, TraceEvent } from '../../../spec/index.js';
import type { Change } from './mutate-trace.js';

/** A change: the trace before it, and where. */
interface Place {
  readonly change: Change;
  readonly events: readonly TraceEvent[];
  readonly index: number;
}

interface Equivalence {
  readonly reason: string;
  holds(place: Place): boolean;
}

const equivalences: readonly Equivalence[] = [
  {
    reason: 'the end of a barrier is not told, or told behind what comes next',
    holds: ({ change, events, index }) =>
      change === 'drop' || change === 'swap' ? isEndOfBarrier(events, events[index]) : false,
  },
  {
    reason: 'a broken link may have lost it, whether that is told or not',
    holds: ({ change, events, index }) => change === 'drop' && isMessageBehindABreak(events, index),
  },
  {
    reason: 'a client acts a moment earlier or later',
    holds: ({ change, events, index }) =>
      change === 'swap' && isAnother(events, index) && pairOf(events, index).some(isStep),
  },
  {
    reason: 'two actions that can run at the same time run in the other order',
    holds: ({ change, events, index }) =>
      change === 'swap' && pairOf(events, index).every(isAction) && areIndependent(events, index),
  },
  {
    reason: 'two outcomes of one action are told in the other order',
    holds: ({ change, events, index }) => change === 'swap' && pairOf(events, index).every(isOutcome),
  },
  {
    reason: 'what a handler did is told when it ends',
    holds: ({ change, events, index }) => change === 'swap' && isNestedOutcomeAtItsEnd(events, index),
  },
  {
    reason: 'a loss is told a moment later',
    holds: ({ change, events, index }) =>
      change === 'swap' && isAnother(events, index) && events[index]?.event === 'lose',
  },
];

/** Every reason there is. */
export const reasons: readonly string[] = equivalences.map(({ reason }) => reason);

/**
 * Why a change leaves a trace as good as it was.
 *
 * @returns the reason, or `null` when there is none
 */
export function equivalenceOf(change: Change, events: readonly TraceEvent[], index: number): string | null {
  return equivalences.find(({ holds }) => holds({ change, events, index }))?.reason ?? null;
}

function pairOf(events: readonly TraceEvent[], index: number): readonly [TraceEvent, TraceEvent] {
  return [events[index] as TraceEvent, events[index + 1] as TraceEvent];
}

const isStep = ({ event }: TraceEvent): boolean => event === 'invoke';
const isOutcome = ({ event }: TraceEvent): boolean => event === 'outcome';
const isAction = ({ event }: TraceEvent): boolean => event === 'run';

/** The invocation of an operation. */
function invocationOf(events: readonly TraceEvent[], op: number): InvokeEvent | undefined {
  return events.find((event): event is InvokeEvent => event.event === 'invoke' && event.op === op);
}

function isEndOfBarrier(events: readonly TraceEvent[], event: TraceEvent | undefined): boolean {
  if (event?.event !== 'outcome') return false;
  const type = invocationOf(events, event.op)?.operation.type;
  return type === 'settle' || type === 'advance';
}

/** A message of an operation, told as lost or as arrived, after a link was broken. */
function isMessageBehindABreak(events: readonly TraceEvent[], index: number): boolean {
  const event = events[index] as TraceEvent;
  if (event.event !== 'lose' && event.event !== 'run') return false;
  return events
    .slice(0, index)
    .some(
      ({ event: kind, ...rest }) =>
        kind === 'invoke' &&
        (rest as InvokeEvent).operation.type === 'link' &&
        ((rest as InvokeEvent).operation as { readonly action: string }).action === 'fail',
    );
}

/** The operation, or the work, that an event is about. */
function subjectOf(event: TraceEvent): string {
  switch (event.event) {
    case 'invoke':
    case 'outcome':
      return `op ${event.op}`;
    case 'run':
      return ofEndpoint.has(event.leg) ? `${event.leg} ${event.id}` : `op ${event.id}`;
    case 'lose':
      return `op ${event.id}`;
    case 'begin':
    case 'end':
      return `op ${event.work}`;
    case 'closed':
      return `resource ${event.resource}`;
  }
}

/** Legs whose number is that of an endpoint or of a service. */
const ofEndpoint: ReadonlySet<string> = new Set([
  'close',
  'stop-future',
  'kill',
  'gone',
  'down',
  'close-timeout',
]);

/** Whether two neighbours are about different operations. */
function isAnother(events: readonly TraceEvent[], index: number): boolean {
  const [first, second] = pairOf(events, index);
  return subjectOf(first) !== subjectOf(second);
}

/** Messages that keep the order of their sender (ORD-01, ORD-02). */
const ordered: ReadonlySet<string> = new Set(['request', 'handshake']);

/** Two actions of different operations, of which at least one keeps no order, or that have different senders. */
function areIndependent(events: readonly TraceEvent[], index: number): boolean {
  const [first, second] = pairOf(events, index);
  if (first.event !== 'run' || second.event !== 'run') return false;
  if (first.leg === second.leg && first.endpoint !== second.endpoint) return true; // two matches of one pattern
  if (!isAnother(events, index)) return false;
  if (!ordered.has(first.leg) || !ordered.has(second.leg)) return true;
  const [one, other] = [first, second].map(({ id }) => JSON.stringify(invocationOf(events, id)?.by));
  return one !== other;
}

/** The outcome of what a handler did, and then the end of that handler. */
function isNestedOutcomeAtItsEnd(events: readonly TraceEvent[], index: number): boolean {
  const [first, second] = pairOf(events, index);
  if (first.event !== 'outcome' || second.event !== 'end' || second.role === 'service-task') return false;
  const by = invocationOf(events, first.op)?.by;
  return by !== undefined && 'mainOf' in by && by.mainOf === second.endpoint;
}

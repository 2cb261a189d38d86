/**
 * Why a trace with a change may be as good as before. Each reason is a predicate of the change alone and does not ask the
 * oracle, so that a change which the oracle accepts without a reason is a finding.
 */
import {
  endpointLegs,
  type InvokeEvent,
  type Operation,
  serviceLegs,
  type TraceEvent,
} from '../../../spec/index.js';
import type { Change, MutatedTrace } from './mutate-trace.js';

/** A change: the trace before it, and where. */
interface Place {
  readonly change: Change;
  readonly events: readonly TraceEvent[];
  readonly index: number;
  readonly first: TraceEvent;
  /** What changed places with it; the same event otherwise. */
  readonly second: TraceEvent;
  /** What stands there after the change. */
  readonly forged: TraceEvent;
}

interface Equivalence {
  readonly reason: string;
  readonly change: Change;
  holds(place: Place): boolean;
}

const equivalences: readonly Equivalence[] = [
  {
    reason: 'the end of a barrier is not told',
    change: 'drop',
    holds: ({ events, first }) => isEndOfBarrier(events, first),
  },
  {
    reason: 'the end of a barrier is told behind what comes next',
    change: 'swap',
    holds: ({ events, first }) => isEndOfBarrier(events, first),
  },
  {
    reason: 'what is lost is not told: nobody waits for it, or its limit says so',
    change: 'drop',
    holds: ({ first }) => first.event === 'lose',
  },
  {
    reason: 'a broken link may have lost it',
    change: 'drop',
    holds: ({ events, index, first }) => first.event === 'run' && isBehindABreak(events, index),
  },
  {
    reason: 'a client acts a moment earlier or later',
    change: 'swap',
    holds: ({ first, second }) => !isSame(first, second) && (isStep(first) || isStep(second)),
  },
  {
    reason: 'two actions that can run at the same time run in the other order',
    change: 'swap',
    holds: ({ events, first, second }) => areIndependent(events, first, second),
  },
  {
    reason: 'two outcomes of one action are told in the other order',
    change: 'swap',
    holds: ({ first, second }) => isOutcome(first) && isOutcome(second),
  },
  {
    reason: 'what a handler did is told when it ends',
    change: 'swap',
    holds: ({ events, first, second }) => isNestedOutcomeAtItsEnd(events, first, second),
  },
  {
    reason: 'a loss is told a moment later',
    change: 'swap',
    holds: ({ first, second }) => first.event === 'lose' && (isOutcome(second) || !isSame(first, second)),
  },
  {
    reason: 'a connect to a supervisor fails a moment later',
    change: 'swap',
    holds: ({ events, first, second }) => isFailureAtSupervisor(events, first) && !isSame(first, second),
  },
  {
    reason: 'a resource that comes too late is closed when its registration has thrown, not before',
    change: 'swap',
    holds: ({ events, first, second }) => isLateResource(events, first, second),
  },
  {
    reason: 'which failure the close of a service names is not judged',
    change: 'forge',
    holds: ({ events, first, forged }) => isFailureOfClose(events, first) && isFailureOfClose(events, forged),
  },
  {
    reason: 'the value of a task of a service is not judged',
    change: 'forge',
    holds: ({ events, first, forged }) => isValueOf(events, first, 'service-schedule') && isValue(forged),
  },
  {
    reason: 'the port of a service is known from its addresses alone',
    change: 'forge',
    holds: ({ events, first, forged }) => isPort(events, first) && isValue(forged),
  },
];

/** Every reason there is. */
export const reasons: readonly string[] = equivalences.map(({ reason }) => reason);

/**
 * Why a change leaves a trace as good as it was.
 *
 * @param events the events before the change
 * @returns the reason, or `null` when there is none
 */
export function equivalenceOf(
  { change, index, other, trace }: MutatedTrace,
  events: readonly TraceEvent[],
): string | null {
  const [first, second] = [events[index] as TraceEvent, events[other] as TraceEvent];
  const forged = trace.events[index] as TraceEvent;
  const place = { change, events, index, first, second, forged };
  const found = equivalences.find((known) => known.change === change && known.holds(place));
  return found?.reason ?? null;
}

const isStep = ({ event }: TraceEvent): boolean => event === 'invoke';
const isOutcome = ({ event }: TraceEvent): boolean => event === 'outcome';

/** The invocation of an operation. */
function invocationOf(events: readonly TraceEvent[], op: number): InvokeEvent | undefined {
  return events.find((event): event is InvokeEvent => event.event === 'invoke' && event.op === op);
}

/** The operation that came out, when the event is an outcome. */
function operationOf(events: readonly TraceEvent[], event: TraceEvent): Operation | undefined {
  return event.event === 'outcome' ? invocationOf(events, event.op)?.operation : undefined;
}

function isEndOfBarrier(events: readonly TraceEvent[], event: TraceEvent): boolean {
  const type = operationOf(events, event)?.type;
  return type === 'settle' || type === 'advance';
}

/** Whether a link was broken before. */
function isBehindABreak(events: readonly TraceEvent[], index: number): boolean {
  return events.slice(0, index).some((event) => {
    const operation = event.event === 'invoke' ? event.operation : null;
    return operation?.type === 'link' && operation.action === 'fail';
  });
}

/** The operation, or the work, that an event is about. */
function subjectOf(event: TraceEvent): string {
  switch (event.event) {
    case 'invoke':
    case 'outcome':
      return `op ${event.op}`;
    case 'run':
      return endpointLegs.has(event.leg) || serviceLegs.has(event.leg)
        ? `${event.leg} ${event.id}`
        : `op ${event.id}`;
    case 'lose':
      return `op ${event.id}`;
    case 'begin':
    case 'end':
      return `op ${event.work}`;
    case 'closed':
      return `resource ${event.resource}`;
  }
}

const isSame = (first: TraceEvent, second: TraceEvent): boolean => subjectOf(first) === subjectOf(second);

/** Messages that keep the order of their sender (ORD-01, ORD-02). */
const ordered: ReadonlySet<string> = new Set(['request', 'handshake']);

/** Two actions of different operations, of which at least one keeps no order, or that have different senders. */
function areIndependent(events: readonly TraceEvent[], first: TraceEvent, second: TraceEvent): boolean {
  if (first.event !== 'run' || second.event !== 'run') return false;
  if (isSame(first, second)) {
    const isLimit = first.leg === 'timeout' || second.leg === 'timeout';
    return isLimit || first.endpoint !== second.endpoint; // two matches of one pattern
  }
  if (!ordered.has(first.leg) || !ordered.has(second.leg)) return true;
  const [one, other] = [first, second].map(({ id }) => JSON.stringify(invocationOf(events, id)?.by));
  return one !== other;
}

/** The outcome of what a handler did, and then the end of that handler. */
function isNestedOutcomeAtItsEnd(
  events: readonly TraceEvent[],
  first: TraceEvent,
  second: TraceEvent,
): boolean {
  if (first.event !== 'outcome' || second.event !== 'end' || second.role === 'service-task') return false;
  const by = invocationOf(events, first.op)?.by;
  return by !== undefined && 'mainOf' in by && by.mainOf === second.endpoint;
}

/** Nobody says when a connect to the supervisor is refused. */
function isFailureAtSupervisor(events: readonly TraceEvent[], event: TraceEvent): boolean {
  const operation = operationOf(events, event);
  return operation?.type === 'connect' && operation.address.kind === 'supervisor';
}

function isLateResource(events: readonly TraceEvent[], first: TraceEvent, second: TraceEvent): boolean {
  const operation = operationOf(events, second);
  return (
    first.event === 'closed' &&
    operation?.type === 'register-resource' &&
    operation.resource === first.resource
  );
}

const isValue = (event: TraceEvent): boolean => event.event === 'outcome' && event.outcome.kind === 'value';

function isValueOf(events: readonly TraceEvent[], event: TraceEvent, type: Operation['type']): boolean {
  return isValue(event) && operationOf(events, event)?.type === type;
}

function isPort(events: readonly TraceEvent[], event: TraceEvent): boolean {
  const operation = operationOf(events, event);
  return isValue(event) && operation?.type === 'query' && operation.property === 'port';
}

function isFailureOfClose(events: readonly TraceEvent[], event: TraceEvent): boolean {
  const fails = event.event === 'outcome' && event.outcome.kind === 'error' && event.outcome.thrown !== true;
  return fails && operationOf(events, event)?.type === 'close-service';
}

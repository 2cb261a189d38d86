/**
 * Steps that a history leaves out. The models judge what is in a history; whether everything that was asked for is in it
 * is judged here, so that an empty or cut-off history never passes. A step may be left out only when what it refers to
 * did not exist by the next barrier.
 */
import type { Operation, Scenario, Step, Trace, TraceEvent } from '../../spec/index.js';
import { everyOperation } from '../scenarios/every-operation.js';

/**
 * The first step that a history should hold and does not.
 *
 * @param scenario what was asked for
 * @param trace what was seen
 * @returns the step, or null when none is missing
 */
export function leftOut(scenario: Scenario, { events }: Pick<Trace, 'events'>): Step | null {
  const seen = new Seen(scenario, events);
  return (
    scenario.steps.find((step, position) => !seen.invoked(step.op) && seen.wasPossible(step, position)) ??
    null
  );
}

/** Where things happened in a history. */
class Seen {
  private readonly steps: readonly Step[];
  private readonly end: number;
  private readonly invokes = new Map<number, number>();
  private readonly values = new Map<number, number>();
  /** The operation that makes a thing: `endpoint 1`, `gateway 2`, `executor 1`. */
  private readonly makers = new Map<string, number>();

  constructor(scenario: Scenario, events: readonly TraceEvent[]) {
    this.steps = scenario.steps;
    this.end = events.length;
    events.forEach((event, index) => {
      if (event.event === 'invoke') this.invokes.set(event.op, index);
      else if (event.event === 'outcome' && event.outcome.kind === 'value') this.values.set(event.op, index);
    });
    for (const { op, operation } of everyOperation(scenario)) {
      const thing = madeBy(operation);
      if (thing !== null) this.makers.set(thing, op);
    }
  }

  invoked(op: number): boolean {
    return this.invokes.has(op);
  }

  /** Whether everything that a step refers to existed before the barrier after it. */
  wasPossible({ operation }: Step, position: number): boolean {
    const barrier = this.steps.find(
      ({ operation: { type } }, index) => index > position && (type === 'settle' || type === 'advance'),
    );
    const limit = (barrier === undefined ? undefined : this.invokes.get(barrier.op)) ?? this.end;
    const before = (index: number | undefined): boolean => index !== undefined && index < limit;
    if (operation.type === 'release') return before(this.invokes.get(operation.work));
    if (operation.type === 'cancel') return before(this.values.get(operation.scheduled));
    return thingsOf(operation).every((thing) => before(this.values.get(this.makers.get(thing) ?? -1)));
  }
}

function madeBy(operation: Operation): string | null {
  if (operation.type === 'create-endpoint') return `endpoint ${operation.endpoint}`;
  if (operation.type === 'connect') return `gateway ${operation.gateway}`;
  return operation.type === 'obtain-executor' ? `executor ${operation.executor}` : null;
}

/** The things that an operation needs, named as in {@link madeBy}. */
function thingsOf(operation: Operation): readonly string[] {
  switch (operation.type) {
    case 'create-endpoint':
      return [];
    case 'connect':
      return operation.address.kind === 'endpoint' ? [`endpoint ${operation.address.endpoint}`] : [];
    case 'call':
    case 'send-raw':
      return 'self' in operation.target
        ? [`endpoint ${operation.target.self}`]
        : [`gateway ${operation.target.gateway}`];
    case 'query':
      if ('endpoint' in operation.subject) return [`endpoint ${operation.subject.endpoint}`];
      return 'gateway' in operation.subject ? [`gateway ${operation.subject.gateway}`] : [];
    default:
      return [
        ...('endpoint' in operation ? [`endpoint ${operation.endpoint}`] : []),
        ...('gateway' in operation ? [`gateway ${operation.gateway}`] : []),
        ...('executor' in operation ? [`executor ${operation.executor}`] : []),
      ];
  }
}

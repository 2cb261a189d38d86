/**
 * The history of an adapter as a trace. What no implementation can be blamed for is a fault of the adapter here, and never
 * comes before the models: time that runs backwards, operations and endpoints that the scenario does not have, an operation
 * that is invoked twice or comes out without an invocation. What an implementation can do wrong, a second outcome or a
 * message that nobody has sent, is none of it.
 */
import {
  type AdapterEvent,
  endpointLegs,
  type Operation,
  type Scenario,
  serviceLegs,
  type TraceEvent,
} from '../../spec/index.js';
import { everyOperation } from '../scenarios/every-operation.js';
import { AdapterFault } from './adapter-fault.js';

/** An operation of a scenario, and the lane of its step. */
interface Known {
  readonly operation: Operation;
  readonly lane: number;
  /** Whether it is a step, and no operation of a script. */
  readonly isStep: boolean;
}

/**
 * Gives the invocations of a history the operations that they are of.
 *
 * @param complete whether the adapter says that it reports every action
 * @throws AdapterFault with the first event that cannot be
 */
export function traced(
  scenario: Scenario,
  events: readonly AdapterEvent[],
  complete: boolean,
): readonly TraceEvent[] {
  const reader = new HistoryReader(scenario, complete);
  return events.map((event) => reader.read(event));
}

/** What the adapter says cannot be; `where` is the part of its answer that shows it. */
export function lied(what: string, where: object): AdapterFault {
  return new AdapterFault(
    'adapter-lied',
    `The adapter contradicts itself or its scenario: ${what}`,
    JSON.stringify(where),
  );
}

class HistoryReader {
  private readonly complete: boolean;
  private readonly services: number;
  private readonly operations = new Map<number, Known>();
  private readonly endpoints = new Set<number>();
  private readonly invoked = new Set<number>();
  private before = 0;

  constructor({ services, steps }: Scenario, complete: boolean) {
    this.complete = complete;
    this.services = services.length;
    for (const step of steps)
      for (const { op, operation } of everyOperation({ steps: [step] })) {
        this.operations.set(op, { operation, lane: step.lane, isStep: op === step.op });
        if (operation.type === 'create-endpoint') this.endpoints.add(operation.endpoint);
      }
  }

  read(event: AdapterEvent): TraceEvent {
    if (event.at < this.before) throw lied(`time runs backwards, from ${this.before} to ${event.at}`, event);
    this.before = event.at;
    const fault = this.faultOf(event);
    if (fault !== null) throw lied(fault, event);
    if (event.event !== 'invoke') return event;
    this.invoked.add(event.op);
    const { lane, operation } = this.operations.get(event.op) as Known;
    const { at, op, by = { lane } } = event;
    return { event: 'invoke', at, op, by, operation };
  }

  /** What is wrong with an event, in words; null when nothing is. */
  private faultOf(event: AdapterEvent): string | null {
    switch (event.event) {
      case 'invoke':
        return this.faultOfInvoke(event);
      case 'outcome':
        return this.unknownOperation(event.op) ?? this.notInvoked(event.op);
      case 'begin':
      case 'end':
        return event.role === 'service-task'
          ? this.unknownOperation(event.work)
          : (this.unknownEndpoint(event.endpoint) ?? this.unknownWork(event));
      case 'closed':
        return this.unknownEndpoint(event.endpoint);
      case 'run':
      case 'lose':
        return this.complete
          ? this.unknownAction(event.leg, event.id)
          : `'${event.event}' is reported in a history that is not complete`;
    }
  }

  private faultOfInvoke({ op, by }: Extract<AdapterEvent, { event: 'invoke' }>): string | null {
    const known = this.operations.get(op);
    if (known === undefined) return this.unknownOperation(op);
    if (this.invoked.has(op)) return `operation ${op} is invoked a second time`;
    if (by === undefined) return null;
    if ('mainOf' in by)
      return known.isStep
        ? `step ${op} is carried out by lane ${known.lane}, and not on a main thread`
        : this.unknownEndpoint(by.mainOf);
    return by.lane === known.lane ? null : `operation ${op} belongs to lane ${known.lane}`;
  }

  private unknownOperation(op: number): string | null {
    return this.operations.has(op) ? null : `operation ${op} is not in the scenario`;
  }

  private notInvoked(op: number): string | null {
    return this.invoked.has(op) ? null : `operation ${op} comes out, and was not invoked`;
  }

  private unknownEndpoint(endpoint: number): string | null {
    return this.endpoints.has(endpoint) ? null : `endpoint ${endpoint} is not in the scenario`;
  }

  private unknownWork({
    role,
    work,
    endpoint,
  }: Extract<AdapterEvent, { event: 'begin' | 'end' }>): string | null {
    if (role !== 'start' && role !== 'stop') return this.unknownOperation(work);
    return work === endpoint ? null : `the work of a hook is the number of its endpoint, ${endpoint}`;
  }

  private unknownAction(leg: string, id: number): string | null {
    if (endpointLegs.has(leg)) return this.unknownEndpoint(id);
    if (!serviceLegs.has(leg)) return this.unknownOperation(id);
    return id < this.services ? null : `service ${id} is not in the scenario`;
  }
}

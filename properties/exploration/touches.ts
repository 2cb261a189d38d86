/**
 * What a step touches, read off the events that it wrote: the action that ran, the operations that its code began, and
 * what came of them. What is not known here touches everything.
 */
import type { InvokeEvent, Operation, RunEvent, TraceEvent } from '../../spec/index.js';
import { Footprint } from './footprint.js';
import { Thing, type Things } from './things.js';

/** What the scheduler saw of a step. */
export interface StepSeen {
  /** The endpoint whose message ran, -1 none; how the charts call the message, and the life cycle before and after. */
  readonly endpoint: number;
  readonly symbol: number;
  readonly before: number;
  readonly after: number;
  /** The step set a timer, or looked at the time; it changed what is due next within the race. */
  readonly looksAtClock: boolean;
  readonly changesClock: boolean;
}

/**
 * The footprint of a step.
 *
 * @param things the things of the scenario
 * @param seen what the scheduler saw
 * @param events the trace; those from `from` to before `to` are of the step
 */
export function footprintOf(
  things: Things,
  seen: StepSeen,
  events: readonly TraceEvent[],
  from: number,
  to: number,
): Footprint {
  const footprint = new Footprint();
  footprint.endpoint = seen.endpoint;
  footprint.symbol = seen.symbol;
  footprint.before = seen.before;
  footprint.after = seen.after;
  if (seen.endpoint >= 0) {
    const bit = 1 << (seen.endpoint & 31);
    footprint.livesRead |= bit;
    if (seen.before !== seen.after) footprint.livesChanged |= bit;
  }
  const touches = new Touches(things, footprint);
  if (seen.endpoint >= 0 && seen.before !== seen.after) touches.change(Thing.dead, seen.endpoint);
  if (seen.looksAtClock) touches.look(Thing.clock, 0);
  if (seen.changesClock) touches.change(Thing.clock, 0);
  for (let position = from; position < to; position += 1) touches.event(events[position] as TraceEvent);
  touches.close();
  return footprint;
}

/** One footprint while it is made. */
class Touches {
  private readonly things: Things;
  private readonly footprint: Footprint;
  /** The endpoint whose handler has begun and not ended, -1 none. */
  private begun = -1;

  constructor(things: Things, footprint: Footprint) {
    this.things = things;
    this.footprint = footprint;
  }

  look(kind: number, id: number): void {
    this.footprint.look(this.things.number(kind, id));
  }

  change(kind: number, id: number): void {
    this.footprint.change(this.things.number(kind, id));
  }

  private changeLife(endpoint: number): void {
    this.footprint.livesChanged |= 1 << (endpoint & 31);
    this.change(Thing.dead, endpoint);
    this.footprint.endpoint = -1; // more than a decision of the charts: it commutes with nothing
  }

  /** Something of an operation is sent, perhaps to another service. */
  private send(op: number): void {
    if (!this.things.crosses(op)) return;
    if (this.things.lossy) this.change(Thing.links, 0);
    else this.look(Thing.links, 0);
  }

  /** Whether an endpoint of another service is still there decides what becomes of what is sent to it. */
  private lookAtEnds(gateway: number): void {
    for (const endpoint of this.things.targetsOf(gateway)) this.look(Thing.end, endpoint);
  }

  event(event: TraceEvent): void {
    switch (event.event) {
      case 'invoke':
        return this.invoke(event);
      case 'run':
        return this.run(event);
      case 'begin':
        this.begun = event.role === 'service-task' ? -1 : event.endpoint;
        this.change(Thing.work, event.work);
        return this.change(Thing.code, event.endpoint);
      case 'end':
        this.begun = -1;
        return this.change(Thing.code, event.endpoint);
      case 'closed':
        return this.change(Thing.belongings, event.endpoint);
      case 'lose':
        return this.send(event.id);
      case 'outcome': {
        const operation = this.things.operations.get(event.op);
        if (operation?.type === 'connect') this.change(Thing.gateway, operation.gateway);
      }
    }
  }

  /** All events are known: a handler that did not end holds the main thread. */
  close(): void {
    if (this.begun < 0) return;
    this.footprint.holds = true;
    this.changeLife(this.begun);
  }

  // --- actions ----------------------------------------------------------------------------------------------------

  private run({ leg, id, decision }: RunEvent): void {
    switch (leg) {
      case 'request':
      case 'due':
      case 'handshake':
      case 'close':
      case 'kill':
      case 'fault':
        return this.message(id, leg, decision);
      case 'answer':
      case 'identity':
      case 'greeting':
      case 'timeout':
      case 'unreachable':
        return this.arrival(id, decision);
      case 'identify':
        return this.identification(id);
      case 'gone':
        return this.removal(id);
      case 'stop-future':
        this.changeLife(id);
        this.change(Thing.stop, id);
        return this.change(Thing.belongings, id);
      case 'result':
        this.change(Thing.work, id);
        return this.send(id);
      case 'return':
        return this.held(id);
      case 'timer':
      case 'tick':
        return this.timer(id);
      case 'down':
        return this.down(id);
      default:
        return this.footprint.changeEverything();
    }
  }

  /** A message of an endpoint; its life cycle is known from the scheduler. */
  private message(id: number, leg: string, decision: string): void {
    const { endpoint } = this.footprint;
    if (endpoint < 0) return this.footprint.changeEverything();
    this.look(Thing.token, endpoint);
    if (leg === 'request' || leg === 'due') this.change(Thing.task, id);
    if (leg !== 'close' && leg !== 'kill') this.send(id);
    switch (decision) {
      case 'arm':
        this.change(Thing.belongings, endpoint);
        return this.change(Thing.clock, 0);
      case 'on-start':
      case 'on-stop':
      case 'terminate':
        this.change(Thing.belongings, endpoint);
        this.change(Thing.stop, endpoint);
        if (leg === 'kill') this.look(Thing.failure, this.serviceOf(endpoint));
        return;
      case 'fail':
        this.change(Thing.belongings, endpoint);
        this.change(Thing.failure, this.serviceOf(endpoint));
        for (const sibling of this.things.endpointsOf(this.serviceOf(endpoint)))
          this.look(Thing.dead, sibling);
    }
  }

  /** Something that a caller waits for: it settles, or goes on to the next step of a connect. */
  private arrival(id: number, decision: string): void {
    this.change(Thing.pending, id);
    const operation = this.things.operations.get(id);
    this.look(Thing.table, operation === undefined ? 0 : this.callerOf(operation));
    if (decision !== 'shake') return;
    this.send(id);
    if (operation?.type === 'connect' && this.things.crosses(id)) this.lookAtEnds(operation.gateway);
  }

  private identification(id: number): void {
    const operation = this.things.operations.get(id);
    const gateway = operation?.type === 'connect' ? operation.gateway : -1;
    for (const endpoint of this.things.targetsOf(gateway)) {
      this.look(Thing.registry, this.serviceOf(endpoint));
      this.look(Thing.dead, endpoint);
    }
    this.send(id);
  }

  /** To messages an endpoint that is gone is as one that is TERMINATED. */
  private removal(endpoint: number): void {
    this.footprint.frees |= 1 << (this.serviceOf(endpoint) & 31);
    this.change(Thing.end, endpoint);
    this.change(Thing.belongings, endpoint);
    this.look(Thing.registry, this.serviceOf(endpoint));
    if (this.things.failing) this.change(Thing.failures, this.serviceOf(endpoint));
  }

  /** A handler returned that held the main thread. */
  private held(id: number): void {
    this.change(Thing.work, id);
    for (const endpoint of this.things.endpoints) this.changeLife(endpoint);
    this.send(id);
  }

  private timer(id: number): void {
    this.change(Thing.clock, 0);
    this.change(Thing.task, id);
    for (const endpoint of this.things.endpoints) this.change(Thing.belongings, endpoint);
  }

  /** Who is told that a service is closing is told the same when it is closed. */
  private down(service: number): void {
    this.footprint.awaits |= 1 << (service & 31);
    this.change(Thing.failure, service);
    this.change(Thing.failures, service);
    this.change(Thing.table, service);
    this.change(Thing.links, 0);
    this.change(Thing.clock, 0);
  }

  // --- operations -------------------------------------------------------------------------------------------------

  private serviceOf(endpoint: number): number {
    return this.things.serviceOf.get(endpoint) ?? 0;
  }

  /** The service that waits for what an operation asks. */
  private callerOf(operation: Operation): number {
    switch (operation.type) {
      case 'connect':
        return operation.service;
      case 'call':
      case 'send-raw': {
        const { target } = operation;
        return 'self' in target ? this.serviceOf(target.self) : this.things.callerOf(target.gateway);
      }
      default:
        return 'endpoint' in operation ? this.serviceOf(operation.endpoint) : 0;
    }
  }

  private invoke({ op, by, operation }: InvokeEvent): void {
    if ('lane' in by) this.change(Thing.lane, by.lane);
    else this.change(Thing.code, by.mainOf);
    if ('script' in operation) this.change(Thing.work, op);
    if ('endpoint' in operation && operation.type !== 'create-endpoint')
      this.look(Thing.made, operation.endpoint);
    this.operation(op, operation);
  }

  private operation(op: number, operation: Operation): void {
    switch (operation.type) {
      case 'create-endpoint':
        return this.creation(operation);
      case 'start':
      case 'stop':
      case 'settle':
      case 'advance':
        return;
      case 'terminate':
        return this.termination(operation.endpoint);
      case 'watch':
        return this.callbacks(operation);
      case 'close-service':
        return this.closing(operation.service);
      case 'connect':
        return this.connect(op, operation);
      case 'call':
      case 'send-raw':
        return this.call(op, operation);
      case 'run-async':
      case 'call-async':
        if (this.things.racing) this.look(Thing.clock, 0); // a delay counts from here
        this.look(Thing.token, operation.endpoint);
        this.change(Thing.pending, op);
        return this.look(Thing.table, this.serviceOf(operation.endpoint));
      case 'obtain-executor':
        this.change(Thing.executor, operation.executor);
        return this.look(Thing.token, operation.endpoint);
      case 'execute':
        return this.look(Thing.executor, operation.executor);
      case 'schedule':
        this.look(Thing.executor, operation.executor);
        this.change(Thing.task, op);
        return this.change(Thing.belongings, this.things.endpointOf(operation.executor));
      case 'set-token':
        return this.change(Thing.token, operation.endpoint);
      case 'release':
        return this.change(Thing.work, operation.work);
      case 'release-stop':
        return this.change(Thing.stop, operation.endpoint);
      case 'fault':
        return this.look(Thing.end, operation.endpoint);
      default:
        return this.footprint.changeEverything();
    }
  }

  /** Closes an endpoint by itself: TERMINATE is sent once. */
  private termination(endpoint: number): void {
    this.look(Thing.registry, this.serviceOf(endpoint));
    this.change(Thing.alone, endpoint);
    if (this.things.failing) this.change(Thing.failures, this.serviceOf(endpoint));
  }

  /** A future tells its outcome whenever it is asked; what its callback does happens at the later of the two moments. */
  private callbacks({ endpoint, callback }: Extract<Operation, { type: 'watch' }>): void {
    if (callback.length > 0) this.look(Thing.end, endpoint);
  }

  private closing(service: number): void {
    this.change(Thing.registry, service);
    this.change(Thing.failure, service);
    this.change(Thing.clock, 0);
    for (const endpoint of this.things.endpointsOf(service)) {
      this.look(Thing.dead, endpoint);
      this.look(Thing.alone, endpoint);
    }
  }

  private creation(operation: Extract<Operation, { type: 'create-endpoint' }>): void {
    const { endpoint, service, name } = operation;
    this.change(Thing.registry, service);
    this.look(Thing.failure, service);
    this.change(Thing.made, endpoint);
    this.change(Thing.end, endpoint);
    this.changeLife(endpoint);
    if (name === null) this.change(Thing.names, 0);
  }

  private connect(op: number, operation: Extract<Operation, { type: 'connect' }>): void {
    this.look(Thing.registry, operation.service);
    if (operation.address.kind === 'endpoint') this.look(Thing.made, operation.address.endpoint);
    this.look(Thing.table, operation.service);
    this.change(Thing.pending, op);
    this.change(Thing.gateway, operation.gateway);
    this.send(op);
  }

  private call(op: number, operation: Extract<Operation, { type: 'call' | 'send-raw' }>): void {
    const { target } = operation;
    this.change(Thing.pending, op);
    this.look(Thing.table, this.callerOf(operation));
    if ('self' in target) {
      this.look(Thing.made, target.self);
      return this.look(Thing.token, target.self);
    }
    this.look(Thing.gateway, target.gateway);
    this.send(op);
    if (this.things.crosses(op)) this.lookAtEnds(target.gateway);
  }
}

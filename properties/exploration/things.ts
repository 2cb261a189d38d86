/**
 * The things that steps of a scenario share, as numbers, and what the scenario says about who belongs to whom: the service
 * of a gateway, the endpoint of an executor, the operation behind a number.
 */
import type { Operation, Scenario } from '../../spec/index.js';
import { everyOperation } from '../scenarios/every-operation.js';
import { THINGS } from './footprint.js';

/** What kind of thing it is. */
export const Thing = {
  /** The token of an endpoint. */
  token: 1,
  /** The order in which code of an endpoint runs. */
  code: 2,
  /** Its resources and tasks. */
  belongings: 3,
  /** Whether it exists, whether it is TERMINATED, and whether it is gone. */
  made: 4,
  dead: 18,
  end: 5,
  /** Whether it was closed by itself. */
  alone: 19,
  /** The future of its onStop. */
  stop: 6,
  /** The endpoints of a service by name, and whether it is open; whether one of them failed; who failed first otherwise. */
  registry: 7,
  failure: 20,
  failures: 21,
  /** What a service waits for as a caller. */
  table: 8,
  /** One thing that is waited for, by its operation. */
  pending: 9,
  lane: 10,
  gateway: 11,
  executor: 12,
  /** The work of an operation, which a release completes. */
  work: 13,
  task: 14,
  clock: 15,
  /** The links between services. */
  links: 16,
  /** The counters of generated names. */
  names: 17,
} as const;

/** The gateway that an operation makes or goes through. */
function gatewayOf(operation: Operation): number | null {
  if (operation.type === 'connect') return operation.gateway;
  return 'target' in operation && 'gateway' in operation.target ? operation.target.gateway : null;
}

/** Whether an operation makes an endpoint end with a failure of its own, other than by an injected fault. */
function mayFail(operation: Operation): boolean {
  if (operation.type === 'release-stop') return operation.how === 'error';
  if (operation.type !== 'create-endpoint') return false;
  return operation.onStart.end !== 'return' || !['done', 'later'].includes(operation.onStop.end);
}

/** What a scenario is about, and the number of each of its things; see the head of this file. */
export class Things {
  readonly operations = new Map<number, Operation>();
  /** The service of each endpoint, and of each gateway's caller. */
  readonly serviceOf = new Map<number, number>();
  readonly endpoints: number[] = [];
  readonly services: number;
  private readonly crossing = new Set<number>();
  /** A link may lose what is sent: sending changes what happens to the next message. */
  readonly lossy: boolean;
  /** An endpoint may end with a failure of its own: then the order of endings counts (SERV-05). */
  readonly failing: boolean;
  private readonly targets = new Map<number, number>();
  private readonly callers = new Map<number, number>();
  private readonly executors = new Map<number, number>();
  private readonly numbers = new Map<number, number>();

  /** Time may pass while something else could run. */
  readonly racing: boolean;

  constructor(scenario: Scenario, raceUntilMs: number) {
    this.racing = raceUntilMs > 0;
    this.services = scenario.services.length;
    let lossy = false;
    let failing = false;
    for (const { op, operation } of everyOperation(scenario)) {
      this.operations.set(op, operation);
      lossy ||= operation.type === 'link';
      failing ||= mayFail(operation);
      this.note(operation);
    }
    for (const [op, operation] of this.operations) if (this.leavesService(operation)) this.crossing.add(op);
    this.lossy = lossy;
    this.failing = failing;
  }

  /** Whether messages of an operation travel between services. */
  crosses(op: number): boolean {
    return this.crossing.has(op);
  }

  private leavesService(operation: Operation): boolean {
    const gateway = gatewayOf(operation);
    if (gateway === null) return false;
    const caller = this.callerOf(gateway);
    return this.targetsOf(gateway).some((endpoint) => this.serviceOf.get(endpoint) !== caller);
  }

  private note(operation: Operation): void {
    if (operation.type === 'create-endpoint') {
      this.serviceOf.set(operation.endpoint, operation.service);
      this.endpoints.push(operation.endpoint);
    } else if (operation.type === 'obtain-executor') {
      this.executors.set(operation.executor, operation.endpoint);
    } else if (operation.type === 'connect') {
      this.callers.set(operation.gateway, operation.service);
      if (operation.address.kind === 'endpoint')
        this.targets.set(operation.gateway, operation.address.endpoint);
    }
  }

  /** The number of a thing. Numbers are given as they are asked for; some things share one where there are many. */
  number(kind: number, id: number): number {
    const key = kind * 65_536 + id;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.numbers.size % THINGS;
      this.numbers.set(key, number);
    }
    return number;
  }

  /** The endpoints of a service. */
  endpointsOf(service: number): readonly number[] {
    return this.endpoints.filter((endpoint) => this.serviceOf.get(endpoint) === service);
  }

  /** The service that calls through a gateway. */
  callerOf(gateway: number): number {
    return this.callers.get(gateway) ?? 0;
  }

  /** The endpoints that a gateway may lead to. */
  targetsOf(gateway: number): readonly number[] {
    const target = this.targets.get(gateway);
    return target === undefined ? this.endpoints : [target];
  }

  /** The endpoint of an executor. */
  endpointOf(executor: number): number {
    return this.executors.get(executor) ?? 0;
  }
}

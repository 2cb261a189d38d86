/**
 * The world of one run: services, endpoints, gateways and everything else that a scenario names by number, and the
 * scripts of handlers and hooks.
 */
import { AskTimeoutError, RpcService } from '../../impl/index.js';
import type { NameCounter } from '../../impl/rpc/addresses.js';
import { invocationHandlerOf } from '../../impl/rpc/invocation-handler.js';
import type { MainThreadExecutor } from '../../impl/rpc/main-thread-executor.js';
import type { ScheduledTask } from '../../impl/rpc/promise-futures.js';
import type { Closeable } from '../../impl/runtime/cell.js';
import type { RuntimeRules } from '../../impl/runtime/service-runtime.js';
import { referenceRules } from '../../impl/runtime/service-runtime.js';
import type {
  GatewayReference,
  NestedOperation,
  Operation,
  Outcome,
  Scenario,
  ServiceSpecification,
  Lane as TraceLane,
  WorkScript,
} from '../../spec/index.js';
import {
  type ConformanceEndpoint,
  type EndpointScript,
  newConformanceEndpoint,
} from '../conformance/endpoints.js';
import { ConformanceGateway, Mischief } from '../conformance/gateways.js';
import { capturesCallStacks, withCallStack } from './call-stacks.js';
import type { Deferred, Lane } from './lanes.js';
import { errorOutcome, filler, NOTHING, ScriptedError, valueOutcome } from './outcomes.js';
import { perform } from './perform.js';
import type { Recorder } from './recorder.js';
import { ScriptedHold } from './scripted-futures.js';
import { FAILED, type Known, type Standing, standingOf } from './standing.js';
import type { Acting, Surroundings } from './surroundings.js';

/** A main-thread executor with its endpoint. */
export interface BoundExecutor {
  readonly endpoint: number;
  readonly executor: MainThreadExecutor;
}

type CreateEndpoint = Extract<Operation, { type: 'create-endpoint' }>;

/** See the head of this file. */
export class World {
  readonly surroundings: Surroundings;
  readonly acting: Acting;
  readonly recorder: Recorder;
  readonly lane: Lane;
  readonly services: readonly RpcService[];
  readonly endpoints: (Known<ConformanceEndpoint> | undefined)[] = [];
  /** The operation that created each endpoint; it names failures of the hooks. */
  readonly creations: number[] = [];
  readonly gateways: (Known<object> | undefined)[] = [];
  readonly executors: (BoundExecutor | undefined)[] = [];
  readonly tasks: (ScheduledTask<unknown> | undefined)[] = [];
  readonly names: NameCounter = { next: 0 };
  private readonly performers: TraceLane[] = [];
  private readonly scripts: WorkScript[] = [];
  private readonly deferreds: (Deferred | undefined)[] = [];
  private readonly stops: (Deferred | undefined)[] = [];
  private readonly holds: (ScriptedHold | undefined)[] = [];
  private readonly selfGateways: (object | undefined)[] = [];
  private readonly resources: (Closeable | undefined)[][] = [];
  private endpointsWithoutId = 0;
  /** Some service captures call stacks. */
  private readonly capturing: boolean;

  constructor(
    scenario: Scenario,
    lane: Lane,
    surroundings: Surroundings,
    rules: RuntimeRules = referenceRules,
  ) {
    this.lane = lane;
    this.surroundings = surroundings;
    this.acting = surroundings.acting;
    this.recorder = surroundings.recorder;
    this.capturing = capturesCallStacks(scenario);
    this.services = scenario.services.map((specification, number) =>
      this.newService(specification, number, rules),
    );
  }

  private newService(specification: ServiceSpecification, number: number, rules: RuntimeRules): RpcService {
    const { surroundings, recorder, lane } = this;
    const { scheduler, transport } = surroundings.placeOf(number);
    return new RpcService({
      scheduler, // by name: to spread them would be a fifth of the time of a short run
      transport,
      askTimeoutMs: specification.askTimeoutMs,
      maximumFrameBytes: specification.frameBytes,
      forceSerialization: specification.forceSerialization,
      captureCallStacks: specification.captureCallStacks ?? false,
      harness: recorder,
      futures: lane.futures,
      newEndpointId: () => this.newEndpointId(),
      rules,
      number,
    });
  }

  private newEndpointId(): string {
    this.endpointsWithoutId += 1;
    return `00000000-0000-4000-8000-${String(this.endpointsWithoutId).padStart(12, '0')}`;
  }

  /** Carries out an operation on behalf of a lane or of the main thread of an endpoint, and records it. */
  perform(op: number, operation: Operation, by: TraceLane): void {
    const { acting } = this;
    const outer = acting.currentOperation;
    acting.currentOperation = op;
    this.performers[op] = by;
    this.recorder.invoke(op, by, operation);
    try {
      perform(this, op, operation);
    } catch (error) {
      this.recorder.outcome(op, errorOutcome(error, true));
    } finally {
      acting.currentOperation = outer;
    }
  }

  // --- outcomes ---------------------------------------------------------------------------------------------------

  /** The operation has returned nothing. */
  returns(op: number, outcome: Outcome = NOTHING): void {
    this.recorder.outcome(op, outcome);
  }

  /** The outcome of the operation is the outcome of a future. */
  settles(op: number, future: unknown, onValue: (value: unknown) => unknown = same, onError = nothing): void {
    this.lane.futures.observe(
      future,
      (value) => this.recorder.lateOutcome(op, valueOutcome(onValue(value))),
      (error) => {
        onError();
        this.recorder.lateOutcome(op, errorOutcome(error, false));
      },
    );
  }

  /** {@link settles}, for an ask: where its service captures call stacks, the outcome tells where they lead. */
  answers(op: number, future: unknown): void {
    if (!this.capturing) return this.settles(op, future);
    this.lane.futures.observe(
      future,
      (value) => this.recorder.lateOutcome(op, valueOutcome(value)),
      (error) => this.recorder.lateOutcome(op, withCallStack(errorOutcome(error, false), error)),
    );
  }

  /** {@link settles}; once the outcome is written, the callback runs. */
  settlesAndThen(op: number, future: unknown, callback: () => void): void {
    const settled = (outcome: Outcome): void => this.recorder.lateOutcome(op, outcome, callback);
    this.lane.futures.observe(
      future,
      (value) => settled(valueOutcome(value)),
      (error) => settled(errorOutcome(error, false)),
    );
  }

  // --- things by number -------------------------------------------------------------------------------------------

  service(number: number): RpcService {
    return this.services[number] as RpcService;
  }

  endpoint(number: number): ConformanceEndpoint {
    return ready(this.endpoints[number], 'endpoint', number);
  }

  gateway(number: number): object {
    return ready(this.gateways[number], 'gateway', number);
  }

  executor(number: number): BoundExecutor {
    return this.executors[number] as BoundExecutor;
  }

  /** A gateway, or the self gateway of an endpoint. */
  target(target: GatewayReference): object {
    return 'self' in target ? this.selfGateway(target.self) : this.gateway(target.gateway);
  }

  /** The self gateway of an endpoint, obtained once: it outlives changes of the token (FENCE-09). */
  private selfGateway(endpoint: number): object {
    const known = this.selfGateways[endpoint];
    if (known !== undefined) return known;
    const gateway = this.endpoint(endpoint).getSelfGateway(ConformanceGateway);
    this.selfGateways[endpoint] = gateway;
    return gateway;
  }

  serviceOfEndpoint(endpoint: number): number {
    return this.services.indexOf(this.endpoint(endpoint).rpcService);
  }

  injectFault(endpoint: number): void {
    const { runtime, reference } = invocationHandlerOf(this.selfGateway(endpoint));
    if (!reference.remote) runtime.injectFault(reference.cell); // also when it is gone
  }

  /** What the work of an operation fails with. */
  failure(op: number): ScriptedError {
    return new ScriptedError(`failure of ${op}`);
  }

  createEndpoint(op: number, operation: CreateEndpoint): ConformanceEndpoint {
    const { endpoint: number, service, name, kind, token } = operation;
    this.creations[number] = op;
    this.endpoints[number] = FAILED;
    this.acting.currentEndpoint = number;
    const script = this.endpointScript(op, operation);
    const owner = this.service(service);
    try {
      return owner.createEndpoint(() => newConformanceEndpoint(kind, owner, name, script, token));
    } catch (error) {
      this.endpoints[number] = FAILED;
      throw error;
    }
  }

  // --- scripts ----------------------------------------------------------------------------------------------------

  /** Remembers what the work of an operation does. */
  prepare(op: number, script: WorkScript): void {
    this.scripts[op] = script;
  }

  private endpointScript(op: number, operation: CreateEndpoint): EndpointScript {
    const { endpoint: number, onStart, onStop } = operation;
    return {
      call: (work, overload) => this.work(number, 'call', work, overload),
      onStart: () => this.startHook(op, number, onStart),
      onStop: () => this.stopHook(op, number, onStop),
      constructed: (endpoint) => {
        this.endpoints[number] = { state: 'ready', thing: endpoint };
        for (let resource = 0; resource < operation.resources; resource += 1) {
          endpoint.registerResource(
            this.resource(number, resource, resource === operation.resourceThatThrows),
          );
        }
        this.carryOut(operation.constructing, this.laneOf(op));
        if (operation.constructorThrows) throw new ScriptedError(`failure of ${op}`);
      },
    };
  }

  /** A resource of an endpoint; the same object for the same number. */
  resource(endpoint: number, resource: number, throws = false): Closeable {
    this.resources[endpoint] ??= [];
    const resources = this.resources[endpoint];
    const known = resources[resource];
    if (known !== undefined) return known;
    const closeable = {
      close: () => {
        this.recorder.closed(endpoint, resource);
        if (throws) throw new ScriptedError(`resource ${resource} of endpoint ${endpoint}`);
      },
    };
    resources[resource] = closeable;
    return closeable;
  }

  private nested(endpoint: number, operations: readonly NestedOperation[]): void {
    this.carryOut(operations, { mainOf: endpoint });
  }

  /** Carries out operations inside of another; one whose references do not exist is left out. */
  carryOut(operations: readonly NestedOperation[], by: TraceLane): void {
    if ('lane' in by) this.acting.currentSender = by.lane;
    for (const { op, operation } of operations) {
      if (this.standingOf(operation) === 'ready') this.perform(op, operation, by);
    }
  }

  /** Who carried an operation out. */
  laneOf(op: number): TraceLane {
    return this.performers[op] as TraceLane;
  }

  /** Runs the script of a call, run, callable or task on the main thread of an endpoint. */
  work(endpoint: number, role: 'call' | 'run' | 'callable', op: number, overload?: string): unknown {
    const script = this.scripts[op] as WorkScript;
    this.recorder.begin(endpoint, role, op);
    this.nested(endpoint, script.nested);
    const { recorder } = this;
    switch (script.end.ending) {
      case 'observed':
        throw unscripted();
      case 'hold':
        return this.hold(endpoint, role, op);
      case 'throw':
        recorder.end(endpoint, role, op, 'throw');
        throw new ScriptedError(`failure of ${op}`);
      case 'throw-non-error':
        recorder.end(endpoint, role, op, 'throw');
        throw `failure of ${op}`;
      case 'throw-ask-timeout':
        recorder.end(endpoint, role, op, 'throw');
        throw new AskTimeoutError(`failure of ${op}`);
      case 'later':
        recorder.end(endpoint, role, op, 'future');
        return this.deferred(op).future;
      case 'later-bytes': {
        const deferred = this.lane.newDeferred();
        deferred.succeed(filler(script.end.size));
        recorder.end(endpoint, role, op, 'future');
        return deferred.future;
      }
      default:
        recorder.end(endpoint, role, op, 'return');
        return resultOf(op, script.end, overload);
    }
  }

  private hold(endpoint: number, role: 'call' | 'run' | 'callable', op: number): ScriptedHold {
    const hold = new ScriptedHold(() => {
      this.recorder.end(endpoint, role, op, 'return');
      return op;
    });
    this.holds[op] = hold;
    if (this.deferreds[op] !== undefined) hold.release(); // released before it began
    return hold;
  }

  private deferred(op: number): Deferred {
    let deferred = this.deferreds[op];
    if (deferred === undefined) {
      deferred = this.lane.newDeferred();
      this.deferreds[op] = deferred;
    }
    return deferred;
  }

  private stopDeferred(endpoint: number): Deferred {
    let deferred = this.stops[endpoint];
    if (deferred === undefined) {
      deferred = this.lane.newDeferred();
      this.stops[endpoint] = deferred;
    }
    return deferred;
  }

  /** Whether the operation that a release belongs to was carried out. */
  hasWork(op: number): boolean {
    return this.scripts[op] !== undefined;
  }

  /** Completes the future of a work, or lets a held handler return. */
  release(work: number, how: 'value' | 'error'): void {
    const hold = this.holds[work];
    if (hold !== undefined) hold.release();
    complete(this.deferred(work), how, work, work);
  }

  /** Completes the future of `onStop`. */
  releaseStop(endpoint: number, how: 'value' | 'error'): void {
    complete(this.stopDeferred(endpoint), how, null, this.creations[endpoint] as number);
  }

  private startHook(op: number, endpoint: number, hook: CreateEndpoint['onStart']): unknown {
    this.recorder.begin(endpoint, 'start', endpoint);
    this.nested(endpoint, hook.nested);
    switch (hook.end) {
      case 'return':
        this.recorder.end(endpoint, 'start', endpoint, 'return');
        return undefined;
      case 'throw':
        this.recorder.end(endpoint, 'start', endpoint, 'throw');
        throw new ScriptedError(`failure of ${op}`);
      case 'observed':
        throw unscripted();
      case 'promise':
        this.recorder.end(endpoint, 'start', endpoint, 'future');
        return this.lane.newDeferred().future;
    }
  }

  private stopHook(op: number, endpoint: number, hook: CreateEndpoint['onStop']): unknown {
    this.recorder.begin(endpoint, 'stop', endpoint);
    this.nested(endpoint, hook.nested);
    const how = hook.end === 'throw' || hook.end === 'null' ? hook.end : 'future';
    this.recorder.end(endpoint, 'stop', endpoint, how);
    switch (hook.end) {
      case 'throw':
        throw new ScriptedError(`failure of ${op}`);
      case 'null':
        return null;
      case 'observed':
        throw unscripted();
      case 'later':
        return this.stopDeferred(endpoint).future;
      case 'done':
      case 'failed': {
        const deferred = this.lane.newDeferred();
        complete(deferred, hook.end === 'done' ? 'value' : 'error', null, op);
        return deferred.future;
      }
    }
  }

  // --- references -------------------------------------------------------------------------------------------------

  /** Whether everything that an operation refers to exists, can still come to exist, or never will. */
  standingOf(operation: Operation): Standing {
    return standingOf(this, operation);
  }
}

/** What only a recorded trace may say. */
const unscripted = (): Error =>
  new Error("a scenario has to say how work ends; 'observed' is for recorded traces");

const nothing = (): void => undefined;
const same = (value: unknown): unknown => value;

function ready<Thing>(known: Known<Thing> | undefined, what: string, number: number): Thing {
  if (known?.state === 'ready') return known.thing;
  throw new Error(`${what} ${number} does not exist`);
}

function complete(deferred: Deferred, how: 'value' | 'error', value: unknown, op: number): void {
  if (how === 'value') deferred.succeed(value);
  else deferred.fail(new ScriptedError(`failure of ${op}`));
}

function resultOf(op: number, end: WorkScript['end'], overload: string | undefined): unknown {
  switch (end.ending) {
    case 'null':
      return null;
    case 'bytes':
      return filler(end.size);
    case 'unserializable':
    case 'encoder-throws':
    case 'undecodable':
    case 'look-alike':
      return new Mischief(end.ending);
    default:
      return overload ?? op;
  }
}

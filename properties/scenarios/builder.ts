/**
 * The builder of scenarios: it gives numbers to things, remembers what it has built so that choices are not wasted, and
 * draws from the generator of fast-check.
 */
import type {
  ActionName,
  AddressReference,
  Deviation,
  EndpointKind,
  GatewayReference,
  GatewayType,
  MethodName,
  NestedOperation,
  NullableToken,
  Operation,
  RawControl,
  Scenario,
  ServiceSpecification,
  StartEnding,
  Step,
  StopEnding,
  TimeoutArgument,
  Token,
  WorkEnding,
  WorkScript,
} from '../../spec/index.js';

/** Draws whole numbers; fast-check's generator is one. */
export interface Draw {
  /** A whole number from `min` to `max`, both included. */
  nextInt(min: number, max: number): number;
}

/** What the builder remembers of an endpoint. */
export interface BuiltEndpoint {
  readonly number: number;
  readonly service: number;
  readonly kind: EndpointKind;
  readonly name: string | null;
  /** The token that it was created with. */
  readonly token: NullableToken;
  readonly onStop: StopEnding;
}

/** What the builder remembers of a gateway. */
export interface BuiltGateway {
  readonly number: number;
  readonly service: number;
  readonly endpoint: BuiltEndpoint | null;
}

/** Options of {@link ScenarioBuilder.create}; everything has a default. */
export interface CreateOptions {
  readonly service?: number;
  readonly kind?: EndpointKind;
  readonly token?: NullableToken;
  readonly name?: string | null;
  readonly onStart?: StartEnding;
  readonly startNested?: readonly NestedOperation[];
  readonly onStop?: StopEnding;
  readonly stopNested?: readonly NestedOperation[];
  readonly resources?: number;
  readonly resourceThatThrows?: number | null;
  readonly constructing?: readonly NestedOperation[];
  readonly constructorThrows?: boolean;
  readonly lane?: number;
}

/** Options of {@link ScenarioBuilder.connect}. */
export interface ConnectOptions {
  readonly service?: number;
  readonly address?: AddressReference;
  readonly gatewayType?: GatewayType;
  readonly version?: number;
  /** The token of the gateway; `'own'` (the default) takes the endpoint's, `null` none at all. */
  readonly fencing?: 'own' | null | { readonly token: NullableToken };
  readonly lane?: number;
}

/** Options of {@link ScenarioBuilder.call}. */
export interface CallOptions {
  readonly method?: MethodName;
  readonly timeout?: TimeoutArgument;
  readonly argument?: Extract<Operation, { type: 'call' }>['argument'];
  readonly script?: WorkScript;
  readonly lane?: number;
}

/** The tokens of scenarios. */
export const TOKENS: readonly Token[] = [
  { type: 'Leader', bytes: '01' },
  { type: 'Leader', bytes: '02' },
  { type: 'Other', bytes: '01' },
  { type: 'Leader', bytes: '0100' },
];

/** A script without nested operations. */
export const script = (end: WorkEnding, nested: readonly NestedOperation[] = []): WorkScript => ({
  nested,
  end,
});
/** Returns the number of the operation. */
export const RETURN: WorkScript = script({ ending: 'return' });
/** Returns a future that a release completes. */
export const LATER: WorkScript = script({ ending: 'later' });
/** Holds the main thread until a release. */
export const HOLD: WorkScript = script({ ending: 'hold' });
/** Throws. */
export const THROW: WorkScript = script({ ending: 'throw' });

/** The default specification of a service. */
export const SERVICE: ServiceSpecification = {
  askTimeoutMs: 1000,
  frameBytes: 4096,
  forceSerialization: false,
  remote: true,
};

/** See the head of this file. */
export class ScenarioBuilder {
  readonly draw: Draw;
  readonly services: ServiceSpecification[] = [];
  readonly endpoints: BuiltEndpoint[] = [];
  readonly gateways: BuiltGateway[] = [];
  private readonly steps: Step[] = [];
  private readonly tape: Deviation[] = [];
  private operations = 0;
  private executors = 0;
  /** The lane of steps that do not say otherwise. */
  lane = 0;

  constructor(draw: Draw) {
    this.draw = draw;
  }

  // --- choices ----------------------------------------------------------------------------------------------------

  int(min: number, max: number): number {
    return this.draw.nextInt(min, max);
  }

  /** True in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.draw.nextInt(1, 100) <= percent;
  }

  pick<Choice>(choices: readonly Choice[]): Choice {
    return choices[this.draw.nextInt(0, choices.length - 1)] as Choice;
  }

  // --- building ---------------------------------------------------------------------------------------------------

  service(specification: Partial<ServiceSpecification> = {}): number {
    this.services.push({ ...SERVICE, ...specification });
    return this.services.length - 1;
  }

  /** The number of the next operation. */
  nextOp(): number {
    this.operations += 1;
    return this.operations;
  }

  /** Appends a step; the result is its operation number. */
  step(operation: Operation, lane: number = this.lane): number {
    const op = this.nextOp();
    this.steps.push({ op, lane, operation });
    return op;
  }

  /** An operation inside a script. */
  nested(operation: Operation): NestedOperation {
    return { op: this.nextOp(), operation };
  }

  create(options: CreateOptions = {}): BuiltEndpoint {
    const { operation, next } = this.createOperation(options);
    this.step(operation, options.lane ?? this.lane);
    return next;
  }

  /** The creation of an endpoint as a nested operation, and the endpoint. */
  nestedCreate(options: CreateOptions = {}): {
    readonly created: NestedOperation;
    readonly next: BuiltEndpoint;
  } {
    const { operation, next } = this.createOperation(options);
    return { created: this.nested(operation), next };
  }

  private createOperation(options: CreateOptions): {
    readonly operation: Operation;
    readonly next: BuiltEndpoint;
  } {
    const number = this.endpoints.length + 1;
    const { service = 0, kind = 'plain' } = options;
    const token =
      options.token === undefined ? (kind === 'plain' ? null : (TOKENS[0] as Token)) : options.token;
    const name = options.name === undefined ? `e${number}` : options.name;
    const onStop = options.onStop ?? 'done';
    const next: BuiltEndpoint = { number, service, kind, name, token, onStop };
    this.endpoints.push(next);
    const operation: Operation = {
      type: 'create-endpoint',
      endpoint: number,
      service,
      name,
      kind,
      token,
      onStart: { nested: options.startNested ?? [], end: options.onStart ?? 'return' },
      onStop: { nested: options.stopNested ?? [], end: onStop },
      resources: options.resources ?? 0,
      resourceThatThrows: options.resourceThatThrows ?? null,
      constructing: options.constructing ?? [],
      constructorThrows: options.constructorThrows ?? false,
    };
    return { operation, next };
  }

  /** Creates, starts, and settles. */
  started(options: CreateOptions = {}): BuiltEndpoint {
    const endpoint = this.create(options);
    this.start(endpoint);
    this.settle();
    return endpoint;
  }

  /** Watches the termination future; a callback of it carries the operations out. */
  watch(
    endpoint: BuiltEndpoint,
    callback: readonly NestedOperation[] = [],
    lane: number = this.lane,
  ): number {
    return this.step({ type: 'watch', endpoint: endpoint.number, callback }, lane);
  }

  start(endpoint: BuiltEndpoint, lane: number = this.lane): number {
    return this.step({ type: 'start', endpoint: endpoint.number }, lane);
  }

  stop(endpoint: BuiltEndpoint, lane: number = this.lane): number {
    return this.step({ type: 'stop', endpoint: endpoint.number }, lane);
  }

  terminate(endpoint: BuiltEndpoint, lane: number = this.lane): number {
    return this.step({ type: 'terminate', endpoint: endpoint.number }, lane);
  }

  releaseStop(endpoint: BuiltEndpoint, how: 'value' | 'error' = 'value', lane: number = this.lane): number {
    return this.step({ type: 'release-stop', endpoint: endpoint.number, how }, lane);
  }

  closeService(service = 0, timeoutMs: number | null = null, lane: number = this.lane): number {
    return this.step({ type: 'close-service', service, timeoutMs }, lane);
  }

  /** A connect to an endpoint of this number as an operation, and its gateway. */
  connectOperation(
    endpoint: number,
    service: number,
  ): { readonly operation: Operation; readonly gateway: BuiltGateway } {
    const number = this.gateways.length + 1;
    const gateway: BuiltGateway = { number, service, endpoint: null };
    this.gateways.push(gateway);
    const address = { kind: 'endpoint', endpoint } as const;
    return {
      operation: {
        type: 'connect',
        gateway: number,
        service,
        address,
        gatewayType: 'conformance',
        version: 2,
        fencing: null,
      },
      gateway,
    };
  }

  connect(endpoint: BuiltEndpoint | null, options: ConnectOptions = {}): BuiltGateway {
    const number = this.gateways.length + 1;
    const service = options.service ?? endpoint?.service ?? 0;
    const gateway: BuiltGateway = { number, service, endpoint };
    this.gateways.push(gateway);
    const own = endpoint === null || endpoint.kind === 'plain' ? null : { token: endpoint.token };
    const fencing = options.fencing === undefined || options.fencing === 'own' ? own : options.fencing;
    this.step(
      {
        type: 'connect',
        gateway: number,
        service,
        address: options.address ?? { kind: 'endpoint', endpoint: endpoint?.number ?? 0 },
        gatewayType: options.gatewayType ?? 'conformance',
        version: options.version ?? 2,
        fencing,
      },
      options.lane ?? this.lane,
    );
    return gateway;
  }

  /** Connects, and settles so that the gateway exists. */
  connected(endpoint: BuiltEndpoint, options: ConnectOptions = {}): BuiltGateway {
    const gateway = this.connect(endpoint, options);
    this.settle();
    return gateway;
  }

  call(target: BuiltGateway | BuiltEndpoint, options: CallOptions = {}): number {
    return this.step(this.callOperation(target, options), options.lane ?? this.lane);
  }

  callOperation(target: BuiltGateway | BuiltEndpoint, options: CallOptions = {}): Operation {
    const reference: GatewayReference =
      'kind' in target ? { self: target.number } : { gateway: target.number };
    const method = options.method ?? 'ask';
    return {
      type: 'call',
      target: reference,
      method,
      timeout: method === 'askWithin' ? (options.timeout ?? 500) : null, // only this method has a timeout parameter
      argument: options.argument ?? 'good',
      script: options.script ?? RETURN,
    };
  }

  /** A control message past the server of the endpoint: the service does not know of it. */
  sendControl(endpoint: BuiltEndpoint, message: RawControl, lane: number = this.lane): number {
    const target = { self: endpoint.number };
    return this.step({ type: 'send-raw', target, message, ask: false, timeoutMs: 0, script: RETURN }, lane);
  }

  release(work: number, how: 'value' | 'error' = 'value', lane: number = this.lane): number {
    return this.step({ type: 'release', work, how }, lane);
  }

  runAsync(
    endpoint: BuiltEndpoint,
    delayMs = 0,
    work: WorkScript = RETURN,
    unfenced = false,
    lane: number = this.lane,
  ): number {
    return this.step({ type: 'run-async', endpoint: endpoint.number, delayMs, unfenced, script: work }, lane);
  }

  callAsync(
    endpoint: BuiltEndpoint,
    timeout: TimeoutArgument = 500,
    work: WorkScript = RETURN,
    unfenced = false,
    lane: number = this.lane,
  ): number {
    return this.step(
      { type: 'call-async', endpoint: endpoint.number, timeout, unfenced, script: work },
      lane,
    );
  }

  /** Obtains an executor; the result is its number. */
  executor(endpoint: BuiltEndpoint, unfenced = false, lane: number = this.lane): number {
    this.executors += 1;
    this.step(
      { type: 'obtain-executor', executor: this.executors, endpoint: endpoint.number, unfenced },
      lane,
    );
    return this.executors;
  }

  execute(executor: number, work: WorkScript = RETURN, lane: number = this.lane): number {
    return this.step({ type: 'execute', executor, script: work }, lane);
  }

  schedule(
    executor: number,
    delayMs: number,
    work: WorkScript = RETURN,
    callable = true,
    lane: number = this.lane,
  ): number {
    return this.step({ type: 'schedule', executor, delayMs, callable, script: work }, lane);
  }

  /** Replaces the token on the main thread: a run-async that does it. */
  setToken(endpoint: BuiltEndpoint, token: NullableToken, lane: number = this.lane): number {
    const change = this.nested({ type: 'set-token', endpoint: endpoint.number, token });
    return this.runAsync(endpoint, 0, script({ ending: 'return' }, [change]), true, lane);
  }

  settle(): number {
    return this.step({ type: 'settle' });
  }

  advance(milliseconds: number): number {
    return this.step({ type: 'advance', milliseconds });
  }

  /** The first action does not run before the second has. */
  hold(held: ActionName, first: ActionName): void {
    this.tape.push({ held, first });
  }

  /** The number of the operation that was built last. */
  get lastOp(): number {
    return this.operations;
  }

  /** Holds messages of random operations until later ones ran. */
  shuffle(percent: number): void {
    if (!this.chance(percent) || this.operations < 3) return;
    for (let count = this.int(1, 3); count > 0; count -= 1) {
      const held = this.int(1, this.operations);
      const first = this.int(1, this.operations);
      this.hold({ leg: this.pick(HELD_LEGS), id: held }, { leg: this.pick(FIRST_LEGS), id: first });
    }
  }

  /** The scenario, with an end in which everything that has a limit reaches it. */
  build(): Scenario {
    this.settle();
    this.advance(5000);
    return { services: this.services, steps: this.steps, tape: this.tape };
  }
}

const HELD_LEGS: readonly ActionName['leg'][] = [
  'request',
  'request',
  'request',
  'answer',
  'handshake',
  'identify',
  'due',
  'op',
  'gone',
  'close',
];
const FIRST_LEGS: readonly ActionName['leg'][] = [
  'op',
  'op',
  'request',
  'request',
  'answer',
  'timeout',
  'timer',
  'due',
  'gone',
  'handshake',
];

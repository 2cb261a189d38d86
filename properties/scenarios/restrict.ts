/**
 * A scenario for a target that cannot do everything: what it cannot do is made plainer or left out, and the rest stays as
 * it was drawn. Two services become one, a fenced endpoint a plain one, a call of the self gateway one of a connected
 * gateway. So each theme gives scenarios for every target, and for one that can do everything they are its own.
 */
import {
  type Capability,
  isRawControl,
  type NestedOperation,
  type Operation,
  type OperationType,
  type Scenario,
  type ServiceSpecification,
  type Step,
  type Token,
  type WorkScript,
} from '../../spec/index.js';
import { everyOperation } from './every-operation.js';
import { needsOf, needsOfDeviation, needsOfOperation, needsOfScript, needsOfService } from './needs.js';

type Of<Type extends OperationType> = Extract<Operation, { readonly type: Type }>;
type Can = (...capabilities: readonly Capability[]) => boolean;

/**
 * The scenario as a target with these capabilities can run it.
 *
 * @param scenario any scenario
 * @param capabilities what the target can do
 * @returns the same scenario if it needs nothing else, otherwise one whose needs are met; it may be nearly empty
 */
export function restrictScenario(scenario: Scenario, capabilities: ReadonlySet<Capability>): Scenario {
  const can: Can = (...needed) => needed.every((capability) => capabilities.has(capability));
  if (can(...needsOf(scenario))) return scenario;
  const connected = can('main-thread') ? scenario.steps : withConnectedGateways(scenario.steps);
  const steps = connected.flatMap((step) => {
    const operation = restrictOperation(step.operation, can);
    return operation === null ? [] : [{ ...step, operation }];
  });
  return {
    services: restrictServices(scenario.services, can),
    steps: withoutIdleCancels(steps),
    tape: scenario.tape.filter((deviation) => can(...needsOfDeviation(deviation))),
  };
}

/** Without cancels of handles that nothing makes any more. */
function withoutIdleCancels(steps: readonly Step[]): readonly Step[] {
  const ops = new Set(steps.map(({ op }) => op));
  return steps.filter(({ operation }) => operation.type !== 'cancel' || ops.has(operation.scheduled));
}

/** Whether anything is left that an endpoint would notice. */
export function isEmptyScenario({ steps }: Scenario): boolean {
  return steps.every(({ operation: { type } }) => type === 'settle' || type === 'advance');
}

function restrictServices(
  services: readonly ServiceSpecification[],
  can: Can,
): readonly ServiceSpecification[] {
  return services.slice(0, can('remote-service') ? services.length : 1).map((service) => {
    if (can(...needsOfService(service))) return service;
    const { remote, forceSerialization, captureCallStacks, ...limits } = service;
    return {
      ...limits,
      remote: remote && can('remote-service'),
      forceSerialization: forceSerialization && can('forced-serialization'),
      ...(captureCallStacks && can('call-stack-capture') ? { captureCallStacks } : {}),
    };
  });
}

/** The operation, a plainer one, or `null` when the target can do nothing like it. */
function restrictOperation(operation: Operation, can: Can): Operation | null {
  const plainer = inOneService(restrictParts(operation, can), can);
  return can(...needsOfOperation(plainer)) ? plainer : null;
}

/** Operations that have parts which can be made plainer; all others are kept or left out as they are. */
function restrictParts(operation: Operation, can: Can): Operation {
  switch (operation.type) {
    case 'create-endpoint':
      return restrictCreate(operation, can);
    case 'watch':
      return { ...operation, callback: can('scripted-work') ? restrictNested(operation.callback, can) : [] };
    case 'close-service':
      return { ...operation, timeoutMs: can('close-timeout') ? operation.timeoutMs : null };
    case 'connect':
      return { ...operation, fencing: can('fencing') ? operation.fencing : null };
    case 'call':
      return restrictCall(operation, can);
    case 'run-async':
    case 'call-async':
      return {
        ...operation,
        ...restrictUnfenced(operation, can),
        script: restrictScript(operation.script, can),
      };
    case 'obtain-executor':
      return { ...operation, ...restrictUnfenced(operation, can) };
    case 'send-raw':
    case 'execute':
    case 'schedule':
      return { ...operation, script: restrictScript(operation.script, can) };
    default:
      return operation;
  }
}

/** Whatever names another service names the only one. */
function inOneService(operation: Operation, can: Can): Operation {
  if (can('remote-service')) return operation;
  switch (operation.type) {
    case 'connect': {
      const { address } = operation;
      return {
        ...operation,
        service: 0,
        address: 'service' in address ? { ...address, service: 0 } : address,
      };
    }
    case 'create-endpoint':
    case 'stop-server':
    case 'close-service':
    case 'service-schedule':
      return { ...operation, service: 0 };
    case 'query':
      return 'service' in operation.subject ? { ...operation, subject: { service: 0 } } : operation;
    default:
      return operation;
  }
}

/** The token of a fenced endpoint that has to have one. */
const FIRST_TOKEN: Token = { type: 'Leader', bytes: '01' };

function restrictCreate(operation: Of<'create-endpoint'>, can: Can): Operation {
  const { endpoint, kind, token, onStart, onStop } = operation;
  const scripted = can('scripted-hooks');
  const promise = onStart.end === 'promise' && !can('asynchronous-hooks');
  const noFuture = onStop.end === 'null' && !can('null-from-hooks');
  return {
    ...operation,
    ...(can('generated-names') ? {} : { name: usableName(operation.name, endpoint) }),
    ...(can('fencing') ? {} : { kind: 'plain', token: null }),
    ...(can('fencing') && kind === 'fenced' && !can('mutable-token') ? { token: token ?? FIRST_TOKEN } : {}),
    ...(can('resources') ? {} : { resources: 0, resourceThatThrows: null }),
    onStart: scripted
      ? { nested: restrictNested(onStart.nested, can), end: promise ? 'throw' : onStart.end }
      : { nested: [], end: 'return' },
    onStop: scripted
      ? { nested: restrictNested(onStop.nested, can), end: noFuture ? 'throw' : onStop.end }
      : { nested: [], end: 'done' },
    constructing: scripted ? restrictNested(operation.constructing, can) : [],
    constructorThrows: scripted && operation.constructorThrows,
  };
}

const usableName = (name: string | null, endpoint: number): string =>
  name !== null && /^[A-Za-z0-9_-]+$/.test(name) ? name : `e${endpoint}`;

function restrictCall(operation: Of<'call'>, can: Can): Operation {
  const plain: Operation = { ...operation, method: 'ask', timeout: null, argument: 'good' };
  const script = restrictScript(operation.script, can);
  const sameMethod = { ...plain, method: operation.method, timeout: operation.timeout, script };
  const { method, timeout } = can(...needsOfOperation(sameMethod)) ? operation : plain;
  const sameArgument = { ...plain, argument: operation.argument, script };
  const { argument } = can(...needsOfOperation(sameArgument)) ? operation : plain;
  return { ...operation, method, timeout, argument, script };
}

function restrictUnfenced(
  { unfenced }: { readonly unfenced: boolean },
  can: Can,
): { readonly unfenced: boolean } {
  return { unfenced: unfenced && can('fencing', 'mutable-token') };
}

function restrictScript({ nested, end }: WorkScript, can: Can): WorkScript {
  return {
    nested: can('scripted-work') ? restrictNested(nested, can) : [],
    end: can(...needsOfScript({ nested: [], end })) ? end : { ending: 'return' },
  };
}

function restrictNested(nested: readonly NestedOperation[], can: Can): readonly NestedOperation[] {
  return nested.flatMap(({ op, operation }) => {
    const restricted = restrictOperation(operation, can);
    return restricted === null ? [] : [{ op, operation: restricted }];
  });
}

// --- self gateways --------------------------------------------------------------------------------------------------

/**
 * Calls of self gateways go through connected gateways instead: connected as soon as the endpoint exists, so that they
 * are there when it has ended, or before the first call of an endpoint that a script creates.
 */
function withConnectedGateways(steps: readonly Step[]): readonly Step[] {
  const connections = new Connections(steps);
  const called = steps.map((step) => ({ ...step, operation: connections.redirected(step.operation) }));
  return called.flatMap((step) => {
    const { operation } = step;
    if (operation.type === 'create-endpoint') return [step, ...connections.connectTo(operation, step.lane)];
    const creation = operation.type === 'call' ? connections.targetOf(operation) : undefined;
    return creation === undefined ? [step] : [...connections.connectTo(creation, step.lane), step];
  });
}

/** The gateway that an operation makes or refers to; 0 when there is none. */
function gatewayIn(operation: Operation): number {
  if ('gateway' in operation) return operation.gateway;
  if ('target' in operation) return 'gateway' in operation.target ? operation.target.gateway : 0;
  return operation.type === 'query' && 'gateway' in operation.subject ? operation.subject.gateway : 0;
}

/** The gateways that stand in for self gateways. */
class Connections {
  private readonly gateways = new Map<number, number>();
  private readonly creations = new Map<number, Of<'create-endpoint'>>();
  private readonly connected = new Set<number>();
  private lastOp = 0;
  private lastGateway = 0;

  constructor(steps: readonly Step[]) {
    for (const { op, operation } of everyOperation({ steps })) {
      this.lastOp = Math.max(this.lastOp, op);
      this.lastGateway = Math.max(this.lastGateway, gatewayIn(operation));
    }
  }

  /** The operation, with a gateway in place of a self gateway; scripts included. */
  redirected(operation: Operation): Operation {
    switch (operation.type) {
      case 'call':
      case 'send-raw': {
        const { target, script } = operation;
        if (operation.type === 'send-raw' && isRawControl(operation.message)) return operation;
        const reference = 'self' in target ? { gateway: this.gatewayOf(target.self) } : target;
        return {
          ...operation,
          target: reference,
          script: { ...script, nested: this.redirectedAll(script.nested) },
        };
      }
      case 'create-endpoint': {
        const { onStart, onStop } = operation;
        const creation = {
          ...operation,
          onStart: { ...onStart, nested: this.redirectedAll(onStart.nested) },
          onStop: { ...onStop, nested: this.redirectedAll(onStop.nested) },
          constructing: this.redirectedAll(operation.constructing),
        };
        this.creations.set(operation.endpoint, creation);
        return creation;
      }
      case 'watch':
        return { ...operation, callback: this.redirectedAll(operation.callback) };
      default:
        return operation;
    }
  }

  private redirectedAll(nested: readonly NestedOperation[]): readonly NestedOperation[] {
    return nested.map(({ op, operation }) => ({ op, operation: this.redirected(operation) }));
  }

  private gatewayOf(endpoint: number): number {
    const known = this.gateways.get(endpoint);
    if (known !== undefined) return known;
    this.lastGateway += 1;
    this.gateways.set(endpoint, this.lastGateway);
    return this.lastGateway;
  }

  /** The endpoint of a call through a gateway that stands in. */
  targetOf({ target }: Of<'call'>): Of<'create-endpoint'> | undefined {
    for (const [endpoint, gateway] of this.gateways)
      if ('gateway' in target && target.gateway === gateway) return this.creations.get(endpoint);
    return undefined;
  }

  /** The connect of the gateway that stands in for the self gateway of an endpoint; none when there is none, or twice. */
  connectTo({ endpoint, service, kind, token }: Of<'create-endpoint'>, lane: number): readonly Step[] {
    const gateway = this.gateways.get(endpoint);
    if (gateway === undefined || this.connected.has(endpoint)) return [];
    this.connected.add(endpoint);
    this.lastOp += 1;
    const operation: Operation = {
      type: 'connect',
      gateway,
      service,
      address: { kind: 'endpoint', endpoint },
      gatewayType: 'conformance',
      version: 2,
      fencing: kind === 'plain' ? null : { token },
    };
    return [{ op: this.lastOp, lane, operation }];
  }
}

/** Each operation of a scenario as a user of the runtime would write it: one function an operation. */

import { BARE } from '../../impl/core/message.js';
import {
  createRandomName,
  createWildcardName,
  hostAndPort,
  type NullableToken,
  normalizeHost,
  RootGateway,
  RpcService,
  remoteAddress,
} from '../../impl/index.js';
import {
  FencedInvocationHandler,
  InvocationHandler,
  invocationHandlerOf,
  newProxy,
} from '../../impl/rpc/invocation-handler.js';
import { Message } from '../../impl/runtime/message.js';
import { EncodedValue } from '../../impl/wire/encoded-value.js';
import type { WireFrame } from '../../impl/wire/wire-frame.js';
import {
  type AddressReference,
  isRawControl,
  type MethodName,
  type Operation,
  type OperationType,
  type RawControl,
  type TimeoutArgument,
} from '../../spec/index.js';
import { isFenced } from '../conformance/endpoints.js';
import { ConformanceGateway, ForeignGateway, Mischief } from '../conformance/gateways.js';
import { valueOutcome } from './outcomes.js';
import { query } from './queries.js';
import { FAILED, PENDING } from './standing.js';
import type { World } from './world.js';

type Performer<Type extends OperationType> = (
  world: World,
  op: number,
  operation: Extract<Operation, { readonly type: Type }>,
) => void;

/** Carries an operation out. Throws what the call throws. */
export function perform(world: World, op: number, operation: Operation): void {
  (performers[operation.type] as Performer<OperationType>)(world, op, operation);
}

const gatewayTypes = { root: RootGateway, conformance: ConformanceGateway, foreign: ForeignGateway } as const;

const PROTOCOL_VERSION = 2;

const performers: { readonly [Type in OperationType]: Performer<Type> } = {
  'create-endpoint': (world, op, operation) => {
    const endpoint = world.createEndpoint(op, operation);
    world.returns(op, valueOutcome(endpoint.address));
  },
  start: (world, op, { endpoint }) => {
    world.endpoint(endpoint).rpcServer.start();
    world.returns(op);
  },
  stop: (world, op, { endpoint }) => {
    world.endpoint(endpoint).rpcServer.stop();
    world.returns(op);
  },
  terminate: (world, op, { endpoint }) => world.settles(op, world.endpoint(endpoint).close()),
  watch: (world, op, { endpoint, callback }) => {
    const { terminationFuture } = world.endpoint(endpoint);
    if (callback.length === 0) return world.settles(op, terminationFuture);
    const by = world.laneOf(op);
    return world.settlesAndThen(op, terminationFuture, () => world.carryOut(callback, by));
  },
  'stop-server': (world, op, { service, endpoint }) => {
    world.service(service).stopServer(world.endpoint(endpoint) as never);
    world.returns(op);
  },
  'close-service': (world, op, { service, timeoutMs }) =>
    world.settles(op, world.service(service).close(timeoutMs === null ? {} : { timeoutMs })),
  connect,
  call,
  'send-raw': sendRaw,
  'run-async': (world, op, { endpoint, delayMs, unfenced, script }) => {
    world.prepare(op, script);
    const { rpcServer } = world.endpoint(endpoint);
    const work = (): void => void world.work(endpoint, 'run', op);
    if (unfenced) rpcServer.runAsyncWithoutFencing(work);
    else rpcServer.scheduleRunAsync(work, delayMs);
    world.returns(op);
  },
  'run-async-null': (world, op, { endpoint }) => {
    world.endpoint(endpoint).rpcServer.runAsync(null as never);
    world.returns(op);
  },
  'run-async-remote': (world, op, { gateway }) => {
    invocationHandlerOf(world.gateway(gateway)).assertLocal('runAsync');
    world.returns(op);
  },
  'call-async-remote': (world, op, { gateway }) => {
    invocationHandlerOf(world.gateway(gateway)).assertLocal('callAsync');
    world.returns(op);
  },
  'call-async': (world, op, { endpoint, timeout, unfenced, script }) => {
    world.prepare(op, script);
    const { rpcServer } = world.endpoint(endpoint);
    const work = (): unknown => world.work(endpoint, 'callable', op);
    const limitMs = timeoutValue(timeout, world, endpoint) as number;
    world.settles(
      op,
      unfenced ? rpcServer.callAsyncWithoutFencing(work, limitMs) : rpcServer.callAsync(work, limitMs),
    );
  },
  'obtain-executor': (world, op, { executor, endpoint, unfenced }) => {
    const { rpcServer } = world.endpoint(endpoint);
    world.executors[executor] = {
      endpoint,
      executor: unfenced ? rpcServer.mainThreadExecutorWithoutFencing() : rpcServer.mainThreadExecutor(),
    };
    world.returns(op);
  },
  execute: (world, op, { executor, script }) => {
    world.prepare(op, script);
    const bound = world.executor(executor);
    bound.executor.execute(() => void world.work(bound.endpoint, 'run', op));
    world.returns(op);
  },
  schedule: (world, op, { executor, delayMs, callable, script }) => {
    world.prepare(op, script);
    const bound = world.executor(executor);
    const task = bound.executor.schedule(() => {
      const value = world.work(bound.endpoint, 'run', op);
      return callable ? value : null;
    }, delayMs);
    world.tasks[op] = task;
    world.settles(op, task.result);
  },
  'schedule-periodically': (world, op, { executor, mode }) => {
    const bound = world.executor(executor);
    if (mode === 'rate') bound.executor.scheduleAtFixedRate(() => undefined, 1, 1);
    else bound.executor.scheduleWithFixedDelay(() => undefined, 1, 1);
    world.returns(op);
  },
  cancel: (world, op, { scheduled }) => {
    world.tasks[scheduled]?.cancel();
    world.returns(op);
  },
  'service-schedule': serviceSchedule,
  'set-token': (world, op, { endpoint, token }) => {
    const target = world.endpoint(endpoint);
    if (isFenced(target)) target.setFencingToken(token);
    world.returns(op);
  },
  release: (world, op, { work, how }) => {
    world.release(work, how);
    world.returns(op);
  },
  'release-stop': (world, op, { endpoint, how }) => {
    world.releaseStop(endpoint, how);
    world.returns(op);
  },
  'register-resource': (world, op, { endpoint, resource }) => {
    world.endpoint(endpoint).registerResource(resource === null ? null : world.resource(endpoint, resource));
    world.returns(op);
  },
  'unregister-resource': (world, op, { endpoint, resource }) => {
    const was = world.endpoint(endpoint).unregisterResource(world.resource(endpoint, resource));
    world.returns(op, valueOutcome(was));
  },
  fault: (world, op, { endpoint }) => {
    world.injectFault(endpoint);
    world.returns(op);
  },
  link: (world, op, operation) => {
    world.surroundings.disturb(operation);
    world.returns(op);
  },
  query: (world, op, operation) => world.returns(op, query(world, operation)),
  evaluate,
  settle: (world, op) => world.returns(op),
  advance: (world, op) => world.returns(op),
};

// --- connecting -----------------------------------------------------------------------------------------------------

function addressText(world: World, address: AddressReference): string {
  switch (address.kind) {
    case 'endpoint':
      return world.endpoint(address.endpoint).address;
    case 'name':
      return world.surroundings.addressAt(address.service, address.name);
    case 'wildcard':
      return world.surroundings.addressAt(address.service, createWildcardName(address.prefix));
    case 'supervisor':
      return world.surroundings.addressAt(address.service, 'x').replace(/\/x$/, '');
    case 'unknown-host':
      return world.surroundings.unknownAddress;
    case 'literal':
      return address.text;
  }
}

function connect(world: World, op: number, operation: Extract<Operation, { type: 'connect' }>): void {
  const { gateway: number, gatewayType, version, fencing } = operation;
  const service = world.service(operation.service);
  const gateway = gatewayTypes[gatewayType] as typeof ConformanceGateway;
  const address = addressText(world, operation.address);
  world.gateways[number] = FAILED;
  const future =
    version !== PROTOCOL_VERSION
      ? otherVersion(service, address, version, gateway, fencing)
      : fencing === null
        ? service.connect(address, gateway)
        : service.connectFenced(address, gateway, fencing.token);
  world.gateways[number] = PENDING;
  world.settles(
    op,
    future,
    (proxy) => {
      world.gateways[number] = { state: 'ready', thing: proxy as object };
      return null;
    },
    () => {
      world.gateways[number] = FAILED;
    },
  );
}

/** A handshake that no service of this version would send (HAND-07). */
function otherVersion(
  service: RpcService,
  address: string,
  version: number,
  gateway: typeof ConformanceGateway,
  fencing: { readonly token: NullableToken } | null,
): Promise<unknown> {
  return service.shakeHands(address, gateway.name, version, (reference) =>
    newProxy(
      gateway,
      fencing === null
        ? new InvocationHandler(service.runtime, reference)
        : new FencedInvocationHandler(service.runtime, reference, fencing.token),
    ),
  );
}

// --- calls ----------------------------------------------------------------------------------------------------------

/** What a `timeout` of a scenario is as an argument. */
function timeoutValue(timeout: TimeoutArgument, world: World, endpoint: number | null): unknown {
  switch (timeout) {
    case null:
      return world.service(endpoint === null ? 0 : world.serviceOfEndpoint(endpoint)).runtime.askTimeoutMs;
    case 'nan':
      return Number.NaN;
    case 'null':
      return null;
    case 'not-a-duration':
      return 'soon';
    case 'huge':
      return Number.MAX_VALUE;
    default:
      return timeout;
  }
}

function payloadOf(argument: Extract<Operation, { type: 'call' }>['argument']): unknown {
  if (argument === 'good') return 'payload';
  if (argument === 'wrong-type') return { wrong: true };
  if (argument === 'unserializable') return new Mischief('unserializable');
  return 'p'.repeat(argument.bytes);
}

/** The property of the proxy for a method of the contract. */
const properties: { readonly [Name in MethodName]: string | null } = {
  tell: 'tell',
  ask: 'ask',
  askWithin: 'askWithin',
  askLocal: 'askLocal',
  askBlocking: null, // nothing blocks in JavaScript: the reference lacks the capability
  'overloaded(text)': 'overloadedText',
  'overloaded(number)': 'overloadedNumber',
};

function call(world: World, op: number, operation: Extract<Operation, { type: 'call' }>): void {
  world.prepare(op, operation.script);
  const proxy = world.target(operation.target) as unknown as Record<string, (...args: unknown[]) => unknown>;
  const { method, argument } = operation;
  const payload = method === 'overloaded(number)' && argument === 'good' ? 1 : payloadOf(argument);
  const args = [op, payload];
  if (method === 'askWithin') args.push(timeoutValue(operation.timeout, world, null));
  const property = properties[method];
  if (property === null)
    throw new RangeError(`The reference has no method '${method}': nothing blocks in JavaScript`);
  const future = (proxy[property] as (...args: unknown[]) => unknown).apply(proxy, args);
  if (method === 'tell') world.returns(op);
  else world.answers(op, future);
}

/** Messages that no gateway would send. */
function sendRaw(world: World, op: number, operation: Extract<Operation, { type: 'send-raw' }>): void {
  const handler = invocationHandlerOf(world.target(operation.target));
  if (isRawControl(operation.message)) return sendControl(world, op, operation.message, handler);
  world.prepare(op, operation.script);
  const { runtime, reference } = handler;
  const message = rawMessage(op, operation, handler);
  const garbage = operation.message === 'undecodable' && reference.remote;
  if (!operation.ask) {
    if (garbage) reference.link.link?.send(garbageFrame(op));
    else reference.send(runtime, message);
    world.returns(op);
    return;
  }
  const pending = runtime.futures.newPending(runtime.table, op);
  pending.what = message.methodKey;
  if (garbage) {
    const nowhere = {
      ...reference,
      address: reference.address,
      send: () => void reference.link.link?.send(garbageFrame(op)),
    };
    runtime.ask(nowhere as never, message, pending, operation.timeoutMs);
  } else runtime.ask(reference, message, pending, operation.timeoutMs);
  world.settles(op, pending.future);
}

/** A control message, past the endpoint's server and past what the service knows of it. */
function sendControl(
  world: World,
  op: number,
  kind: RawControl,
  { runtime, reference }: InvocationHandler,
): void {
  const cell = reference.remote ? null : reference.cell;
  reference.send(runtime, new Message(op, kind, cell, runtime.scheduler.sender(), BARE));
  world.returns(op);
}

/** An invocation whose arguments are the break code of CBOR, which is no value. */
const garbageFrame = (op: number): WireFrame => ({
  frame: 'invocation',
  op,
  sender: 0,
  incarnation: 0,
  asked: false,
  kind: 'call',
  envelope: 'bare',
  token: null,
  method: '',
  arguments: new EncodedValue(Uint8Array.of(0xff)) as never,
  trace: null,
});

function rawMessage(
  op: number,
  { message: kind }: Extract<Operation, { type: 'send-raw' }>,
  handler: InvocationHandler,
): Message {
  const { runtime, reference } = handler;
  const fence =
    kind !== 'other-envelope'
      ? handler.fence()
      : handler.fence().envelope === 'bare'
        ? ({ envelope: 'fenced', token: { type: 'Other', bytes: '00' } } as const)
        : BARE;
  const cell = reference.remote ? null : reference.cell;
  const message = new Message(
    op,
    kind === 'unknown-type' ? 'unknown' : 'call',
    cell,
    runtime.scheduler.sender(),
    fence,
  );
  message.methodKey =
    kind === 'unknown-method'
      ? 'missing()'
      : kind === 'undeclared-method'
        ? 'undeclared(number)'
        : 'ask(number, Payload)';
  message.args =
    kind === 'wrong-arguments' ? ['wrong'] : kind === 'undeclared-method' ? [op] : [op, 'payload'];
  message.method = ConformanceGateway.methods.get('ask') ?? null;
  return message;
}

// --- the service's executor, pure functions -------------------------------------------------------------------------

/** The number that stands for "no endpoint" in traces. */
const NO_ENDPOINT = 0;

function serviceSchedule(
  world: World,
  op: number,
  operation: Extract<Operation, { type: 'service-schedule' }>,
): void {
  const executor = world.service(operation.service).scheduledExecutor;
  let runs = 0;
  const work = (): number => {
    runs += 1;
    const throws = runs === operation.throwsAtRun;
    world.recorder.begin(NO_ENDPOINT, 'service-task', op);
    world.recorder.end(NO_ENDPOINT, 'service-task', op, throws ? 'throw' : 'return');
    if (throws) throw world.failure(op);
    return op;
  };
  const { delayMs, periodMs } = operation;
  const task =
    periodMs === null
      ? executor.schedule(work, delayMs)
      : operation.mode === 'rate'
        ? executor.scheduleAtFixedRate(work, delayMs, periodMs)
        : executor.scheduleWithFixedDelay(work, delayMs, periodMs);
  world.tasks[op] = task;
  world.settles(op, task.result);
}

function evaluate(
  world: World,
  op: number,
  { utility, arguments: args }: Extract<Operation, { type: 'evaluate' }>,
): void {
  const [first, second, third] = args;
  switch (utility) {
    case 'remote-address':
      return world.returns(
        op,
        valueOutcome(remoteAddress('fencepost.memory', first as string, second as number, third as string)),
      );
    case 'host-and-port': {
      const { host, port } = hostAndPort(first as string);
      return world.returns(op, valueOutcome(`${host}:${port}`));
    }
    case 'normalize-host':
      return world.returns(op, valueOutcome(normalizeHost(first as string)));
    case 'random-name':
      return world.returns(op, valueOutcome(createRandomName(first as string, world.names)));
    case 'wildcard-name':
      return world.returns(op, valueOutcome(createWildcardName(first as string)));
    case 'frame-size':
      return world.returns(
        op,
        valueOutcome(new RpcService({ maximumFrameBytes: first as number }).maximumMessageBytes),
      );
  }
}

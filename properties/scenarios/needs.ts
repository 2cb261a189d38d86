/**
 * What a scenario needs of its target. Every type of operation, and every value of its fields that a small target may
 * not have, stands in a table here: a new one does not compile before it was decided. Taking parts of a scenario away,
 * or making them plainer, never makes it need more.
 */
import {
  type AddressReference,
  type Capability,
  type Deviation,
  type EndpointKind,
  type GatewayType,
  isRawControl,
  type MethodName,
  type NestedOperation,
  type Operation,
  type OperationType,
  type QueryProperty,
  type RawMessage,
  type Scenario,
  type ServiceSpecification,
  type StartEnding,
  type StopEnding,
  type TimeoutArgument,
  type UtilityName,
  type WorkEnding,
  type WorkScript,
} from '../../spec/index.js';

/** Some capabilities, as a list: it may name one twice. */
type Needs = readonly Capability[];
type Of<Type extends OperationType> = Extract<Operation, { readonly type: Type }>;

/**
 * The capabilities without which a target cannot run a scenario.
 *
 * @param scenario the scenario
 */
export function needsOf({ services, steps, tape }: Scenario): ReadonlySet<Capability> {
  const needs = new Set<Capability>();
  const add = (more: Needs): void => more.forEach((capability) => void needs.add(capability));
  if (services.length > 1) add(['remote-service']);
  for (const service of services) add(needsOfService(service));
  for (const { operation } of steps) add(needsOfOperation(operation));
  for (const deviation of tape) add(needsOfDeviation(deviation));
  return needs;
}

/** The capabilities that a deviation of the tape needs: a limit that it names expires. */
export function needsOfDeviation({ held, first }: Deviation): Needs {
  const expires = held.leg === 'timeout' || first.leg === 'timeout';
  return ['schedule-control', ...needsIf(expires, 'timeouts')];
}

/** The capabilities that a service needs. One without a transport needs none. */
export function needsOfService(service: ServiceSpecification): Needs {
  const { remote, forceSerialization, captureCallStacks = false } = service;
  return [
    ...needsIf(remote, 'remote-service'),
    ...needsIf(forceSerialization, 'forced-serialization'),
    ...needsIf(captureCallStacks, 'call-stack-capture'),
  ];
}

/** The capabilities that an operation needs, with everything nested in it. */
export function needsOfOperation(operation: Operation): Needs {
  return (byType[operation.type] as (operation: Operation) => Needs)(operation);
}

const needsIf = (condition: boolean, ...needs: Needs): Needs => (condition ? needs : []);

const NOTHING = (): Needs => [];

const byType: { readonly [Type in OperationType]: (operation: Of<Type>) => Needs } = {
  'create-endpoint': needsOfCreate,
  start: NOTHING,
  stop: NOTHING,
  terminate: NOTHING,
  watch: ({ callback }) => needsOfNested(callback, 'scripted-work'),
  'stop-server': () => ['service-closing'],
  'close-service': ({ timeoutMs }) => ['service-closing', ...needsIf(timeoutMs !== null, 'close-timeout')],
  connect: ({ address, gatewayType, fencing }) => [
    ...byAddress[address.kind],
    ...byGatewayType[gatewayType],
    ...needsIf(fencing !== null, 'fencing'),
  ],
  call: needsOfCall,
  'send-raw': ({ target, message, script }) => [
    'raw-messages',
    ...needsIf('self' in target && !isRawControl(message), 'main-thread'),
    ...byRawMessage[message],
    ...needsOfScript(script),
  ],
  'run-async': ({ unfenced, script }) => [
    'main-thread',
    ...needsOfUnfenced(unfenced),
    ...needsOfScript(script),
  ],
  'run-async-null': () => ['main-thread'],
  'run-async-remote': () => ['main-thread', 'remote-service'],
  'call-async-remote': () => ['main-thread', 'remote-service'],
  'call-async': ({ timeout, unfenced, script }) => [
    'main-thread',
    ...needsIf(!isOrdinary(timeout), 'timeouts'),
    ...needsOfUnfenced(unfenced),
    ...needsOfScript(script),
  ],
  'obtain-executor': ({ unfenced }) => ['main-thread', ...needsOfUnfenced(unfenced)],
  execute: ({ script }) => ['main-thread', ...needsOfScript(script)],
  schedule: ({ script }) => ['main-thread', 'scheduled-tasks', ...needsOfScript(script)],
  'schedule-periodically': () => ['main-thread', 'scheduled-tasks'],
  cancel: NOTHING, // what made the handle has said what it needs
  'service-schedule': () => ['service-executor'],
  'set-token': () => ['fencing', 'mutable-token'],
  release: () => ['scripted-work'],
  'release-stop': () => ['scripted-hooks'],
  'register-resource': () => ['resources'],
  'unregister-resource': () => ['resources'],
  fault: () => ['fault-injection'],
  link: () => ['remote-service', 'link-faults'],
  query: ({ property }) => byProperty[property],
  evaluate: ({ utility }) => byUtility[utility],
  settle: NOTHING,
  advance: NOTHING,
};

function needsOfCreate(operation: Of<'create-endpoint'>): Needs {
  const { name, kind, token, onStart, onStop, resources, resourceThatThrows, constructing } = operation;
  return [
    ...needsOfName(name),
    ...byKind[kind],
    ...needsIf(kind === 'fenced' && token === null, 'mutable-token'), // one that is set once is never null
    ...byStartEnding[onStart.end],
    ...needsOfNested(onStart.nested, 'scripted-hooks'),
    ...byStopEnding[onStop.end],
    ...needsOfNested(onStop.nested, 'scripted-hooks'),
    ...needsIf(resources > 0 || resourceThatThrows !== null, 'resources'),
    ...needsOfNested(constructing, 'scripted-hooks'),
    ...needsIf(operation.constructorThrows, 'scripted-hooks'),
  ];
}

/** Names that every implementation takes; `null` and all others need a capability. */
function needsOfName(name: string | null): Needs {
  if (name?.includes('*')) return ['generated-names', 'wildcard-address'];
  return needsIf(name === null || !/^[A-Za-z0-9_-]+$/.test(name), 'generated-names');
}

function needsOfCall({ target, method, argument, script }: Of<'call'>): Needs {
  return [
    ...needsIf('self' in target, 'main-thread'),
    ...byMethod[method],
    ...(typeof argument === 'object' ? byArgument.bytes : byArgument[argument]),
    ...needsOfScript(script),
  ];
}

/** The capabilities that the work of a call, a runnable or a task needs. */
export function needsOfScript({ nested, end }: WorkScript): Needs {
  return [...needsOfNested(nested, 'scripted-work'), ...byWorkEnding[end.ending]];
}

function needsOfNested(nested: readonly NestedOperation[], own: Capability): Needs {
  if (nested.length === 0) return [];
  return [own, ...nested.flatMap(({ operation }) => needsOfOperation(operation))];
}

/** Variants without fencing are of the era in which tokens can change (rule FENCE-19). */
const needsOfUnfenced = (unfenced: boolean): Needs => needsIf(unfenced, 'fencing', 'mutable-token');

/** A limit that every asker can have. */
const isOrdinary = (timeout: TimeoutArgument): boolean =>
  typeof timeout === 'number' && timeout >= 1 && timeout <= 0x7fffffff;

// --- the values of fields -------------------------------------------------------------------------------------------

const byWorkEnding: Readonly<Record<WorkEnding['ending'], Needs>> = {
  return: [],
  null: ['scripted-work'],
  throw: ['scripted-work'],
  'throw-non-error': ['scripted-work'],
  'throw-ask-timeout': ['scripted-work', 'timeouts'],
  later: ['scripted-work', 'timeouts'], // what stays open meets the limit of its ask
  bytes: ['scripted-work', 'serialization'],
  'later-bytes': ['scripted-work', 'serialization'],
  unserializable: ['scripted-work', 'serialization'],
  'encoder-throws': ['scripted-work', 'serialization'],
  undecodable: ['scripted-work', 'serialization'],
  'look-alike': ['scripted-work', 'serialization'],
  hold: ['scripted-work', 'timeouts', 'blocking-handler'],
  observed: [], // in recorded traces only
};

const byStartEnding: Readonly<Record<StartEnding, Needs>> = {
  return: [],
  throw: ['scripted-hooks'],
  promise: ['scripted-hooks', 'asynchronous-hooks'],
  observed: [],
};

const byStopEnding: Readonly<Record<StopEnding, Needs>> = {
  done: [],
  throw: ['scripted-hooks'],
  null: ['scripted-hooks', 'null-from-hooks'],
  later: ['scripted-hooks'],
  failed: ['scripted-hooks'],
  observed: [],
};

const byKind: Readonly<Record<EndpointKind, Needs>> = {
  plain: [],
  fenced: ['fencing'],
  'permanently-fenced': ['fencing'],
};

const byAddress: Readonly<Record<AddressReference['kind'], Needs>> = {
  endpoint: [],
  name: [],
  wildcard: ['wildcard-address'],
  supervisor: [],
  'unknown-host': ['remote-service'],
  literal: [],
};

const byGatewayType: Readonly<Record<GatewayType, Needs>> = { root: [], conformance: [], foreign: [] };

const byMethod: Readonly<Record<MethodName, Needs>> = {
  tell: [],
  ask: [],
  askWithin: ['timeouts'],
  askLocal: ['serialization'],
  askBlocking: ['blocking-call'],
  'overloaded(text)': ['overloaded-methods'],
  'overloaded(number)': ['overloaded-methods'],
};

type ArgumentName = Extract<Of<'call'>['argument'], string> | 'bytes';

const byArgument: Readonly<Record<ArgumentName, Needs>> = {
  good: [],
  'wrong-type': ['raw-messages'], // no gateway of a typed language lets one through
  unserializable: ['serialization'],
  bytes: ['serialization'],
};

const byRawMessage: Readonly<Record<RawMessage, Needs>> = {
  'unknown-type': [],
  'other-envelope': ['fencing'],
  'unknown-method': [],
  'wrong-arguments': [],
  'undeclared-method': [],
  undecodable: ['remote-service'], // within a service nothing is decoded
  start: [],
  stop: [],
  terminate: [],
};

const byProperty: Readonly<Record<QueryProperty, Needs>> = {
  address: ['queries'],
  'host-name': ['queries'],
  port: ['queries'],
  'endpoint-id': ['queries'],
  token: ['queries', 'fencing'],
  running: ['main-thread'],
  'validate-main-thread': ['main-thread'],
  'self-gateway-of-foreign-type': ['main-thread'],
  'exposes-lifecycle': ['queries'],
  'maximum-message-bytes': ['queries'],
};

const byUtility: Readonly<Record<UtilityName, Needs>> = {
  'remote-address': ['queries'],
  'host-and-port': ['queries'],
  'normalize-host': ['queries'],
  'random-name': ['queries', 'generated-names'],
  'wildcard-name': ['queries', 'generated-names'],
  'frame-size': ['queries'],
};

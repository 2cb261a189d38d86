/** Carries out calls: gateway methods, raw messages, run-async and call-async (rules CALL, TIME, SIZE, SELF). */
import {
  type GatewayReference,
  isRawControl,
  type Operation,
  type TimeoutArgument,
} from '../../spec/operations.js';
import { blockCaller, isBlocking } from './blocking.js';
import { sendControl } from './controlling.js';
import { depart } from './delays.js';
import { Row } from './envelopes.js';
import { throwing, X } from './expect.js';
import { exposeToFaults, shakeLink } from './faults.js';
import { bit } from './legs.js';
import { send } from './mail.js';
import { endpointOf } from './named.js';
import { areLegal } from './quirks.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Envelope, Future, Lossy } from './records.js';
import { R } from './rules.js';
import { atOnce } from './settle.js';
import { A, I, L, N, SS } from './symbols.js';
import { noteSelf } from './witness.js';
import type { World } from './world.js';

type Of<Type extends Operation['type']> = Extract<Operation, { type: Type }>;

/** The longest delay and limit that can be set, in milliseconds. */
export const DELAY_MAX_MS = 2_147_483_647;

/** Makes the operation a message to the target of a gateway. @returns the endpoint, or null when there is none */
function address(world: World, op: OpRecord, target: GatewayReference): EndpointRecord | null {
  if ('self' in target) return toSelf(world, op, target.self);
  const gateway = world.gateways[target.gateway];
  if (gateway === undefined) return null;
  op.service = gateway.service;
  op.envelope = gateway.envelope;
  op.token = gateway.token;
  const endpoint = world.endpoints[gateway.endpoint] as EndpointRecord;
  markEqual(op, endpoint);
  return endpoint;
}

/** Makes the operation a message of the endpoint to itself: in an envelope with its token of this moment (FENCE-09). */
export function toSelf(world: World, op: OpRecord, id: number): EndpointRecord | null {
  const endpoint = endpointOf(world, id);
  if (endpoint === null) return null;
  op.service = endpoint.service;
  op.envelope = endpoint.fencing === world.plainState ? Envelope.bare : Envelope.fenced;
  op.token = endpoint.token;
  markEqual(op, endpoint);
  noteSelf(world, op);
  return endpoint;
}

function markEqual(op: OpRecord, endpoint: EndpointRecord): void {
  op.equalWhenSent = op.token !== 0 && op.token === endpoint.token ? 1 : 0;
}

/** The symbol of a timeout argument that cannot be a limit, or null when it can. */
function timeoutFault(timeout: TimeoutArgument): number | null {
  if (typeof timeout === 'number') {
    if (Number.isNaN(timeout)) return N.TIMEOUT_NO_DURATION;
    if (timeout > DELAY_MAX_MS) return N.TIMEOUT_HUGE;
    return Math.trunc(timeout) < 1 ? N.TIMEOUT_BELOW : null;
  }
  switch (timeout) {
    case 'huge':
      return N.TIMEOUT_HUGE;
    case 'null':
      return N.TIMEOUT_NULL;
    case null:
      return null;
    default:
      return N.TIMEOUT_NO_DURATION;
  }
}

/** A limit beyond what timers can arm is refused, or taken by implementations that have no such bound (TIME-05). */
function mayBeTaken(world: World, op: OpRecord, fault: number): boolean {
  if (fault !== N.TIMEOUT_HUGE || world.profile.quirks === 'refused') return false;
  world.look(world.tables.immediate, 0, fault);
  op.alternate = throwing('illegal-argument');
  op.blame = world.first;
  return true;
}

/** The limit of an ask, in milliseconds. */
function limitOf(timeout: TimeoutArgument, service: ServiceRecord): number {
  if (timeout === 'huge') return Number.POSITIVE_INFINITY;
  return typeof timeout === 'number' ? Math.trunc(timeout) : service.askTimeoutMs;
}

/** The caller waits for the answer, so long. */
function ask(world: World, op: OpRecord, limitMs: number, limit: number): void {
  op.asked = 1;
  op.deadline = world.now + limitMs;
  op.limit = limit;
  op.legs |= bit.timeout;
}

const noTarget = (world: World, op: OpRecord) =>
  world.refuse(R.invention, 'operation % has no target', op.id);

/** A call of a gateway method. */
export function call(world: World, op: OpRecord, operation: Of<'call'>): boolean {
  const endpoint = address(world, op, operation.target);
  if (endpoint === null) return noTarget(world, op);
  op.script = operation.script;
  if (operation.argument === 'wrong-type') return atOnce(world, op, N.ARGUMENT_WRONG_TYPE);
  const fault = timeoutFault(operation.timeout);
  if (fault !== null && !mayBeTaken(world, op, fault)) return atOnce(world, op, fault);
  const remote = op.service !== endpoint.service;
  const { method } = operation;
  const service = world.services[op.service] as ServiceRecord;
  op.encoded = remote || (service.forced && method !== 'askLocal') ? 1 : 0;
  if (remote && isTooLarge(operation, service)) op.fate = R.tooLarge;
  if (op.encoded && operation.argument === 'unserializable')
    return atOnce(world, op, N.ARGUMENT_UNSERIALIZABLE);
  if (method === 'tell') {
    if (remote && service.state === SS.closed) return tellFromNowhere(world, op, endpoint);
    post(world, op, endpoint, L.TELL, Row.tell, I.TELL);
    return atOnce(world, op, N.TOLD);
  }
  const within = typeof operation.timeout === 'number' && fault === null;
  const limit = op.fate !== 0 ? A.TIMEOUT_LOST : within ? A.TIMEOUT_WITHIN : A.TIMEOUT;
  ask(world, op, limitOf(operation.timeout, service), limit);
  if (isBlocking(operation)) blockCaller(world, op);
  else world.countRule(R.futureAtOnce);
  if (remote && service.state === SS.closed) return askFromNowhere(op, endpoint);
  post(world, op, endpoint, askGate(world, op, endpoint), Row.ask, arrivalOfMethod(method));
  if (remote && service.state !== SS.open) op.alternate = throwing('illegal-state');
  return true;
}

/** Whether the argument alone is larger than a message may be (SIZE-04). */
function isTooLarge(operation: Of<'call'>, service: ServiceRecord): boolean {
  return typeof operation.argument === 'object' && operation.argument.bytes > service.frameBytes;
}

/** An ask to another service through a gateway whose own service is closed: nothing is sent any more. */
function askFromNowhere(op: OpRecord, endpoint: EndpointRecord): true {
  op.endpoint = endpoint.id;
  op.legs |= bit.unreachable;
  op.alternate = throwing('illegal-state');
  return true;
}

/** A tell through such a gateway: nobody learns that it is lost, or the link says so. */
function tellFromNowhere(world: World, op: OpRecord, endpoint: EndpointRecord): true {
  if (world.complete) {
    op.endpoint = endpoint.id;
    op.lossy = Lossy.lost;
    op.legs |= bit.request;
  }
  return atOnce(world, op, N.TOLD);
}

function arrivalOfMethod(method: string): number {
  if (method === 'askWithin') return I.CALL_WITHIN;
  return method.startsWith('overloaded') ? I.OVERLOADED : I.CALL;
}

/** How the lifecycle names an ask: it matters from where it comes, and whether its target was alive when it was sent. */
function askGate(world: World, op: OpRecord, endpoint: EndpointRecord): number {
  if (op.service !== endpoint.service) return L.ASK_REMOTE;
  return world.hasEnded(endpoint) ? L.ASK_LATE : L.ASK;
}

function post(
  world: World,
  op: OpRecord,
  endpoint: EndpointRecord,
  gate: number,
  row: number,
  arrival: number,
): void {
  op.gate = gate;
  op.row = row;
  op.arrival = arrival;
  if (op.fate !== 0 && !world.complete) {
    // Nobody reports that the link lost it; the link may have been broken by what went before (DEAD-03).
    op.endpoint = endpoint.id;
    if (op.service !== endpoint.service) exposeToFaults(world, op, op.service, endpoint.service);
    return;
  }
  send(world, op, endpoint, op.service, bit.request);
  if (op.service === endpoint.service) return;
  exposeToFaults(world, op, op.service, endpoint.service);
  depart(world, op, op.service, endpoint.service);
}

const rawArrivals = {
  'unknown-type': [I.RAW_UNKNOWN_TYPE, I.RAW_UNKNOWN_TYPE_ASKED],
  'other-envelope': [I.RAW_CALL, I.RAW_CALL],
  'unknown-method': [I.RAW_UNKNOWN_METHOD, I.RAW_UNKNOWN_METHOD_ASKED],
  'wrong-arguments': [I.RAW_WRONG_ARGUMENTS, I.RAW_WRONG_ARGUMENTS_ASKED],
  'undeclared-method': [I.RAW_UNDECLARED, I.RAW_UNDECLARED_ASKED],
  undecodable: [I.RAW_CALL, I.RAW_CALL],
} as const;

/** A message that no gateway would send. */
export function sendRaw(world: World, op: OpRecord, operation: Of<'send-raw'>): boolean {
  const { message } = operation;
  if (isRawControl(message)) return sendControl(world, op, message, operation.target);
  const endpoint = address(world, op, operation.target);
  if (endpoint === null) return noTarget(world, op);
  op.script = operation.script;
  const remote = op.service !== endpoint.service;
  op.encoded = remote || (world.services[op.service] as ServiceRecord).forced ? 1 : 0; // SIZE-11
  if (message === 'other-envelope') {
    op.envelope = op.envelope === Envelope.bare ? Envelope.fenced : Envelope.bare;
  }
  const asked = operation.ask;
  const arrival = rawArrivals[message][asked ? 1 : 0];
  if (asked) ask(world, op, operation.timeoutMs, A.TIMEOUT_WITHIN);
  if (message === 'undecodable' && remote) {
    op.fate = R.undecodable;
    if (asked) op.limit = A.TIMEOUT_UNDECODABLE;
    if (areLegal(world)) shakeLink(world, op.service, endpoint.service);
  }
  post(
    world,
    op,
    endpoint,
    asked ? askGate(world, op, endpoint) : L.TELL,
    asked ? Row.ask : Row.tell,
    arrival,
  );
  return asked || atOnce(world, op, N.TOLD);
}

/** Run-async, now or after a delay. */
export function runAsync(world: World, op: OpRecord, operation: Of<'run-async'>): boolean {
  const { delayMs } = operation;
  if (delayMs < 0 || Number.isNaN(delayMs)) return atOnce(world, op, N.RUN_NEGATIVE);
  const endpoint = toSelf(world, op, operation.endpoint);
  if (endpoint === null) return noTarget(world, op);
  if (delayMs > DELAY_MAX_MS) {
    op.endpoint = endpoint.id;
    if (world.profile.quirks !== 'refused') op.alternate = X.nothing;
    return atOnce(world, op, N.RUN_UNARMABLE);
  }
  op.script = operation.script;
  if (operation.unfenced && op.envelope === Envelope.fenced) op.envelope = Envelope.unfenced;
  op.due = op.at + Math.trunc(delayMs);
  endpoint.timed.add(op.id);
  post(world, op, endpoint, L.RUN, Row.run, I.RUN);
  return atOnce(world, op, N.RUN_SENT);
}

/** The delay that no timer can be armed for was taken after all: it is the endpoint that will fail (SELF-08). @returns true */
export function sendUnarmable(world: World, op: OpRecord): true {
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  op.alternate = -1;
  op.future = Future.observed;
  world.owed--;
  post(world, op, endpoint, L.RUN, Row.run, I.RUN_UNARMABLE);
  return true;
}

/** Call-async: an ask of a callable to the own endpoint. */
export function callAsync(world: World, op: OpRecord, operation: Of<'call-async'>): boolean {
  const endpoint = toSelf(world, op, operation.endpoint);
  if (endpoint === null) return noTarget(world, op);
  const fault = timeoutFault(operation.timeout);
  if (fault !== null) return atOnce(world, op, fault);
  op.script = operation.script;
  if (operation.unfenced && op.envelope === Envelope.fenced) op.envelope = Envelope.unfenced;
  const service = world.services[op.service] as ServiceRecord;
  const limitMs =
    typeof operation.timeout === 'number' ? Math.trunc(operation.timeout) : service.askTimeoutMs;
  ask(world, op, limitMs, A.TIMEOUT_CALLABLE);
  const late = world.hasEnded(endpoint);
  post(world, op, endpoint, late ? L.CALLABLE_LATE : L.CALLABLE, Row.callable, I.CALLABLE);
  return true;
}

/** Carries out what controls endpoints and services: start, stop, terminate, watch, release, close, fault, links. */
import type { GatewayReference, Operation, RawControl } from '../../spec/operations.js';
import { completeClose, isDraining, mayDrain } from './endings.js';
import { throwing, X } from './expect.js';
import { injectFault } from './faults.js';
import { bit } from './legs.js';
import { send } from './mail.js';
import { endpointOf, noEndpoint } from './named.js';
import { endingOf } from './quirks.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Frame } from './records.js';
import { R } from './rules.js';
import { answerNull, atOnce, isDecision } from './settle.js';
import { IS, L, N, S, SS } from './symbols.js';
import { noteClosing, noteControl, noteServiceClosing } from './witness.js';
import type { World } from './world.js';

type Of<Type extends Operation['type']> = Extract<Operation, { type: Type }>;

/** START and STOP: a control message on the same link as calls (LIFE-13). */
export function startOrStop(world: World, op: OpRecord, operation: Of<'start' | 'stop'>): boolean {
  const endpoint = endpointOf(world, operation.endpoint);
  if (endpoint === null) return noEndpoint(world, operation.endpoint);
  op.service = endpoint.service;
  op.gate = operation.type === 'start' ? L.START : L.STOP;
  send(world, op, endpoint, endpoint.service, bit.request);
  // LIFE-10 and LIFE-11: the misuse may be refused at the caller instead.
  op.alternate = throwing('invalid-state');
  noteControl(world, op, endpoint);
  return atOnce(world, op, N.CONTROLLED);
}

/** A control message that no server would send: the service of the endpoint knows nothing of it (LIFE-09). */
export function sendControl(
  world: World,
  op: OpRecord,
  message: RawControl,
  target: GatewayReference,
): boolean {
  const endpoint = 'self' in target ? endpointOf(world, target.self) : null;
  if (endpoint === null) return world.refuse(R.invention, 'operation % has no target', op.id);
  op.service = endpoint.service;
  op.gate = { start: L.START, stop: L.STOP, terminate: L.TERMINATE }[message];
  send(world, op, endpoint, endpoint.service, bit.request);
  return atOnce(world, op, N.CONTROLLED);
}

/** Closes an endpoint: TERMINATE, once. */
export function terminate(world: World, op: OpRecord, operation: Of<'terminate'>): boolean {
  const endpoint = endpointOf(world, operation.endpoint);
  if (endpoint === null) return noEndpoint(world, operation.endpoint);
  sendTerminate(world, op, endpoint);
  return watchEndpoint(world, op, endpoint);
}

/** Sends TERMINATE, unless the endpoint or its service was closed before (TERM-08, TERM-10). */
function sendTerminate(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  op.service = endpoint.service;
  const again = endpoint.closedAlone === 1;
  noteClosing(world, op, endpoint, again);
  const service = world.services[endpoint.service] as ServiceRecord;
  world.look(world.tables.service, service.state, again ? S.TERMINATE_AGAIN : S.TERMINATE);
  world.count(world.first, service);
  if (isDecision(world, world.first, 'send')) {
    endpoint.closedAlone = 1;
    op.gate = L.TERMINATE;
    send(world, op, endpoint, endpoint.service, bit.request);
  }
}

/** The termination future of an endpoint. */
export function watch(world: World, op: OpRecord, operation: Of<'watch'>): boolean {
  const endpoint = endpointOf(world, operation.endpoint);
  for (const { op: inner } of operation.callback ?? []) world.callbacks.add(inner);
  return endpoint === null ? noEndpoint(world, operation.endpoint) : watchEndpoint(world, op, endpoint);
}

function watchEndpoint(world: World, op: OpRecord, endpoint: EndpointRecord): true {
  if (!world.isGone(endpoint)) {
    op.watch = endpoint.watchers;
    endpoint.watchers = op.id;
  } else if (endpoint.ended === X.notProperlyStopped) {
    world.may(op, endpoint.ended, endpoint.detail, endpoint.endBlame);
  } else {
    world.owe(op, endingOf(world, endpoint), endpoint.detail, -1, endpoint.endBlame);
  }
  return true;
}

/** Asks a service to stop an endpoint: its own is closed, that of another service is not (TERM-11). */
export function stopServer(world: World, op: OpRecord, operation: Of<'stop-server'>): boolean {
  const endpoint = endpointOf(world, operation.endpoint);
  if (endpoint === null) return noEndpoint(world, operation.endpoint);
  if (operation.service !== endpoint.service) return atOnce(world, op, N.FOREIGN_SERVER);
  sendTerminate(world, op, endpoint);
  return answerNull(world, op);
}

/** Completes the future of a work, or lets a handler that holds the main thread return. */
export function releaseWork(world: World, op: OpRecord, operation: Of<'release'>): boolean {
  const work = world.op(operation.work);
  if (work !== undefined && work.released === 0) {
    work.released = operation.how === 'value' ? 1 : 2;
    if (work.work === IS.awaiting) work.legs |= bit.result;
    const endpoint = world.endpoint(work.endpoint);
    const holds = work.script?.end.ending === 'hold'; // a handler that is blocked by a call waits for its answer
    if (holds && endpoint?.frame === Frame.held && endpoint.frameWork === work.id) work.legs |= bit.return;
  }
  return answerNull(world, op);
}

/** Completes the future that onStop returned, or will return. */
export function releaseStop(world: World, op: OpRecord, operation: Of<'release-stop'>): boolean {
  const endpoint = endpointOf(world, operation.endpoint);
  if (endpoint === null) return noEndpoint(world, operation.endpoint);
  if (endpoint.hook === 0) {
    endpoint.hook = operation.how === 'value' ? 1 : 2;
    const { lifecycle } = world.tables;
    if (world.look(lifecycle, endpoint.lifecycle, L.COMPLETE)) {
      world.count(world.first, endpoint);
      endpoint.lifecycle = world.step(lifecycle, endpoint.lifecycle, L.COMPLETE);
      endpoint.legs |= bit['stop-future'];
    } else if (endpoint.hookOpen === 1) {
      endpoint.legs |= bit['stop-future'];
    }
  }
  return answerNull(world, op);
}

/** Closes a service: TERMINATE to every endpoint that it tracks (SERV-03). */
export function closeService(world: World, op: OpRecord, operation: Of<'close-service'>): boolean {
  const service = world.service(operation.service);
  if (service === undefined) return world.refuse(R.invention, 'there is no service %', operation.service);
  const table = world.tables.service;
  world.look(table, service.state, S.CLOSE);
  world.count(world.first, service);
  const first = isDecision(world, world.first, 'close');
  if (service.state === SS.closed) {
    const draining = isDraining(world, service);
    const earlier = world.ops[service.closeOp] as OpRecord;
    completeClose(world, service, op, earlier.expected, earlier.blame, earlier.detail);
    if (draining || (!world.complete && mayDrain(world, service)))
      joinClose(world, service, op, operation.timeoutMs);
    return true;
  }
  service.state = world.step(table, service.state, S.CLOSE);
  joinClose(world, service, op, operation.timeoutMs);
  if (!first) return true;
  noteServiceClosing(world, service);
  service.closeOp = op.id;
  for (const endpoint of world.usedEndpoints) {
    if (
      endpoint.service === service.id &&
      endpoint.ghost === 0 &&
      endpoint.closedAlone === 0 &&
      !world.hasEnded(endpoint)
    ) {
      endpoint.legs |= bit.close;
    }
  }
  return true;
}

/** The operation comes out as the close does that is under way. */
function joinClose(world: World, service: ServiceRecord, op: OpRecord, timeoutMs: number | null): void {
  op.watch = service.closers;
  service.closers = op.id;
  if (timeoutMs !== null) limitClose(world, service, timeoutMs);
}

/** The close has a limit from now on; of several the earliest counts (SERV-14). */
function limitClose(world: World, service: ServiceRecord, timeoutMs: number): void {
  const deadline = world.now + timeoutMs;
  if (service.expires === 0 || deadline < service.deadline) service.deadline = deadline;
  service.expires = 1;
}

/** Makes the message handler of an endpoint fail. */
export function fault(world: World, op: OpRecord, operation: Of<'fault'>): boolean {
  const endpoint = endpointOf(world, operation.endpoint);
  if (endpoint === null) return noEndpoint(world, operation.endpoint);
  op.endpoint = endpoint.id;
  op.legs |= bit.fault;
  return answerNull(world, op);
}

/** Faults of a link between two services: asks over a link that failed become unreachable. */
export function link(world: World, op: OpRecord, operation: Of<'link'>): boolean {
  injectFault(world, operation);
  return answerNull(world, op);
}

/**
 * Actions that move an endpoint through its life: control messages, the stop future, kill, fault, removal, and the end
 * of its service (rules LIFE, TERM, SUPER, SERV).
 */
import type { Outcome } from '../../spec/trace.js';
import { D } from '../decisions.js';
import { Kind } from '../kinds.js';
import {
  breakLinks,
  closeCallers,
  completeClose,
  endEndpoint,
  failEndpoint,
  isDraining,
  mayDrain,
  releaseEndpoint,
  remaining,
  shutDown,
  shutTimers,
  stopFailure,
} from './endings.js';
import { failing, X } from './expect.js';
import { enterFrame } from './frames.js';
import { considerReady } from './invocations.js';
import { bit } from './legs.js';
import { takeOff } from './mail.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Frame, Future } from './records.js';
import { RoleNumber } from './roles.js';
import { R } from './rules.js';
import { H, L, LS, S, SS, T } from './symbols.js';
import { noteDelivery, noteStopFuture } from './witness.js';
import type { World } from './world.js';

/** The event of the lifecycle chart for an action on an endpoint. */
function symbolOf(leg: number, endpoint: EndpointRecord): number {
  switch (leg) {
    case bit.close:
      return L.CLOSE;
    case bit.kill:
      return L.KILL;
    case bit.gone:
      return L.GONE;
    default:
      return endpoint.hook === 2 ? L.STOP_FUTURE_FAILED : L.STOP_FUTURE;
  }
}

/** What kind of message an event of the lifecycle chart is, of those that control it. */
function kindOf(symbol: number): number {
  switch (symbol) {
    case L.START:
      return Kind.start;
    case L.STOP:
      return Kind.stop;
    case L.TERMINATE:
      return Kind.terminate;
    case L.CLOSE:
      return Kind.close;
    case L.KILL:
      return Kind.kill;
    default:
      return Kind['stop-future'];
  }
}

/** Looks up a control message that its endpoint takes now. */
export function considerControl(world: World, op: OpRecord, endpoint: EndpointRecord): boolean {
  if (!considerReady(world, endpoint)) return false;
  return world.look(world.tables.lifecycle, endpoint.lifecycle, op.gate);
}

/** Applies a control message. */
export function applyControl(
  world: World,
  op: OpRecord,
  endpoint: EndpointRecord,
  alternative: number,
): void {
  takeOff(world, endpoint, op, bit.request);
  noteDelivery(world, op, endpoint);
  op.alternate = -1;
  world.hear(endpoint, kindOf(op.gate));
  move(world, endpoint, op.gate, alternative);
}

/** The future that the onStop of an application returned is complete: when, only the action that follows tells. */
export function completeStop(world: World, endpoint: EndpointRecord, gives: Outcome | null): void {
  endpoint.hook = gives?.kind === 'error' ? 2 : 1;
  endpoint.gives = gives;
  const { lifecycle } = world.tables;
  if (!world.look(lifecycle, endpoint.lifecycle, L.COMPLETE)) return;
  world.count(world.first, endpoint);
  endpoint.lifecycle = world.step(lifecycle, endpoint.lifecycle, L.COMPLETE);
}

/** Looks up an action on an endpoint that is no message of a client. */
export function considerEndpoint(world: World, endpoint: EndpointRecord, leg: number): boolean {
  if ((leg === bit.close || leg === bit.kill) && endpoint.frame !== Frame.none) {
    return world.refuse(R.busy, 'the main thread of endpoint % is busy', endpoint.id);
  }
  return (
    world.look(world.tables.lifecycle, endpoint.lifecycle, symbolOf(leg, endpoint)) ||
    world.refuse(R.draining, 'endpoint % is not where this can happen', endpoint.id)
  );
}

/** Applies it. */
export function applyEndpoint(
  world: World,
  endpoint: EndpointRecord,
  leg: number,
  alternative: number,
): void {
  const symbol = symbolOf(leg, endpoint);
  endpoint.legs &= ~leg;
  if (leg === bit['stop-future']) noteStopFuture(world, endpoint);
  if (leg === bit.gone) {
    world.countRules(alternative); // releasing takes it
    releaseEndpoint(world, endpoint);
  } else {
    world.hear(endpoint, kindOf(symbol));
    move(world, endpoint, symbol, alternative);
  }
}

/** Looks up an injected fault. */
export function considerFault(world: World, endpoint: EndpointRecord): boolean {
  if (endpoint.frame !== Frame.none) {
    return world.refuse(R.busy, 'the main thread of endpoint % is busy', endpoint.id);
  }
  return world.look(world.tables.lifecycle, endpoint.lifecycle, L.FAULT);
}

/** Applies it. */
export function applyFault(world: World, op: OpRecord, endpoint: EndpointRecord, alternative: number): void {
  op.legs &= ~bit.fault;
  world.hear(endpoint, Kind.fault);
  move(world, endpoint, L.FAULT, alternative);
}

/** Sends an event to the lifecycle chart and does what was decided. */
function move(world: World, endpoint: EndpointRecord, symbol: number, alternative: number): void {
  const { lifecycle, book, target } = world.tables;
  world.count(alternative, endpoint);
  endpoint.lifecycle = world.step(lifecycle, endpoint.lifecycle, symbol);
  switch (book.decisionOf[alternative]) {
    case D['on-start']:
      endpoint.target = world.pass(target, endpoint.target, H.START, endpoint);
      enterFrame(world, endpoint, RoleNumber.start, endpoint.id, alternative);
      break;
    case D['on-stop']:
      beginStop(world, endpoint, alternative);
      break;
    case D.terminate:
      endEndpoint(world, endpoint, ...endOf(endpoint, symbol), alternative);
      break;
    case D.fail:
      failEndpoint(world, endpoint, alternative);
      break;
    default:
      break;
  }
}

/** How the endpoint ends: an expectation and its detail. */
function endOf(endpoint: EndpointRecord, symbol: number): [number, number] {
  if (symbol === L.KILL) return [failing('sibling-failed'), 0];
  if (symbol === L.STOP_FUTURE_FAILED) return [stopFailure(endpoint), endpoint.op];
  return [X.nothing, 0];
}

/** Before onStop: timers are shut down, then resources are closed in reverse order (MAIN-12, STOP-07). */
function beginStop(world: World, endpoint: EndpointRecord, alternative: number): void {
  shutTimers(world, endpoint, T.SHUTDOWN);
  if (endpoint.resources.length > 0) {
    endpoint.closing = 1;
    world.owed += endpoint.resources.length;
    world.countRule(R.resources);
  }
  enterFrame(world, endpoint, RoleNumber.stop, endpoint.id, alternative);
}

/** Looks up the end of a service. */
export function considerDown(world: World, service: ServiceRecord): boolean {
  const left = remaining(world, service);
  world.early = !left.all;
  if (left.all) return world.look(world.tables.service, service.state, S.DOWN);
  return (
    ((left.tracked || left.failed) && world.look(world.tables.service, service.state, S.DOWN_EARLY)) ||
    world.refuse(R.awaited, 'service % still has endpoints', service.id)
  );
}

/** The service is down. */
export function applyDown(world: World, service: ServiceRecord, alternative: number): void {
  world.count(alternative, service);
  service.state = world.step(world.tables.service, service.state, S.DOWN);
  if (!mayDrain(world, service)) service.expires = 0;
  shutDown(world, service, alternative);
}

/** Looks up the expiry of the limit of a close. */
export function considerExpiry(world: World, service: ServiceRecord): boolean {
  if (world.now < service.deadline)
    return world.refuse(R.early, 'the limit of the close of % has not passed', service.id);
  const state = isDraining(world, service) ? SS.closing : service.state;
  return world.look(world.tables.service, state, S.EXPIRE);
}

/** The limit of the close of a service expired: everything that is open fails (SERV-14). */
export function applyExpiry(world: World, service: ServiceRecord, alternative: number): void {
  if (service.state === SS.closed) return giveUpDraining(world, service, alternative);
  const { lifecycle, service: table } = world.tables;
  world.count(alternative, service);
  service.state = world.step(table, service.state, S.EXPIRE);
  service.expires = 0;
  const expected = failing('close-timeout');
  closeCallers(world, service, true); // tasks too, before the end of their endpoints would cancel them
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.service !== service.id || endpoint.ghost || world.isGone(endpoint)) continue;
    const ended = world.hasEnded(endpoint);
    const hears = world.look(lifecycle, endpoint.lifecycle, L.EXPIRE); // not while a hook is running
    const cut = hears && !ended ? world.first : alternative;
    if (cut !== alternative) world.countRules(cut);
    endpoint.lifecycle = hears ? world.pass(lifecycle, endpoint.lifecycle, L.EXPIRE, endpoint) : LS.gone;
    if (!ended) endEndpoint(world, endpoint, expected, 0, cut);
    else failTermination(endpoint, expected, alternative);
    settleWatchers(world, endpoint);
  }
  breakLinks(world, service);
  for (let id = service.closers; id >= 0; ) {
    const op = world.ops[id] as OpRecord;
    if (op.future === Future.pending) completeClose(world, service, op, expected, alternative);
    id = op.watch;
  }
}

/** Nothing is open any more, but what still had to leave is lost, and the close fails (SERV-14). */
function giveUpDraining(world: World, service: ServiceRecord, alternative: number): void {
  world.countRules(alternative); // no transition: the service is closed
  service.expires = 0;
  for (let id = service.closers; id >= 0; ) {
    const op = world.ops[id] as OpRecord;
    if (op.future === Future.optional) world.owe(op, failing('close-timeout'), 0, -1, alternative);
    id = op.watch;
  }
}

/** The endpoint had ended, and its termination future is still open (SERV-14). */
function failTermination(endpoint: EndpointRecord, expected: number, blame: number): void {
  endpoint.ended = expected;
  endpoint.detail = 0;
  endpoint.endBlame = blame;
}

function settleWatchers(world: World, endpoint: EndpointRecord): void {
  endpoint.legs &= ~bit.gone;
  for (let id = endpoint.watchers; id >= 0; ) {
    const op = world.ops[id] as OpRecord;
    if (op.future === Future.pending) world.owe(op, endpoint.ended, endpoint.detail, -1, endpoint.endBlame);
    id = op.watch;
  }
}

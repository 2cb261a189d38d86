/**
 * How endpoints and services end: the termination of an endpoint and who hears of it, the failure that takes a service
 * down, the shutdown of timers before onStop (rules TERM, SUPER, SERV, MAIN-12).
 */

import { failLink } from './broken-links.js';
import { carried } from './delays.js';
import { destinationOf } from './destinations.js';
import { failing, throwing, X } from './expect.js';
import { bit } from './legs.js';
import { areLegal, tellWatcher } from './quirks.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Future, Lossy, Shut } from './records.js';
import { settleBy } from './settle.js';
import { A, C, H, L, LS, S, T, TS } from './symbols.js';
import { noteEnd, noteServiceFailed } from './witness.js';
import type { World } from './world.js';

/** What the termination of an endpoint fails with when the future of its onStop did; `X.nothing` when it did not. */
export function stopFailure({ hook, onStop }: EndpointRecord): number {
  if (hook !== 2) return X.nothing;
  return onStop?.end === 'observed' ? X.given : X.failure;
}

/** The endpoint is TERMINATED: it is yet to be removed, and its watchers hear `expected`. */
export function endEndpoint(
  world: World,
  endpoint: EndpointRecord,
  expected: number,
  detail: number,
  blame: number,
): void {
  const { target } = world.tables;
  endpoint.target = world.pass(target, endpoint.target, H.END, endpoint);
  if ((endpoint.legs & bit.kill) !== 0) endpoint.siblingFailed = 1;
  endpoint.legs |= bit.gone;
  endpoint.ended = expected;
  endpoint.detail = detail;
  endpoint.endBlame = blame;
  const { shut } = endpoint;
  if (endpoint.closing === 0 && endpoint.resources.length > 0) closeWithoutStop(world, endpoint);
  shutTimers(world, endpoint, T.TERMINATED);
  if (shut === Shut.no) endpoint.shut = Shut.unstopped;
  noteEnd(world, endpoint);
}

/** Resources of an endpoint that ends without onStop: the reference closes them, the original need not (LIFE-07, START-03). */
function closeWithoutStop(world: World, endpoint: EndpointRecord): void {
  const demanded = world.profile.quirks === 'refused';
  endpoint.closing = demanded ? 1 : 2;
  if (demanded) world.owed += endpoint.resources.length;
}

/** The tasks of the executor that are not yet due are dropped. */
export function shutTimers(world: World, endpoint: EndpointRecord, symbol: number): void {
  const { task } = world.tables;
  endpoint.shut = Shut.stopped;
  for (const id of endpoint.timed) {
    const op = world.ops[id] as OpRecord;
    if (op.future !== Future.pending || (op.task !== TS.waiting && symbol !== T.TERMINATED)) continue;
    if (op.task === TS.sent && endpoint.frameWork === op.id) continue;
    op.legs &= ~bit.timer;
    op.task = settleBy(world, op, task, op.task, symbol, failing('task-cancelled'), 0);
  }
}

/** An error left the handling of a message: the endpoint is gone, and its service with all the others goes down. */
export function failEndpoint(world: World, endpoint: EndpointRecord, blame: number): void {
  endEndpoint(world, endpoint, failing('endpoint-failed'), 0, blame);
  const { siblingFailed } = endpoint;
  failService(world, world.services[endpoint.service] as ServiceRecord);
  endpoint.siblingFailed = siblingFailed; // it is no sibling of its own
}

/** The service goes down: each of its endpoints that is alive is about to be stopped (SUPER-02). */
export function failService(world: World, service: ServiceRecord): void {
  service.state = world.pass(world.tables.service, service.state, S.FAIL, service);
  service.failed = 1;
  for (const sibling of world.usedEndpoints) {
    if (sibling.service !== service.id || sibling.ghost) continue;
    if (!world.hasEnded(sibling)) sibling.legs |= bit.kill;
    else if (!world.isGone(sibling)) sibling.siblingFailed = 1;
  }
}

/** The endpoint that has ended is removed: everybody who watches its termination hears, once, how it ended (TERM-04). */
export function releaseEndpoint(world: World, endpoint: EndpointRecord): void {
  const { lifecycle } = world.tables;
  endpoint.lifecycle = world.pass(lifecycle, endpoint.lifecycle, L.GONE, endpoint);
  endpoint.legs &= ~bit.gone;
  for (let id = endpoint.watchers; id >= 0; ) {
    const op = world.ops[id] as OpRecord;
    tellWatcher(world, op, endpoint);
    id = op.watch;
  }
}

/** The endpoint is cut off unless it is gone: its termination future fails, or never completes in the original (SERV-06, TERM-12). */
export function cutEndpoint(world: World, endpoint: EndpointRecord): void {
  const { lifecycle, target } = world.tables;
  if (!world.look(lifecycle, endpoint.lifecycle, L.CUT)) return;
  const blame = world.first;
  endpoint.lifecycle = world.step(lifecycle, endpoint.lifecycle, L.CUT);
  endpoint.target = world.pass(target, endpoint.target, H.END, endpoint);
  endpoint.ended = X.notProperlyStopped;
  endpoint.endBlame = blame;
  world.count(blame, endpoint);
  for (let id = endpoint.watchers; id >= 0; ) {
    const op = world.ops[id] as OpRecord;
    world.may(op, X.notProperlyStopped, 0, blame);
    id = op.watch;
  }
}

/** Asks, connects and tasks of callers of a service that goes down fail, or stay open in the original (DEAD-06). */
export function closeCallers(world: World, service: ServiceRecord, expired: boolean): void {
  const { ask, caller, task } = world.tables;
  const expected = failing(expired ? 'close-timeout' : 'illegal-state');
  for (const op of world.usedOps) {
    if (op.service !== service.id || op.future !== Future.pending) continue;
    if (op.type === 'connect') {
      op.connect = settleBy(world, op, caller, op.connect, expired ? C.EXPIRED : C.CLOSED, expected, 0);
    } else if (op.type === 'service-schedule' || op.type === 'schedule') {
      const symbol = expired ? T.EXPIRED : T.CLOSED;
      const own = expired ? expected : X.cancelledOrClosed;
      op.task = settleBy(world, op, task, op.task, symbol, own, 0);
    } else if (op.asked !== 0) {
      op.ask = settleBy(world, op, ask, op.ask, expired ? A.EXPIRED : A.CLOSED, expected, 0);
      if (!world.complete && !expired) op.alternate = lostInClosing(op);
    }
    op.legs &= ~(bit.timeout | bit.timer | bit.tick);
  }
}

/** How an ask may end, too, whose service closed before it was answered; one that was made meanwhile may not be sent (DEAD-06). */
const lostInClosing = ({ alternate }: OpRecord): number =>
  alternate === throwing('illegal-state') ? X.unreachableOrRefused : failing('recipient-unreachable');

/** Whether every endpoint of the service is gone, and whether every one that the service tracks is. */
export function remaining(
  world: World,
  service: ServiceRecord,
): { all: boolean; tracked: boolean; failed: boolean } {
  let all = true;
  let tracked = true;
  let failed = false;
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.service !== service.id || endpoint.ghost) continue;
    if (endpoint.closedAlone === 0 && endpoint.ended >= 0 && endpoint.ended !== X.nothing) failed = true;
    if (world.isGone(endpoint)) continue;
    all = false;
    if (endpoint.closedAlone === 0) tracked = false;
  }
  return { all, tracked, failed };
}

/** The service is down: what is left of it is cut off, callers are told, and its future completes. */
export function shutDown(world: World, service: ServiceRecord, blame: number): void {
  let expected: number = X.nothing;
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.service !== service.id || !endpoint.exists || endpoint.ghost) continue;
    if (world.hasEnded(endpoint) && !world.isGone(endpoint)) releaseEndpoint(world, endpoint);
    cutEndpoint(world, endpoint);
    const failed = endpoint.lifecycle === LS['failed.gone']; // SUPER-09: also when it was closed alone
    if ((endpoint.closedAlone === 1 && !failed) || endpoint.ended === X.nothing) continue;
    const forgotten = endpoint.closedAlone === 1 && areLegal(world); // SUPER-09
    if (!forgotten) expected = X.anyError;
    else if (expected === X.nothing) expected = X.nothingOrAnyError;
    noteServiceFailed(world, endpoint);
  }
  closeCallers(world, service, false);
  breakLinks(world, service);
  for (let id = service.closers; id >= 0; ) {
    const op = world.ops[id] as OpRecord;
    completeClose(world, service, op, expected, blame);
    id = op.watch;
  }
}

/** Whether the close of a service may wait for what still has to leave, and fail when its limit expires meanwhile (SERV-14). */
export const mayDrain = ({ punctual }: World, { remote }: ServiceRecord): boolean => !punctual && remote;

/** Whether a service has sockets or the like, whose time no event of the trace tells: they dial, and close, at their own pace. */
export const hasSockets = (world: World, service: ServiceRecord): boolean =>
  world.complete && mayDrain(world, service);

/** Whether a service is down, and nobody has heard yet how its close came out. */
export function isDraining(world: World, service: ServiceRecord): boolean {
  for (let id = service.closers; id >= 0; ) {
    const op = world.ops[id] as OpRecord;
    if (op.future === Future.optional) return true;
    id = op.watch;
  }
  return false;
}

/** The close of a service completes: at once, or when what still had to leave over its sockets has left. */
export function completeClose(
  world: World,
  service: ServiceRecord,
  op: OpRecord,
  expected: number,
  blame: number,
  detail = 0,
): void {
  if (hasSockets(world, service)) return world.may(op, expected, detail, blame);
  world.owe(op, expected, detail, -1, blame);
  if (mayDrain(world, service)) op.alternate = failing('close-timeout');
}

/** Callers in other services learn that the service is gone (DEAD-03). */
export function breakLinks(world: World, service: ServiceRecord): void {
  for (let from = 0; from < world.numberOfServices; from++) {
    if (from === service.id) continue;
    failLink(world, from, service.id);
    breakLink(world, from, service.id);
    breakLink(world, service.id, from);
  }
}

/**
 * Asks and connects from one service to another will not be answered any more, and what is on its way may be lost: also
 * what nobody waits for any more. A socket does not know what it has lost.
 */
export function breakLink(world: World, from: number, to: number): void {
  for (const op of world.usedOps) {
    if (op.service !== from) continue;
    const waits = op.future === Future.pending;
    if ((!waits && (op.legs & carried) === 0) || destinationOf(world, op) !== to) continue;
    op.lossy = Lossy.lost;
    if (waits) op.legs |= bit.unreachable;
  }
}

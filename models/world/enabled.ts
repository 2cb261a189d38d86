/** Which actions are enabled: for the judgement that everything has been done, and for the search. */
import { D } from '../decisions.js';
import { ARRIVED_EARLY, consider, ofEndpoint, ofService } from './actions.js';
import { arrivePatterns } from './connecting.js';
import { isObserved, isStopObserved } from './given.js';
import { visitCandidates } from './identifications.js';
import { bit, timed } from './legs.js';
import { isHead, isReady, overtakes } from './mail.js';
import { aheadMs, areLegal, mayBeLost } from './quirks.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Frame, Future, Lossy } from './records.js';
import { I, SS } from './symbols.js';
import type { World } from './world.js';

/** Receives an enabled action. @returns true to stop */
export type Visitor = (leg: number, id: number, hint: number) => boolean;

/**
 * Visits every action that may be enabled, in a canonical order; whoever visits asks `consider` for the last word.
 *
 * @param latenessMs how late a timer must be to count, in milliseconds
 * @returns true when the visitor stopped
 */
export function visitEnabled(world: World, latenessMs: number, visit: Visitor): boolean {
  if (world.slow) arrivePatterns(world);
  for (const op of world.usedOps) {
    if (op.legs !== 0 && visitOp(world, op, latenessMs, visit)) return true;
  }
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.legs !== 0 && visitEndpoint(endpoint, visit)) return true;
  }
  for (const service of world.services) {
    if (visitService(world, service, latenessMs, visit)) return true;
  }
  return false;
}

function visitOp(world: World, op: OpRecord, latenessMs: number, visit: Visitor): boolean {
  for (let legs = op.legs; legs !== 0; legs &= legs - 1) {
    const leg = legs & -legs;
    if (leg === bit.identify || leg === bit.identity) {
      if (visitIdentifications(op, leg, visit)) return true;
      continue;
    }
    if (leg === bit.request && mayHaveBeenEarly(world, op) && visit(leg, op.id, ARRIVED_EARLY)) return true;
    if (mayRun(world, op, leg, latenessMs) && visit(leg, op.id, -1)) return true;
  }
  return false;
}

/** Whether a delayed run may have arrived before its time, although its time has passed (SELF-07). */
function mayHaveBeenEarly(world: World, op: OpRecord): boolean {
  if (world.complete || op.arrival !== I.RUN || op.due === op.at) return false;
  return world.now >= op.due && mayRun(world, op, bit.request, 0);
}

/** A pattern has one identification for each match. */
function visitIdentifications(op: OpRecord, leg: number, visit: Visitor): boolean {
  const isSent = leg === bit.identify;
  if (isSent && op.mayMiss === 1 && op.identifying > 0 && visit(leg, op.id, -1)) return true;
  const toCandidate = (endpoint: number): boolean => visit(leg, op.id, endpoint);
  return visitCandidates(op, isSent, toCandidate) ?? visit(leg, op.id, -1);
}

/** A cheap look at what usually holds an action back. */
function mayRun(world: World, op: OpRecord, leg: number, latenessMs: number): boolean {
  if ((leg & timed) !== 0) {
    if (leg === bit.tick) return world.now + aheadMs(world, op.runs) >= op.due + latenessMs;
    return world.now >= (leg === bit.timeout ? op.deadline : op.due) + latenessMs;
  }
  if (leg !== bit.request && leg !== bit.handshake && leg !== bit.due && leg !== bit.fault) return true;
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  if (!isReady(world, endpoint)) return false;
  return leg === bit.due || leg === bit.fault || isHead(endpoint, op) || overtakes(world, endpoint, op);
}

function visitEndpoint(endpoint: EndpointRecord, visit: Visitor): boolean {
  for (let legs = endpoint.legs & ofEndpoint; legs !== 0; legs &= legs - 1) {
    const leg = legs & -legs;
    if (visit(leg, endpoint.id, -1)) return true;
  }
  return false;
}

function visitService(world: World, service: ServiceRecord, latenessMs: number, visit: Visitor): boolean {
  if (service.state !== SS.closing && service.state !== SS.failing) return false;
  if (visit(bit.down, service.id, -1)) return true;
  return (
    service.expires === 1 &&
    world.now >= service.deadline + latenessMs &&
    visit(bit['close-timeout'], service.id, -1)
  );
}

/** How late a timer of a target on the wall clock may be before its absence counts, in milliseconds. */
const LATENESS_MAX_MS = 1000;

/**
 * Whether nothing is left to do but to wait: no action is enabled. What is owed is judged before.
 *
 * @returns true when it is quiet; otherwise the world knows what is enabled
 */
export function isQuiet(world: World): boolean {
  if (isClosing(world)) return false;
  return !visitEnabled(world, world.punctual ? 0 : LATENESS_MAX_MS, (leg, id, hint) =>
    mustRun(world, leg, id, hint),
  );
}

/** Whether a close over sockets, which takes the time that they need, has not come to its end. */
function isClosing(world: World): boolean {
  if (!world.complete || areLegal(world)) return false;
  const op = world.usedOps.find(({ type, future }) => type === 'close-service' && future === Future.optional);
  if (op !== undefined) world.refuseBy(op.blame, op.blame + 1, 'the outcome of % was not observed', op.id);
  return op !== undefined;
}

/** Actions whose absence nobody can notice. */
function isOptional(world: World, leg: number, id: number, hint: number): boolean {
  if (leg === bit.unreachable) return !world.complete || world.ops[id]?.future !== Future.pending;
  const op = (leg & (ofEndpoint | ofService)) === 0 ? world.ops[id] : undefined;
  if (op !== undefined && (mayBeAbsent(op, leg) || mayBeLost(world, op))) return true;
  switch (leg) {
    case bit.result:
      return isObserved(world.ops[id] as OpRecord);
    case bit['stop-future']:
      return isStopObserved(world.endpoints[id] as EndpointRecord);
    case bit.answer:
      return (world.ops[id] as OpRecord).answerOptional !== 0;
    case bit.identify:
      return isHeldAfterItsEnd(world, hint);
    case bit.request:
    case bit.due:
    case bit.handshake:
      return isHeldAfterItsEnd(world, op?.endpoint ?? -1);
    case bit.timer:
      return world.hasEnded(world.endpoints[(world.ops[id] as OpRecord).endpoint] as EndpointRecord);
    default:
      return false;
  }
}

/** Whether a handler that was cut off with its endpoint has the main thread: what comes may wait for it, and need not. */
function isHeldAfterItsEnd(world: World, id: number): boolean {
  const endpoint = world.endpoint(id);
  return (
    !world.complete && endpoint !== undefined && world.hasEnded(endpoint) && endpoint.frame !== Frame.none
  );
}

/** The limit of an ask expires whatever is lost or late; where its steps are late, that of a connect begins late. */
function mayBeAbsent(op: OpRecord, leg: number): boolean {
  if (leg !== bit.timeout) return op.lossy !== Lossy.no;
  return op.lossy === Lossy.late && op.asked === 0;
}

/** A message that is dropped must still have arrived; a late answer is reported by complete traces alone. */
function isMessage(leg: number): boolean {
  return leg === bit.request || leg === bit.due;
}

/** An answer that never arrives breaks the rules that demand it, too. */
function isAnswer(leg: number): boolean {
  return leg === bit.answer || leg === bit.greeting;
}

/** Whether an action is enabled and not optional. */
function mustRun(world: World, leg: number, id: number, hint: number): boolean {
  if (isOptional(world, leg, id, hint) || !consider(world, leg, id, hint)) return false;
  if (leg === bit.down && world.early) return false;
  const decision = world.tables.book.decisionOf[world.first];
  const inconsequential = decision === D.late || decision === D.ignore || decision === D.drop;
  if (inconsequential && !world.complete && !isMessage(leg)) return false;
  const words = 'an action of % is still to be run';
  if (isAnswer(leg)) world.refusePassed(world.first, world.last, words, id);
  else world.refuseBy(world.first, world.last, words, id);
  world.refusedAction(leg, id);
  if ((leg & (ofEndpoint | ofService)) === 0) world.refusedOp = id;
  return true;
}

/**
 * Actions: `consider` says whether one is enabled and leaves the decisions that it may take in the world; `apply` does
 * what was decided. Both modes of the oracle run on these two.
 */

import { applyResult, considerResult } from './answers.js';
import {
  applyAnswer,
  applyTimeout,
  applyUnreachable,
  considerAnswer,
  considerTimeout,
  considerUnreachable,
} from './asking.js';
import {
  applyGreeting,
  applyHandshake,
  applyIdentify,
  applyIdentity,
  considerGreeting,
  considerHandshake,
  considerIdentify,
  considerIdentity,
} from './connecting.js';
import {
  applyControl,
  applyDown,
  applyEndpoint,
  applyExpiry,
  applyFault,
  considerControl,
  considerDown,
  considerEndpoint,
  considerExpiry,
  considerFault,
} from './control.js';
import { isOnItsWay } from './delays.js';
import { applyWork, considerReady, considerWork } from './invocations.js';
import { bit } from './legs.js';
import { isHead, overtakes } from './mail.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { R } from './rules.js';
import { applyTick, considerTick } from './service-tasks.js';
import { L } from './symbols.js';
import { applyReturn, applyTimer, considerReturn, considerTimer } from './timing.js';
import type { World } from './world.js';

/** Legs whose number is that of an endpoint. */
export const ofEndpoint = bit.close | bit['stop-future'] | bit.kill | bit.gone;
/** Legs whose number is that of a service. */
export const ofService = bit.down | bit['close-timeout'];

/**
 * Whether an action is enabled: its alternatives are then in `world.first` and `world.last`.
 *
 * @param leg the bit of the leg
 * @param id the operation, endpoint or service
 * @param hint the endpoint of an identification
 * @returns false when it is not enabled; the world then knows why
 */
export function consider(world: World, leg: number, id: number, hint: number): boolean {
  world.passed = world.passedToo = -1;
  if ((leg & ofEndpoint) !== 0) return considerOnEndpoint(world, leg, id);
  if ((leg & ofService) !== 0) return considerOnService(world, leg, id);
  const op = world.ops[id];
  if (op === undefined) {
    return world.wasInvoked(id)
      ? world.refuse(R.twice, 'everything of % is over', id)
      : world.refuse(R.invention, 'operation % was not invoked', id);
  }
  if ((op.legs & leg) === 0) return notUnderWay(world, op, leg);
  if (isOnItsWay(world, op, leg)) return world.refuse(R.invention, 'the message of % has not arrived', id);
  switch (leg) {
    case bit.request:
      return considerRequest(world, op, hint === ARRIVED_EARLY);
    case bit.answer:
      return considerAnswer(world, op);
    case bit.due:
      return considerDue(world, op);
    case bit.timer:
      return considerTimer(world, op);
    case bit.timeout:
      return considerTimeout(world, op);
    case bit.identify:
      return considerIdentify(world, op, hint);
    case bit.identity:
      return considerIdentity(world, op, hint);
    case bit.handshake:
      return considerHandshake(world, op);
    case bit.greeting:
      return considerGreeting(world, op);
    case bit.result:
      return considerResult(world, op);
    case bit.return:
      return considerReturn(world, op);
    case bit.unreachable:
      return considerUnreachable(world, op);
    case bit.fault:
      return considerFault(world, world.endpoints[op.endpoint] as EndpointRecord);
    case bit.tick:
      return considerTick(world, op);
    default:
      return world.refuse(R.invention, 'no such action of %', id);
  }
}

/** An action that ran already is a second delivery (ORD-05); one that was never under way is an invention (ORD-08). */
function notUnderWay(world: World, op: OpRecord, leg: number): false {
  return (op.ran & leg) !== 0
    ? world.refuse(R.twice, 'this action of % ran already', op.id)
    : world.refuse(R.invention, 'no such action of % is under way', op.id);
}

function considerOnEndpoint(world: World, leg: number, id: number): boolean {
  const endpoint = world.endpoints[id];
  if (endpoint === undefined || (endpoint.legs & leg) === 0) {
    return world.refuse(R.invention, 'no such action of endpoint % is under way', id);
  }
  return considerEndpoint(world, endpoint, leg);
}

function considerOnService(world: World, leg: number, id: number): boolean {
  const service = world.service(id);
  if (service === undefined) return world.refuse(R.invention, 'there is no service %', id);
  if (leg === bit.down) return considerDown(world, service);
  if (service.expires === 0) return world.refuse(R.invention, 'the close of service % has no limit', id);
  return considerExpiry(world, service);
}

/**
 * The hint of the request of a delayed run that arrived before its time. On a real clock nobody saw when it arrived, and
 * what is known now (that its time has passed) says nothing about then. No endpoint has this number: no event can say it.
 */
export const ARRIVED_EARLY = -2;

const isControl = (op: OpRecord) => op.gate === L.START || op.gate === L.STOP || op.gate === L.TERMINATE;

function considerRequest(world: World, op: OpRecord, early: boolean): boolean {
  if (op.fate !== 0) return world.refuse(op.fate, 'the message of % cannot arrive', op.id);
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  if (!isHead(endpoint, op) && !overtakes(world, endpoint, op)) {
    const rule = op.service === endpoint.service ? R.order : R.orderRemote;
    return world.refuse(rule, 'an earlier message of the sender of % is on its way', op.id);
  }
  if (isControl(op)) return considerControl(world, op, endpoint);
  return considerReady(world, endpoint) && considerWork(world, op, endpoint, false, early);
}

function considerDue(world: World, op: OpRecord): boolean {
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  return considerReady(world, endpoint) && considerWork(world, op, endpoint, true, false);
}

/**
 * Runs an action that {@link consider} found enabled.
 *
 * @param alternative one of the alternatives that it left
 */
export function apply(world: World, leg: number, id: number, hint: number, alternative: number): void {
  if ((leg & ofEndpoint) !== 0) {
    applyEndpoint(world, world.endpoints[id] as EndpointRecord, leg, alternative);
    return;
  }
  if ((leg & ofService) !== 0) {
    const service = world.services[id] as Parameters<typeof applyDown>[1];
    if (leg === bit.down) applyDown(world, service, alternative);
    else applyExpiry(world, service, alternative);
    return;
  }
  const op = world.ops[id] as OpRecord;
  op.ran |= leg;
  applyToOp(world, op, leg, hint, alternative);
}

function applyToOp(world: World, op: OpRecord, leg: number, hint: number, alternative: number): void {
  switch (leg) {
    case bit.request:
      if (isControl(op)) applyControl(world, op, world.endpoints[op.endpoint] as EndpointRecord, alternative);
      else applyWork(world, op, world.endpoints[op.endpoint] as EndpointRecord, false, alternative);
      break;
    case bit.answer:
      applyAnswer(world, op, alternative);
      break;
    case bit.due:
      applyWork(world, op, world.endpoints[op.endpoint] as EndpointRecord, true, alternative);
      break;
    case bit.timer:
      applyTimer(world, op, alternative);
      break;
    case bit.timeout:
      applyTimeout(world, op, alternative);
      break;
    case bit.identify:
      applyIdentify(world, op, hint, alternative);
      break;
    case bit.identity:
      applyIdentity(world, op, hint, alternative);
      break;
    case bit.handshake:
      applyHandshake(world, op, alternative);
      break;
    case bit.greeting:
      applyGreeting(world, op, alternative);
      break;
    case bit.result:
      applyResult(world, op);
      break;
    case bit.return:
      applyReturn(world, op, alternative);
      break;
    case bit.unreachable:
      applyUnreachable(world, op, alternative);
      break;
    case bit.tick:
      applyTick(world, op, alternative);
      break;
    default:
      applyFault(world, op, world.endpoints[op.endpoint] as EndpointRecord, alternative);
      break;
  }
}

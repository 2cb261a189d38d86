/** Begin and end of handlers and hooks, and the closing of resources, as they are observed (MAIN-01, STOP-07). */
import type { BeginEvent, ClosedEvent, EndEvent } from '../../spec/trace.js';
import { D } from '../decisions.js';
import { endWork, mayEnd } from './answers.js';
import { isBlocking } from './blocking.js';
import { endEndpoint, stopFailure } from './endings.js';
import { failing } from './expect.js';
import { leaveFrame } from './frames.js';
import { considerWork } from './invocations.js';
import { bit } from './legs.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Frame } from './records.js';
import { RoleNumber, roles } from './roles.js';
import { R } from './rules.js';
import { beginTask, endTask } from './service-tasks.js';
import { L, LS } from './symbols.js';
import { noteHeld, noteStarted } from './witness.js';
import type { World } from './world.js';

/** A handler or hook begins: it must have been decided. */
export function begin(world: World, event: BeginEvent): boolean {
  if (event.role === 'service-task') return beginTask(world, event);
  const endpoint = world.endpoints[event.endpoint];
  if (endpoint?.frame !== Frame.due || endpoint.frameWork !== event.work) {
    return refuseBegin(world, endpoint, event);
  }
  if (event.role !== roles[endpoint.role]) return refuseBegin(world, endpoint, event);
  if (endpoint.closing === 1) {
    return world.refuse(R.resources, 'endpoint % has resources that are not closed', endpoint.id);
  }
  endpoint.frame = Frame.inside;
  if (endpoint.role < RoleNumber.start) hold(world, endpoint, world.ops[event.work] as OpRecord);
  return true;
}

/** A handler whose script says so holds its main thread until it is released, which may have been done. */
function hold(world: World, endpoint: EndpointRecord, op: OpRecord): void {
  if (op.script?.end.ending !== 'hold') return;
  endpoint.frame = Frame.held;
  world.owed--;
  if (op.released !== 0) op.legs |= bit.return;
}

function refuseBegin(world: World, endpoint: EndpointRecord | undefined, event: BeginEvent): false {
  const op = event.role === 'start' || event.role === 'stop' ? undefined : world.ops[event.work];
  if (op !== undefined && op.answerBlame >= 0) {
    return world.refuseBy(op.answerBlame, op.answerBlame + 1, 'work % must not begin', event.work);
  }
  if (endpoint !== undefined && endpoint.frame !== Frame.none) {
    world.refuse(R.busy, 'the main thread of endpoint % is busy', event.endpoint);
    if (op !== undefined && isBlocking(op.operation) && op.sender === -1 - endpoint.id)
      world.blameAlso(R.blockingSelf);
    return false;
  }
  if (endpoint !== undefined && op !== undefined && isToBeRefused(world, op, endpoint)) {
    return world.refuseBy(world.first, world.last, 'work % must not begin', event.work);
  }
  if (endpoint !== undefined && isUncalledHook(world, endpoint, event.role))
    return world.refuseBy(world.first, world.last, 'hook of % must not begin', event.work);
  return world.refuse(R.invention, 'nothing made % begin', event.work);
}

/** Whether the message that a hook follows would not call it now: the world knows by which rules (LIFE-03, LIFE-07). */
function isUncalledHook(world: World, endpoint: EndpointRecord, role: BeginEvent['role']): boolean {
  if (role !== 'start' && role !== 'stop') return false;
  const { lifecycle, book } = world.tables;
  if (!world.look(lifecycle, endpoint.lifecycle, role === 'start' ? L.START : L.TERMINATE)) return false;
  const decision = book.decisionOf[world.first];
  return decision !== D['on-start'] && decision !== D['on-stop'];
}

/** Whether the message of the work is still on its way, and would not be let through now: the world knows by which rules. */
function isToBeRefused(world: World, op: OpRecord, endpoint: EndpointRecord): boolean {
  if ((op.legs & bit.request) === 0 || op.endpoint !== endpoint.id) return false;
  if (!considerWork(world, op, endpoint, false, false)) return false;
  const decision = world.tables.book.decisionOf[world.first];
  return decision !== D.execute && decision !== D.arm;
}

/** A handler or hook ends. */
export function end(world: World, event: EndEvent): boolean {
  if (event.role === 'service-task') return endTask(world, event);
  const endpoint = world.endpoints[event.endpoint];
  const inside = endpoint !== undefined && (endpoint.frame === Frame.inside || endpoint.frame === Frame.held);
  if (!inside || endpoint.frameWork !== event.work || event.role !== roles[endpoint.role]) {
    return world.refuse(R.invention, 'handler % ends and has not begun', event.work);
  }
  if (endpoint.role === RoleNumber.start) return endStart(world, endpoint, event);
  if (endpoint.role === RoleNumber.stop) return endStop(world, endpoint, event);
  return endHandler(world, endpoint, event);
}

function endHandler(world: World, endpoint: EndpointRecord, event: EndEvent): boolean {
  const { lifecycle } = world.tables;
  const op = world.ops[event.work] as OpRecord;
  const script = op.script;
  if (script === null || !mayEnd(op, script, event)) {
    return world.refuse(R.invention, 'handler % ends otherwise than its script says', event.work);
  }
  if (endpoint.frame === Frame.held && (op.ran & bit.return) === 0) {
    return world.refuse(R.blocking, 'handler % was not released', event.work);
  }
  world.owed--;
  noteHeld(world, endpoint);
  leaveFrame(endpoint);
  endWork(world, op, event);
  if (event.how === 'throw') endpoint.threw = world.first;
  if (world.isGone(endpoint)) return true; // the limit of a close has cut the endpoint off meanwhile (SERV-14)
  const draining = endpoint.lifecycle === LS['terminating.draining'];
  world.look(lifecycle, endpoint.lifecycle, L.END);
  const { first } = world;
  world.count(first, endpoint);
  endpoint.lifecycle = world.step(lifecycle, endpoint.lifecycle, L.END);
  if (draining) endEndpoint(world, endpoint, stopFailure(endpoint), endpoint.op, first);
  return true;
}

/** The hook onStart ended: STARTED, or the end of the endpoint. */
function endStart(world: World, endpoint: EndpointRecord, event: EndEvent): boolean {
  const script = endpoint.onStart?.end;
  const expected = script === 'promise' ? 'future' : script;
  if (script !== 'observed' && event.how !== expected) {
    return world.refuse(R.invention, 'onStart of % ends otherwise than its script says', endpoint.id);
  }
  const symbol =
    event.how === 'return' ? L.HOOK_RETURN : event.how === 'throw' ? L.HOOK_THROW : L.HOOK_PROMISE;
  const blame = endHook(world, endpoint, symbol);
  if (blame === CUT_OFF) return true;
  noteStarted(world, endpoint);
  if (symbol !== L.HOOK_RETURN) endEndpoint(world, endpoint, failing('start-failed'), 0, blame);
  return true;
}

/** The hook onStop ended: TERMINATING until its future completes, or the end of the endpoint. */
function endStop(world: World, endpoint: EndpointRecord, event: EndEvent): boolean {
  const script = endpoint.onStop?.end;
  const { how } = event;
  const expected = script === 'throw' || script === 'null' ? script : 'future';
  if (script === 'observed' ? how === 'return' : how !== expected) {
    return world.refuse(R.invention, 'onStop of % ends otherwise than its script says', endpoint.id);
  }
  if (how === 'throw' || how === 'null') {
    const blame = endHook(world, endpoint, how === 'throw' ? L.HOOK_THROW : L.HOOK_NULL);
    if (blame !== CUT_OFF) endEndpoint(world, endpoint, failing('stop-failed'), 0, blame);
    return true;
  }
  if (script === 'done') endpoint.hook = 1;
  if (script === 'failed') endpoint.hook = 2;
  endpoint.hookOpen = 1;
  if (endHook(world, endpoint, endpoint.hook === 0 ? L.HOOK_OPEN : L.HOOK_COMPLETE) === CUT_OFF) return true;
  if (endpoint.hook !== 0 || script === 'observed') endpoint.legs |= bit['stop-future'];
  return true;
}

/** The endpoint was cut off while its hook ran: the end of the hook changes nothing any more (SERV-14). */
const CUT_OFF = -1;

/** Sends the end of a hook to the lifecycle chart. @returns the alternative, or {@link CUT_OFF} */
function endHook(world: World, endpoint: EndpointRecord, symbol: number): number {
  const { lifecycle } = world.tables;
  world.owed--;
  leaveFrame(endpoint);
  if (!world.look(lifecycle, endpoint.lifecycle, symbol)) return CUT_OFF;
  const { first } = world;
  world.count(first, endpoint);
  endpoint.lifecycle = world.step(lifecycle, endpoint.lifecycle, symbol);
  return first;
}

/** A resource is closed: the last registered one first. */
export function closed(world: World, event: ClosedEvent): boolean {
  const endpoint = world.endpoints[event.endpoint];
  if (endpoint === undefined || endpoint.closing === 0) {
    return world.refuse(R.resources, 'nothing made resource % be closed', event.resource);
  }
  const { resources } = endpoint;
  if (resources[resources.length - 1] !== event.resource) {
    return world.refuse(R.resources, 'resource % is closed out of order', event.resource);
  }
  resources.pop();
  if (endpoint.closing === 1) world.owed--;
  if (resources.length === 0) endpoint.closing = 0;
  return true;
}

/** Work at its endpoint: how a message is let through by lifecycle, fencing and invocation, and what is decided then. */
import type { ErrorCode } from '../../spec/errors.js';
import { D } from '../decisions.js';
import { Kind } from '../kinds.js';
import { depart } from './delays.js';
import { failEndpoint } from './endings.js';
import { CLASSES, Class, Row } from './envelopes.js';
import { failing } from './expect.js';
import { enterFrame } from './frames.js';
import { bit } from './legs.js';
import { isReady, takeOff } from './mail.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Envelope, Frame } from './records.js';
import { RoleNumber } from './roles.js';
import { R } from './rules.js';
import { codeOfDecision, isDecision, settleBy } from './settle.js';
import { I, IS, L, LS, T, TS } from './symbols.js';
import { noteDead, noteDelay, noteDelivery, noteRefusal } from './witness.js';
import type { World } from './world.js';

/** How the envelope of a message compares with the token of the endpoint, now. */
function classOf(endpoint: EndpointRecord, op: OpRecord): number {
  if (op.envelope === Envelope.bare) return Class.bare;
  if (op.envelope === Envelope.unfenced) return Class.unfenced;
  if (op.token === 0) return Class.null;
  if (op.token === endpoint.token) return op.equalWhenSent ? Class.equal : Class.equalNow;
  return op.equalWhenSent ? Class.otherNow : Class.other;
}

/** The event of the invocation chart: a run depends on whether its time had come when it arrived. */
function arrivalOf(world: World, op: OpRecord, again: boolean, early: boolean): number {
  if (op.arrival !== I.RUN) return op.arrival;
  if (early) return I.RUN_EARLY;
  if (again) return I.RUN_DUE;
  if (op.due === op.at) return I.RUN;
  return world.now >= op.due ? I.RUN_PASSED : I.RUN_EARLY;
}

/**
 * Looks up what becomes of a message that the endpoint takes now: the alternatives are left in the world.
 *
 * @param again true for a message that was sent again when it was due
 * @param early true for a delayed run that arrived before its time, however late it is now
 */
export function considerWork(
  world: World,
  op: OpRecord,
  endpoint: EndpointRecord,
  again: boolean,
  early: boolean,
): boolean {
  const { lifecycle, fencing, invocation, book } = world.tables;
  const gate = again && op.gate === L.RUN ? L.DUE_RUN : op.gate;
  const row = again && op.row === Row.run ? Row.dueRun : op.row;
  if (op.task === TS.over) return world.look(world.tables.task, op.task, T.DUE);
  if (!world.look(lifecycle, endpoint.lifecycle, gate)) {
    return world.refuse(R.draining, 'endpoint % takes no message', endpoint.id);
  }
  if (book.decisionOf[world.first] !== D.admit) return true;
  world.passed = world.first;
  const symbol = world.fencingSymbols[row * CLASSES + classOf(endpoint, op)] as number;
  if (symbol < 0 || !world.look(fencing, endpoint.fencing, symbol)) {
    return world.refuse(R.fencing, 'no envelope of that kind reaches endpoint %', endpoint.id);
  }
  if (book.decisionOf[world.first] !== D.admit) return true;
  world.passedToo = world.first;
  return world.look(invocation, op.work, arrivalOf(world, op, again, early));
}

/** Whether the endpoint can take the message now; refuses with the rule that forbids it. */
export function considerReady(world: World, endpoint: EndpointRecord): boolean {
  if (isReady(world, endpoint)) return true;
  return endpoint.frame === Frame.none
    ? world.refuse(R.draining, 'the stop of endpoint % is decided', endpoint.id)
    : world.refuse(R.busy, 'the main thread of endpoint % is busy', endpoint.id);
}

/** What a message that was let through, or not, does. */
export function applyWork(
  world: World,
  op: OpRecord,
  endpoint: EndpointRecord,
  again: boolean,
  alternative: number,
): void {
  const { book, invocation } = world.tables;
  const decision = book.decisionOf[alternative] as number;
  world.hear(endpoint, kindOf(op, again));
  if (again) {
    op.legs &= ~bit.due;
  } else {
    takeOff(world, endpoint, op, bit.request);
    noteDelivery(world, op, endpoint);
  }
  world.count(alternative, isOfEndpoint(world, alternative) ? endpoint : op);
  if (world.passed >= 0) world.count(world.passed, endpoint);
  if (world.passedToo >= 0) world.count(world.passedToo, endpoint);
  if (decision === D.execute) {
    op.work = IS.executing;
    op.alternate = -1;
    if (op.operation?.type === 'run-async') noteDelay(world, op.operation.delayMs);
    enterFrame(world, endpoint, roleOf(op), op.id, alternative);
  } else if (decision === D.fail) {
    op.work = IS.over;
    endpoint.lifecycle = world.step(world.tables.lifecycle, endpoint.lifecycle, L.FAULT);
    failEndpoint(world, endpoint, alternative);
  } else if (decision === D.arm) {
    op.work = world.step(invocation, op.work, I.RUN_EARLY);
    op.legs |= bit.timer;
    op.equalWhenSent = 1; // FENCE-20: its new envelope has the token of now, with which it was let through
  } else {
    op.work = IS.over;
    noteUntaken(world, op, endpoint);
    if (isDecision(world, alternative, 'refuse')) {
      refuseAsker(op, codeOfDecision(world, alternative), alternative);
      depart(world, op, endpoint.service, op.service);
    } else if (op.gate === L.TASK && op.task !== TS.over) dropTask(world, op, endpoint);
  }
}

const kinds = [
  Kind.ask,
  Kind['call-async'],
  Kind.tell,
  Kind['run-async'],
  Kind['delayed-run'],
  Kind.task,
  Kind.execute,
];

/** What kind of message the operation is. */
const kindOf = ({ row }: OpRecord, again: boolean): number =>
  kinds[again && row === Row.run ? Row.dueRun : row] as number;

/** Whether an alternative is one of its endpoint: its lifecycle or its fencing does not let the message through. */
function isOfEndpoint({ tables: { book, lifecycle, fencing } }: World, alternative: number): boolean {
  const chart = book.chartOf[alternative];
  return chart === lifecycle.number || chart === fencing.number;
}

/** The message was not taken: because the endpoint is stopped, or because it has ended. */
function noteUntaken(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  if (world.passed >= 0) return;
  if (world.hasEnded(endpoint)) noteDead(world, op, endpoint);
  else noteRefusal(world, op, endpoint);
}

function refuseAsker(op: OpRecord, code: ErrorCode, blame: number): void {
  op.answer = failing(code);
  op.answerDetail = 0;
  op.answerText = -1;
  op.answerBlame = blame;
  op.legs |= bit.answer;
}

/** A task of the executor is dropped on arrival: its handle is cancelled, or fails by fencing, or stays open. */
function dropTask(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  const { task } = world.tables;
  const fenced = world.passed >= 0;
  const fresh = endpoint.lifecycle === LS['stopped.fresh'];
  const symbol = fenced ? T.FENCED : fresh ? T.DROPPED_FRESH : T.DROPPED;
  op.task = settleBy(
    world,
    op,
    task,
    op.task,
    symbol,
    failing(fenced ? 'fencing-token' : 'task-cancelled'),
    0,
  );
}

/** The role of the work of an operation. */
function roleOf(op: OpRecord): number {
  if (op.type === 'call' || op.type === 'send-raw') return RoleNumber.call;
  if (op.type === 'call-async') return RoleNumber.callable;
  return RoleNumber.run;
}

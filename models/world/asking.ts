/** The caller's side of asks: answers, limits, lost links (rules CALL-21, CALL-25, TIME, DEAD). */
import { D } from '../decisions.js';
import { expireConnect } from './connecting.js';
import { failing, X } from './expect.js';
import { bit, endedBySettling } from './legs.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { R } from './rules.js';
import { isDecision } from './settle.js';
import { A, C, IS } from './symbols.js';
import { noteExpired, noteSettled } from './witness.js';
import type { World } from './world.js';

/** The event of the ask chart for what comes back: an answer of the handler, or a refusal before it. */
const answerSymbol = (world: World, op: OpRecord): number =>
  isDecision(world, op.answerBlame, 'refuse') ? A.REFUSAL : A.ANSWER;

/** The answer reached the table of the caller. */
export function considerAnswer(world: World, op: OpRecord): boolean {
  world.passed = op.answerBlame;
  return world.look(world.tables.ask, op.ask, answerSymbol(world, op));
}

/** It settles the ask, or comes too late. */
export function applyAnswer(world: World, op: OpRecord, alternative: number): void {
  op.legs &= ~bit.answer;
  world.count(alternative, op);
  op.ask = world.step(world.tables.ask, op.ask, answerSymbol(world, op));
  if (world.tables.book.decisionOf[alternative] !== D.settle) return;
  op.legs &= ~endedBySettling(world);
  noteSettled(world, op);
  world.owe(op, op.answer, op.answerDetail, op.answerText, op.answerBlame);
}

/** The event of the ask chart for an expired limit. */
function limitOf(world: World, op: OpRecord): number {
  if (op.limit === A.TIMEOUT_CALLABLE || op.work !== IS.awaiting) return op.limit;
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  return world.hasEnded(endpoint) ? A.TIMEOUT_AFTER_END : op.limit;
}

/** The limit of an ask or of a step of a connect expired: not before its time (TIME-09). */
export function considerTimeout(world: World, op: OpRecord): boolean {
  if (world.now < op.deadline) return world.refuse(R.early, 'the limit of % has not passed', op.id);
  if (op.asked === 0) return world.look(world.tables.caller, op.connect, C.TIMEOUT);
  return world.look(world.tables.ask, op.ask, limitOf(world, op));
}

/** The future fails. */
export function applyTimeout(world: World, op: OpRecord, alternative: number): void {
  if (op.asked === 0) {
    expireConnect(world, op);
    return;
  }
  op.legs &= ~endedBySettling(world);
  world.count(alternative, op);
  noteExpired(world, op);
  op.ask = world.step(world.tables.ask, op.ask, limitOf(world, op));
  world.owe(op, failing('ask-timeout'), 0, -1, alternative);
}

/** The link to the target is lost, and the caller learns it. */
export function considerUnreachable(world: World, op: OpRecord): boolean {
  if (op.asked === 0) return world.look(world.tables.caller, op.connect, C.UNREACHABLE);
  return world.look(world.tables.ask, op.ask, A.LINK_LOST);
}

/** How a connect fails whose link is lost: a history may name either cause (HAND-14). */
const unreachable = ({ complete }: World): number =>
  complete ? failing('connection') : X.unreachableOrConnection;

/** The future fails, unless the news come too late. */
export function applyUnreachable(world: World, op: OpRecord, alternative: number): void {
  op.legs &= ~(bit.unreachable | bit.timeout);
  world.count(alternative, op);
  const { ask, caller, book } = world.tables;
  if (op.asked === 0) op.connect = world.step(caller, op.connect, C.UNREACHABLE);
  else op.ask = world.step(ask, op.ask, A.LINK_LOST);
  if (book.decisionOf[alternative] !== D.settle) return;
  world.owe(op, op.asked === 0 ? unreachable(world) : failing('recipient-unreachable'), 0, -1, alternative);
}

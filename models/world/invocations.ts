/**
 * Work at its endpoint: how a message is let through (lifecycle, fencing, invocation), what its execution does, and
 * what the caller is answered.
 */
import type { ErrorCode } from '../../spec/errors.js';
import type { WorkEnding, WorkScript } from '../../spec/operations.js';
import type { EndKind } from '../../spec/trace.js';
import { D } from '../decisions.js';
import { failEndpoint } from './endings.js';
import { CLASSES, Class, Row } from './envelopes.js';
import { failing, X } from './expect.js';
import { enterFrame } from './frames.js';
import { bit } from './legs.js';
import { isReady, takeOff } from './mail.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Envelope, Frame, Future } from './records.js';
import { R } from './rules.js';
import { codeOfDecision, isDecision, settleBy } from './settle.js';
import { I, IS, L, LS, T, TS } from './symbols.js';
import { noteAnswer, noteDead, noteDelay, noteDelivery, noteRefusal } from './witness.js';
import type { World } from './world.js';

/** How the envelope of a message compares with the token of the endpoint, now. */
function classOf(world: World, endpoint: EndpointRecord, op: OpRecord): number {
  if (op.envelope === Envelope.bare) return Class.bare;
  if (op.envelope === Envelope.unfenced) return Class.unfenced;
  if (endpoint.fencing === world.plainState) return op.token === 0 ? Class.null : Class.other;
  if (op.token === 0) return Class.null;
  if (op.token === endpoint.token) return op.equalWhenSent ? Class.equal : Class.equalNow;
  return op.equalWhenSent ? Class.otherNow : Class.other;
}

/** The event of the invocation chart: a run depends on whether its time has come. */
function arrivalOf(world: World, op: OpRecord, again: boolean): number {
  if (op.arrival !== I.RUN) return op.arrival;
  if (again) return world.now >= op.due ? I.RUN_DUE : I.RUN_EARLY;
  if (op.due === op.at) return I.RUN;
  return world.now >= op.due ? I.RUN_PASSED : I.RUN_EARLY;
}

/**
 * Looks up what becomes of a message that the endpoint takes now: the alternatives are left in the world.
 *
 * @param again true for a message that was sent again when it was due
 */
export function considerWork(world: World, op: OpRecord, endpoint: EndpointRecord, again: boolean): boolean {
  const { lifecycle, fencing, invocation, book } = world.tables;
  const gate = again ? (op.gate === L.RUN ? L.DUE_RUN : L.TASK) : op.gate;
  const row = again && op.row === Row.run ? Row.dueRun : op.row;
  world.passed = world.passedToo = -1;
  if (op.task === TS.over && op.row === Row.task && again)
    return world.look(world.tables.task, op.task, T.DUE);
  if (!world.look(lifecycle, endpoint.lifecycle, gate)) {
    return world.refuse(R.draining, 'endpoint % takes no message', endpoint.id);
  }
  if (book.decisionOf[world.first] !== D.admit) return true;
  world.passed = world.first;
  const symbol = world.fencingSymbols[row * CLASSES + classOf(world, endpoint, op)] as number;
  if (symbol < 0 || !world.look(fencing, endpoint.fencing, symbol)) {
    return world.refuse(R.fencing, 'no envelope of that kind reaches endpoint %', endpoint.id);
  }
  if (book.decisionOf[world.first] !== D.admit) return true;
  world.passedToo = world.first;
  return world.look(invocation, op.work, arrivalOf(world, op, again));
}

/** Whether the endpoint can take the message now; refuses with the rule that forbids it. */
export function considerReady(world: World, endpoint: EndpointRecord): boolean {
  if (isReady(endpoint)) return true;
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
  if (again) {
    op.legs &= ~bit.due;
  } else {
    takeOff(world, endpoint, op, bit.request);
    noteDelivery(world, op, endpoint);
  }
  world.count(alternative);
  if (world.passed >= 0) world.count(world.passed);
  if (world.passedToo >= 0) world.count(world.passedToo);
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
    rewrap(world, op, endpoint);
  } else {
    op.work = IS.over;
    noteUntaken(world, op, endpoint);
    if (isDecision(world, alternative, 'refuse'))
      refuseAsker(op, codeOfDecision(world, alternative), alternative);
    else if (op.gate === L.TASK && op.task !== TS.over) dropTask(world, op, endpoint);
  }
}

/** The message was not taken: because the endpoint is stopped, or because it has ended. */
function noteUntaken(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  if (world.passed >= 0) return;
  if (world.hasEnded(endpoint)) noteDead(world, op, endpoint);
  else noteRefusal(world, op, endpoint);
}

/** An armed run is put into an envelope with the token that the endpoint has now (FENCE-20). */
function rewrap(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  if (endpoint.fencing === world.plainState || op.envelope === Envelope.unfenced) return;
  op.envelope = Envelope.fenced;
  op.token = endpoint.token;
  op.equalWhenSent = endpoint.token === 0 ? 0 : 1;
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

/** Roles by number, as frames hold them. */
export const roles = ['call', 'run', 'callable', 'start', 'stop', 'service-task'] as const;
/** The numbers of {@link roles}. */
export const RoleNumber = { call: 0, run: 1, callable: 2, start: 3, stop: 4, serviceTask: 5 } as const;

/** The role of the work of an operation. */
function roleOf(op: OpRecord): number {
  const type = op.operation?.type;
  if (type === 'call' || type === 'send-raw') return RoleNumber.call;
  if (type === 'call-async') return RoleNumber.callable;
  return RoleNumber.run;
}

/** Whether a handler with this script may end like that. */
export function mayEnd(op: OpRecord, script: WorkScript, how: EndKind): boolean {
  switch (script.end.ending) {
    case 'throw':
    case 'throw-non-error':
    case 'throw-ask-timeout':
      return how === 'throw';
    case 'later':
    case 'later-bytes':
      return how === 'future';
    case 'hold':
      return how === (op.released === 2 ? 'throw' : 'return');
    case 'null':
      return how === 'null' || how === 'return';
    default:
      return how === 'return';
  }
}

const sent = (op: OpRecord, plain: number, encoded: number) => (op.encoded ? encoded : plain);

/** How far the framing of a message may push a result over the limit that it fits by itself (SIZE-07), in bytes. */
const FRAMING_BYTES_MAX = 4096;

/** The event of the invocation chart for what a handler, or its future, ended with. */
function endingSymbol(world: World, op: OpRecord, end: WorkEnding): number {
  switch (end.ending) {
    case 'return':
      return sent(op, I.RETURN, I.RETURN_SENT);
    case 'null':
      return sent(op, I.NULL, I.NULL_SENT);
    case 'throw':
      return sent(op, I.THROW, I.THROW_SENT);
    case 'throw-non-error':
      return sent(op, I.THROW_NON_ERROR, I.THROW_NON_ERROR_SENT);

    case 'throw-ask-timeout':
      return sent(op, I.THROW_ASK_TIMEOUT, I.THROW_ASK_TIMEOUT_SENT);
    case 'later':
      return op.released === 2 ? I.RELEASED_ERROR : I.RELEASED;
    case 'hold':
      return op.released === 2 ? sent(op, I.THROW, I.THROW_SENT) : sent(op, I.RETURN, I.RETURN_SENT);
    case 'bytes':
    case 'later-bytes':
      return bytesSymbol(world, op, end.size);
    case 'unserializable':
      return sent(op, I.UNSERIALIZABLE, I.UNSERIALIZABLE_SENT);
    case 'encoder-throws':
      return sent(op, I.ENCODER_THROWS, I.ENCODER_THROWS_SENT);
    case 'undecodable':
      return sent(op, I.UNDECODABLE, I.UNDECODABLE_SENT);
    case 'look-alike':
      return sent(op, I.LOOK_ALIKE, I.LOOK_ALIKE_SENT);
  }
}

function bytesSymbol(world: World, op: OpRecord, size: number): number {
  if (!op.encoded) return I.BYTES;
  const limit = world.services[(world.endpoints[op.endpoint] as EndpointRecord).service]?.frameBytes ?? 0;
  if (size > limit) return I.BYTES_SENT_LARGE;
  return size > limit - FRAMING_BYTES_MAX ? I.BYTES_SENT_NEAR : I.BYTES_SENT_FITS;
}

function callableSymbol(op: OpRecord, end: WorkEnding): number {
  switch (end.ending) {
    case 'return':
      return I.CALLABLE_RETURN;
    case 'null':
      return I.CALLABLE_NULL;
    case 'throw':
      return I.CALLABLE_THROW;
    case 'throw-non-error':
      return I.CALLABLE_THROW_NON_ERROR;

    case 'throw-ask-timeout':
      return I.CALLABLE_THROW_ASK_TIMEOUT;
    case 'later':
    case 'later-bytes':
      return I.CALLABLE_FUTURE;
    case 'hold':
      return op.released === 2 ? I.CALLABLE_THROW : I.CALLABLE_RETURN;
    default:
      return I.CALLABLE_OTHER;
  }
}

/** Sets the answer that is on its way from the name of its content. */
function setAnswer(world: World, op: OpRecord, end: WorkEnding, alternative: number): void {
  const content = codeOfDecision(world, alternative) as string;
  op.alternate = serializedAnyway(world, op, end);
  noteAnswer(world, op, world.endpoints[op.endpoint] as EndpointRecord);
  op.answerDetail = op.id;
  op.answerText = -1;
  op.answerBlame = alternative;
  op.answerOptional = world.last - world.first > 1 ? 1 : 0;
  op.legs |= bit.answer;
  switch (content) {
    case 'value':
      setOwn(world, op, end);
      break;
    case 'null':
      op.answer = X.nothing;
      break;
    case 'failure':
      op.answer = X.failure;
      break;
    case 'non-error':
      op.answer = X.nonError;
      break;
    case 'own-timeout':
      op.answer = X.ownTimeout;
      break;
    case 'future':
      op.answer = X.anyValue;
      break;
    case 'bytes':
    case 'own':
      setNatural(world, op, end);
      break;
    case 'unserializable':
    case 'encoder-throws':
    case 'undecodable':
    case 'look-alike':
      op.answer = X.text;
      op.answerText = world.nameNumber(content);
      break;
    default:
      op.answer = failing(content as ErrorCode);
  }
}

/** In the original the result of a method marked local is serialized where serialization is forced (SIZE-12). */
function serializedAnyway(world: World, op: OpRecord, end: WorkEnding): number {
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  const service = world.services[endpoint.service] as ServiceRecord;
  if (op.encoded === 1 || !service.forced || world.profile.quirks === 'refused') return -1;
  switch (end.ending) {
    case 'unserializable':
    case 'encoder-throws':
      return failing('result-not-serializable');
    case 'undecodable':
      return failing('result-undecodable');
    case 'bytes':
    case 'later-bytes':
      return end.size > service.frameBytes ? failing('result-too-large') : -1;
    default:
      return -1;
  }
}

/** The value of a `return`: the number of the operation, or which overload ran. */
function setOwn(world: World, op: OpRecord, end: WorkEnding): void {
  const direct = op.operation?.type === 'call' && end.ending !== 'later';
  const method = direct && op.operation?.type === 'call' ? op.operation.method : 'ask';
  op.answer = X.own;
  if (!method.startsWith('overloaded')) return;
  op.answer = X.text;
  op.answerText = world.nameNumber(method === 'overloaded(text)' ? 'text' : 'number');
}

/** The value of an ending that is handed over as it is. */
function setNatural(world: World, op: OpRecord, end: WorkEnding): void {
  if (end.ending === 'bytes' || end.ending === 'later-bytes') {
    op.answer = X.number;
    op.answerDetail = end.size;
  } else {
    op.answer = X.text;
    op.answerText = world.nameNumber(end.ending);
  }
}

/** A handler ended: the answer goes on its way, or the future is awaited, or nobody cares. */
export function endWork(world: World, op: OpRecord): void {
  const end = (op.script as WorkScript).end;
  if (op.operation?.type === 'schedule') endTask(world, op, end);
  else if (!op.asked) endUnasked(world, op, end);
  else if (op.row === Row.callable) endCallable(world, op, end);
  else endAsk(world, op, end);
}

function endAsk(world: World, op: OpRecord, end: WorkEnding): void {
  const { invocation } = world.tables;
  if (end.ending === 'later' || end.ending === 'later-bytes') {
    world.look(invocation, op.work, I.FUTURE);
    world.count(world.first);
    op.work = IS.awaiting;
    if (op.released || end.ending === 'later-bytes') op.legs |= bit.result;
    return;
  }
  world.look(invocation, op.work, endingSymbol(world, op, end));
  world.count(world.first);
  op.work = IS.over;
  setAnswer(world, op, end, world.first);
}

function endCallable(world: World, op: OpRecord, end: WorkEnding): void {
  const { invocation } = world.tables;
  const symbol = callableSymbol(op, end);
  world.look(invocation, op.work, symbol);
  world.count(world.first);
  op.work = world.step(invocation, op.work, symbol);
  if (symbol !== I.CALLABLE_FUTURE) {
    setAnswer(world, op, end, world.first);
    return;
  }
  if (op.released || end.ending === 'later-bytes') op.legs |= bit.result;
  // The original takes the future itself for the result.
  if (world.last - world.first > 1) setAnswer(world, op, end, world.last - 1);
}

function endUnasked(world: World, op: OpRecord, end: WorkEnding): void {
  const throws = end.ending.startsWith('throw');
  const isRun = op.row === Row.run || op.row === Row.task;
  const symbol = isRun ? (throws ? I.RUN_THROWS : I.RUN_OVER) : throws ? I.TELL_THROWS : I.TELL_OVER;
  world.look(world.tables.invocation, op.work, symbol);
  world.count(world.first);
  op.work = IS.over;
}

/** A scheduled task was executed: its handle has the result (MAIN-10). */
function endTask(world: World, op: OpRecord, end: WorkEnding): void {
  const { task } = world.tables;
  op.work = IS.over;
  const operation = op.operation;
  const callable = operation?.type === 'schedule' && operation.callable;
  if (end.ending === 'throw' || (end.ending === 'hold' && op.released === 2)) {
    op.task = settleBy(world, op, task, op.task, T.THROW, X.failure, op.id);
  } else if (end.ending === 'throw-ask-timeout') {
    op.task = settleBy(world, op, task, op.task, T.THROW, X.ownTimeout, op.id);
  } else if (end.ending === 'throw-non-error') {
    op.task = settleBy(world, op, task, op.task, T.THROW, X.nonError, op.id);
  } else if (!callable || end.ending === 'null') {
    op.task = settleBy(world, op, task, op.task, T.RETURN, X.nothing, 0);
  } else if (end.ending === 'return' || end.ending === 'hold') {
    op.task = settleBy(world, op, task, op.task, T.RETURN, X.own, op.id);
  } else {
    op.task = settleBy(world, op, task, op.task, T.RETURN, X.anyValue, op.id);
  }
}

/** The future that a handler returned completed: the answer goes on its way. */
export function applyResult(world: World, op: OpRecord): void {
  const end = (op.script as WorkScript).end;
  op.legs &= ~bit.result;
  world.look(world.tables.invocation, op.work, resultSymbol(world, op, end));
  world.count(world.first);
  op.work = IS.over;
  setAnswer(world, op, end, world.first);
}

/** Looks up what the completed future is answered with. */
export function considerResult(world: World, op: OpRecord): boolean {
  const end = (op.script as WorkScript).end;
  world.passed = world.passedToo = -1;
  return world.look(world.tables.invocation, op.work, resultSymbol(world, op, end));
}

function resultSymbol(world: World, op: OpRecord, end: WorkEnding): number {
  const ended = world.hasEnded(world.endpoints[op.endpoint] as EndpointRecord);
  if (end.ending === 'later-bytes') return endingSymbol(world, op, end);
  if (op.released === 2) return ended ? I.RELEASED_ERROR_AFTER_END : I.RELEASED_ERROR;
  return ended ? I.RELEASED_AFTER_END : I.RELEASED;
}

/** Whether the caller still waits. */
export function isPending(op: OpRecord): boolean {
  return op.future === Future.pending;
}

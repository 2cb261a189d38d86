/** What a handler ended with, and what its asker is answered: values, failures, and what encoding makes of them. */
import type { ErrorCode } from '../../spec/errors.js';
import type { WorkEnding, WorkScript } from '../../spec/operations.js';
import type { EndEvent } from '../../spec/trace.js';
import { depart } from './delays.js';
import { Row } from './envelopes.js';
import { failing, X } from './expect.js';
import { endingOf, isObserved, mayGive } from './given.js';
import { bit } from './legs.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { codeOfDecision, settleBy } from './settle.js';
import { I, IS, T } from './symbols.js';
import { noteAnswer } from './witness.js';
import type { World } from './world.js';

/** Whether a handler with this script may end like that. */
export function mayEnd(op: OpRecord, script: WorkScript, { how, gives }: EndEvent): boolean {
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
    case 'observed':
      return gives === undefined || mayGive(how, gives);
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
    case 'observed':
      throw new RangeError(`how the work of ${op.id} ended was not looked at`);
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
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  noteAnswer(world, op, endpoint);
  depart(world, op, endpoint.service, op.service);
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
  if (isObserved(op)) op.answer = observedAnswer(op, content === 'failure');
}

/** Work of an application gave what the trace tells; where that is left out, what threw did not give a value (CALL-11). */
const observedAnswer = ({ gives }: OpRecord, threw: boolean): number =>
  threw && gives === null ? X.anyError : X.given;

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
export function endWork(world: World, op: OpRecord, { how, gives }: EndEvent): void {
  const end = endingOf(op, how);
  op.gives = gives ?? null;
  if (op.type === 'schedule') endTask(world, op, end);
  else if (!op.asked) endUnasked(world, op, end);
  else if (op.row === Row.callable) endCallable(world, op, end);
  else endAsk(world, op, end);
}

function endAsk(world: World, op: OpRecord, end: WorkEnding): void {
  const { invocation } = world.tables;
  if (end.ending === 'later' || end.ending === 'later-bytes') {
    world.look(invocation, op.work, I.FUTURE);
    world.count(world.first, op);
    op.work = IS.awaiting;
    if (op.released || end.ending === 'later-bytes' || isObserved(op)) op.legs |= bit.result;
    return;
  }
  world.look(invocation, op.work, endingSymbol(world, op, end));
  world.count(world.first, op);
  op.work = IS.over;
  setAnswer(world, op, end, world.first);
}

function endCallable(world: World, op: OpRecord, end: WorkEnding): void {
  const { invocation } = world.tables;
  const symbol = callableSymbol(op, end);
  world.look(invocation, op.work, symbol);
  world.count(world.first, op);
  op.work = world.step(invocation, op.work, symbol);
  if (symbol !== I.CALLABLE_FUTURE) {
    setAnswer(world, op, end, world.first);
    return;
  }
  if (op.released || end.ending === 'later-bytes' || isObserved(op)) op.legs |= bit.result;
  // The original takes the future itself for the result.
  if (!isObserved(op) && world.last - world.first > 1) setAnswer(world, op, end, world.last - 1);
}

function endUnasked(world: World, op: OpRecord, end: WorkEnding): void {
  const throws = end.ending.startsWith('throw');
  const isRun = op.row === Row.run || op.row === Row.execute;
  const symbol = isRun ? (throws ? I.RUN_THROWS : I.RUN_OVER) : throws ? I.TELL_THROWS : I.TELL_OVER;
  world.look(world.tables.invocation, op.work, symbol);
  world.count(world.first, op);
  op.work = IS.over;
}

/** A scheduled task was executed: its handle has the result (MAIN-10). */
function endTask(world: World, op: OpRecord, end: WorkEnding): void {
  const { task } = world.tables;
  op.work = IS.over;
  const operation = op.operation;
  const callable = operation?.type === 'schedule' && operation.callable;
  if (isObserved(op)) {
    const threw = end.ending === 'throw';
    op.task = settleBy(world, op, task, op.task, threw ? T.THROW : T.RETURN, observedAnswer(op, threw), 0);
  } else if (end.ending === 'throw' || (end.ending === 'hold' && op.released === 2)) {
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
  const end = endingOf(op, 'future');
  op.legs &= ~bit.result;
  world.look(world.tables.invocation, op.work, resultSymbol(world, op, end));
  world.count(world.first, op);
  op.work = IS.over;
  setAnswer(world, op, end, world.first);
}

/** Looks up what the completed future is answered with. */
export function considerResult(world: World, op: OpRecord): boolean {
  const end = endingOf(op, 'future');
  return world.look(world.tables.invocation, op.work, resultSymbol(world, op, end));
}

function resultSymbol(world: World, op: OpRecord, end: WorkEnding): number {
  const ended = world.hasEnded(world.endpoints[op.endpoint] as EndpointRecord);
  if (end.ending === 'later-bytes') return endingSymbol(world, op, end);
  if (op.released === 2) return ended ? I.RELEASED_ERROR_AFTER_END : I.RELEASED_ERROR;
  return ended ? I.RELEASED_AFTER_END : I.RELEASED;
}

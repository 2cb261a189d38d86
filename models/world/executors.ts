/** Carries out what goes through executors: the main-thread executor of an endpoint, and that of a service. */
import type { Operation } from '../../spec/operations.js';
import { toSelf } from './calling.js';
import { Row } from './envelopes.js';
import { failing, throwing } from './expect.js';
import { bit } from './legs.js';
import { send } from './mail.js';
import { noEndpoint } from './named.js';
import { areLegal } from './quirks.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Envelope, Future, Shut } from './records.js';
import { R } from './rules.js';
import { answerNull, atOnce, decideAtOnce, isDecision, settleBy } from './settle.js';
import { I, L, N, S, T, TS } from './symbols.js';
import type { World } from './world.js';

type Of<Type extends Operation['type']> = Extract<Operation, { type: Type }>;

const noExecutor = (world: World, id: number) => world.refuse(R.invention, 'there is no executor %', id);

/** Obtains the main-thread executor: it is bound to the token of this moment (FENCE-17). */
export function obtainExecutor(world: World, op: OpRecord, operation: Of<'obtain-executor'>): boolean {
  const endpoint = toSelf(world, op, operation.endpoint);
  if (endpoint === null) return noEndpoint(world, operation.endpoint);
  const executor = world.addExecutor(operation.executor);
  executor.endpoint = endpoint.id;
  executor.service = endpoint.service;
  executor.token = op.token;
  executor.envelope = operation.unfenced && op.envelope === Envelope.fenced ? Envelope.unfenced : op.envelope;
  return answerNull(world, op);
}

/** Makes the operation a message through an executor. @returns its endpoint, or null when there is no such executor */
function through(world: World, op: OpRecord, id: number): EndpointRecord | null {
  const executor = world.executors[id];
  if (executor === undefined) return null;
  op.endpoint = executor.endpoint;
  op.service = executor.service;
  op.envelope = executor.envelope;
  op.token = executor.token;
  op.equalWhenSent = executor.token === 0 ? 0 : 1;
  op.row = Row.task;
  return world.endpoints[executor.endpoint] as EndpointRecord;
}

/** Run-async through the executor (MAIN-06). */
export function execute(world: World, op: OpRecord, operation: Of<'execute'>): boolean {
  const endpoint = through(world, op, operation.executor);
  if (endpoint === null) return noExecutor(world, operation.executor);
  op.script = operation.script;
  op.gate = L.EXECUTE;
  op.arrival = I.EXECUTE;
  op.row = Row.execute;
  send(world, op, endpoint, endpoint.service, bit.request);
  return atOnce(world, op, N.EXECUTED);
}

/** A task of the main-thread executor: a timer, whose firing sends a run (MAIN-07). */
export function schedule(world: World, op: OpRecord, operation: Of<'schedule'>): boolean {
  const endpoint = through(world, op, operation.executor);
  if (endpoint === null) return noExecutor(world, operation.executor);
  op.script = operation.script;
  op.gate = L.TASK;
  op.arrival = I.TASK;
  op.due = op.at + Math.max(0, Math.trunc(operation.delayMs));
  endpoint.timed.add(op.id);
  if (endpoint.shut !== Shut.no) {
    op.task = settleBy(world, op, world.tables.task, TS.waiting, T.REFUSED, failing('task-cancelled'), 0);
    if (areLegal(world)) op.alternate = throwing('illegal-state'); // MAIN-13: at the moment of the shutdown
  } else {
    op.legs |= bit.timer;
  }
  return true;
}

/** Cancels a task: it does not run (any more), and its handle is cancelled (MAIN-11, SERV-11). */
export function cancel(world: World, op: OpRecord, operation: Of<'cancel'>): boolean {
  const task = world.op(operation.scheduled);
  answerNull(world, op);
  if (task === undefined) return true;
  if (task.type !== 'schedule' && task.type !== 'service-schedule')
    return world.refuse(R.invention, 'operation % has no handle that could be cancelled', task.id);
  const periodic = task.operation?.type === 'service-schedule' && task.operation.periodMs !== null;
  task.legs &= ~(bit.timer | bit.tick);
  const symbol = periodic ? T.CANCEL_PERIODIC : T.CANCEL;
  // Nobody sees when the handle of work that has ended completes: a cancel can come before that.
  if (!world.complete && task.future === Future.owed) task.alternate = failing('task-cancelled');
  task.task = settleBy(world, task, world.tables.task, task.task, symbol, failing('task-cancelled'), 0);
  return true;
}

/** A task of the executor of a service. */
export function serviceSchedule(world: World, op: OpRecord, operation: Of<'service-schedule'>): boolean {
  const service = world.service(operation.service);
  if (service === undefined) return world.refuse(R.invention, 'there is no service %', operation.service);
  world.look(world.tables.service, service.state, S.SCHEDULE);
  if (isDecision(world, world.first, 'throw') && world.last - world.first === 1) {
    return decideAtOnce(world, op, world.first, service);
  }
  op.blame = world.first;
  world.countRules(world.last - 1);
  if (world.last - world.first > 1) {
    op.alternate = throwing('illegal-state');
    op.undecided = world.last - 1; // what follows tells
  } else world.take(world.first, service);
  op.service = service.id;
  op.due = op.at + Math.max(0, Math.trunc(operation.delayMs));
  op.legs |= bit.tick;
  return true;
}

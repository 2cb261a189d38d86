/** Tasks of the executor of a service: off every main thread, once or periodically (rules SERV-10 to SERV-13, MAIN-04). */
import type { Operation } from '../../spec/operations.js';
import type { BeginEvent, EndEvent } from '../../spec/trace.js';
import { X } from './expect.js';
import { bit } from './legs.js';
import { aheadMs } from './quirks.js';
import type { OpRecord, ServiceRecord } from './records.js';
import { R } from './rules.js';
import { settleBy } from './settle.js';
import { T, TS } from './symbols.js';
import type { World } from './world.js';

type ServiceSchedule = Extract<Operation, { type: 'service-schedule' }>;

/** Whether a run of a task is about to begin, or has begun. */
const Running = { no: 0, due: 1, inside: 2 } as const;

const scheduleOf = (op: OpRecord) => op.operation as ServiceSchedule;

/** A task is due: not before its time. */
export function considerTick(world: World, op: OpRecord): boolean {
  const { mode } = scheduleOf(op);
  if (world.now < op.due - (mode === 'rate' ? aheadMs(world, op.runs) : 0))
    return world.refuse(R.earlyService, 'the delay of % has not passed', op.id);
  return world.look(world.tables.task, op.task, scheduleOf(op).periodMs === null ? T.TICK_ONCE : T.TICK);
}

/** A run of the task begins. */
export function applyTick(world: World, op: OpRecord, alternative: number): void {
  const { periodMs } = scheduleOf(op);
  world.count(alternative, op);
  if (op.undecided >= 0) world.take(op.undecided, world.services[op.service] as ServiceRecord);
  op.undecided = -1;
  op.task = world.step(world.tables.task, op.task, periodMs === null ? T.TICK_ONCE : T.TICK);
  op.legs &= ~bit.tick;
  op.runs++;
  op.running = Running.due;
  world.owed++;
}

/** The begin of a run is observed. */
export function beginTask(world: World, event: BeginEvent): boolean {
  const op = world.ops[event.work];
  if (op?.running !== Running.due)
    return world.refuse(R.earlyService, 'nothing made the service task % run', event.work);
  op.running = Running.inside;
  return true;
}

/** The end of a run is observed: the task is over, or runs again. */
export function endTask(world: World, event: EndEvent): boolean {
  const op = world.ops[event.work];
  if (op?.running !== Running.inside)
    return world.refuse(R.invention, 'the service task % ends and has not begun', event.work);
  const { throwsAtRun, periodMs, mode } = scheduleOf(op);
  const throws = throwsAtRun === null ? event.how === 'throw' : throwsAtRun === op.runs;
  if (event.how !== (throws ? 'throw' : 'return')) {
    return world.refuse(R.invention, 'the service task % ends otherwise than it should', event.work);
  }
  op.running = Running.no;
  world.owed--;
  op.gives = event.gives ?? null;
  const observed = op.gives === null ? X.anyError : X.given;
  const failure = throwsAtRun === null ? observed : X.failure;
  if (throws) settle(world, op, periodMs === null ? T.ONCE_THROWS : T.PERIODIC_THROWS, failure);
  else if (periodMs === null) settle(world, op, T.ONCE_RETURNS, X.anyValue);
  else if (op.task !== TS.over) {
    op.due = periodMs + (mode === 'delay' ? world.now : op.due);
    op.legs |= bit.tick;
  }
  return true;
}

function settle(world: World, op: OpRecord, symbol: number, expected: number): void {
  op.task = settleBy(world, op, world.tables.task, op.task, symbol, expected, op.id);
}

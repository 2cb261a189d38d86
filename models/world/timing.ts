/** Timers of delayed runs and of scheduled tasks, and the return of a handler that held its main thread. */
import { bit } from './legs.js';
import type { OpRecord } from './records.js';
import { R } from './rules.js';
import { I, L, T } from './symbols.js';
import { noteTimer } from './witness.js';
import type { World } from './world.js';

const isTask = (op: OpRecord) => op.gate === L.TASK;

/** The timer of a delayed run or of a task fires: not before its time (SELF-04, MAIN-09). */
export function considerTimer(world: World, op: OpRecord): boolean {
  const task = isTask(op);
  if (world.now < op.due) {
    return world.refuse(task ? R.earlyTask : R.earlyRun, 'the delay of % has not passed', op.id);
  }
  return task
    ? world.look(world.tables.task, op.task, T.TIMER)
    : world.look(world.tables.invocation, op.work, I.TIMER);
}

/** The run is sent to the mailbox. */
export function applyTimer(world: World, op: OpRecord, alternative: number): void {
  op.legs &= ~bit.timer;
  op.legs |= bit.due;
  noteTimer(world, op);
  world.count(alternative, op);
  if (isTask(op)) op.task = world.step(world.tables.task, op.task, T.TIMER);
}

/** A handler that held the main thread was released: its end follows. */
export function considerReturn(world: World, op: OpRecord): boolean {
  return world.look(world.tables.invocation, op.work, I.HELD);
}

/** The end of the handler must now be observed. */
export function applyReturn(world: World, op: OpRecord, alternative: number): void {
  op.legs &= ~bit.return;
  world.count(alternative, op);
  world.owed++;
}

/**
 * Work that waits for its time: a delayed run-async, or a task of the main-thread executor. It is its own timer; when
 * it fires, the work goes through the mailbox like any message, with the token that it is bound to (FENCE-17, FENCE-20).
 */
import { BARE, type Fence } from '../core/message.js';
import { TaskCancelledError } from '../rpc/errors.js';
import { NO_LINK, Timer } from '../scheduling/scheduler.js';
import type { Cell } from './cell.js';
import type { Completion } from './futures.js';
import { type DroppableTask, Message } from './message.js';

/** See the head of this file. */
export class DelayedRun extends Timer implements DroppableTask {
  readonly leg = 'timer';
  readonly id: number;
  readonly dueAtMs: number;
  fence: Fence = BARE;
  /** The handle of a task; a delayed run-async has none. */
  handle: Completion | null = null;
  private readonly cell: Cell;
  private readonly work: () => unknown;
  private done = false;

  constructor(cell: Cell, id: number, work: () => unknown, dueAtMs: number) {
    super();
    this.cell = cell;
    this.id = id;
    this.work = work;
    this.dueAtMs = dueAtMs;
  }

  /** The handle is complete: the work, should it still arrive, is dropped (MAIN-11). */
  get isOver(): boolean {
    return this.done;
  }

  fire(): void {
    this.cell.timerFired(this);
  }

  toMessage(): Message {
    const message = new Message(this.id, 'run', this.cell, NO_LINK, this.fence);
    message.leg = 'due';
    message.dueAtMs = this.dueAtMs;
    message.work = this.handle === null ? this.work : () => this.runTask();
    message.task = this;
    return message;
  }

  /** A task's result and its exceptions belong to its handle (MAIN-10). */
  private runTask(): void {
    let value: unknown;
    this.cell.taskArrived(this);
    try {
      value = this.work();
    } catch (error) {
      this.cell.service.recorder?.gave(null, false, error);
      this.fail(error);
      return;
    }
    const { futures, recorder } = this.cell.service;
    if (!futures.isFuture(value)) {
      recorder?.gave(null, true, value);
      return this.succeed(value);
    }
    recorder?.gap('a scheduled task returned a promise');
    this.cell.openTasks.add(this);
    futures.observe(
      value,
      (result) => this.succeed(result),
      (error) => this.fail(error),
    );
  }

  private succeed(value: unknown): void {
    if (this.done) return;
    this.close();
    this.handle?.succeeded(value);
  }

  private close(): void {
    this.done = true;
    this.cell.taskArrived(this);
    this.cell.openTasks.delete(this);
  }

  dropped(error: Error): void {
    this.fail(error);
  }

  /** Cancels the task for this reason; a task that is complete is left alone. */
  cancelled(reason: string): void {
    this.stop(new TaskCancelledError(`The scheduled task was cancelled: ${reason}`));
  }

  /** Ends the task with this error; a task that is complete is left alone. */
  stop(reason: unknown): void {
    this.cell.removeTask(this);
    this.fail(reason);
  }

  private fail(error: unknown): void {
    if (this.done) return;
    this.close();
    this.handle?.failed(error);
  }
}

/**
 * The main-thread executor of an endpoint: the way back to the main thread after an `await`. It is bound to the token
 * that the endpoint had when it was obtained; after a change of the token its work is dropped (FENCE-17).
 */
import type { Fence } from '../core/message.js';
import type { Cell } from '../runtime/cell.js';
import { DelayedRun } from '../runtime/delayed-run.js';
import type { Completion } from '../runtime/futures.js';
import { Message } from '../runtime/message.js';
import { OBSERVED } from '../runtime/recorded-operations.js';
import type { ServiceRuntime } from '../runtime/service-runtime.js';
import { DELAY_MS_MAX } from '../runtime/service-task.js';
import {
  IllegalArgumentError,
  NullArgumentError,
  TaskCancelledError,
  UnsupportedOperationError,
} from './errors.js';
import type { ScheduledTask } from './promise-futures.js';

/** See the head of this file. Obtain one with {@link RpcEndpoint.mainThreadExecutor}. */
export class MainThreadExecutor {
  private readonly cell: Cell;
  private readonly fence: Fence;
  /** Its number in traces. */
  private readonly number: number;

  /** @internal */
  constructor(cell: Cell, fence: Fence, number = -1) {
    this.cell = cell;
    this.fence = fence;
    this.number = number;
  }

  /**
   * Runs code on the main thread, in the order of messages (MAIN-06). What it throws is logged and swallowed.
   *
   * @throws NullArgumentError without code
   */
  execute(work: () => void): void {
    assertWork(work);
    const { recorder } = this.cell.service;
    if (recorder === null) return this.sendRun(work);
    const operation = { type: 'execute', executor: this.number, script: OBSERVED } as const;
    return recorder.invoke(operation, () => this.sendRun(work));
  }

  private sendRun(work: () => void): void {
    const { service } = this.cell;
    const message = new Message(
      service.scheduler.nextOperation(),
      'run',
      this.cell,
      service.scheduler.sender(),
      this.fence,
    );
    message.work = work;
    service.scheduler.post(message);
  }

  /**
   * Runs code on the main thread after a delay.
   *
   * @param work its result is the result of the task; it must be synchronous
   * @param delayMs whole milliseconds count; a negative delay counts as 0 (MAIN-08)
   * @returns the task: a result, an error of the code, or a `TaskCancelledError` when it was cancelled or dropped
   */
  schedule<Result>(work: () => Result, delayMs: number): ScheduledTask<Result> {
    assertWork(work);
    if (typeof delayMs !== 'number' || Number.isNaN(delayMs) || delayMs > DELAY_MS_MAX) {
      throw new IllegalArgumentError(
        `A delay is a number of milliseconds up to ${DELAY_MS_MAX}, not ${delayMs}`,
      );
    }
    const { recorder } = this.cell.service;
    if (recorder === null) return this.addTask(work, delayMs).task;
    const scheduled = recorder.follow(
      { type: 'schedule', executor: this.number, delayMs, callable: true, script: OBSERVED },
      () => this.addTask(work, delayMs),
      ({ completion }) => completion,
    );
    return scheduled.task;
  }

  private addTask<Result>(
    work: () => Result,
    delayMs: number,
  ): { readonly task: ScheduledTask<Result>; readonly completion: Completion } {
    const { service } = this.cell;
    const delay = Math.max(0, Math.trunc(delayMs));
    const completion = service.futures.newCompletion();
    const task = new DelayedRun(
      this.cell,
      service.scheduler.nextOperation(),
      work,
      service.scheduler.now() + delay,
    );
    task.fence = this.fence;
    task.handle = completion;
    if (!this.cell.addTask(task, delay)) {
      completion.failed(new TaskCancelledError(`Endpoint ${this.cell.name} has stopped its timers`)); // MAIN-13
    }
    const cancel = (): void => task.cancelled('its handle was cancelled');
    return { task: scheduledTask(service, task.id, completion, cancel), completion };
  }

  /** Not offered (MAIN-16). @throws UnsupportedOperationError always */
  scheduleAtFixedRate(_work: () => void, _delayMs: number, _periodMs: number): never {
    throw new UnsupportedOperationError('The main-thread executor has no periodic tasks');
  }

  /** Not offered (MAIN-16). @throws UnsupportedOperationError always */
  scheduleWithFixedDelay(_work: () => void, _delayMs: number, _pauseMs: number): never {
    throw new UnsupportedOperationError('The main-thread executor has no periodic tasks');
  }
}

/** The handle of a task for the application. */
export function scheduledTask<Result>(
  { recorder }: ServiceRuntime,
  operation: number,
  completion: Completion,
  cancel: () => void,
): ScheduledTask<Result> {
  return {
    result: completion.future as Promise<Result>,
    cancel: () => {
      if (recorder === null) cancel();
      else recorder.invoke({ type: 'cancel', scheduled: operation }, cancel);
    },
  };
}

/** @throws NullArgumentError unless there is code to run (SELF-02) */
export function assertWork(work: unknown): void {
  if (typeof work !== 'function') throw new NullArgumentError('There is no code to run');
}

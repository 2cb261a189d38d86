/**
 * A task of the service's own scheduled executor: one shot, at a fixed rate, or with a fixed delay. It runs on no main
 * thread (MAIN-04, SERV-10 to SERV-13).
 */
import { rule } from '../core/ruling.js';
import { IllegalArgumentError, TaskCancelledError } from '../rpc/errors.js';
import { Timer } from '../scheduling/scheduler.js';
import type { Completion } from './futures.js';
import type { ServiceRuntime } from './service-runtime.js';

/** When a task runs. */
export interface ServiceTaskTimes {
  readonly delayMs: number;
  /** `null` for one shot. */
  readonly periodMs: number | null;
  /** `rate`: counted from the start of a run; `delay`: from its end. */
  readonly mode: 'rate' | 'delay';
}

const ticked = rule('SERV-10', 'execute');

/** See the head of this file. */
export class ServiceTask extends Timer {
  readonly leg = 'tick';
  readonly id: number;
  private readonly service: ServiceRuntime;
  private readonly times: ServiceTaskTimes;
  private readonly code: () => unknown;
  private readonly handle: Completion;
  private done = false;

  /** @throws IllegalStateError on a closed service, IllegalArgumentError for times that cannot be */
  constructor(
    service: ServiceRuntime,
    id: number,
    times: ServiceTaskTimes,
    code: () => unknown,
    handle: Completion,
  ) {
    super();
    service.assertOpen('schedule a task');
    assertTimes(times);
    this.service = service;
    this.id = id;
    this.times = times;
    this.code = code;
    this.handle = handle;
    service.tasks.add(this);
    service.scheduler.setTimer(this, times.delayMs);
  }

  fire(): void {
    const { service, times } = this;
    if (times.periodMs !== null && times.mode === 'rate') service.scheduler.setTimer(this, times.periodMs);
    service.observer?.ran('tick', this.id, ticked);
    const { recorder } = service;
    recorder?.taskBegan(this.id);
    let value: unknown;
    try {
      value = this.code();
    } catch (error) {
      recorder?.gave(null, false, error);
      recorder?.taskEnded(this.id, 'throw');
      this.complete(() => this.handle.failed(error)); // SERV-12: a periodic task that throws is not run again
      return;
    }
    const isFuture = service.futures.isFuture(value);
    if (isFuture) recorder?.gap('a task of a service returned a promise');
    recorder?.taskEnded(this.id, 'return');
    if (isFuture) this.observe(value);
    if (times.periodMs === null) {
      if (!isFuture) this.complete(() => this.handle.succeeded(value));
    } else if (times.mode === 'delay' && !this.done) service.scheduler.setTimer(this, times.periodMs);
  }

  /** A promise of a run: its failure ends the task, and it is the result of a task that runs once. */
  private observe(future: unknown): void {
    const onValue = (value: unknown): void => {
      if (this.times.periodMs === null) this.complete(() => this.handle.succeeded(value));
    };
    this.service.futures.observe(future, onValue, (error) => this.stop(error));
  }

  /** Cancels the task (SERV-11); one that is complete is left alone. */
  cancel(): void {
    this.stop(new TaskCancelledError('The scheduled task was cancelled'));
  }

  /** Ends the task with this error. */
  stop(reason: unknown): void {
    this.complete(() => this.handle.failed(reason));
  }

  private complete(settle: () => void): void {
    if (this.done) return;
    this.done = true;
    this.service.tasks.delete(this);
    this.service.scheduler.cancelTimer(this);
    settle();
  }
}

/** @throws IllegalArgumentError for times that cannot be */
export function assertTimes({ delayMs, periodMs }: ServiceTaskTimes): void {
  assertDelay(delayMs);
  if (periodMs === null || periodMs > 0) return;
  throw new IllegalArgumentError(`A period is more than 0 ms, not ${periodMs}`);
}

/** The longest delay that timers of the platform can carry, in milliseconds. */
export const DELAY_MS_MAX = 2_147_483_647;

/** @throws IllegalArgumentError unless the delay is a number from 0 to {@link DELAY_MS_MAX} (SELF-02, SELF-08) */
export function assertDelay(delayMs: number): void {
  if (typeof delayMs === 'number' && delayMs >= 0 && delayMs <= DELAY_MS_MAX) return;
  throw new IllegalArgumentError(
    `A delay is a number of milliseconds from 0 to ${DELAY_MS_MAX}, not ${String(delayMs)}`,
  );
}

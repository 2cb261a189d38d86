/** The scheduled executor of a service: it runs code at a later time, on the main thread of no endpoint (MAIN-04). */
import type { Completion } from '../runtime/futures.js';
import type { ServiceRuntime } from '../runtime/service-runtime.js';
import { assertTimes, ServiceTask, type ServiceTaskTimes } from '../runtime/service-task.js';
import { assertWork, scheduledTask } from './main-thread-executor.js';
import type { ScheduledTask } from './promise-futures.js';

/** See the head of this file. Each method throws `IllegalStateError` once the service is closing (SERV-13). */
export class ServiceScheduledExecutor {
  private readonly runtime: ServiceRuntime;

  /** @internal */
  constructor(runtime: ServiceRuntime) {
    this.runtime = runtime;
  }

  /** Runs code once, after a delay in milliseconds; the task has its result. */
  schedule<Result>(work: () => Result, delayMs: number): ScheduledTask<Result> {
    return this.start(work, { delayMs, periodMs: null, mode: 'delay' });
  }

  /** Runs code again and again, counted from start to start, until it throws or is cancelled (SERV-11, SERV-12). */
  scheduleAtFixedRate(work: () => void, delayMs: number, periodMs: number): ScheduledTask<never> {
    return this.start(work, { delayMs, periodMs, mode: 'rate' }) as ScheduledTask<never>;
  }

  /** Runs code again and again, with a pause after each run. */
  scheduleWithFixedDelay(work: () => void, delayMs: number, pauseMs: number): ScheduledTask<never> {
    return this.start(work, { delayMs, periodMs: pauseMs, mode: 'delay' }) as ScheduledTask<never>;
  }

  private start<Result>(work: () => Result, times: ServiceTaskTimes): ScheduledTask<Result> {
    assertWork(work);
    const { recorder, number: service } = this.runtime;
    if (recorder === null) return this.newTask(work, times).task;
    assertTimes(times);
    const started = recorder.follow(
      { type: 'service-schedule', service, ...times, throwsAtRun: null },
      () => this.newTask(work, times),
      ({ completion }) => completion,
    );
    return started.task;
  }

  private newTask<Result>(
    work: () => Result,
    times: ServiceTaskTimes,
  ): { readonly task: ScheduledTask<Result>; readonly completion: Completion } {
    const { runtime } = this;
    const completion = runtime.futures.newCompletion();
    const task = new ServiceTask(runtime, runtime.scheduler.nextOperation(), times, work, completion);
    return { task: scheduledTask(runtime, task.id, completion, () => task.cancel()), completion };
  }
}

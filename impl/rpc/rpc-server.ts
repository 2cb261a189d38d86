/**
 * The server of an endpoint: its self gateway's handle for the life cycle and for work on the main thread. It stays
 * within the process; gateways from a connect offer none of this (HAND-16).
 */
import { type Fence, UNFENCED } from '../core/message.js';
import type { Cell } from '../runtime/cell.js';
import { Message } from '../runtime/message.js';
import { callable, run } from '../runtime/recorded-operations.js';
import { LocalReference } from '../runtime/references.js';
import { assertDelay, DELAY_MS_MAX } from '../runtime/service-task.js';
import type { EndpointBinding } from './endpoint-binding.js';
import { IllegalArgumentError, NullArgumentError } from './errors.js';
import { assertWork, MainThreadExecutor } from './main-thread-executor.js';

/** See the head of this file. */
export class RpcServer {
  private readonly cell: Cell;
  private readonly binding: EndpointBinding;

  /** @internal */
  constructor(cell: Cell, binding: EndpointBinding) {
    this.cell = cell;
    this.binding = binding;
  }

  /** The address of the endpoint. */
  get address(): string {
    return this.cell.address;
  }

  /** Always `localhost` (ADDR-08). */
  get hostName(): string {
    return 'localhost';
  }

  /** Completes when the endpoint is gone: with nothing, or with its failure (TERM-04). */
  get terminationFuture(): Promise<void> {
    const { cell, binding } = this;
    const { recorder } = cell.service;
    const future = (): Promise<void> => binding.termination.future as Promise<void>;
    if (recorder === null) return future();
    const watch = { type: 'watch', endpoint: cell.number, callback: [] } as const;
    return recorder.follow(watch, future, () => binding.termination);
  }

  /** Sends TERMINATE (TERM-01). @returns the termination future */
  terminate(): Promise<void> {
    const { cell, binding } = this;
    const { recorder } = cell.service;
    const act = (): Promise<void> => {
      cell.service.terminate(cell);
      return binding.termination.future as Promise<void>;
    };
    if (recorder === null) return act();
    return recorder.follow({ type: 'terminate', endpoint: cell.number }, act, () => binding.termination);
  }

  /** Sends START (LIFE-02). Starting a terminating endpoint is illegal and takes the service down (LIFE-10). */
  start(): void {
    this.cell.service.control(this.cell, 'start');
  }

  /** Sends STOP: a pause of call processing, without `onStop` (LIFE-04). Illegal while terminating (LIFE-11). */
  stop(): void {
    this.cell.service.control(this.cell, 'stop');
  }

  /** Runs code on the main thread, in the order of messages (SELF-03). */
  runAsync(work: () => void): void {
    this.scheduleRunAsync(work, 0);
  }

  /**
   * Runs code on the main thread, not before the delay has passed (SELF-04).
   *
   * @param delayMs whole milliseconds count; at least 0
   * @throws NullArgumentError without code, IllegalArgumentError for the delay (SELF-02, SELF-08)
   */
  scheduleRunAsync(work: () => void, delayMs: number): void {
    this.run(work, delayMs, this.cell.service.selfFence(this.cell));
  }

  /** {@link runAsync}, exempt from fencing (FENCE-19). */
  runAsyncWithoutFencing(work: () => void): void {
    this.run(work, 0, UNFENCED);
  }

  private run(work: () => void, delayMs: number, fence: Fence): void {
    assertWork(work);
    assertDelay(delayMs);
    const { recorder } = this.cell.service;
    if (recorder === null) this.sendRun(work, delayMs, fence);
    else recorder.invoke(run(this.cell.number, delayMs, fence), () => this.sendRun(work, delayMs, fence));
  }

  private sendRun(work: () => void, delayMs: number, fence: Fence): void {
    const { scheduler } = this.cell.service;
    const message = new Message(scheduler.nextOperation(), 'run', this.cell, scheduler.sender(), fence);
    message.work = work;
    const delay = Math.trunc(delayMs);
    if (delay > 0) message.dueAtMs = scheduler.now() + delay;
    scheduler.post(message);
  }

  /**
   * Runs code on the main thread and answers with its result (SELF-12).
   *
   * @param work a promise that it returns is awaited
   * @param limitMs the caller's limit; the code is not stopped when it passes (SELF-14)
   */
  callAsync<Result>(work: () => Result | Promise<Result>, limitMs: number): Promise<Result> {
    return this.call(work, limitMs, this.cell.service.selfFence(this.cell));
  }

  /** {@link callAsync}, exempt from fencing (FENCE-19). */
  callAsyncWithoutFencing<Result>(work: () => Result | Promise<Result>, limitMs: number): Promise<Result> {
    return this.call(work, limitMs, UNFENCED);
  }

  private call<Result>(work: () => Result | Promise<Result>, limitMs: number, fence: Fence): Promise<Result> {
    assertWork(work);
    const limit = limitOf(limitMs);
    const { recorder } = this.cell.service;
    if (recorder === null) return this.sendCallable(work, limit, fence);
    const operation = callable(this.cell.number, limit, fence);
    return recorder.ask(operation, () => this.sendCallable(work, limit, fence));
  }

  private sendCallable<Result>(
    work: () => Result | Promise<Result>,
    limit: number,
    fence: Fence,
  ): Promise<Result> {
    const { service } = this.cell;
    const message = new Message(
      service.scheduler.nextOperation(),
      'callable',
      this.cell,
      service.scheduler.sender(),
      fence,
    );
    message.work = work;
    const pending = service.futures.newPending(service.table, message.id);
    pending.what = 'callAsync';
    if (limit < 1) pending.reject(new IllegalArgumentError('The limit of a call-async is at least 1 ms'));
    else service.ask(new LocalReference(this.cell), message, pending, limit);
    return pending.future as Promise<Result>;
  }

  /** The executor, bound to the token of this moment (FENCE-17). */
  mainThreadExecutor(): MainThreadExecutor {
    return this.executor(this.cell.service.selfFence(this.cell));
  }

  /** The executor that is exempt from fencing (FENCE-19). */
  mainThreadExecutorWithoutFencing(): MainThreadExecutor {
    return this.executor(UNFENCED);
  }

  private executor(fence: Fence): MainThreadExecutor {
    const { cell } = this;
    const { recorder } = cell.service;
    if (recorder === null) return new MainThreadExecutor(cell, fence);
    const executor = recorder.executorOf(cell.number, fence);
    return recorder.invoke(
      { type: 'obtain-executor', executor, endpoint: cell.number, unfenced: fence === UNFENCED },
      () => new MainThreadExecutor(cell, fence, executor),
    );
  }
}

function limitOf(limitMs: number): number {
  if (limitMs === null || limitMs === undefined)
    throw new NullArgumentError('The limit of a call-async is missing');
  if (typeof limitMs !== 'number' || Number.isNaN(limitMs) || limitMs > DELAY_MS_MAX) {
    throw new IllegalArgumentError(
      `A limit is a number of milliseconds up to ${DELAY_MS_MAX}, not ${String(limitMs)}`,
    );
  }
  return Math.trunc(limitMs);
}

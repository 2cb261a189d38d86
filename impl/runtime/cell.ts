/**
 * A cell: one endpoint incarnation in its service. It takes messages to the pure actor, carries out the rulings, and
 * knows the few things that surround an actor: registered resources, scheduled tasks, how it ended.
 */
import type { Role } from '../../spec/trace.js';
import { type ActorState, handlerReturned, receive, startReturned, stopReturned } from '../core/actor.js';
import { type Ruling, rule } from '../core/ruling.js';
import type { Member } from '../core/supervisor.js';
import {
  EndpointFailedError,
  errorOf,
  InvalidStateError,
  SiblingFailedError,
  StartFailedError,
  StopFailedError,
  TaskCancelledError,
} from '../rpc/errors.js';
import { type Action, NO_LINK, type Recipient } from '../scheduling/scheduler.js';
import type { IncomingCall, Instrumentation } from '../telemetry/instrumentation.js';
import { DelayedRun } from './delayed-run.js';
import type { Hold } from './futures.js';
import type { Message } from './message.js';
import { describeRefusal, describeTokens } from './refusals.js';
import type { ServiceRuntime } from './service-runtime.js';

/** Senders below this number are lanes of clients; an endpoint sends as this number plus its own. */
export const ENDPOINT_SENDERS_FROM = 1024;

/** The user code behind a cell. The runtime calls it; it answers through the cell, at once or later. */
export interface EndpointHost {
  /** Whether the endpoint has the method and takes the arguments; `null` when it does (CALL-08, CALL-09). */
  admit(message: Message): Ruling | null;
  /** Runs a call: ends in {@link Cell.returned}, {@link Cell.threw} or {@link Cell.returnedFuture}. */
  execute(message: Message): void;
  /** Runs `onStart`: ends in {@link Cell.startEnded}. */
  start(): void;
  /** Runs `onStop`: ends in {@link Cell.stopEnded}; its future in {@link Cell.stopCompleted}. */
  stop(): void;
  /** The endpoint is gone: its termination future completes; `null` is success. */
  terminated(failure: unknown): void;
}

/** Something that is closed before `onStop` (STOP-07). */
export interface Closeable {
  /** Called once, on the main thread; what it throws is logged and nothing else. */
  close(): void;
}

const cancelled = rule('MAIN-11', 'drop');
const due = rule('SELF-05', 'execute');
const undue = rule('SELF-05', 'arm');
const resend = rule('SELF-05', 'resend');
const released = rule('TERM-06', 'release');
const completed = rule('CALL-12', 'answer');
const handlerEnded = rule('MAIN-01', 'answer');

/** See the head of this file. */
export class Cell implements Recipient, Member {
  readonly service: ServiceRuntime;
  readonly number: number;
  readonly name: string;
  readonly address: string;
  readonly actor: ActorState;
  readonly host: EndpointHost;
  readonly sender: number;
  closedAlone = false;
  /** The supervisor's kill is on its way, or has arrived: one is enough. */
  killed = false;
  /** Its name was released and its termination future completed. */
  gone = false;
  /** How it ended, once TERMINATED: `null` is success. */
  failure: unknown = null;
  private stopFailure: unknown = null;
  private resources: Closeable[] = [];
  private resourcesClosed = false;
  private readonly tasks = new Set<DelayedRun>();
  /** Delayed runs that wait for their time: unlike tasks they outlive the stop of the timers (MAIN-14). */
  private readonly armed = new Set<DelayedRun>();
  /** Tasks that are due and have not reached the mailbox: their handles end with the endpoint. */
  private readonly dueTasks = new Set<DelayedRun>();
  /** Tasks that ran and returned a future: their handles settle at the latest when the endpoint is gone. */
  readonly openTasks = new Set<DelayedRun>();
  /** The code of this endpoint that runs at this moment holds its main thread. */
  onMainThread = false;

  constructor(service: ServiceRuntime, number: number, name: string, actor: ActorState, host: EndpointHost) {
    this.service = service;
    this.number = number;
    this.name = name;
    this.address = service.addressOf(name);
    this.actor = actor;
    this.host = host;
    this.sender = ENDPOINT_SENDERS_FROM + number;
  }

  get occupied(): boolean {
    return this.actor.busy;
  }

  /** A message reached the head of the mailbox. An error that leaves its handling makes the endpoint fail (SUPER-01). */
  receive(message: Message): void {
    const { actor, service } = this;
    // TERM-03: a future of onStop that has completed says so before the next message begins.
    if (actor.lifecycle === 'TERMINATING' && service.scheduler.hearPromises(message)) return;
    try {
      this.handle(message);
    } catch (error) {
      this.actor.lifecycle = 'TERMINATED';
      this.actor.busy = false;
      this.failBecause(error);
    }
  }

  private handle(message: Message): void {
    const ruling = this.rulingOn(message);
    const { instrumentation, observer } = this.service;
    if (instrumentation !== null && message.kind === 'call') this.follow(instrumentation, message);
    observer?.ran(message.leg, message.id, ruling);
    switch (ruling.decision) {
      case 'execute':
        return this.execute(message);
      case 'on-start':
        return this.beginStart();
      case 'on-stop':
        return this.beginStop();
      case 'arm':
        return this.arm(message);
      case 'terminate':
        return this.end(message.kind === 'kill' ? this.siblingFailure() : null);
      case 'fail':
        return this.fail(message);
      case 'accept':
        return this.answer(message, true, null);
      case 'drop':
        return this.drop(message, ruling);
      case 'ignore':
      case 'pause':
        return;
      default:
        this.refuse(message, ruling);
    }
  }

  /** Telemetry follows a call, from here to its answer. */
  private follow(instrumentation: Instrumentation, message: Message): void {
    const { method, asked, context } = message;
    const call = { method: method?.fullName ?? null, address: this.address, asked };
    message.handling = instrumentation.received(call, context);
  }

  /** What the pure actor cannot know: declarations of methods, and the clock for delayed runs. */
  private rulingOn(message: Message): Ruling {
    if (message.task?.isOver === true) return cancelled; // its timer had fired before the cancel
    const ruling = receive(this.actor, message, this.service.rules.actor);
    return ruling.decision === 'execute' ? this.admit(message, ruling) : ruling;
  }

  private admit(message: Message, ruling: Ruling): Ruling {
    if (message.kind === 'call') return this.host.admit(message) ?? ruling;
    if (message.kind === 'run' && message.dueAtMs > 0) {
      return this.service.scheduler.now() >= message.dueAtMs ? due : undue;
    }
    return ruling;
  }

  private execute(message: Message): void {
    this.actor.busy = true;
    const outer = this.enter(roleOf(message), message.id);
    try {
      if (message.handling !== null) message.handling.run(() => this.host.execute(message));
      else if (message.kind === 'call') this.host.execute(message);
      else this.runWork(message);
    } finally {
      this.leave(outer);
    }
  }

  private runWork(message: Message): void {
    let value: unknown;
    try {
      value = (message.work as () => unknown)();
    } catch (error) {
      this.threw(message, error);
      return;
    }
    this.service.finish(this, message, value);
  }

  /** Code of the endpoint runs from now on: it holds the main thread, and what it sends is the endpoint's (ORD-01). */
  private enter(role: Role, work: number): number {
    const { observer, scheduler } = this.service;
    if (observer !== null) observer.began(this.number, role, work);
    this.onMainThread = true;
    return scheduler.enter(this.sender);
  }

  private leave(outer: number): void {
    this.service.scheduler.leave(outer);
    this.onMainThread = false;
  }

  /** A handler returned a value. */
  returned(message: Message, value: unknown): void {
    this.service.recorder?.gave(message, true, value);
    this.service.observer?.ended(
      this.number,
      roleOf(message),
      message.id,
      value === null ? 'null' : 'return',
    );
    this.answer(message, true, value);
    this.releaseMainThread();
  }

  /** A handler threw; that is the answer, and nothing escalates (SUPER-01). */
  threw(message: Message, error: unknown): void {
    this.service.recorder?.gave(message, false, error);
    this.service.observer?.ended(this.number, roleOf(message), message.id, 'throw');
    this.answer(message, false, error);
    this.releaseMainThread();
  }

  /** A handler returned a future; the main thread is free, the answer comes with {@link completed}. */
  returnedFuture(message: Message): void {
    this.service.observer?.ended(this.number, roleOf(message), message.id, 'future');
    this.releaseMainThread();
  }

  /** The future that a handler returned completed. It answers even if the endpoint is gone by now (CALL-19). */
  completed(message: Message, succeeded: boolean, value: unknown): void {
    this.service.recorder?.gave(message, succeeded, value);
    this.service.observer?.ran('result', message.id, completed);
    this.answer(message, succeeded, value);
  }

  /** A handler that held the main thread across actions returns now; see {@link returned}. */
  resumed(message: Message, hold: Hold): void {
    this.service.observer?.ran('return', message.id, handlerEnded);
    this.returned(message, hold.finish());
  }

  private releaseMainThread(): void {
    this.onMainThread = false;
    if (handlerReturned(this.actor)) this.end(this.stopFailure);
  }

  /** `onStart` ended. A promise is a failure too (START-09). */
  startEnded(how: 'return' | 'throw' | 'future', cause: unknown): void {
    this.onMainThread = false;
    this.service.observer?.ended(this.number, 'start', this.number, how);
    if (startReturned(this.actor, how === 'return')) return;
    this.end(
      new StartFailedError(`Endpoint ${this.name} could not be started: onStart failed`, {
        cause,
        states: { endpoint: this.name },
      }),
    );
  }

  private beginStart(): void {
    const outer = this.enter('start', this.number);
    try {
      this.host.start();
    } finally {
      this.leave(outer);
    }
  }

  /** Resources are closed before the hook, the scheduled tasks before everything (STOP-07, MAIN-12). */
  private beginStop(): void {
    const { scheduler } = this.service;
    this.onMainThread = true;
    const sender = scheduler.enter(this.sender);
    this.closeResources();
    scheduler.leave(sender);
    const outer = this.enter('stop', this.number);
    try {
      this.host.stop();
    } finally {
      this.leave(outer);
    }
  }

  /** `onStop` ended. Without a future it failed (STOP-03, STOP-04). */
  stopEnded(how: 'future' | 'throw' | 'null', cause: unknown): void {
    this.onMainThread = false;
    this.service.observer?.ended(this.number, 'stop', this.number, how);
    if (stopReturned(this.actor, how === 'future')) return;
    this.end(
      new StopFailedError(`Endpoint ${this.name} could not be stopped: onStop failed`, {
        cause,
        states: { endpoint: this.name },
      }),
    );
  }

  /** The future of `onStop` completed (TERM-03); a failure is the termination's own (STOP-05). */
  stopCompleted(failure: unknown): void {
    this.stopFailure = failure;
    this.service.recorder?.gave(null, failure === null, failure);
    const ruling = this.service.rules.actor['TERM-03'](this.actor, NO_INPUT);
    this.service.observer?.ran('stop-future', this.number, ruling);
    if (ruling.decision === 'terminate') this.end(failure);
  }

  /** An error left the message handler: this endpoint failed, and with it its service (SUPER-02, SUPER-03). */
  private fail(message: Message): void {
    this.failBecause(
      message.kind === 'fault'
        ? new Error('injected fault')
        : new InvalidStateError(
            `Endpoint ${this.name} is terminating and received ${message.kind.toUpperCase()}`,
          ),
    );
  }

  private failBecause(cause: unknown): void {
    this.service.logger?.error(
      { endpoint: this.name, error: cause },
      'an endpoint failed, and its service goes down',
    );
    this.end(
      new EndpointFailedError(`Endpoint ${this.name} stopped because it failed`, {
        cause,
        states: { endpoint: this.name },
      }),
    );
    this.service.endpointFailed(this);
  }

  private siblingFailure(): SiblingFailedError {
    const sibling = this.service.failedEndpoint;
    return new SiblingFailedError(`Endpoint ${this.name} was stopped because its sibling ${sibling} failed`, {
      states: { endpoint: this.name, sibling },
    });
  }

  /** TERMINATED: tasks and resources end here, and the removal is due. */
  private end(failure: unknown): void {
    this.failure = failure;
    this.actor.draining = false;
    this.closeResources();
    for (const task of [...this.dueTasks]) task.cancelled(`endpoint ${this.name} has ended`); // MAIN-12
    this.service.scheduler.post(new Removal(this));
  }

  /** Cut off by the limit of close (SERV-14). */
  cutOff(failure: unknown): void {
    this.actor.lifecycle = 'TERMINATED';
    this.failure = failure;
    for (const task of [...this.tasks, ...this.dueTasks, ...this.openTasks]) task.stop(failure);
    this.closeResources();
    this.remove();
  }

  /** The endpoint is removed: its name is free, its termination future completes (TERM-06). */
  private remove(): void {
    this.gone = true;
    for (const run of this.armed) this.service.scheduler.cancelTimer(run); // SELF-11
    this.armed.clear();
    for (const task of [...this.openTasks]) task.cancelled(`endpoint ${this.name} is gone`);
    this.service.endpointGone(this);
    this.host.terminated(this.failure);
  }

  /** Called by {@link Removal}. */
  removalRuns(): void {
    if (this.gone) return;
    this.service.observer?.ran('gone', this.number, released);
    this.remove();
  }

  private refuse(message: Message, ruling: Ruling): void {
    if (message.asked) this.answer(message, false, describeRefusal(this, message, ruling));
  }

  private drop(message: Message, ruling: Ruling): void {
    message.handling?.dropped(ruling.rule);
    this.service.logger?.debug(
      { endpoint: this.name, message: message.kind, rule: ruling.rule },
      'a message was dropped',
    );
    message.task?.dropped(
      ruling.rule.startsWith('FENCE')
        ? errorOf(
            'fencing-token',
            'The scheduled task was obtained with a token that the endpoint no longer has',
            {
              states: { tokens: describeTokens(message, this.actor) },
            },
          )
        : new TaskCancelledError(
            `Endpoint ${this.name} did not run the task: it was not running when the task was due`,
          ),
    );
  }

  private answer(message: Message, succeeded: boolean, value: unknown): void {
    if (message.handling !== null) endHandling(message.handling, succeeded, value);
    if (message.asked) this.service.answer(message, succeeded, value);
  }

  // --- delayed runs and scheduled tasks -------------------------------------------------------------------------

  /** Not due yet: wait, then go through the mailbox once more, with the token of this moment (FENCE-20). */
  private arm(message: Message): void {
    const run = new DelayedRun(this, message.id, message.work as () => unknown, message.dueAtMs);
    run.fence = this.service.selfFence(this);
    this.armed.add(run);
    // Whole milliseconds, so that runs with the same wait share a list of the scheduler.
    this.service.scheduler.setTimer(
      run,
      Math.max(0, Math.ceil(message.dueAtMs - this.service.scheduler.now())),
    );
  }

  /** Called by a timer: the message goes to the mailbox again. */
  timerFired(run: DelayedRun): void {
    this.service.observer?.ran('timer', run.id, resend);
    this.tasks.delete(run);
    this.armed.delete(run);
    if (run.handle !== null) this.dueTasks.add(run);
    this.service.scheduler.post(run.toMessage());
  }

  /** Keeps a task until it is due or the endpoint stops (MAIN-12). False when its timers are shut down already. */
  addTask(task: DelayedRun, delayMs: number): boolean {
    if (this.resourcesClosed) return false;
    this.tasks.add(task);
    this.service.scheduler.setTimer(task, delayMs);
    return true;
  }

  /** A due task has reached the mailbox, or its handle is complete. */
  taskArrived(task: DelayedRun): void {
    this.dueTasks.delete(task);
  }

  removeTask(task: DelayedRun): void {
    this.tasks.delete(task);
    this.service.scheduler.cancelTimer(task);
  }

  // --- resources ------------------------------------------------------------------------------------------------

  /** Registers a resource. False when the endpoint has closed its resources already (STOP-08). */
  addResource(resource: Closeable): boolean {
    if (this.resourcesClosed) return false;
    this.resources.push(resource);
    return true;
  }

  /** Whether the resource was registered. */
  removeResource(resource: Closeable): boolean {
    const position = this.resources.indexOf(resource);
    if (position < 0) return false;
    this.resources.splice(position, 1);
    return true;
  }

  private closeResources(): void {
    if (this.resourcesClosed) return;
    this.resourcesClosed = true;
    for (const task of [...this.tasks]) {
      this.removeTask(task);
      task.cancelled(`endpoint ${this.name} is stopping`);
    }
    for (const resource of this.resources.reverse()) this.closeQuietly(resource);
    this.resources = [];
  }

  /** Closes a resource; what goes wrong is logged and nothing else, also later (STOP-07). */
  closeQuietly(resource: Closeable): void {
    const { futures, logger, recorder } = this.service;
    recorder?.closed(this.number, resource);
    const warn = (error: unknown): void => logger?.warn({ error }, 'a resource failed to close');
    try {
      const closing: unknown = resource.close();
      if (futures.isFuture(closing)) futures.observe(closing, ignore, warn);
    } catch (error) {
      warn(error);
    }
  }
}

const ignore = (): void => undefined;

function endHandling(handling: IncomingCall, succeeded: boolean, value: unknown): void {
  if (succeeded) handling.succeeded();
  else handling.failed(value);
}

const NO_INPUT = { kind: 'unknown', asked: false, envelope: 'bare', token: null, handshake: null } as const;

function roleOf(message: Message): Role {
  return message.kind === 'callable' ? 'callable' : message.kind === 'call' ? 'call' : 'run';
}

/** The removal of an endpoint, as an action: what was queued before becomes dead letters first (TERM-06). */
class Removal implements Action {
  readonly leg = 'gone';
  readonly recipient: Recipient | null = null;
  readonly sender = NO_LINK;
  readonly id: number;
  private readonly cell: Cell;

  constructor(cell: Cell) {
    this.cell = cell;
    this.id = cell.number;
  }

  run(): void {
    this.cell.removalRuns();
  }
}

/**
 * The runtime of one service: it carries out what the pure core decides. It owns the cells, the caller's table and the
 * supervisor, and talks to the scheduler, the transport, and the user code behind the cells. It holds no promise.
 */
import type { ErrorCode } from '../../spec/errors.js';
import type { Leg } from '../../spec/trace.js';
import { type ActorRules, actorRules, type Fencing, newActor } from '../core/actor.js';
import {
  type Answer,
  type CallerRules,
  callerRules,
  type Pending,
  PendingTable,
  type PendingTableOwner,
} from '../core/caller.js';
import { BARE, type Fence } from '../core/message.js';
import { rule } from '../core/ruling.js';
import {
  admitMember,
  firstFailure,
  forgetFailure,
  memberGone,
  newSupervisor,
  type SupervisorRules,
  type SupervisorState,
  supervisorRules,
} from '../core/supervisor.js';
import { addressAt, localAddress } from '../rpc/addresses.js';
import { withCallStack } from '../rpc/call-stack.js';
import {
  AskTimeoutError,
  CloseTimeoutError,
  errorOf,
  IllegalStateError,
  NotProperlyStoppedError,
  RpcConnectionError,
} from '../rpc/errors.js';
import type { Scheduler } from '../scheduling/scheduler.js';
import type { Instrumentation } from '../telemetry/instrumentation.js';
import type { Transport } from '../transport/transport.js';
import { copyOfValue } from '../wire/value-copy.js';
import { AnswerArrival } from './arrivals.js';
import { Cell, type EndpointHost } from './cell.js';
import { CloseLimit, killSiblings, ShutDown, terminateByService } from './closing.js';
import { Connector } from './connector.js';
import { figuresOf } from './figures.js';
import type { FutureAdapter } from './futures.js';
import { HeldReturn } from './held-return.js';
import { Message } from './message.js';
import type { RuntimeObserver } from './observer.js';
import type { OperationRecorder } from './operation-recorder.js';
import { Peers } from './peers.js';
import type { Reference } from './references.js';
import { decodeResult, encodeResult } from './results.js';
import type { ServiceTask } from './service-task.js';

/** The decisions that a runtime is assembled from; the reference's unless a variant is judged. */
export interface RuntimeRules {
  readonly actor: ActorRules;
  readonly caller: CallerRules;
  readonly supervisor: SupervisorRules;
}

/** The decisions of the reference. */
export const referenceRules: RuntimeRules = {
  actor: actorRules,
  caller: callerRules,
  supervisor: supervisorRules,
};

/** A structured logger: the common shape of pino, bunyan and others. */
export interface Logger {
  /** For whoever looks for a fault. */
  debug(details: object, message: string): void;
  /** Something went wrong that nobody waits for. */
  warn(details: object, message: string): void;
  /** Something went wrong that somebody has to look at. */
  error(details: object, message: string): void;
}

/** What a service is configured with. */
export interface ServiceRuntimeOptions {
  readonly number: number;
  readonly scheduler: Scheduler;
  readonly futures: FutureAdapter;
  /** How others are reached and reach this service; the first stands in addresses. */
  readonly transports: readonly Transport[];
  readonly askTimeoutMs: number;
  readonly frameBytes: number;
  /** How many requests may wait for the answers of one peer. */
  readonly pendingAsks: number;
  readonly forceSerialization: boolean;
  /** Expired asks carry the stack of the calling code (TIME-07). */
  readonly captureCallStacks: boolean;
  readonly observer: RuntimeObserver | null;
  readonly instrumentation: Instrumentation | null;
  readonly recorder: OperationRecorder | null;
  readonly logger: Logger | null;
  readonly rules: RuntimeRules;
}

/** Called once when the service is down; `null` is success. */
export type ClosedListener = (failure: unknown) => void;

const ignore = (): void => undefined;
const released = rule('SERV-03', 'release');
const closeExpired = rule('SERV-14', 'release');

/** See the head of this file. */
export class ServiceRuntime implements PendingTableOwner {
  readonly number: number;
  readonly scheduler: Scheduler;
  readonly futures: FutureAdapter;
  readonly transports: readonly Transport[];
  readonly askTimeoutMs: number;
  readonly frameBytes: number;
  readonly pendingAsks: number;
  readonly forceSerialization: boolean;
  readonly captureCallStacks: boolean;
  readonly observer: RuntimeObserver | null;
  readonly instrumentation: Instrumentation | null;
  readonly recorder: OperationRecorder | null;
  readonly logger: Logger | null;
  readonly rules: RuntimeRules;
  readonly supervisor: SupervisorState<Cell> = newSupervisor<Cell>();
  readonly table = new PendingTable(this);
  readonly tasks = new Set<ServiceTask>();
  /** The endpoint whose failure took the service down; the empty text while none has. */
  failedEndpoint = '';
  /** Its failure: closing the service fails with it, whatever became of the endpoint before (SUPER-09). */
  private fatalFailure: unknown = null;
  /** The incarnations that are not gone, by number; requests of peers name them so. */
  private readonly cells = new Map<number, Cell>();
  readonly peers = new Peers(this);
  readonly connector = new Connector(this);
  private closedListener: ClosedListener = ignore;
  /** Told when the service is down: telemetry counts it no longer. */
  private readonly uncounted: () => void;
  private closeLimit: CloseLimit | null = null;
  /** The service is down, and its transports are not over yet. */
  private isDraining = false;

  constructor(options: ServiceRuntimeOptions) {
    this.number = options.number;
    this.scheduler = options.scheduler;
    this.futures = options.futures;
    this.transports = options.transports;
    this.askTimeoutMs = options.askTimeoutMs;
    this.frameBytes = options.frameBytes;
    this.pendingAsks = options.pendingAsks;
    this.forceSerialization = options.forceSerialization;
    this.captureCallStacks = options.captureCallStacks;
    this.observer = options.observer;
    this.instrumentation = options.instrumentation;
    this.recorder = options.recorder;
    this.logger = options.logger;
    this.rules = options.rules;
    this.uncounted = this.instrumentation?.began(() => figuresOf(this)) ?? ignore;
    for (const transport of this.transports) {
      transport.listen({
        clock: this.scheduler,
        frameBytes: this.frameBytes,
        accept: (link) => this.peers.accept(transport, link),
        unreachable: (peer) =>
          this.logger?.debug({ scheme: transport.scheme, ...peer }, 'a peer could not be reached'),
      });
    }
  }

  // --- endpoints --------------------------------------------------------------------------------------------------

  /** The address of an endpoint of this service (ADDR-01, ADDR-02). */
  addressOf(name: string): string {
    const [first] = this.transports;
    return first === undefined ? localAddress(name) : this.addressAt(first, name);
  }

  /** The address of an endpoint as peers of one transport know it. */
  addressAt({ scheme, authority }: Transport, name: string): string {
    return addressAt(scheme, authority, name);
  }

  /** The transport of addresses with this scheme, or `null`. */
  transportOf(scheme: string): Transport | null {
    return this.transports.find((transport) => transport.scheme === scheme) ?? null;
  }

  /**
   * Registers an endpoint (LIFE-01, SERV-01).
   *
   * @throws the error of SERV-02, ADDR-11 or ADDR-12
   */
  createCell(
    name: string,
    fencing: Fencing,
    token: Fence['token'],
    gateways: ReadonlySet<string>,
    host: EndpointHost,
  ): Cell {
    const refusal = admitMember(this.supervisor, name, this.rules.supervisor);
    if (refusal !== null) throw creationError(refusal.code, name, this.supervisor.phase);
    const cell = new Cell(
      this,
      this.scheduler.nextEndpoint(),
      name,
      newActor(fencing, token, gateways),
      host,
    );
    this.supervisor.members.set(name, cell);
    this.cells.set(cell.number, cell);
    return cell;
  }

  /** The incarnation of this number, or `null` once it is gone. */
  cellByNumber(number: number): Cell | null {
    return this.cells.get(number) ?? null;
  }

  /** Takes back a registration whose constructor failed: the name is free at once (LIFE-19, FENCE-14). */
  withdraw(cell: Cell): void {
    this.recorder?.gap(`the constructor of endpoint ${cell.name} failed`);
    cell.cutOff(
      new NotProperlyStoppedError(`Endpoint ${cell.name} was not constructed`, {
        states: { endpoint: cell.name },
      }),
    );
    forgetFailure(this.supervisor, cell);
  }

  /** START or STOP (LIFE-13): a message like any other, without fence or answer (LIFE-14). */
  control(cell: Cell, kind: 'start' | 'stop'): void {
    const { recorder } = this;
    if (recorder === null) this.sendControl(cell, kind);
    else recorder.invoke({ type: kind, endpoint: cell.number }, () => this.sendControl(cell, kind));
  }

  private sendControl(cell: Cell, kind: 'start' | 'stop'): void {
    const message = new Message(this.scheduler.nextOperation(), kind, cell, this.scheduler.sender(), BARE);
    this.scheduler.post(message);
  }

  /** Closes one endpoint: TERMINATE, once (TERM-01, TERM-08, TERM-10). */
  terminate(cell: Cell): void {
    const operation = this.scheduler.nextOperation();
    const open = this.supervisor.phase === 'open' || this.supervisor.phase === 'failed';
    if (cell.closedAlone || !open) return;
    cell.closedAlone = true;
    forgetFailure(this.supervisor, cell); // START-06
    this.scheduler.post(new Message(operation, 'terminate', cell, this.scheduler.sender(), BARE));
  }

  /** Makes the message handler of an endpoint fail (SUPER-02). */
  injectFault(cell: Cell): void {
    const message = new Message(this.scheduler.nextOperation(), 'fault', cell, -1, BARE);
    message.leg = 'fault';
    this.scheduler.post(message);
  }

  /** The fence that the self gateway puts on now (FENCE-09). */
  selfFence(cell: Cell): Fence {
    return cell.actor.fencing === 'plain' ? BARE : { envelope: 'fenced', token: cell.actor.token };
  }

  // --- outcomes of cells ------------------------------------------------------------------------------------------

  /** A handler returned: a value is the answer, a future will be. */
  finish(cell: Cell, message: Message, value: unknown): void {
    const hold = this.futures.holdOf(value);
    if (hold !== null) return hold.onRelease(() => this.scheduler.post(new HeldReturn(cell, message, hold)));
    if (!this.futures.isFuture(value)) return cell.returned(message, value);
    cell.returnedFuture(message);
    if (message.asked) {
      this.futures.observe(
        value,
        (result) => cell.completed(message, true, result),
        (error) => cell.completed(message, false, error),
      );
    } else {
      this.futures.observe(
        value,
        () => message.handling?.succeeded(),
        (error) => {
          message.handling?.failed(error);
          this.logger?.warn({ error }, 'a one-way handler failed');
        },
      );
    }
    return undefined;
  }

  /** Sends the answer to a request to whoever asked. */
  answer(message: Message, succeeded: boolean, value: unknown): void {
    if (message.remote !== null) return message.remote.answer(message, succeeded, value);
    const copied = succeeded ? this.forcedCopy(message, value) : null;
    if (copied === null) message.becomeAnswer(succeeded, value);
    else message.becomeAnswer(copied.error === null, copied.error ?? copied.value);
    this.scheduler.post(message);
    return undefined;
  }

  /** Forced serialization (SIZE-11), from which local methods are exempt (SIZE-12). */
  private forcedCopy(
    message: Message,
    value: unknown,
  ): { readonly value: unknown; readonly error: Error | null } | null {
    const { method } = message;
    if (!this.forceSerialization || message.kind !== 'call' || method === null || method.local) return null;
    const encoded = encodeResult(message, value, this.frameBytes);
    if (encoded.error !== null) return encoded;
    return decodeResult(method, copyOfValue(encoded.value)); // a copy, even where codecs change nothing
  }

  /** An endpoint failed: every other one is stopped, nothing is restarted (SUPER-02). */
  endpointFailed(failed: Cell): void {
    if (this.failedEndpoint === '') {
      this.failedEndpoint = failed.name;
      this.fatalFailure = failed.failure;
    }
    if (this.supervisor.phase === 'open') this.supervisor.phase = 'failed';
    killSiblings(this, failed);
  }

  endpointGone(cell: Cell): void {
    this.cells.delete(cell.number);
    const last = memberGone(this.supervisor, cell, cell.failure, this.rules.supervisor);
    if (last) this.scheduler.post(new ShutDown(this));
  }

  // --- the caller's half ------------------------------------------------------------------------------------------

  /** Sends a request and waits for its answer, at most `limitMs`. */
  ask(reference: Reference, message: Message, pending: Pending, limitMs: number): void {
    message.asked = true;
    message.pending = pending;
    this.wait(pending, reference.address, limitMs);
    reference.send(this, message);
  }

  /** An answer is waited for from now on. */
  wait(pending: Pending, address: string, limitMs: number): void {
    pending.limitMs = limitMs;
    pending.address = address;
    this.table.add(pending);
    this.scheduler.setTimer(pending, limitMs);
  }

  arrived(pending: Pending, answer: Answer): void {
    const ruling = this.rules.caller['CALL-25'](pending);
    this.observer?.ran(answer.leg, pending.id, ruling);
    if (ruling.decision !== 'settle') return;
    this.close(pending);
    if (answer.succeeded) pending.resolve(pending.awaited === 'greeting' ? pending.found : answer.value);
    else pending.reject(answer.value);
  }

  /** An answer of a peer: it becomes an action of its own. */
  answerArrives(pending: Pending, leg: Leg, succeeded: boolean, value: unknown): void {
    this.scheduler.post(new AnswerArrival(pending, leg, succeeded, value));
  }

  expired(pending: Pending): void {
    this.observer?.ran('timeout', pending.id, this.rules.caller['TIME-06'](pending));
    this.close(pending);
    pending.reject(this.expiryError(pending));
  }

  private expiryError(pending: Pending): Error {
    const states = { address: pending.address, limit: `${pending.limitMs} ms` };
    if (pending.awaited === 'answer') {
      const error = new AskTimeoutError(`${pending.what} was not answered in time`, {
        states: { method: pending.what, ...states },
      });
      return pending.callStack === null ? error : withCallStack(error, pending.callStack);
    }
    const step = pending.awaited === 'identity' ? 'identification' : 'handshake';
    return new RpcConnectionError(`No answer to the ${step} came in time`, { states });
  }

  /** The link to the recipient is lost (DEAD-03). */
  linkLost(pending: Pending, error: Error): void {
    const ruling = this.rules.caller['DEAD-03'](pending);
    this.observer?.ran('unreachable', pending.id, ruling);
    if (ruling.decision !== 'settle') return;
    this.close(pending);
    pending.reject(
      pending.awaited === 'answer'
        ? error
        : new RpcConnectionError(error.message, { cause: error, states: { address: pending.address } }),
    );
  }

  /** Closes an entry of the caller's table: it settles now, and never again. */
  close(pending: Pending): void {
    this.table.remove(pending);
    this.scheduler.cancelTimer(pending);
  }

  // --- closing ----------------------------------------------------------------------------------------------------

  /** Throws unless the service can be used (HAND-17, SERV-02). */
  assertOpen(what: string): void {
    const { phase } = this.supervisor;
    if (phase === 'closing' || phase === 'closed') {
      throw new IllegalStateError(`The service is ${phase}: it cannot ${what}`);
    }
  }

  /**
   * Closes the service: TERMINATE to every endpoint, wait for all of them, then shut down (SERV-03 to SERV-08).
   *
   * @param listener called once, when the service is down
   */
  closeService(listener: ClosedListener): void {
    this.closedListener = listener;
    this.supervisor.phase = 'closing';
    for (const cell of this.supervisor.members.values()) {
      if (!cell.closedAlone && cell.actor.lifecycle !== 'TERMINATED')
        this.scheduler.post(terminateByService(cell));
    }
    if (this.supervisor.members.size === 0) this.scheduler.post(new ShutDown(this));
  }

  /**
   * Limits a close that is under way (SERV-14).
   *
   * @param timeoutMs after so long every open future fails; the earliest limit counts
   */
  limitClose(timeoutMs: number): void {
    if (this.supervisor.phase !== 'closing' && !this.isDraining) return;
    const { scheduler, closeLimit } = this;
    if (closeLimit !== null && closeLimit.deadlineMs <= scheduler.now() + timeoutMs) return;
    if (closeLimit !== null) scheduler.cancelTimer(closeLimit);
    this.closeLimit = new CloseLimit(this);
    scheduler.setTimer(this.closeLimit, timeoutMs);
  }

  /** The last endpoint is gone; see {@link ShutDown}. */
  shutDown(): void {
    if (this.supervisor.phase === 'closed') return;
    this.observer?.ran('down', this.number, released);
    for (const task of [...this.tasks]) task.cancel();
    this.down(
      this.fatalFailure ?? firstFailure(this.supervisor),
      () => new IllegalStateError('The service of the caller was closed before the answer came'), // DEAD-06
    );
  }

  /** The limit of close has passed; see {@link CloseLimit}. */
  closeExpired(): void {
    if (this.isDraining) return this.drainExpired();
    this.observer?.ran('close-timeout', this.number, closeExpired);
    const error = (): Error => new CloseTimeoutError('The service was closed before this could complete');
    for (const cell of [...this.supervisor.members.values()]) cell.cutOff(error());
    for (const task of [...this.tasks]) task.stop(error());
    const failure = error();
    this.down(failure, error);
    this.giveUp(failure);
  }

  /** Everything has ended in time, but a peer does not take what it is owed. */
  private drainExpired(): void {
    this.observer?.ran('close-timeout', this.number, closeExpired);
    this.giveUp(new CloseTimeoutError('The service was closed before everything had left that it sent'));
  }

  private down(failure: unknown, reason: () => Error): void {
    this.supervisor.phase = 'closed';
    for (const pending of this.table.open()) {
      this.close(pending);
      pending.reject(reason());
    }
    this.isDraining = true;
    closeAll(this.transports, () => this.drained(failure));
  }

  /** The transports are over, or nobody waits for them any longer. */
  private drained(failure: unknown): void {
    if (!this.isDraining) return;
    this.isDraining = false;
    if (this.closeLimit !== null) this.scheduler.cancelTimer(this.closeLimit);
    this.uncounted();
    this.closedListener(failure);
  }

  /** What still waits to leave is lost (SERV-14). */
  private giveUp(failure: Error): void {
    if (!this.isDraining) return;
    this.drained(failure);
    for (const transport of this.transports) transport.giveUp();
  }
}

/** Closes transports; `done` is called when all of them are over. */
function closeAll(transports: readonly Transport[], done: () => void): void {
  let open = transports.length;
  if (open === 0) return done();
  const closed = (): void => {
    open -= 1;
    if (open === 0) done();
  };
  for (const transport of transports) transport.close(closed);
}

/** Why an endpoint could not be created (SERV-02, ADDR-11, ADDR-12, SUPER-09). */
function creationError(code: ErrorCode, name: string, phase: string): Error {
  const reasons: Partial<Record<ErrorCode, string>> = {
    'invalid-endpoint-id': 'the id is not usable in an address',
    'endpoint-id-in-use': 'another endpoint of the service has this id',
  };
  const reason = reasons[code] ?? `the service is ${phase}`;
  return errorOf(code, `An endpoint cannot be created: ${reason}`, {
    states: { endpoint: `'${String(name)}'` },
  });
}

/**
 * A recording: the trace of everything that some services do, while it comes about. It numbers operations, endpoints,
 * gateways and executors in the order in which they appear, and tells what the public API is asked to do and how that
 * comes out, beside what the runtimes decide.
 *
 * What no event can tell ends the recording, and the trace says so: it is never passed off as whole.
 */
import type { AddressReference, Operation, PlainValue } from '../../spec/operations.js';
import { type NullableToken, sameToken } from '../../spec/tokens.js';
import type { EndKind, Lane, Leg, LoseEvent, Outcome, Role, TraceEvent } from '../../spec/trace.js';
import { TraceWriter } from '../../spec/trace-file.js';
import { type Fence, UNFENCED } from '../core/message.js';
import type { Ruling } from '../core/ruling.js';
import { parseAddress } from '../rpc/addresses.js';
import { messageOf } from '../rpc/error-text.js';
import { IllegalStateError } from '../rpc/errors.js';
import { harmless } from '../rpc/told.js';
import type { Completion, FutureAdapter } from '../runtime/futures.js';
import type { Message } from '../runtime/message.js';
import type { RuntimeObserver } from '../runtime/observer.js';
import type { OperationRecorder } from '../runtime/operation-recorder.js';
import type { ServiceRuntime } from '../runtime/service-runtime.js';
import type { Scheduler } from '../scheduling/scheduler.js';
import { MEMORY_SCHEME } from '../transport/memory-transport.js';
import { errorOutcome, NOTHING, valueOutcome } from './outcomes.js';
import {
  type RecordedCompletion,
  recordedFutures,
  type Settlement,
  type SettlementListener,
} from './recorded-futures.js';
import { RecordingScheduler } from './recording-scheduler.js';

/** What the runtime can do on the event loop. */
const CAPABILITIES = ['remote-service', 'mutable-token', 'forced-serialization', 'close-timeout'] as const;

/** The executors of an endpoint: those with its token of the moment, and those that are exempt from fencing. */
interface Executors {
  token: NullableToken;
  bound: number;
  exempt: number;
}

/** See the head of this file. */
export class Recording implements OperationRecorder, RuntimeObserver, SettlementListener {
  /** Runs the recorded services. */
  readonly scheduler: Scheduler;
  /** What promises are in the recorded services. */
  readonly futures: FutureAdapter = recordedFutures(this);
  private readonly clock: RecordingScheduler;
  private readonly write: (text: string) => void;
  private readonly services: ServiceRuntime[] = [];
  private writer: TraceWriter | null = null;
  private over = false;
  /** What writes the trace has thrown. */
  private unwritable = false;
  private hole: string | null = null;
  private gateways = 0;
  private executors = 0;
  private resources = 0;
  private readonly executorsOf = new Map<number, Executors>();
  private readonly resourceNumbers = new WeakMap<object, number>();
  /** Outcomes that wait until the action that brought them is over. */
  private readonly late: { readonly operation: number; readonly outcome: Outcome }[] = [];
  /** What the work whose end is about to be told has given. */
  private given: Outcome | null = null;

  /** @param write receives the text of the trace */
  constructor(write: (text: string) => void) {
    this.write = (text) => {
      if (!this.unwritable)
        harmless(
          () => write(text),
          (error) => this.writingFailed(error),
        );
    };
    this.clock = new RecordingScheduler(() => this.flush());
    this.scheduler = this.clock;
  }

  /** What ended the recording before {@link end}, or null. */
  get gapReason(): string | null {
    return this.hole;
  }

  /** Ends the trace. */
  end(): void {
    this.finish(null);
  }

  private finish(gap: string | null): void {
    if (this.over) return;
    this.flush();
    const writer = this.begun();
    const quiet = this.clock.idle && gap === null && !this.services.some(mayHaveMoreUnderWay);
    this.over = true;
    this.hole ??= gap;
    writer.end({ quiet, gap });
  }

  /** A full disk is no reason for a service to fail. */
  private writingFailed(error: unknown): void {
    this.unwritable = true;
    this.over = true;
    this.hole ??= `the text of the trace could not be written: ${messageOf(error)}`;
  }

  /** A service is recorded from now on. @throws IllegalStateError once something was recorded */
  register(service: ServiceRuntime): void {
    if (this.writer !== null || this.over) {
      throw new IllegalStateError('Services of a recording are created before anything is recorded');
    }
    this.services.push(service);
  }

  /** The number of the service that is registered next. */
  get nextService(): number {
    return this.services.length;
  }

  private begun(): TraceWriter {
    this.writer ??= new TraceWriter(this.write, {
      format: 'fencepost-trace',
      version: 1,
      target: 'fencepost',
      capabilities: [...CAPABILITIES],
      services: this.services.map(({ transports, frameBytes, askTimeoutMs, forceSerialization }) => ({
        remote: transports.length > 0,
        frameBytes,
        askTimeoutMs,
        forceSerialization,
      })),
      complete: true,
    });
    return this.writer;
  }

  private event(event: TraceEvent): void {
    if (!this.over) this.begun().event(event);
  }

  // --- operations -------------------------------------------------------------------------------------------------

  invoke<Result>(
    operation: Operation,
    act: () => Result,
    outcomeOf?: (result: Result) => PlainValue,
  ): Result {
    return this.carryOut(operation, act, (op, result) => {
      const outcome = outcomeOf === undefined ? NOTHING : valueOutcome(outcomeOf(result));
      this.outcome(op, outcome);
    });
  }

  ask<Result>(operation: Operation, act: () => Result): Result {
    return this.carryOut(operation, act, ignore);
  }

  follow<Result>(
    operation: Operation,
    act: () => Result,
    completion: (result: Result) => Completion,
  ): Result {
    return this.carryOut(operation, act, (op, result) => {
      (completion(result) as RecordedCompletion).follow(op);
    });
  }

  private carryOut<Result>(
    operation: Operation,
    act: () => Result,
    returned: (op: number, result: Result) => void,
  ): Result {
    const { clock } = this;
    if (clock.within && clock.mainOf < 0) this.gap('an operation began within another, on no main thread');
    if (this.over) return act();
    clock.begin();
    const op = clock.newOperation();
    const outer = clock.expect(op);
    try {
      this.event({ event: 'invoke', at: clock.at(), op, by: this.lane(), operation });
      const result = act();
      returned(op, result);
      return result;
    } catch (error) {
      this.outcome(op, errorOutcome(error, true));
      throw error;
    } finally {
      clock.expect(outer);
      clock.end();
    }
  }

  private lane(): Lane {
    const { mainOf } = this.clock;
    return mainOf < 0 ? { lane: 0 } : { mainOf };
  }

  private outcome(op: number, outcome: Outcome): void {
    this.event({ event: 'outcome', at: this.clock.at(), op, outcome });
  }

  pendingSettled(operation: number, settlement: Settlement): void {
    this.settled(operation, settlement);
  }

  followedSettled(operations: readonly number[], settlement: Settlement): void {
    for (const operation of operations) this.settled(operation, settlement);
  }

  private settled(operation: number, { succeeded, value }: Settlement): void {
    const outcome = succeeded ? valueOutcome(value) : errorOutcome(value);
    if (this.clock.within) this.late.push({ operation, outcome });
    else this.outcome(operation, outcome);
  }

  private flush(): void {
    const { late } = this;
    if (late.length === 0) return;
    for (const { operation, outcome } of late) this.outcome(operation, outcome);
    late.length = 0;
  }

  // --- numbers ----------------------------------------------------------------------------------------------------

  newEndpoint(): number {
    return this.clock.newEndpoint();
  }

  newGateway(): number {
    this.gateways += 1;
    return this.gateways;
  }

  executorOf(endpoint: number, fence: Fence): number {
    let known = this.executorsOf.get(endpoint);
    if (known === undefined) {
      known = { token: null, bound: -1, exempt: -1 };
      this.executorsOf.set(endpoint, known);
    }
    if (fence === UNFENCED) {
      if (known.exempt < 0) known.exempt = this.newExecutor();
      return known.exempt;
    }
    if (known.bound < 0 || !sameToken(known.token, fence.token)) known.bound = this.newExecutor();
    known.token = fence.token;
    return known.bound;
  }

  private newExecutor(): number {
    this.executors += 1;
    return this.executors;
  }

  resourceOf(resource: object): number {
    let number = this.resourceNumbers.get(resource);
    if (number === undefined) {
      number = this.resources;
      this.resources += 1;
      this.resourceNumbers.set(resource, number);
    }
    return number;
  }

  addressOf(service: number, address: string): AddressReference {
    const parts = address === '' ? null : parseAddress(address);
    if (parts === null) return { kind: 'literal', text: address };
    const isolated = this.services[service]?.transports.length === 0;
    const { scheme, authority } = parts;
    const owner = authority === null ? service : isolated ? -1 : this.serviceAt(scheme, authority);
    if (owner < 0) return { kind: 'unknown-host' };
    const { name } = parts;
    if (name === null || name === '') return { kind: 'supervisor', service: owner };
    return { kind: 'name', service: owner, name };
  }

  /** The recorded service under an authority, or -1. */
  private serviceAt(scheme: string, authority: string): number {
    return this.services.findIndex((service) => service.transportOf(scheme)?.authority === authority);
  }

  // --- what runtimes do -------------------------------------------------------------------------------------------

  gave(message: Message | null, succeeded: boolean, value: unknown): void {
    if (message !== null && (!message.asked || message.task !== null)) return;
    this.given = succeeded ? valueOutcome(arriving(message, value)) : errorOutcome(value);
  }

  private takeGiven(): Outcome | null {
    const { given } = this;
    this.given = null;
    return given;
  }

  ran(leg: Leg, id: number, { decision, rule }: Ruling, endpoint?: number): void {
    const run = { event: 'run', at: this.clock.at(), leg, id, decision, rule } as const;
    const gives = leg === 'result' || leg === 'stop-future' ? this.takeGiven() : null;
    if (endpoint !== undefined) this.event({ ...run, endpoint });
    else this.event(gives === null ? run : { ...run, gives });
  }

  lost(leg: Leg, id: number, reason: LoseEvent['reason']): void {
    this.event({ event: 'lose', at: this.clock.at(), leg, id, reason });
  }

  began(endpoint: number, role: Role, work: number): void {
    this.event({ event: 'begin', at: this.clock.at(), endpoint, role, work });
  }

  ended(endpoint: number, role: Role, work: number, how: EndKind): void {
    const gives = this.takeGiven();
    // A task of an executor keeps its error to itself: what runs it returns.
    const really = gives?.kind === 'error' ? 'throw' : how;
    const end = { event: 'end', at: this.clock.at(), endpoint, role, work, how: really } as const;
    this.event(gives === null ? end : { ...end, gives });
  }

  closed(endpoint: number, resource: object): void {
    this.event({ event: 'closed', at: this.clock.at(), endpoint, resource: this.resourceOf(resource) });
  }

  taskBegan(operation: number): void {
    this.began(0, 'service-task', operation);
  }

  taskEnded(operation: number, how: 'return' | 'throw'): void {
    this.ended(0, 'service-task', operation, how);
  }

  met(scheme: string, authority: string): void {
    if (this.serviceAt(scheme, authority) < 0)
      this.gap(`a service that is not recorded was met, ${authority}`);
  }

  linkLost(service: number, scheme: string, authority: string): void {
    const peer = this.services[this.serviceAt(scheme, authority)];
    const own = this.services[service];
    if (peer === undefined || own === undefined) return;
    // A service that goes down takes its links along; the models know that.
    if (peer.supervisor.phase === 'closed' || own.supervisor.phase === 'closed') return;
    this.noteFailure({ type: 'link', from: service, to: peer.number, action: 'fail' });
  }

  /** A link fails from outside, whatever goes on: its own timer may find it out, which is no action of a trace. */
  private noteFailure(operation: Operation): void {
    const { clock } = this;
    clock.begin();
    const op = clock.newOperation();
    this.event({ event: 'invoke', at: clock.at(), op, by: { lane: 0 }, operation });
    this.outcome(op, NOTHING);
    clock.end();
  }

  gap(reason: string): void {
    this.finish(reason);
  }
}

const ignore = (): void => undefined;

/** Whether frames of a service may be where nobody sees them: it has sockets or the like, and is not closed. */
const mayHaveMoreUnderWay = ({ transports, supervisor }: ServiceRuntime): boolean =>
  supervisor.phase !== 'closed' && transports.some(({ scheme }) => scheme !== MEMORY_SCHEME);

/** The result as the asker gets it: what its codec makes of it, where it is serialized. */
function arriving(message: Message | null, value: unknown): unknown {
  const method = message?.method ?? null;
  if (message === null || method === null || message.kind !== 'call') return value;
  const forced = message.recipient?.service.forceSerialization === true && !method.local;
  if (message.remote === null && !forced) return value;
  try {
    return method.decodeResult(method.encodeResult(value));
  } catch {
    return value; // the asker gets the error of that instead
  }
}

/** The RPC service: it owns endpoints, connects to those of other services, and closes everything together. */

import type { GatewayReference } from '../../spec/operations.js';
import type { NullableToken } from '../../spec/tokens.js';
import type { Fencing } from '../core/actor.js';
import { PROTOCOL_VERSION } from '../core/actor.js';
import type { TraceRecorder } from '../recording/trace-recorder.js';
import type { Cell } from '../runtime/cell.js';
import type { Completion, FutureAdapter } from '../runtime/futures.js';
import { bothObservers, type RuntimeObserver } from '../runtime/observer.js';
import { connection, creation } from '../runtime/recorded-operations.js';
import type { Reference } from '../runtime/references.js';
import {
  type Logger,
  type RuntimeRules,
  referenceRules,
  ServiceRuntime,
} from '../runtime/service-runtime.js';
import { assertDelay, DELAY_MS_MAX } from '../runtime/service-task.js';
import { EventLoopScheduler } from '../scheduling/event-loop-scheduler.js';
import type { Scheduler } from '../scheduling/scheduler.js';
import { guarded, guardedObserver } from '../telemetry/guarded.js';
import { GuardedLogger } from '../telemetry/guarded-logger.js';
import type { Instrumentation } from '../telemetry/instrumentation.js';
import type { Transport } from '../transport/transport.js';
import { hostAndPortOf } from './addresses.js';
import { checkedToken } from './check-token.js';
import type { EndpointBinding } from './endpoint-binding.js';
import { IllegalArgumentError, NullArgumentError } from './errors.js';
import { checkedGateway, type Gateway, type GatewayOf, type Methods, type RpcGateway } from './gateway.js';
import { FencedInvocationHandler, InvocationHandler, newProxy } from './invocation-handler.js';
import { promiseFutures } from './promise-futures.js';
import { randomUuid } from './random-uuid.js';
import type { RpcEndpoint } from './rpc-endpoint.js';
import { ServiceScheduledExecutor } from './service-scheduled-executor.js';

/** The limit of an ask without a limit of its own, in milliseconds (TIME-01). */
export const ASK_TIMEOUT_MS_DEFAULT = 10_000;

/** The largest frame, in bytes (SIZE-14). */
export const FRAME_BYTES_DEFAULT = 10_485_760;

/** How many asks may wait for the answers of one peer. */
export const PENDING_ASKS_DEFAULT = 65_536;

/** What a service is configured with; everything has a default. */
export interface RpcServiceOptions {
  /** How other services are reached and reach this one. Without one the service is on its own (ADDR-09). */
  readonly transport?: Transport | null;
  /** The same, for several: each has a scheme of its own. The first stands in the addresses of endpoints. */
  readonly transports?: readonly Transport[];
  /** Limit of asks, and of each step of a connect. Too short: slow answers count as failures. */
  readonly askTimeoutMs?: number;
  /** Largest frame in either direction. Too small: large results are refused; too large: a peer can fill the memory. */
  readonly maximumFrameBytes?: number;
  /**
   * How many asks may wait for the answers of one peer. Further ones fail at once with `recipient-unreachable`: a peer
   * that does not answer cannot fill the memory.
   */
  readonly maximumPendingAsks?: number;
  /** Passes calls within the service through serialization too, so that mistakes show before there is a network. */
  readonly forceSerialization?: boolean;
  /**
   * The error of an expired ask carries the stack of the code that made the call (TIME-07). Off by default: it costs
   * every ask several times its other work.
   */
  readonly captureCallStacks?: boolean;
  /** What decides what runs next; the event loop unless a simulation replaces it. */
  readonly scheduler?: Scheduler;
  /** Told of everything that happens; absent it costs nothing. What it throws is logged. */
  readonly observer?: RuntimeObserver;
  /** Follows calls and counts, for example `openTelemetry()` of `fencepost/open-telemetry`; absent it costs nothing. */
  readonly instrumentation?: Instrumentation;
  /** Records what the service does, together with other services; its scheduler replaces any other. */
  readonly recorder?: TraceRecorder;
  /** A structured logger (pino's shape); silent when absent. What it throws is a warning of the process. */
  readonly logger?: Logger;
  /** What stands for promises; only a simulation replaces it. @internal */
  readonly futures?: FutureAdapter;
  /** The decisions of the core; only a judge of variants replaces them. @internal */
  readonly rules?: RuntimeRules;
  /** Names endpoints that were created without an id; random unless a simulation replaces it. @internal */
  readonly newEndpointId?: () => string;
  /** Told of everything as `observer` is, and not held back: what it throws comes out where it is told. @internal */
  readonly harness?: RuntimeObserver;
  /** A number of the service in observations. @internal */
  readonly number?: number;
}

/** A fenced gateway: it tells its token, too. */
export type FencedGatewayOf<G> = GatewayOf<G> & {
  /** The token that every message of this gateway carries. */
  readonly fencingToken: NullableToken;
};

/**
 * See the head of this file.
 *
 * @example
 * ```ts
 * const service = new RpcService();
 * const counter = new Counter(service);
 * counter.start();
 * const gateway = await service.connect(counter.address, CounterGateway);
 * await gateway.add(1);
 * await service.close();
 * ```
 */
export class RpcService {
  /** @internal */
  readonly runtime: ServiceRuntime;
  /** Runs code at a later time, on no main thread (SERV-10). */
  readonly scheduledExecutor: ServiceScheduledExecutor;
  private readonly closed: Completion;
  private closing = false;
  private readonly newEndpointId: () => string;
  private startedServer: Cell | null = null;

  /** @throws IllegalArgumentError for limits that cannot be */
  constructor(options: RpcServiceOptions = {}) {
    const askTimeoutMs = options.askTimeoutMs ?? ASK_TIMEOUT_MS_DEFAULT;
    const frameBytes = options.maximumFrameBytes ?? FRAME_BYTES_DEFAULT;
    if (!(askTimeoutMs >= 1 && askTimeoutMs <= DELAY_MS_MAX)) {
      throw new IllegalArgumentError(
        `An ask timeout is a number of milliseconds from 1 to ${DELAY_MS_MAX}, not ${askTimeoutMs}`,
      );
    }
    if (!(Number.isInteger(frameBytes) && frameBytes > 0)) {
      throw new IllegalArgumentError(`A frame size is a positive number of bytes, not ${frameBytes}`); // SIZE-14
    }
    const recorder = options.recorder?.recording ?? null;
    const pendingAsks = options.maximumPendingAsks ?? PENDING_ASKS_DEFAULT;
    if (!(Number.isInteger(pendingAsks) && pendingAsks > 0)) {
      throw new IllegalArgumentError(
        `How many asks may wait for a peer is a positive whole number, not ${pendingAsks}`,
      );
    }
    const logger = options.logger === undefined ? null : new GuardedLogger(options.logger);
    const instrumentation =
      options.instrumentation === undefined
        ? null
        : guarded(options.instrumentation, (error) => logger?.warn({ error }, 'a hook of telemetry failed'));
    if (recorder !== null && options.scheduler !== undefined) {
      throw new IllegalArgumentError(
        'A recorded service runs on the scheduler of its recorder: leave out one of them',
      );
    }
    this.runtime = new ServiceRuntime({
      number: recorder?.nextService ?? options.number ?? 0,
      scheduler: recorder?.scheduler ?? options.scheduler ?? new EventLoopScheduler(),
      futures: recorder?.futures ?? options.futures ?? promiseFutures,
      transports: transportsOf(options),
      askTimeoutMs,
      frameBytes,
      pendingAsks,
      forceSerialization: options.forceSerialization ?? false,
      captureCallStacks: options.captureCallStacks ?? false,
      observer: observersOf(options, logger, instrumentation),
      instrumentation,
      recorder,
      logger,
      rules: options.rules ?? referenceRules,
    });
    recorder?.register(this.runtime);
    this.newEndpointId = options.newEndpointId ?? randomUuid;
    this.closed = this.runtime.futures.newCompletion();
    this.scheduledExecutor = new ServiceScheduledExecutor(this.runtime);
  }

  /** The external host; the empty text without a transport (ADDR-09). */
  get address(): string {
    const [first] = this.runtime.transports;
    return first === undefined ? '' : (hostAndPortOf(first.authority)?.host ?? first.authority);
  }

  /** The external port; -1 without a transport, or one without ports (ADDR-09). */
  get port(): number {
    const [first] = this.runtime.transports;
    return (first === undefined ? null : hostAndPortOf(first.authority)?.port) ?? -1;
  }

  /** The host name for people: `localhost` without a transport (ADDR-09). */
  get hostName(): string {
    return this.address === '' ? 'localhost' : this.address;
  }

  /** The largest message, in bytes (SIZE-14). */
  get maximumMessageBytes(): number {
    return this.runtime.frameBytes;
  }

  /** Completes when the service is down: with nothing, or with the first failure of an endpoint (SERV-05). */
  get terminationFuture(): Promise<void> {
    return this.closed.future as Promise<void>;
  }

  /** Registers an endpoint; called by its constructor. @internal */
  startServer(
    endpointId: string | undefined,
    fencing: Fencing,
    token: NullableToken,
    gateways: ReadonlySet<string>,
    binding: EndpointBinding,
  ): Cell {
    if (endpointId === null) throw new NullArgumentError('The id of an endpoint is null');
    const { runtime } = this;
    const { recorder } = runtime;
    const id = endpointId ?? this.newEndpointId();
    const create = (): Cell => runtime.createCell(id, fencing, token, gateways, binding);
    const cell =
      recorder === null
        ? create()
        : recorder.invoke(
            creation({
              endpoint: recorder.newEndpoint(),
              service: runtime.number,
              name: endpointId ?? null,
              fencing,
              token,
              gateways,
            }),
            create,
            ({ address }) => address,
          );
    this.startedServer ??= cell; // the first registration within a create is that of the outermost constructor
    return cell;
  }

  /**
   * Creates an endpoint such that nothing is left of it when its constructor throws: with a bare `new`, the id would
   * stay in use until the service closes (LIFE-19).
   *
   * @param create for example `() => new Counter(service)`
   * @returns what it returns
   * @throws what it throws
   */
  createEndpoint<Endpoint>(create: () => Endpoint): Endpoint {
    const outer = this.startedServer;
    this.startedServer = null;
    try {
      return create();
    } catch (error) {
      if (this.startedServer !== null) this.runtime.withdraw(this.startedServer);
      throw error;
    } finally {
      this.startedServer = outer;
    }
  }

  /**
   * Connects to an endpoint (HAND-01).
   *
   * @param address the address of the endpoint, or one whose last part is a pattern
   * @param gateway what is asked of the endpoint
   * @returns the gateway, bound to the incarnation that answered (HAND-15)
   * @throws IllegalStateError at once, on a closed service; later RpcConnectionError, HandshakeError
   */
  connect<M extends Methods>(address: string, gateway: Gateway<M>): Promise<GatewayOf<Gateway<M>>> {
    const { name } = checkedGateway(gateway);
    return this.recorded(address, name, null, (target) =>
      this.shakeHands(address, name, PROTOCOL_VERSION, (reference) =>
        newProxy(gateway, new InvocationHandler(this.runtime, reference, target)),
      ),
    ) as Promise<GatewayOf<Gateway<M>>>;
  }

  /**
   * Connects to a fenced endpoint. The token is not checked now, but with every call (HAND-12).
   *
   * @param token the token that every message of the gateway carries
   */
  connectFenced<M extends Methods>(
    address: string,
    gateway: Gateway<M>,
    token: NullableToken,
  ): Promise<FencedGatewayOf<Gateway<M>>> {
    checkedToken(token);
    const { name } = checkedGateway(gateway);
    return this.recorded(address, name, { token }, (target) =>
      this.shakeHands(address, name, PROTOCOL_VERSION, (reference) =>
        newProxy(gateway, new FencedInvocationHandler(this.runtime, reference, token, target)),
      ),
    ) as Promise<FencedGatewayOf<Gateway<M>>>;
  }

  /** Connects, and tells the recorder if there is one; `act` is given how traces name the gateway. */
  private recorded<Result>(
    address: string,
    gateway: string,
    fencing: { readonly token: NullableToken } | null,
    act: (target: GatewayReference | null) => Result,
  ): Result {
    const { recorder, number } = this.runtime;
    if (recorder === null || typeof address !== 'string') return act(null);
    const target = { gateway: recorder.newGateway() };
    const reference = recorder.addressOf(number, address);
    return recorder.ask(connection(target.gateway, number, reference, gateway, fencing), () => act(target));
  }

  /** Identification and handshake, then the gateway over the reference that was found. @internal */
  shakeHands(
    address: string,
    gateway: string,
    version: number,
    newGateway: (reference: Reference) => unknown,
  ): Promise<unknown> {
    const { runtime } = this;
    if (address === null || address === undefined)
      throw new NullArgumentError('The address to connect to is missing');
    const pending = runtime.futures.newPending(runtime.table, runtime.scheduler.nextOperation());
    pending.transform = newGateway as (reference: unknown) => unknown;
    runtime.connector.connect(address, pending, version, gateway);
    return pending.future as Promise<unknown>;
  }

  /** Closes an endpoint of this service; one of another service is left alone (TERM-11). */
  stopServer(endpoint: RpcEndpoint<never>): void {
    if (endpoint.rpcService === this) void endpoint.close();
  }

  /** The self gateway of an endpoint (CALL-23). */
  getSelfGateway<M extends Methods>(
    endpoint: RpcEndpoint<never>,
    gateway: Gateway<M>,
  ): GatewayOf<Gateway<M>> & RpcGateway {
    return endpoint.getSelfGateway(gateway) as GatewayOf<Gateway<M>> & RpcGateway;
  }

  /**
   * Closes every endpoint, waits for them, and shuts down (SERV-03).
   *
   * @param options `timeoutMs`: after so long every open future fails with `CloseTimeoutError`, that of the close included,
   * and what peers have not taken by then is lost (SERV-14); without it an `onStop` that never completes holds the close for
   * ever (STOP-06), and peers have as long as their transport gives them
   * @returns the termination future
   */
  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    if (options.timeoutMs !== undefined) assertDelay(options.timeoutMs);
    const { recorder, number: service } = this.runtime;
    if (recorder === null) return this.beginClose(options);
    return recorder.follow(
      { type: 'close-service', service, timeoutMs: options.timeoutMs ?? null },
      () => this.beginClose(options),
      () => this.closed,
    );
  }

  private beginClose(options: { readonly timeoutMs?: number }): Promise<void> {
    if (!this.closing) {
      this.closing = true;
      this.runtime.closeService((failure) => {
        if (failure === null) this.closed.succeeded(undefined);
        else this.closed.failed(failure);
      });
    }
    if (options.timeoutMs !== undefined) this.runtime.limitClose(options.timeoutMs);
    return this.closed.future as Promise<void>;
  }
}

/** Everybody who is told what the runtime does; `null` when nobody is. */
function observersOf(
  { recorder, harness, observer }: RpcServiceOptions,
  logger: Logger | null,
  instrumentation: Instrumentation | null,
): RuntimeObserver | null {
  const own = bothObservers(recorder?.recording ?? null, harness ?? null);
  const given =
    observer === undefined
      ? null
      : guardedObserver(observer, (error) => logger?.warn({ error }, 'an observer failed'));
  return bothObservers(bothObservers(own, given), instrumentation?.observer ?? null);
}

/** The transports of a service, each with a scheme of its own. */
function transportsOf({ transport = null, transports = [] }: RpcServiceOptions): readonly Transport[] {
  const all = transport === null ? transports : [transport, ...transports];
  const schemes = new Set(all.map(({ scheme }) => scheme));
  if (schemes.size < all.length) {
    const found = all.map(({ scheme }) => scheme).join(', ');
    throw new IllegalArgumentError(
      `Two transports of a service have the same scheme (${found}): an address could not tell them apart`,
    );
  }
  return all;
}

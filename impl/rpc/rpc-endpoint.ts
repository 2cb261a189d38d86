/**
 * Endpoints: objects with methods that are called one at a time, on the endpoint's main thread, once it is started.
 */

import type { NullableToken } from '../../spec/tokens.js';
import type { Fencing } from '../core/actor.js';
import type { Cell, Closeable } from '../runtime/cell.js';
import type { Authorize } from './authorization.js';
import { checkedToken } from './check-token.js';
import { EndpointBinding, type Hooks } from './endpoint-binding.js';
import {
  IllegalStateError,
  NotMainThreadError,
  NullArgumentError,
  UnsupportedOperationError,
  WrongGatewayError,
} from './errors.js';
import {
  checkedGateway,
  type Gateway,
  type GatewayOf,
  type GatewayServedBy,
  type Methods,
  RootGateway,
} from './gateway.js';
import { newProxy, SelfInvocationHandler } from './invocation-handler.js';
import type { MainThreadExecutor } from './main-thread-executor.js';
import { RpcServer } from './rpc-server.js';
import type { RpcService } from './rpc-service.js';

/** What an endpoint is created with. `Self` is the class of the endpoint. */
export interface EndpointOptions<Self> {
  /** A part of the address (ADDR-11); a random UUID when absent (ADDR-10). */
  readonly endpointId?: string;
  /** The gateways that the class serves; one whose methods it lacks does not compile. */
  readonly gateways: readonly GatewayServedBy<Self>[];
  /** Decides about every call of a peer; absent: whoever reaches the endpoint may call its gateways. */
  readonly authorize?: Authorize;
}

/** How a subclass of this package fences. @internal */
export interface FencingChoice {
  readonly fencing: Fencing;
  readonly token: NullableToken;
}

const PLAIN: FencingChoice = { fencing: 'plain', token: null };

/** The gateways that an endpoint serves, with everything that they extend; the root of all is among them (HAND-11). */
function namesOf(gateways: readonly GatewayServedBy<never>[]): ReadonlySet<string> {
  const names = new Set([RootGateway.name]);
  for (const gateway of gateways) for (const name of gateway.names) names.add(name);
  return names;
}

/**
 * The base of endpoints. `Self` is the class itself: it makes the compiler check that the class has every method of the
 * gateways that it lists.
 *
 * @example
 * ```ts
 * class Counter extends RpcEndpoint<Counter> {
 *   private total = 0;
 *   constructor(service: RpcService) {
 *     super(service, { endpointId: 'counter', gateways: [CounterGateway] });
 *   }
 *   add(amount: number): number {
 *     this.total += amount;
 *     return this.total;
 *   }
 *   reset(): void {
 *     this.total = 0;
 *   }
 * }
 * ```
 */
export abstract class RpcEndpoint<Self> implements Hooks {
  /** The service that the endpoint lives in. */
  readonly rpcService: RpcService;
  /** The handle of the endpoint's own process: life cycle, work on the main thread. */
  readonly rpcServer: RpcServer;
  /** @internal */
  protected readonly cell: Cell;
  private readonly gateways: readonly GatewayServedBy<never>[];

  /**
   * Registers the endpoint: peers can connect from now on, calls are refused until START (LIFE-18).
   *
   * @throws IllegalStateError on a closed service, InvalidEndpointIdError, EndpointIdInUseError, MissingMethodError
   */
  protected constructor(
    rpcService: RpcService,
    options: EndpointOptions<Self>,
    choice: FencingChoice = PLAIN,
  ) {
    const gateways = options.gateways as readonly GatewayServedBy<never>[];
    const binding = new EndpointBinding(
      this,
      gateways,
      rpcService.runtime.futures,
      options.authorize ?? null,
    );
    this.rpcService = rpcService;
    this.gateways = gateways;
    this.cell = rpcService.startServer(
      options.endpointId,
      choice.fencing,
      choice.token,
      namesOf(gateways),
      binding,
    );
    binding.attach(this.cell);
    this.rpcServer = new RpcServer(this.cell, binding);
  }

  /** The id of the endpoint within its service. */
  get endpointId(): string {
    return this.cell.name;
  }

  /** The address that peers connect to. */
  get address(): string {
    return this.cell.address;
  }

  /** Always `localhost` (ADDR-08). */
  get hostName(): string {
    return 'localhost';
  }

  /** Completes when the endpoint is gone: with nothing, or with its failure (TERM-04). */
  get terminationFuture(): Promise<void> {
    return this.rpcServer.terminationFuture;
  }

  /** Runs on the main thread when START is processed. Synchronous: a promise is a start failure (START-09). */
  onStart(): void {}

  /** Runs on the main thread when TERMINATE is processed; the endpoint serves on until the promise settles (STOP-02). */
  onStop(): Promise<void> {
    return Promise.resolve();
  }

  /** Starts serving. */
  start(): void {
    this.rpcServer.start();
  }

  /** Pauses serving, without `onStop`; {@link start} calls `onStart` again (LIFE-04, LIFE-06). */
  protected stop(): void {
    this.rpcServer.stop();
  }

  /**
   * Closes the endpoint; messages that are queued already are processed first (TERM-01, TERM-02).
   *
   * @returns the termination future
   */
  close(): Promise<void> {
    return this.rpcServer.terminate();
  }

  /**
   * The endpoint's gateway to itself (CALL-23).
   *
   * @throws WrongGatewayError for a gateway that the endpoint does not serve
   */
  getSelfGateway<M extends Methods>(gateway: Gateway<M>): GatewayOf<Gateway<M>> {
    if (!this.cell.actor.gateways.has(checkedGateway(gateway).name)) {
      throw new WrongGatewayError(`Endpoint ${this.endpointId} does not serve gateway ${gateway.name}`, {
        states: { gateway: gateway.name },
      });
    }
    const handler = new SelfInvocationHandler(this.cell.service, this.cell);
    return newProxy(gateway, handler) as GatewayOf<Gateway<M>>;
  }

  /** The gateways that the endpoint declares. */
  get declaredGateways(): readonly string[] {
    return this.gateways.map((gateway) => gateway.name);
  }

  /** The way back to the main thread, bound to the token of this moment (FENCE-17). */
  get mainThreadExecutor(): MainThreadExecutor {
    return this.rpcServer.mainThreadExecutor();
  }

  /**
   * The running flag (LIFE-16); main thread only.
   *
   * @throws NotMainThreadError elsewhere (LIFE-17)
   */
  get isRunning(): boolean {
    this.validateRunsInMainThread();
    return this.cell.actor.running;
  }

  /** @throws NotMainThreadError when called elsewhere than on the main thread; after an `await` one is elsewhere (MAIN-02) */
  validateRunsInMainThread(): void {
    if (this.cell.onMainThread) return;
    throw new NotMainThreadError(`The main thread of endpoint ${this.endpointId} is needed here`);
  }

  /** Runs code on the main thread (SELF-03). */
  protected runAsync(work: () => void): void {
    this.rpcServer.runAsync(work);
  }

  /** Runs code on the main thread, not before the delay in milliseconds has passed (SELF-04). */
  protected scheduleRunAsync(work: () => void, delayMs: number): void {
    this.rpcServer.scheduleRunAsync(work, delayMs);
  }

  /** Runs code on the main thread and answers with its result, within a limit in milliseconds (SELF-12). */
  protected callAsync<Result>(work: () => Result | Promise<Result>, limitMs: number): Promise<Result> {
    return this.rpcServer.callAsync(work, limitMs);
  }

  /**
   * Registers something that is closed before `onStop`, in reverse order of registration (STOP-07). `null` is ignored.
   *
   * @throws IllegalStateError after that moment; the resource is closed at once (STOP-08)
   */
  registerResource(resource: Closeable | null): void {
    const { recorder } = this.cell.service;
    if (recorder === null) return this.addResource(resource);
    const { number: endpoint } = this.cell;
    const number = resource === null ? null : recorder.resourceOf(resource);
    return recorder.invoke({ type: 'register-resource', endpoint, resource: number }, () =>
      this.addResource(resource),
    );
  }

  private addResource(resource: Closeable | null): void {
    if (resource === null || this.cell.addResource(resource)) return;
    this.cell.closeQuietly(resource);
    throw new IllegalStateError(`Endpoint ${this.endpointId} has closed its resources already`);
  }

  /** Whether the resource was registered; it is not any more (STOP-08). */
  unregisterResource(resource: Closeable): boolean {
    const { number: endpoint, service } = this.cell;
    const { recorder } = service;
    if (recorder === null) return this.cell.removeResource(resource);
    const operation = {
      type: 'unregister-resource',
      endpoint,
      resource: recorder.resourceOf(resource),
    } as const;
    return recorder.invoke(
      operation,
      () => this.cell.removeResource(resource),
      (removed) => removed,
    );
  }
}

/**
 * An endpoint that serves only messages that carry its token (FENCE). The token may be replaced, on the main thread.
 *
 * A token protects its holder: the endpoint refuses whoever does not know its token. It is compared for equality, not
 * for order.
 */
export abstract class FencedRpcEndpoint<Self> extends RpcEndpoint<Self> {
  /** @param token the token, or `null` to reject everything until one is set (FENCE-05) */
  protected constructor(
    rpcService: RpcService,
    options: EndpointOptions<Self>,
    token: NullableToken,
    fencing: 'replaceable' | 'permanent' = 'replaceable',
  ) {
    super(rpcService, options, { fencing, token: checkedToken(token) });
  }

  /** The token of this moment. */
  get fencingToken(): NullableToken {
    return this.cell.actor.token;
  }

  /**
   * Replaces the token (FENCE-15). Messages that are queued already are judged by the new one (FENCE-08).
   *
   * @throws NotMainThreadError when called elsewhere than on the main thread
   */
  setFencingToken(token: NullableToken): void {
    const { recorder } = this.cell.service;
    if (recorder === null) return this.replaceToken(token);
    const operation = { type: 'set-token', endpoint: this.cell.number, token: checkedToken(token) } as const;
    return recorder.invoke(operation, () => this.replaceToken(token));
  }

  private replaceToken(token: NullableToken): void {
    this.validateRunsInMainThread();
    this.cell.actor.token = checkedToken(token);
  }

  /** {@link RpcEndpoint.runAsync}, exempt from fencing (FENCE-19). */
  protected runAsyncWithoutFencing(work: () => void): void {
    this.rpcServer.runAsyncWithoutFencing(work);
  }

  /** {@link RpcEndpoint.callAsync}, exempt from fencing (FENCE-19). */
  protected callAsyncWithoutFencing<Result>(
    work: () => Result | Promise<Result>,
    limitMs: number,
  ): Promise<Result> {
    return this.rpcServer.callAsyncWithoutFencing(work, limitMs);
  }

  /** The executor that is exempt from fencing (FENCE-19). */
  get mainThreadExecutorWithoutFencing(): MainThreadExecutor {
    return this.rpcServer.mainThreadExecutorWithoutFencing();
  }
}

/** A fenced endpoint whose token is given once and never changes (FENCE-13). */
export abstract class PermanentlyFencedRpcEndpoint<Self> extends FencedRpcEndpoint<Self> {
  /** @throws NullArgumentError without a token; the id is not registered then (FENCE-14) */
  protected constructor(rpcService: RpcService, options: EndpointOptions<Self>, token: NullableToken) {
    if (token === null || token === undefined) {
      throw new NullArgumentError('A permanently fenced endpoint needs a fencing token');
    }
    super(rpcService, options, token, 'permanent');
  }

  /** @throws UnsupportedOperationError always (FENCE-13) */
  override setFencingToken(token: NullableToken): never {
    const refuse = (): never => {
      throw new UnsupportedOperationError('The fencing token of this endpoint never changes');
    };
    const { recorder } = this.cell.service;
    if (recorder === null) return refuse();
    return recorder.invoke(
      { type: 'set-token', endpoint: this.cell.number, token: checkedToken(token) },
      refuse,
    );
  }
}

/**
 * The binding between a cell and the endpoint object behind it: dispatch of declared methods, hooks, and the
 * termination promise.
 */
import type { Ruling } from '../core/ruling.js';
import { refusal } from '../core/ruling.js';
import type { Cell, EndpointHost } from '../runtime/cell.js';
import type { Completion, FutureAdapter } from '../runtime/futures.js';
import type { Message, RemoteAsker } from '../runtime/message.js';
import { type Authorize, assertAuthorized } from './authorization.js';
import { IllegalArgumentError, MissingMethodError } from './errors.js';
import type { GatewayServedBy, Method } from './gateway.js';

/** The hooks of an endpoint. */
export interface Hooks {
  onStart(): void;
  onStop(): Promise<void>;
}

type Handler = (...args: readonly unknown[]) => unknown;

/** A declared method and the endpoint's implementation. */
interface Entry {
  readonly method: Method;
  readonly handler: Handler;
}

const unknownMethod = refusal('connection', 'CALL-08', 'CALL-08');
const wrongArguments = refusal('illegal-argument', 'CALL-09', 'CALL-09');

/** See the head of this file. */
export class EndpointBinding implements EndpointHost {
  readonly termination: Completion;
  private readonly futures: FutureAdapter;
  private cell: Cell | null = null;
  private readonly endpoint: Hooks;
  private readonly entries = new Map<string, Entry>();
  private readonly authorize: Authorize | null;

  /**
   * @param endpoint the endpoint object
   * @param gateways the gateways that it serves
   * @param futures what promises are, in this service
   * @param authorize decides about calls of peers; absent: everybody may call everything
   * @throws MissingMethodError when a declared method is missing
   */
  constructor(
    endpoint: Hooks,
    gateways: readonly GatewayServedBy<never>[],
    futures: FutureAdapter,
    authorize: Authorize | null = null,
  ) {
    this.authorize = authorize;
    this.endpoint = endpoint;
    this.futures = futures;
    this.termination = futures.newCompletion();
    for (const gateway of gateways) {
      for (const [property, method] of gateway.methods)
        this.add(this.entry(gateway.name, property, method), property);
    }
  }

  /**
   * Two gateways may share a method, but not one key for two methods: callers could not tell them apart (CALL-06). Of two
   * that declare it the first is meant.
   */
  private add(entry: Entry, property: string): void {
    const { key } = entry.method;
    const known = this.entries.get(key);
    if (known !== undefined && known.handler !== entry.handler) {
      throw new IllegalArgumentError(
        `Two gateways of the endpoint declare ${key} for different methods, one of them ${property}`,
      );
    }
    if (known === undefined) this.entries.set(key, entry);
  }

  private entry(gateway: string, property: string, method: Method): Entry {
    const handler = (this.endpoint as unknown as Record<string, unknown>)[property];
    if (typeof handler !== 'function') {
      throw new MissingMethodError(`The endpoint lacks the method ${property} of gateway ${gateway}`);
    }
    return { method, handler: handler as Handler };
  }

  /** The cell exists only once the binding is registered. */
  attach(cell: Cell): void {
    this.cell = cell;
  }

  admit(message: Message): Ruling | null {
    const entry = this.entries.get(message.methodKey);
    if (entry === undefined) return message.asked ? unknownMethod.ask : unknownMethod.tell;
    message.work = entry.handler;
    if (message.checked && message.remote === null) return null;
    if (message.remote !== null) return this.admitRemote(message, entry);
    message.method = entry.method;
    return entry.method.accepts(message.args) ? null : refuseArguments(message);
  }

  private admitRemote(message: Message, entry: Entry): Ruling | null {
    const args = entry.method.decodeArguments(message.args);
    if (args === null) return refuseArguments(message);
    message.method = entry.method;
    message.args = args;
    return null;
  }

  execute(message: Message): void {
    const cell = this.cell as Cell;
    let value: unknown;
    try {
      if (this.authorize !== null && message.remote !== null) this.assertAllowed(this.authorize, message);
      value = (message.work as Handler).apply(this.endpoint, message.args as unknown[]);
    } catch (error) {
      cell.threw(message, error);
      return;
    }
    cell.service.finish(cell, message, value === undefined ? null : value);
  }

  private assertAllowed(authorize: Authorize, { remote, methodKey }: Message): void {
    const peer = (remote as RemoteAsker).peer;
    const { gateway } = (this.entries.get(methodKey) as Entry).method;
    assertAuthorized(authorize, { peer, endpoint: (this.cell as Cell).name, gateway, method: methodKey });
  }

  start(): void {
    const cell = this.cell as Cell;
    let value: unknown;
    try {
      value = this.endpoint.onStart();
    } catch (error) {
      cell.startEnded('throw', error);
      return;
    }
    if (!this.futures.isFuture(value)) return cell.startEnded('return', undefined);
    this.futures.observe(value, ignore, ignore);
    cell.startEnded('future', new TypeError('onStart returned a promise; it must be synchronous'));
    return undefined;
  }

  stop(): void {
    const cell = this.cell as Cell;
    let value: unknown;
    try {
      value = this.endpoint.onStop();
    } catch (error) {
      cell.stopEnded('throw', error);
      return;
    }
    if (!this.futures.isFuture(value)) {
      cell.stopEnded('null', new TypeError('onStop returned no promise'));
      return;
    }
    cell.stopEnded('future', undefined);
    this.futures.observe(
      value,
      () => cell.stopCompleted(null),
      (error) => cell.stopCompleted(error ?? new Error('onStop failed without an error')),
    );
  }

  terminated(failure: unknown): void {
    if (failure === null) this.termination.succeeded(undefined);
    else this.termination.failed(failure);
  }
}

function refuseArguments(message: Message): Ruling {
  return message.asked ? wrongArguments.ask : wrongArguments.tell;
}

const ignore = (): void => undefined;

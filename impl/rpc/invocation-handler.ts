/**
 * Invocation handlers: they turn a call on a gateway into a message. The proxies are objects of a class made from the
 * declaration, with the declared methods and nothing else (HAND-16).
 */
import type { GatewayReference } from '../../spec/operations.js';
import type { NullableToken } from '../../spec/tokens.js';
import { BARE, type Fence } from '../core/message.js';
import type { Cell } from '../runtime/cell.js';
import type { PendingFuture } from '../runtime/futures.js';
import { Message } from '../runtime/message.js';
import { methodCall } from '../runtime/recorded-operations.js';
import { LocalReference, type Reference, type RemoteReference } from '../runtime/references.js';
import type { ServiceRuntime } from '../runtime/service-runtime.js';
import { DELAY_MS_MAX } from '../runtime/service-task.js';
import type { OutgoingCall } from '../telemetry/instrumentation.js';
import { assertWritable } from '../wire/value-bytes.js';
import { captureCallStack } from './call-stack.js';
import {
  ArgumentNotSerializableError,
  IllegalArgumentError,
  NotLocalError,
  NullArgumentError,
  UnsupportedOperationError,
} from './errors.js';
import type { Method } from './gateway.js';

/** Where the proxy keeps its handler. */
const handlerOf = Symbol('handler');

/** The handler behind a proxy; for the suite, which sends messages that no gateway would. @internal */
export function invocationHandlerOf(proxy: object): InvocationHandler {
  return (proxy as { [handlerOf]: InvocationHandler })[handlerOf];
}

/** How many callers of {@link InvocationHandler.invoke} and itself are of the gateway: the method of the proxy is the other. */
const LOCAL_CALLERS = 2;

/** A plain handler: messages travel without an envelope. */
export class InvocationHandler {
  readonly runtime: ServiceRuntime;
  readonly reference: Reference;
  /** How traces name the gateway; null when nothing is recorded. */
  private readonly target: GatewayReference | null;
  /** A call is being recorded: the one within it is that call itself. */
  private recording = false;

  constructor(runtime: ServiceRuntime, reference: Reference, target: GatewayReference | null = null) {
    this.runtime = runtime;
    this.reference = reference;
    this.target = target;
  }

  /** The envelope of a message that is sent now. */
  fence(): Fence {
    return BARE;
  }

  /** The token of the gateway (FENCE-11). */
  token(): NullableToken {
    throw new UnsupportedOperationError('The gateway was connected without a fencing token');
  }

  /** Run-async and call-async work only within the service (SELF-01). @throws NotLocalError through another service */
  assertLocal(what: string): void {
    if (this.reference.remote)
      throw new NotLocalError(`${what} was called on a gateway to another service`, {
        states: { address: this.reference.address },
      });
  }

  /**
   * One call.
   *
   * @returns a promise for an ask, nothing for a tell
   * @throws IllegalArgumentError, NullArgumentError, ArgumentNotSerializableError before anything is sent
   */
  invoke(method: Method, args: readonly unknown[]): Promise<unknown> | undefined {
    const { runtime, reference } = this;
    const limitMs = method.timeoutPosition < 0 ? runtime.askTimeoutMs : timeoutArgument(method, args);
    if (!method.accepts(args)) {
      throw new IllegalArgumentError('The arguments do not fit the parameters of the method', {
        states: { method: method.key },
      });
    }
    if (runtime.recorder !== null && !this.recording) return this.record(method, args, limitMs);
    if (reference.remote) return this.invokeRemotely(reference, method, args, limitMs);
    const message = this.message(reference.cell, method, args);
    const call = this.follow(method);
    if (call !== null) message.context = call.context;
    if (method.mode === 'tell') {
      reference.send(runtime, message);
      call?.succeeded();
      return undefined;
    }
    const pending = this.entry(message.id, method, call, LOCAL_CALLERS);
    if (limitMs < 1) return rejectLimit(pending, limitMs); // TIME-04
    runtime.ask(reference, message, pending, limitMs);
    return pending.future as Promise<unknown>;
  }

  /** A call to another service: a frame and, for an ask, the entry that waits; there is no message to handle here. */
  private invokeRemotely(
    { link, incarnation, address }: RemoteReference,
    method: Method,
    args: readonly unknown[],
    limitMs: number,
  ): Promise<unknown> | undefined {
    const { runtime } = this;
    const { scheduler } = runtime;
    const { envelope, token } = this.fence();
    const op = scheduler.nextOperation();
    const asked = method.mode === 'ask';
    const encoded = encodeArguments(method, args) as unknown[];
    const call = this.follow(method);
    const frame = {
      frame: 'invocation',
      op,
      sender: scheduler.sender(),
      incarnation,
      asked,
      kind: 'call',
      envelope: envelope === 'fenced' ? 'fenced' : 'bare',
      token,
      method: method.key,
      arguments: encoded,
      trace: call === null ? null : call.context,
    } as const;
    if (!asked) {
      link.sendCall(frame, null, method);
      call?.succeeded();
      return undefined;
    }
    const pending = this.entry(op, method, call, LOCAL_CALLERS + 1);
    if (limitMs < 1) return rejectLimit(pending, limitMs); // TIME-04
    runtime.wait(pending, address, limitMs);
    link.sendCall(frame, pending, method);
    return pending.future as Promise<unknown>;
  }

  /**
   * The entry of an ask that waits for its answer.
   *
   * @param callers how many callers of this method are of the gateway itself
   */
  private entry(op: number, method: Method, call: OutgoingCall | null, callers: number): PendingFuture {
    const { futures, table, captureCallStacks } = this.runtime;
    const pending = futures.newPending(table, op);
    if (call !== null) futures.observe(pending.future, ...endsOf(call));
    pending.what = method.key;
    if (captureCallStacks) pending.callStack = captureCallStack(callers + 1);
    return pending;
  }

  /** Telemetry follows a call from here on; `null` when there is none. */
  private follow({ fullName, mode }: Method): OutgoingCall | null {
    const { instrumentation } = this.runtime;
    if (instrumentation === null) return null;
    return instrumentation.called({
      method: fullName,
      address: this.reference.address,
      asked: mode === 'ask',
    });
  }

  /** The same, recorded. */
  private record(method: Method, args: readonly unknown[], limitMs: number): Promise<unknown> | undefined {
    const { target } = this;
    const { recorder } = this.runtime;
    this.recording = true;
    try {
      if (recorder === null || target === null) return this.invoke(method, args);
      if (this.isEncoded(method)) encodeArguments(method, args); // what cannot be sent is no operation
      const act = (): Promise<unknown> | undefined => this.invoke(method, args);
      const operation = methodCall(target, method, method.timeoutPosition < 0 ? null : limitMs);
      return method.mode === 'tell' ? recorder.invoke(operation, act) : recorder.ask(operation, act);
    } finally {
      this.recording = false;
    }
  }

  /** Whether arguments are serialized: to another service, or because it is forced (SIZE-11). */
  private isEncoded(method: Method): boolean {
    return this.reference.remote || (this.runtime.forceSerialization && !method.local);
  }

  private message(cell: Cell, method: Method, args: readonly unknown[]): Message {
    const { runtime } = this;
    const message = new Message(
      runtime.scheduler.nextOperation(),
      'call',
      cell,
      runtime.scheduler.sender(),
      this.fence(),
    );
    message.methodKey = method.key;
    message.method = method;
    message.checked = true;
    if (runtime.forceSerialization && !method.local) encodeArguments(method, args); // SIZE-11: checked, then by reference
    message.args = args;
    return message;
  }
}

/** A fenced handler: every message carries the token that the gateway was connected with, for ever (FENCE-10). */
export class FencedInvocationHandler extends InvocationHandler {
  private readonly fixed: Fence;

  constructor(
    runtime: ServiceRuntime,
    reference: Reference,
    token: NullableToken,
    target: GatewayReference | null = null,
  ) {
    super(runtime, reference, target);
    this.fixed = { envelope: 'fenced', token };
  }

  override fence(): Fence {
    return this.fixed;
  }

  override token(): NullableToken {
    return this.fixed.token;
  }
}

/** The handler of a self gateway: messages carry the token of the moment of sending (FENCE-09). */
export class SelfInvocationHandler extends InvocationHandler {
  private readonly cell: Cell;

  constructor(runtime: ServiceRuntime, cell: Cell) {
    super(runtime, new LocalReference(cell), { self: cell.number });
    this.cell = cell;
  }

  override fence(): Fence {
    return this.runtime.selfFence(this.cell);
  }

  override token(): NullableToken {
    return this.cell.actor.fencing === 'plain' ? super.token() : this.cell.actor.token;
  }
}

/** Tells telemetry how a call ends. */
const endsOf = (call: OutgoingCall): [() => void, (error: unknown) => void] => [
  () => call.succeeded(),
  (error) => call.failed(error),
];

function rejectLimit(pending: PendingFuture, limitMs: number): Promise<unknown> {
  pending.reject(
    new IllegalArgumentError('The limit of an ask is at least 1 ms', { states: { limit: `${limitMs} ms` } }),
  );
  return pending.future as Promise<unknown>;
}

/** The limit that a call passes, in whole milliseconds (TIME-02 to TIME-05). */
function timeoutArgument(method: Method, args: readonly unknown[]): number {
  const value = args[method.timeoutPosition];
  if (value === null || value === undefined) {
    throw new NullArgumentError('The timeout of a call is missing', { states: { method: method.key } });
  }
  if (typeof value !== 'number' || Number.isNaN(value) || value > DELAY_MS_MAX) {
    throw new IllegalArgumentError(
      `A timeout is a number of milliseconds up to ${DELAY_MS_MAX}, not ${String(value)}`,
      {
        states: { method: method.key },
      },
    );
  }
  return Math.trunc(value);
}

function encodeArguments(method: Method, args: readonly unknown[]): readonly unknown[] {
  try {
    const encoded = method.encodeArguments(args);
    assertWritable(encoded);
    return encoded;
  } catch (cause) {
    throw new ArgumentNotSerializableError('An argument cannot be serialized', {
      cause,
      states: { method: method.key },
    });
  }
}

/** A class of proxies. */
type ProxyClass = new (handler: InvocationHandler) => object;

const proxyClasses = new WeakMap<object, ProxyClass>();

/** The class of proxies of a declaration, made once. */
function proxyClassOf(gateway: {
  readonly name: string;
  readonly methods: ReadonlyMap<string, Method>;
}): ProxyClass {
  const known = proxyClasses.get(gateway);
  if (known !== undefined) return known;
  class GatewayProxy {
    readonly [handlerOf]: InvocationHandler;

    constructor(handler: InvocationHandler) {
      this[handlerOf] = handler;
    }

    get address(): string {
      return this[handlerOf].reference.address;
    }

    get hostName(): string {
      return this[handlerOf].reference.hostName;
    }

    get fencingToken(): NullableToken {
      return this[handlerOf].token();
    }

    toString(): string {
      return `${gateway.name} at ${this.address}`;
    }
  }
  for (const [property, method] of gateway.methods) defineMethod(GatewayProxy.prototype, property, method);
  proxyClasses.set(gateway, GatewayProxy);
  return GatewayProxy;
}

function defineMethod(prototype: object, property: string, method: Method): void {
  Object.defineProperty(prototype, property, {
    enumerable: true,
    value(this: { [handlerOf]: InvocationHandler } | undefined, ...args: unknown[]): unknown {
      const handler = this?.[handlerOf];
      if (handler === undefined)
        throw new IllegalArgumentError(`${property} was taken off its gateway: call it as a method`);
      return handler.invoke(method, args);
    },
  });
}

/** A proxy of a gateway over a handler. */
export function newProxy(
  gateway: { readonly name: string; readonly methods: ReadonlyMap<string, Method> },
  handler: InvocationHandler,
): object {
  return new (proxyClassOf(gateway))(handler);
}

/**
 * Helpers of the tests of `impl`: a world in virtual time with services, a network and scripted endpoints; watchers of
 * promises; messages and frames that no gateway would send; processes of their own for what could end a process.
 *
 * Nothing here waits on the wall clock: {@link World.settle} and {@link World.advance} drive the scheduler.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import * as t from 'io-ts';
import { type ErrorCode, errorClasses } from '../../spec/errors.js';
import type { Deviation } from '../../spec/scenarios.js';
import type { Fence, MessageKind } from '../core/message.js';
import type { Ruling } from '../core/ruling.js';
import {
  ask,
  defineGateway,
  FencedRpcEndpoint,
  type Gateway,
  type GatewayOf,
  type LinkListener,
  type Logger,
  MemoryNetwork,
  MemoryTransport,
  type NullableToken,
  PermanentlyFencedRpcEndpoint,
  RpcEndpoint,
  type RpcError,
  RpcService,
  type RpcServiceOptions,
  type RuntimeObserver,
  rpcTimeout,
  SeededScheduler,
  tell,
} from '../index.js';
import type { Methods } from '../rpc/gateway.js';
import { invocationHandlerOf } from '../rpc/invocation-handler.js';
import { promiseFutures } from '../rpc/promise-futures.js';
import type { FutureAdapter, Hold } from '../runtime/futures.js';
import { Message } from '../runtime/message.js';
import type { Link, TransportHost } from '../transport/transport.js';
import { EncodedValue } from '../wire/encoded-value.js';
import type { UndecodableFrame, WireFrame, WireFrameOf } from '../wire/index.js';

// --- time and promises ------------------------------------------------------------------------------------------------

/** Lets every promise callback that is due run. */
export const hop = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** What a promise has come to so far. */
export interface Watch {
  state: 'open' | 'value' | 'error';
  value: unknown;
}

/** Follows a promise without waiting for it. */
export function watch(promise: Promise<unknown>): Watch {
  const seen: Watch = { state: 'open', value: undefined };
  promise.then(
    (value) => void Object.assign(seen, { state: 'value', value }),
    (error: unknown) => void Object.assign(seen, { state: 'error', value: error }),
  );
  return seen;
}

/** The value that was seen, of the type that the caller knows. */
export const seenValue = <Value>(seen: Watch): Value => seen.value as Value;

/** A promise with its ends outside. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise that the test completes. */
export function defer<Value = void>(): Deferred<Value> {
  let ends: Omit<Deferred<Value>, 'promise'> | undefined;
  const promise = new Promise<Value>((resolve, reject) => {
    ends = { resolve, reject };
  });
  return { promise, ...(ends as Omit<Deferred<Value>, 'promise'>) };
}

/** The seeded scheduler; it numbers operations and endpoints itself. */
export class VirtualScheduler extends SeededScheduler {
  private operations = 0;
  private endpoints = 0;

  constructor(tape: readonly Deviation[] = []) {
    super();
    this.reset(tape);
  }

  override nextOperation(): number {
    this.operations += 1;
    return this.operations;
  }

  override nextEndpoint(): number {
    this.endpoints += 1;
    return this.endpoints;
  }
}

// --- the world --------------------------------------------------------------------------------------------------------

/** Services on one scheduler and one network, in virtual time. */
export class World {
  readonly scheduler: VirtualScheduler;
  readonly network = new MemoryNetwork();
  private ports = 0;

  constructor(tape: readonly Deviation[] = []) {
    this.scheduler = new VirtualScheduler(tape);
  }

  /** A service without transport. */
  service(options: RpcServiceOptions = {}): RpcService {
    return new RpcService({ scheduler: this.scheduler, ...options });
  }

  /** A service that others reach: at `host1` port 1, `host2` port 2, and so on. */
  remoteService(options: RpcServiceOptions = {}): RpcService {
    this.ports += 1;
    return this.service({
      transport: new MemoryTransport(this.network, `host${this.ports}`, this.ports),
      ...options,
    });
  }

  /** Runs everything that is enabled; timers stay where they are. */
  async settle(): Promise<void> {
    await hop();
    while (this.scheduler.step()) await hop();
  }

  /** Lets this many milliseconds pass. */
  async advance(milliseconds: number): Promise<void> {
    await this.settle();
    const untilMs = this.scheduler.now() + milliseconds;
    while (this.scheduler.fireNextTimer(untilMs)) await this.settle();
  }

  /** What a promise comes to when everything that is enabled has run. */
  async outcome(promise: Promise<unknown>): Promise<Watch> {
    const seen = watch(promise);
    await this.settle();
    return seen;
  }

  /** The value of a promise that settles without time passing; throws its error, or when it stays open. */
  async value<Value>(promise: Promise<Value>): Promise<Value> {
    const { state, value } = await this.outcome(promise);
    if (state === 'value') return value as Value;
    throw state === 'error' ? value : new Error('the promise is still open');
  }

  /** Connects, at once. */
  connect<M extends Methods>(
    service: RpcService,
    address: string,
    gateway: Gateway<M>,
  ): Promise<GatewayOf<Gateway<M>>> {
    return this.value(service.connect(address, gateway));
  }

  /** A started worker and a gateway to it, both in `service` unless `from` is another service. */
  async startedWorker(
    service: RpcService,
    script: Script = {},
    from: RpcService = service,
  ): Promise<{ readonly worker: Worker; readonly gateway: WorkGatewayType }> {
    const worker = new Worker(service, script);
    worker.start();
    return { worker, gateway: await this.connect(from, worker.address, WorkGateway) };
  }
}

// --- endpoints --------------------------------------------------------------------------------------------------------

/** A gateway with one method of each sort. */
export const WorkGateway = defineGateway('Work', {
  echo: ask([t.unknown], t.unknown),
  add: ask([t.number, t.number], t.number),
  within: ask([t.string, rpcTimeout], t.string),
  note: tell([t.string]),
});
export type WorkGatewayType = GatewayOf<typeof WorkGateway>;

/** What the methods and hooks of a scripted endpoint do; what is absent does the obvious thing. */
export interface Script {
  readonly endpointId?: string;
  readonly echo?: (value: unknown) => unknown;
  readonly add?: (left: number, right: number) => unknown;
  readonly within?: (text: string, limitMs: number) => unknown;
  readonly note?: (text: string) => unknown;
  readonly onStart?: () => unknown;
  readonly onStop?: () => unknown;
}

const optionsOf = (script: Script) => ({
  gateways: [WorkGateway],
  ...(script.endpointId === undefined ? {} : { endpointId: script.endpointId }),
});

/** A plain endpoint. What it was told stands in `log`; its protected operations are open to tests. */
export class Worker extends RpcEndpoint<Worker> {
  readonly log: string[] = [];
  script: Script;

  constructor(service: RpcService, script: Script = {}) {
    super(service, optionsOf(script));
    this.script = script;
  }

  echo(value: unknown): unknown {
    return this.script.echo === undefined ? value : this.script.echo(value);
  }

  add(left: number, right: number): number {
    return (this.script.add === undefined ? left + right : this.script.add(left, right)) as number;
  }

  within(text: string, limitMs: number): string {
    return (this.script.within === undefined ? text : this.script.within(text, limitMs)) as string;
  }

  note(text: string): void {
    this.log.push(text);
    return this.script.note?.(text) as undefined;
  }

  override onStart(): void {
    this.log.push('onStart');
    return this.script.onStart?.() as undefined;
  }

  override onStop(): Promise<void> {
    this.log.push('onStop');
    return (this.script.onStop === undefined ? Promise.resolve() : this.script.onStop()) as Promise<void>;
  }

  pause(): void {
    this.stop();
  }

  run(work: () => void): void {
    this.runAsync(work);
  }

  runLater(work: () => void, delayMs: number): void {
    this.scheduleRunAsync(work, delayMs);
  }

  call<Result>(work: () => Result | Promise<Result>, limitMs: number): Promise<Result> {
    return this.callAsync(work, limitMs);
  }
}

/** A fenced endpoint with a token that can be replaced. */
export class FencedWorker extends FencedRpcEndpoint<FencedWorker> {
  readonly log: string[] = [];
  script: Script;

  constructor(service: RpcService, token: NullableToken, script: Script = {}) {
    super(service, optionsOf(script), token);
    this.script = script;
  }

  echo(value: unknown): unknown {
    return this.script.echo === undefined ? value : this.script.echo(value);
  }

  add(left: number, right: number): number {
    return left + right;
  }

  within(text: string, _limitMs: number): string {
    return text;
  }

  note(text: string): void {
    this.log.push(text);
  }

  runUnfenced(work: () => void): void {
    this.runAsyncWithoutFencing(work);
  }

  callUnfenced<Result>(work: () => Result | Promise<Result>, limitMs: number): Promise<Result> {
    return this.callAsyncWithoutFencing(work, limitMs);
  }

  /** Replaces the token in a message of its own, exempt from fencing. */
  changeToken(token: NullableToken): void {
    this.runUnfenced(() => this.setFencingToken(token));
  }
}

/** A fenced endpoint with one token for ever. */
export class PermanentWorker extends PermanentlyFencedRpcEndpoint<PermanentWorker> {
  constructor(service: RpcService, token: NullableToken, script: Script = {}) {
    super(service, optionsOf(script), token);
  }

  echo(value: unknown): unknown {
    return value;
  }

  add(left: number, right: number): number {
    return left + right;
  }

  within(text: string, _limitMs: number): string {
    return text;
  }

  note(_text: string): void {}
}

/** A token by its bytes. */
export const token = (bytes: string): NonNullable<NullableToken> => ({ type: 'Leader', bytes });

// --- what no gateway would send ---------------------------------------------------------------------------------------

/** A message as a stranger would make it. */
export interface RawMessage {
  readonly kind?: MessageKind;
  readonly method?: string;
  readonly args?: readonly unknown[];
  readonly fence?: Fence;
}

function rawMessage(gateway: object, raw: RawMessage): Message {
  const handler = invocationHandlerOf(gateway);
  const { runtime, reference } = handler;
  const operation = runtime.scheduler.nextOperation();
  const cell = reference.remote ? null : reference.cell;
  const fence = raw.fence ?? handler.fence();
  const message = new Message(operation, raw.kind ?? 'call', cell, runtime.scheduler.sender(), fence);
  message.methodKey = raw.method ?? '';
  message.args = raw.args ?? [];
  return message;
}

/** Asks with a raw message; the limit is one second. */
export function askRaw(gateway: object, raw: RawMessage): Promise<unknown> {
  const { runtime, reference } = invocationHandlerOf(gateway);
  const message = rawMessage(gateway, raw);
  const pending = runtime.futures.newPending(runtime.table, message.id);
  pending.what = message.methodKey;
  runtime.ask(reference, message, pending, 1000);
  return pending.future as Promise<unknown>;
}

/** Tells a raw message. */
export function tellRaw(gateway: object, raw: RawMessage): void {
  const { runtime, reference } = invocationHandlerOf(gateway);
  reference.send(runtime, rawMessage(gateway, raw));
}

/** Makes the message handler of an endpoint fail. */
export function injectFault(gateway: object): void {
  const { runtime, reference } = invocationHandlerOf(gateway);
  if (!reference.remote) runtime.injectFault(reference.cell);
}

/** An item of CBOR that is no value: the break code. */
export const unreadable = new EncodedValue(Uint8Array.of(0xff));

/** What a transport is told of a service that is none. */
export const hostOf = (
  clock: TransportHost['clock'],
  accept: TransportHost['accept'],
  frameBytes = 4096,
): TransportHost => ({ clock, accept, frameBytes });

/** A peer without a runtime: it sends frames and keeps what it receives. */
export class FramePeer implements LinkListener {
  readonly frames: WireFrame[] = [];
  readonly reasons: string[] = [];
  readonly transport: MemoryTransport;
  link: Link | null = null;

  constructor(network: MemoryNetwork, host: string, port: number) {
    this.transport = new MemoryTransport(network, host, port);
    this.transport.listen(
      hostOf(new SeededScheduler(), (link) => {
        this.link = link;
        return this;
      }),
    );
  }

  dial(authority: string): void {
    this.link = this.transport.dial(authority, this);
  }

  received(frame: WireFrame): void {
    this.frames.push(frame);
  }

  undecodable({ error }: UndecodableFrame): void {
    throw error;
  }

  closed(reason: string): void {
    this.reasons.push(reason);
  }

  send(frame: WireFrame): void {
    this.link?.send(frame);
  }

  /** The last frame that arrived, if it is one of this sort. */
  last<Sort extends WireFrame['frame']>(sort: Sort): WireFrameOf<Sort> {
    const frame = this.frames.at(-1);
    if (frame?.frame !== sort) throw new Error(`the last frame is no ${sort}: ${JSON.stringify(frame)}`);
    return frame as WireFrameOf<Sort>;
  }
}

/** A handler that keeps the main thread until it is released. */
export class Holding implements Hold {
  private resume: (() => void) | null = null;

  onRelease(resume: () => void): void {
    this.resume = resume;
  }

  release(): void {
    this.resume?.();
  }

  finish(): unknown {
    return 'released';
  }
}

/** Promises, and {@link Holding} as a result. */
export const holdingFutures: FutureAdapter = {
  ...promiseFutures,
  holdOf: (value) => (value instanceof Holding ? value : null),
};

// --- what the runtime tells ---------------------------------------------------------------------------------------------

/** An observer that keeps everything as text: `ran request execute MSG-06`, `lost request partition`, … */
export class Observed implements RuntimeObserver {
  readonly events: string[] = [];

  ran(leg: string, _id: number, ruling: Ruling): void {
    this.events.push(`ran ${leg} ${ruling.decision} ${ruling.rule}`);
  }

  lost(leg: string, _id: number, reason: string): void {
    this.events.push(`lost ${leg} ${reason}`);
  }

  began(_endpoint: number, role: string): void {
    this.events.push(`began ${role}`);
  }

  ended(_endpoint: number, role: string, _work: number, how: string): void {
    this.events.push(`ended ${role} ${how}`);
  }

  /** What happened since the last call. */
  take(): readonly string[] {
    return this.events.splice(0);
  }
}

/** A logger that keeps its messages. */
export class Logged implements Logger {
  readonly lines: string[] = [];

  debug(_details: object, message: string): void {
    this.lines.push(`debug ${message}`);
  }

  warn(_details: object, message: string): void {
    this.lines.push(`warn ${message}`);
  }

  error(_details: object, message: string): void {
    this.lines.push(`error ${message}`);
  }
}

// --- errors -------------------------------------------------------------------------------------------------------------

/** The class of an error. */
// biome-ignore lint/suspicious/noExplicitAny: any class of errors, whatever its constructor takes
export type ErrorClass = new (...parameters: any[]) => RpcError;

/** Asserts that this is the error of a code: its class, its code, the remedy in its text, and what else the text says. */
export function isError(
  assert: ExecutionContext,
  error: unknown,
  errorClass: ErrorClass,
  code: ErrorCode,
  ...says: readonly string[]
): void {
  if (!assert.true(error instanceof errorClass, `${String(error)} is no ${errorClass.name}`)) return;
  const { code: found, message } = error as RpcError;
  assert.is(found, code);
  for (const part of [...says, errorClasses[code].remedy]) {
    assert.true(message.includes(part), `'${message}' does not say '${part}'`);
  }
}

/** Asserts that a promise has failed so; see {@link isError}. */
export function failedWith(
  assert: ExecutionContext,
  seen: Watch,
  errorClass: ErrorClass,
  code: ErrorCode,
  ...says: readonly string[]
): void {
  assert.is(seen.state, 'error');
  isError(assert, seen.value, errorClass, code, ...says);
}

/** Asserts that a call throws so, at once; see {@link isError}. */
export function raises(
  assert: ExecutionContext,
  call: () => unknown,
  errorClass: ErrorClass,
  code: ErrorCode,
  ...says: readonly string[]
): void {
  let error: unknown = new Error('nothing was thrown');
  try {
    call();
  } catch (thrown) {
    error = thrown;
  }
  isError(assert, error, errorClass, code, ...says);
}

/** Asserts that a promise has this value. */
export function hasValue(assert: ExecutionContext, seen: Watch, value: unknown): void {
  assert.deepEqual(seen, { state: 'value', value });
}

// --- processes ------------------------------------------------------------------------------------------------------------

/** How a process ended. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly output: readonly string[];
  readonly errors: string;
}

/**
 * Runs a case of `child.ts` in a process of its own, in which an unhandled rejection ends the process.
 *
 * @param name the name of the case
 * @returns its exit code and the lines that it wrote
 */
export function runChild(name: string): Promise<ProcessEnd> {
  const script = fileURLToPath(new URL('./child.js', import.meta.url));
  const child = spawn(process.execPath, ['--unhandled-rejections=strict', script, name], {
    timeout: 60_000, // a process that hangs is a failure; nothing is asserted about how long the others take
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  return new Promise((resolve) => {
    child.on('close', (exitCode) => {
      resolve({ exitCode, output: output.split('\n').filter((line) => line !== ''), errors });
    });
  });
}

/** A gateway without methods, whose endpoints anything serves. */
export const defineRawGateway = (name: string) => defineGateway(name, {});

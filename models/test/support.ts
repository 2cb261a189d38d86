/** Traces written by hand: a story is a sequence of short calls, one for each thing that happens. */
import { readFileSync } from 'node:fs';
import type {
  Capability,
  Decision,
  EndKind,
  ErrorCode,
  Leg,
  NestedOperation,
  NullableToken,
  Operation,
  Outcome,
  PlainValue,
  Role,
  Token,
  Trace,
  TraceEvent,
  TraceHeader,
  WorkEnding,
  WorkScript,
} from '../../spec/index.js';
import { capabilityMeanings } from '../../spec/index.js';
import type { Profile, Verdict } from '../index.js';
import { checkTrace } from '../index.js';

/** Two tokens. */
export const RED: Token = { type: 'Leader', bytes: '01' };
export const BLUE: Token = { type: 'Leader', bytes: '02' };

const everything = Object.keys(capabilityMeanings) as Capability[];

/** A target that can do everything, with tokens that can be replaced. */
export const mutable: Profile = {
  capabilities: new Set(everything.filter((capability) => capability !== 'immutable-token')),
};

/** The reference on a real clock, as recordings are judged. */
export const recordedOnClock: Profile = {
  capabilities: new Set(
    everything.filter((capability) => capability !== 'immutable-token' && capability !== 'virtual-clock'),
  ),
  quirks: 'refused',
};

/** A target with permanent tokens on the wall clock, as the original. */
export const immutable: Profile = {
  capabilities: new Set(
    everything.filter((capability) => capability !== 'mutable-token' && capability !== 'virtual-clock'),
  ),
};

/** What may be said of an operation of a type, but for some of its fields. */
type Without<Type extends Operation['type'], Fields extends string> = Partial<
  Omit<Extract<Operation, { type: Type }>, Fields>
>;
type CreateOptions = Without<'create-endpoint', 'type' | 'endpoint'>;
type CallOptions = Without<'call', 'type' | 'target'>;

/** What a handler does: an ending, or nested operations and an ending. */
export function script(
  end: WorkEnding['ending'] | WorkEnding = 'return',
  nested: readonly NestedOperation[] = [],
): WorkScript {
  return { nested, end: typeof end === 'string' ? ({ ending: end } as WorkEnding) : end };
}

/** What a story is about; without any of it, a complete trace of two services in one process. */
export interface StoryOptions {
  readonly complete?: boolean;
  readonly services?: number;
  readonly remote?: boolean;
  readonly forced?: boolean;
  readonly frameBytes?: number;
  readonly capturing?: boolean;
}

/** A trace in the making. */
export class Story {
  readonly events: TraceEvent[] = [];
  private readonly header: TraceHeader;
  private time = 0;
  private nextOp = 1;
  private readonly names = new Map<number, string>();

  constructor(options: StoryOptions = {}) {
    const { complete = true, services = 2, remote = true, forced = false, frameBytes = 1000 } = options;
    const limits = { remote, frameBytes, askTimeoutMs: 100, forceSerialization: forced };
    const service = options.capturing === true ? { ...limits, captureCallStacks: true } : limits;
    this.header = {
      format: 'fencepost-trace',
      version: 1,
      target: 'hand-written',
      capabilities: [],
      services: Array.from({ length: services }, () => service),
      complete,
    };
  }

  /** Time passes. */
  later(milliseconds: number): this {
    this.time += milliseconds;
    return this;
  }

  /** An operation is invoked by a lane, or on a main thread. @returns its number */
  invoke(operation: Operation, by: number | { readonly mainOf: number } = 0, op = this.nextOp): number {
    this.nextOp = Math.max(this.nextOp, op) + 1;
    const lane = typeof by === 'number' ? { lane: by } : by;
    this.events.push({ event: 'invoke', at: this.time, op, by: lane, operation });
    return op;
  }

  /** A number for a nested operation. */
  reserve(): number {
    return this.nextOp++;
  }

  outcome(op: number, outcome: Outcome): this {
    this.events.push({ event: 'outcome', at: this.time, op, outcome });
    return this;
  }

  value(op: number, value: PlainValue = null): this {
    return this.outcome(op, { kind: 'value', value });
  }

  error(op: number, code: ErrorCode, more: Partial<Extract<Outcome, { kind: 'error' }>> = {}): this {
    return this.outcome(op, { kind: 'error', code, ...more });
  }

  /** The call itself throws. */
  thrown(op: number, code: ErrorCode): this {
    return this.error(op, code, { thrown: true });
  }

  /** An operation with a null outcome at once. */
  done(operation: Operation, by: number | { readonly mainOf: number } = 0, op = this.nextOp): number {
    this.invoke(operation, by, op);
    this.value(op);
    return op;
  }

  run(leg: Leg, id: number, decision: Decision, rule: string, endpoint?: number): this {
    const where = endpoint === undefined ? {} : { endpoint };
    this.events.push({ event: 'run', at: this.time, leg, id, decision, rule, ...where });
    return this;
  }

  lose(leg: Leg, id: number, reason: 'partition' | 'drop-next' | 'too-large' | 'undecodable'): this {
    this.events.push({ event: 'lose', at: this.time, leg, id, reason });
    return this;
  }

  begin(endpoint: number, role: Role, work: number): this {
    this.events.push({ event: 'begin', at: this.time, endpoint, role, work });
    return this;
  }

  end(endpoint: number, role: Role, work: number, how: EndKind = 'return'): this {
    this.events.push({ event: 'end', at: this.time, endpoint, role, work, how });
    return this;
  }

  handler(endpoint: number, role: Role, work: number, how: EndKind = 'return'): this {
    return this.begin(endpoint, role, work).end(endpoint, role, work, how);
  }

  closed(endpoint: number, resource: number): this {
    this.events.push({ event: 'closed', at: this.time, endpoint, resource });
    return this;
  }

  /** The create-endpoint of an endpoint, without its outcome. */
  creation(endpoint: number, options: CreateOptions = {}): Operation {
    const name = options.name === undefined ? `e${endpoint}` : options.name;
    this.names.set(endpoint, name ?? '');
    return {
      type: 'create-endpoint',
      endpoint,
      service: 0,
      kind: 'plain',
      token: null,
      onStart: { nested: [], end: 'return' },
      onStop: { nested: [], end: 'done' },
      resources: 0,
      resourceThatThrows: null,
      constructing: [],
      constructorThrows: false,
      ...options,
      name,
    };
  }

  /** An endpoint is created. @returns the number of the operation */
  create(endpoint: number, options: CreateOptions = {}): number {
    const op = this.invoke(this.creation(endpoint, options));
    this.value(op, this.address(endpoint, options.service ?? 0));
    return op;
  }

  address(endpoint: number, service = 0): string {
    const host = this.header.services[0]?.remote ? `system@host-${service}:6000` : 'system';
    return `test.memory://${host}/user/rpc/${this.names.get(endpoint)}`;
  }

  /** The endpoint is started. */
  start(endpoint: number, how: EndKind = 'return'): number {
    const op = this.done({ type: 'start', endpoint });
    this.run('request', op, 'on-start', 'LIFE-02').handler(endpoint, 'start', endpoint, how);
    return op;
  }

  /** A connect, without what becomes of it. */
  connecting(gateway: number, endpoint: number, options: Without<'connect', never> = {}, lane = 0): number {
    return this.invoke(
      {
        type: 'connect',
        gateway,
        service: 0,
        address: { kind: 'endpoint', endpoint },
        gatewayType: 'conformance',
        version: 2,
        fencing: null,
        ...options,
      },
      lane,
    );
  }

  /** A gateway is connected. */
  connect(gateway: number, endpoint: number, options: Without<'connect', never> = {}): number {
    const op = this.connecting(gateway, endpoint, options);
    this.run('identify', op, 'found', 'MSG-05').run('identity', op, 'shake', 'HAND-01');
    this.run('handshake', op, 'accept', 'MSG-05').run('greeting', op, 'settle', 'CALL-25').value(op);
    return op;
  }

  connectWith(gateway: number, endpoint: number, token: NullableToken, service = 0): number {
    return this.connect(gateway, endpoint, { service, fencing: { token } });
  }

  /** A call, without what becomes of it. */
  ask(
    gateway: number | { readonly self: number },
    options: CallOptions = {},
    lane: number | { readonly mainOf: number } = 0,
  ): number {
    const target = typeof gateway === 'number' ? { gateway } : gateway;
    return this.invoke(
      { type: 'call', target, method: 'ask', timeout: null, argument: 'good', script: script(), ...options },
      lane,
    );
  }

  tell(
    gateway: number | { readonly self: number },
    options: CallOptions = {},
    lane: number | { readonly mainOf: number } = 0,
  ): number {
    const op = this.ask(gateway, { method: 'tell', ...options }, lane);
    this.value(op);
    return op;
  }

  /** The ask is executed and its answer settles it. */
  executed(op: number, endpoint: number, rule = 'MSG-06'): this {
    this.run('request', op, 'execute', rule).handler(endpoint, 'call', op);
    return this.run('answer', op, 'settle', 'CALL-25').value(op, op);
  }

  /** The ask is refused. */
  refused(op: number, code: ErrorCode, rule: string, states: readonly string[] = []): this {
    this.run('request', op, `refuse:${code}`, rule).run('answer', op, 'settle', 'CALL-25');
    return this.error(op, code, { states });
  }

  /** A task of the executor of an endpoint, without what becomes of it. @returns its number */
  schedule(options: Without<'schedule', 'type'> = {}, by: number | { readonly mainOf: number } = 0): number {
    const task = { type: 'schedule', executor: 1, delayMs: 0, callable: false, script: script() } as const;
    return this.invoke({ ...task, ...options }, by);
  }

  /** A task of a service, without what becomes of it. @returns its number */
  serviceTask(options: Without<'service-schedule', 'type'> = {}, by = 0): number {
    const times = { delayMs: 0, periodMs: null, mode: 'rate', throwsAtRun: 0 } as const;
    return this.invoke({ type: 'service-schedule', service: 0, ...times, ...options }, by);
  }

  /** A run-async, which returns at once. @returns its number */
  runAsync(options: Without<'run-async', 'type'> = {}, by: number | { readonly mainOf: number } = 0): number {
    const run = { type: 'run-async', endpoint: 1, delayMs: 0, unfenced: false, script: script() } as const;
    return this.done({ ...run, ...options }, by);
  }

  settle(): this {
    const op = this.invoke({ type: 'settle' });
    return this.value(op);
  }

  advance(milliseconds: number): this {
    const op = this.invoke({ type: 'advance', milliseconds });
    this.time += milliseconds;
    return this.value(op);
  }

  /** TERMINATE of a started endpoint whose onStop is done at once, up to its removal. */
  terminate(endpoint: number): number {
    const op = this.invoke({ type: 'terminate', endpoint });
    this.run('request', op, 'on-stop', 'LIFE-08').handler(endpoint, 'stop', endpoint, 'future');
    this.run('stop-future', endpoint, 'terminate', 'LIFE-08')
      .run('gone', endpoint, 'release', 'TERM-06')
      .value(op);
    return op;
  }

  trace(): Trace {
    return { header: this.header, events: this.events };
  }

  judge(profile: Profile = mutable): Verdict {
    return checkTrace(this.trace(), profile);
  }
}

/** An endpoint that is created, started and connected to from a service, as a complete trace tells it. */
export function connectedStory(options: StoryOptions = {}, from = 0): Story {
  const story = new Story(options);
  story.create(1);
  story.start(1);
  story.connect(1, 1, { service: from });
  return story;
}

/** An endpoint that is created, started and connected to, as a foreign target reports it: observable events only. */
export function connectedHistory(options: StoryOptions = {}): Story {
  const story = new Story({ complete: false, ...options });
  story.create(1);
  const start = story.invoke({ type: 'start', endpoint: 1 });
  story.handler(1, 'start', 1).value(start);
  story.value(story.connecting(1, 1));
  return story;
}

/** A trace that the reference wrote, with a title. */
export type Recorded = Trace & { readonly title: string };

/** Traces recorded from the reference. */
export function recorded(): readonly Recorded[] {
  const file = new URL('../../../models/test/fixtures/reference/traces.ndjson', import.meta.url);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded);
}

/** The rules of a rejection; none for another verdict. */
export function brokenRules(verdict: Verdict): readonly string[] {
  return verdict.verdict === 'rejected' ? verdict.rules : [];
}

/** The rules about the situation of a rejection; none for another verdict. */
export function rulesOfSituation(verdict: Verdict): readonly string[] {
  return verdict.verdict === 'rejected' ? verdict.situation : [];
}

/**
 * Programs for the recorder, drawn from a seed: some services, endpoints of every kind whose methods and hooks do
 * anything (return, throw, promise, never answer, call others), gateways, executors, tasks, tokens, faults of links.
 * They run on the event loop and wait for milliseconds only; what they meet on the way differs from run to run. Over
 * what network they talk, and what faults it has, is said by their surroundings.
 */
import { setTimeout as pause } from 'node:timers/promises';
import {
  ask,
  defineGateway,
  FencedRpcEndpoint,
  type GatewayOf,
  type MainThreadExecutor,
  MemoryNetwork,
  MemoryTransport,
  PermanentlyFencedRpcEndpoint,
  RpcEndpoint,
  RpcService,
  rpcTimeout,
  type ScheduledTask,
  type Token,
  type TraceRecorder,
  type Transport,
  t,
  tell,
} from '../../../impl/index.js';
import { Draw } from '../../../impl/test/draw.js';

const AnyGateway = defineGateway('Any', {
  ask: ask([t.number], t.unknown),
  local: ask([t.number], t.unknown, { local: true }),
  within: ask([t.number, rpcTimeout], t.unknown),
  text: ask([t.number], t.string),
  tell: tell([t.number]),
});
const OtherGateway = defineGateway('Other', { ask: ask([], t.unknown) });

type AnyGateway = GatewayOf<typeof AnyGateway>;

/** The longest that anything takes, in milliseconds. */
const MILLISECONDS_MAX = 6;

const tokenOf = (number: number): Token | null => (number === 0 ? null : { type: 'L', bytes: `0${number}` });

/** Whatever becomes of it. */
function ignore(future: unknown): void {
  if (future instanceof Promise) future.catch(() => undefined);
}

/** What is the same of endpoints of all kinds. */
interface AnyEndpoint {
  readonly address: string;
  readonly rpcServer: RpcEndpoint<never>['rpcServer'];
  readonly mainThreadExecutor: MainThreadExecutor;
  readonly terminationFuture: Promise<void>;
  start(): void;
  close(): Promise<void>;
  getSelfGateway(gateway: typeof AnyGateway): AnyGateway;
  registerResource(resource: { close(): void } | null): void;
  setFencingToken?(token: Token | null): void;
}

/** What the code of an endpoint asks its program. */
interface Code {
  work(self: AnyEndpoint, number: number): unknown;
  onStart(self: AnyEndpoint): unknown;
  onStop(self: AnyEndpoint): unknown;
}

/** Gives a class the methods and hooks of every endpoint: the program decides what they do. */
function withCode<Class extends { readonly prototype: object }>(Class: Class, code: Code): Class {
  const work = function (this: AnyEndpoint, number: number): unknown {
    return code.work(this, number);
  };
  Object.assign(Class.prototype, {
    onStart(this: AnyEndpoint): unknown {
      return code.onStart(this);
    },
    onStop(this: AnyEndpoint): unknown {
      return code.onStop(this);
    },
    text(this: AnyEndpoint, number: number): unknown {
      return number % 2 === 0 ? `text ${number}` : code.work(this, number);
    },
    ask: work,
    local: work,
    within: work,
    tell: work,
  });
  return Class;
}

const options = (endpointId: string | undefined) =>
  ({ gateways: [AnyGateway], ...(endpointId === undefined ? {} : { endpointId }) }) as never;

class Plain extends RpcEndpoint<never> {
  constructor(service: RpcService, id: string | undefined) {
    super(service, options(id));
  }
}

class Fenced extends FencedRpcEndpoint<never> {
  constructor(service: RpcService, id: string | undefined, token: Token | null) {
    super(service, options(id), token);
  }
}

class Permanent extends PermanentlyFencedRpcEndpoint<never> {
  constructor(service: RpcService, id: string | undefined, token: Token | null) {
    super(service, options(id), token);
  }
}

/** Around how many services a program has at most. */
export const SERVICES_MAX = 3;

/** The network of a program. Services are numbered from 0. */
export interface Surroundings {
  /** The transport of a service. */
  transportOf(service: number): Transport;
  /** An address at which nobody can be. */
  readonly farAddress: string;
  /** Something goes wrong between two services; `loses` one message, or more. */
  disturb(from: number, to: number, loses: boolean): void;
}

/** The memory of this process. */
class MemorySurroundings implements Surroundings {
  readonly farAddress = 'fencepost.memory://fencepost@far:9/user/rpc/a';
  private readonly network = new MemoryNetwork();

  transportOf(service: number): Transport {
    return new MemoryTransport(this.network, `host-${service}`, service + 1);
  }

  disturb(from: number, to: number, loses: boolean): void {
    if (loses) this.network.dropNext(from + 1, to + 1);
    else this.network.breakLinks(from + 1, to + 1);
  }
}

/** What a step may be, as often as it is listed. */
const weights = { create: 5, call: 18, connect: 8, control: 9, work: 6, guard: 2, outside: 2 } as const;

type Kind = keyof typeof weights;

const kinds = (Object.keys(weights) as Kind[]).flatMap((kind) =>
  Array.from({ length: weights[kind] }, () => kind),
);

/** See the head of this file. */
export class RandomProgram implements Code {
  private readonly draw: Draw;
  private readonly surroundings: Surroundings;
  private readonly services: readonly RpcService[];
  private readonly endpoints: AnyEndpoint[] = [];
  private readonly gateways: AnyGateway[] = [];
  private readonly executors: MainThreadExecutor[] = [];
  private readonly tasks: ScheduledTask<unknown>[] = [];
  private readonly classes = {
    plain: withCode(class extends Plain {}, this),
    fenced: withCode(class extends Fenced {}, this),
    permanent: withCode(class extends Permanent {}, this),
  };
  private calls = 0;
  private depth = 0;

  constructor(seed: number, recorder: TraceRecorder, surroundings: Surroundings = new MemorySurroundings()) {
    const draw = new Draw(seed);
    this.draw = draw;
    this.surroundings = surroundings;
    this.services = Array.from({ length: 1 + draw.int(SERVICES_MAX) }, (_, number) => {
      const transport = surroundings.transportOf(number);
      return new RpcService({
        recorder,
        transport: draw.chance(90) ? transport : null,
        askTimeoutMs: draw.pick([5, 20, 1000]),
        forceSerialization: draw.chance(20),
        maximumFrameBytes: draw.pick([1_000_000, 1_000_000, 1_000_000, 400, 200]),
      });
    });
  }

  /** Runs the program; it closes its services in the end, or does not. */
  async run(): Promise<void> {
    const { draw } = this;
    for (let step = 30 + draw.int(120); step > 0; step -= 1) {
      this.step(null);
      if (draw.chance(15)) await pause(draw.int(MILLISECONDS_MAX));
    }
    if (draw.chance(80)) {
      for (const service of this.services) ignore(service.close({ timeoutMs: 30 }));
      await Promise.allSettled(this.services.map((service) => service.terminationFuture));
    }
    await pause(draw.int(MILLISECONDS_MAX));
  }

  // --- the code of endpoints ----------------------------------------------------------------------------------------

  work(self: AnyEndpoint, number: number): unknown {
    const { draw } = this;
    if (this.depth === 0 && draw.chance(30)) {
      this.depth += 1;
      for (let count = draw.int(3); count > 0; count -= 1) this.step(self);
      this.depth -= 1;
    }
    switch (draw.int(12)) {
      case 0:
        throw new RangeError(`no ${number}`);
      case 1:
        return null;
      case 2:
        return { number };
      case 3:
        return 'text'.repeat(draw.int(100));
      case 4:
        return Promise.resolve(number);
      case 5:
        return pause(draw.int(MILLISECONDS_MAX)).then(() => number);
      case 6:
        return Promise.reject(new TypeError('later'));
      case 7:
        return new Promise(() => undefined);
      case 8:
        throw 'no error';
      case 9:
        return this.gateways.length === 0 ? undefined : draw.pick(this.gateways).ask(number);
      case 10:
        return () => number;
      default:
        return number * 1.5;
    }
  }

  onStart(self: AnyEndpoint): unknown {
    switch (this.draw.int(20)) {
      case 0:
        throw new Error('no start');
      case 1:
        return Promise.resolve();
      case 2:
        ignore(self.close());
        return undefined;
      case 3:
        self.rpcServer.runAsync(() => undefined);
        return undefined;
      default:
        return undefined;
    }
  }

  onStop(self: AnyEndpoint): unknown {
    switch (this.draw.int(12)) {
      case 0:
        throw new Error('no stop');
      case 1:
        return null;
      case 2:
        return Promise.reject(new RangeError('stopped badly'));
      case 3:
        return pause(this.draw.int(MILLISECONDS_MAX));
      case 4:
        ignore(self.rpcServer.callAsync(() => 1, 50));
        return Promise.resolve();
      default:
        return Promise.resolve();
    }
  }

  // --- steps --------------------------------------------------------------------------------------------------------

  /** Does something, on the main thread of an endpoint or outside of all; what the call throws is part of it. */
  private step(self: AnyEndpoint | null): void {
    const { draw } = this;
    const endpoint = self ?? (this.endpoints.length === 0 ? null : draw.pick(this.endpoints));
    try {
      if (endpoint === null) this.create();
      else this.stepAt(draw.pick(kinds), endpoint, self);
    } catch (error) {
      if (error instanceof TypeError) throw error;
    }
  }

  private stepAt(kind: Kind, endpoint: AnyEndpoint, self: AnyEndpoint | null): void {
    switch (kind) {
      case 'create':
        return this.create();
      case 'call':
        return this.call(endpoint);
      case 'connect':
        return this.connect();
      case 'control':
        return this.control(endpoint);
      case 'work':
        return this.workAt(endpoint, self);
      case 'guard':
        return this.guard(endpoint, self);
      case 'outside':
        return this.outside(self);
    }
  }

  private create(): void {
    const { draw, classes } = this;
    if (this.endpoints.length >= 12) return;
    const service = draw.pick(this.services);
    const id = draw.pick(['a', 'b', 'c_1', 'c_2', undefined]);
    const { plain, fenced, permanent } = classes;
    const creators: readonly (() => unknown)[] = [
      () => new plain(service, id),
      () => new fenced(service, id, tokenOf(draw.int(3))),
      () => new permanent(service, id, tokenOf(1 + draw.int(2))),
    ];
    const endpoint = draw.pick(creators)() as AnyEndpoint;
    this.endpoints.push(endpoint);
    if (draw.chance(80)) endpoint.start();
  }

  private connect(): void {
    const { draw } = this;
    const { address } = draw.pick(this.endpoints);
    const where = draw.chance(75)
      ? address
      : draw.pick([
          address.replace(/[^/]+$/, 'nobody'),
          address.replace(/[^/]+$/, 'c_*'),
          address.replace(/\/[^/]+$/, ''),
          this.surroundings.farAddress,
          'junk',
          '',
        ]);
    const service = draw.pick(this.services);
    if (draw.chance(10)) return ignore(service.connect(where, OtherGateway));
    const gateway = draw.chance(40)
      ? service.connect(where, AnyGateway)
      : service.connectFenced(where, AnyGateway, tokenOf(draw.int(3)));
    gateway.then(
      (connected) => this.gateways.push(connected),
      () => undefined,
    );
    return undefined;
  }

  private call(endpoint: AnyEndpoint): void {
    const { draw } = this;
    const self = this.gateways.length === 0 || draw.chance(20);
    const gateway = self ? endpoint.getSelfGateway(AnyGateway) : draw.pick(this.gateways);
    this.calls += 1;
    const number = this.calls;
    switch (draw.int(5)) {
      case 0:
        return ignore(gateway.local(number));
      case 1:
        return ignore(gateway.within(number, draw.pick([0, 0.5, 3, 30])));
      case 2:
        return ignore(gateway.text(number));
      case 3:
        return gateway.tell(number);
      default:
        return ignore(gateway.ask(number));
    }
  }

  private control(endpoint: AnyEndpoint): void {
    switch (this.draw.int(12)) {
      case 0:
        return endpoint.rpcServer.stop();
      case 1:
        return ignore(endpoint.close());
      case 2:
      case 3:
        return ignore(endpoint.terminationFuture);
      default:
        return endpoint.start();
    }
  }

  private workAt(endpoint: AnyEndpoint, self: AnyEndpoint | null): void {
    const { draw, executors, tasks } = this;
    const { rpcServer } = endpoint;
    this.calls += 1;
    const number = this.calls;
    const work = (): void => ignore(this.work(endpoint, number));
    switch (draw.int(7)) {
      case 0:
        return rpcServer.scheduleRunAsync(work, draw.int(MILLISECONDS_MAX));
      case 1:
        return ignore(rpcServer.callAsync(() => this.work(endpoint, number), 1 + draw.int(20)));
      case 2:
        executors.push(
          draw.chance(80) ? endpoint.mainThreadExecutor : rpcServer.mainThreadExecutorWithoutFencing(),
        );
        return undefined;
      case 3:
        return executors.length === 0 ? undefined : draw.pick(executors).execute(work);
      case 4:
        return executors.length === 0 ? undefined : this.schedule(draw.pick(executors));
      case 5:
        return tasks.length === 0 ? undefined : draw.pick(tasks).cancel();
      default:
        return self === null ? this.scheduleAtService() : undefined;
    }
  }

  private schedule(executor: MainThreadExecutor): void {
    const { draw } = this;
    const task = executor.schedule(() => {
      if (draw.chance(30)) throw new Error('no task');
      return draw.int(5);
    }, draw.int(MILLISECONDS_MAX) - 1);
    ignore(task.result);
    this.tasks.push(task);
  }

  private scheduleAtService(): void {
    const { draw } = this;
    const { scheduledExecutor } = draw.pick(this.services);
    let runs = 0;
    const again = (): void => {
      runs += 1;
      if (runs > 3) throw new Error('often enough');
    };
    const delayMs = draw.int(MILLISECONDS_MAX);
    const tasks: readonly (() => ScheduledTask<unknown>)[] = [
      () => scheduledExecutor.schedule(() => draw.int(5), delayMs),
      () => scheduledExecutor.scheduleAtFixedRate(again, delayMs, 1 + draw.int(3)),
      () => scheduledExecutor.scheduleWithFixedDelay(again, delayMs, 1 + draw.int(3)),
    ];
    const task = draw.pick(tasks)();
    ignore(task.result);
    this.tasks.push(task);
  }

  /** Tokens and resources. */
  private guard(endpoint: AnyEndpoint, self: AnyEndpoint | null): void {
    const { draw } = this;
    const set = endpoint.setFencingToken?.bind(endpoint);
    const token = tokenOf(draw.int(3));
    if (set === undefined || draw.chance(40)) {
      const throws = draw.chance(20);
      endpoint.registerResource({
        close: () => {
          if (throws) throw new Error('no close');
        },
      });
    } else if (self === endpoint || draw.chance(20)) set(token);
    else {
      endpoint.rpcServer.runAsyncWithoutFencing(() => {
        try {
          set(token);
        } catch {
          // A permanent token stays.
        }
      });
    }
  }

  /** Faults of links, and the end of a service. */
  private outside(self: AnyEndpoint | null): void {
    const { draw, services, surroundings } = this;
    if (self !== null) return;
    const service = (): number => draw.int(services.length);
    switch (draw.int(12)) {
      case 0:
        return ignore(draw.pick(services).close());
      case 1:
      case 2:
        return surroundings.disturb(service(), service(), true);
      case 3:
      case 4:
      case 5:
        return surroundings.disturb(service(), service(), false);
      default:
        return undefined;
    }
  }
}

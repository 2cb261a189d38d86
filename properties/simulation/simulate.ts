/**
 * Your own endpoints under the seeded scheduler: virtual time, a network in memory, and schedules that fast-check
 * generates and shrinks. The body of a test is an ordinary async function; whenever it waits, the simulation goes on.
 */
import fc from 'fast-check';
import type { Ruling } from '../../impl/core/ruling.js';
import {
  MemoryNetwork,
  MemoryTransport,
  RpcService,
  type RpcServiceOptions,
  SeededScheduler,
} from '../../impl/index.js';
import type { RuntimeObserver } from '../../impl/runtime/observer.js';
import type { ActionName, Deviation, EndKind, Leg, Role } from '../../spec/index.js';
import { hop } from './lanes.js';

/** Where a run departs from first in, first out. The empty schedule is the plain run. */
export type Schedule = readonly Deviation[];

/** Options of a service in a simulation: everything but what the simulation itself decides. */
export type SimulatedServiceOptions = Omit<
  RpcServiceOptions,
  'scheduler' | 'transport' | 'futures' | 'observer' | 'recorder' | 'rules'
>;

/** The world of one run. */
export interface Simulation {
  /** The network that all services of the simulation share. */
  readonly network: MemoryNetwork;
  /** A service with a host and port of its own. */
  newService(options?: SimulatedServiceOptions): RpcService;
  /** The virtual time, in milliseconds. */
  now(): number;
  /** Resolves when everything that was sent has been handled. */
  settle(): Promise<void>;
  /** Settles, then lets virtual time pass, firing what becomes due. */
  advance(milliseconds: number): Promise<void>;
}

/** The body waits for something that the simulation does not know: a real timer, a socket, a promise nobody completes. */
export class ForeignWaitError extends Error {
  readonly code = 'foreign-wait';
}

/** How many hops of the event loop a foreign promise is given before it is reported. */
const FOREIGN_HOPS_MAX = 20;

/** Operations and endpoints number themselves in the order in which they appear. */
class CountingScheduler extends SeededScheduler {
  private operations = 0;
  private endpoints = 0;

  override nextOperation(): number {
    this.operations += 1;
    return this.operations;
  }

  override nextEndpoint(): number {
    this.endpoints += 1;
    return this.endpoints;
  }
}

/** Handlers whose promise is open, for reports. */
class OpenHandlers implements RuntimeObserver {
  private readonly open = new Map<number, Role>();

  ran(leg: Leg, id: number, _ruling: Ruling): void {
    if (leg === 'result') this.open.delete(id);
  }

  lost(): void {}
  began(): void {}

  ended(_endpoint: number, role: Role, work: number, how: EndKind): void {
    if (how === 'future' && role !== 'stop') this.open.set(work, role);
  }

  describe(): string {
    if (this.open.size === 0) return 'no handler has an open promise: the body itself waits for it';
    return [...this.open]
      .map(([work, role]) => `the ${role} of operation ${work} returned a promise that is open`)
      .join('; ');
  }
}

/** What the body has asked the simulation for. */
interface Wish {
  /** Until when timers fire; `null` only settles. */
  readonly untilMs: number | null;
  readonly resolve: () => void;
}

/** Drives one run. */
class Driver implements Simulation {
  readonly network = new MemoryNetwork();
  private readonly scheduler = new CountingScheduler();
  private readonly handlers = new OpenHandlers();
  private services = 0;
  private wish: Wish | null = null;
  private idleHops = 0;

  constructor(schedule: Schedule) {
    this.scheduler.reset(schedule);
  }

  newService(options: SimulatedServiceOptions = {}): RpcService {
    const number = this.services;
    this.services += 1;
    const transport = new MemoryTransport(this.network, `service-${number}`, 6000 + number);
    return new RpcService({
      ...options,
      number,
      transport,
      scheduler: this.scheduler,
      harness: this.handlers,
    });
  }

  now(): number {
    return this.scheduler.now();
  }

  settle(): Promise<void> {
    return new Promise((resolve) => {
      this.wish = { untilMs: null, resolve };
    });
  }

  advance(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.wish = { untilMs: this.scheduler.now() + milliseconds, resolve };
    });
  }

  async drive<Result>(body: (simulation: Simulation) => Promise<Result>): Promise<Result> {
    let done = false;
    const result = body(this).finally(() => {
      done = true;
    });
    result.catch(() => undefined);
    for (;;) {
      await hop();
      if (done) return result;
      this.goOn();
    }
  }

  /** One step of the world; grants the wish of the body when there is nothing left to do before it. */
  private goOn(): void {
    if (this.scheduler.step() || this.scheduler.fireNextTimer(this.scheduler.now())) {
      this.idleHops = 0;
      return;
    }
    const { wish } = this;
    if (wish !== null) this.grant(wish);
    else this.passTime();
  }

  private grant(wish: Wish): void {
    if (wish.untilMs !== null && this.scheduler.fireNextTimer(wish.untilMs)) return;
    this.wish = null;
    wish.resolve();
  }

  /** The body waits for an answer that only the passing of time can bring, or for something foreign. */
  private passTime(): void {
    const deadlineMs = this.scheduler.nextDeadlineMs();
    if (deadlineMs !== null) {
      this.scheduler.fireNextTimer(deadlineMs);
      return;
    }
    this.idleHops += 1;
    if (this.idleHops < FOREIGN_HOPS_MAX) return;
    throw new ForeignWaitError(
      `The run waits for something outside of the simulation; ${this.handlers.describe()}. Complete it in the test, or take it out.`,
    );
  }
}

/**
 * Runs the body of a test in a simulation.
 *
 * @param schedule where the run departs from first in, first out; from {@link schedules}, or `[]`
 * @param body the test; everything that it awaits comes from the simulation
 * @returns what the body returns
 * @throws what the body throws; ForeignWaitError when it waits for something that the simulation does not know
 * @example
 * ```ts
 * await simulate([], async ({ newService }) => {
 *   const service = newService();
 *   const counter = new Counter(service);
 *   counter.start();
 *   const gateway = await service.connect(counter.address, CounterGateway);
 *   assert.equal(await gateway.add(1), 1);
 * });
 * ```
 */
export function simulate<Result>(
  schedule: Schedule,
  body: (simulation: Simulation) => Promise<Result>,
): Promise<Result> {
  const driver = new Driver(schedule);
  return driver.drive((simulation) =>
    body({
      network: simulation.network,
      newService: (options) => simulation.newService(options),
      now: () => simulation.now(),
      settle: () => simulation.settle(),
      advance: (milliseconds) => simulation.advance(milliseconds),
    }),
  );
}

/** What a generated deviation can hold, and wait for. */
const MESSAGES: readonly ActionName['leg'][] = ['request', 'answer', 'handshake', 'identify', 'due'];
/** The same with timers: time then passes where the schedule says so, and asks expire that would not have. */
const MESSAGES_AND_TIMERS: readonly ActionName['leg'][] = [...MESSAGES, 'timer', 'timeout'];

/**
 * Schedules, for {@link simulate}. They shrink towards the plain run.
 *
 * @param options `operations`: about how many calls, runs and connects the body makes; 20 when absent. `timers`: schedules
 * may also let time pass, so that limits expire at any moment; without it time passes only where the body lets it
 */
export function schedules(
  options: { readonly operations?: number; readonly timers?: boolean } = {},
): fc.Arbitrary<Schedule> {
  const operation = fc.integer({ min: 1, max: options.operations ?? 20 });
  const legs = options.timers === true ? MESSAGES_AND_TIMERS : MESSAGES;
  const name = fc.record({ leg: fc.constantFrom(...legs), id: operation });
  return fc.array(fc.record({ held: name, first: name }), { maxLength: 12 });
}

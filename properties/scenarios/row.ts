/**
 * A row: messages to one endpoint that reach it one after the other, among them what was sent long before and is held
 * back until its place in the row has come. Themes that are about pairs of situations are made of it.
 */
import type { ActionName } from '../../spec/index.js';
import {
  type BuiltEndpoint,
  type BuiltGateway,
  type CreateOptions,
  HOLD,
  RETURN,
  type ScenarioBuilder,
  TOKENS,
} from './builder.js';

/** When delayed runs and tasks of a row are due, in milliseconds. */
const DELAY_MS = 5;
/** The limit of a close in a row, in milliseconds. */
const LIMIT_MS = 20;
/** The limit of the close of the service. */
const EXPIRY: ActionName = { leg: 'close-timeout', id: 0 };
/** The first lane of messages that overtake none of the row, and are overtaken by all. */
const FIRST_EARLY_LANE = 10;

/** What is held back until its place in the row. */
interface HeldBack {
  readonly name: ActionName;
  /** The first place that it may have. */
  readonly from: number;
}

/** A timer that fires before a place of the row: before that very one, or before any from there on. */
interface Awaited extends HeldBack {
  readonly exactly: boolean;
}

/** See the head of this file. */
export class Row {
  readonly b: ScenarioBuilder;
  readonly endpoint: BuiltEndpoint;
  readonly siblings: readonly BuiltEndpoint[];
  private readonly near: BuiltGateway;
  private readonly far: BuiltGateway;
  private readonly executor: number;
  /** What runs when a place of the row is reached. */
  private readonly places: ActionName[] = [];
  private readonly heldBack: HeldBack[] = [];
  /** Timers that have to fire before a place is reached. */
  private readonly awaited: Awaited[] = [];
  private lanes = FIRST_EARLY_LANE;
  private closes = false;

  /** An endpoint that is not yet started, two siblings, and a gateway from each of two services. */
  constructor(b: ScenarioBuilder, options: CreateOptions) {
    this.b = b;
    b.service();
    b.service();
    this.endpoint = b.create(options);
    this.siblings = [b.create({ onStop: 'later' }), b.create({ onStop: 'later' })];
    this.near = b.connect(this.endpoint);
    this.far = b.connect(this.endpoint, { service: 1 });
    this.executor = b.executor(this.endpoint);
    b.settle();
  }

  /** The operation built last is the next place of the row. */
  private place(leg: ActionName['leg'] = 'request'): void {
    this.places.push({ leg, id: this.b.lastOp });
  }

  private awaitTimer(name: ActionName, exactly: boolean): void {
    this.awaited.push({ name, from: this.places.length, exactly });
  }

  private holdBack(name: ActionName): void {
    this.heldBack.push({ name, from: this.places.length });
  }

  /** A message that every state has an answer to, and that changes none. */
  message(): void {
    const { b, endpoint } = this;
    const which = b.int(0, 7);
    if (which === 0) b.call(endpoint);
    else if (which === 1) b.call(this.near);
    else if (which === 2) b.call(this.far);
    else if (which === 3) b.call(this.near, { method: 'tell' });
    else if (which === 4) b.runAsync(endpoint);
    else if (which === 5 || which === 6) b.callAsync(endpoint);
    else b.execute(this.executor);
    this.place();
  }

  /** The token becomes another one: what was sent before, or through the executor, is not heard any more. */
  replaceToken(): void {
    this.b.setToken(this.endpoint, TOKENS[1] ?? null);
    this.place();
  }

  /** A message whose handler holds the main thread. @returns the operation that a release names */
  hold(): number {
    const { b, endpoint } = this;
    if (b.chance(30)) b.callAsync(endpoint, 500, HOLD);
    else
      b.call(b.pick([endpoint, this.near, this.far]), {
        method: b.pick(['ask', 'askWithin']),
        script: HOLD,
      });
    this.place();
    return b.lastOp;
  }

  /** The handler that holds the main thread returns. */
  release(work: number): void {
    this.b.release(work);
    this.place('op');
  }

  /** A run or a task that becomes due later in the row, or a task that is due at once. */
  delayed(): void {
    const { b, endpoint, executor } = this;
    if (b.chance(20)) {
      b.schedule(executor, 0);
      return;
    }
    const isRun = b.chance(50);
    if (isRun) b.runAsync(endpoint, DELAY_MS);
    else b.schedule(executor, DELAY_MS);
    const id = b.lastOp;
    if (isRun) this.place();
    this.awaitTimer({ leg: 'timer', id }, false);
    this.holdBack({ leg: 'due', id });
  }

  start(): void {
    this.b.start(this.endpoint);
    this.place();
  }

  stop(): void {
    this.b.stop(this.endpoint);
    this.place();
  }

  /** TERMINATE; a service that closes does not send it, so that it comes past the service as well. */
  terminate(): void {
    if (this.closes || this.b.chance(50)) this.b.sendControl(this.endpoint, 'terminate');
    else this.b.terminate(this.endpoint);
    this.place();
  }

  fault(): void {
    this.b.step({ type: 'fault', endpoint: this.endpoint.number });
    this.place('fault');
  }

  /** A sibling fails: the endpoint is to be stopped, at once or at some place of the row. */
  killedBySibling(atOnce: boolean): void {
    const { b, endpoint, siblings } = this;
    b.step({ type: 'fault', endpoint: b.pick(siblings).number });
    if (atOnce) this.place('fault');
    else this.holdBack({ leg: 'kill', id: endpoint.number });
  }

  /** The service closes: the endpoint hears of it at once, at some place of the row, or not before the limit. */
  closed(atOnce: boolean, hasLimit: boolean): void {
    const { b, endpoint } = this;
    if (this.closes) return;
    this.closes = true;
    b.closeService(0, hasLimit ? LIMIT_MS : null);
    if (atOnce) this.place('op');
    else this.holdBack({ leg: 'close', id: endpoint.number });
  }

  /** The limit of the close comes before the next place. */
  expired(): void {
    this.closed(false, true);
    this.awaitTimer(EXPIRY, true);
  }

  /** The limit of a close comes before some place after this one. */
  expiresLater(): void {
    this.closed(this.b.chance(30), true);
    this.awaitTimer(EXPIRY, false);
  }

  releaseStop(): void {
    this.b.releaseStop(this.endpoint, this.b.pick(['value', 'error']));
    this.place('op');
  }

  /** Messages that are sent now and arrive at some place of the row, each on a lane of its own. */
  sentBefore(count: number): void {
    for (let rest = count; rest > 0; rest -= 1) {
      this.lanes += 1;
      const leg = this.sendEarly(this.lanes);
      this.holdBack({ leg, id: this.b.lastOp });
    }
  }

  /** @returns the leg by which it reaches the endpoint */
  private sendEarly(lane: number): ActionName['leg'] {
    const { b, endpoint, far } = this;
    const which = b.int(0, 9);
    if (which < 4) b.call(b.pick([endpoint, far]), { lane });
    else if (which < 7) b.callAsync(endpoint, 500, RETURN, false, lane);
    else if (which < 9) b.runAsync(endpoint, 0, RETURN, false, lane);
    else {
      // A pattern is put to whoever matches when it arrives, and waits there.
      b.connect(null, { address: { kind: 'wildcard', service: 0, prefix: 'worker' }, lane });
      return 'identify';
    }
    return 'request';
  }

  /** The endpoint is removed at some place of the row. */
  goneLater(): void {
    this.holdBack({ leg: 'gone', id: this.endpoint.number });
  }

  /** What reaches an endpoint that has ended. */
  afterTheEnd(min: number, max: number): void {
    for (let count = this.b.int(min, max); count > 0; count -= 1) {
      const which = this.b.int(0, 12);
      if (which === 0) this.start();
      else if (which === 1) this.stop();
      else if (which === 2) this.terminate();
      else if (which === 3) this.fault();
      else if (which === 4 && this.endpoint.onStop === 'later') this.releaseStop();
      else this.message();
    }
  }

  /** Gives everything its place. Nothing is built after it but what comes when the row is over. */
  end(): void {
    const { b, places } = this;
    const last = places.length - 1;
    const timers = this.awaited.map(({ name, from, exactly }) => ({
      name,
      place: exactly ? from : b.int(Math.min(from, last), last),
    }));
    for (const { name, place } of timers)
      this.holdAt(place, (next) => b.hold({ leg: 'op', id: next.id }, name));
    for (const { name, from } of this.heldBack) {
      const place = b.int(Math.min(from, last), last);
      // Whatever is held would be run rather than that time passes, unless it waits for the timer, too.
      const waited = timers.filter((timer) => timer.place <= place);
      for (const timer of waited) b.hold(name, timer.name);
      if (waited.length === 0 || b.chance(75)) this.holdAt(place, (first) => b.hold(name, first));
    }
    b.settle();
  }

  private holdAt(place: number, hold: (name: ActionName) => void): void {
    const name = this.places[place];
    if (name !== undefined) hold(name);
  }
}

/** The end of a process at one point of what it does: SIGKILL, from one instruction to the next. */
import diagnostics from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Leg } from '../../../../spec/trace.js';
import type { RuntimeObserver } from '../../../index.js';
import type { DeathPoint, Plan } from './plan.js';

/** The legs of messages that are points of death. */
const LEGS: readonly Leg[] = ['identify', 'handshake', 'request', 'result', 'identity', 'greeting', 'answer'];

/** See the head of this file. One for a process; without a plan it only counts. */
export class Death {
  /** How many messages came so far. */
  messages = 0;
  private plan: Plan | null = null;
  private readonly times = new Map<DeathPoint, number>();

  constructor() {
    const met = (message: unknown): void => this.met((message as { readonly socket: Socket }).socket);
    diagnostics.subscribe('net.server.socket', met);
    diagnostics.subscribe('net.client.socket', met);
  }

  /** From now on the plan counts, and with it what came before: the peer may have been faster than the driver. */
  expect(plan: Plan): void {
    this.plan = plan;
    this.reached(plan.at, 0);
  }

  /** A point is reached, so many times at once. */
  reached(point: DeathPoint, times = 1): void {
    const all = (this.times.get(point) ?? 0) + times;
    this.times.set(point, all);
    if (this.plan?.at === point && all >= this.plan.count) process.kill(process.pid, 'SIGKILL');
  }

  /** A point is reached when the sockets have taken what was written. */
  reachedSoon(point: DeathPoint): void {
    setImmediate(() => this.reached(point));
  }

  private met(socket: Socket): void {
    this.reached('connection');
    socket.on('data', (bytes) => this.reached('bytes', bytes.length));
  }

  /** Sees the messages of a service. */
  readonly observer: RuntimeObserver = {
    ran: (leg) => {
      this.messages += 1;
      if (LEGS.includes(leg)) this.reached(leg as DeathPoint);
    },
    lost() {},
    began() {},
    ended() {},
  };
}

/** The endpoint of the kill rounds: handlers that answer at once, later, when they are let go, and at length. */
import { writeSync } from 'node:fs';
import {
  ask,
  defineGateway,
  type GatewayOf,
  RpcEndpoint,
  type RpcService,
  rpcTimeout,
  t,
  tell,
} from '../../../index.js';
import type { Death } from './death.js';

/** What is asked; the first argument names the ask. Answers begin with the name of the process and that of the ask. */
export const TargetGateway = defineGateway('Target', {
  now: ask([t.string], t.string),
  later: ask([t.string, t.number], t.string),
  brief: ask([t.string, t.number, rpcTimeout], t.string),
  held: ask([t.string], t.string),
  large: ask([t.string, t.number], t.tuple([t.string, t.unknown])),
  note: tell([t.string]),
});
export type TargetGateway = GatewayOf<typeof TargetGateway>;

/** What the answer of a process to an ask begins with. */
export const answerTo = (ask: string, name: string): string => `${name} ${ask} `;

/** See the head of this file. */
export class Target extends RpcEndpoint<Target> {
  private readonly name: string;
  private readonly log: number;
  private readonly death: Death;
  private holding: (() => void)[] = [];

  /**
   * @param name of the process
   * @param log a file in which each handler writes itself before it does anything: that outlives the process
   */
  constructor(service: RpcService, name: string, log: number, death: Death) {
    super(service, { endpointId: 'target', gateways: [TargetGateway] });
    this.name = name;
    this.log = log;
    this.death = death;
  }

  private begin(ask: string): string {
    writeSync(this.log, `${ask}\n`);
    this.death.reached('running');
    return answerTo(ask, this.name);
  }

  private waiting<Value>(future: Promise<Value>): Promise<Value> {
    this.death.reachedSoon('waiting');
    return future;
  }

  now(ask: string): string {
    return this.begin(ask);
  }

  later(ask: string, milliseconds: number): Promise<string> {
    const answer = this.begin(ask);
    return this.waiting(new Promise((resolve) => void setTimeout(() => resolve(answer), milliseconds)));
  }

  brief(ask: string, milliseconds: number, _limitMs: number): Promise<string> {
    return this.later(ask, milliseconds);
  }

  held(ask: string): Promise<string> {
    const answer = this.begin(ask);
    return this.waiting(new Promise((resolve) => void this.holding.push(() => resolve(answer))));
  }

  large(ask: string, bytes: number): [string, unknown] {
    const answer = this.begin(ask);
    this.death.reachedSoon('answering');
    return [answer, new Uint8Array(bytes)];
  }

  note(ask: string): void {
    this.begin(ask);
  }

  /** Everything that is held is answered. */
  letGo(): void {
    const held = this.holding;
    this.holding = [];
    for (const go of held) go();
  }

  override onStop(): Promise<void> {
    this.death.reached('stopping');
    return Promise.resolve();
  }
}

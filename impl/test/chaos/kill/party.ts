/**
 * A process of the kill rounds, as the driver starts it. It lives until it is told to close, or kills itself where the
 * plan of a round says so.
 */
import { openSync } from 'node:fs';
import { LINK_LIMITS, RpcService, TcpTransport } from '../../../index.js';
import { bothObservers, type RuntimeObserver } from '../../../runtime/observer.js';
import { Asker, SettleCount } from './asker.js';
import { Death } from './death.js';
import type { Command, Reply } from './messages.js';
import { Target } from './target.js';

/** How long links of a dead peer may be known, and answers that nobody waits for be under way. */
const GONE_WITHIN_MS = 5000;

/** After so many messages from the peer of a round, or asks to it, a process that is to be killed closing closes. */
const MESSAGES_BEFORE_CLOSE = 6;

/** Links are given up by sockets here, not by clocks. A peer that was restarted is dialled again at once. */
const limits = { ...LINK_LIMITS, backOffMs: 1, backOffMaxMs: 2 };

const say = (reply: Reply): void => void process.send?.(reply);

/** See the head of this file. */
class Party {
  private readonly death = new Death();
  private readonly settles = new SettleCount();
  private readonly transport: TcpTransport;
  private readonly service: RpcService;
  private readonly target: Target;
  private readonly asker: Asker;

  constructor(transport: TcpTransport, name: string, log: number) {
    const { death, settles } = this;
    this.transport = transport;
    this.service = new RpcService({
      transport,
      askTimeoutMs: 60_000,
      observer: bothObservers(settles, death.observer) as RuntimeObserver,
    });
    this.target = new Target(this.service, name, log, death);
    this.target.start();
    this.asker = new Asker(this.service, name, death);
  }

  round({ round, plan, peer, isVictim }: Extract<Command, { do: 'round' }>): void {
    if (isVictim) this.death.expect(plan);
    if (isVictim) this.death.reached('listening');
    if (isVictim ? plan.victimAsks : plan.survivorAsks) this.asker.begin(round, plan, peer);
    if (isVictim && (plan.at === 'stopping' || plan.at === 'closed')) this.closeSoon();
    // What the peer's predecessor left behind is answered while the peer asks under the same numbers.
    if (!isVictim) setTimeout(() => this.target.letGo(), plan.seed % 20);
  }

  private closeSoon(): void {
    const timer = setInterval(() => {
      if (this.death.messages < MESSAGES_BEFORE_CLOSE) return;
      clearInterval(timer);
      void this.service.close().then(() => this.death.reachedSoon('closed'));
    }, 1);
  }

  async settle(measure: boolean): Promise<void> {
    const { asker, target, settles } = this;
    await asker.settle();
    await this.quiet();
    for (const operation of settles.takeTwice())
      asker.complaints.push(`operation ${operation} settled twice`);
    target.letGo();
    say({
      said: 'settled',
      outcomes: { ...asker.outcomes },
      complaints: asker.complaints.splice(0),
      heapBytes: measure ? this.liveHeap() : null,
    });
    for (const ending of Object.keys(asker.outcomes)) delete asker.outcomes[ending];
  }

  /** Nothing of the peer is left: no ask, no link. */
  private async quiet(): Promise<void> {
    const untilMs = performance.now() + GONE_WITHIN_MS;
    const isQuiet = (): boolean => this.asks === 0 && this.links === 0;
    while (!isQuiet() && performance.now() < untilMs)
      await new Promise((resolve) => void setTimeout(resolve, 1));
    if (isQuiet()) return;
    this.asker.complaints.push(`${this.asks} asks and ${this.links} links are left when the peer is dead`);
  }

  private get asks(): number {
    return this.service.runtime.table.size;
  }

  private get links(): number {
    return this.transport['links'].size + this.service.runtime.peers['links'].size;
  }

  private liveHeap(): number {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  }

  async close(): Promise<void> {
    await this.service.close();
    process.off('disconnect', orphaned);
    process.disconnect();
  }
}

/** The driver is dead. */
const orphaned = (): never => process.exit(1);

let party: Party | null = null;

async function begin({ name, port, log }: Extract<Command, { do: 'begin' }>): Promise<void> {
  const transport = await TcpTransport.open({ host: '127.0.0.1', port, limits }).catch(() => null);
  if (transport === null) return say({ said: 'port-taken' });
  party = new Party(transport, name, openSync(log, 'a'));
  say({ said: 'listening', port: transport.port });
}

process.on('message', (command: Command) => {
  switch (command.do) {
    case 'begin':
      return void begin(command);
    case 'round':
      return party?.round(command);
    case 'settle':
      return void party?.settle(command.measure);
    case 'close':
      return void party?.close();
  }
});
process.on('disconnect', orphaned);

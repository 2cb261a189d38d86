/** Whoever asks in the kill rounds: it connects, asks in every way, and judges what becomes of each ask. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RpcError, RpcService, RuntimeObserver } from '../../../index.js';
import { TCP_SCHEME } from '../../../index.js';
import { Draw } from '../../draw.js';
import type { Death } from './death.js';
import { ASKS_A_ROUND, type Plan } from './plan.js';
import { answerTo, TargetGateway } from './target.js';

/** After so long an ask that has not settled is one that hangs: far less than the limit of asks. */
const SETTLED_WITHIN_MS = 8000;

/** How an ask whose peer is killed may end. A limit is set for few asks; the others never come to one. */
const ASK_ENDINGS: readonly string[] = ['value', 'recipient-unreachable'];
const BRIEF_ENDINGS: readonly string[] = [...ASK_ENDINGS, 'ask-timeout'];

/** Counts how often the core settles each operation. */
export class SettleCount implements RuntimeObserver {
  private readonly counts = new Map<number, number>();

  ran(_leg: unknown, id: number, { decision }: { readonly decision: string }): void {
    if (decision === 'settle') this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }

  lost(): void {}
  began(): void {}
  ended(): void {}

  /** The operations that settled more than once since the last time. */
  takeTwice(): readonly number[] {
    const twice = [...this.counts].filter(([, count]) => count > 1).map(([id]) => id);
    this.counts.clear();
    return twice;
  }
}

/** Who is asked. */
export interface Peer {
  readonly name: string;
  readonly port: number;
}

/** See the head of this file. One for a process; each round begins anew. */
export class Asker {
  readonly outcomes: Record<string, number> = {};
  readonly complaints: string[] = [];
  private readonly service: RpcService;
  private readonly name: string;
  private readonly death: Death;
  private open = new Set<string>();
  private asking: Promise<void> = Promise.resolve();
  private gateway: TargetGateway | null = null;
  /** That of the round before, whose peer is dead. */
  private deadGateway: TargetGateway | null = null;
  private isPeerDead = false;

  constructor(service: RpcService, name: string, death: Death) {
    this.service = service;
    this.name = name;
    this.death = death;
  }

  /** Begins to ask. */
  begin(round: number, plan: Plan, peer: Peer): void {
    this.isPeerDead = false;
    this.deadGateway = this.gateway;
    this.gateway = null;
    this.asking = this.askAll(round, plan, peer);
  }

  private async askAll(round: number, plan: Plan, peer: Peer): Promise<void> {
    this.gateway = await this.connect(peer);
    if (this.gateway !== null) await this.tryDead(this.deadGateway);
    const draw = new Draw(plan.seed);
    for (let number = 1; number <= ASKS_A_ROUND && this.gateway !== null; number += 1) {
      const ask = `${this.name}/${round}/${number}`;
      this.ask(this.gateway, ask, peer, draw, plan);
      this.death.reachedSoon('asked');
      if (draw.chance(30)) await pause(draw.int(4));
      if (this.isPeerDead) return;
    }
  }

  /** Connects, again and again while the peer lives. */
  private async connect({ port }: Peer): Promise<TargetGateway | null> {
    const address = `${TCP_SCHEME}://fencepost@127.0.0.1:${port}/user/rpc/target`;
    while (!this.isPeerDead) {
      try {
        return await this.service.connect(address, TargetGateway);
      } catch (error) {
        this.ended('connect', (error as RpcError).code, ['connection']);
        await pause(2);
      }
    }
    return null;
  }

  private ask(gateway: TargetGateway, ask: string, peer: Peer, draw: Draw, { at }: Plan): void {
    if (draw.chance(at === 'answering' ? 20 : 4)) {
      const large = gateway.large(ask, at === 'answering' ? 8_000_000 : 200_000);
      return this.follow(
        ask,
        peer,
        large.then(([answer]) => answer),
      );
    }
    switch (draw.int(7)) {
      case 0:
        return this.follow(ask, peer, gateway.later(ask, draw.int(6)));
      case 1:
        return this.follow(ask, peer, gateway.brief(ask, draw.int(20), 1 + draw.int(12)), BRIEF_ENDINGS);
      case 2:
      case 3:
        return this.follow(ask, peer, gateway.held(ask));
      case 4:
        return gateway.note(ask);
      default:
        return this.follow(ask, peer, gateway.now(ask));
    }
  }

  private follow(ask: string, peer: Peer, future: Promise<string>, endings = ASK_ENDINGS): void {
    this.open.add(ask);
    future.then(
      (answer) => {
        this.ended(ask, 'value', endings);
        if (!answer.startsWith(answerTo(ask, peer.name)))
          this.complaints.push(`${ask} to ${peer.name} was answered by '${answer.slice(0, 60)}'`);
      },
      (error: RpcError) => this.ended(ask, error.code, endings),
    );
  }

  private ended(what: string, how: string, endings: readonly string[]): void {
    this.open.delete(what);
    this.outcomes[how] = (this.outcomes[how] ?? 0) + 1;
    if (!endings.includes(how)) this.complaints.push(`${what} ended with ${how}`);
  }

  /** The peer is dead. Completes when everything has settled, or has had the time to. */
  async settle(): Promise<void> {
    this.isPeerDead = true;
    await this.asking;
    const untilMs = performance.now() + SETTLED_WITHIN_MS;
    while (this.open.size > 0 && performance.now() < untilMs) await pause(1);
    for (const ask of this.open) this.complaints.push(`${ask} has not settled`);
    this.open = new Set();
    await this.tryDead(this.gateway);
  }

  /** A gateway of a dead peer is dead for ever (HAND-15), whoever lives at its address now. */
  private async tryDead(gateway: TargetGateway | null): Promise<void> {
    const ending = await gateway?.now(`${this.name} asks the dead`).then(
      () => 'value',
      (error: RpcError) => error.code,
    );
    if (ending !== undefined && ending !== 'recipient-unreachable')
      this.complaints.push(`an ask to a dead peer ended with ${ending}`);
  }
}

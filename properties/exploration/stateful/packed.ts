/**
 * A state in two words of 32 bits, and what can follow it.
 *
 * | word | bits | what |
 * | --- | --- | --- |
 * | low | 0 to 3 | state of the life cycle |
 * | low | 4 to 5 | token of the endpoint |
 * | low | 6 to 8, 9 to 11 | messages that the owner has sent, and that were heard |
 * | low | 12 to 19, 20 to 27 | clients 0 and 1 |
 * | high | 0 to 31 | clients 2 to 5 |
 *
 * A client takes eight bits: three for its phase, two for its token, three for the answers that it has.
 */
import { assertFits, type Decisions, decisionsOfTables, Phase, type Protocol } from './protocol.js';

/** Who did something: its number is also what fairness speaks about. */
export const Actor = {
  ownerSends: 0,
  ownerHeard: 1,
  stopCompletes: 2,
  stopArrives: 3,
  removal: 4,
  clients: 5,
} as const;
/** What each client can do. */
export const ClientAct = { sends: 0, heard: 1, answered: 2, expires: 3 } as const;
const CLIENT_ACTS = 4;

/** Receives a state that can follow. */
export type Successor = (low: number, high: number, actor: number) => void;

const PHASE = 7;
const CLIENT = 255;
/** Where the clients are in the words. */
const SHIFTS = [12, 20, 0, 8, 16, 24] as const;
const IN_LOW = 2;

/** The system of one configuration; see the head of this file. */
export class PackedSystem {
  readonly protocol: Protocol;
  readonly decisions: Decisions = decisionsOfTables();
  /** How many actors there are. */
  readonly actors: number;
  readonly initialLow: number;
  readonly initialHigh: number;
  private readonly clients: number;
  private readonly rounds: number;
  private readonly expires: boolean;
  private readonly onRefusal: Protocol['onRefusal'];
  private readonly steps: number;
  /** By step of the owner: where it leads from each state; null for a change of the token, which is beside it. */
  private readonly control: readonly (Uint8Array | null)[];
  private readonly newTokens: readonly number[];

  constructor(protocol: Protocol) {
    assertFits(protocol);
    this.protocol = protocol;
    const { clients, rounds, expires, onRefusal, owner } = protocol;
    this.clients = clients.length;
    this.actors = Actor.clients + CLIENT_ACTS * clients.length;
    this.rounds = rounds;
    this.expires = expires;
    this.onRefusal = onRefusal;
    this.steps = owner.length;
    this.control = owner.map((step) => (step.send === 'token' ? null : this.decisions.control[step.send]));
    this.newTokens = owner.map((step) => (step.send === 'token' ? step.token : 0));
    let low = this.decisions.fresh | (protocol.token << 4);
    let high = 0;
    for (const [client, token] of clients.entries()) {
      const bits = (token << 3) << (SHIFTS[client] as number);
      if (client < IN_LOW) low |= bits;
      else high |= bits;
    }
    this.initialLow = low;
    this.initialHigh = high;
  }

  /** The eight bits of a client. */
  client(low: number, high: number, client: number): number {
    return ((client < IN_LOW ? low : high) >>> (SHIFTS[client] as number)) & CLIENT;
  }

  /** Whether a client is done: it has all of its answers, or has given up. */
  isDone(low: number, high: number, client: number): boolean {
    return (this.client(low, high, client) & PHASE) === Phase.done;
  }

  /** Visits everything that can follow a state. */
  visit(low: number, high: number, found: Successor): void {
    this.visitOwner(low, high, found);
    this.visitEnd(low, high, found);
    for (let client = 0; client < this.clients; client += 1) this.visitClient(low, high, client, found);
  }

  private visitOwner(low: number, high: number, found: Successor): void {
    const sent = (low >>> 6) & 7;
    const heard = (low >>> 9) & 7;
    if (sent < this.steps) found(low + (1 << 6), high, Actor.ownerSends);
    if (heard === sent) return;
    const life = low & 15;
    const control = this.control[heard] as Uint8Array | null;
    let next = low + (1 << 9);
    if (control !== null) next = (next & ~15) | (control[life] as number);
    else if (this.decisions.runs[life] === 1) next = (next & ~48) | ((this.newTokens[heard] as number) << 4);
    found(next, high, Actor.ownerHeard);
  }

  /** The future of onStop completes and arrives, and the endpoint is removed. */
  private visitEnd(low: number, high: number, found: Successor): void {
    const life = low & 15;
    const { completed, stopped, gone } = this.decisions;
    if (completed[life] !== life) found((low & ~15) | (completed[life] as number), high, Actor.stopCompletes);
    if (stopped[life] !== life) found((low & ~15) | (stopped[life] as number), high, Actor.stopArrives);
    if (gone[life] !== life) found((low & ~15) | (gone[life] as number), high, Actor.removal);
  }

  private visitClient(low: number, high: number, client: number, found: Successor): void {
    const state = this.client(low, high, client);
    const actor = Actor.clients + CLIENT_ACTS * client;
    const phase = state & PHASE;
    switch (phase) {
      case Phase.idle:
        this.put(low, high, client, state + Phase.asked, actor + ClientAct.sends, found);
        return;
      case Phase.asked:
      case Phase.askedLate:
        this.put(low, high, client, this.decide(low, state), actor + ClientAct.heard, found);
        break;
      case Phase.done:
        return;
      default:
        this.put(low, high, client, this.answer(low, state), actor + ClientAct.answered, found);
    }
    if (!this.expires || phase === Phase.askedLate || phase === Phase.answeredLate) return;
    const late = phase === Phase.asked ? Phase.askedLate : Phase.answeredLate;
    this.put(low, high, client, (state & ~PHASE) | late, actor + ClientAct.expires, found);
  }

  /** The endpoint hears an ask: the tables decide. */
  private decide(low: number, state: number): number {
    if ((state & PHASE) === Phase.askedLate) return (state & ~PHASE) | Phase.answeredLate;
    const other = ((state >>> 3) & 3) === ((low >>> 4) & 3) ? 0 : 1;
    const verdict = this.decisions.asks[2 * (low & 15) + other] as number;
    return (state & ~PHASE) | (Phase.value + verdict);
  }

  /** A client hears its answer. */
  private answer(low: number, state: number): number {
    const bare = state & ~PHASE;
    switch (state & PHASE) {
      case Phase.value: {
        const rounds = (state >>> 5) + 1;
        return (state & 24) | (rounds << 5) | (rounds === this.rounds ? Phase.done : Phase.idle);
      }
      case Phase.refused:
        if (this.onRefusal === 'give-up') return bare | Phase.done;
        if (this.onRefusal === 'retry') return bare | Phase.idle;
        return (state & ~31) | (((low >>> 4) & 3) << 3) | Phase.idle;
      default:
        return bare | Phase.done;
    }
  }

  private put(
    low: number,
    high: number,
    client: number,
    state: number,
    actor: number,
    found: Successor,
  ): void {
    const shift = SHIFTS[client] as number;
    if (client < IN_LOW) found((low & ~(CLIENT << shift)) | (state << shift), high, actor);
    else found(low, (high & ~(CLIENT << shift)) | (state << shift), actor);
  }

  /** A state in words. */
  describe(low: number, high: number): string {
    const names = Object.keys(Phase);
    const clients = this.protocol.clients.map((_, client) => {
      const state = this.client(low, high, client);
      return `c${client} ${names[state & PHASE]} token ${(state >>> 3) & 3} ${state >>> 5}/${this.rounds}`;
    });
    return `${this.decisions.states[low & 15]} token ${(low >>> 4) & 3}, ${clients.join(', ')}`;
  }

  /** What an actor did, in words. */
  act(actor: number): string {
    if (actor < Actor.clients) return Object.keys(Actor)[actor] as string;
    const client = Math.floor((actor - Actor.clients) / CLIENT_ACTS);
    return `c${client} ${Object.keys(ClientAct)[(actor - Actor.clients) % CLIENT_ACTS]}`;
  }
}

/**
 * The first step of a connect: who lives under a name (HAND-01, HAND-02). A name is looked up when the question reaches
 * the head of the queue; a pattern is put to every endpoint that matches it now, and the first answer counts (ADDR-18).
 */
import type { Pending } from '../core/caller.js';
import { isPattern } from '../core/endpoint-id.js';
import { BARE } from '../core/message.js';
import { rule } from '../core/ruling.js';
import { membersNamed } from '../core/supervisor.js';
import { NO_LINK, type Recipient } from '../scheduling/scheduler.js';
import type { ConditionalAction } from '../scheduling/seeded-scheduler.js';
import type { Cell } from './cell.js';
import type { Reference } from './references.js';
import type { ServiceRuntime } from './service-runtime.js';

const QUESTION = { kind: 'identify', asked: true, handshake: null, ...BARE } as const;
const nobody = rule('HAND-02', 'none');

/** What one identification came to: the endpoint, or `null`; and how many others of the same question are still out. */
export interface IdentificationAnswer {
  readonly found: Cell | null;
  /** The endpoint that a pattern was put to. */
  readonly match: Cell | null;
  /** Other endpoints that match the pattern have yet to answer: a dying match spoils nothing (ADDR-20). */
  readonly others: boolean;
}

/** The matches of one pattern that have not answered yet. */
interface Round {
  left: number;
}

type Answer = (answer: IdentificationAnswer) => void;

/** The question, on its way to the endpoint. */
export class Identification implements ConditionalAction {
  readonly leg = 'identify';
  readonly id: number;
  readonly recipient: Recipient | null = null;
  readonly sender = NO_LINK;
  private readonly service: ServiceRuntime;
  private readonly name: string;
  /** The endpoint that a pattern matched; `null` when the name is looked up on arrival. */
  private readonly match: Cell | null;
  private readonly round: Round;
  private readonly answer: Answer;

  private constructor(
    service: ServiceRuntime,
    id: number,
    name: string,
    match: Cell | null,
    round: Round,
    answer: Answer,
  ) {
    this.service = service;
    this.id = id;
    this.name = name;
    this.match = match;
    this.round = round;
    this.answer = answer;
  }

  /** Puts the question: once for a name, once to each match of a pattern. */
  static start(service: ServiceRuntime, id: number, name: string, answer: Answer): void {
    const matches = isPattern(name) ? membersNamed(service.supervisor, name).filter(isLive) : [];
    const round = { left: Math.max(1, matches.length) };
    for (const match of matches.length === 0 ? [null] : matches) {
      service.scheduler.post(new Identification(service, id, name, match, round, answer));
    }
  }

  private target(): Cell | null {
    if (this.match !== null) return this.match;
    return isPattern(this.name) ? null : (this.service.supervisor.members.get(this.name) ?? null);
  }

  /** Identification is queued like any message: it waits for the main thread (HAND-06). */
  ready(): boolean {
    return this.target()?.occupied !== true;
  }

  run(): void {
    const cell = this.target();
    const ruling = cell === null ? nobody : this.service.rules.actor['HAND-02'](cell.actor, QUESTION);
    this.service.observer?.ran('identify', this.id, ruling, this.match?.number);
    this.round.left -= 1;
    this.answer({
      found: ruling.decision === 'found' ? cell : null,
      match: this.match,
      others: this.round.left > 0,
    });
  }
}

const isLive = (cell: Cell): boolean => cell.actor.lifecycle !== 'TERMINATED';

/** The answer to it, on its way to the caller. */
export class IdentityArrival implements ConditionalAction {
  readonly leg = 'identity';
  readonly id: number;
  readonly recipient: Recipient | null = null;
  readonly sender = NO_LINK;
  private readonly service: ServiceRuntime;
  private readonly pending: Pending;
  private readonly reference: Reference | null;
  private readonly others: boolean;
  private readonly endpoint: number | undefined;

  /**
   * @param reference what was found, or `null`
   * @param others further answers to the same question may come
   * @param endpoint the endpoint that a pattern was put to, for observers
   */
  constructor(
    service: ServiceRuntime,
    pending: Pending,
    reference: Reference | null,
    others: boolean,
    endpoint: number | undefined,
  ) {
    this.service = service;
    this.pending = pending;
    this.id = pending.id;
    this.reference = reference;
    this.others = others;
    this.endpoint = endpoint;
  }

  ready(): boolean {
    return true;
  }

  run(): void {
    this.service.connector.identified(this.pending, this.reference, this.others, this.endpoint);
  }
}

/**
 * The caller's half of the core: the table of what a service waits for (asks, call-asyncs, connects), and the decision
 * that makes every one of them settle exactly once (CALL-25).
 *
 * An entry is also its own timer, and links itself into the table, so that an ask allocates one object.
 */
import type { Leg } from '../../spec/trace.js';
import { Timer } from '../scheduling/scheduler.js';
import type { HandshakeDemand } from './message.js';
import { type Ruling, rule } from './ruling.js';

/** What an entry waits for at the moment: an answer, or one of the two steps of a connect (HAND-01). */
export type Awaited = 'answer' | 'identity' | 'greeting';

const rulings = {
  settle: rule('CALL-25', 'settle'),
  late: rule('CALL-21', 'late'),
  expired: rule('TIME-06', 'settle'),
  shake: rule('HAND-01', 'shake'),
  unreachable: rule('DEAD-03', 'settle'),
} as const;

/** Whoever wants to know that an entry no longer waits. */
export interface PendingListener {
  pendingClosed(pending: Pending): void;
}

/** One thing that is waited for. The application's future is behind `resolve` and `reject`; one of them is called once. */
export abstract class Pending extends Timer {
  readonly leg: Leg = 'timeout';
  readonly id: number;
  awaited: Awaited = 'answer';
  open = true;
  /** What was asked and where it went, for the error of an expired ask (TIME-06). */
  what = '';
  address = '';
  limitMs = 0;
  /** The stack of the calling code, where it is captured (TIME-07). */
  callStack: string | null = null;
  /** A connect: what its handshake will demand, and on behalf of whom it is sent. */
  demand: HandshakeDemand | null = null;
  sender = 0;
  /** A connect: the reference that its identification found. */
  found: unknown = null;
  /** Told when the entry is closed, however it settled; a link forgets it then. */
  listener: PendingListener | null = null;
  /** What that listener knows about the answer. */
  expected: unknown = null;
  /** Neighbours in the table. */
  older: Pending | null = null;
  newer: Pending | null = null;
  readonly table: PendingTable;

  constructor(table: PendingTable, id: number) {
    super();
    this.table = table;
    this.id = id;
  }

  /** Turns the value into what the application gets (a connect: the gateway), or `null`. */
  transform: ((value: unknown) => unknown) | null = null;

  /** Completes the future with a value. */
  resolve(value: unknown): void {
    this.succeed(this.transform === null ? value : this.transform(value));
  }

  /** Fails the future. */
  reject(error: unknown): void {
    this.fail(error);
  }

  protected abstract succeed(value: unknown): void;
  protected abstract fail(error: unknown): void;

  fire(): void {
    this.table.expired(this);
  }
}

/** The decisions of the caller, under the ids of their rules. */
export const callerRules = {
  /** An answer settles what still waits; anything later is dropped (CALL-21). */
  'CALL-25': (pending: Pending): Ruling => (pending.open ? rulings.settle : rulings.late),
  'TIME-06': (_pending: Pending): Ruling => rulings.expired,
  /** Identification succeeded: the connect goes on to the handshake, if it still waits for that. */
  'HAND-01': (pending: Pending): Ruling =>
    pending.open && pending.awaited === 'identity' ? rulings.shake : rulings.late,
  'DEAD-03': (pending: Pending): Ruling => (pending.open ? rulings.unreachable : rulings.late),
} as const;

/** The record of decisions that a caller's table is assembled from. */
export type CallerRules = { readonly [Id in keyof typeof callerRules]: (pending: Pending) => Ruling };

/** An answer as the table sees it. */
export interface Answer {
  readonly leg: Leg;
  readonly succeeded: boolean;
  /** The result, or the error. */
  readonly value: unknown;
}

/** What becomes of the entries of a table; the runtime of the service carries it out. */
export interface PendingTableOwner {
  /** An answer arrived for an entry, open or not. */
  arrived(pending: Pending, answer: Answer): void;
  /** The limit of an entry has passed. */
  expired(pending: Pending): void;
}

/** Everything that one service waits for, oldest first. */
export class PendingTable {
  private oldest: Pending | null = null;
  private newest: Pending | null = null;
  /** How many entries are open. */
  size = 0;
  private readonly owner: PendingTableOwner;

  constructor(owner: PendingTableOwner) {
    this.owner = owner;
  }

  arrived(pending: Pending, answer: Answer): void {
    this.owner.arrived(pending, answer);
  }

  expired(pending: Pending): void {
    this.owner.expired(pending);
  }

  add(pending: Pending): void {
    pending.older = this.newest;
    if (this.newest === null) this.oldest = pending;
    else this.newest.newer = pending;
    this.newest = pending;
    this.size += 1;
  }

  /** Closes an entry: it will not settle again. */
  remove(pending: Pending): void {
    pending.open = false;
    pending.listener?.pendingClosed(pending);
    pending.listener = null;
    if (pending.older === null) this.oldest = pending.newer;
    else pending.older.newer = pending.newer;
    if (pending.newer === null) this.newest = pending.older;
    else pending.newer.older = pending.older;
    pending.older = null;
    pending.newer = null;
    this.size -= 1;
  }

  /** The open entries, oldest first, as they are now. */
  open(): readonly Pending[] {
    const entries: Pending[] = [];
    for (let entry = this.oldest; entry !== null; entry = entry.newer) entries.push(entry);
    return entries;
  }
}

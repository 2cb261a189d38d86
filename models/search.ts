/**
 * Judges a history of observable events: a depth-first search over the hidden actions that could have run between them,
 * with a memory of the states that led nowhere. The search ends with a verdict, or when its budget is spent.
 *
 * The history is known as a whole, so an action that would contradict something that is observed later (an outcome, the
 * begin of a handler) is not tried; its rules are remembered, because it is what a rejection is about.
 */
import type { Outcome, Trace, TraceEvent } from '../spec/trace.js';
import type { Verdict } from './verdict.js';
import { rejection } from './verdict.js';
import { apply, consider } from './world/actions.js';
import { visitEnabled } from './world/enabled.js';
import { accept, finish } from './world/events.js';
import { matches } from './world/expect.js';
import { roleNumber } from './world/handlers.js';
import { bit } from './world/legs.js';
import type { OpRecord } from './world/records.js';
import { Frame, Future } from './world/records.js';
import type { World } from './world/world.js';

/** How many states a search may visit before it gives up. */
const STATES_MAX = 200_000;

interface Move {
  readonly leg: number;
  readonly id: number;
  readonly hint: number;
  readonly alternative: number;
}

interface Node {
  readonly position: number;
  readonly saved: readonly number[];
  readonly moves: Move[];
  /** The move that led here; null when an event was consumed. */
  readonly by: Move | null;
  parent: Node | null;
}

const CONSUME: Move = { leg: 0, id: 0, hint: 0, alternative: 0 };

/** Operations whose invocation reads something that hidden actions write: those actions may have to come before. */
const attentive: ReadonlySet<string> = new Set(['create-endpoint', 'call-async', 'cancel', 'register-resource', 'service-schedule']);

/**
 * Whether an event can be consumed before any hidden action without losing an accepting path: it neither needs one nor
 * reads what one writes, so that every hidden action can as well come after it.
 */
function canComeFirst(world: World, event: TraceEvent): boolean {
  switch (event.event) {
    case 'invoke': {
      const { operation } = event;
      return operation.type === 'connect' ? operation.address.kind !== 'wildcard' : !attentive.has(operation.type);
    }
    case 'outcome':
      return world.ops[event.op]?.future === Future.owed;
    case 'begin': {
      const endpoint = world.endpoints[event.endpoint];
      return endpoint?.frame === Frame.due && endpoint.frameWork === event.work;
    }
    case 'end':
      return world.endpoints[event.endpoint]?.frame === Frame.inside;
    default:
      return event.event === 'closed' && world.endpoints[event.endpoint]?.closing !== 0;
  }
}

/** Judges a history. The rules that it exercised are counted in the world when it is accepted. */
export function search(world: World, trace: Trace): Verdict {
  return new Search(world, trace).run();
}

class Search {
  private readonly world: World;
  private readonly trace: Trace;
  private readonly events: readonly TraceEvent[];
  /** The outcome of each operation, and the position of each begin: what lies ahead. */
  private readonly outcomes = new Map<number, Outcome>();
  private readonly begins = new Map<string, number[]>();
  private readonly seen = new Set<number>();
  private deepest = -1;
  visited = 0;
  private best: Verdict = { verdict: 'accepted' };

  constructor(world: World, trace: Trace) {
    this.world = world;
    this.trace = trace;
    this.events = trace.events;
    this.events.forEach((event, index) => {
      if (event.event === 'outcome') this.outcomes.set(event.op, event.outcome);
      if (event.event !== 'begin') return;
      const key = beginKey(roleNumber(event.role), event.work);
      const known = this.begins.get(key);
      if (known === undefined) this.begins.set(key, [index]);
      else known.push(index);
    });
  }

  run(): Verdict {
    const { world, trace } = this;
    const counted = world.exercised;
    world.exercised = new Int32Array(counted.length);
    world.reset(trace.header);
    const found = this.explore();
    world.exercised = counted;
    if (found === null) return this.best;
    this.replay(found);
    return { verdict: 'accepted' };
  }

  /** The search proper. @returns the last node of an accepting path, or null */
  private explore(): Node | null {
    const { world } = this;
    let node: Node | null = this.open(0, null, null);
    while (node !== null) {
      const move: Move | undefined = node.moves.pop();
      if (move === undefined) {
        node = node.parent;
        continue;
      }
      if (++this.visited > STATES_MAX) {
        this.best = { verdict: 'inconclusive', index: this.deepest, reason: `more than ${STATES_MAX} states` };
        return null;
      }
      world.restore(node.saved);
      this.setTime(node.position);
      const next = move.leg === 0 ? this.consume(node) : this.act(node, move);
      if (next === null) continue;
      if (next.position === this.events.length && this.atEnd(next)) return next;
      node = next;
    }
    return null;
  }

  /** Hidden actions run at the time of the event that comes next. */
  private setTime(position: number): void {
    const event = this.events[position] ?? this.events[this.events.length - 1];
    this.world.now = event?.at ?? 0;
  }

  /** Opens a node for the present state of the world, unless it was seen. */
  private open(position: number, by: Move | null, parent: Node | null): Node | null {
    const saved = this.world.save();
    const key = hash(position, saved);
    if (this.seen.has(key)) return null;
    this.seen.add(key);
    this.setTime(position);
    return { position, saved, moves: this.movesAt(position), by, parent };
  }

  /** The moves of a node, the most promising one last: the next event, then what it waits for. */
  private movesAt(position: number): Move[] {
    const { world } = this;
    const event = this.events[position];
    if (event !== undefined && canComeFirst(world, event)) return [CONSUME];
    const wanted = event === undefined ? -1 : 'op' in event ? event.op : 'work' in event ? event.work : -1;
    const moves: Move[] = [];
    const eager: Move[] = [];
    let safe: Move | null = null;
    visitEnabled(world, true, (leg, id, hint) => {
      if (!consider(world, leg, id, hint)) return false;
      if (this.isSafe(leg, id)) {
        safe = { leg, id, hint, alternative: world.first };
        return true;
      }
      for (let alternative = world.last - 1; alternative >= world.first; alternative--) {
        (id === wanted ? eager : moves).push({ leg, id, hint, alternative });
      }
      return false;
    });
    if (safe !== null) return [safe];
    moves.reverse();
    moves.push(...eager);
    if (event !== undefined) moves.push(CONSUME);
    return moves;
  }

  /**
   * Whether an action can be run at once without losing any accepting path: the way back to a caller whose future will
   * come out just so, or that waits no longer, and the completion of a future.
   */
  private isSafe(leg: number, id: number): boolean {
    const { world } = this;
    if (leg === bit.result) return true;
    if (leg !== bit.answer && leg !== bit.greeting) return false;
    const op = world.ops[id] as OpRecord;
    if (op.future !== Future.pending) return true;
    const outcome = this.outcomes.get(id);
    return outcome !== undefined && matches(outcome, op.answer, op.answerDetail, world.nameOf(op.answerText));
  }

  private consume(node: Node): Node | null {
    const event = this.events[node.position] as TraceEvent;
    if (accept(this.world, event) && this.isConsistent(node.position + 1)) return this.open(node.position + 1, null, node);
    this.note(node.position);
    return null;
  }

  private act(node: Node, move: Move): Node | null {
    const { world } = this;
    consider(world, move.leg, move.id, move.hint);
    apply(world, move.leg, move.id, move.hint, move.alternative);
    if (this.isConsistent(node.position)) return this.open(node.position, move, node);
    this.note(node.position);
    return null;
  }

  /** Whether what is due now is what will be observed: every settled future, every handler that is to begin. */
  private isConsistent(position: number): boolean {
    const { world } = this;
    for (const op of world.usedOps) {
      if (op.future !== Future.owed) continue;
      const outcome = this.outcomes.get(op.id);
      if (outcome !== undefined && matches(outcome, op.expected, op.detail, world.nameOf(op.text))) continue;
      if (outcome !== undefined && op.alternate >= 0 && matches(outcome, op.alternate, op.id, '')) continue;
      return world.refuseBy(op.blame, op.blame + 1, 'operation % comes out otherwise', op.id);
    }
    for (const op of world.usedOps) {
      if (op.future !== Future.pending || (op.legs & bit.answer) === 0 || op.answerOptional !== 0) continue;
      const outcome = this.outcomes.get(op.id);
      if (outcome === undefined || mayOvertake(outcome)) continue;
      if (matches(outcome, op.answer, op.answerDetail, world.nameOf(op.answerText))) continue;
      return world.refuseBy(op.answerBlame, op.answerBlame + 1, 'operation % comes out otherwise', op.id);
    }
    for (const endpoint of world.usedEndpoints) {
      if (endpoint.frame !== Frame.due) continue;
      const begins = this.begins.get(beginKey(endpoint.role, endpoint.frameWork));
      if (begins !== undefined && (begins[begins.length - 1] as number) >= position) continue;
      return world.refuseBy(endpoint.frameBlame, endpoint.frameBlame + 1, 'work % does not begin', endpoint.frameWork);
    }
    return true;
  }

  private atEnd(node: Node): boolean {
    if (finish(this.world)) return true;
    this.note(node.position);
    return false;
  }

  /** Remembers a refusal when nothing deeper was refused. */
  private note(position: number): void {
    if (position < this.deepest) return;
    const verdict = rejection(this.world, position);
    if (position === this.deepest && this.best.verdict === 'rejected' && verdict.verdict === 'rejected') {
      const rules = [...new Set([...this.best.rules, ...verdict.rules])];
      this.best = { ...this.best, rules };
      return;
    }
    this.deepest = position;
    this.best = verdict;
  }

  /** Runs the accepting path once more, counting the rules that it exercises. */
  private replay(last: Node): void {
    const { world } = this;
    const path: Node[] = [];
    for (let node: Node | null = last; node !== null; node = node.parent) path.push(node);
    path.reverse();
    world.reset(this.trace.header);
    path.forEach((node, index) => {
      if (index === 0) return;
      const from = (path[index - 1] as Node).position;
      this.setTime(from);
      if (node.by === null) {
        accept(world, this.events[from] as TraceEvent);
        return;
      }
      const { leg, id, hint, alternative } = node.by;
      consider(world, leg, id, hint);
      apply(world, leg, id, hint, alternative);
    });
  }
}

/** Whether an outcome can come from elsewhere than from the answer: a limit, a lost link, a closed service. */
function mayOvertake(outcome: Outcome): boolean {
  if (outcome.kind === 'value') return false;
  const { code } = outcome;
  return code === 'ask-timeout' || code === 'recipient-unreachable' || code === 'illegal-state' || code === 'close-timeout';
}

function beginKey(role: number, work: number): string {
  return `${role}:${work}`;
}

/** A hash of 53 bits: two numbers of 32 and 21 bits, mixed independently. */
function hash(position: number, saved: readonly number[]): number {
  let low = 0x811c9dc5 ^ position;
  let high = 0x9e3779b9 ^ position;
  for (const value of saved) {
    const whole = value | 0;
    low = Math.imul(low ^ whole, 0x01000193);
    high = Math.imul(high ^ whole, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (low >>> 0) * 0x200000 + (high >>> 11);
}

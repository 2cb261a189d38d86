/**
 * Judges a history of observable events: a depth-first search over the hidden actions that could have run between them,
 * with a memory of the states that led nowhere. The search ends with a verdict, or when its budget is spent.
 *
 * The history is known as a whole, so an action that would contradict something that is observed later (an outcome, the
 * begin of a handler) is not tried; its rules are remembered, because it is what a rejection is about.
 */
import type { Trace, TraceEvent } from '../spec/trace.js';
import type { Move } from './hidden.js';
import { CONSUME, History, isHopeless, mayOvertake, movesBefore } from './hidden.js';
import { ruleIds } from './rule-ids.js';
import type { Verdict } from './verdict.js';
import { rejection } from './verdict.js';
import { apply, consider } from './world/actions.js';
import { accept, finish, isRefusedAtCaller } from './world/events.js';
import { matches } from './world/expect.js';
import { comesOut } from './world/given.js';
import { bit } from './world/legs.js';
import { Frame, Future } from './world/records.js';
import type { World } from './world/world.js';

/**
 * How much a search may try before it gives up: records that it looked at, and numbers of states that it compared. It is
 * a count and no time, so that the verdict about a history is always the same; it takes less than a second.
 */
const EFFORT_MAX = 30_000_000;

/** A state of the world that the search has reached, and the moves that are still to be tried there. */
interface Node {
  readonly position: number;
  /** The state as numbers; null where there is no choice, because nobody comes back there. */
  readonly saved: readonly number[] | null;
  readonly moves: Move[];
  /** The move that led here; null when an event was consumed. */
  readonly by: Move | null;
  readonly parent: Node | null;
}

/** Judges a history. The rules that it exercised are counted in the world when it is accepted. */
export function search(world: World, trace: Trace): Verdict {
  const unscripted = trace.events.findIndex(isUnscripted);
  if (unscripted >= 0) {
    const reason =
      'a history of observable events needs scripts: what this work gave is in events that are missing';
    return { verdict: 'inconclusive', index: unscripted, reason };
  }
  return new Search(world, trace).run();
}

/** Whether an event invokes work of an application, about which only a complete trace tells enough. */
function isUnscripted(event: TraceEvent): boolean {
  if (event.event !== 'invoke') return false;
  const { operation } = event;
  if ('script' in operation) return operation.script.end.ending === 'observed';
  if (operation.type === 'service-schedule') return operation.throwsAtRun === null;
  if (operation.type !== 'create-endpoint') return false;
  return operation.onStart.end === 'observed' || operation.onStop.end === 'observed';
}

class Search {
  private readonly world: World;
  private readonly trace: Trace;
  private readonly events: readonly TraceEvent[];
  private readonly record: History;
  private readonly seen = new Set<number>();
  /** Where the search came furthest, and what was refused there: a move, or the end of the history (null). */
  private deepest = -1;
  private refusedAt: Node | null = null;
  private refusedMove: Move | null = null;
  private readonly refusedRules = new Set<string>();
  private effort = 0;

  constructor(world: World, trace: Trace) {
    this.world = world;
    this.trace = trace;
    this.events = trace.events;
    this.record = new History(trace);
  }

  run(): Verdict {
    const { world, trace } = this;
    const counted = world.exercised;
    world.exercised = new Int32Array(counted.length);
    world.reset(trace.header);
    const found = this.explore();
    const verdict = found === null ? this.verdict() : null;
    world.exercised = counted;
    if (verdict !== null) return verdict;
    this.replay(found as Node);
    return { verdict: 'accepted' };
  }

  /** The search proper. @returns the last node of an accepting path, or null */
  private explore(): Node | null {
    const root = this.open(0, null, null);
    if (root !== null && this.events.length === 0 && this.atEnd(root)) return root;
    let node = root;
    let isThere = true;
    while (node !== null && this.effort <= EFFORT_MAX) {
      const move: Move | undefined = node.moves.pop();
      if (move === undefined) {
        node = node.parent;
        isThere = false;
        continue;
      }
      if (!isThere) this.world.restore(node.saved as readonly number[]);
      this.setTime(node.position);
      const next = move.leg === 0 ? this.consume(node) : this.act(node, move);
      isThere = next !== null;
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

  /** Opens a node for the present state of the world. @returns null when it was seen, or nothing can be done there */
  private open(position: number, by: Move | null, parent: Node | null): Node | null {
    const { world } = this;
    const event = this.events[position];
    this.setTime(position);
    this.effort += world.usedOps.length;
    const moves = movesBefore(world, this.record, event, position);
    let saved: readonly number[] | null = null;
    // Where there is one move only, the next choice tells whether the state was seen.
    if (moves.length > 1) {
      saved = world.save();
      this.effort += saved.length;
      const key = hash(position, saved);
      if (this.seen.has(key)) return null;
      this.seen.add(key);
    }
    const node = { position, saved, moves, by, parent };
    if (event !== undefined && isHopeless(world, event) && !accept(world, event)) this.note(node, CONSUME);
    return node;
  }

  private consume(node: Node): Node | null {
    const event = this.events[node.position] as TraceEvent;
    if (accept(this.world, event) && this.isConsistent(node.position + 1))
      return this.open(node.position + 1, null, node);
    this.note(node, CONSUME);
    return null;
  }

  private act(node: Node, move: Move): Node | null {
    this.carryOut(move);
    if (this.isConsistent(node.position)) return this.open(node.position, move, node);
    this.note(node, move);
    return null;
  }

  /** Whether what is due now is what will be observed: every settled future, every handler that is to begin. */
  private isConsistent(position: number): boolean {
    const { world } = this;
    for (const op of world.usedOps) {
      if (op.future !== Future.owed) continue;
      const outcome = this.record.outcomes.get(op.id);
      if (outcome !== undefined && comesOut(world, op, outcome)) continue;
      if (outcome !== undefined && isRefusedAtCaller(world, op, outcome)) continue;
      return world.refuseBy(op.blame, op.blame + 1, 'operation % comes out otherwise', op.id);
    }
    for (const op of world.usedOps) {
      if (op.future !== Future.pending || (op.legs & bit.answer) === 0 || op.answerOptional !== 0) continue;
      const outcome = this.record.outcomes.get(op.id);
      if (outcome === undefined || mayOvertake(outcome)) continue;
      if (matches(outcome, op.answer, op.answerDetail, world.nameOf(op.answerText))) continue;
      return world.refuseBy(op.answerBlame, op.answerBlame + 1, 'operation % comes out otherwise', op.id);
    }
    for (const endpoint of world.usedEndpoints) {
      if (endpoint.frame !== Frame.due) continue;
      if (this.record.beginsLater(endpoint.role, endpoint.frameWork, position)) continue;
      return world.refuseBy(
        endpoint.frameBlame,
        endpoint.frameBlame + 1,
        'work % does not begin',
        endpoint.frameWork,
      );
    }
    return true;
  }

  private atEnd(node: Node): boolean {
    if (finish(this.world)) return true;
    this.note(node, null);
    return false;
  }

  /** Remembers a refusal when nothing deeper was refused. */
  private note(node: Node, move: Move | null): void {
    const { position } = node;
    if (position < this.deepest) return;
    if (position > this.deepest) {
      this.deepest = position;
      this.refusedAt = node;
      this.refusedMove = move;
      this.refusedRules.clear();
    }
    for (const rule of this.world.refusedRules) this.refusedRules.add(ruleIds[rule] as string);
  }

  /** The verdict of a search that has found nothing: what was refused where it came furthest, told in that state. */
  private verdict(): Verdict {
    const { world, deepest } = this;
    if (this.effort > EFFORT_MAX)
      return {
        verdict: 'inconclusive',
        index: deepest,
        reason: 'too many orders of what nobody saw to try them all',
      };
    this.replay(this.refusedAt as Node);
    this.setTime(deepest);
    const move = this.refusedMove;
    if (move === null) finish(world);
    else if (move.leg !== 0) {
      this.carryOut(move);
      this.isConsistent(deepest);
    } else if (accept(world, this.events[deepest] as TraceEvent)) this.isConsistent(deepest + 1);
    const verdict = rejection(world, deepest);
    return verdict.verdict === 'rejected'
      ? { ...verdict, rules: specificFirst([...this.refusedRules]) }
      : verdict;
  }

  /** Runs the path to a node once more. */
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
      if (node.by === null) accept(world, this.events[from] as TraceEvent);
      else this.carryOut(node.by);
    });
  }

  private carryOut({ leg, id, hint, alternative }: Move): void {
    consider(this.world, leg, id, hint);
    apply(this.world, leg, id, hint, alternative);
  }
}

/** Rules that say what broke come before those that only say that something did. */
function specificFirst(rules: readonly string[]): readonly string[] {
  return [...rules.filter((rule) => !generic.has(rule)), ...rules.filter((rule) => generic.has(rule))];
}

const generic: ReadonlySet<string> = new Set(['ORD-07', 'ORD-08']);

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

/**
 * Judges a history of observable events: a depth-first search over the hidden actions that could have run between them,
 * with a memory of the states that led nowhere. The search ends with a verdict, or when its budget is spent.
 *
 * The history is known as a whole, so an action that would contradict something that is observed later (an outcome, the
 * begin of a handler) is not tried; its rules are remembered, because it is what a rejection is about.
 */
import type { Trace, TraceEvent } from '../spec/trace.js';
import type { Move } from './hidden.js';
import { History, mayOvertake, movesBefore } from './hidden.js';
import type { Verdict } from './verdict.js';
import { rejection } from './verdict.js';
import { apply, consider } from './world/actions.js';
import { accept, finish, isRefusedAtCaller } from './world/events.js';
import { matches } from './world/expect.js';
import { comesOut } from './world/given.js';
import { bit } from './world/legs.js';
import { Frame, Future } from './world/records.js';
import type { World } from './world/world.js';

/** How many states a search may visit before it gives up. */
const STATES_MAX = 200_000;

interface Node {
  readonly position: number;
  readonly saved: readonly number[];
  readonly moves: Move[];
  /** The move that led here; null when an event was consumed. */
  readonly by: Move | null;
  parent: Node | null;
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
  private deepest = -1;
  visited = 0;
  private best: Verdict = { verdict: 'accepted' };

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
        this.best = {
          verdict: 'inconclusive',
          index: this.deepest,
          reason: `more than ${STATES_MAX} states`,
        };
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
    return {
      position,
      saved,
      moves: movesBefore(this.world, this.record, this.events[position], position),
      by,
      parent,
    };
  }

  private consume(node: Node): Node | null {
    const event = this.events[node.position] as TraceEvent;
    if (accept(this.world, event) && this.isConsistent(node.position + 1))
      return this.open(node.position + 1, null, node);
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
    this.note(node.position);
    return false;
  }

  /** Remembers a refusal when nothing deeper was refused. */
  private note(position: number): void {
    if (position < this.deepest) return;
    const verdict = rejection(this.world, position);
    if (position === this.deepest && this.best.verdict === 'rejected' && verdict.verdict === 'rejected') {
      const rules = specificFirst([...new Set([...this.best.rules, ...verdict.rules])]);
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

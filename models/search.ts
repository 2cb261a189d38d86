/**
 * Judges a history of observable events: a depth-first search over the hidden actions that could have run between them,
 * with a memory of the states that led nowhere. The search ends with a verdict, or when its budget is spent.
 *
 * The history is known as a whole, so an action that would contradict something that is observed later (an outcome, the
 * begin of a handler) is not tried; its rules are remembered, because it is what a rejection is about.
 */
import type { InvokeEvent, Outcome, Trace, TraceEvent } from '../spec/trace.js';
import type { Move } from './hidden.js';
import { CONSUME, consumes, EFFECT, isHopeless, mayOvertake, movesBefore, POSTPONE } from './hidden.js';
import { History, hasAbandoned, latestEffects, plainReading, type Reading } from './history.js';
import { ruleIds } from './rule-ids.js';
import type { Verdict } from './verdict.js';
import { rejection } from './verdict.js';
import { apply, consider } from './world/actions.js';
import { blameRaising, withAsks } from './world/blocking.js';
import { accept, finish, isRefusedAtCaller, postpone, takeEffect } from './world/events.js';
import { matches } from './world/expect.js';
import { comesOut } from './world/given.js';
import { bit } from './world/legs.js';
import { areLegal } from './world/quirks.js';
import { Frame, Future, type OpRecord } from './world/records.js';
import { situationOf } from './world/situation.js';
import type { World } from './world/world.js';

/**
 * How much a search may try before it gives up: records that it looked at, and numbers of states that it compared. It is
 * a count and no time, so that the verdict about a history is always the same; it takes about a second.
 */
const EFFORT_MAX = 12_000_000;

/** A state of the world that the search has reached, and the moves that are still to be tried there. */
interface Node {
  readonly position: number;
  /** The state as numbers; null where there is no choice, because nobody comes back there. */
  readonly saved: readonly number[] | null;
  readonly moves: Move[];
  /** The move that led here; null at the beginning. */
  readonly by: Move | null;
  readonly parent: Node | null;
}

/**
 * Judges a history. The rules that it exercised are counted in the world when it is accepted.
 *
 * Operations take effect where they are invoked, and an endpoint whose constructor throws was never there; only a history
 * that is rejected like that is searched once more, read otherwise.
 *
 * @param seen what was observed
 * @param watch is told the position of each event that is accepted along the run that the verdict is about
 */
export function search(world: World, seen: Trace, watch?: (position: number) => void): Verdict {
  const trace = withAsks(seen);
  const unscripted = trace.events.findIndex(isUnscripted);
  if (unscripted >= 0) {
    const reason =
      'a history of observable events needs scripts: what this work gave is in events that are missing';
    return { verdict: 'inconclusive', index: unscripted, reason };
  }
  let best = new Search(world, new History(trace), 0);
  let verdict = best.run();
  let { effort } = best;
  for (const reading of otherReadings(world, trace)) {
    if (verdict.verdict !== 'rejected') break;
    const search = new Search(world, new History(trace, reading), effort);
    const other = search.run();
    effort = search.effort;
    if (other.verdict === 'rejected' && other.index <= verdict.index) continue;
    best = search;
    verdict = other;
  }
  best.retell(watch);
  return verdict;
}

/** What else may have been the case, the likelier first. */
function* otherReadings(world: World, trace: Trace): Generator<Reading> {
  const mayOutlive = areLegal(world) && hasAbandoned(trace);
  if (mayOutlive) yield { ...plainReading, outliving: true };
  if (world.punctual) return;
  const latest = latestEffects(trace);
  if (latest.size === 0) return;
  yield { latest, outliving: false };
  if (mayOutlive) yield { latest, outliving: true };
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
  private refusedSpecifically = false;
  private readonly refusedRules = new Set<string>();
  /** Whether an event was met that no state accepts. */
  private over = false;
  /** The end of an accepting run. */
  private explained: Node | null = null;
  effort: number;

  /** @param effort what was tried before */
  constructor(world: World, record: History, effort: number) {
    this.world = world;
    this.effort = effort;
    this.trace = record.trace;
    this.events = record.trace.events;
    this.record = record;
  }

  run(): Verdict {
    const { world } = this;
    const counted = world.exercised;
    const { coverage, journal } = world;
    world.exercised = new Int32Array(counted.length);
    world.coverage = null;
    world.journal = null;
    this.begin();
    const found = this.explore();
    const verdict = found === null ? this.verdict() : null;
    world.exercised = counted;
    world.coverage = coverage;
    world.journal = journal;
    world.effort = this.effort;
    if (verdict !== null) return verdict;
    this.explained = found;
    this.replay(found as Node);
    return { verdict: 'accepted' };
  }

  /** Makes the world that of the beginning. */
  private begin(): void {
    this.world.reset(this.trace.header);
    this.world.outliving = this.record.reading.outliving;
  }

  /** Goes once more along the run that the verdict is about, and counts nothing. */
  retell(watch: ((position: number) => void) | undefined): void {
    const last = this.explained ?? this.refusedAt;
    if (watch === undefined || last === null) return;
    const { world } = this;
    const counted = world.exercised;
    const { coverage } = world;
    world.exercised = new Int32Array(counted.length);
    world.coverage = null;
    world.journal?.tell(); // what was taken until here was no telling
    this.replay(last, watch);
    world.exercised = counted;
    world.coverage = coverage;
  }

  /** The search proper. @returns the last node of an accepting path, or null */
  private explore(): Node | null {
    const root = this.open(0, null, null);
    if (root !== null && this.events.length === 0 && this.atEnd(root)) return root;
    let node = root;
    let isThere = true;
    while (node !== null && !this.over && this.effort <= EFFORT_MAX) {
      const move: Move | undefined = node.moves.pop();
      if (move === undefined) {
        node = node.parent;
        isThere = false;
        continue;
      }
      if (!isThere) this.world.restore(node.saved as readonly number[]);
      const next = this.follow(node, move);
      isThere = next !== null;
      if (next === null) continue;
      if (next.position === this.events.length && this.atEnd(next)) return next;
      node = next;
    }
    return null;
  }

  /** Hidden actions run at the time of the event that comes next, and never before what has been. */
  private setTime(position: number): void {
    const { world, events } = this;
    world.since = events[position - 1]?.at ?? 0;
    world.now = Math.max(world.since, events[position]?.at ?? 0);
  }

  /** Opens a node for the present state of the world. @returns null when it was seen, or nothing can be done there */
  private open(position: number, by: Move | null, parent: Node | null): Node | null {
    const { world } = this;
    const event = this.events[position];
    this.setTime(position);
    this.effort += world.usedOps.length;
    if (event !== undefined && event.at < world.since)
      return this.endWith({ position, saved: null, moves: [], by, parent });
    const hopeless = event !== undefined && isHopeless(world, event);
    const moves = movesBefore(world, this.record, event, position, hopeless);
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
    if (hopeless && !accept(world, event)) this.note(node, CONSUME);
    return node;
  }

  /** Time goes backwards with the next event, whatever has happened: there is nothing to search for. */
  private endWith(node: Node): Node {
    accept(this.world, this.events[node.position] as TraceEvent);
    this.note(node, CONSUME);
    this.over = true;
    return node;
  }

  /** The node that a move leads to. @returns null when it is refused, or was seen */
  private follow(node: Node, move: Move): Node | null {
    const position = node.position + (consumes(move) ? 1 : 0);
    if (this.perform(move, node.position) && this.isConsistent(position))
      return this.open(position, move, node);
    this.note(node, move);
    return null;
  }

  private perform(move: Move, position: number): boolean {
    const { world } = this;
    this.setTime(position);
    switch (move.leg) {
      case CONSUME.leg:
        return accept(world, this.events[position] as TraceEvent);
      case POSTPONE.leg:
        return postpone(world, this.events[position] as InvokeEvent);
      case EFFECT.leg:
        return takeEffect(world);
      default:
        consider(world, move.leg, move.id, move.hint);
        apply(world, move.leg, move.id, move.hint, move.alternative);
        return true;
    }
  }

  /** Whether what is due now is what will be observed: every settled future, every handler that is to begin. */
  private isConsistent(position: number): boolean {
    const { world } = this;
    for (const op of world.usedOps) {
      if (op.future !== Future.owed) continue;
      const outcome = this.record.outcomes.get(op.id);
      if (outcome !== undefined && comesOut(world, op, outcome)) continue;
      if (outcome !== undefined && isRefusedAtCaller(world, op, outcome)) continue;
      if (outcome !== undefined && mayBeCancelled(op, outcome)) continue;
      world.refuseBy(op.blame, op.blame + 1, 'operation % comes out otherwise', op.id);
      if (outcome !== undefined) blameRaising(world, op, outcome);
      world.refusedOutcome = outcome ?? null;
      return false;
    }
    for (const op of world.usedOps) {
      if (op.future !== Future.pending || (op.legs & bit.answer) === 0 || op.answerOptional !== 0) continue;
      const outcome = this.record.outcomes.get(op.id);
      if (outcome === undefined || mayOvertake(outcome)) continue;
      if (matches(outcome, op.answer, op.answerDetail, world.nameOf(op.answerText))) continue;
      if (isRefusedAtCaller(world, op, outcome)) continue;
      world.refuseBy(op.answerBlame, op.answerBlame + 1, 'operation % comes out otherwise', op.id);
      blameRaising(world, op, outcome);
      world.refusedOutcome = outcome;
      return false;
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

  /** Remembers a refusal when nothing deeper was refused; one that says what broke goes before one that does not. */
  private note(node: Node, move: Move | null): void {
    const { position } = node;
    if (position < this.deepest) return;
    const rules = this.world.refusedRules().map((rule) => ruleIds[rule] as string);
    const isSpecific = rules.some((rule) => !generic.has(rule));
    if (position > this.deepest || (isSpecific && !this.refusedSpecifically)) {
      this.refusedAt = node;
      this.refusedMove = move;
      this.refusedSpecifically = isSpecific;
    }
    if (position > this.deepest) this.refusedRules.clear();
    this.deepest = position;
    for (const rule of rules) this.refusedRules.add(rule);
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
    const move = this.refusedMove;
    if (move === null) finish(world);
    else if (this.perform(move, deepest)) this.isConsistent(deepest + (consumes(move) ? 1 : 0));
    const verdict = rejection(world, deepest, situationOf(world, this.events[deepest] ?? null));
    return verdict.verdict === 'rejected'
      ? { ...verdict, rules: specificFirst([...this.refusedRules]) }
      : verdict;
  }

  /** Runs the path to a node once more, and tells the position of each event that is accepted on it. */
  private replay(last: Node, watch: (position: number) => void = () => undefined): void {
    const path: Node[] = [];
    for (let node: Node | null = last; node !== null; node = node.parent) path.push(node);
    path.reverse();
    this.begin();
    for (const { by, parent } of path) {
      if (by === null) continue;
      const { position } = parent as Node;
      this.perform(by, position);
      if (consumes(by)) watch(position);
    }
  }
}

/** Whether a cancel may come before the handle of a task that has ended completes: what follows will tell (MAIN-10, SERV-10). */
function mayBeCancelled({ type }: OpRecord, outcome: Outcome): boolean {
  const isTask = type === 'schedule' || type === 'service-schedule';
  return isTask && outcome.kind === 'error' && outcome.code === 'task-cancelled';
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

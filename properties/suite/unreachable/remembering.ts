/**
 * What one instance of a chart remembers that its states do not, and that decides what can still happen to it. Each entry
 * is one fact with its reason: a little automaton beside the chart. Which pairs it rules out is computed: the chart and
 * the automaton go on together, from the beginning, through everything that can happen.
 */
import type { Coverage } from '../../../models/index.js';
import type { Unreachable } from './unreachable.js';

/** A transition of a chart. */
export type Transition = Coverage['transitions'][number];

/** What is remembered: a value that is compared by itself. */
export type Memory = string | number | boolean;

/** One fact about an instance of a chart. */
export interface Remembering<Kept extends Memory = Memory> {
  readonly chart: string;
  readonly by: Unreachable['by'];
  readonly reason: string;
  /** The state of the chart in which an instance begins. */
  readonly state: string;
  /** What an instance may remember at its beginning. */
  readonly initial: readonly Kept[];
  /** What is remembered after a transition; `undefined` where it cannot happen. */
  next(memory: Kept, transition: Transition): Kept | undefined;
}

/** The pairs of a chart that a fact leaves possible: for each transition, by number, those that may follow. */
export type Followers = ReadonlyMap<number, ReadonlySet<number>>;

/** An instance somewhere on its way: the state of the chart, and what is remembered. */
interface Standing {
  readonly state: string;
  readonly memory: Memory;
  readonly last: number;
}

/**
 * Which transition can follow which, by one fact.
 *
 * @param transitions all of them
 * @param reachable the numbers of those that can be taken
 * @param fact the fact
 */
export function followersBy(
  transitions: readonly Transition[],
  reachable: readonly number[],
  fact: Remembering,
): Followers {
  const own = reachable.filter((number) => transitions[number]?.chart === fact.chart);
  const followers = new Map<number, Set<number>>();
  const seen = new Set<string>();
  const ahead: Standing[] = fact.initial.map((memory) => ({ state: fact.state, memory, last: -1 }));
  for (let standing = ahead.pop(); standing !== undefined; standing = ahead.pop()) {
    const { state, memory, last } = standing;
    for (const number of own) {
      const transition = transitions[number] as Transition;
      if (transition.state !== state) continue;
      const next = fact.next(memory, transition);
      if (next === undefined) continue;
      if (last >= 0) follow(followers, last, number);
      const key = `${transition.next} ${typeof next} ${next} ${number}`;
      if (seen.has(key)) continue;
      seen.add(key);
      ahead.push({ state: transition.next, memory: next, last: number });
    }
  }
  return followers;
}

function follow(followers: Map<number, Set<number>>, first: number, second: number): void {
  const known = followers.get(first);
  if (known === undefined) followers.set(first, new Set([second]));
  else known.add(second);
}

/**
 * Liveness under weak fairness: every client comes to its end, as long as nobody who could go on for ever is left out for
 * ever. A run that breaks this either stops somewhere, or goes round in a circle for ever; the circle is searched for, and
 * shown.
 *
 * Weak fairness: whoever can act in every state of the circle acts in it. Only the limit of an ask may be left out for
 * ever, since answers may always come in time. A strongly connected part of the states in which the client is not at its
 * end holds such a circle if and only if each actor acts within it, or cannot act in some state of it.
 */

import type { PackedSystem } from './packed.js';
import { Actor, ClientAct } from './packed.js';
import { StateStore } from './state-store.js';
import { strongParts } from './strong-parts.js';

/** A step of a run: who acts, and the state that follows. */
export interface Step {
  readonly actor: number;
  readonly state: number;
}

/** A run in which a client does not come to its end. */
export interface Lasso {
  readonly client: number;
  /** From the first state to the first of the circle; to the end of the run when there is no circle. */
  readonly stem: readonly Step[];
  /** The circle, from its first state back to it; empty when the run stops. */
  readonly circle: readonly Step[];
}

/** The graph of a system: its states, and the steps from each. */
export interface Graph {
  readonly states: StateStore;
  /** For each state where its steps begin, and after the last of them; who acts, and where it leads. */
  readonly first: readonly number[];
  readonly actors: readonly number[];
  readonly targets: readonly number[];
}

/** What was found out about a system. */
export interface Liveness {
  readonly states: number;
  /** A run for each client that does not come to its end; none means that all do. */
  readonly lassos: readonly Lasso[];
}

/** Every state and every step of a system that is small enough for it. */
export function graphOf(system: PackedSystem): Graph {
  const states = new StateStore();
  const first: number[] = [];
  const actors: number[] = [];
  const targets: number[] = [];
  states.add(system.initialLow, system.initialHigh);
  for (let state = 0; state < states.size; state += 1) {
    first.push(actors.length);
    system.visit(states.low(state), states.high(state), (low, high, actor) => {
      states.add(low, high);
      actors.push(actor);
      targets.push(states.numberOf(low, high));
    });
  }
  first.push(actors.length);
  return { states, first, actors, targets };
}

/** Whether every client of a system comes to its end; see the head of this file. */
export function liveness(system: PackedSystem): Liveness {
  const graph = graphOf(system);
  const lassos: Lasso[] = [];
  for (const client of system.protocol.clients.keys()) {
    const lasso = lassoOf(system, graph, client);
    if (lasso !== null) lassos.push(lasso);
  }
  return { states: graph.states.size, lassos };
}

function lassoOf(system: PackedSystem, graph: Graph, client: number): Lasso | null {
  const { states, first, targets } = graph;
  const isOpen = (state: number): boolean => !system.isDone(states.low(state), states.high(state), client);
  for (let state = 0; state < states.size; state += 1) {
    if (first[state] === first[state + 1] && isOpen(state))
      return {
        client,
        stem: wayTo(
          graph,
          0,
          (each) => each === state,
          () => true,
        ),
        circle: [],
      };
  }
  for (const part of strongParts(first, targets, isOpen)) {
    const circle = fairCircle(system, graph, new Set(part));
    if (circle === null) continue;
    const start = (circle.at(-1) as Step).state;
    return {
      client,
      stem: wayTo(
        graph,
        0,
        (each) => each === start,
        () => true,
      ),
      circle,
    };
  }
  return null;
}

/** Whether the limit of an ask acts: nobody promises that it does. */
const isUnfair = (actor: number): boolean =>
  actor >= Actor.clients && (actor - Actor.clients) % 4 === ClientAct.expires;

/** A circle through a strongly connected part that leaves nobody out for ever; null when there is none. */
function fairCircle(system: PackedSystem, graph: Graph, part: ReadonlySet<number>): readonly Step[] | null {
  const { first, actors, targets } = graph;
  const acting = new Map<number, number>();
  const enabled = new Map<number, number>();
  for (const state of part) {
    const able = new Set<number>();
    for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1) {
      able.add(actors[edge] as number);
      if (part.has(targets[edge] as number)) acting.set(actors[edge] as number, state);
    }
    for (const actor of able) enabled.set(actor, (enabled.get(actor) ?? 0) + 1);
  }
  if (acting.size === 0) return null; // a single state without a step to itself
  for (const [actor, count] of enabled)
    if (count === part.size && !acting.has(actor) && !isUnfair(actor)) return null;
  return circleThrough(system, graph, part, acting, enabled);
}

/** Goes round once: past a step of each actor that acts, and past a state in which each of the others cannot. */
function circleThrough(
  system: PackedSystem,
  graph: Graph,
  part: ReadonlySet<number>,
  acting: ReadonlyMap<number, number>,
  enabled: ReadonlyMap<number, number>,
): readonly Step[] {
  const inside = (state: number): boolean => part.has(state);
  const [start] = part as Set<number>;
  const circle: Step[] = [];
  let here = start as number;
  const goTo = (wanted: (state: number) => boolean): void => {
    circle.push(...wayTo(graph, here, wanted, inside));
    here = circle.at(-1)?.state ?? here;
  };
  for (let actor = 0; actor < system.actors; actor += 1) {
    if (isUnfair(actor) || enabled.get(actor) !== part.size) {
      if (enabled.has(actor) && !isUnfair(actor)) goTo((state) => !can(graph, state, actor));
      continue;
    }
    goTo((state) => state === acting.get(actor));
    const step = stepOf(graph, here, actor, inside) as Step;
    circle.push(step);
    here = step.state;
  }
  if (circle.length === 0) {
    const [actor] = acting.keys();
    goTo((state) => state === acting.get(actor as number));
    const step = stepOf(graph, here, actor as number, inside) as Step;
    circle.push(step);
    here = step.state;
  }
  goTo((state) => state === start);
  return circle;
}

function can({ first, actors }: Graph, state: number, actor: number): boolean {
  for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1)
    if (actors[edge] === actor) return true;
  return false;
}

function stepOf(
  { first, actors, targets }: Graph,
  state: number,
  actor: number,
  inside: (state: number) => boolean,
): Step | null {
  for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1) {
    const target = targets[edge] as number;
    if (actors[edge] === actor && inside(target)) return { actor, state: target };
  }
  return null;
}

/** A shortest way from one state to a wanted one, through states that are allowed. */
function wayTo(
  { first, actors, targets }: Graph,
  from: number,
  wanted: (state: number) => boolean,
  allowed: (state: number) => boolean,
): readonly Step[] {
  const came = new Map<number, { readonly before: number; readonly actor: number }>();
  const queue = [from];
  for (const state of queue) {
    if (wanted(state)) return backFrom(state, from, came);
    for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1) {
      const target = targets[edge] as number;
      if (target === from || came.has(target) || !allowed(target)) continue;
      came.set(target, { before: state, actor: actors[edge] as number });
      queue.push(target);
    }
  }
  throw new Error('no way leads to a state of the same strongly connected part');
}

function backFrom(
  to: number,
  from: number,
  came: ReadonlyMap<number, { readonly before: number; readonly actor: number }>,
): readonly Step[] {
  const steps: Step[] = [];
  for (let state = to; state !== from; ) {
    const { before, actor } = came.get(state) as { before: number; actor: number };
    steps.push({ actor, state });
    state = before;
  }
  return steps.reverse();
}

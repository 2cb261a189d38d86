/**
 * Compiles a chart into a table: breadth-first over all states that xstate's pure `transition` reaches, for every event
 * of the chart. The table is data; `table.ts` turns it into integer arrays.
 */
import type { SnapshotFrom } from 'xstate';
import { initialTransition, transition } from 'xstate';
import type { By, Chart, Decide, Era, Machine, Tag } from './charts/chart.js';
import { machineOf } from './charts/chart.js';

/** An alternative of a cell: decision, whose behaviour, and its rules. */
export type Alternative = readonly [decision: string, by: By, ...rules: string[]];

/** A compiled chart. The first state is the initial one. */
export interface TableData {
  readonly chart: string;
  readonly states: readonly string[];
  readonly symbols: readonly string[];
  /** The tags of each state. */
  readonly tags: readonly (readonly Tag[])[];
  /** The distinct cells: next state is not part of them. */
  readonly cells: readonly (readonly Alternative[])[];
  /** For each state and symbol, row by row: the next state, or -1 when the event is illegal. */
  readonly next: readonly number[];
  /** For each state and symbol, row by row: the cell, or -1. */
  readonly cell: readonly number[];
}

type Snapshot = SnapshotFrom<Machine>;

/** The name of the state that a snapshot is in: the path of its finite states, `started.idle`. */
export function stateName(snapshot: Snapshot): string {
  const path: string[] = [];
  let value: unknown = snapshot.value;
  while (typeof value === 'object' && value !== null) {
    const [key, inner] = Object.entries(value)[0] as [string, unknown];
    path.push(key);
    value = inner;
  }
  path.push(String(value));
  return path.join('.');
}

/** The decisions that a transition carries, as a cell. */
export function alternativesOf(
  actions: readonly { readonly type: string; readonly params?: unknown }[],
): Alternative[] {
  return actions.map(({ params }) => {
    const { decision, by, rules } = params as Decide['params'];
    return [decision, by, ...rules];
  });
}

/** Every event that a machine has a transition for, in alphabetical order. */
export function symbolsOf(machine: Machine): readonly string[] {
  return [...(machine.events as readonly string[])].sort();
}

/**
 * Compiles a chart.
 *
 * @param chart the chart
 * @param era the era to compile it for
 * @returns the table, states in breadth-first order and symbols in alphabetical order
 * @example
 * ```ts
 * compileChart(lifecycleChart, eras.mutable).states[0]; // 'stopped.fresh'
 * ```
 */
export function compileChart(chart: Chart, era: Era): TableData {
  const machine = machineOf(chart.config(era));
  const symbols = symbolsOf(machine);
  const [first] = initialTransition(machine);
  const queue: Snapshot[] = [first];
  const states = [stateName(first)];
  const tags: Tag[][] = [];
  const next: number[] = [];
  const cell: number[] = [];
  const cells: Alternative[][] = [];
  const cellIndexes = new Map<string, number>();
  for (const snapshot of queue) {
    tags.push(([...snapshot.tags] as Tag[]).sort());
    for (const type of symbols) {
      const [following, actions] = transition(machine, snapshot, { type });
      if (actions.length === 0) {
        next.push(-1);
        cell.push(-1);
        continue;
      }
      const name = stateName(following);
      if (!states.includes(name)) {
        states.push(name);
        queue.push(following);
      }
      next.push(states.indexOf(name));
      const alternatives = alternativesOf(actions);
      const key = JSON.stringify(alternatives);
      const known = cellIndexes.get(key);
      if (known === undefined) cellIndexes.set(key, cells.push(alternatives) - 1);
      cell.push(known ?? cells.length - 1);
    }
  }
  return { chart: chart.name, states, symbols, tags, cells, next, cell };
}

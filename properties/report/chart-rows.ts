/**
 * The rows in which the states of a chart stand in its picture: the initial state at the top, and each state below those
 * that lead to it, as far as nothing leads back. States that no arrow leads to come last.
 */
import type { Arrow } from './chart-arrows.js';

/**
 * The rows, from top to bottom.
 *
 * @param states the outer states, in the order in which they stand beside each other
 * @param initial the first of them
 */
export function rowsOf(states: readonly string[], initial: string, arrows: readonly Arrow[]): string[][] {
  const depths = new Map<string, number>();
  const open = new Set<string>();
  const sink = (state: string, depth: number): void => {
    if (open.has(state) || (depths.get(state) ?? -1) >= depth) return; // an arrow that leads back, or nothing new
    depths.set(state, depth);
    open.add(state);
    for (const { from, to } of arrows) if (from === state) sink(to, depth + 1);
    open.delete(state);
  };
  sink(initial, 0);
  const last = Math.max(...depths.values()) + 1;
  const rows: string[][] = [];
  for (const state of states) {
    const depth = depths.get(state) ?? last;
    rows[depth] = [...(rows[depth] ?? []), state];
  }
  return rows;
}

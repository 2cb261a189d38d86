/**
 * The arrows between the outer states of the lifecycle, read off its chart: for the pictures that people look at. Ends that
 * come from failures and from the limit of a close are left out, since they lead from many states to the same three.
 */
import { type ChartConfig, type ChartState, eras } from '../../models/charts/chart.js';
import { charts } from '../../models/index.js';

/** Events that pictures leave out. */
const leftOut: ReadonlySet<string> = new Set(['ABANDON', 'CUT', 'EXPIRE', 'FAULT', 'KILL']);

/** An arrow from one outer state to another: its events, and the principal rules of each. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly events: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The configuration of the chart. */
export function lifecycleConfig(): ChartConfig {
  const chart = charts.find(({ name }) => name === 'lifecycle');
  if (chart === undefined) throw new Error('there is no chart of the lifecycle');
  return chart.config(eras.mutable);
}

/** The arrows, in the order of the chart. */
export function lifecycleArrows(): readonly Arrow[] {
  const { id, states } = lifecycleConfig();
  const arrows = new Map<string, { from: string; to: string; events: Map<string, Set<string>> }>();
  const collect = (from: string, state: ChartState, top: (target: string) => string): void => {
    for (const [event, { target, actions }] of Object.entries(state.on ?? {})) {
      if (target === undefined || leftOut.has(event) || top(target) === from) continue;
      const to = top(target);
      const arrow = arrows.get(`${from} ${to}`) ?? { from, to, events: new Map<string, Set<string>>() };
      const rules = arrow.events.get(event) ?? new Set();
      arrow.events.set(event, rules.add(actions[0]?.params.rules[0] ?? ''));
      arrows.set(`${from} ${to}`, arrow);
    }
    for (const inner of Object.values(state.states ?? {})) collect(from, inner, top);
  };
  for (const [name, state] of Object.entries(states)) {
    collect(name, state, (target) => topOf(target, id, name, state));
  }
  return [...arrows.values()];
}

/** The outer state that a target lies in: absolute (`#lifecycle.failed.gone`), an inner sibling, or an outer state. */
function topOf(target: string, id: string, name: string, state: ChartState): string {
  const absolute = `#${id}.`;
  if (target.startsWith(absolute)) return target.slice(absolute.length).split('.')[0] ?? '';
  const [first = ''] = target.split('.');
  return first in (state.states ?? {}) ? name : first;
}

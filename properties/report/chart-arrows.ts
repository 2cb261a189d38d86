/**
 * The arrows between the outer states of a chart, read off it: for the pictures that people look at. In that of
 * the lifecycle, ends that come from failures and from the limit of a close are left out, since they lead from many states
 * to the same three.
 */
import { type Chart, type ChartConfig, type ChartState, type Era, eras } from '../../models/charts/chart.js';
import { charts } from '../../models/index.js';

/** Events that the picture of a chart leaves out. */
export const leftOutOf = ({ name }: Chart): readonly string[] =>
  name === 'lifecycle' ? ['ABANDON', 'CUT', 'EXPIRE', 'FAULT', 'KILL'] : [];

/** An arrow from one outer state to another: its events, and the principal rules of each. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly events: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The chart of a name. */
export function chartNamed(wanted: string): Chart {
  const chart = charts.find(({ name }) => name === wanted);
  if (chart === undefined) throw new Error(`there is no chart ${wanted}`);
  return chart;
}

/**
 * The arrows of a chart, in its order.
 *
 * @param of the eras whose arrows are wanted; without it, those of both
 */
export function arrowsOf(chart: Chart, of: readonly Era[] = Object.values(eras)): readonly Arrow[] {
  const arrows = new Map<string, { from: string; to: string; events: Map<string, Set<string>> }>();
  const leftOut = leftOutOf(chart);
  for (const era of of) {
    for (const { from, to, event, rule } of transitionsOf(chart.config(era))) {
      if (from === to || leftOut.includes(event)) continue;
      const arrow = arrows.get(`${from} ${to}`) ?? { from, to, events: new Map<string, Set<string>>() };
      arrow.events.set(event, (arrow.events.get(event) ?? new Set()).add(rule));
      arrows.set(`${from} ${to}`, arrow);
    }
  }
  return [...arrows.values()];
}

/** An event that leads from an outer state to one, and the principal rule of it. */
interface OuterTransition {
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly rule: string;
}

function* transitionsOf({ id, states }: ChartConfig): Generator<OuterTransition> {
  for (const [from, outer] of Object.entries(states)) {
    for (const state of [outer, ...Object.values(outer.states ?? {})]) {
      for (const [event, { target, actions }] of Object.entries(state.on ?? {})) {
        if (target === undefined) continue;
        yield { from, to: topOf(target, id, from, outer), event, rule: actions[0]?.params.rules[0] ?? '' };
      }
    }
  }
}

/** The outer state that a target lies in: absolute (`#lifecycle.failed.gone`), an inner sibling, or an outer state. */
function topOf(target: string, id: string, name: string, state: ChartState): string {
  const absolute = `#${id}.`;
  if (target.startsWith(absolute)) return target.slice(absolute.length).split('.')[0] ?? '';
  const [first = ''] = target.split('.');
  return first in (state.states ?? {}) ? name : first;
}

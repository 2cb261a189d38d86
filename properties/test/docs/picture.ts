/**
 * The picture of the README: the chart of the lifecycle with its inner states folded together, and without the ends that
 * come from failures and from the limit of a close. It is made from the chart, so it cannot say anything else.
 */
import { type ChartState, eras } from '../../../models/charts/chart.js';
import { charts } from '../../../models/index.js';

/** Events that the picture leaves out: they lead from many states to the same three. */
const leftOut: ReadonlySet<string> = new Set(['ABANDON', 'CUT', 'EXPIRE', 'FAULT', 'KILL']);

/** Words under some states of the picture. */
const notes: Readonly<Record<string, string>> = {
  stopped: 'asks fail with endpoint-not-started',
  started: 'calls are served',
  terminating: 'calls are served still',
  terminated: 'asks fail with recipient-unreachable',
};

/** For each arrow its events, and for each event the principal rules. */
type Arrows = Map<string, Map<string, Set<string>>>;

/** The lines of the picture, in Mermaid. */
export function lifecyclePicture(): readonly string[] {
  const chart = charts.find(({ name }) => name === 'lifecycle');
  if (chart === undefined) throw new Error('there is no chart of the lifecycle');
  const { id, initial, states } = chart.config(eras.mutable);
  const arrows: Arrows = new Map();
  for (const [name, state] of Object.entries(states)) {
    collect(arrows, name, state, (target) => topOf(target, id, name, state));
  }
  const lines = [...arrows].map(([arrow, events]) => {
    const labels = [...events].map(([event, rules]) => `${event} (${[...rules].sort().join(', ')})`);
    return `  ${arrow}: ${labels.sort().join('<br/>')}`;
  });
  const said = Object.entries(notes).map(([state, text]) => `  note right of ${state}: ${text}`);
  return ['stateDiagram-v2', `  [*] --> ${initial}`, ...lines, '  gone --> [*]', ...said];
}

function collect(arrows: Arrows, name: string, state: ChartState, top: (target: string) => string): void {
  for (const [event, { target, actions }] of Object.entries(state.on ?? {})) {
    if (target === undefined || leftOut.has(event) || top(target) === name) continue;
    const arrow = `${name} --> ${top(target)}`;
    const events = arrows.get(arrow) ?? new Map<string, Set<string>>();
    const rules = events.get(event) ?? new Set();
    arrows.set(arrow, events.set(event, rules.add(actions[0]?.params.rules[0] ?? '')));
  }
  for (const inner of Object.values(state.states ?? {})) collect(arrows, name, inner, top);
}

/** The outer state that a target lies in: absolute (`#lifecycle.failed.gone`), an inner sibling, or an outer state. */
function topOf(target: string, id: string, name: string, state: ChartState): string {
  const absolute = `#${id}.`;
  if (target.startsWith(absolute)) return target.slice(absolute.length).split('.')[0] ?? '';
  const [first = ''] = target.split('.');
  return first in (state.states ?? {}) ? name : first;
}

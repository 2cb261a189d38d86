/** Who is in the states of a chart after a step: everybody where the standing tells of all, else those of the step. */
import type { StandingData, TraceData } from '../page-data.js';
import type { Step } from './trace-view.js';

/** Somebody in a state. */
export interface Inhabitant {
  readonly who: string;
  readonly state: string;
  /** The step is about it. */
  readonly isPresent: boolean;
}

/** Those who are in the states of a chart. */
export function inhabitantsOf(step: Step, chart: string, { transitions }: TraceData): readonly Inhabitant[] {
  const { row, standing, before } = step;
  const told = standingsIn(standing ?? before, chart);
  const states = new Map(told);
  const present = new Set([`e${row?.endpoint}`]);
  for (const [position, who] of row?.taken ?? []) {
    const transition = transitions[position];
    if (transition?.chart !== chart || who === '') continue;
    present.add(who);
    if (told === null) states.set(who, transition.to);
  }
  const own = row?.operation?.states[chart];
  if (own !== undefined) {
    const who = `#${row?.operation?.op}`;
    states.set(who, own);
    present.add(who);
  }
  return [...states].map(([who, state]) => ({ who, state, isPresent: present.has(who) }));
}

/** All endpoints or services, where the chart is theirs; otherwise `null`. */
function standingsIn(
  standing: StandingData | null,
  chart: string,
): readonly (readonly [string, string])[] | null {
  switch (chart) {
    case 'lifecycle':
    case 'fencing':
      return (standing?.endpoints ?? []).map((each) => [`e${each.endpoint}`, each[chart]] as const);
    case 'service':
      return (standing?.services ?? []).map((state, service) => [`s${service}`, state] as const);
    default:
      return null;
  }
}

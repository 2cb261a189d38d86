/** Which charts an event is about, and which of them tells most: that of whoever its column stands for. */
import type { ChartStanding, Taken } from '../../models/index.js';

/** What an event does to the charts. */
export interface Charted {
  /** The operation that it is about, -1 none. */
  readonly op: number;
  /** The endpoint that the operation is for, -1 none. */
  readonly endpoint: number;
  /** The states of the operation after the event. */
  readonly states: readonly ChartStanding[];
  /** The transitions that it takes. */
  readonly taken: readonly Taken[];
  /** The transitions that would have been accepted instead; none for an event that is allowed. */
  readonly demanded: readonly Omit<Taken, 'who'>[];
}

/** Nothing is known of the charts. */
export const UNCHARTED: Charted = { op: -1, endpoint: -1, states: [], taken: [], demanded: [] };

/** Decided at once, without a message: it has one state, and any other chart tells more. */
const AT_ONCE = 'immediate';

const isEndpoint = (column: string): boolean => /^e\d+$/.test(column);

/**
 * The charts of an event, by name: the one that tells most comes first. None for a pause, which is about nobody.
 *
 * What would have been accepted comes before everything else. Then an endpoint's column tells of the endpoint, a client's
 * column of its operation or of the endpoint that this is for, and that of the services of what is decided there.
 *
 * @param column `e1` an endpoint, `lane0` a client, otherwise that of the services
 */
export function chartsOf(column: string, { endpoint, states, taken, demanded }: Charted): readonly string[] {
  const ofOperation = states.map(({ chart }) => chart);
  const isForEndpoint = endpoint >= 0 || taken.some(({ who }) => isEndpoint(who));
  const ordered = [
    ...demanded.map(({ chart }) => chart),
    ...taken.filter(({ who }) => who === column).map(({ chart }) => chart),
    ...(isEndpoint(column) ? ['lifecycle'] : []),
    ...(column.startsWith('lane') ? ofOperation : []),
    ...(isForEndpoint && ofOperation.length === 0 ? ['lifecycle'] : []),
    ...taken.map(({ chart }) => chart),
    ...ofOperation,
  ];
  const charts = new Set(ordered.filter((chart) => chart !== AT_ONCE));
  return ordered.includes(AT_ONCE) ? [...charts, AT_ONCE] : [...charts];
}

/**
 * A trace followed by the models, for a page: the rows of a window of its events, each with the states after it. What a
 * complete trace tells is followed event by event; a history of observable events is explained as a whole.
 */
import { type Era, eras } from '../../models/charts/chart.js';
import { Oracle, type Standing } from '../../models/index.js';
import { eraOf } from '../../models/profile.js';
import {
  endpointLegs,
  serviceLegs,
  type Trace,
  type TraceEvent,
  type TraceHeader,
} from '../../spec/index.js';
import { profileOf } from '../suite/trace-judge.js';
import type { TraceData } from './page-data.js';
import { type Charted, UNCHARTED } from './step-charts.js';
import { TraceRows } from './trace-rows.js';

/** Which events are shown, by their positions: from the first one until before the last one. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** What following gives. */
export interface Followed {
  readonly told: Pick<TraceData, 'lanes' | 'rows' | 'standings' | 'transitions'>;
  /** The era of the target, by which the charts differ. */
  readonly era: Era;
}

/** The era of the target that a trace is of. */
export const eraOfTrace = (header: Pick<TraceHeader, 'target' | 'capabilities'>): Era =>
  eras[eraOf(profileOf(header))];

/** Follows a complete trace while it is read. */
export class Follower {
  private readonly rows = new TraceRows();
  private readonly oracle: Oracle;
  private readonly window: Window;
  private readonly era: Era;
  private position = 0;
  private accepted: boolean;

  /** @param header the trace must be complete for the states to be known */
  constructor(header: TraceHeader, window: Window) {
    this.window = window;
    this.era = eraOfTrace(header);
    this.oracle = new Oracle(profileOf(header));
    this.oracle.reset(header);
    this.accepted = header.complete;
  }

  /** Takes the next event. @returns false when no later event is shown */
  event(event: TraceEvent): boolean {
    const { oracle, rows, position } = this;
    const { from, until } = this.window;
    this.position += 1;
    if (position >= until) return false;
    if (position === from) oracle.note();
    const wasAccepted = this.accepted;
    if (this.accepted) this.accepted = oracle.accept(event);
    if (position < from) rows.remember(event);
    else {
      const charted = wasAccepted ? chartedIn(oracle, event, !this.accepted) : UNCHARTED;
      const standing = this.accepted ? oracle.standing() : null;
      rows.add(event, position + 1, standing, oracle.destinationOf(operationOf(event)), charted);
    }
    return true;
  }

  /** The rows. */
  finish(): Followed {
    return { told: this.rows.finish(), era: this.era };
  }
}

/** Follows a whole trace of either kind. */
export function follow(trace: Trace, window: Window = { from: 0, until: trace.events.length }): Followed {
  if (!trace.header.complete) return followHistory(trace, window);
  const follower = new Follower(trace.header, window);
  for (const event of trace.events) if (!follower.event(event)) break;
  return follower.finish();
}

function followHistory(trace: Trace, { from, until }: Window): Followed {
  const oracle = new Oracle(profileOf(trace.header));
  oracle.note();
  const told = new Map<number, { readonly standing: Standing; readonly charted: Charted }>();
  oracle.judgeHistory(trace, (position) => {
    const charted = chartedIn(oracle, trace.events[position] as TraceEvent, false);
    if (position >= from && position < until) told.set(position, { standing: oracle.standing(), charted });
  });
  const rows = new TraceRows();
  trace.events.slice(0, until).forEach((event, position) => {
    if (position < from) rows.remember(event);
    else {
      const { standing = null, charted = UNCHARTED } = told.get(position) ?? {};
      rows.add(event, position + 1, standing, -1, charted);
    }
  });
  return { told: rows.finish(), era: eraOfTrace(trace.header) };
}

/** What an event does to the charts, right after the models have looked at it. */
function chartedIn(oracle: Oracle, event: TraceEvent, isRefused: boolean): Charted {
  const op = operationOf(event);
  const taken = oracle.taken();
  return {
    op,
    endpoint: oracle.destinationOf(op),
    states: oracle.statesOf(op),
    taken,
    demanded: isRefused ? oracle.demanded() : [],
  };
}

/** The operation that an event is about; -1 none. */
function operationOf(event: TraceEvent): number {
  switch (event.event) {
    case 'run':
      return endpointLegs.has(event.leg) || serviceLegs.has(event.leg) ? -1 : event.id;
    case 'lose':
      return event.id;
    case 'begin':
    case 'end':
      return event.role === 'start' || event.role === 'stop' ? -1 : event.work;
    case 'closed':
      return -1;
    default:
      return event.op;
  }
}

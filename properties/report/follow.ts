/**
 * A trace followed by the models, for a page: the rows of a window of its events, each with the states after it. What a
 * complete trace tells is followed event by event; a history of observable events is explained as a whole.
 */
import { Oracle, type Standing } from '../../models/index.js';
import type { Trace, TraceEvent, TraceHeader } from '../../spec/index.js';
import { profileOf } from '../suite/trace-judge.js';
import type { TraceData } from './page-data.js';
import { TraceRows } from './trace-rows.js';

/** Which events are shown, by their positions: from the first one until before the last one. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** What following gives. */
export type Followed = Pick<TraceData, 'lanes' | 'rows' | 'standings'>;

/** Follows a complete trace while it is read. */
export class Follower {
  private readonly rows = new TraceRows();
  private readonly oracle: Oracle;
  private readonly window: Window;
  private position = 0;
  private accepted: boolean;

  /** @param header the trace must be complete for the states to be known */
  constructor(header: TraceHeader, window: Window) {
    this.window = window;
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
    if (this.accepted) this.accepted = oracle.accept(event);
    if (position < from) rows.remember(event);
    else {
      const standing = this.accepted ? oracle.standing() : null;
      rows.add(event, position + 1, standing, oracle.destinationOf(operationOf(event)));
    }
    return true;
  }

  /** The rows. */
  finish(): Followed {
    return this.rows.finish();
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
  const standings = new Map<number, Standing>();
  oracle.judgeHistory(trace, (position) => {
    if (position >= from && position < until) standings.set(position, oracle.standing());
  });
  const rows = new TraceRows();
  trace.events.slice(0, until).forEach((event, position) => {
    if (position < from) rows.remember(event);
    else rows.add(event, position + 1, standings.get(position) ?? null, -1);
  });
  return rows.finish();
}

/** The operation that an event is about; -1 none. */
function operationOf(event: TraceEvent): number {
  if (event.event === 'run' || event.event === 'lose') return event.id;
  return 'op' in event ? event.op : -1;
}

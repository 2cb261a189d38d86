/** A trace of a file as a page: a window of its events, followed by the models, and what the judge says of the whole. */
import type { TraceEnd, TraceEvent, TraceHeader, TraceListener } from '../../spec/index.js';
import { TraceReader } from '../../spec/index.js';
import type { TraceVerdict } from '../suite/trace-judge.js';
import { type Followed, Follower, follow, type Window } from './follow.js';
import type { PageData, TraceData } from './page-data.js';
import { sentencesOf } from './report-page.js';
import { statecharts } from './statechart.js';

/** How many events a page shows, unless they are so large that fewer fit. */
export const SHOWN_EVENTS_MAX = 500;

/** How many of them come after the one that is not allowed. */
const AFTER_MAX = 30;

/** Histories are explained as a whole: this many events of one are held. */
const HELD_EVENTS_MAX = 10_000;

/**
 * The events that a page shows: those from a given one on, or those around the one that is not allowed, or the first.
 *
 * @param from the number of the first event, from 1; `null` when nobody asked for one
 * @param events how many events at most
 */
export function windowOf(verdict: TraceVerdict, from: number | null, events = SHOWN_EVENTS_MAX): Window {
  const after = Math.min(AFTER_MAX, Math.floor(events / 2));
  const first = from === null ? Math.max(0, brokenAt(verdict) - (events - after)) : from - 1;
  return { from: first, until: first + events };
}

/** The position of the event that is not allowed, or that of the end if something is missing there; -1 none. */
function brokenAt(verdict: TraceVerdict): number {
  // The header is the first line of a file.
  return verdict.verdict === 'rejected' ? verdict.line - 2 : -1;
}

/** Reads the window of a trace. Nothing after it is read. */
export class WindowReader implements TraceListener {
  private readonly reader = new TraceReader(this);
  private readonly window: Window;
  private readonly held: TraceEvent[] = [];
  private traceHeader: TraceHeader | null = null;
  private follower: Follower | null = null;
  private isDone = false;

  constructor(window: Window) {
    this.window = window;
  }

  /** Takes a piece of text. @returns whether more is wanted */
  read(text: string): boolean {
    this.reader.read(text);
    return !this.isDone;
  }

  /** The rows. */
  finish(): Followed {
    if (this.follower !== null) return this.follower.finish();
    const header = this.traceHeader as TraceHeader;
    return follow({ header, events: this.held }, this.window);
  }

  header(header: TraceHeader): void {
    this.traceHeader = header;
    if (header.complete) this.follower = new Follower(header, this.window);
  }

  event(event: TraceEvent): void {
    if (this.follower === null) this.held.push(event);
    const isWanted = this.follower?.event(event) ?? this.held.length < HELD_EVENTS_MAX;
    if (isWanted) return;
    this.isDone = true;
    this.reader.stop();
  }

  end(_: TraceEnd): void {
    this.isDone = true;
  }
}

/**
 * The page of a trace.
 *
 * @param name of its file
 */
export function tracePage(name: string, verdict: TraceVerdict, window: Window, followed: Followed): PageData {
  const summary = summaryOf(verdict);
  const { told, era } = followed;
  const { rows } = told;
  const rejection = verdict.verdict === 'rejected' ? verdict.rejection : null;
  const broken = brokenAt(verdict) - window.from;
  const trace: TraceData = {
    heading: rejection === null ? 'The events' : `${rejection.rules[0] ?? ''}: ${rejection.reason}`,
    remarks: [shownOf(verdict, told)],
    rules: rejection?.rules ?? [],
    replay: null,
    ...told,
    broken: rejection !== null && broken >= 0 && broken <= rows.length ? broken : -1,
    accepted: rejection?.accepted ?? [],
    state: rejection?.state ?? '',
  };
  const named = rows.flatMap(({ rule }) => (rule === undefined ? [] : [rule]));
  return {
    title: `Fencepost: ${name}`,
    summary,
    verdict: verdict.verdict === 'accepted' ? 'good' : rejection === null ? 'open' : 'bad',
    report: null,
    traces: [trace],
    leftOut: null,
    statecharts: statecharts(era),
    sentences: sentencesOf([...named, ...trace.rules]),
  };
}

function shownOf(verdict: TraceVerdict, { rows }: Followed['told']): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return 'No event is shown: the trace has fewer.';
  const of = verdict.verdict === 'accepted' ? ` of ${verdict.events}` : '';
  return `Events ${first.number} to ${last.number}${of} are shown; --from NUMBER shows others.`;
}

function summaryOf(verdict: TraceVerdict): string {
  switch (verdict.verdict) {
    case 'accepted':
      return `Accepted: ${verdict.events} events; a legal run explains every one of them`;
    case 'inconclusive':
      return `Inconclusive at line ${verdict.line}: ${verdict.reason}`;
    case 'rejected':
      return `Rejected at line ${verdict.line}: ${verdict.rejection.rules.join(', ')}`;
  }
}

/**
 * The judge of a trace in a file: it judges while the file is read, and keeps nothing of it but what the models remember
 * and the last events, for the report. A history of observable events alone is searched as a whole, so it is kept.
 */
import { checkTrace, Oracle, type Profile } from '../../models/index.js';
import {
  isCapability,
  type TraceEnd,
  type TraceEvent,
  type TraceHeader,
  type TraceListener,
  TraceReader,
} from '../../spec/index.js';
import type { Rejection } from './judge.js';

/** How many events before the impossible one a report shows. */
const SHOWN_EVENTS_MAX = 12;

/** How many events a history of observable events may have: a search holds all of them. */
export const HISTORY_EVENTS_MAX = 10_000;

/** What became of a trace. */
export type TraceVerdict =
  | { readonly verdict: 'accepted'; readonly events: number }
  | {
      readonly verdict: 'inconclusive';
      readonly events: number;
      readonly line: number;
      readonly reason: string;
    }
  | {
      readonly verdict: 'rejected';
      readonly rejection: Rejection;
      /** The line of the impossible event, or that of the end when something is missing there. */
      readonly line: number;
      /** The impossible event and some before it; the last one is the impossible one unless something is missing. */
      readonly shown: readonly TraceEvent[];
      /** Null when what is impossible is that the trace ends. */
      readonly event: TraceEvent | null;
    };

/** Targets that have none of the quirks of the original: the runtime of this project, under its names. */
const WITHOUT_QUIRKS: ReadonlySet<string> = new Set(['fencepost', 'reference']);

/** What is known of a target from the header of its trace. */
export function profileOf({ target, capabilities }: Pick<TraceHeader, 'target' | 'capabilities'>): Profile {
  const quirks = WITHOUT_QUIRKS.has(target) ? 'refused' : 'accepted';
  return { capabilities: new Set(capabilities.filter(isCapability)), quirks };
}

/**
 * See the head of this file.
 *
 * @example
 * ```ts
 * const judge = new TraceJudge();
 * for await (const text of createReadStream(path, 'utf8')) {
 *   judge.read(text);
 *   if (judge.decided) break;
 * }
 * const verdict = judge.close();
 * ```
 */
export class TraceJudge implements TraceListener {
  private readonly reader = new TraceReader(this);
  private readonly kept: TraceEvent[] = [];
  private traceHeader: TraceHeader | null = null;
  private oracle: Oracle | null = null;
  private events = 0;
  private result: TraceVerdict | null = null;

  /** Reads a piece of text. @throws TraceFileError when this is no trace */
  read(text: string): void {
    this.reader.read(text);
  }

  /** Whether the verdict is known: the rest of the file cannot change it. */
  get decided(): boolean {
    return this.result !== null;
  }

  /** The file ends here, or its rest does not matter. @throws TraceFileError when this is no trace */
  close(): TraceVerdict {
    if (this.result === null) this.reader.close();
    return this.result ?? { verdict: 'accepted', events: this.events };
  }

  header(header: TraceHeader): void {
    this.traceHeader = header;
    if (!header.complete) return;
    this.oracle = new Oracle(profileOf(header));
    this.oracle.reset(header);
  }

  event(event: TraceEvent, line: number): void {
    this.events += 1;
    this.keep(event);
    const { oracle } = this;
    if (oracle === null) {
      if (this.events > HISTORY_EVENTS_MAX) this.tooLong(line);
    } else if (!oracle.accept(event)) this.reject(oracle.verdict() as Rejection, line, event);
  }

  private keep(event: TraceEvent): void {
    this.kept.push(event);
    if (this.oracle !== null && this.kept.length > 2 * SHOWN_EVENTS_MAX)
      this.kept.splice(0, SHOWN_EVENTS_MAX);
  }

  private tooLong(line: number): void {
    const reason = `a history of observable events has at most ${HISTORY_EVENTS_MAX} of them here: it is searched as a whole`;
    this.result = { verdict: 'inconclusive', events: this.events, line, reason };
    this.reader.stop();
  }

  end(end: TraceEnd, line: number): void {
    const { oracle } = this;
    if (oracle === null) this.search(line);
    else {
      const verdict = end.quiet ? oracle.finish() : oracle.stop();
      if (verdict.verdict === 'rejected') this.reject(verdict, line, null);
    }
    if (this.result === null && end.gap !== null) {
      const reason = `the recording ends before the program does: ${end.gap}`;
      this.result = { verdict: 'inconclusive', events: this.events, line, reason };
    }
  }

  private search(last: number): void {
    const header = this.traceHeader as TraceHeader;
    const verdict = checkTrace({ header, events: this.kept }, profileOf(header));
    if (verdict.verdict === 'accepted') return;
    const line = Math.min(verdict.index + 2, last);
    if (verdict.verdict === 'inconclusive') {
      this.result = { verdict: 'inconclusive', events: this.events, line, reason: verdict.reason };
    } else this.reject(verdict, line, this.kept[verdict.index] ?? null);
  }

  private reject(rejection: Rejection, line: number, event: TraceEvent | null): void {
    const until = this.oracle === null ? rejection.index + 1 : this.kept.length;
    const shown = this.kept.slice(Math.max(0, until - SHOWN_EVENTS_MAX), until);
    this.result = { verdict: 'rejected', rejection, line, event, shown };
    this.reader.stop();
  }
}

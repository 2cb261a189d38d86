/**
 * What a page of the viewer shows, as data: it is computed when the page is written, and travels in the page as JSON. The
 * script of the page only draws it. Types alone, and none of Node: the script is compiled for browsers.
 */

/** The whole page. */
export interface PageData {
  readonly title: string;
  /** The verdict and the totals in one line. */
  readonly summary: string;
  readonly verdict: 'good' | 'bad' | 'open';
  readonly report: ReportData | null;
  readonly traces: readonly TraceData[];
  /** What is left out, and why; null when nothing is. */
  readonly leftOut: string | null;
  readonly statechart: StatechartData;
  /** The sentence of each rule that the page names, by its id. */
  readonly sentences: Readonly<Record<string, string>>;
}

/** The verdicts of a run of the suite. */
export interface ReportData {
  /** Earlier runs of the target in words, the oldest first. */
  readonly earlier: readonly string[];
  readonly families: readonly FamilyData[];
  /** The rest of what the report says, a line each: differences that are expected, a fault of the adapter. */
  readonly remarks: readonly string[];
}

/** The rules of one family. */
export interface FamilyData {
  readonly name: string;
  readonly rules: readonly {
    readonly id: string;
    readonly level: string;
    readonly verdict: string;
    /** How often it was exercised, and in how many scenarios. */
    readonly exercised: number;
    readonly runs: number;
    readonly missing: readonly string[];
    /** Its verdict in each of the earlier runs; null where it was not asked for. */
    readonly earlier: readonly (string | null)[];
  }[];
}

/** A trace to step through. */
export interface TraceData {
  readonly heading: string;
  /** Lines below the heading: the reason, where it was found. */
  readonly remarks: readonly string[];
  /** Rules that the rejection names. */
  readonly rules: readonly string[];
  /** The command that replays it; null for a trace of a file. */
  readonly replay: string | null;
  /** The columns of the chart. */
  readonly lanes: readonly string[];
  readonly rows: readonly RowData[];
  /** The row that is not allowed, -1 none. */
  readonly broken: number;
  /** What would have been accepted there, and the state there. */
  readonly accepted: readonly string[];
  readonly state: string;
  /** The standings that rows refer to: neighbours often share one. */
  readonly standings: readonly StandingData[];
}

/** One event, as a row of the chart. */
export interface RowData {
  /** Its number in the trace, from 1. */
  readonly number: number;
  readonly atMs: number;
  readonly lane: number;
  readonly text: string;
  readonly kind: string;
  /** Where the message comes from that arrives here: a row and a lane. */
  readonly from?: { readonly row: number; readonly lane: number };
  readonly rule?: string;
  /** The endpoint that the event is about. */
  readonly endpoint?: number;
  /** The position of the standing after it; absent when the models did not get there. */
  readonly standing?: number;
  /** The event as the trace has it. */
  readonly json: string;
}

/** Where everybody stands after an event. */
export interface StandingData {
  readonly services: readonly string[];
  readonly endpoints: readonly {
    readonly endpoint: number;
    readonly lifecycle: string;
    readonly fencing: string;
  }[];
  readonly open: readonly number[];
  readonly possible: readonly string[];
}

/** The picture of the lifecycle. */
export interface StatechartData {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly BoxData[];
  readonly arrows: readonly {
    readonly from: string;
    readonly to: string;
    readonly label: string;
    /** The points of its line. */
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

/** A state in the picture; one with inner states has them as boxes of their own. */
export interface BoxData {
  /** As the models name it: `started.idle`. */
  readonly state: string;
  readonly label: string;
  readonly outer: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

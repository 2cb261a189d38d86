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
  /** The pictures of the charts, that of the lifecycle first. */
  readonly statecharts: readonly StatechartData[];
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
  /** The transitions that rows refer to. */
  readonly transitions: readonly TransitionData[];
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
  /** The charts that the event is about, by name: the one that tells most comes first. */
  readonly charts: readonly string[];
  /** The operation that it is about, and the states of it after the event, by chart. */
  readonly operation?: { readonly op: number; readonly states: Readonly<Record<string, string>> };
  /** The transitions that it takes, by their positions, and who takes each: `e1`, `#5`, `s0`. */
  readonly taken?: readonly (readonly [transition: number, who: string])[];
  /** For the event that is not allowed: the transitions that would have been accepted instead. */
  readonly demanded?: readonly number[];
  /** The event as the trace has it. */
  readonly json: string;
}

/** A transition of a chart. */
export interface TransitionData {
  readonly chart: string;
  readonly from: string;
  readonly event: string;
  readonly decision: string;
  readonly to: string;
  /** Its principal rule; absent where no rule stands behind it. */
  readonly rule?: string;
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

/** A point of a picture. */
export type Point = readonly [x: number, y: number];

/** The picture of a chart. */
export interface StatechartData {
  readonly name: string;
  readonly sentence: string;
  /** Events that it has no arrows for, because they lead from many states to the same few. */
  readonly leftOut: readonly string[];
  /** The picture goes from here to the right. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly BoxData[];
  readonly arrows: readonly {
    readonly from: string;
    readonly to: string;
    readonly label: string;
    /** The points of its line. */
    readonly points: readonly Point[];
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
  /** Where the names end of those who are in the state. */
  readonly names: Point;
}

/**
 * The events of a trace as rows of the chart of a page: the column of each, and where the message comes from that arrives
 * there. Events before the window are remembered only as far as rows in it need them.
 */
import type { Standing, Taken } from '../../models/index.js';
import { endpointLegs, serviceLegs, type TraceEvent } from '../../spec/index.js';
import { byKey, callerLegs, describe, endpointKey, type Known } from '../suite/sequence-chart.js';
import type { RowData, StandingData, TransitionData } from './page-data.js';
import { type Charted, chartsOf } from './step-charts.js';

/** Operations before the window that are remembered: a long trace must not fill the memory. */
const OPERATIONS_MAX = 50_000;

/** The longest text of an event that a page holds, in characters. */
const JSON_CHARACTERS_MAX = 2000;

const TIMERS = 'timers';
const SERVICES = 'services';
/** Legs that a timer brings about. */
const timerLegs: ReadonlySet<string> = new Set(['timer', 'timeout', 'close-timeout', 'tick']);
/** Legs whose id is a service, or that a service carries out for itself. */
const atServices: ReadonlySet<string> = new Set([...serviceLegs, 'tick']);
/** Legs that a service or its supervisor causes at an endpoint. */
const fromService: ReadonlySet<string> = new Set(['close', 'kill']);
/** Legs that bring a message of an operation to its recipient. */
const arrivals: ReadonlySet<string> = new Set(['request', 'due', 'identify', 'handshake', 'fault']);
/** Legs that bring an answer to the caller. */
const answers: ReadonlySet<string> = new Set(['answer', 'identity', 'greeting', 'unreachable']);

/** Where something happened: a row, and the column by its name. */
interface Place {
  readonly row: number;
  readonly column: string;
}

/** A row whose columns have no numbers yet. */
interface Draft {
  readonly row: Omit<RowData, 'lane' | 'from'>;
  readonly column: string;
  readonly from: Place | null;
}

/** What several rows refer to, by its position. */
class Shared<Kind> {
  readonly all: Kind[] = [];
  private readonly positions = new Map<string, number>();

  positionOf(thing: Kind): number {
    const key = JSON.stringify(thing);
    const known = this.positions.get(key);
    if (known !== undefined) return known;
    this.positions.set(key, this.all.length);
    return this.all.push(thing) - 1;
  }
}

/** Collects rows. */
export class TraceRows {
  private readonly drafts: Draft[] = [];
  private readonly operations = new Map<number, Known>();
  private readonly sent = new Map<number, Place>();
  private readonly answered = new Map<number, Place>();
  private readonly told = new Shared<StandingData>();
  private readonly transitions = new Shared<TransitionData>();

  /** Takes an event before the window. */
  remember(event: TraceEvent): void {
    if (event.event !== 'invoke') return;
    this.operations.set(event.op, { operation: event.operation, by: byKey(event.by) });
    if (this.operations.size <= OPERATIONS_MAX) return;
    for (const [oldest] of this.operations) {
      this.operations.delete(oldest);
      break;
    }
  }

  /**
   * Takes an event of the window.
   *
   * @param number its number in the trace, from 1
   * @param standing where everybody stands after it; null when the models did not get there
   * @param destination the endpoint that its operation goes to, -1 when nobody knows
   * @param charted what it does to the charts
   */
  add(
    event: TraceEvent,
    number: number,
    standing: Standing | null,
    destination: number,
    charted: Charted,
  ): void {
    this.remember(event);
    const column = this.columnOf(event, destination);
    const endpoint = /^e(\d+)$/.exec(column)?.[1];
    this.drafts.push({
      row: {
        number,
        atMs: event.at,
        text: describe(event, this.operations)[1],
        kind: event.event,
        ...(event.event === 'run' ? { rule: event.rule } : {}),
        ...(endpoint === undefined ? {} : { endpoint: Number(endpoint) }),
        ...(standing === null ? {} : { standing: this.told.positionOf(standing) }),
        ...this.chartsIn(column, charted),
        json: shortened(JSON.stringify(event)),
      },
      column,
      from: this.originOf(event, column),
    });
    this.note(event, { row: this.drafts.length - 1, column });
  }

  /** How many rows there are. */
  get length(): number {
    return this.drafts.length;
  }

  /** The columns, the rows and the standings. */
  finish(): {
    readonly lanes: readonly string[];
    readonly rows: readonly RowData[];
    readonly standings: readonly StandingData[];
    readonly transitions: readonly TransitionData[];
  } {
    const used = new Set(this.drafts.flatMap(({ column, from }) => [column, from?.column ?? column]));
    const columns = [...used].sort((left, right) => rankOf(left) - rankOf(right));
    const rows = this.drafts.map(({ row, column, from }) => ({
      ...row,
      lane: columns.indexOf(column),
      ...(from === null || from.column === column
        ? {}
        : { from: { row: from.row, lane: columns.indexOf(from.column) } }),
    }));
    return {
      lanes: columns.map((name) => name.replace('lane', 'client')),
      rows,
      standings: this.told.all,
      transitions: this.transitions.all,
    };
  }

  private chartsIn(
    column: string,
    charted: Charted,
  ): Pick<RowData, 'charts' | 'operation' | 'taken' | 'demanded'> {
    const { op, states, taken, demanded } = charted;
    const { transitions } = this;
    return {
      charts: chartsOf(column, charted),
      ...(states.length === 0
        ? {}
        : {
            operation: { op, states: Object.fromEntries(states.map(({ chart, state }) => [chart, state])) },
          }),
      ...(taken.length === 0
        ? {}
        : { taken: taken.map((each) => [transitions.positionOf(transitionOf(each)), each.who] as const) }),
      ...(demanded.length === 0
        ? {}
        : { demanded: demanded.map((each) => transitions.positionOf(transitionOf(each))) }),
    };
  }

  private columnOf(event: TraceEvent, destination: number): string {
    if ('role' in event && event.role === 'service-task') return SERVICES;
    if (event.event === 'run') {
      if (atServices.has(event.leg)) return SERVICES;
      if (arrivals.has(event.leg) && event.endpoint !== undefined) return endpointKey(event.endpoint);
      const isAtRecipient = this.operations.has(event.id) && !callerLegs.has(event.leg);
      if (isAtRecipient && destination >= 0 && !endpointLegs.has(event.leg)) return endpointKey(destination);
    }
    const [column] = describe(event, this.operations);
    return column === '' || column === 'service' ? SERVICES : column;
  }

  private originOf(event: TraceEvent, column: string): Place | null {
    const row = this.drafts.length;
    switch (event.event) {
      case 'run':
        if (timerLegs.has(event.leg)) return { row, column: TIMERS };
        if (fromService.has(event.leg)) return { row, column: SERVICES };
        if (arrivals.has(event.leg)) return this.sent.get(event.id) ?? null;
        return answers.has(event.leg) ? (this.answered.get(event.id) ?? null) : null;
      case 'begin':
        return isHook(event.role) ? null : (this.sent.get(event.work) ?? null);
      case 'outcome': {
        const from = this.answered.get(event.op);
        return from === undefined || from.column === column ? null : from;
      }
      default:
        return null;
    }
  }

  /** Remembers where messages and answers leave; an arrow is drawn once. */
  private note(event: TraceEvent, place: Place): void {
    switch (event.event) {
      case 'invoke':
        this.sent.set(event.op, place);
        return;
      case 'begin':
        this.sent.delete(event.work);
        return;
      case 'end':
        if (!isHook(event.role)) this.answered.set(event.work, place);
        return;
      case 'run':
        this.noteRun(event.leg, event.id, place);
        return;
      default:
        return;
    }
  }

  private noteRun(leg: string, id: number, place: Place): void {
    if (answers.has(leg)) {
      this.answered.delete(id);
      // A connect goes on from here to its handshake.
      this.sent.set(id, place);
    } else if (leg === 'timer') this.sent.set(id, place);
    else if (arrivals.has(leg) || leg === 'result' || leg === 'return') {
      this.answered.set(id, place);
      this.sent.delete(id);
    }
  }
}

const isHook = (role: string): boolean => role === 'start' || role === 'stop';

/** Clients come first, then endpoints, each by number, then services and timers. */
function rankOf(column: string): number {
  if (column === TIMERS) return 3e9;
  if (column === SERVICES) return 2e9;
  return (column.startsWith('e') ? 1e9 : 0) + Number(column.replace(/\D+/, ''));
}

const shortened = (text: string): string =>
  text.length <= JSON_CHARACTERS_MAX ? text : `${text.slice(0, JSON_CHARACTERS_MAX)}…`;

function transitionOf({ chart, state, event, decision, next, rules }: Omit<Taken, 'who'>): TransitionData {
  const [rule] = rules;
  return { chart, from: state, event, decision, to: next, ...(rule === undefined ? {} : { rule }) };
}

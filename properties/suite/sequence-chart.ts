/** A trace as a sequence chart in text: a column for each lane and endpoint, a line for each event, time downwards. */
import {
  endpointLegs,
  type GatewayReference,
  type Lane,
  type Operation,
  type Outcome,
  type Trace,
  type TraceEvent,
} from '../../spec/index.js';
import { shortened } from '../adapter/adapter-fault.js';

const COLUMN_WIDTH = 30;
const TIME_WIDTH = 7;

/** A participant and its column. */
type Columns = ReadonlyMap<string, number>;

const laneKey = (lane: number): string => `lane ${lane}`;
/** The column of an endpoint. */
export const endpointKey = (endpoint: number): string => (endpoint < 0 ? 'service' : `e${endpoint}`);
/** The column of who carries out an operation. */
export const byKey = (by: Lane): string => ('lane' in by ? laneKey(by.lane) : endpointKey(by.mainOf));

/**
 * Draws a trace.
 *
 * @param trace the trace
 * @param brokenAt the position of the event to mark, or -1
 * @returns lines
 */
export function sequenceChart(trace: Pick<Trace, 'events'>, brokenAt = -1): readonly string[] {
  const columns = columnsOf(trace.events);
  const operations = operationsOf(trace.events);
  const head =
    ' '.repeat(TIME_WIDTH + 2) + [...columns.keys()].map((name) => name.padEnd(COLUMN_WIDTH)).join('');
  const lines = trace.events.map((event, index) => lineOf(event, columns, operations, index === brokenAt));
  return [head.trimEnd(), ...lines];
}

function columnsOf(events: readonly TraceEvent[]): Columns {
  const lanes = new Set<string>();
  const endpoints = new Set<string>();
  for (const event of events) {
    if (event.event === 'invoke') {
      if ('lane' in event.by) lanes.add(laneKey(event.by.lane));
      if (event.operation.type === 'create-endpoint') endpoints.add(endpointKey(event.operation.endpoint));
    } else if (event.event === 'begin') endpoints.add(endpointKey(event.endpoint));
  }
  return new Map([...[...lanes].sort(), ...[...endpoints].sort()].map((name, column) => [name, column]));
}

/** What is known of an operation that was invoked. */
export interface Known {
  readonly operation: Operation;
  readonly by: string;
}

function operationsOf(events: readonly TraceEvent[]): ReadonlyMap<number, Known> {
  const operations = new Map<number, Known>();
  for (const event of events) {
    if (event.event === 'invoke')
      operations.set(event.op, { operation: event.operation, by: byKey(event.by) });
  }
  return operations;
}

function lineOf(
  event: TraceEvent,
  columns: Columns,
  operations: ReadonlyMap<number, Known>,
  broken: boolean,
): string {
  const [who, text] = describe(event, operations);
  const column = columns.get(who) ?? 0;
  const time = String(event.at).padStart(TIME_WIDTH);
  const before = ' · '.padEnd(COLUMN_WIDTH).repeat(column).replace(/ · /g, '·  ');
  return `${time} ${broken ? '✗' : ' '}${before}${text}${broken ? '   ← not allowed here' : ''}`;
}

/** Legs that happen at the caller. */
export const callerLegs: ReadonlySet<string> = new Set([
  'answer',
  'identity',
  'greeting',
  'timeout',
  'unreachable',
]);

/** The column of an event, as far as the trace tells it without the models, and its text. */
export function describe(
  event: TraceEvent,
  operations: ReadonlyMap<number, Known>,
): readonly [string, string] {
  switch (event.event) {
    case 'invoke':
      return [byKey(event.by), `#${event.op} ${operationText(event.operation)}`];
    case 'outcome':
      return [operations.get(event.op)?.by ?? '', `#${event.op} = ${outcomeText(event.outcome)}`];
    case 'begin':
      return [endpointKey(event.endpoint), `┌ ${event.role}${handlerName(event.role, event.work)}`];
    case 'end':
      return [endpointKey(event.endpoint), `└ ${event.how}`];
    case 'closed':
      return [endpointKey(event.endpoint), `closes resource ${event.resource}`];
    case 'lose':
      return [operations.get(event.id)?.by ?? '', `⨯ ${event.leg} #${event.id} lost: ${event.reason}`];
    case 'run':
      return [
        runColumn(event, operations),
        `▸ ${event.leg} ${endpointLegs.has(event.leg) ? '' : `#${event.id} `}→ ${event.decision} (${event.rule})`,
      ];
  }
}

const handlerName = (role: string, work: number): string =>
  role === 'start' || role === 'stop' ? ' hook' : ` #${work}`;

function runColumn(
  event: Extract<TraceEvent, { event: 'run' }>,
  operations: ReadonlyMap<number, Known>,
): string {
  if (endpointLegs.has(event.leg)) return endpointKey(event.id);
  const known = operations.get(event.id);
  if (known === undefined) return '';
  if (callerLegs.has(event.leg)) return known.by;
  const { operation } = known;
  if ('endpoint' in operation) return endpointKey(operation.endpoint);
  return 'target' in operation && 'self' in operation.target ? endpointKey(operation.target.self) : known.by;
}

/** An operation in a few words. */
export function operationText(operation: Operation): string {
  switch (operation.type) {
    case 'create-endpoint':
      return `create e${operation.endpoint} (${operation.kind}, '${operation.name ?? 'no id'}')`;
    case 'connect':
      return `connect g${operation.gateway}`;
    case 'call':
      return `${operation.name ?? operation.method} ${targetText(operation.target)}${endingText(operation.script.end.ending)}`;
    case 'advance':
      return `advance ${operation.milliseconds} ms`;
    case 'send-raw':
      return `${operation.type} '${operation.message}' ${targetText(operation.target)}`;
    case 'link':
      return `${operation.action} s${operation.from} → s${operation.to}${operation.action === 'delay' ? ` by ${operation.milliseconds ?? 0} ms` : ''}`;
    default: {
      const endpoint = 'endpoint' in operation ? ` e${operation.endpoint}` : '';
      const service = 'service' in operation ? ` s${operation.service}` : '';
      return `${operation.type}${endpoint}${service}`;
    }
  }
}

const targetText = (target: GatewayReference): string =>
  'self' in target ? `e${target.self}` : `g${target.gateway}`;

const endingText = (ending: string): string =>
  ending === 'return' || ending === 'observed' ? '' : ` (${ending})`;

function outcomeText(outcome: Outcome): string {
  if (outcome.kind === 'value') return shortened(String(outcome.value));
  return `${outcome.thrown === true ? 'throws ' : ''}${outcome.code}`;
}

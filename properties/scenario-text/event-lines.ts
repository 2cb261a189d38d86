/**
 * A trace as lines of text, one an event: the time, who, and the words of the sequence chart. What these words leave out
 * follows behind them, so that two different traces of a scenario never look the same; what the commands of the scenario
 * say is not said again.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  type BeginEvent,
  type EndEvent,
  errorClasses,
  type Operation,
  type OutcomeEvent,
  type Scenario,
  type Trace,
  type TraceEvent,
} from '../../spec/index.js';
import { everyOperation } from '../scenarios/every-operation.js';
import { byKey, describe, type Known } from '../suite/sequence-chart.js';

const TIME_WIDTH = 5;
const WHO_WIDTH = 7;
/** What stands before each of the details. */
const GAP = '  ';

/**
 * Writes the events of a trace.
 *
 * @param scenario what was run
 * @param trace what happened
 * @returns a line for each event; equal lines mean equal events
 */
export function eventLines(scenario: Scenario, { events }: Pick<Trace, 'events'>): readonly string[] {
  const lines = new EventLines(scenario);
  return events.map((event) => lines.lineOf(event));
}

/** What is known while lines are written. */
class EventLines {
  private readonly lanes = new Map<number, number>();
  private readonly planned = new Map<number, Operation>();
  private readonly operations = new Map<number, Known>();
  /** The handlers that are open at each endpoint, the innermost last. */
  private readonly open = new Map<number, BeginEvent[]>();

  constructor(scenario: Scenario) {
    for (const { op, lane } of scenario.steps) this.lanes.set(op, lane);
    for (const { op, operation } of everyOperation(scenario)) this.planned.set(op, operation);
  }

  lineOf(event: TraceEvent): string {
    if (event.event === 'invoke')
      this.operations.set(event.op, { operation: event.operation, by: byKey(event.by) });
    const [who, text] = describe(event, this.operations);
    const details = this.detailsOf(event).map((detail) => GAP + detail);
    this.follow(event);
    const when = String(event.at).padStart(TIME_WIDTH);
    return `${when}${GAP}${who.padEnd(WHO_WIDTH)}${GAP}${onOneLine(text)}${details.join('')}`.trimEnd();
  }

  /** What the words of the chart leave out. */
  private detailsOf(event: TraceEvent): readonly string[] {
    switch (event.event) {
      case 'invoke': {
        const { op, operation } = event;
        return isDeepStrictEqual(operation, this.planned.get(op)) ? [] : [detail('operation', operation)];
      }
      case 'outcome':
        return outcomeDetails(event);
      case 'begin':
        return isHook(event) && event.work !== event.endpoint ? [detail('work', event.work)] : [];
      case 'end':
        return this.endDetails(event);
      case 'run':
        return [
          ...(event.endpoint === undefined ? [] : [detail('endpoint', event.endpoint)]),
          ...(event.gives === undefined ? [] : [detail('gives', event.gives)]),
        ];
      case 'closed':
      case 'lose':
        return [];
    }
  }

  /** The handler that ends is not named where it is the last one that began. */
  private endDetails({ endpoint, role, work, gives }: EndEvent): readonly string[] {
    const begun = this.open.get(endpoint)?.at(-1);
    const last = begun?.role === role && begun.work === work;
    return [
      ...(last ? [] : [detail('role', role), detail('work', work)]),
      ...(gives === undefined ? [] : [detail('gives', gives)]),
    ];
  }

  private follow(event: TraceEvent): void {
    if (event.event === 'begin')
      this.open.set(event.endpoint, [...(this.open.get(event.endpoint) ?? []), event]);
    if (event.event !== 'end') return;
    const open = this.open.get(event.endpoint) ?? [];
    const position = open.findLastIndex(({ role, work }) => role === event.role && work === event.work);
    if (position >= 0) this.open.set(event.endpoint, open.toSpliced(position, 1));
  }
}

const detail = (name: string, value: unknown): string => `${name}=${JSON.stringify(value)}`;

const isHook = ({ role }: BeginEvent): boolean => role === 'start' || role === 'stop';

/** A text among the values is quoted where it could be taken for something else; an error says what else is known. */
function outcomeDetails({ outcome }: OutcomeEvent): readonly string[] {
  if (outcome.kind === 'value')
    return typeof outcome.value === 'string' && isAmbiguous(outcome.value)
      ? [detail('text', outcome.value)]
      : [];
  const { thrown, failure, cause, states } = outcome;
  return [
    ...(thrown === false ? [detail('thrown', thrown)] : []),
    ...Object.entries({ failure, cause, states }).flatMap(([name, value]) =>
      value === undefined ? [] : [detail(name, value)],
    ),
  ];
}

/** Whether a text looks like another value, like an error, or like a line with details. */
function isAmbiguous(text: string): boolean {
  if (text === '' || text.trim() !== text || text.includes(GAP) || onOneLine(text) !== text) return true;
  if (text.startsWith('throws ') || Object.hasOwn(errorClasses, text)) return true;
  return text === 'null' || text === 'true' || text === 'false' || !Number.isNaN(Number(text));
}

/** What would not be a line of text any more is written as JSON does; so is the sign that this is written with. */
function onOneLine(text: string): string {
  return text.replace(/[\\\p{Cc}\p{Cs}\u2028\u2029]/gu, (character) => escaped(character));
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

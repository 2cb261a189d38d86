/**
 * The ending of a run: what everybody has seen at its end, whatever the order in which those who have nothing to do with
 * each other have seen it. Runs that differ only in the order of independent steps have one ending.
 *
 * An ending says how each operation came out, what each action decided, and in which order the code of each endpoint ran.
 */
import { endpointLegs, type Lane, type Outcome, serviceLegs, type TraceEvent } from '../../spec/index.js';

/** How the numbers of operations, lanes and gateways are written, so that endings of symmetric runs can be compared. */
export interface Renaming {
  operation(op: number): number;
  lane(lane: number): number;
}

/** Everything keeps its number. */
export const SAME: Renaming = { operation: (op) => op, lane: (lane) => lane };

/**
 * The ending of a run as a text.
 *
 * @param events the events of a complete trace
 * @param renaming other numbers for operations and lanes
 */
export function endingOf(events: readonly TraceEvent[], renaming: Renaming = SAME): string {
  const places = new Places();
  return events
    .map((event) => lineOf(event, places.next(event), renaming).join(' '))
    .sort()
    .join('\n');
}

/** Counts the code of each endpoint: the place of each of its events among all of them. */
export class Places {
  private readonly counts: number[] = [];

  /** Forgets what it has counted. */
  clear(): void {
    this.counts.length = 0;
  }

  /** The place of an event in the order of its endpoint, 0 for one that has no order. */
  next(event: TraceEvent): number {
    if (event.event !== 'begin' && event.event !== 'end' && event.event !== 'closed') return 0;
    const place = (this.counts[event.endpoint] ?? 0) + 1;
    this.counts[event.endpoint] = place;
    return place;
  }
}

/** A word of a line. */
export type Word = string | number;

/**
 * What an event says to an ending, whenever it came: a line of words.
 *
 * @param event an event of a complete trace
 * @param place its place in the order in which the code of its endpoint ran; see {@link Places}
 * @param renaming other numbers for operations and lanes
 */
export function lineOf(event: TraceEvent, place: number, renaming: Renaming = SAME): readonly Word[] {
  switch (event.event) {
    case 'invoke':
      return [renaming.operation(event.op), 'by', ...performer(event.by, renaming)];
    case 'outcome':
      return [renaming.operation(event.op), '=', ...told(event.outcome, event.op, renaming)];
    case 'run':
      return [event.leg, subject(event.leg, event.id, renaming), event.decision];
    case 'lose':
      return [event.leg, renaming.operation(event.id), 'lost'];
    case 'begin':
    case 'end': {
      const work = isHook(event.role) ? event.work : renaming.operation(event.work);
      return [event.endpoint, place, event.event, event.role, work];
    }
    case 'closed':
      return [event.endpoint, place, 'closed', event.resource];
  }
}

const performer = (by: Lane, renaming: Renaming): readonly Word[] =>
  'lane' in by ? ['lane', renaming.lane(by.lane)] : ['endpoint', by.mainOf];

const isHook = (role: string): boolean => role === 'start' || role === 'stop';

const subject = (leg: string, id: number, renaming: Renaming): number =>
  endpointLegs.has(leg) || serviceLegs.has(leg) ? id : renaming.operation(id);

/** An outcome in words. Values and failures of scripts name their operation. */
function told(outcome: Outcome, op: number, renaming: Renaming): readonly Word[] {
  if (outcome.kind === 'value') {
    const { value } = outcome;
    return [value === op ? renaming.operation(op) : JSON.stringify(value)];
  }
  const { code, thrown = false, failure = '', cause = '', states = [], callStack = '' } = outcome;
  return [
    code,
    thrown ? 'thrown' : '',
    failure === '' ? '' : renamed(failure, op, renaming),
    cause,
    states.join(),
    callStack,
  ];
}

function renamed(failure: string, op: number, renaming: Renaming): string {
  const other = renaming.operation(op);
  return other === op ? failure : failure.replace(new RegExp(`failure of ${op}\\b`), `failure of ${other}`);
}

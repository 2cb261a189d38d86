/**
 * The ending of a run: what everybody has seen at its end, whatever the order in which those who have nothing to do with
 * each other have seen it. Runs that differ only in the order of independent steps have one ending.
 *
 * An ending says how each operation came out, what each action decided, and in which order the code of each endpoint ran.
 */
import { endpointLegs, type Lane, serviceLegs, type TraceEvent } from '../../spec/index.js';

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
  const lines: string[] = [];
  const orders = new Map<number, string>();
  const inOrder = (endpoint: number, text: string): void => {
    orders.set(endpoint, `${orders.get(endpoint) ?? ''} ${text}`);
  };
  for (const event of events) {
    switch (event.event) {
      case 'invoke':
        lines.push(`${renaming.operation(event.op)} by ${performer(event.by, renaming)}`);
        break;
      case 'outcome':
        lines.push(`${renaming.operation(event.op)} = ${textOf(event.outcome, event.op, renaming)}`);
        break;
      case 'run':
        lines.push(`${event.leg} ${subject(event.leg, event.id, renaming)} ${event.decision}`);
        break;
      case 'lose':
        lines.push(`${event.leg} ${renaming.operation(event.id)} lost`);
        break;
      case 'begin':
      case 'end': {
        const work = isHook(event.role) ? event.work : renaming.operation(event.work);
        inOrder(event.endpoint, `${event.event} ${event.role} ${work}`);
        break;
      }
      case 'closed':
        inOrder(event.endpoint, `closed ${event.resource}`);
    }
  }
  lines.sort();
  for (const endpoint of [...orders.keys()].sort((left, right) => left - right))
    lines.push(`${endpoint}:${orders.get(endpoint)}`);
  return lines.join('\n');
}

const performer = (by: Lane, renaming: Renaming): string =>
  'lane' in by ? `lane ${renaming.lane(by.lane)}` : `endpoint ${by.mainOf}`;

const isHook = (role: string): boolean => role === 'start' || role === 'stop';

const subject = (leg: string, id: number, renaming: Renaming): number =>
  endpointLegs.has(leg) || serviceLegs.has(leg) ? id : renaming.operation(id);

/** Values and failures of scripts name their operation. */
function textOf(outcome: unknown, op: number, renaming: Renaming): string {
  const text = JSON.stringify(outcome);
  const renamed = renaming.operation(op);
  if (renamed === op) return text;
  return text
    .replace(`"value":${op}}`, `"value":${renamed}}`)
    .replace(new RegExp(`failure of ${op}\\b`), `failure of ${renamed}`);
}

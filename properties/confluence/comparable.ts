/**
 * A history in the form in which histories over different transports are equal: what can be seen from outside, without
 * times, and with services in the place of the addresses that a transport gives them. A barrier counts when it is passed:
 * when somebody began to wait for it is a matter of the clock.
 */

import { parseAddress } from '../../impl/index.js';
import { observable } from '../../models/index.js';
import type { Operation, Outcome, Trace, TraceEvent } from '../../spec/index.js';

/** What a transport is asked about itself: every one answers something else. */
const ABOUT_PLACES: ReadonlySet<string> = new Set(['host-name', 'port', 'address']);

/** An event without its time. */
export type ComparableEvent = Omit<TraceEvent, 'at'>;

/** See the head of this file. */
export function comparable(trace: Trace): readonly ComparableEvent[] {
  const { events } = observable(trace);
  const operations = new Map<number, Operation>();
  for (const event of events) if (event.event === 'invoke') operations.set(event.op, event.operation);
  const places = placesOf(events, operations);
  return events.filter(isNoWait).map(({ at: _at, ...event }) => {
    if (event.event !== 'outcome') return event;
    return { ...event, outcome: withoutPlaces(event.outcome, operations.get(event.op), places) };
  });
}

/** That nobody can be reached some transports know at once, others learn it from a link that fails (HAND-05). */
function withoutReason(outcome: Extract<Outcome, { kind: 'error' }>): Outcome {
  if (outcome.code !== 'connection') return outcome;
  const { cause: _cause, ...rest } = outcome;
  return rest;
}

/** Whether an event is anything but the beginning of a barrier. */
function isNoWait(event: TraceEvent): boolean {
  if (event.event !== 'invoke') return true;
  const { type } = event.operation;
  return type !== 'settle' && type !== 'advance';
}

/** The services by what stands before the path of their addresses. */
function placesOf(
  events: readonly TraceEvent[],
  operations: ReadonlyMap<number, Operation>,
): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const event of events) {
    if (event.event !== 'outcome') continue;
    const operation = operations.get(event.op);
    if (operation?.type !== 'create-endpoint' || event.outcome.kind !== 'value') continue;
    const address = String(event.outcome.value);
    const path = address.indexOf('/user/');
    if (path > 0) places.set(address.slice(0, path), `service ${operation.service}`);
  }
  return places;
}

function withoutPlaces(
  outcome: Outcome,
  operation: Operation | undefined,
  places: ReadonlyMap<string, string>,
): Outcome {
  if (outcome.kind === 'error') return withoutReason(outcome);
  const text = String(outcome.value);
  if (parseAddress(text) !== null && operation?.type !== 'evaluate') {
    const path = text.indexOf('/user/');
    return { kind: 'value', value: `${places.get(text.slice(0, path)) ?? 'elsewhere'}${text.slice(path)}` };
  }
  if (operation?.type === 'query' && ABOUT_PLACES.has(operation.property))
    return { kind: 'value', value: `the ${operation.property}` };
  return outcome;
}

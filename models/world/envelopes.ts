/** How messages and their envelopes are named by the fencing chart. */
import type { Table } from '../table.js';

const senderNames = ['ASK', 'CALLABLE', 'TELL', 'RUN', 'DUE_RUN', 'TASK', 'EXECUTE'] as const;
/** Senders: the row of a message in the symbols of the fencing chart. */
export const Row = { ask: 0, callable: 1, tell: 2, run: 3, dueRun: 4, task: 5, execute: 6 } as const;

const classNames = ['BARE', 'EQUAL', 'OTHER', 'NULL', 'UNFENCED', 'EQUAL_NOW', 'OTHER_NOW'] as const;
/** How an envelope compares with the token of its endpoint: the column. */
export const Class = { bare: 0, equal: 1, other: 2, null: 3, unfenced: 4, equalNow: 5, otherNow: 6 } as const;
/** How many classes there are. */
export const CLASSES = classNames.length;

/** The symbols of the fencing chart by row and column; -1 where the era has none. */
export function fencingSymbolsOf(fencing: Table): Int16Array {
  return Int16Array.from(
    senderNames.flatMap((sender) =>
      classNames.map((name) => (fencing.has(`${sender}_${name}`) ? fencing.symbol(`${sender}_${name}`) : -1)),
    ),
  );
}

const eventNames = [
  'CREATE_PLAIN',
  'CREATE_FENCED',
  'CREATE_FENCED_NULL',
  'CREATE_PERMANENT',
  'CREATE_PERMANENT_NULL',
  'REPLACE_BY_TOKEN',
  'REPLACE_BY_NULL',
  'REPLACE_OFF_MAIN',
] as const;
/** Events of the fencing chart about construction and replacement. */
export type FencingEvent = (typeof eventNames)[number];

/** Their symbols, which differ between the eras. */
export function fencingEventsOf(fencing: Table): Readonly<Record<FencingEvent, number>> {
  return Object.fromEntries(eventNames.map((name) => [name, fencing.symbol(name)])) as Record<
    FencingEvent,
    number
  >;
}

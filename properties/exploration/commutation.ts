/**
 * Which messages commute with a change of the life cycle: read off the compiled tables. A message that the tables answer
 * in the same way before and after the change, by the same rule and without a change of its own, does not notice it.
 */
import type { Table } from '../../models/table.js';
import { Tables } from '../../models/tables.js';
import { referenceCapabilities } from '../simulation/capabilities.js';

/** How the charts call the messages of an endpoint; the last two are of the chart of handshakes. */
export const SYMBOLS = [
  'START',
  'STOP',
  'TERMINATE',
  'CLOSE',
  'KILL',
  'FAULT',
  'ASK',
  'TELL',
  'RUN',
  'DUE_RUN',
  'TASK',
  'CALLABLE',
  'IDENTIFY',
  'HELLO',
] as const;
export type MessageSymbol = (typeof SYMBOLS)[number];

/** The life cycles of the runtime, with the states of the two charts that each stands for. */
const LIFECYCLES = [
  { name: 'STOPPED', states: ['stopped.fresh', 'stopped.paused'], targets: ['plain', 'fenced'] },
  { name: 'STARTED', states: ['started.idle'], targets: ['started', 'fencedStarted'] },
  { name: 'TERMINATING', states: ['terminating.idle'], targets: ['started', 'fencedStarted'] },
  { name: 'TERMINATED', states: ['terminated', 'gone', 'failed.ending', 'failed.gone'], targets: ['ended'] },
] as const;

/** The number of a life cycle of the runtime. */
export const lifecycleNumber = (name: string): number => LIFECYCLES.findIndex((known) => known.name === name);
/** The number of a symbol. */
export const symbolNumber = (symbol: MessageSymbol): number => SYMBOLS.indexOf(symbol);

const tables = new Tables({ capabilities: new Set(referenceCapabilities), quirks: 'refused' });

/** What a table says of a symbol in a state, as a text; null when it changes the state or is illegal there. */
function answerOf(table: Table, state: string, symbol: string): string | null {
  const cell = table.state(state) * table.width + table.symbol(symbol);
  const [first, last] = [table.first[cell] as number, table.last[cell] as number];
  if (first === last || table.next[cell] !== table.state(state)) return null;
  const { book } = tables;
  const answers: string[] = [];
  for (let alternative = first; alternative < last; alternative += 1)
    answers.push(
      `${book.decisions[book.decisionOf[alternative] as number]} ${book.rulesOf[alternative]?.[0]}`,
    );
  return answers.join(', ');
}

function isAnsweredAlike(symbol: MessageSymbol, before: number, after: number): boolean {
  const [one, other] = [LIFECYCLES[before], LIFECYCLES[after]];
  if (one === undefined || other === undefined) return false;
  if (symbol === 'HELLO' || symbol === 'IDENTIFY') {
    const symbols = tables.target.has(symbol) ? handshakes(symbol) : [];
    return symbols.every((each) => isOneAnswer(tables.target, [...one.targets, ...other.targets], each));
  }
  return isOneAnswer(tables.lifecycle, [...one.states, ...other.states], symbol);
}

/** A handshake may demand what is not there: all of its symbols have to be answered alike. */
function handshakes(symbol: 'HELLO' | 'IDENTIFY'): readonly string[] {
  return symbol === 'IDENTIFY'
    ? [symbol]
    : ['HELLO', 'HELLO_ROOT', 'HELLO_VERSION', 'HELLO_GATEWAY', 'HELLO_BOTH'];
}

function isOneAnswer(table: Table, states: readonly string[], symbol: string): boolean {
  const answers = new Set(states.map((state) => decisionsOnly(answerOf(table, state, symbol))));
  return answers.size === 1 && !answers.has(null);
}

/** Rules that differ between plain and fenced endpoints are not what a change of the life cycle is about. */
function decisionsOnly(answer: string | null): string | null {
  return answer === null ? null : answer.replace(/ \S+/g, '');
}

const alike: readonly (readonly boolean[])[] = SYMBOLS.map((symbol) =>
  LIFECYCLES.flatMap((_, before) =>
    LIFECYCLES.map((_other, after) => isAnsweredAlike(symbol, before, after)),
  ),
);

/**
 * Whether a message is answered in the same way before and after a change of the life cycle.
 *
 * @param symbol the number of its symbol, -1 when it has none
 * @param before the number of the life cycle before the change
 * @param after the number of the life cycle after it
 */
export function decideAlike(symbol: number, before: number, after: number): boolean {
  return alike[symbol]?.[before * LIFECYCLES.length + after] === true;
}

/** Actions as numbers: a search compares them often. */
import type { ActionName } from '../../spec/index.js';

const LEGS: readonly ActionName['leg'][] = [
  'op',
  'request',
  'due',
  'timer',
  'answer',
  'timeout',
  'identify',
  'identity',
  'handshake',
  'greeting',
  'result',
  'return',
  'unreachable',
  'close',
  'stop-future',
  'kill',
  'gone',
  'fault',
  'down',
  'close-timeout',
  'tick',
];

/** Operations, endpoints and services of a scenario have smaller numbers. */
const IDS = 65_536;

const places: ReadonlyMap<string, number> = new Map(LEGS.map((leg, place) => [leg, place * IDS]));

/** More than there are legs and ids. */
const NAMES = LEGS.length * IDS;

/** The number of an action that is the first of its name, or of a timer. */
export const keyOf = (leg: string, id: number): number => (places.get(leg) as number) + id;

/**
 * The number of an action of a name that was there before; a runtime without a fault has one of each under way.
 *
 * @param first the number of the first
 * @param time how many came before
 */
export const keyAgain = (first: number, time: number): number => time * NAMES + first;

/** The name behind a number. */
export function nameOf(key: number): ActionName {
  const name = key % NAMES;
  return { leg: LEGS[Math.floor(name / IDS)] as ActionName['leg'], id: name % IDS };
}

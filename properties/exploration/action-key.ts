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

/**
 * The number of an action, or of a timer.
 *
 * @param time how many actions of that name came before; a runtime without a fault has one of each under way
 */
export function keyOf(leg: string, id: number, time = 0): number {
  return time * NAMES + (places.get(leg) as number) + id;
}

/** The name behind a number. */
export function nameOf(key: number): ActionName {
  const name = key % NAMES;
  return { leg: LEGS[Math.floor(name / IDS)] as ActionName['leg'], id: name % IDS };
}

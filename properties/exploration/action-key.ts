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

/** The number of an action, or of a timer. */
export function keyOf(leg: string, id: number): number {
  return (places.get(leg) as number) + id;
}

/** The name behind a number. */
export function nameOf(key: number): ActionName {
  return { leg: LEGS[Math.floor(key / IDS)] as ActionName['leg'], id: key % IDS };
}

/**
 * Messages on their way over a slow link: when each arrives. A link keeps the order of sending, so a message is never
 * earlier than one that was sent before it (ORD-02); limits do not wait for either (TIME-09).
 *
 * In a complete trace the moment is exact. A history of observable events does not say when an answer left, or whether an
 * earlier message was lost: there, nothing arrives before its own delay has passed, in order, and sooner or later.
 */
import { isBroken } from './broken-links.js';
import { bit } from './legs.js';
import type { OpRecord } from './records.js';
import { Lossy } from './records.js';
import type { World } from './world.js';

/** Legs that links between services carry. */
export const carried = bit.request | bit.answer | bit.identify | bit.identity | bit.handshake | bit.greeting;

/** Messages that are sent from now on over a link travel so long. */
export function delayLink(world: World, link: number, milliseconds: number): void {
  world.delays[link] = milliseconds;
  world.slow = true;
}

/** A message of the operation leaves one service for another. */
export function depart(world: World, op: OpRecord, from: number, to: number): void {
  if (!world.slow || from === to) return;
  const link = world.linkOf(from, to);
  op.transit = link;
  if (world.complete) {
    op.arrives = world.now + (world.delays[link] as number);
    if (!isBroken(world, op, link)) queue(world, op, link);
  } else {
    if (op.ran === 0) op.arrives = world.now + (world.delays[link] as number);
    if (op.lossy === Lossy.no) op.lossy = Lossy.late;
  }
}

/** The message queues behind those that are on their way. */
function queue(world: World, op: OpRecord, link: number): void {
  const way = world.ways[link] ?? [];
  world.ways[link] = way;
  const last = way.at(-1);
  if (last !== undefined && last.arrives > op.arrives) op.arrives = last.arrives;
  while ((way[0]?.arrives ?? op.arrives) < world.now) way.shift();
  way.push({ op: op.id, arrives: op.arrives });
}

/** Whether the message of a leg has not arrived yet. The answers to a pattern travel one by one: when is not judged. */
export function isOnItsWay(world: World, op: OpRecord, leg: number): boolean {
  if (op.arrives <= world.now || (leg & carried) === 0) return false;
  return op.matches <= 0 || (leg & (bit.identify | bit.identity)) === 0;
}

/** When the caller could begin to wait for the next step of its connect. On a real clock nobody saw when the step came. */
export function earliestStep(world: World, op: OpRecord): number {
  if (world.complete) return world.now;
  if (world.slow) return Math.max(op.at, op.arrives);
  return world.punctual ? world.now : Math.max(op.at, world.since);
}

/** A message of the operation was lost: later ones do not queue behind it. */
export function forgetDeparted(world: World, op: OpRecord): void {
  op.arrives = 0;
  if (op.transit < 0) return;
  const way = world.ways[op.transit];
  const position = way?.findLastIndex((sent) => sent.op === op.id) ?? -1;
  if (position >= 0) way?.splice(position, 1);
}

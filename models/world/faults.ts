/**
 * Faults of the links between services: which messages may have been swallowed (rules ORD-06, DEAD-03). What a slow link
 * does is in `delays.ts`.
 *
 * A complete trace says itself what a partition lost (`lose`). A failed link, and every fault of a history of observable
 * events alone, leave it open whether a message still arrived.
 */
import type { Operation } from '../../spec/operations.js';
import type { LoseEvent } from '../../spec/trace.js';
import { failLink, isDialledAnew } from './broken-links.js';
import { carried, delayLink } from './delays.js';
import { destinationOf } from './destinations.js';
import { bit } from './legs.js';
import type { OpRecord } from './records.js';
import { Future, Lossy } from './records.js';
import type { World } from './world.js';
import { Fault } from './world.js';

type Link = Extract<Operation, { type: 'link' }>;

/** What a repair does not end. */
const LASTING = Fault.failed | Fault.dropNext;

/** Messages on their way back. */
const answers = bit.answer | bit.identity | bit.greeting;

/** A link is cut, repaired, loses one message, fails, or becomes slow. */
export function injectFault(world: World, { from, to, action, milliseconds }: Link): void {
  const link = world.linkOf(from, to);
  switch (action) {
    case 'delay':
      return delayLink(world, link, milliseconds ?? 0);
    case 'partition':
      set(world, link, Fault.partition);
      break;
    case 'drop-next':
      set(world, link, Fault.dropNext);
      break;
    case 'heal':
      // A failed link stays failed for whoever used it before, and a message that is to be lost is lost.
      world.faults[link] = (world.faults[link] as number) & (world.complete ? LASTING : Fault.failed);
      break;
    case 'fail':
      failLink(world, from, to);
      break;
  }
  for (const op of world.usedOps) exposePending(world, op);
}

/**
 * A message that cannot be decoded breaks the link in the original, which sets it up again: what is sent meanwhile may be
 * lost in both directions, until everything has settled.
 */
export function shakeLink(world: World, from: number, to: number): void {
  set(world, world.linkOf(from, to), Fault.shaken);
  for (const op of world.usedOps) exposePending(world, op);
}

/**
 * Everything has settled: links that were shaken are set up again. A barrier does not wait for a link to notice that it is
 * broken, so they count as shaken until the barrier after the next.
 */
export function calmLinks(world: World): void {
  const { faults } = world;
  for (let link = 0; link < faults.length; link++) {
    const fault = faults[link] as number;
    const calming = (fault & Fault.shaken) !== 0 ? Fault.calming : 0;
    faults[link] = (fault & ~(Fault.shaken | Fault.calming)) | calming;
  }
}

/**
 * Whether a link can have lost a message of an operation, as a complete trace says: a fault is in force, and one that loses a
 * single message is over with it (ORD-06). On a real clock links break by themselves.
 */
export function mayLose(world: World, op: OpRecord, leg: number, reason: LoseEvent['reason']): boolean {
  const to = destinationOf(world, op);
  if (!world.punctual || op.service < 0 || to < 0) return true;
  const link = (leg & answers) === 0 ? world.linkOf(op.service, to) : world.linkOf(to, op.service);
  const faults = world.faults[link] as number;
  switch (reason) {
    case 'drop-next':
      world.faults[link] = faults & ~Fault.dropNext;
      return (faults & Fault.dropNext) !== 0;
    case 'partition':
      return (faults & (Fault.partition | Fault.failed)) !== 0;
    default:
      return true;
  }
}

function set(world: World, link: number, fault: number): void {
  world.faults[link] = (world.faults[link] as number) | fault;
}

function exposePending(world: World, op: OpRecord): void {
  // A socket does not know what it has lost: what nobody waits for may be lost as well.
  if (op.future !== Future.pending && (op.legs & carried) === 0) return;
  const to = destinationOf(world, op);
  if (to >= 0 && to !== op.service && op.service >= 0) exposeToFaults(world, op, op.service, to);
}

/** Whether the link from one service to another has ever failed. */
export function hasFailed(world: World, from: number, to: number): boolean {
  return ((world.faults[world.linkOf(from, to)] as number) & Fault.failed) !== 0;
}

/** The messages of an operation go over a link that may have faults, and the answers come back over its counterpart. */
export function exposeToFaults(world: World, op: OpRecord, from: number, to: number): void {
  const there = world.linkOf(from, to);
  const faults = (world.faults[there] as number) | (world.faults[world.linkOf(to, from)] as number);
  if (faults === 0 || isDialledAnew(world, op, there)) return;
  if ((faults & (Fault.failed | Fault.shaken | Fault.calming)) !== 0) {
    op.lossy = Lossy.lost;
    if (op.future === Future.pending && (op.asked !== 0 || op.type === 'connect')) op.legs |= bit.unreachable;
  } else if (!world.complete) {
    op.lossy = Lossy.lost;
  }
}

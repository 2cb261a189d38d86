/**
 * Faults of the links between services: which messages may have been swallowed (rules ORD-06, DEAD-03).
 *
 * A complete trace says itself what a partition lost (`lose`). A failed link, and every fault of a history of observable
 * events alone, leave it open whether a message still arrived.
 */
import type { Operation } from '../../spec/operations.js';
import { destinationOf } from './destinations.js';
import { bit } from './legs.js';
import type { OpRecord } from './records.js';
import { Future } from './records.js';
import type { World } from './world.js';
import { Fault } from './world.js';

type Link = Extract<Operation, { type: 'link' }>;

const linkOf = (world: World, from: number, to: number) => from * world.numberOfServices + to;

/** A link is cut, repaired, loses one message, or fails. */
export function injectFault(world: World, { from, to, action }: Link): void {
  const link = linkOf(world, from, to);
  switch (action) {
    case 'partition':
      set(world, link, Fault.partition);
      break;
    case 'drop-next':
      set(world, link, Fault.dropNext);
      break;
    case 'heal':
      // A failed link stays failed for whoever used it before.
      world.faults[link] = (world.faults[link] as number) & Fault.failed;
      break;
    case 'fail':
      world.failLink(from, to);
      break;
  }
  for (const op of world.usedOps) exposePending(world, op);
}

/**
 * A message that cannot be decoded breaks the link in the original, which sets it up again: what is sent meanwhile may be
 * lost in both directions, until everything has settled.
 */
export function shakeLink(world: World, from: number, to: number): void {
  set(world, linkOf(world, from, to), Fault.shaken);
  for (const op of world.usedOps) exposePending(world, op);
}

/** Everything has settled: links that were shaken are set up again. */
export function calmLinks(world: World): void {
  const { faults } = world;
  for (let link = 0; link < faults.length; link++) faults[link] = (faults[link] as number) & ~Fault.shaken;
}

function set(world: World, link: number, fault: number): void {
  world.faults[link] = (world.faults[link] as number) | fault;
}

function exposePending(world: World, op: OpRecord): void {
  if (op.future !== Future.pending) return;
  const to = destinationOf(world, op);
  if (to >= 0 && to !== op.service && op.service >= 0) exposeToFaults(world, op, op.service, to);
}

/**
 * Whether the messages of an operation go over a link that was dialled after the last one had failed: a connect dials
 * anew, and its gateway keeps that link. A history does not tell whether its target does so.
 */
function isDialledAnew(world: World, { operation, order }: OpRecord, link: number): boolean {
  const failed = world.failures[link];
  if (!world.complete || failed === undefined) return false;
  if (operation?.type === 'connect') return order >= failed;
  if (operation === null || !('target' in operation) || !('gateway' in operation.target)) return false;
  return (world.gateways[operation.target.gateway]?.order ?? 0) >= failed;
}

/** The messages of an operation go over a link that may have faults, and the answers come back over its counterpart. */
export function exposeToFaults(world: World, op: OpRecord, from: number, to: number): void {
  const faults =
    (world.faults[linkOf(world, from, to)] as number) | (world.faults[linkOf(world, to, from)] as number);
  if (faults === 0 || isDialledAnew(world, op, linkOf(world, from, to))) return;
  if ((faults & Fault.failed) !== 0) {
    op.lossy = 1;
    if (op.asked !== 0 || op.type === 'connect') op.legs |= bit.unreachable;
  } else if (!world.complete) {
    op.lossy = 1;
  }
}

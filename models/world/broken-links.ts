/**
 * Links that break: what is lost with them, and which messages go over a link that is broken or over one that was dialled
 * since (rules DEAD-03, HAND-14).
 */
import type { OpRecord } from './records.js';
import { Lossy } from './records.js';
import type { World } from './world.js';
import { Fault } from './world.js';

/** The link between two services fails, in both directions. */
export function failLink(world: World, one: number, other: number): void {
  for (const link of [world.linkOf(one, other), world.linkOf(other, one)]) {
    world.faults[link] = (world.faults[link] as number) | Fault.failed;
    if (world.complete) world.failures[link] = world.operationCount;
    else loseOnTheWay(world, link);
  }
}

/** A link breaks: what is on its way is lost with it. A complete trace says itself what that was. */
function loseOnTheWay(world: World, link: number): void {
  for (const op of world.usedOps) if (op.transit === link && op.lossy === Lossy.late) op.lossy = Lossy.lost;
}

/** Whether a link, in either direction, is broken for the messages of an operation. */
export function isBroken(world: World, op: OpRecord, link: number): boolean {
  return ((world.faults[link] as number) & Fault.failed) !== 0 && !isDialledAnew(world, op, link);
}

/**
 * Whether the messages of an operation go over a link that was dialled after the last one had failed: a connect dials
 * anew, and its gateway keeps that link. A history does not tell whether its target does so.
 */
export function isDialledAnew(world: World, { operation, order }: OpRecord, link: number): boolean {
  const failed = world.failures[link];
  if (failed === undefined) return false;
  if (operation?.type === 'connect') return order >= failed;
  if (operation === null || !('target' in operation) || !('gateway' in operation.target)) return false;
  return (world.gateways[operation.target.gateway]?.order ?? 0) >= failed;
}

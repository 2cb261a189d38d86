/** Which messages go over a link that is broken, and which over one that was dialled since (rules DEAD-03, HAND-14). */
import type { OpRecord } from './records.js';
import type { World } from './world.js';
import { Fault } from './world.js';

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
  if (!world.complete || failed === undefined) return false;
  if (operation?.type === 'connect') return order >= failed;
  if (operation === null || !('target' in operation) || !('gateway' in operation.target)) return false;
  return (world.gateways[operation.target.gateway]?.order ?? 0) >= failed;
}

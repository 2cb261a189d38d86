/**
 * Links that break, and which messages go over a link that is broken or over one that was dialled since (rules DEAD-03,
 * HAND-14).
 */
import type { Operation } from '../../spec/operations.js';
import type { HandleRecord, OpRecord } from './records.js';
import type { World } from './world.js';
import { Fault } from './world.js';

type ThroughGateway = Extract<Operation, { type: 'call' | 'send-raw' }> & {
  readonly target: { readonly gateway: number };
};

/** The link between two services fails, in both directions. */
export function failLink(world: World, one: number, other: number): void {
  for (const link of [world.linkOf(one, other), world.linkOf(other, one)]) {
    world.faults[link] = (world.faults[link] as number) | Fault.failed;
    world.failures[link] = world.operationCount;
  }
}

/** Whether a link, in either direction, is broken for the messages of an operation. */
export function isBroken(world: World, op: OpRecord, link: number): boolean {
  return ((world.faults[link] as number) & Fault.failed) !== 0 && !isDialledAnew(world, op, link);
}

/**
 * Whether the messages of an operation go over a link that was dialled after the last one had failed: a connect dials
 * anew, and its gateway keeps that link. A history does not tell whether its target does so.
 */
export function isDialledAnew(world: World, op: OpRecord, link: number): boolean {
  const failed = world.failures[link];
  return world.complete && failed !== undefined && dialledAt(world, op) >= failed;
}

/** When the link of an operation was dialled. What goes to another service is of a connect, or goes through a gateway. */
function dialledAt(world: World, { operation, order }: OpRecord): number {
  if (operation?.type === 'connect') return order;
  const { gateway } = (operation as ThroughGateway).target;
  return (world.gateways[gateway] as HandleRecord).order;
}

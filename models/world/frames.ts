/** The main thread of an endpoint: a decision to begin a handler or hook occupies it (rule MAIN-01). */
import { bit } from './legs.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Frame } from './records.js';
import { RoleNumber } from './roles.js';
import { L } from './symbols.js';
import type { World } from './world.js';

/**
 * A handler is about to begin: its begin must be observed, and until its end nothing else may begin there.
 *
 * @param role the number of its role
 * @param work the operation, or the endpoint for a hook
 * @param blame the alternative that decided it
 */
export function enterFrame(
  world: World,
  endpoint: EndpointRecord,
  role: number,
  work: number,
  blame: number,
): void {
  endpoint.frame = Frame.due;
  endpoint.role = role;
  endpoint.frameWork = work;
  endpoint.nested = 0;
  endpoint.frameBlame = blame;
  world.owed++;
  const { lifecycle } = world.tables;
  if (!world.look(lifecycle, endpoint.lifecycle, L.BEGIN)) return;
  world.count(world.first, endpoint);
  endpoint.lifecycle = world.step(lifecycle, endpoint.lifecycle, L.BEGIN);
}

/** The operation whose handler has the main thread, or `undefined`: the work of a hook is its endpoint. */
export function workOf(world: World, { role, frameWork }: EndpointRecord): OpRecord | undefined {
  return role < RoleNumber.start ? world.ops[frameWork] : undefined;
}

/** Whether the handler that held the main thread was let go: its end follows. */
export function hasReturned(world: World, endpoint: EndpointRecord): boolean {
  return ((workOf(world, endpoint)?.ran ?? 0) & bit.return) !== 0;
}

/** The main thread is free again. */
export function leaveFrame(endpoint: EndpointRecord): void {
  endpoint.frame = Frame.none;
  endpoint.frameWork = -1;
}

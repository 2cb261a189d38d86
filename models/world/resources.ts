/** Carries out registering and unregistering of resources (rule STOP-08). */
import type { Operation } from '../../spec/operations.js';
import { X } from './expect.js';
import { endpointOf, noEndpoint } from './named.js';
import { areLegal } from './quirks.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Shut } from './records.js';
import { atOnce } from './settle.js';
import { N } from './symbols.js';
import type { World } from './world.js';

type Of<Type extends Operation['type']> = Extract<Operation, { type: Type }>;

/** Registers a resource; after the resources were closed it is closed at once, and the call throws. */
export function registerResource(world: World, op: OpRecord, operation: Of<'register-resource'>): boolean {
  const endpoint = endpointOf(world, operation.endpoint);
  if (endpoint === null) return noEndpoint(world, operation.endpoint);
  if (operation.resource === null) return atOnce(world, op, N.REGISTERED_NULL);
  if (endpoint.shut === Shut.no) {
    endpoint.resources.push(operation.resource);
    return atOnce(world, op, N.REGISTERED);
  }
  endpoint.resources.push(operation.resource);
  endpoint.closing = 1;
  world.owed++;
  if (endpoint.shut === Shut.unstopped && areLegal(world)) op.alternate = X.nothing;
  return atOnce(world, op, N.REGISTERED_LATE);
}

/** The original closes resources in its stop alone: at an endpoint that ended without one they stay open (STOP-08). */
export function leaveOpen(world: World, op: OpRecord): void {
  const { endpoint: id, resource } = op.operation as Of<'register-resource'>;
  const endpoint = world.endpoints[id] as EndpointRecord;
  endpoint.resources.splice(endpoint.resources.lastIndexOf(resource as number), 1);
  endpoint.closing = endpoint.resources.length === 0 ? 0 : 2;
  world.owed--;
}

/** Unregisters a resource: the outcome tells whether it was registered. */
export function unregisterResource(
  world: World,
  op: OpRecord,
  operation: Of<'unregister-resource'>,
): boolean {
  const endpoint = endpointOf(world, operation.endpoint);
  if (endpoint === null) return noEndpoint(world, operation.endpoint);
  const at = endpoint.resources.indexOf(operation.resource);
  if (at >= 0) endpoint.resources.splice(at, 1);
  return atOnce(world, op, N.UNREGISTERED, at >= 0 ? X.true : X.false);
}

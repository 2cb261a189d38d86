/** What an operation names: whether it is there. */
import type { EndpointRecord } from './records.js';
import { R } from './rules.js';
import type { World } from './world.js';

/** The endpoint with this number. @returns null when it was never created, or its creation was refused after all */
export function endpointOf(world: World, id: number): EndpointRecord | null {
  const endpoint = world.endpoints[id];
  return endpoint === undefined || endpoint.exists === 0 ? null : endpoint;
}

/** Refuses an operation on an endpoint that is not there. @returns false */
export const noEndpoint = (world: World, id: number): false =>
  world.refuse(R.invention, 'there is no endpoint %', id);

/** Carries out set-token: replacing the fencing token of an endpoint (rules FENCE-13, FENCE-15). */
import type { Operation } from '../../spec/operations.js';
import { endpointOf, noEndpoint } from './named.js';
import type { OpRecord } from './records.js';
import { Frame } from './records.js';
import { decideAtOnce, isDecision } from './settle.js';
import { noteReplaced } from './witness.js';
import type { World } from './world.js';

/** Replaces the token: on the main thread of the endpoint only. */
export function setToken(
  world: World,
  op: OpRecord,
  operation: Extract<Operation, { type: 'set-token' }>,
): boolean {
  const endpoint = endpointOf(world, operation.endpoint);
  if (endpoint === null) return noEndpoint(world, operation.endpoint);
  const { fencing } = world.tables;
  const onMain = op.sender === -1 - endpoint.id && endpoint.frame !== Frame.none;
  const event = onMain
    ? operation.token === null
      ? 'REPLACE_BY_NULL'
      : 'REPLACE_BY_TOKEN'
    : 'REPLACE_OFF_MAIN';
  const symbol = world.fencingEvents[event];
  world.look(fencing, endpoint.fencing, symbol);
  const { first } = world;
  if (!isDecision(world, first, 'throw')) {
    endpoint.fencing = world.step(fencing, endpoint.fencing, symbol);
    const token = world.tokenNumber(operation.token);
    if (token !== endpoint.token) noteReplaced(world, endpoint);
    endpoint.token = token;
  }
  return decideAtOnce(world, op, first, endpoint);
}

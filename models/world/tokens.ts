/** Carries out set-token: replacing the fencing token of an endpoint (rules FENCE-13, FENCE-15). */
import type { Operation } from '../../spec/operations.js';
import type { OpRecord } from './records.js';
import { Frame } from './records.js';
import { R } from './rules.js';
import { decideAtOnce, isDecision } from './settle.js';
import { noteReplaced } from './witness.js';
import type { World } from './world.js';

/** Replaces the token: on the main thread of the endpoint only. */
export function setToken(
  world: World,
  op: OpRecord,
  operation: Extract<Operation, { type: 'set-token' }>,
): boolean {
  const endpoint = world.endpoints[operation.endpoint];
  if (endpoint === undefined || endpoint.exists === 0) {
    return world.refuse(R.invention, 'there is no endpoint %', operation.endpoint);
  }
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
    endpoint.token = world.tokenNumber(operation.token);
    noteReplaced(world, endpoint);
  }
  return decideAtOnce(world, op, first, endpoint);
}

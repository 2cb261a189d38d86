/**
 * Forgetting: in a long trace most operations are over, and nothing that can still come refers to them. What stays is
 * what is under way, and the endpoints and gateways, which a program can use as long as it runs.
 */
import { bit } from './legs.js';
import { isQueued, takeOff } from './mail.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Future, Lossy } from './records.js';
import { IS } from './symbols.js';
import type { World } from './world.js';

/** So many further operations later a message that a broken link may have swallowed does not arrive any more. */
const LOSSY_OPERATIONS_MAX = 10_000;

/** Actions that a broken link may keep from happening. */
const swallowed =
  bit.request | bit.answer | bit.identify | bit.identity | bit.handshake | bit.greeting | bit.unreachable;

/** Whether nothing can happen to the operation any more, and nothing refers to it. */
export function isOver(op: OpRecord): boolean {
  return op.legs === 0 && isIdle(op);
}

/** Whether the operation can be forgotten: it is over, or all that is left of it was swallowed. */
export function canBeForgotten(world: World, op: OpRecord): boolean {
  return isIdle(op) && (op.legs === 0 || isSwallowed(world, op));
}

/** Whether it has come out, and nothing of it is being worked on. Who watches a termination comes out when it is complete. */
function isIdle(op: OpRecord): boolean {
  if (op.future !== Future.observed || op.running !== 0) return false;
  if (op.work === IS.executing || op.work === IS.awaiting) return false;
  return op.type !== 'close-service'; // a later close of the same service comes out alike
}

function isSwallowed(world: World, op: OpRecord): boolean {
  return (
    op.lossy === Lossy.lost &&
    (op.legs & ~swallowed) === 0 &&
    world.operationCount - op.order > LOSSY_OPERATIONS_MAX
  );
}

/** Takes the operation out of the lists in which it is found. */
export function takeOut(world: World, op: OpRecord): void {
  world.endpoint(op.endpoint)?.timed.delete(op.id);
  world.patterns.delete(op.id);
}

/** Takes it out of them, and what is left of a swallowed message off its link. */
export function release(world: World, op: OpRecord): void {
  takeOut(world, op);
  if (isQueued(op)) takeOff(world, world.endpoints[op.endpoint] as EndpointRecord, op, op.legs);
}

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
export function isOver(world: World, op: OpRecord): boolean {
  if (op.future !== Future.observed || op.running !== 0) return false;
  if (op.work === IS.executing || op.work === IS.awaiting || op.work === IS.waiting) return false;
  if (op.legs !== 0 && !isSwallowed(world, op)) return false;
  const { operation } = op;
  switch (operation?.type) {
    case 'close-service':
      return false; // a later close of the same service comes out alike
    case 'terminate':
    case 'watch':
    case 'stop-server': {
      const endpoint = world.endpoints[operation.endpoint];
      return endpoint !== undefined && world.isGone(endpoint);
    }
    default:
      return true;
  }
}

/** Whether the next message of its link will be put behind the one of this operation. */
export function isLast(world: World, op: OpRecord): boolean {
  return op.link >= 0 && world.endpoint(op.endpoint)?.linkTail[op.link] === op.id;
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

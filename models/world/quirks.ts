/**
 * What only the original does when services end: messages and results that get lost on the way. It is legal in histories
 * of observable events, unless the profile refuses quirks.
 */
import type { ErrorCode } from '../../spec/errors.js';
import type { Outcome } from '../../spec/trace.js';
import { destinationOf } from './destinations.js';
import { failing, matches, X } from './expect.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { SS } from './symbols.js';
import type { World } from './world.js';

/** Whether what only the original does is legal here. */
export const areLegal = (world: World) => !world.complete && world.profile.quirks !== 'refused';

/**
 * Whether the messages of an operation, their answers and even its limit may be lost: a service on their way has failed,
 * or the service of the caller has closed before they were all written (SUPER-07, DEAD-06).
 */
export function mayBeLost(world: World, op: OpRecord): boolean {
  if (!areLegal(world)) return false;
  const from = world.service(op.service);
  const target = destinationOf(world, op);
  const to = world.service(target);
  if (from?.failed === 1 || to?.failed === 1) return true;
  return from !== undefined && from !== to && isOver(from);
}

/** The timers of the original work in ticks of so many milliseconds: a fixed rate may run ahead by one (SERV-12). */
const TICK_MS = 10;

/** How much too early a run of a task at a fixed rate may be, in milliseconds. */
export function aheadMs(world: World, runs: number): number {
  return runs > 0 && !world.punctual && areLegal(world) ? TICK_MS : 0;
}

/** Whether an ask within a service that has closed comes out with the answer that was given since (DEAD-06). */
export function isAnsweredAnyway(world: World, op: OpRecord, outcome: Outcome): boolean {
  if (!areLegal(world)) return false;
  if (world.endpoint(op.endpoint)?.service !== op.service) return false;
  return matches(outcome, op.answer, op.answerDetail, world.nameOf(op.answerText));
}

/** How a connect fails when a service on its way has failed, before or at its limit (HAND-19, SUPER-07). */
const lostWithService: ReadonlySet<string> = new Set(['connection', 'recipient-unreachable', 'ask-timeout']);

/** Whether an operation comes out like that because its own service, or that of the target of a connect, has failed. */
export function isLostWithService(world: World, op: OpRecord, outcome: Outcome): boolean {
  if (outcome.kind === 'value' || outcome.thrown === true || !areLegal(world)) return false;
  const own = world.service(op.service)?.failed === 1;
  if (op.type !== 'connect') return own && endsLikeAtClose(op, outcome.code);
  if (!lostWithService.has(outcome.code)) return false;
  return own || world.service(destinationOf(world, op))?.failed === 1;
}

/** Whether an ask, or a task of the executor, ends with its failed service as it would end with its close (SUPER-09). */
function endsLikeAtClose(op: OpRecord, code: ErrorCode): boolean {
  if (op.type === 'service-schedule') return code === 'task-cancelled' || code === 'illegal-state';
  return op.asked !== 0 && (code === 'recipient-unreachable' || code === 'illegal-state');
}

const isOver = (service: ServiceRecord) => service.state === SS.closed;

/**
 * Somebody who watches the termination of an endpoint hears how it ended. In the original nobody hears of an endpoint that
 * was closed on its own while its service goes down (SERV-06), of one that fails while its service closes (SUPER-05),
 * or of one that is not yet removed when its service is down, and an endpoint that had just ended when a sibling failed
 * can still count as killed (SUPER-06).
 */
export function tellWatcher(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  const { detail, endBlame } = endpoint;
  const legal = areLegal(world);
  const expected = endingOf(world, endpoint);
  const service = world.services[endpoint.service] as ServiceRecord;
  const fails = service.failed === 1 && service.closers >= 0;
  const unheard = endpoint.closedAlone === 1 || fails || isOver(service);
  if (legal && unheard && service.state !== SS.open) {
    world.may(op, expected, detail, endBlame);
  } else world.owe(op, expected, detail, -1, endBlame);
}

/** How an endpoint ended, as those hear it who watch it: nobody knows yet whether the original counts it as killed. */
export function endingOf(world: World, { ended, siblingFailed }: EndpointRecord): number {
  return siblingFailed === 1 && areLegal(world) ? alsoSiblingFailed(ended) : ended;
}

/** Somebody has heard how an endpoint ended: everybody who asks from now on hears the same. */
export function learnEnding(world: World, { operation }: OpRecord, outcome: Outcome): void {
  if (operation?.type !== 'watch' && operation?.type !== 'terminate') return;
  const endpoint = world.endpoints[operation.endpoint] as EndpointRecord;
  if (outcome.kind === 'error' && outcome.code === 'sibling-failed')
    endpoint.ended = failing('sibling-failed');
  endpoint.siblingFailed = 0;
}

const alsoSiblingFailed = (expected: number) =>
  expected === X.nothing ? X.nothingOrSiblingFailed : X.anyError;

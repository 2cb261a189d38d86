/**
 * Counts rules whose antecedent is not the cell of a table but the situation around it: what else is queued, who else
 * lives, what came before. Whatever is counted here is judged by the machine anyway; these functions only notice it.
 */
import type { Operation } from '../../spec/operations.js';
import { ruleIndex } from '../rule-ids.js';
import { tagBits } from '../table.js';
import { Row } from './envelopes.js';
import { failing } from './expect.js';
import type { EndpointRecord, HandleRecord, OpRecord, ServiceRecord } from './records.js';
import { Envelope, Frame, Future, Lossy, Shut } from './records.js';
import { L, LS, SS } from './symbols.js';
import type { World } from './world.js';

const W = {
  remoteAddress: ruleIndex('ADDR-01'),
  localAddress: ruleIndex('ADDR-02'),
  sameId: ruleIndex('ADDR-07'),
  randomId: ruleIndex('ADDR-10'),
  usableId: ruleIndex('ADDR-11'),
  idPerService: ruleIndex('ADDR-13'),
  asterisk: ruleIndex('ADDR-14'),
  fresh: ruleIndex('LIFE-01'),
  early: ruleIndex('LIFE-18'),
  terminatedOnce: ruleIndex('LIFE-09'),
  controlInQueue: ruleIndex('LIFE-13'),
  outsideControl: ruleIndex('LIFE-15'),
  behindStart: ruleIndex('START-01'),
  startAlone: ruleIndex('START-04'),
  behindFailedStart: ruleIndex('START-05'),
  failedStartListed: ruleIndex('START-06'),
  idAfterFailedStart: ruleIndex('START-07'),
  closedInStart: ruleIndex('START-08'),
  stopOpen: ruleIndex('STOP-06'),
  notBuffered: ruleIndex('MSG-04'),
  stateFirst: ruleIndex('MSG-07'),
  tokenNotChecked: ruleIndex('HAND-12'),
  ownAddress: ruleIndex('HAND-18'),
  closedInHandler: ruleIndex('CALL-24'),
  forced: ruleIndex('SIZE-11'),
  localForced: ruleIndex('SIZE-12'),
  localRemote: ruleIndex('SIZE-13'),
  judgedWhenProcessed: ruleIndex('FENCE-08'),
  selfToken: ruleIndex('FENCE-09'),
  gatewayToken: ruleIndex('FENCE-10'),
  inOrderOfIssue: ruleIndex('SELF-03'),
  wholeDelays: ruleIndex('SELF-06'),
  closeDeadlines: ruleIndex('SELF-07'),
  configuredLimit: ruleIndex('TIME-01'),
  ownLimit: ruleIndex('TIME-02'),
  heldThread: ruleIndex('MAIN-05'),
  noDelay: ruleIndex('MAIN-08'),
  runsOutliveTimers: ruleIndex('MAIN-14'),
  failedTakesNothing: ruleIndex('SUPER-06'),
  normalEnd: ruleIndex('SUPER-10'),
  beforeTerminate: ruleIndex('TERM-02'),
  queuedAtStop: ruleIndex('TERM-03'),
  idFree: ruleIndex('TERM-06'),
  createdInCallback: ruleIndex('TERM-07'),
  aloneWhileClosing: ruleIndex('TERM-12'),
  staysUp: ruleIndex('SERV-04'),
  firstFailure: ruleIndex('SERV-05'),
  neverStarted: ruleIndex('SERV-07'),
  afterClose: ruleIndex('SERV-09'),
  order: ruleIndex('ORD-01'),
  orderRemote: ruleIndex('ORD-02'),
  anyOrder: ruleIndex('ORD-03'),
  answersInAnyOrder: ruleIndex('ORD-04'),
  once: ruleIndex('ORD-05'),
  gaps: ruleIndex('ORD-06'),
} as const;

/** The rules that are counted here, by number. */
export const witnessed: readonly number[] = Object.values(W);

/** So many others are looked at, however many there are: who notices less of a long trace judges it no worse. */
const NOTICED_MAX = 64;

/** Counts a rule, and remembers that the operation is in its situation. */
function meet(world: World, op: OpRecord, rule: number): void {
  world.countRule(rule);
  op.met.push(rule);
}

/** A message arrived at the head of its link: how it relates to what else is on its way. */
export function noteDelivery(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  const remote = op.service !== endpoint.service;
  world.countRule(W.once);
  if (op.behind !== 0) {
    world.countRule(remote ? W.orderRemote : W.order);
    if (op.row === Row.run || op.row === Row.callable) world.countRule(W.inOrderOfIssue);
    if (op.gate === L.TERMINATE) world.countRule(W.beforeTerminate);
    if (op.gate === L.TERMINATE || op.gate === L.START || op.gate === L.STOP)
      meet(world, op, W.controlInQueue);
  }
  if ((endpoint.linkLoss[op.link] as number) !== 0 || leavesLostBehind(world, op, endpoint.linkHead))
    world.countRule(W.gaps);
  if (endpoint.waiting.size > 0) noteOvertaking(world, op, endpoint);
  if (isOtherHeld(world, endpoint)) world.countRule(W.heldThread);
  if (op.row >= 0 && endpoint.lifecycle === LS['stopped.fresh']) meet(world, op, W.fresh);
  if (op.envelope === Envelope.fenced && outlivesToken(world, op, endpoint)) world.countRule(W.gatewayToken);
}

/** Whether a message comes through a gateway that was connected before the token of its endpoint was replaced. */
function outlivesToken(world: World, { operation }: OpRecord, { replaced }: EndpointRecord): boolean {
  if (replaced === 0 || operation?.type !== 'call' || 'self' in operation.target) return false;
  return (world.gateways[operation.target.gateway] as HandleRecord).replaced < replaced;
}

/** Whether an earlier message of its link is still out, which a fault may have swallowed. */
function leavesLostBehind(world: World, op: OpRecord, heads: readonly number[]): boolean {
  const head = world.ops[heads[op.link] as number];
  return head !== undefined && head.order < op.order && head.lossy === Lossy.lost;
}

function noteOvertaking(world: World, op: OpRecord, { linkHead, waiting }: EndpointRecord): void {
  let left = NOTICED_MAX;
  for (const link of waiting) {
    if (left-- === 0) return;
    if (link === op.link || (world.ops[linkHead[link] as number] as OpRecord).order >= op.order) continue;
    world.countRule(W.anyOrder);
    return;
  }
}

/** Whether a handler holds the main thread of another endpoint meanwhile. */
function isOtherHeld({ usedEndpoints }: World, endpoint: EndpointRecord): boolean {
  const last = Math.min(usedEndpoints.length, NOTICED_MAX);
  for (let position = 0; position < last; position++) {
    const other = usedEndpoints[position] as EndpointRecord;
    if (other.frame === Frame.held && other !== endpoint) return true;
  }
  return false;
}

/** A stopped endpoint refused or dropped a message. */
export function noteRefusal(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  endpoint.refused = 1;
  op.met.push(W.notBuffered);
  if (op.asked !== 0 && endpoint.lifecycle === LS['stopped.fresh']) meet(world, op, W.early);
  if (op.envelope !== Envelope.fenced || endpoint.fencing === world.plainState || op.asked === 0) return;
  if (op.token === 0 || op.token !== endpoint.token) meet(world, op, W.stateFirst);
}

/** A message found its endpoint ended. */
export function noteDead(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  const wasQueued = op.order < endpoint.endOrder;
  const failed = endpoint.lifecycle === LS['failed.ending'] || endpoint.lifecycle === LS['failed.gone'];
  if (wasQueued && endpoint.ended === failing('start-failed')) meet(world, op, W.behindFailedStart);
  if (wasQueued && failed) meet(world, op, W.failedTakesNothing);
  if ((world.services[endpoint.service] as ServiceRecord).state === SS.closed) meet(world, op, W.afterClose);
}

/** A hook onStart ended: something waited for it, something was refused before it. */
export function noteStarted(world: World, endpoint: EndpointRecord): void {
  if (endpoint.waiting.size > 0) world.countRule(W.behindStart);
  if (endpoint.refused !== 0) world.countRule(W.notBuffered);
}

/** An endpoint ended by itself. */
export function noteEnd(world: World, endpoint: EndpointRecord): void {
  endpoint.endOrder = world.operationCount;
  const failed = endpoint.lifecycle === LS['failed.ending'];
  if (failed || !hasLiveSibling(world, endpoint)) return;
  world.countRule(W.normalEnd);
  if (endpoint.ended === failing('start-failed')) world.countRule(W.startAlone);
}

function hasLiveSibling(world: World, endpoint: EndpointRecord): boolean {
  const { usedEndpoints } = world;
  const service = world.services[endpoint.service] as ServiceRecord;
  const lives = (other: EndpointRecord): boolean =>
    other.service === service.id && other.ghost === 0 && !world.hasEnded(other);
  let position = world.complete ? service.endedBefore : 0;
  while (position < usedEndpoints.length && !lives(usedEndpoints[position] as EndpointRecord)) position++;
  service.endedBefore = position; // nobody who has ended lives again
  return position < usedEndpoints.length;
}

/** The stop future of an endpoint completed: messages that wait are not started any more. */
export function noteStopFuture(world: World, endpoint: EndpointRecord): void {
  if (endpoint.waiting.size > 0) world.countRule(W.queuedAtStop);
}

/** START or STOP was sent. */
export function noteControl(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  if (op.sender !== -1 - endpoint.id) meet(world, op, W.outsideControl);
}

/** An endpoint is being closed: by itself, in its onStart, in one of its handlers, or again. */
export function noteClosing(world: World, op: OpRecord, endpoint: EndpointRecord, again: boolean): void {
  if (again && world.isTerminating(endpoint)) meet(world, op, W.terminatedOnce);
  if (op.sender !== -1 - endpoint.id) return;
  if (endpoint.lifecycle === LS.starting) meet(world, op, W.closedInStart);
  const work = world.ops[endpoint.frameWork];
  if (endpoint.role === 0 && work?.asked === 1) meet(world, work, W.closedInHandler);
}

/** A new endpoint: what its id has to do with earlier ones. */
export function noteCreation(world: World, op: OpRecord, created: EndpointRecord): void {
  if (world.callbacks.has(op.id)) meet(world, op, W.createdInCallback);
  if (created.name < 0) return world.countRule(W.randomId);
  world.countRule(W.usableId);
  for (let service = 0; service < world.numberOfServices; service++) {
    const other = service === created.service ? undefined : world.bearers.last(service, created.name);
    if (other !== undefined && !world.isGone(other)) meet(world, op, W.idPerService);
  }
  const earlier = world.bearers.last(created.service, created.name);
  if (earlier === undefined) return;
  meet(world, op, W.sameId);
  meet(world, op, earlier.ended === failing('start-failed') ? W.idAfterFailedStart : W.idFree);
}

/** A connect begins: the address of an endpoint is read for it. */
export function noteConnecting(
  world: World,
  { address }: Extract<Operation, { type: 'connect' }>,
  target: ServiceRecord | undefined,
): void {
  if (address.kind === 'endpoint')
    world.countRule(target?.remote === true ? W.remoteAddress : W.localAddress);
}

/** The identification of a connect reached an endpoint: one of the own service, by an address with host and port. */
export function noteIdentified(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  const { id, remote } = world.services[op.service] as ServiceRecord;
  if (remote && id === endpoint.service) meet(world, op, W.ownAddress);
}

/** A connect succeeded. */
export function noteConnected(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  const operation = op.operation as Extract<Operation, { type: 'connect' }>;
  if (operation.address.kind !== 'wildcard' && op.matches > 0) meet(world, op, W.asterisk);
  if (carriesNoEqualToken(world, operation, endpoint)) meet(world, op, W.tokenNotChecked);
}

/** Whether a connect to a fenced endpoint carries a wrong token, a null one, be the endpoint's null as well, or none. */
export function carriesNoEqualToken(
  world: World,
  { fencing }: Extract<Operation, { type: 'connect' }>,
  endpoint: EndpointRecord,
): boolean {
  if (endpoint.fencing === world.plainState) return false;
  return fencing === null || fencing.token === null || world.tokenNumber(fencing.token) !== endpoint.token;
}

/** The limit of an ask expired, whatever kept the answer away: its own limit, or that of its service. */
export function noteExpired(world: World, { operation }: OpRecord): void {
  if (operation?.type !== 'call') return;
  world.countRule(typeof operation.timeout === 'number' ? W.ownLimit : W.configuredLimit);
}

/** The token of an endpoint is replaced: messages that carry one wait, and will be judged by the new one. */
export function noteReplaced(world: World, endpoint: EndpointRecord): void {
  endpoint.replaced++;
  const { linkHead, waiting } = endpoint;
  let left = NOTICED_MAX;
  for (const link of waiting) {
    if (left-- === 0) return;
    if ((world.ops[linkHead[link] as number] as OpRecord).envelope !== Envelope.fenced) continue;
    world.countRule(W.judgedWhenProcessed);
    return;
  }
}

/** A result was answered: how it was, or was not, serialized. */
export function noteAnswer(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  const { operation } = op;
  if (operation?.type !== 'call') return;
  const remote = op.service !== endpoint.service;
  const forced = (world.services[endpoint.service] as ServiceRecord).forced;
  if (operation.method === 'askLocal') {
    if (remote) meet(world, op, W.localRemote);
    else if (forced) meet(world, op, W.localForced);
  } else if (forced && !remote) {
    meet(world, op, W.forced);
  }
}

/** An answer settled an ask: others that were made before it are still open. */
export function noteSettled(world: World, op: OpRecord): void {
  for (let index = op.place - 1; index >= 0 && index >= op.place - 4; index--) {
    const earlier = world.usedOps[index] as OpRecord;
    if (earlier.asked !== 0 && earlier.future === Future.pending && earlier.sender === op.sender) {
      world.countRule(W.answersInAnyOrder);
      return;
    }
  }
}

/** A fenced endpoint sends to itself. */
export function noteSelf(world: World, op: OpRecord): void {
  if (op.envelope === Envelope.fenced) meet(world, op, W.selfToken);
}

/** The timer of a task, or of a run, fired: what its delay was, and how near the deadlines of other runs are. */
export function noteTimer(world: World, op: OpRecord): void {
  const { type, delayMs } = op.operation as Extract<Operation, { type: 'schedule' | 'run-async' }>;
  if (type === 'schedule') {
    if (delayMs <= 0) world.countRule(W.noDelay);
    return;
  }
  noteDelay(world, delayMs);
  const { shut, timed } = world.endpoints[op.endpoint] as EndpointRecord;
  if (shut !== Shut.no) world.countRule(W.runsOutliveTimers);
  let left = NOTICED_MAX;
  for (const id of timed) {
    if (left-- === 0) return;
    const other = world.ops[id] as OpRecord;
    if (id === op.id || !isDelayedRun(other) || Math.abs(other.due - op.due) > 1) continue;
    world.countRule(W.closeDeadlines);
    return;
  }
}

const isDelayedRun = ({ type, at, due }: OpRecord): boolean => type === 'run-async' && due > at;

/** A delay was honoured. */
export function noteDelay(world: World, delayMs: number): void {
  if (delayMs !== Math.trunc(delayMs)) world.countRule(W.wholeDelays);
}

/** A handler that held its main thread ended. */
export function noteHeld(world: World, endpoint: EndpointRecord): void {
  if (endpoint.frame === Frame.held && endpoint.waiting.size > 0) world.countRule(W.heldThread);
}

/** A service begins to close. */
export function noteServiceClosing(world: World, service: ServiceRecord): void {
  const living = world.usedEndpoints.filter((each) => each.service === service.id && !world.hasEnded(each));
  if (living.some(({ closedAlone }) => closedAlone === 1)) world.countRule(W.aloneWhileClosing);
  if (living.some(({ lifecycle }) => lifecycle === LS['stopped.fresh'])) world.countRule(W.neverStarted);
}

/** A service is down with a failure. */
export function noteServiceFailed(world: World, endpoint: EndpointRecord): void {
  if (endpoint.ended === failing('start-failed')) world.countRule(W.failedStartListed);
  world.countRule(W.firstFailure);
}

/** Everything has settled: endpoints wait for their onStop, services for their endpoints. */
export function noteQuiet(world: World): void {
  const { tags } = world.tables.lifecycle;
  for (const endpoint of world.usedEndpoints) {
    if (((tags[endpoint.lifecycle] as number) & tagBits.open) === 0) continue;
    world.countRule(W.stopOpen);
    if ((world.services[endpoint.service] as ServiceRecord).state === SS.closing) world.countRule(W.staysUp);
  }
}

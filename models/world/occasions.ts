/**
 * Rules about an occasion rather than about a decision: what was refused breaks them, too, when it came about there. They
 * stand behind the rules of the refusal itself. Looked at for a rejection alone, so they may take their time.
 */
import { ruleIndex } from '../rule-ids.js';
import { ofEndpoint, ofService } from './actions.js';
import { bit } from './legs.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Envelope, Frame, Shut } from './records.js';
import { R } from './rules.js';
import { L, LS, SS } from './symbols.js';
import type { World } from './world.js';

const O = {
  beforeTerminate: ruleIndex('TERM-02'),
  inOrderOfIssue: ruleIndex('SELF-03'),
  callableAwaited: ruleIndex('SELF-12'),
  gatewayToken: ruleIndex('FENCE-10'),
  selfToken: ruleIndex('FENCE-09'),
  replaceable: ruleIndex('FENCE-15'),
  replaced: ruleIndex('FENCE-16'),
  userErrors: ruleIndex('SUPER-01'),
  runnableThrows: ruleIndex('SELF-09'),
  callableThrows: ruleIndex('SELF-13'),
  wholeDelays: ruleIndex('SELF-06'),
  noDelay: ruleIndex('MAIN-08'),
  executes: ruleIndex('MAIN-06'),
  tasksAreSent: ruleIndex('MAIN-07'),
  runsOutliveTimers: ruleIndex('MAIN-14'),
  failedTakesNothing: ruleIndex('SUPER-06'),
  normalEnd: ruleIndex('SUPER-10'),
  closing: ruleIndex('TERM-01'),
  neverStarted: ruleIndex('TERM-09'),
  closingAgain: ruleIndex('TERM-08'),
  closingAfterService: ruleIndex('TERM-10'),
  firstFailure: ruleIndex('SERV-05'),
  foreign: ruleIndex('TERM-11'),
  idFree: ruleIndex('TERM-06'),
  createdInCallback: ruleIndex('TERM-07'),
  serviceTasks: ruleIndex('MAIN-04'),
} as const;

/** Names the rules of the occasion on which an action was refused, or is still to be run. */
export function nameOccasion(world: World, leg: number, id: number): void {
  if ((leg & ofService) !== 0) return;
  if (world.refusedFor(R.busy)) world.blameAlso(R.blocking);
  if ((leg & ofEndpoint) !== 0) {
    if (world.refusedFor(R.invention)) nameUserError(world);
    return;
  }
  const op = world.ops[id];
  if (op === undefined) return;
  const endpoint = world.endpoints[op.endpoint] ?? closedBy(world, op);
  if (world.refusedFor(R.busy)) nameBegin(world, op);
  if (leg === bit.answer && world.refusedFor(R.invention) && op.operation?.type === 'call-async')
    world.blameAlso(O.callableAwaited);
  if (world.refusedFor(R.order) || world.refusedFor(R.orderRemote)) nameOrder(world, op);
  if (leg === bit.request && endpoint !== undefined) nameRequest(world, op, endpoint);
  if (leg === bit.identify) nameConnect(world, op);
  if (leg === bit.timer || leg === bit.request) nameDelay(world, op, endpoint);
  if (endpoint !== undefined && op.envelope === Envelope.fenced) nameReplacement(world, op, endpoint);
}

/** Work begins although the main thread is busy: it did not come through the mailbox. */
export function nameBegin(world: World, { operation }: OpRecord): void {
  if (operation?.type === 'execute') world.blameAlso(O.executes);
  else if (operation?.type === 'schedule') world.blameAlso(O.tasksAreSent);
}

/** An endpoint ends, and nobody knows why: work that threw may be the reason. */
function nameUserError(world: World): void {
  world.blameAlso(O.userErrors);
  world.blameAlso(O.normalEnd);
  for (const { operation, script } of world.usedOps) {
    if (script?.end.ending !== 'throw') continue;
    if (operation?.type === 'call-async') world.blameAlso(O.callableThrows);
    else if (operation?.type === 'run-async') world.blameAlso(O.runnableThrows);
  }
}

/** The endpoint that an operation closes, or would. */
function closedBy(world: World, { operation }: OpRecord): EndpointRecord | undefined {
  if (operation?.type !== 'terminate' && operation?.type !== 'stop-server') return undefined;
  return world.endpoints[operation.endpoint];
}

/** A message reached its endpoint, or not, although that has ended, or has been closed before. */
function nameRequest(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  if (hasFailed(endpoint)) world.blameAlso(O.failedTakesNothing);
  else if (world.hasEnded(endpoint) && !world.isGone(endpoint)) world.blameAlso(R.draining);
  if (op.operation?.type === 'stop-server') world.blameAlso(O.foreign);
  if (op.operation?.type !== 'terminate') return;
  if (!world.refusedFor(R.invention)) {
    world.blameAlso(O.closing);
    if (endpoint.lifecycle === LS['stopped.fresh']) world.blameAlso(O.neverStarted);
    return;
  }
  const { state } = world.services[endpoint.service] as ServiceRecord;
  world.blameAlso(state === SS.open || state === SS.failed ? O.closingAgain : O.closingAfterService);
}

/** A connect was told otherwise who lives at the address: somebody who was created in a callback, perhaps. */
function nameConnect(world: World, { operation }: OpRecord): void {
  if (operation?.type !== 'connect' || operation.address.kind !== 'endpoint') return;
  const { op = -1 } = world.endpoints[operation.address.endpoint] ?? {};
  if (world.callbacks.includes(op)) world.blameAlso(O.createdInCallback);
}

const hasFailed = ({ lifecycle }: EndpointRecord): boolean =>
  lifecycle === LS['failed.ending'] || lifecycle === LS['failed.gone'];

/** A message overtook an earlier one of its sender. */
function nameOrder(world: World, op: OpRecord): void {
  const { operation } = op;
  if (operation?.type === 'run-async' || operation?.type === 'call-async') world.blameAlso(O.inOrderOfIssue);
  if (op.gate === L.TERMINATE) world.blameAlso(O.beforeTerminate);
}

/** A fenced message was judged otherwise by an endpoint whose token was replaced. */
function nameReplacement(world: World, op: OpRecord, endpoint: EndpointRecord): void {
  const created = world.ops[endpoint.op]?.operation;
  if (created?.type !== 'create-endpoint' || endpoint.token === world.tokenNumber(created.token)) return;
  world.blameAlso(O.replaced);
  world.blameAlso(O.replaceable);
  if (op.operation?.type !== 'call') return;
  world.blameAlso('self' in op.operation.target ? O.selfToken : O.gatewayToken);
}

/** A timer is early or late: its delay may have been negative, or no whole number. */
function nameDelay(world: World, { operation }: OpRecord, endpoint: EndpointRecord | undefined): void {
  if (operation?.type !== 'schedule' && operation?.type !== 'run-async') return;
  if (operation.type === 'run-async' && endpoint !== undefined && endpoint.shut !== Shut.no)
    world.blameAlso(O.runsOutliveTimers);
  if (operation.delayMs < 0) world.blameAlso(O.noDelay);
  if (!Number.isInteger(operation.delayMs)) world.blameAlso(O.wholeDelays);
}

/** An operation comes out otherwise. */
export function nameOutcome(world: World, op: OpRecord): void {
  const { operation } = op;
  const type = operation?.type;
  if (type === 'terminate' || type === 'watch') world.blameAlso(R.termination);
  else if (type === 'close-service') world.blameAlso(O.firstFailure);
  else if (operation?.type === 'create-endpoint')
    nameCreation(world, op, world.endpoints[operation.endpoint]);
  else if (operation?.type === 'query' && operation.property === 'validate-main-thread')
    if (world.usedOps.some(isTaskThatRan)) world.blameAlso(O.serviceTasks);
}

function nameCreation(world: World, { id }: OpRecord, created: EndpointRecord | undefined): void {
  if (hasGoneNamesake(world, created)) world.blameAlso(O.idFree);
  if (world.callbacks.includes(id)) world.blameAlso(O.createdInCallback);
}

const isTaskThatRan = ({ operation, runs }: OpRecord): boolean =>
  operation?.type === 'service-schedule' && runs > 0;

/** Whether an endpoint that is gone had the name of this one. */
function hasGoneNamesake(world: World, created: EndpointRecord | undefined): boolean {
  return world.usedEndpoints.some(
    (other) =>
      other !== created &&
      other.name === created?.name &&
      other.service === created.service &&
      world.isGone(other),
  );
}

/** Names what holds back what is still to be run, if a handler does. */
export function nameHolding(world: World, leg: number, id: number): void {
  nameOccasion(world, leg, id);
  if (world.usedEndpoints.some(({ frame }) => frame === Frame.held)) world.blameAlso(R.blocking);
}

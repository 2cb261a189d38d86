/**
 * The situation of an action that was refused, or that is still to be run: who sent what it is about, what was on its way
 * before, whom it reached. What came about there breaks these rules, too.
 */
import { ruleIndex } from '../rule-ids.js';
import { ofEndpoint, ofService } from './actions.js';
import { bit } from './legs.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Envelope, Frame, Shut } from './records.js';
import { R } from './rules.js';
import { ofUserError } from './situation-of-endings.js';
import { A, L, LS, SS } from './symbols.js';
import type { World } from './world.js';

const S = {
  beforeTerminate: ruleIndex('TERM-02'),
  inOrderOfIssue: ruleIndex('SELF-03'),
  callableAwaited: ruleIndex('SELF-12'),
  gatewayToken: ruleIndex('FENCE-10'),
  selfToken: ruleIndex('FENCE-09'),
  replaceable: ruleIndex('FENCE-15'),
  replaced: ruleIndex('FENCE-16'),
  ownLimit: ruleIndex('TIME-02'),
  wholeDelays: ruleIndex('SELF-06'),
  noDelay: ruleIndex('MAIN-08'),
  executes: ruleIndex('MAIN-06'),
  tasksAreSent: ruleIndex('MAIN-07'),
  runsOutliveTimers: ruleIndex('MAIN-14'),
  failedTakesNothing: ruleIndex('SUPER-06'),
  closing: ruleIndex('TERM-01'),
  neverStarted: ruleIndex('TERM-09'),
  closingAgain: ruleIndex('TERM-08'),
  closingAfterService: ruleIndex('TERM-10'),
  foreign: ruleIndex('TERM-11'),
  createdInCallback: ruleIndex('TERM-07'),
} as const;

/** Adds the rules about the situation of an action that was refused. */
export function ofAction(world: World, leg: number, id: number, rules: Set<number>): void {
  if ((leg & ofService) !== 0) return;
  if (world.refusedFor(R.busy)) rules.add(R.blocking);
  if ((leg & ofEndpoint) !== 0) {
    if (world.refusedFor(R.invention)) ofUserError(world, rules);
    return;
  }
  const op = world.ops[id];
  if (op !== undefined) ofActionOn(world, leg, op, rules);
}

/** Adds what holds back an action that is still to be run, if a handler does. */
export function ofHolding(world: World, rules: Set<number>): void {
  if (world.usedEndpoints.some(({ frame }) => frame === Frame.held)) rules.add(R.blocking);
}

function ofActionOn(world: World, leg: number, op: OpRecord, rules: Set<number>): void {
  const endpoint = world.endpoints[op.endpoint] ?? closedBy(world, op);
  if (world.refusedFor(R.busy)) ofBusyThread(op, rules);
  if (leg === bit.answer && world.refusedFor(R.invention) && op.operation?.type === 'call-async')
    rules.add(S.callableAwaited);
  if (world.refusedFor(R.order) || world.refusedFor(R.orderRemote)) ofOrder(op, rules);
  if (leg === bit.request && endpoint !== undefined) ofRequest(world, op, endpoint, rules);
  if (leg === bit.identify) ofIdentification(world, op, rules);
  if (leg === bit.timeout && op.limit === A.TIMEOUT_WITHIN) rules.add(S.ownLimit);
  if (leg === bit.timer || leg === bit.request) ofDelay(op, endpoint, rules);
  if (endpoint !== undefined && op.envelope === Envelope.fenced) ofReplacement(op, endpoint, rules);
}

/** Work begins although the main thread is busy: it did not come through the mailbox. */
export function ofBusyThread({ operation }: OpRecord, rules: Set<number>): void {
  if (operation?.type === 'execute') rules.add(S.executes);
  else if (operation?.type === 'schedule') rules.add(S.tasksAreSent);
}

/** The endpoint that an operation closes, or would. */
function closedBy(world: World, { operation }: OpRecord): EndpointRecord | undefined {
  if (operation?.type !== 'terminate' && operation?.type !== 'stop-server') return undefined;
  return world.endpoints[operation.endpoint];
}

/** A message overtook an earlier one of its sender. */
function ofOrder(op: OpRecord, rules: Set<number>): void {
  const { operation } = op;
  if (operation?.type === 'run-async' || operation?.type === 'call-async') rules.add(S.inOrderOfIssue);
  if (op.gate === L.TERMINATE) rules.add(S.beforeTerminate);
}

/** A message reached its endpoint, or not, although that has ended, or has been closed before. */
function ofRequest(world: World, op: OpRecord, endpoint: EndpointRecord, rules: Set<number>): void {
  if (hasFailed(endpoint)) rules.add(S.failedTakesNothing);
  else if (world.hasEnded(endpoint) && !world.isGone(endpoint)) rules.add(R.draining);
  if (op.operation?.type === 'stop-server') rules.add(S.foreign);
  if (op.operation?.type !== 'terminate') return;
  if (!world.refusedFor(R.invention)) {
    rules.add(S.closing);
    if (endpoint.lifecycle === LS['stopped.fresh']) rules.add(S.neverStarted);
    return;
  }
  const { state } = world.services[endpoint.service] as ServiceRecord;
  rules.add(state === SS.open || state === SS.failed ? S.closingAgain : S.closingAfterService);
}

const hasFailed = ({ lifecycle }: EndpointRecord): boolean =>
  lifecycle === LS['failed.ending'] || lifecycle === LS['failed.gone'];

/** A connect was told otherwise who lives at the address: somebody who was created in a callback, perhaps. */
function ofIdentification(world: World, { operation }: OpRecord, rules: Set<number>): void {
  if (operation?.type !== 'connect' || operation.address.kind !== 'endpoint') return;
  const target = world.endpoints[operation.address.endpoint];
  if (target !== undefined && world.callbacks.has(target.op)) rules.add(S.createdInCallback);
}

/** A timer is early or late: its delay may have been negative, or no whole number. */
function ofDelay({ operation }: OpRecord, endpoint: EndpointRecord | undefined, rules: Set<number>): void {
  if (operation?.type !== 'schedule' && operation?.type !== 'run-async') return;
  if (operation.type === 'run-async' && endpoint !== undefined && endpoint.shut !== Shut.no)
    rules.add(S.runsOutliveTimers);
  if (operation.delayMs < 0) rules.add(S.noDelay);
  if (!Number.isInteger(operation.delayMs)) rules.add(S.wholeDelays);
}

/** A fenced message was judged otherwise by an endpoint whose token was replaced. */
function ofReplacement(op: OpRecord, endpoint: EndpointRecord, rules: Set<number>): void {
  if (endpoint.replaced === 0) return;
  rules.add(S.replaced);
  rules.add(S.replaceable);
  if (op.operation?.type !== 'call') return;
  rules.add('self' in op.operation.target ? S.selfToken : S.gatewayToken);
}

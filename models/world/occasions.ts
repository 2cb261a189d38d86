/**
 * Rules about an occasion rather than about a decision: what was refused breaks them, too, when it came about there. They
 * stand behind the rules of the refusal itself. Looked at for a rejection alone, so they may take their time.
 */
import { ruleIndex } from '../rule-ids.js';
import { ofEndpoint, ofService } from './actions.js';
import { bit } from './legs.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Envelope, Frame } from './records.js';
import { R } from './rules.js';
import { L } from './symbols.js';
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
  serviceTasks: ruleIndex('MAIN-04'),
} as const;

/** Names the rules of the occasion on which an action was refused, or is still to be run. */
export function nameOccasion(world: World, leg: number, id: number): void {
  if ((leg & ofService) !== 0) return;
  if ((leg & ofEndpoint) !== 0) {
    const endpoint = world.endpoints[id];
    if (endpoint !== undefined && world.refusedFor(R.invention)) nameUserError(world, endpoint);
    return;
  }
  const op = world.ops[id];
  if (op === undefined) return;
  const endpoint = world.endpoints[op.endpoint];
  if (leg === bit.answer && world.refusedFor(R.invention) && op.operation?.type === 'call-async')
    world.blameAlso(O.callableAwaited);
  if (world.refusedFor(R.order) || world.refusedFor(R.orderRemote)) nameOrder(world, op);
  if (world.refusedFor(R.busy)) world.blameAlso(R.blocking);
  if (leg === bit.timer || leg === bit.request) nameDelay(world, op);
  if (endpoint !== undefined && op.envelope === Envelope.fenced) nameReplacement(world, op, endpoint);
}

/** An endpoint ends of which nobody knows why: the work that it did last may have thrown. */
function nameUserError(world: World, endpoint: EndpointRecord): void {
  world.blameAlso(O.userErrors);
  const work = world.ops[endpoint.frameWork];
  if (work?.operation?.type === 'call-async') world.blameAlso(O.callableThrows);
  else if (work?.operation?.type === 'run-async') world.blameAlso(O.runnableThrows);
}

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
function nameDelay(world: World, { operation }: OpRecord): void {
  if (operation?.type !== 'schedule' && operation?.type !== 'run-async') return;
  if (operation.delayMs < 0) world.blameAlso(O.noDelay);
  if (!Number.isInteger(operation.delayMs)) world.blameAlso(O.wholeDelays);
}

/** An operation comes out otherwise: a check of the main thread after a task of a service ran. */
export function nameOutcome(world: World, { operation }: OpRecord): void {
  if (operation?.type !== 'query' || operation.property !== 'validate-main-thread') return;
  const taskRan = ({ operation: other, runs }: OpRecord): boolean =>
    other?.type === 'service-schedule' && runs > 0;
  if (world.usedOps.some(taskRan)) world.blameAlso(O.serviceTasks);
}

/** Names what holds back what is still to be run, if a handler does. */
export function nameHolding(world: World, leg: number, id: number): void {
  nameOccasion(world, leg, id);
  if (world.usedEndpoints.some(({ frame }) => frame === Frame.held)) world.blameAlso(R.blocking);
}

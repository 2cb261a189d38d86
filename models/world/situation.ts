/**
 * The situation of a refused event: rules that are about more than one cell of a table, such as what else is queued, who
 * sent it, or what came before. The cell names what was decided wrongly; these rules say in which situation. Only what
 * was rejected is looked at so: nothing here decides, and it may take its time.
 */
import type { Operation } from '../../spec/operations.js';
import type { TraceEvent } from '../../spec/trace.js';
import { ruleIndex } from '../rule-ids.js';
import { ofEndpoint, ofService } from './actions.js';
import { bitOf } from './legs.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Frame, Future } from './records.js';
import { R } from './rules.js';
import { ofAction, ofBusyThread, ofHolding } from './situation-of-actions.js';
import { addCell, ofClose, ofEnding, ofOutcome } from './situation-of-endings.js';
import { ofControl, ofMessage } from './situation-of-messages.js';
import { L, LS } from './symbols.js';
import { carriesNoEqualToken } from './witness.js';
import type { World } from './world.js';

const S = {
  asterisk: ruleIndex('ADDR-14'),
  oneMatch: ruleIndex('ADDR-17'),
  severalMatches: ruleIndex('ADDR-18'),
  noMatch: ruleIndex('ADDR-19'),
  startOnMain: ruleIndex('START-01'),
  stopOnMain: ruleIndex('STOP-01'),
  tokenNotChecked: ruleIndex('HAND-12'),
  serviceTasks: ruleIndex('SERV-10'),
} as const;

/**
 * The rules about the situation of an event that was just refused, by number, without those that refused it.
 *
 * @param world the world, as the refusal left it
 * @param event the event; `null` when something is missing at the end
 */
export function situationOf(world: World, event: TraceEvent | null): readonly number[] {
  const rules = new Set<number>();
  if (world.refusedLeg !== 0) {
    ofAction(world, world.refusedLeg, world.refusedId, rules);
    if (event?.event !== 'run') ofHolding(world, rules);
  }
  const op = subject(world, event);
  if (op !== undefined) {
    if (event?.event === 'begin' && world.refusedFor(R.busy)) ofBusyThread(op, rules);
    if (event?.event === 'outcome' && world.refusedOp === event.op) ofOutcome(world, op, rules);
    ofOperation(world, op, event, rules);
  }
  if (event !== null) ofEnding(world, event, rules);
  for (const rule of world.refusedRules()) rules.delete(rule);
  return [...rules];
}

/** The operation that a refusal is about: the one that is missing, or that of the event. */
function subject(world: World, event: TraceEvent | null): OpRecord | undefined {
  if (world.refusedOp >= 0) return world.ops[world.refusedOp];
  switch (event?.event) {
    case 'outcome':
      return world.ops[event.op];
    case 'run':
      return (bitOf(event.leg) & (ofEndpoint | ofService)) === 0 ? world.ops[event.id] : undefined;
    case 'lose':
      return world.ops[event.id];
    case 'begin':
    case 'end':
      return event.role === 'start' || event.role === 'stop' ? undefined : world.ops[event.work];
    default:
      return undefined;
  }
}

function ofOperation(world: World, op: OpRecord, event: TraceEvent | null, rules: Set<number>): void {
  for (const rule of op.met) rules.add(rule);
  if (op.future === Future.owed) addCell(world, op.blame, rules);
  addCell(world, op.answerBlame, rules);
  if (event?.event === 'run') {
    addCell(world, world.passed, rules);
    addCell(world, world.passedToo, rules);
  }
  if (op.fate !== 0) rules.add(op.fate);
  const { operation } = op;
  const endpoint = world.endpoints[op.endpoint] ?? targetOf(world, operation);
  if (operation?.type === 'connect') ofConnect(world, op, operation, rules);
  if (operation?.type === 'query') ofQuery(world, op, rules);
  if (operation?.type === 'service-schedule') ofServiceTask(world, op, rules);
  if (operation?.type === 'close-service') ofClose(world, operation.service, rules);
  if (endpoint === undefined) return;
  if (op.gate === L.START || op.gate === L.STOP || op.gate === L.TERMINATE)
    ofControl(world, op, endpoint, rules);
  if (op.asked !== 0 || operation?.type === 'call') ofMessage(world, op, event, endpoint, rules);
}

/** The endpoint of a call that was refused before it was sent. */
function targetOf(world: World, operation: Operation | null): EndpointRecord | undefined {
  if (operation?.type !== 'call') return undefined;
  const { target } = operation;
  return world.endpoints['self' in target ? target.self : (world.gateways[target.gateway]?.endpoint ?? -1)];
}

function ofConnect(
  world: World,
  op: OpRecord,
  operation: Extract<Operation, { type: 'connect' }>,
  rules: Set<number>,
): void {
  const { address } = operation;
  const isPattern = address.kind === 'wildcard' || op.candidates.length > 0;
  if (isPattern) rules.add([S.noMatch, S.oneMatch][op.candidates.length] ?? S.severalMatches);
  if (isPattern && address.kind !== 'wildcard') rules.add(S.asterisk);
  const target = address.kind === 'endpoint' ? world.endpoints[address.endpoint] : undefined;
  if (target !== undefined && carriesNoEqualToken(world, operation, target)) rules.add(S.tokenNotChecked);
}

/** A task of the executor of a service: what ended it. */
function ofServiceTask(world: World, op: OpRecord, rules: Set<number>): void {
  rules.add(S.serviceTasks);
  addCell(world, op.blame, rules);
}

/** A question on the main thread, within a hook. */
function ofQuery(world: World, op: OpRecord, rules: Set<number>): void {
  const endpoint = world.endpoints[-1 - op.sender];
  if (endpoint?.frame !== Frame.inside) return;
  if (endpoint.lifecycle === LS.starting) rules.add(S.startOnMain);
  if (endpoint.lifecycle === LS.stopping) rules.add(S.stopOnMain);
}

/**
 * The situation of a refused event: rules that are about more than one cell of a table, such as what else is queued, who
 * sent it, or what came before. The cell names what was decided wrongly; these rules say in which situation. Only what
 * was rejected is looked at so: nothing here decides.
 */
import type { Operation } from '../../spec/operations.js';
import type { TraceEvent } from '../../spec/trace.js';
import { ruleIndex } from '../rule-ids.js';
import { tagBits } from '../table.js';
import { ofEndpoint, ofService } from './actions.js';
import { failing } from './expect.js';
import { bit, bitOf } from './legs.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Envelope, Frame, Future } from './records.js';
import { R } from './rules.js';
import { AS, IS, L, LS } from './symbols.js';
import type { World } from './world.js';

const S = {
  asterisk: ruleIndex('ADDR-14'),
  oneMatch: ruleIndex('ADDR-17'),
  severalMatches: ruleIndex('ADDR-18'),
  noMatch: ruleIndex('ADDR-19'),
  controlInQueue: ruleIndex('LIFE-13'),
  controlUnfenced: ruleIndex('LIFE-14'),
  early: ruleIndex('LIFE-18'),
  abandoned: ruleIndex('LIFE-19'),
  startOnMain: ruleIndex('START-01'),
  noStopAfterStart: ruleIndex('START-03'),
  startAlone: ruleIndex('START-04'),
  behindFailedStart: ruleIndex('START-05'),
  failedStartListed: ruleIndex('START-06'),
  stopOnMain: ruleIndex('STOP-01'),
  stopOpen: ruleIndex('STOP-06'),
  stateFirst: ruleIndex('MSG-07'),
  tokenNotChecked: ruleIndex('HAND-12'),
  identification: ruleIndex('HAND-06'),
  ownAddress: ruleIndex('HAND-18'),
  overloaded: ruleIndex('CALL-06'),
  nearby: ruleIndex('CALL-18'),
  futureOpen: ruleIndex('CALL-20'),
  expired: ruleIndex('CALL-21'),
  notSerialized: ruleIndex('SIZE-01'),
  forced: ruleIndex('SIZE-11'),
  localForced: ruleIndex('SIZE-12'),
  localRemote: ruleIndex('SIZE-13'),
} as const;

/**
 * The rules about the situation of an event that was just refused, by number, without those that refused it.
 *
 * @param world the world, as the refusal left it
 * @param event the event; `null` when something is missing at the end
 */
export function situationOf(world: World, event: TraceEvent | null): readonly number[] {
  const rules = new Set<number>();
  const refused = world.refusedRules();
  const op = subject(world, event);
  if (op !== undefined) ofOperation(world, op, event, rules);
  if (event !== null) ofEvent(world, event, rules);
  for (const rule of refused) rules.delete(rule);
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

/** The rules of a cell. */
function addCell(world: World, alternative: number, rules: Set<number>): void {
  if (alternative < 0) return;
  for (const rule of world.tables.book.rulesOf[alternative] as Int16Array) rules.add(rule);
}

function ofConnect(
  world: World,
  op: OpRecord,
  { address, fencing }: Extract<Operation, { type: 'connect' }>,
  rules: Set<number>,
): void {
  const isPattern = address.kind === 'wildcard' || op.candidates.length > 0;
  if (isPattern) rules.add([S.noMatch, S.oneMatch][op.candidates.length] ?? S.severalMatches);
  if (isPattern && address.kind !== 'wildcard') rules.add(S.asterisk);
  const target = address.kind === 'endpoint' ? world.endpoints[address.endpoint] : undefined;
  if (target === undefined || target.fencing === world.plainState) return;
  if (fencing === null || world.tokenNumber(fencing.token) !== target.token) rules.add(S.tokenNotChecked);
}

/** A question on the main thread, within a hook. */
function ofQuery(world: World, op: OpRecord, rules: Set<number>): void {
  const endpoint = world.endpoints[-1 - op.sender];
  if (endpoint?.frame !== Frame.inside) return;
  if (endpoint.lifecycle === LS.starting) rules.add(S.startOnMain);
  if (endpoint.lifecycle === LS.stopping) rules.add(S.stopOnMain);
}

function ofClose(world: World, service: number, rules: Set<number>): void {
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.service !== service) continue;
    if (endpoint.ghost === 1) rules.add(S.abandoned);
    else if (endpoint.ended === failing('start-failed')) rules.add(S.failedStartListed);
  }
}

function ofControl(world: World, op: OpRecord, endpoint: EndpointRecord, rules: Set<number>): void {
  if (op.behind !== 0) rules.add(S.controlInQueue);
  if (endpoint.fencing !== world.plainState) rules.add(S.controlUnfenced);
}

function ofMessage(
  world: World,
  op: OpRecord,
  event: TraceEvent | null,
  endpoint: EndpointRecord,
  rules: Set<number>,
): void {
  if (event?.event === 'outcome' && event.outcome.kind === 'error' && event.outcome.thrown === true)
    rules.add(R.futureAtOnce);
  if (op.work === IS.awaiting && world.hasEnded(endpoint)) rules.add(S.futureOpen);
  if (op.ask === AS.settled && (op.legs & bit.request) !== 0) rules.add(S.expired);
  if (isBehindFailedStart(op, endpoint)) rules.add(S.behindFailedStart);
  if (isStopped(world, endpoint)) ofStopped(world, op, endpoint, rules);
  if (op.operation?.type === 'call') ofCall(world, op, op.operation, endpoint, rules);
}

const isBehindFailedStart = (op: OpRecord, endpoint: EndpointRecord): boolean =>
  endpoint.ended === failing('start-failed') && op.order < endpoint.endOrder;

function isStopped(world: World, { lifecycle }: EndpointRecord): boolean {
  return world.tables.lifecycle.states[lifecycle]?.startsWith('stopped') ?? false;
}

function ofStopped(world: World, op: OpRecord, endpoint: EndpointRecord, rules: Set<number>): void {
  if (endpoint.lifecycle === LS['stopped.fresh']) rules.add(S.early);
  const isFenced = op.envelope === Envelope.fenced && endpoint.fencing !== world.plainState;
  if (isFenced && (op.token === 0 || op.token !== endpoint.token)) rules.add(S.stateFirst);
}

function ofCall(
  world: World,
  op: OpRecord,
  operation: Extract<Operation, { type: 'call' }>,
  endpoint: EndpointRecord,
  rules: Set<number>,
): void {
  const { target, method } = operation;
  if (method.startsWith('overloaded')) rules.add(S.overloaded);
  const { forced, remote } = world.services[endpoint.service] as ServiceRecord;
  if (op.service !== endpoint.service) {
    if (method === 'askLocal') rules.add(S.localRemote);
    return;
  }
  if (!isAboutSerialization(operation)) return;
  if ('gateway' in target && remote) rules.add(S.ownAddress);
  if (forced) rules.add(method === 'askLocal' ? S.localForced : S.forced);
  else for (const rule of [S.notSerialized, S.nearby]) rules.add(rule);
}

/** Whether it matters if the argument and the result are serialized. */
function isAboutSerialization({ argument, script }: Extract<Operation, { type: 'call' }>): boolean {
  return argument !== 'good' || delicateEndings.has(script.end.ending);
}

const delicateEndings: ReadonlySet<string> = new Set([
  'bytes',
  'later-bytes',
  'unserializable',
  'encoder-throws',
  'undecodable',
]);

/** What came from nowhere: the end of an endpoint, or a hook. The rules of what may have led to it. */
function ofEvent(world: World, event: TraceEvent, rules: Set<number>): void {
  if (event.event === 'begin' && event.role === 'stop') {
    if (world.endpoints[event.endpoint]?.ended === failing('start-failed')) rules.add(S.noStopAfterStart);
    return;
  }
  if (event.event !== 'run') return;
  const leg = bitOf(event.leg);
  if (leg === bit.identify && world.refusedRules().includes(R.busy)) rules.add(S.identification);
  if (leg === bit.down) return ofDown(world, event.id, rules);
  const endpoint = world.endpoints[event.id];
  if ((leg & (bit.gone | bit.kill)) === 0 || endpoint === undefined) return;
  ofEnd(world, endpoint, rules);
}

function ofEnd(world: World, endpoint: EndpointRecord, rules: Set<number>): void {
  for (const other of world.usedEndpoints) {
    if (other.service !== endpoint.service) continue;
    if (other.ended === failing('start-failed')) rules.add(S.startAlone);
    if (other.refused !== 0 && isStopped(world, other)) rules.add(S.early);
    addCell(world, other.threw, rules);
  }
}

/** A service went down while endpoints wait for their onStop. */
function ofDown(world: World, service: number, rules: Set<number>): void {
  const { tags } = world.tables.lifecycle;
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.service !== service) continue;
    if (((tags[endpoint.lifecycle] as number) & tagBits.open) !== 0) rules.add(S.stopOpen);
  }
}

/** The situation of a call or a control message: the state of its endpoint, what it passed through, what it carries. */
import type { Operation } from '../../spec/operations.js';
import type { TraceEvent } from '../../spec/trace.js';
import { ruleIndex } from '../rule-ids.js';
import { failing } from './expect.js';
import { bit } from './legs.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Envelope } from './records.js';
import { R } from './rules.js';
import { isStopped } from './situation-of-endings.js';
import { AS, IS, LS } from './symbols.js';
import type { World } from './world.js';

const S = {
  controlInQueue: ruleIndex('LIFE-13'),
  controlUnfenced: ruleIndex('LIFE-14'),
  early: ruleIndex('LIFE-18'),
  behindFailedStart: ruleIndex('START-05'),
  stateFirst: ruleIndex('MSG-07'),
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

/** The situation of a control message. */
export function ofControl(world: World, op: OpRecord, endpoint: EndpointRecord, rules: Set<number>): void {
  if (op.behind !== 0) rules.add(S.controlInQueue);
  if (endpoint.fencing !== world.plainState) rules.add(S.controlUnfenced);
}

/** The situation of a call. */
export function ofMessage(
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

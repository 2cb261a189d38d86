/**
 * The situation in which an endpoint or a service came to its end otherwise, or operations that wait for that, or that come
 * behind it, came out otherwise: rules about what may have led to it.
 */
import type { TraceEvent } from '../../spec/trace.js';
import { ruleIndex } from '../rule-ids.js';
import { tagBits } from '../table.js';
import { failing } from './expect.js';
import { bit, bitOf } from './legs.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { R } from './rules.js';
import type { World } from './world.js';

const S = {
  early: ruleIndex('LIFE-18'),
  abandoned: ruleIndex('LIFE-19'),
  noStopAfterStart: ruleIndex('START-03'),
  startAlone: ruleIndex('START-04'),
  failedStartListed: ruleIndex('START-06'),
  stopOpen: ruleIndex('STOP-06'),
  identification: ruleIndex('HAND-06'),
  runnableThrows: ruleIndex('SELF-09'),
  callableThrows: ruleIndex('SELF-13'),
  serviceTasks: ruleIndex('MAIN-04'),
  userErrors: ruleIndex('SUPER-01'),
  normalEnd: ruleIndex('SUPER-10'),
  idFree: ruleIndex('TERM-06'),
  createdInCallback: ruleIndex('TERM-07'),
  aloneWhileClosing: ruleIndex('TERM-12'),
  everyEndpoint: ruleIndex('SERV-03'),
  firstFailure: ruleIndex('SERV-05'),
  closedAgain: ruleIndex('SERV-08'),
} as const;

/** Adds the rules of a cell. */
export function addCell(world: World, alternative: number, rules: Set<number>): void {
  if (alternative < 0) return;
  for (const rule of world.tables.book.rulesOf[alternative] as Int16Array) rules.add(rule);
}

/** Whether the endpoint is STOPPED. */
export function isStopped(world: World, { lifecycle }: EndpointRecord): boolean {
  return (world.tables.lifecycle.states[lifecycle] as string).startsWith('stopped');
}

/** What came from nowhere: the end of an endpoint or of a service, or a hook. */
export function ofEnding(world: World, event: TraceEvent, rules: Set<number>): void {
  if (event.event === 'begin' && event.role === 'stop') {
    if (world.endpoints[event.endpoint]?.ended === failing('start-failed')) rules.add(S.noStopAfterStart);
    return;
  }
  if (event.event !== 'run') return;
  const leg = bitOf(event.leg);
  if (leg === bit.identify && world.refusedRules().includes(R.busy)) rules.add(S.identification);
  if (leg === bit.down) return ofDown(world, event.id, rules);
  const endpoint = world.endpoints[event.id];
  if (endpoint === undefined) return;
  if (leg === bit.close) ofSecondClose(world, endpoint, rules);
  if (leg === bit.gone || leg === bit.kill) ofEnd(world, endpoint, rules);
}

function ofEnd(world: World, endpoint: EndpointRecord, rules: Set<number>): void {
  for (const other of world.usedEndpoints) {
    if (other.service !== endpoint.service) continue;
    if (other.ended === failing('start-failed')) rules.add(S.startAlone);
    if (other.refused !== 0 && isStopped(world, other)) rules.add(S.early);
    addCell(world, other.threw, rules);
  }
}

/** An endpoint is closed with its service, which was closed before. */
function ofSecondClose(world: World, { service }: EndpointRecord, rules: Set<number>): void {
  const closes = world.usedOps.filter(
    ({ operation }) => operation?.type === 'close-service' && operation.service === service,
  );
  if (closes.length > 1) rules.add(S.closedAgain);
}

/** A service went down although endpoints are there, or wait for their onStop. */
function ofDown(world: World, service: number, rules: Set<number>): void {
  const { tags } = world.tables.lifecycle;
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.service !== service) continue;
    if (((tags[endpoint.lifecycle] as number) & tagBits.open) !== 0) rules.add(S.stopOpen);
    if (!world.isGone(endpoint))
      rules.add(endpoint.closedAlone === 1 ? S.aloneWhileClosing : S.everyEndpoint);
  }
}

/** The close of a service came out otherwise, or did not. */
export function ofClose(world: World, service: number, rules: Set<number>): void {
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.service !== service) continue;
    if (endpoint.ghost === 1) rules.add(S.abandoned);
    else if (endpoint.ended === failing('start-failed')) rules.add(S.failedStartListed);
  }
}

/** An endpoint ends, and nobody knows why: work that threw may be the reason. */
export function ofUserError(world: World, rules: Set<number>): void {
  rules.add(S.userErrors);
  rules.add(S.normalEnd);
  for (const { operation, script } of world.usedOps) {
    if (script?.end.ending !== 'throw') continue;
    if (operation?.type === 'call-async') rules.add(S.callableThrows);
    else if (operation?.type === 'run-async') rules.add(S.runnableThrows);
  }
}

/** An operation came out otherwise. */
export function ofOutcome(world: World, op: OpRecord, rules: Set<number>): void {
  const { operation } = op;
  const type = operation?.type;
  if (type === 'terminate' || type === 'watch') rules.add(R.termination);
  else if (type === 'close-service') rules.add(S.firstFailure);
  else if (operation?.type === 'create-endpoint')
    ofCreation(world, op, world.endpoints[operation.endpoint], rules);
  else if (operation?.type === 'query' && operation.property === 'validate-main-thread')
    if (world.usedOps.some(isTaskThatRan)) rules.add(S.serviceTasks);
}

function ofCreation(
  world: World,
  { id }: OpRecord,
  created: EndpointRecord | undefined,
  rules: Set<number>,
): void {
  if (created !== undefined && hasGoneNamesake(world, created)) rules.add(S.idFree);
  if (world.callbacks.has(id)) rules.add(S.createdInCallback);
}

/** Whether it is a task of a service that ran: of no other operation runs are counted. */
const isTaskThatRan = ({ runs }: OpRecord): boolean => runs > 0;

/** Whether an endpoint that is gone had the name of this one. */
function hasGoneNamesake(world: World, { name, service }: EndpointRecord): boolean {
  return world.usedEndpoints.some(
    (other) => other.name === name && other.service === service && world.isGone(other),
  );
}

/**
 * Events of a trace, one by one: invocations, outcomes, handlers, and the actions that a complete trace reports. Each is
 * accepted, and changes the world, or is refused, and the world knows why.
 */
import type {
  InvokeEvent,
  LoseEvent,
  Outcome,
  OutcomeEvent,
  RunEvent,
  TraceEvent,
} from '../../spec/trace.js';
import { ruleIds } from '../rule-ids.js';
import { apply, consider } from './actions.js';
import { learnAddress } from './addresses.js';
import { blameRaising, endBlocking, isBlocking, outcomeOfAsk } from './blocking.js';
import { sendUnarmable } from './calling.js';
import { claimIndex } from './claims.js';
import { arrivePatterns } from './connecting.js';
import { completeStop } from './control.js';
import { forgetDeparted } from './delays.js';
import { isQuiet } from './enabled.js';
import { matches, X } from './expect.js';
import { calmLinks, mayLose } from './faults.js';
import { hasReturned } from './frames.js';
import { comesOut, isObserved, isStopObserved } from './given.js';
import { begin, closed, end } from './handlers.js';
import { bit, bitOf } from './legs.js';
import { isQueued, takeOff } from './mail.js';
import { carryOut } from './operations.js';
import { isAnsweredAnyway, isLostWithService, learnEnding } from './quirks.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Frame, Future, Lossy } from './records.js';
import { leaveOpen } from './resources.js';
import { RoleNumber } from './roles.js';
import { R } from './rules.js';
import { A, AS, CS, H, L, LS } from './symbols.js';
import { saysEnough } from './texts.js';
import { noteQuiet } from './witness.js';
import type { World } from './world.js';

/** Judges one event. @returns false when it is refused */
export function accept(world: World, event: TraceEvent): boolean {
  switch (event.event) {
    case 'run':
      return reach(world, event.at) && run(world, event);
    case 'begin':
      return reach(world, event.at) && begin(world, event);
    case 'end':
      return reach(world, event.at) && isInTime(world, event) && end(world, event);
    case 'outcome':
      return (
        reach(world, event.at) && isInTime(world, event) && (outcome(world, event) || refused(world, event))
      );
    case 'invoke':
      return reach(world, event.at) && isInTime(world, event) && invoke(world, event);
    case 'closed':
      return reach(world, event.at) && closed(world, event);
    case 'lose':
      return reach(world, event.at) && lose(world, event);
  }
}

/** Remembers an outcome that was refused. @returns false */
function refused(world: World, event: OutcomeEvent): false {
  world.refusedOutcome = event.outcome;
  return false;
}

/** Whether an event may come while an operation has not taken effect. */
function isInTime(world: World, event: TraceEvent): boolean {
  if (!isPremature(world, event)) return true;
  return world.refuse(R.invention, 'operation % has not taken effect', world.postponed);
}

/** Time goes on to this moment; it never goes back. */
function reach(world: World, at: number): boolean {
  if (at < world.now) return world.refuse(R.invention, 'time goes backwards');
  world.now = at;
  if (world.slow) arrivePatterns(world);
  return true;
}

/** Refuses because something that was due was not observed: names the rules that made it due. */
export function refuseOwed(world: World): false {
  for (const op of world.usedOps) {
    if (op.future === Future.owed) {
      world.refuseBy(op.blame, op.blame + 1, 'the outcome of % was not observed', op.id);
      world.refusedOp = op.id;
      return false;
    }
  }
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.closing === 1)
      return world.refuse(R.resources, 'resources of endpoint % were not closed', endpoint.id);
    if (endpoint.frame !== Frame.none && (endpoint.frame !== Frame.held || hasReturned(world, endpoint))) {
      return world.refuseBy(
        endpoint.frameBlame,
        endpoint.frameBlame + 1,
        'a handler of endpoint % did not begin or end',
        endpoint.id,
      );
    }
  }
  return world.refuse(R.earlyService, 'a service task is in progress');
}

/** An action ran: it must have been enabled, and what it claims must be what the models derive. */
function run(world: World, event: RunEvent): boolean {
  world.actions++;
  if (world.owed !== 0) return refuseOwed(world);
  const leg = bitOf(event.leg);
  const hint = event.endpoint ?? -1;
  world.refuse(R.invention, 'no such action can run now');
  takeGiven(world, leg, event);
  if (!consider(world, leg, event.id, hint)) return world.refusedAction(leg, event.id);
  const { book } = world.tables;
  const { first, last } = world;
  for (let alternative = first; alternative < last; alternative++) {
    const claim = book.claimOf[alternative] as number;
    if (book.decisions[claim] !== event.decision) continue;
    if (!claimsRule(world, alternative, claimIndex(leg, claim), event.rule)) {
      world.refuseBy(alternative, alternative + 1, `the rule claimed for % is ${event.rule}`, event.id);
      world.blameAlso(R.claim);
      return false;
    }
    world.countRule(R.claim);
    apply(world, leg, event.id, hint, alternative);
    return true;
  }
  const words = `the decision claimed for % is ${event.decision}`;
  if (isRefusal(event.decision)) world.refusePassed(first, last, words, event.id);
  else world.refuseBy(first, last, words, event.id);
  return world.refusedAction(leg, event.id);
}

/** Whether a message was not let through: one of the gates that it should have passed may be at fault. */
function isRefusal(decision: string): boolean {
  return decision === 'drop' || decision.startsWith('refuse');
}

/** The future of an application completes with the action that follows: what it gave is known from here on. */
function takeGiven(world: World, leg: number, event: RunEvent): void {
  const { id } = event;
  const gives = event.gives ?? null;
  if (leg === bit.result) {
    const op = world.ops[id];
    if (op === undefined || !isObserved(op)) return;
    op.gives = gives;
    op.released = gives?.kind === 'error' ? 2 : 1;
  } else if (leg === bit['stop-future']) {
    const endpoint = world.endpoints[id];
    if (endpoint !== undefined && isStopObserved(endpoint)) completeStop(world, endpoint, gives);
  }
}

/** Whether a rule stands behind a decision, or behind a gate that the message passed. */
function claimsRule(world: World, alternative: number, claim: number, rule: string): boolean {
  const { rulesOf } = world.tables.book;
  if (stands(rulesOf[alternative], rule) || stands(world.claims[claim], rule)) return true;
  return stands(rulesOf[world.passed], rule) || stands(rulesOf[world.passedToo], rule);
}

function stands(rules: Int16Array | undefined, rule: string): boolean {
  if (rules === undefined) return false;
  for (const number of rules) if (ruleIds[number] === rule) return true;
  return false;
}

/** An operation is invoked, by a lane or on the main thread of an endpoint. */
function invoke(world: World, event: InvokeEvent): boolean {
  const op = announce(world, event);
  return op !== null && carryOut(world, op);
}

/** Adds an operation that is invoked. @returns null when it cannot be */
function announce(world: World, event: InvokeEvent): OpRecord | null {
  const { op, by, operation } = event;
  if (world.wasInvoked(op)) {
    world.refuse(R.invention, 'operation % was invoked before', op);
    return null;
  }
  if ('lane' in by) {
    // Everything that the last action made due must have been observed.
    if (!isInside(world, op) && world.complete && world.owed !== 0) {
      refuseOwed(world);
      return null;
    }
    return world.addOp(op, operation, by.lane + 1);
  }
  if (!mayRunCode(world, by.mainOf)) {
    world.refuse(R.busy, 'no handler of endpoint % is running', by.mainOf);
    return null;
  }
  return world.addOp(op, operation, -1 - by.mainOf);
}

/** An operation is invoked, and takes effect later: {@link takeEffect}. */
export function postpone(world: World, event: InvokeEvent): boolean {
  const op = announce(world, event);
  if (op === null) return false;
  world.postponed = op.id;
  return true;
}

/** The operation that was invoked last takes effect. Its limits and delays began, at the earliest, when it was invoked. */
export function takeEffect(world: World): boolean {
  const op = world.ops[world.postponed] as OpRecord;
  const { now } = world;
  world.postponed = -1;
  world.now = op.at;
  const done = carryOut(world, op);
  world.now = now;
  return done;
}

/** Whether an event comes only after the operation that was invoked last has taken effect. */
export function isPremature(world: World, event: TraceEvent): boolean {
  const { postponed } = world;
  if (postponed < 0) return false;
  switch (event.event) {
    case 'invoke':
      return true;
    case 'outcome':
      return event.op === postponed || isBarrier(world.ops[event.op]);
    case 'end':
      return event.role !== 'service-task' && world.ops[postponed]?.sender === -1 - event.endpoint;
    default:
      return false;
  }
}

function isBarrier(op: OpRecord | undefined): boolean {
  const type = op?.type;
  return type === 'settle' || type === 'advance';
}

/** Whether code of the endpoint may be running: a handler, a hook, or what closes its resources before or after it. */
export function mayRunCode(world: World, id: number): boolean {
  const endpoint = world.endpoints[id];
  if (endpoint === undefined) return false;
  const { frame, closing, role } = endpoint;
  if (frame === Frame.inside || frame === Frame.held || closing !== 0) return true;
  if (frame === Frame.due) return role === RoleNumber.stop;
  return world.hasEnded(endpoint) && !world.isGone(endpoint);
}

/** Whether an operation is carried out inside of another one of its lane: by a constructor (LIFE-18). */
function isInside(world: World, op: number): boolean {
  if (!world.constructing.has(op)) return false;
  world.countRule(R.unfinished);
  return true;
}

/** The outcome of an operation is observed. */
function outcome(world: World, event: OutcomeEvent): boolean {
  const op = world.ops[event.op];
  if (op === undefined) {
    return world.wasInvoked(event.op)
      ? world.refuse(R.onceSettled, 'operation % came out before', event.op)
      : world.refuse(R.invention, 'operation % was not invoked', event.op);
  }
  if (isBarrier(op)) return settled(world, op, event.outcome);
  if (op.future !== Future.owed && op.future !== Future.optional) return unsettled(world, op, event);
  const blocking = isBlocking(op.operation);
  const seen = blocking ? outcomeOfAsk(event.outcome) : event.outcome;
  if (!comesOut(world, op, seen) && !isAnsweredAnyway(world, op, seen)) {
    if (isRefusedAtCaller(world, op, seen)) return isLimitOver(world, op) && withdraw(world, op, seen);
    world.refuseBy(op.blame, op.blame + 1, 'operation % comes out otherwise', op.id);
    blameRaising(world, op, seen);
    world.refusedOp = op.id;
    return false;
  }
  if (!saysEnough(world, op, seen) || !isLearnt(world, op, seen)) return false;
  if (op.future === Future.owed) world.owed--;
  op.future = Future.observed;
  if (blocking) endBlocking(world, op, seen);
  else if (op.asked !== 0) world.countRule(R.callback);
  learnEnding(world, op, seen);
  return true;
}

/** A settle or an advance is over: nothing is left to be done, and everything was observed. */
function settled(world: World, op: OpRecord, { kind }: Outcome): boolean {
  if (op.future !== Future.pending) return world.refuse(R.twice, 'operation % came out before', op.id);
  const pause = op.operation?.type === 'advance' ? op.operation.milliseconds : 0;
  if (kind === 'error' || world.now < op.at + pause)
    return world.refuse(R.invention, 'operation % came out too early', op.id);
  if (world.owed !== 0) return refuseOwed(world);
  if (!isQuiet(world)) return false;
  noteQuiet(world);
  calmLinks(world);
  op.future = Future.observed;
  return true;
}

/** A close that had only to wait for what was still leaving fails when its limit expires, and not before (SERV-14). */
function isLimitOver(world: World, { operation }: OpRecord): boolean {
  if (operation?.type !== 'close-service') return true;
  const service = world.service(operation.service);
  if (service !== undefined && service.expires === 1 && world.now >= service.deadline) return true;
  return world.refuse(R.early, 'the limit of the close of % has not passed', operation.service);
}

/** An outcome without a cause: it came before its time, a second time, or it is a refusal at the caller. */
function unsettled(world: World, op: OpRecord, event: OutcomeEvent): boolean {
  if (op.future === Future.observed) return world.refuse(R.onceSettled, 'operation % came out before', op.id);
  if (isRefusedAtCaller(world, op, event.outcome)) return withdraw(world, op, event.outcome);
  return op.answerBlame >= 0
    ? world.refuseBy(
        op.answerBlame,
        op.answerBlame + 1,
        'operation % comes out too early or otherwise',
        op.id,
      )
    : world.refuse(R.invention, 'nothing made operation % come out', op.id);
}

/** Whether an outcome is the one that is accepted instead, as long as the message has not been handled. */
export function isRefusedAtCaller(world: World, op: OpRecord, outcome: Outcome): boolean {
  if (isLostWithService(world, op, outcome)) return true;
  if (!matches(outcome, op.alternate, op.id, '')) return false;
  if (op.gate !== L.START && op.gate !== L.STOP) return true;
  return world.isTerminating(world.endpoints[op.endpoint] as EndpointRecord);
}

/** The operation was refused at the caller: its message was never sent, or what becomes of it is of no interest any more. */
function withdraw(world: World, op: OpRecord, outcome: Outcome): boolean {
  if (op.type === 'create-endpoint') forgetEndpoint(world, op);
  else if (op.type === 'register-resource') leaveOpen(world, op);
  else if (op.type === 'run-async') return sendUnarmable(world, op);
  else if (isQueued(op)) takeOff(world, world.endpoints[op.endpoint] as EndpointRecord, op, op.legs);
  takeRefusal(world, op, outcome);
  op.legs = 0;
  op.ask = AS.settled;
  op.connect = CS.failed;
  if (op.blame >= 0) world.countRules(op.blame);
  if (op.future === Future.owed) world.owed--;
  op.future = Future.observed;
  return true;
}

/** The transition that the refusal is, where a chart has one. */
function takeRefusal(world: World, op: OpRecord, outcome: Outcome): void {
  if (op.blame < 0) return;
  const thrown = outcome.kind === 'error' && outcome.thrown === true;
  if (op.type === 'service-schedule' && thrown)
    world.take(op.blame, world.services[op.service] as ServiceRecord);
  else if (op.type === 'connect' && op.future === Future.pending) world.take(op.blame, op); // it is identifying
}

/**
 * The constructor failed after all: the name is occupied by an earlier one that threw, or none that is taken. Nobody waits
 * for the endpoint, or finds it.
 */
function forgetEndpoint(world: World, op: OpRecord): void {
  const endpoint = world.usedEndpoints.find((candidate) => candidate.op === op.id);
  if (endpoint === undefined) return; // it was refused already, for another reason
  endpoint.exists = 0;
  endpoint.lifecycle = LS.gone;
  endpoint.target = world.step(world.tables.target, endpoint.target, H.END);
}

/** Values that teach something: addresses, generated names. */
function isLearnt(world: World, op: OpRecord, outcome: Outcome): boolean {
  if (outcome.kind !== 'value') return true;
  if (op.expected === X.address) {
    return learnAddress(world, world.endpoints[op.detail] as EndpointRecord, String(outcome.value));
  }
  if (op.expected !== X.generatedName || countsOn(world, op, String(outcome.value))) return true;
  return world.refuseBy(op.blame, op.blame + 1, 'the counter of generated names does not go on', op.id);
}

/** Whether a generated name carries the number after that of the last one: all prefixes share a counter (ADDR-15). */
function countsOn(world: World, op: OpRecord, value: string): boolean {
  const number = Number(value.slice(world.nameOf(op.text).length + 1));
  const fits = world.lastGenerated < 0 || number === world.lastGenerated + 1;
  world.lastGenerated = number;
  return fits;
}

/** The link lost a message. */
function lose(world: World, event: LoseEvent): boolean {
  const leg = bitOf(event.leg);
  const op = world.ops[event.id];
  if (op === undefined || (op.legs & leg) === 0) {
    return world.refuse(R.invention, 'no such message of % is under way', event.id);
  }
  if (!mayLose(world, op, leg, event.reason))
    return world.refuse(R.gaps, 'nothing made the link lose the message of %', event.id);
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord; // of whatever is on a link
  if ((leg & (bit.request | bit.handshake)) !== 0) takeOff(world, endpoint, op, leg);
  if (leg !== bit.identity || op.identified <= 1) op.legs &= ~leg;
  if (leg === bit.identity) op.lossy = Lossy.lost; // of the answers to a pattern nobody knows which it was
  op.ran |= leg;
  forgetDeparted(world, op);
  if (op.link >= 0) endpoint.linkLoss[op.link] = 1;
  if (event.reason === 'overflow' && op.asked !== 0) op.legs |= bit.unreachable; // DEAD-03
  if (event.reason === 'too-large') op.limit = A.TIMEOUT_LOST;
  if (event.reason === 'undecodable') op.limit = A.TIMEOUT_UNDECODABLE;
  return true;
}

/** The end of a trace: everything has been done and observed. */
export function finish(world: World): boolean {
  if (world.owed !== 0) return refuseOwed(world);
  return isQuiet(world);
}

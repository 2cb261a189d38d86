/**
 * Which hidden actions a search need try before the next event of a history.
 *
 * The state space of a history is large only because most hidden actions commute. Four observations keep it small, and
 * none of them loses an accepting path:
 *
 * 1. an event that neither needs a hidden action nor reads what one writes can be consumed first;
 * 2. an action that changes nothing but its own operation, and leads to what is recorded for that operation, can run at
 *    once (a refusal that was observed, a drop of work that never begins, an answer, a handshake, a fault of what ended);
 * 3. an action of an endpoint that the next event has nothing to do with can run after the event;
 * 4. a step of a connect that fails can wait until what makes it fail has happened.
 *
 * While an operation has not taken effect everything may matter, and neither 1 nor 3 is used.
 */
import type { InvokeEvent, Outcome, OutcomeEvent, TraceEvent } from '../spec/trace.js';
import { D } from './decisions.js';
import type { History } from './history.js';
import { consider, ofEndpoint, ofService } from './world/actions.js';
import { isQuiet, visitEnabled } from './world/enabled.js';
import { isPremature, isRefusedAtCaller, mayRunCode } from './world/events.js';
import { failing, matches } from './world/expect.js';
import { bit } from './world/legs.js';
import type { EndpointRecord, OpRecord } from './world/records.js';
import { Frame, Future } from './world/records.js';
import { RoleNumber } from './world/roles.js';
import { codeOfDecision, isDecision } from './world/settle.js';
import { CS, L, SS } from './world/symbols.js';
import type { World } from './world/world.js';

/** A move of the search: a hidden action and what it decides, or the next event. */
export interface Move {
  readonly leg: number;
  readonly id: number;
  readonly hint: number;
  readonly alternative: number;
}

/** The move that consumes the next event. */
export const CONSUME: Move = { leg: 0, id: 0, hint: 0, alternative: 0 };
/** The move that consumes an invocation whose operation takes effect later, and the one by which it does. */
export const POSTPONE: Move = { leg: -1, id: 0, hint: 0, alternative: 0 };
export const EFFECT: Move = { leg: -2, id: 0, hint: 0, alternative: 0 };

/** Whether a move goes on to the next event. */
export const consumes = ({ leg }: Move): boolean => leg === CONSUME.leg || leg === POSTPONE.leg;

/** Operations whose invocation reads something that hidden actions write: those actions may have to come before. */
const attentive: ReadonlySet<string> = new Set([
  'create-endpoint',
  'call-async',
  'cancel',
  'register-resource',
  'release-stop',
  'schedule',
  'service-schedule',
]);

/** Whether an event can be consumed before any hidden action (observation 1). */
export function canComeFirst(world: World, event: TraceEvent): boolean {
  switch (event.event) {
    case 'invoke': {
      const { operation } = event;
      if (hasPatternUnderWay(world, event) || !mayInvoke(world, event)) return false;
      return operation.type === 'connect'
        ? operation.address.kind !== 'wildcard'
        : !attentive.has(operation.type);
    }
    case 'outcome':
      return world.ops[event.op]?.future === Future.owed;
    case 'begin': {
      const endpoint = world.endpoints[event.endpoint];
      return endpoint?.frame === Frame.due && endpoint.frameWork === event.work;
    }
    case 'end':
      return world.endpoints[event.endpoint]?.frame === Frame.inside;
    default:
      return event.event === 'closed' && world.endpoints[event.endpoint]?.closing !== 0;
  }
}

/** Whether the handshake of a connect to a pattern may be sent before or after what this invocation sends (ORD-01). */
function hasPatternUnderWay(world: World, { by }: InvokeEvent): boolean {
  if (!('lane' in by)) return false;
  for (const op of world.usedOps)
    if (op.candidates.length > 0 && op.future === Future.pending && op.sender === by.lane + 1) return true;
  return false;
}

/** Whether who invokes may do so now: what closes resources does when a hidden action has made it due (STOP-07). */
const mayInvoke = (world: World, { by }: InvokeEvent): boolean =>
  'lane' in by || mayRunCode(world, by.mainOf);

/** Whether an event would be refused now, whatever else it says: hidden actions have to come before it. */
export function isHopeless(world: World, event: TraceEvent): boolean {
  if (isPremature(world, event)) return true;
  switch (event.event) {
    case 'invoke':
      return !mayInvoke(world, event);
    case 'begin':
      return event.role !== 'service-task' && !canComeFirst(world, event);
    case 'end':
      return (
        event.role !== 'service-task' && (world.endpoints[event.endpoint]?.frame ?? Frame.none) < Frame.inside
      );
    case 'closed':
      return !canComeFirst(world, event);
    case 'outcome':
      return isTooEarly(world, world.ops[event.op], event.outcome);
    default:
      return false;
  }
}

/** Whether nothing has made an operation come out yet. */
function isTooEarly(world: World, op: OpRecord | undefined, outcome: Outcome): boolean {
  if (op === undefined) return true;
  const type = op.operation?.type;
  if (type === 'settle' || type === 'advance') return world.owed !== 0 || !isQuiet(world);
  if (op.future === Future.owed || op.future === Future.optional) return false;
  return op.future === Future.observed || !isRefusedAtCaller(world, op, outcome);
}

/**
 * The moves to try before the next event, the most promising one last.
 *
 * @param event the next event; `undefined` at the end of the history
 * @param hopeless whether the next event cannot be consumed yet
 */
export function movesBefore(
  world: World,
  record: History,
  event: TraceEvent | undefined,
  position: number,
  hopeless: boolean,
): Move[] {
  const postponed = world.postponed >= 0;
  const first = event !== undefined && !postponed && canComeFirst(world, event);
  const reach = event === undefined || postponed ? EVERYWHERE : reachOf(world, event);
  const postponable = event?.event === 'invoke' && record.mayPostpone(world, position);
  const moves: Move[] = [];
  const wanted: Move[] = [];
  let safe: Move | null = null;
  visitEnabled(world, 0, (leg, id, hint) => {
    if (!consider(world, leg, id, hint)) return false;
    const alternative = safeAlternative(world, record, leg, id, position);
    if (alternative >= 0) {
      safe = { leg, id, hint, alternative };
      return true;
    }
    if (first) return false;
    const spreads = world.tables.book.decisionOf[world.first] === D.fail;
    if (reach !== EVERYWHERE && !spreads && !touches(world, leg, id, reach)) return false;
    if (isUseless(world, record, leg, id, position)) return false;
    for (let choice = world.last - 1; choice >= world.first; choice--) {
      if (!isTimely(world, leg, id, choice, event)) continue;
      (isWanted(event, id) ? wanted : moves).push({ leg, id, hint, alternative: choice });
    }
    return false;
  });
  if (safe !== null) return [safe];
  if (first) return postponable ? [POSTPONE, CONSUME] : [CONSUME];
  if (postponed || postponable) moves.push(postponed ? EFFECT : POSTPONE);
  moves.reverse();
  moves.push(...wanted);
  if (event !== undefined && !hopeless) moves.push(CONSUME);
  return moves;
}

function isWanted(event: TraceEvent | undefined, id: number): boolean {
  if (event === undefined) return false;
  return 'work' in event ? event.work === id : 'op' in event && event.op === id;
}

/** Every endpoint: what an operation has to do with that goes to none, as a barrier. */
const EVERYWHERE = -1;

/** The endpoint that an event has to do with (observation 3). */
function reachOf(world: World, event: TraceEvent): number {
  switch (event.event) {
    case 'begin':
    case 'end':
    case 'closed':
      return event.endpoint;
    case 'outcome':
      return mayTellOfService(world, event) ? EVERYWHERE : reachOfOutcome(world.ops[event.op]);
    default:
      return EVERYWHERE;
  }
}

/** Whether an operation may fail because its service ends, which waits for all of its endpoints (DEAD-06). */
function mayTellOfService(world: World, { op, outcome }: OutcomeEvent): boolean {
  const service = world.service(world.ops[op]?.service ?? -1);
  return outcome.kind === 'error' && service !== undefined && service.state !== SS.open;
}

function reachOfOutcome(op: OpRecord | undefined): number {
  const operation = op?.operation;
  if (operation?.type === 'watch' || operation?.type === 'terminate') return operation.endpoint;
  return op?.endpoint ?? EVERYWHERE;
}

function touches(world: World, leg: number, id: number, endpoint: number): boolean {
  if ((leg & ofService) !== 0) return true;
  if ((leg & ofEndpoint) !== 0) return id === endpoint || leg === bit.kill;
  const op = world.ops[id] as OpRecord;
  return op.endpoint < 0 || op.endpoint === endpoint;
}

/** A decision to begin is taken right before the begin, or before something that would forbid it later. */
function isTimely(
  world: World,
  leg: number,
  id: number,
  alternative: number,
  event: TraceEvent | undefined,
): boolean {
  const decision = world.tables.book.decisionOf[alternative];
  if (decision === D.execute && leg !== bit.tick) {
    if (event?.event === 'begin') return event.work === id;
    return isActing(world, event);
  }
  if (decision === D['on-start'] || decision === D['on-stop']) {
    const endpoint = (leg & ofEndpoint) !== 0 ? id : (world.ops[id] as OpRecord).endpoint;
    if (event?.event === 'begin' || event?.event === 'closed') return event.endpoint === endpoint;
    if (event?.event === 'outcome') return isTaskOf(world.ops[event.op], endpoint);
    return isActing(world, event);
  }
  return true;
}

/**
 * Whether a step of a connect need not be tried now, because of what the connect comes out with (observation 4). A path
 * on which it is taken can be changed into one on which it is taken later, as long as nothing has to settle before the
 * connect comes out:
 *
 * - Nobody is `found` for a connect that fails with `connection`: what that leads to is a handshake that arrives at an
 *   endpoint that has ended. The identification can as well arrive right after that end, before the name is free for
 *   another one, and find nobody. Limits and lost links fail an identification just as a handshake.
 * - No handshake is sent to an endpoint that lives for a connect that fails with `recipient-unreachable`: it arrives when
 *   the endpoint has ended, and what stands before it on its link then can be refused or dropped before it is sent.
 */
function isUseless(world: World, record: History, leg: number, id: number, position: number): boolean {
  if (leg !== bit.identify && leg !== bit.identity) return false;
  const op = world.ops[id] as OpRecord;
  const outcome = record.soon(id, position);
  if (op.future !== Future.pending || op.candidates.length > 0) return false;
  if (outcome === undefined || outcome.kind === 'value') return false;
  const decision = world.tables.book.decisionOf[world.first];
  if (outcome.code === 'connection') return decision === D.found;
  if (outcome.code !== 'recipient-unreachable' || decision !== D.shake) return false;
  return !isFoundDead(world, op);
}

/** Whether the endpoint that answered an identification has ended since. */
function isFoundDead(world: World, op: OpRecord): boolean {
  const endpoint = world.endpoint(op.found);
  return endpoint !== undefined && world.hasEnded(endpoint);
}

/** Whether an operation takes effect with an event: that may forbid what was possible before. */
function isActing(world: World, event: TraceEvent | undefined): boolean {
  return event !== undefined && (event.event === 'invoke' || isPremature(world, event));
}

/** Whether an operation is a task that the stop of an endpoint drops: its handle fails before onStop begins (MAIN-12). */
function isTaskOf(op: OpRecord | undefined, endpoint: number): boolean {
  return op?.operation?.type === 'schedule' && op.endpoint === endpoint;
}

/** The alternative of an action that can be run at once (observation 2), or -1. */
function safeAlternative(world: World, record: History, leg: number, id: number, position: number): number {
  const { first } = world;
  switch (leg) {
    case bit.result:
    case bit.return:
      return first;
    case bit.fault:
    case bit.kill:
    case bit['stop-future']:
      return world.tables.book.decisionOf[first] === D.ignore ? first : -1;
    case bit.gone:
      return record.namesAreFree && everybodyHears(world, record, id) ? first : -1;
    case bit.answer:
    case bit.greeting:
      return agrees(world, record, world.ops[id] as OpRecord, position) ? first : -1;
    case bit.timeout:
      return expires(world, record, id, position) ? first : -1;
    case bit.request:
    case bit.due:
      return safeRequest(world, record, world.ops[id] as OpRecord, position);
    case bit.identify:
    case bit.identity:
    case bit.handshake:
      return safeStep(world, record, leg, id, position);
    default:
      return -1;
  }
}

/**
 * Whether everybody who asks at any time how an endpoint ends is recorded to hear how it has ended now. What happens until it
 * is removed can change that (SUPER-06).
 */
function everybodyHears(world: World, record: History, endpoint: number): boolean {
  const { detail, ended } = world.endpoints[endpoint] as EndpointRecord;
  return record.hearsOfEnd(endpoint, (outcome) => matches(outcome, ended, detail, ''));
}

/** Whether the caller waits no longer, or comes out just as the answer says. */
function agrees(world: World, record: History, op: OpRecord, position: number): boolean {
  if (op.future !== Future.pending) return true;
  const outcome = record.soon(op.id, position);
  return outcome !== undefined && matches(outcome, op.answer, op.answerDetail, world.nameOf(op.answerText));
}

/** Whether the limit is what an operation comes out by; that of an identification ends otherwise (HAND-06). */
function expires(world: World, record: History, id: number, position: number): boolean {
  if (world.ops[id]?.connect === CS.identifying && world.ops[id]?.type === 'connect') return false;
  const outcome = record.soon(id, position);
  return outcome?.kind === 'error' && outcome.code === 'ask-timeout';
}

/** A message that the endpoint does not take: refused just as it was observed, or dropped and never begun. */
function safeRequest(world: World, record: History, op: OpRecord, position: number): number {
  if (record.beginsLater(RoleNumber.call, op.id, position)) return -1;
  for (let alternative = world.first; alternative < world.last; alternative++) {
    if (isDecision(world, alternative, 'refuse')) {
      const outcome = record.soon(op.id, position);
      const answer = failing(codeOfDecision(world, alternative));
      if (outcome !== undefined && matches(outcome, answer, 0, '')) return alternative;
    } else if (world.tables.book.decisionOf[alternative] === D.drop && op.asked === 0 && op.gate !== L.TASK) {
      return alternative;
    }
  }
  return -1;
}

/** A step of a connect whose result is the recorded one. */
function safeStep(world: World, record: History, leg: number, id: number, position: number): number {
  const { decisionOf } = world.tables.book;
  const op = world.ops[id] as OpRecord;
  // The connect came out: what is still on its way changes nothing, but for a supervisor that is taken down (HAND-19).
  if (op.future !== Future.pending) return decisionOf[world.first] === D.fail ? -1 : world.first;
  const outcome = record.soon(id, position);
  if (outcome === undefined) return -1;
  // Which of several matches of a pattern is taken is open (ADDR-18): that choice is tried both ways.
  if (op.matches > 1) return -1;
  // A match that comes to exist while a pattern is on its way is a further one.
  if (op.candidates.length > 0 && !world.punctual && (op.legs & bit.identify) !== 0) return -1;
  // A name may have another endpoint when the identification arrives.
  if (leg === bit.identify && record.createsBetween(position, id)) return -1;
  for (let alternative = world.first; alternative < world.last; alternative++)
    if (isStepTo(world, op, alternative, outcome)) return alternative;
  return -1;
}

/** Whether a step of a connect leads to its outcome, and to no other one. */
function isStepTo(world: World, op: OpRecord, alternative: number, outcome: Outcome): boolean {
  const code = outcome.kind === 'value' ? 'none' : outcome.code;
  switch (world.tables.book.decisionOf[alternative]) {
    case D.late:
      return true;
    case D.found:
      return code === 'none' || code === 'handshake' || code === 'recipient-unreachable';
    case D.shake:
      return (
        code === 'none' ||
        code === 'handshake' ||
        (code === 'recipient-unreachable' && isFoundDead(world, op))
      );
    case D.none:
    case D.settle:
      return code === 'connection';
    case D.accept:
      return code === 'none';
    default:
      return (
        isDecision(world, alternative, 'refuse') &&
        matches(outcome, failing(codeOfDecision(world, alternative)), 0, '')
      );
  }
}

/** Whether an outcome can come from elsewhere than from the answer: a limit, a lost link, a closed service. */
export function mayOvertake(outcome: Outcome): boolean {
  if (outcome.kind === 'value') return false;
  const { code } = outcome;
  return (
    code === 'ask-timeout' ||
    code === 'recipient-unreachable' ||
    code === 'illegal-state' ||
    code === 'close-timeout'
  );
}

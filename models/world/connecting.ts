/**
 * Connecting: the operation at the caller, identification and handshake at the target, and what the caller makes of the
 * answers (rules HAND, ADDR-17 to ADDR-20, MSG-05).
 */
import type { AddressReference, Operation } from '../../spec/operations.js';
import { D } from '../decisions.js';
import { Kind } from '../kinds.js';
import { endpointAt } from './addresses.js';
import { depart, earliestStep } from './delays.js';
import { serviceOfAddress } from './destinations.js';
import { failService, hasSockets } from './endings.js';
import { failing, throwing, X } from './expect.js';
import { exposeToFaults, hasFailed } from './faults.js';
import {
  ALONE,
  answerIdentification,
  answering,
  forgetCandidates,
  identifyCandidate,
  isLastAnswer,
  missCandidates,
  saysFound,
  sentTo,
  takeAnswer,
} from './identifications.js';
import { bit, endedBySettling } from './legs.js';
import { isHead, isReady, overtakes, send, takeOff } from './mail.js';
import { areLegal } from './quirks.js';
import type { EndpointRecord, OpRecord, ServiceRecord } from './records.js';
import { Envelope, Lossy } from './records.js';
import { R } from './rules.js';
import { codeOfDecision, decideAtOnce, isDecision, settleBy } from './settle.js';
import { C, CS, H, HS, S, SS } from './symbols.js';
import { noteConnected, noteConnecting, noteIdentified } from './witness.js';
import type { World } from './world.js';

type Connect = Extract<Operation, { type: 'connect' }>;

/** The current version of the handshake. */
const VERSION = 2;

/** Connects through a service. */
export function connect(world: World, op: OpRecord, operation: Connect): boolean {
  const service = world.service(operation.service);
  if (service === undefined) return world.refuse(R.invention, 'there is no service %', operation.service);
  world.look(world.tables.service, service.state, S.CONNECT);
  if (isDecision(world, world.first, 'throw')) return decideAtOnce(world, op, world.first, service);
  world.take(world.first, service);
  op.service = service.id;
  op.deadline = op.at + service.askTimeoutMs;
  if (areLegal(world) && service.failed === 1) op.alternate = throwing('illegal-state'); // HAND-02
  const { address } = operation;
  const target = world.service(serviceOfAddress(world, address));
  noteConnecting(world, operation, target);
  if (address.kind === 'literal') return connectLiteral(world, op, address.text);
  if (address.kind === 'unknown-host')
    return hasSockets(world, service)
      ? connectToNobody(world, op)
      : failAtOnce(world, op, C.NO_SUCH_HOST, failing('connection'));
  if (target !== undefined && target !== service && target.state === SS.closed)
    return connectToNobody(world, op);
  op.legs |= bit.identify | bit.timeout;
  if (address.kind === 'supervisor') {
    // The caller may know by itself that no endpoint has such an address (HAND-19).
    world.look(world.tables.caller, CS.identifying, C.NONE_SUPERVISOR);
    op.alternate = failing('connection');
    op.blame = world.first;
  }
  if (target !== undefined) {
    exposeToFaults(world, op, service.id, target.id);
    // Whom a socket could not reach is left alone for a while (HAND-05).
    if (world.complete && hasFailed(world, service.id, target.id)) op.alternate = failing('connection');
    departIdentify(world, op, target.id);
  }
  const pattern = isPattern(world, op);
  if (pattern) world.patterns.add(op.id);
  if (op.arrives > world.now && pattern) op.matches = UNKNOWN;
  else findMatches(world, op);
  if (isUntimed(world, op) && pattern) {
    op.lossy = Lossy.lost; // whoever matches now may be gone when the pattern arrives
    op.mayMiss = 1;
  }
  return true;
}

/** Whether the identification goes to another service at a pace of its own: no event of a trace says when it arrived. */
function isUntimed(world: World, { operation, service }: OpRecord): boolean {
  if (world.punctual || operation?.type !== 'connect') return false;
  return world.complete && serviceOfAddress(world, operation.address) !== service;
}

/** Nobody is there: the caller knows it at once, or learns it when its socket is refused (HAND-05). */
function connectToNobody(world: World, op: OpRecord): boolean {
  if (!world.complete) return failAtOnce(world, op, C.NO_SUCH_HOST, failing('connection'));
  world.look(world.tables.caller, CS.identifying, C.NO_SUCH_HOST);
  op.legs |= bit.unreachable | bit.timeout;
  op.alternate = failing('connection');
  op.blame = world.first;
  return true;
}

function departIdentify(world: World, op: OpRecord, target: number): void {
  if (isReachable(world, op.service, target)) depart(world, op, op.service, target);
}

function connectLiteral(world: World, op: OpRecord, text: string): boolean {
  const endpoint = endpointAt(world, text);
  if (endpoint !== undefined) {
    op.legs |= bit.identify | bit.timeout;
    op.bound = endpoint.id;
    departIdentify(world, op, endpoint.service);
    return true;
  }
  if (text === '') return failAtOnce(world, op, C.NONE_EMPTY, X.emptyAddress);
  return failAtOnce(world, op, C.NOT_AN_ADDRESS, failing('connection'));
}

function failAtOnce(world: World, op: OpRecord, symbol: number, expected: number): boolean {
  op.connect = settleBy(world, op, world.tables.caller, CS.identifying, symbol, expected, 0);
  return true;
}

/** The pattern of an address with a `*`, or null when it is no pattern (ADDR-14). */
function patternOf(world: World, address: AddressReference): string | null {
  if (address.kind === 'wildcard') return `${address.prefix}_*`;
  const name = nameOf(world, address);
  return name.includes('*') ? name : null;
}

/** The name that an address resolves to. */
function nameOf(world: World, address: AddressReference): string {
  if (address.kind === 'name') return address.name;
  if (address.kind !== 'endpoint') return '';
  const endpoint = world.endpoints[address.endpoint];
  return endpoint === undefined ? '' : world.nameOf(endpoint.name);
}

/** A service without transport is reached by nobody else. */
function isReachable(world: World, from: number, to: number): boolean {
  const caller = world.service(from) as ServiceRecord;
  const target = world.service(to);
  return from === to || (caller.remote && target?.remote === true);
}

/** The number of matches of a pattern that has not arrived. */
const UNKNOWN = -1;

/** Patterns that have arrived at last are put to whoever matches them now. */
export function arrivePatterns(world: World): void {
  for (const id of world.patterns) {
    const op = world.ops[id] as OpRecord;
    if (op.matches === UNKNOWN && op.arrives <= world.now) arrivePattern(world, op);
  }
}

/**
 * A pattern arrives that was on its way over a slow link. Nothing in a trace says so: what happened in the same
 * millisecond may have come before or after. So its identifications may be run, and need not.
 */
function arrivePattern(world: World, op: OpRecord): void {
  op.matches = 0;
  op.lossy = Lossy.lost;
  findMatches(world, op);
}

/** One identification to every live match, if the address is a pattern. */
function findMatches(world: World, op: OpRecord): void {
  const { address } = op.operation as Connect;
  const pattern = patternOf(world, address);
  if (pattern === null) return;
  const service = serviceOfAddress(world, address);
  const expression = expressionOf(pattern);
  forgetCandidates(op);
  for (const endpoint of world.usedEndpoints) {
    if (endpoint.service !== service || endpoint.ghost || world.hasEnded(endpoint)) continue;
    if (!isReachable(world, op.service, service) || !expression.test(world.nameOf(endpoint.name))) continue;
    identifyCandidate(op, endpoint.id);
  }
}

/**
 * An endpoint was created while a pattern was on its way: on a clock of its own nobody saw when the pattern was looked
 * up, so it may be a match, or the lookup may have come before it (ADDR-18, ADDR-19).
 */
export function offerToPatterns(world: World, endpoint: EndpointRecord): void {
  if (world.punctual) return;
  for (const id of world.patterns) {
    const op = world.ops[id] as OpRecord;
    if (op.matches === UNKNOWN) continue; // it is not yet looked up for certain
    if ((op.legs & bit.identify) === 0) continue;
    if (world.complete && !isUntimed(world, op)) continue;
    const { address } = op.operation as Connect;
    const pattern = patternOf(world, address);
    if (pattern === null || serviceOfAddress(world, address) !== endpoint.service) continue;
    if (!isReachable(world, op.service, endpoint.service)) continue;
    if (!expressionOf(pattern).test(world.nameOf(endpoint.name))) continue;
    identifyCandidate(op, endpoint.id);
  }
}

const expressionOf = (pattern: string) => new RegExp(`^${pattern.split('*').map(escapeText).join('.*')}$`);

const escapeText = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const isPattern = (world: World, op: OpRecord) =>
  op.operation?.type === 'connect' && patternOf(world, op.operation.address) !== null;

/** The live endpoint that the address names now, or undefined. One whose constructor threw stands behind all others. */
function resolve(world: World, op: OpRecord): EndpointRecord | undefined {
  const { address } = op.operation as Connect;
  if (address.kind === 'supervisor') return undefined;
  const service = serviceOfAddress(world, address);
  if (!isReachable(world, op.service, service)) return undefined;
  const literal = address.kind === 'literal' ? (world.endpoints[op.bound] as EndpointRecord).name : -1;
  const name = literal >= 0 ? literal : world.nameNumber(nameOf(world, address));
  return world.bearers.find(service, name, (endpoint) => !world.hasEnded(endpoint));
}

/**
 * The identification reaches its target.
 *
 * @param hint for a pattern: the endpoint that this copy reaches
 */
export function considerIdentify(world: World, op: OpRecord, hint: number): boolean {
  const { target } = world.tables;
  if (op.matches === UNKNOWN) arrivePattern(world, op);
  const endpoint = identified(world, op, hint);
  if (endpoint === null) return world.refuse(R.invention, 'no identification of % goes there', op.id);
  if (endpoint === undefined) {
    const supervisor = (op.operation as Connect).address.kind === 'supervisor';
    return world.look(target, supervisor ? HS.supervisor : HS.ended, H.IDENTIFY);
  }
  // A handler that was cut off with its endpoint (SERV-14) still has the main thread: whoever looks waits for it (HAND-06).
  if ((world.complete || !world.hasEnded(endpoint)) && !isReady(world, endpoint)) {
    return world.refuse(R.busy, 'the main thread of endpoint % is busy', endpoint.id);
  }
  return world.look(target, endpoint.target, H.IDENTIFY);
}

/** The endpoint that an identification reaches, undefined when nothing lives there, null when none goes there. */
function identified(world: World, op: OpRecord, hint: number): EndpointRecord | undefined | null {
  if (!isPattern(world, op)) return resolve(world, op);
  if (op.matches === 0) return undefined;
  if (hint < 0 && op.mayMiss === 1) return undefined;
  return sentTo(op, hint) >= 0 ? (world.endpoints[hint] as EndpointRecord) : null;
}

/** The answer to the identification goes back. */
export function applyIdentify(world: World, op: OpRecord, hint: number, alternative: number): void {
  const endpoint = identified(world, op, hint);
  world.count(alternative, endpoint ?? world.nobody());
  if (endpoint) {
    world.hear(endpoint, Kind.identify);
    noteIdentified(world, op, endpoint);
  }
  const decision = world.tables.book.decisionOf[alternative];
  const found = decision === D.found;
  if (decision === D.fail) {
    op.spoilt = 1;
    failService(
      world,
      world.services[serviceOfAddress(world, (op.operation as Connect).address)] as ServiceRecord,
    );
  }
  departIdentity(world, op);
  const position = endpoint && op.matches > 0 ? sentTo(op, endpoint.id) : -1;
  answerIdentification(op, position >= 0 ? position : ALONE, found);
  if (position < 0) missCandidates(op); // looked up before anything matched
  op.mayMiss = 0;
  if (op.identifying === 0) op.legs &= ~bit.identify;
  op.legs |= bit.identity;
  if (found && position < 0) op.found = (endpoint as EndpointRecord).id;
}

function departIdentity(world: World, op: OpRecord): void {
  if (!world.slow) return;
  const target = serviceOfAddress(world, (op.operation as Connect).address);
  if (target < 0 || !isReachable(world, op.service, target)) return;
  depart(world, op, target, op.service);
  if (op.matches > 0 && op.arrives > world.now) op.lossy = Lossy.lost;
}

/** The answer to the identification reached the caller. */
export function considerIdentity(world: World, op: OpRecord, hint: number): boolean {
  return world.look(world.tables.caller, op.connect, identitySymbol(world, op, answering(op, hint)));
}

function identitySymbol(world: World, op: OpRecord, position: number): number {
  const found = saysFound(op, position);
  const { address } = op.operation as Connect;
  if (!isPattern(world, op)) {
    if (found) return C.FOUND;
    return address.kind === 'supervisor' ? C.NONE_SUPERVISOR : C.NONE;
  }
  const several = op.matches > 1;
  if (found) return several ? C.FOUND_WILDCARD_OF_SEVERAL : C.FOUND_WILDCARD;
  if (!isLastAnswer(op)) return C.NONE_WILDCARD_OF_SEVERAL;
  return op.matches === 0 ? C.NONE_WILDCARD : C.NONE_WILDCARD_DIED;
}

/** Goes on to the handshake, or fails, or comes too late. */
export function applyIdentity(world: World, op: OpRecord, hint: number, alternative: number): void {
  const { caller, book } = world.tables;
  const position = answering(op, hint);
  const symbol = identitySymbol(world, op, position);
  const decision = book.decisionOf[alternative];
  takeAnswer(op, position);
  if (op.identified === 0) op.legs &= ~bit.identity;
  world.count(alternative, op);
  op.connect = world.step(caller, op.connect, symbol);
  if (decision === D.shake) {
    const id = position === ALONE ? op.found : (op.candidates[position] as number);
    const endpoint = world.endpoints[id] as EndpointRecord;
    op.deadline = earliestStep(world, op) + (world.services[op.service] as ServiceRecord).askTimeoutMs;
    send(world, op, endpoint, op.service, bit.handshake);
    depart(world, op, op.service, endpoint.service);
  } else if (decision === D.settle) {
    if (op.connect === CS.identifying) op.connect = world.pass(caller, op.connect, C.SPOILT, op);
    op.legs &= ~endedBySettling(world);
    world.owe(op, failing(op.spoilt === 1 ? 'unknown-message' : 'connection'), 0, -1, alternative);
  }
}

/** The handshake reached its target. */
export function considerHandshake(world: World, op: OpRecord): boolean {
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  if (!isHead(endpoint, op) && !overtakes(world, endpoint, op))
    return world.refuse(R.order, 'an earlier message of its sender is on the way before %', op.id);
  if (!isReady(world, endpoint))
    return world.refuse(R.busy, 'the main thread of endpoint % is busy', endpoint.id);
  return world.look(world.tables.target, endpoint.target, helloOf(endpoint, op.operation as Connect));
}

function helloOf(endpoint: EndpointRecord, operation: Connect): number {
  const served = isServed(endpoint, operation);
  if (operation.version !== VERSION) return served ? H.HELLO_VERSION : H.HELLO_BOTH;
  if (!served) return H.HELLO_GATEWAY;
  return operation.gatewayType === 'root' ? H.HELLO_ROOT : H.HELLO;
}

/** Whether the endpoint serves the gateway that is asked for (HAND-08). */
function isServed({ gateways }: EndpointRecord, { gatewayName, gatewayType }: Connect): boolean {
  if (gateways === null || gatewayName === undefined) return gatewayType !== 'foreign';
  return gatewayType === 'root' || gateways.includes(gatewayName);
}

/** The greeting goes back. */
export function applyHandshake(world: World, op: OpRecord, alternative: number): void {
  const endpoint = world.endpoints[op.endpoint] as EndpointRecord;
  takeOff(world, endpoint, op, bit.handshake);
  world.count(alternative, endpoint);
  world.hear(endpoint, Kind.handshake);
  op.legs |= bit.greeting;
  depart(world, op, endpoint.service, op.service);
  op.answerBlame = alternative;
  if (world.tables.book.decisionOf[alternative] === D.accept) {
    op.answer = X.nothing;
    noteConnected(world, op, endpoint);
  } else op.answer = failing(codeOfDecision(world, alternative));
}

function greetingSymbol(op: OpRecord): number {
  if (op.answer === X.nothing) return C.ACCEPTED;
  return op.answer === failing('handshake') ? C.REFUSED : C.UNREACHABLE;
}

/** The greeting reached the caller. */
export function considerGreeting(world: World, op: OpRecord): boolean {
  world.passed = op.answerBlame;
  return world.look(world.tables.caller, op.connect, greetingSymbol(op));
}

/** The gateway exists, or the connect fails. */
export function applyGreeting(world: World, op: OpRecord, alternative: number): void {
  op.legs &= ~bit.greeting;
  world.count(alternative, op);
  op.connect = world.step(world.tables.caller, op.connect, greetingSymbol(op));
  if (world.tables.book.decisionOf[alternative] !== D.settle) return;
  op.legs &= ~endedBySettling(world);
  if (op.answer === X.nothing) makeGateway(world, op);
  world.owe(op, op.answer, 0, -1, op.answer === X.nothing ? alternative : op.answerBlame);
}

function makeGateway(world: World, op: OpRecord): void {
  const operation = op.operation as Connect;
  const gateway = world.addGateway(operation.gateway);
  gateway.order = op.order;
  gateway.endpoint = op.endpoint;
  gateway.replaced = (world.endpoints[op.endpoint] as EndpointRecord).replaced;
  gateway.service = op.service;
  gateway.envelope = operation.fencing === null ? Envelope.bare : Envelope.fenced;
  gateway.token = operation.fencing === null ? 0 : world.tokenNumber(operation.fencing.token);
}

/** A step of the connect was not answered in time (HAND-06, HAND-13). */
export function expireConnect(world: World, op: OpRecord): void {
  const shaking = op.connect === CS.shaking;
  const expected = shaking ? X.connectionOrTimeout : failing('connection');
  op.connect = settleBy(world, op, world.tables.caller, op.connect, C.TIMEOUT, expected, 0);
  op.legs &= ~endedBySettling(world);
}

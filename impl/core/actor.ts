/**
 * The actor: the pure half of an endpoint. `receive` and the other steps take the state and an input, change the state
 * in place, and return the ruling; they touch nothing else. No clock, no promise, no user code.
 *
 * Order of judgement of a message: life cycle (MSG-07), fencing, kind, then (by the runtime, which knows the
 * declarations) method and arguments.
 */
import { type NullableToken, sameToken } from '../../spec/tokens.js';
import type { Envelope, HandshakeDemand, MessageKind } from './message.js';
import { type Ruling, refusal, rule } from './ruling.js';

/** The states of rule family LIFE. */
export type Lifecycle = 'STOPPED' | 'STARTED' | 'TERMINATING' | 'TERMINATED';

/** How an endpoint is fenced: not at all, with a token that may be replaced, or with one for ever. */
export type Fencing = 'plain' | 'replaceable' | 'permanent';

/** The protocol version that handshakes carry (HAND-07). */
export const PROTOCOL_VERSION = 2;

/** The state of an actor. A plain object: copying it is a snapshot. */
export interface ActorState {
  lifecycle: Lifecycle;
  /** The running flag of LIFE-16. */
  running: boolean;
  /** A handler or hook holds the main thread. */
  busy: boolean;
  /** The future of `onStop` is complete: nothing further may begin (TERM-03). */
  draining: boolean;
  readonly fencing: Fencing;
  token: NullableToken;
  /** Names of the gateways that the endpoint serves, with everything they extend. */
  readonly gateways: ReadonlySet<string>;
}

/** What the actor needs to know of a message. */
export interface ActorInput {
  readonly kind: MessageKind;
  /** Somebody waits for an answer. */
  readonly asked: boolean;
  readonly envelope: Envelope;
  readonly token: NullableToken;
  readonly handshake: HandshakeDemand | null;
}

/** A fresh actor: registered, addressable, STOPPED (LIFE-01). */
export function newActor(fencing: Fencing, token: NullableToken, gateways: ReadonlySet<string>): ActorState {
  return { lifecycle: 'STOPPED', running: false, busy: false, draining: false, fencing, token, gateways };
}

const notStarted = refusal('endpoint-not-started', 'MSG-01', 'MSG-02');
const callableNotStarted = refusal('endpoint-not-started', 'MSG-03', 'MSG-02');
const dead = refusal('recipient-unreachable', 'DEAD-01', 'DEAD-04');
const otherToken = refusal('fencing-token', 'FENCE-02', 'FENCE-03');
const nullToken = refusal('fencing-token', 'FENCE-04', 'FENCE-03');
const unsetToken = refusal('fencing-token', 'FENCE-05', 'FENCE-05');
const bareAtFenced = refusal('unknown-message', 'FENCE-06', 'FENCE-06');
const fencedAtPlain = refusal('unknown-message', 'FENCE-07', 'FENCE-07');
const unknownKind = refusal('unknown-message', 'MSG-08', 'MSG-08');
const rulings = {
  startHook: rule('LIFE-02', 'on-start'),
  startAgain: rule('LIFE-03', 'ignore'),
  pause: rule('LIFE-04', 'pause'),
  pauseAgain: rule('LIFE-05', 'ignore'),
  terminateStopped: rule('LIFE-07', 'terminate'),
  stopHook: rule('LIFE-08', 'on-stop'),
  terminateAgain: rule('LIFE-09', 'ignore'),
  illegalStart: rule('LIFE-10', 'fail'),
  illegalStop: rule('LIFE-11', 'fail'),
  controlDead: rule('LIFE-12', 'drop'),
  identified: rule('MSG-05', 'found'),
  identifiedDead: rule('HAND-02', 'none'),
  accepted: rule('MSG-05', 'accept'),
  wrongVersion: refusal('handshake', 'HAND-07', 'HAND-07').ask,
  wrongGateway: refusal('handshake', 'HAND-08', 'HAND-08').ask,
  handshakeDead: refusal('recipient-unreachable', 'HAND-14', 'HAND-14').ask,
  faultInjected: rule('SUPER-02', 'fail'),
  faultDead: rule('LIFE-12', 'ignore'),
  killed: rule('SUPER-02', 'terminate'),
  killedDead: rule('LIFE-12', 'ignore'),
  call: rule('MSG-06', 'execute'),
  fenced: rule('FENCE-01', 'execute'),
  unfenced: rule('FENCE-19', 'execute'),
  stopped: rule('STOP-02', 'terminate'),
  drain: rule('TERM-03', 'drain'),
  stoppedDead: rule('SUPER-02', 'ignore'),
} as const;

/**
 * The decisions of the actor, each under the id of the rule that it embodies. The steps below are assembled from this
 * record, so that a variant of the actor with one decision replaced can be built from outside.
 */
export const actorRules = {
  /** START in STOPPED runs the hook, also after a pause (LIFE-06); the running flag is set directly before. */
  'LIFE-02': (actor: ActorState): Ruling => {
    actor.running = true;
    actor.busy = true;
    return rulings.startHook;
  },
  'LIFE-03': (_actor: ActorState): Ruling => rulings.startAgain,
  'LIFE-04': (actor: ActorState): Ruling => {
    actor.lifecycle = 'STOPPED';
    return rulings.pause;
  },
  'LIFE-05': (_actor: ActorState): Ruling => rulings.pauseAgain,
  'LIFE-07': (actor: ActorState): Ruling => {
    actor.lifecycle = 'TERMINATED';
    return rulings.terminateStopped;
  },
  'LIFE-08': (actor: ActorState): Ruling => {
    actor.lifecycle = 'TERMINATING';
    actor.busy = true;
    return rulings.stopHook;
  },
  'LIFE-09': (_actor: ActorState): Ruling => rulings.terminateAgain,
  'LIFE-10': (actor: ActorState): Ruling => {
    actor.lifecycle = 'TERMINATED';
    return rulings.illegalStart;
  },
  'LIFE-11': (actor: ActorState): Ruling => {
    actor.lifecycle = 'TERMINATED';
    return rulings.illegalStop;
  },
  'LIFE-12': (_actor: ActorState): Ruling => rulings.controlDead,
  /** Calls to a stopped endpoint are refused, everything else is dropped; nothing is buffered (MSG-04). */
  'MSG-01': (_actor: ActorState, input: ActorInput): Ruling => {
    if (!input.asked) return notStarted.tell;
    return input.kind === 'callable' ? callableNotStarted.ask : notStarted.ask;
  },
  'DEAD-01': (_actor: ActorState, input: ActorInput): Ruling => (input.asked ? dead.ask : dead.tell),
  /** Fencing: an envelope counts only if its token is the endpoint's token at this moment (FENCE-08). */
  'FENCE-01': (actor: ActorState, input: ActorInput): Ruling => {
    if (actor.fencing === 'plain') {
      if (input.envelope === 'fenced') return input.asked ? fencedAtPlain.ask : fencedAtPlain.tell;
      return rulings.call;
    }
    if (input.envelope === 'unfenced') return rulings.unfenced;
    if (input.envelope === 'bare') return input.asked ? bareAtFenced.ask : bareAtFenced.tell;
    if (actor.token === null) return input.asked ? unsetToken.ask : unsetToken.tell;
    if (sameToken(actor.token, input.token)) return rulings.fenced;
    const refused = input.token === null ? nullToken : otherToken;
    return input.asked ? refused.ask : refused.tell;
  },
  'MSG-08': (_actor: ActorState, input: ActorInput): Ruling =>
    input.asked ? unknownKind.ask : unknownKind.tell,
  /** The handshake is answered in every live state and is never fenced (MSG-05, FENCE-12). */
  'MSG-05': (actor: ActorState, input: ActorInput): Ruling => {
    if (actor.lifecycle === 'TERMINATED') return rulings.handshakeDead;
    const demand = input.handshake as HandshakeDemand;
    if (demand.version !== PROTOCOL_VERSION) return rulings.wrongVersion; // HAND-07 before HAND-08: HAND-09
    return actor.gateways.has(demand.gateway) ? rulings.accepted : rulings.wrongGateway;
  },
  /** Identification (HAND-01). */
  'HAND-02': (actor: ActorState): Ruling =>
    actor.lifecycle === 'TERMINATED' ? rulings.identifiedDead : rulings.identified,
  /** An injected fault: an error leaves the message handler. */
  'SUPER-02': (actor: ActorState): Ruling => {
    if (actor.lifecycle === 'TERMINATED') return rulings.faultDead;
    actor.lifecycle = 'TERMINATED';
    return rulings.faultInjected;
  },
  /** A sibling failed: the supervisor stops this endpoint, without `onStop` (SUPER-05). */
  'SUPER-04': (actor: ActorState): Ruling => {
    if (actor.lifecycle === 'TERMINATED') return rulings.killedDead;
    actor.lifecycle = 'TERMINATED';
    return rulings.killed;
  },
  /** The future of `onStop` completed: nothing further begins; the handler in progress may finish (TERM-03). */
  'TERM-03': (actor: ActorState): Ruling => {
    if (actor.lifecycle === 'TERMINATED') return rulings.stoppedDead;
    actor.draining = true;
    if (actor.busy) return rulings.drain;
    actor.lifecycle = 'TERMINATED';
    return rulings.stopped;
  },
} as const;

/** The record of decisions that an actor is assembled from. */
export type ActorRules = {
  readonly [Id in keyof typeof actorRules]: (actor: ActorState, input: ActorInput) => Ruling;
};

/**
 * A message reached the head of the mailbox of an idle actor.
 *
 * @param actor the state; changed in place
 * @param input the message
 * @param rules the decisions; the reference's unless a variant is judged
 * @returns the ruling: `execute` admits the message (the main thread is taken from then on)
 */
export function receive(actor: ActorState, input: ActorInput, rules: ActorRules): Ruling {
  switch (input.kind) {
    case 'call':
    case 'run':
    case 'callable':
    case 'unknown':
      return receiveWork(actor, input, rules);
    case 'start':
    case 'stop':
    case 'terminate':
      return receiveControl(actor, input, rules);
    case 'identify':
      return rules['HAND-02'](actor, input);
    case 'handshake':
      return rules['MSG-05'](actor, input);
    case 'fault':
      return rules['SUPER-02'](actor, input);
    case 'kill':
      return rules['SUPER-04'](actor, input);
  }
}

/** Calls, runs and callables: state before fencing (MSG-07), fencing before kind. */
function receiveWork(actor: ActorState, input: ActorInput, rules: ActorRules): Ruling {
  if (actor.lifecycle === 'TERMINATED') return rules['DEAD-01'](actor, input);
  if (actor.lifecycle === 'STOPPED') return rules['MSG-01'](actor, input);
  const admitted = rules['FENCE-01'](actor, input);
  if (admitted.decision !== 'execute') return admitted;
  if (input.kind === 'unknown') return rules['MSG-08'](actor, input);
  return admitted;
}

/** START, STOP and TERMINATE: never fenced, never answered (LIFE-14). */
function receiveControl(actor: ActorState, input: ActorInput, rules: ActorRules): Ruling {
  switch (actor.lifecycle) {
    case 'STOPPED':
      if (input.kind === 'start') return rules['LIFE-02'](actor, input);
      return input.kind === 'stop' ? rules['LIFE-05'](actor, input) : rules['LIFE-07'](actor, input);
    case 'STARTED':
      if (input.kind === 'start') return rules['LIFE-03'](actor, input);
      return input.kind === 'stop' ? rules['LIFE-04'](actor, input) : rules['LIFE-08'](actor, input);
    case 'TERMINATING':
      if (input.kind === 'start') return rules['LIFE-10'](actor, input);
      return input.kind === 'stop' ? rules['LIFE-11'](actor, input) : rules['LIFE-09'](actor, input);
    case 'TERMINATED':
      return rules['LIFE-12'](actor, input);
  }
}

/**
 * `onStart` ended.
 *
 * @param actor the state; changed in place
 * @param succeeded it returned, and not a promise (START-09)
 * @returns whether the endpoint lives on; if not it is TERMINATED (START-02)
 */
export function startReturned(actor: ActorState, succeeded: boolean): boolean {
  actor.busy = false;
  actor.lifecycle = succeeded ? 'STARTED' : 'TERMINATED';
  return succeeded;
}

/**
 * `onStop` ended.
 *
 * @param actor the state; changed in place
 * @param future it returned a future, whose completion is the end (STOP-02); otherwise it failed (STOP-03, STOP-04)
 * @returns whether the endpoint lives on until that future completes
 */
export function stopReturned(actor: ActorState, future: boolean): boolean {
  actor.busy = false;
  if (future) actor.running = false;
  else actor.lifecycle = 'TERMINATED';
  return future;
}

/**
 * A handler returned the main thread.
 *
 * @param actor the state; changed in place
 * @returns whether this was the handler that a final stop waited for: the actor is TERMINATED now (TERM-03)
 */
export function handlerReturned(actor: ActorState): boolean {
  actor.busy = false;
  if (!actor.draining || actor.lifecycle === 'TERMINATED') return false;
  actor.lifecycle = 'TERMINATED';
  return true;
}

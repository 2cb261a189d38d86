/**
 * What the text of an error must state and what its cause must be, by the rule that decided it (MSG-01, HAND-02,
 * FENCE-02, TIME-06, …). A complete trace reports what a text states; a history may leave it out.
 */
import type { ErrorCode } from '../../spec/errors.js';
import type { CallStack, Outcome } from '../../spec/trace.js';
import { ruleIndex } from '../rule-ids.js';
import type { OpRecord } from './records.js';
import { R } from './rules.js';
import type { World } from './world.js';

const expiredAsk = ruleIndex('TIME-06');

interface Demand {
  readonly rule: number;
  readonly code: ErrorCode;
  readonly facts: readonly string[];
  readonly cause: ErrorCode | null;
}

const demand = (
  rule: string,
  code: ErrorCode,
  facts: readonly string[],
  cause: ErrorCode | null = null,
): Demand => ({
  rule: ruleIndex(rule),
  code,
  facts,
  cause,
});

const demands: ReadonlyMap<number, Demand> = new Map(
  [
    demand('MSG-01', 'endpoint-not-started', ['message', 'endpoint']),
    demand('HAND-02', 'connection', ['address']),
    demand('HAND-07', 'handshake', ['versions']),
    demand('HAND-08', 'handshake', ['gateway']),
    demand('FENCE-02', 'fencing-token', ['tokens']),
    demand('TIME-06', 'ask-timeout', ['method', 'address']),
    demand('SIZE-05', 'result-not-serializable', ['method']),
    demand('SIZE-06', 'result-too-large', ['method', 'bytes', 'limit']),
    demand('SIZE-08', 'result-undecodable', ['method']),
    demand('START-02', 'start-failed', ['endpoint']),
    demand('START-03', 'start-failed', [], 'application'),
    demand('STOP-03', 'stop-failed', ['endpoint']),
    demand('LIFE-10', 'endpoint-failed', [], 'invalid-state'),
    demand('LIFE-11', 'endpoint-failed', [], 'invalid-state'),
    demand('SUPER-04', 'sibling-failed', ['endpoint', 'sibling']),
    demand('TERM-13', 'not-properly-stopped', ['endpoint']),
  ].map((each) => [each.rule, each]),
);

/** The rules behind an error that no decision stands behind. */
const NO_RULES = new Int16Array(0);

/**
 * Whether an error says what the rules behind it demand.
 *
 * @returns false, with the rule in the world, when a fact is missing or the cause is another one
 */
export function saysEnough(world: World, op: OpRecord, outcome: Outcome): boolean {
  if (outcome.kind === 'value') return true;
  const rules = world.tables.book.rulesOf[op.blame] ?? NO_RULES;
  for (const rule of rules) {
    const wanted = demands.get(rule);
    if (wanted === undefined || wanted.code !== outcome.code) continue;
    const states = outcome.states ?? (world.complete ? [] : wanted.facts);
    if (!wanted.facts.every((fact) => states.includes(fact))) {
      return world.refuse(rule, `the text of the error of % states ${states.join(', ') || 'nothing'}`, op.id);
    }
    const cause = outcome.cause ?? (world.complete ? null : wanted.cause);
    if (wanted.cause !== null && cause !== wanted.cause) {
      world.refuse(rule, `the cause of the error of % is ${cause ?? 'missing'}`, op.id);
      if (wanted.code === 'endpoint-failed') world.blameAlso(R.originalError);
      return false;
    }
  }
  return leadsToCaller(world, op, outcome.callStack, rules);
}

/** Whether the error of an expired ask leads to the code that made the call, where its service captures that (TIME-07). */
function leadsToCaller(
  world: World,
  op: OpRecord,
  callStack: CallStack | undefined,
  rules: Int16Array,
): boolean {
  const isCapturing = world.services[op.service]?.capturing === true;
  if (!isCapturing || op.operation?.type !== 'call' || !rules.includes(expiredAsk)) return true;
  world.countRule(R.callStack);
  if (callStack === 'caller') return true;
  const first = callStack === 'gateway' ? 'begins in the gateway' : 'does not lead to the caller';
  return world.refuse(R.callStack, `the call stack of the error of % ${first}`, op.id);
}

/**
 * The supervisor: the pure half of a service. It knows the names of the endpoints, whether the service is open, and what
 * the end of one endpoint means for the others (SUPER) and for a service that is closing (SERV).
 */
import type { ErrorCode } from '../../spec/errors.js';
import { isPattern, isUsableEndpointId, matchesPattern, patternOf } from './endpoint-id.js';

/** The phases of a service. `failed`: an endpoint failed, nothing can be created any more (SUPER-09). */
export type ServicePhase = 'open' | 'closing' | 'closed' | 'failed';

/** What the supervisor keeps of an endpoint. */
export interface Member {
  readonly name: string;
  /** Closed on its own: the service no longer counts its outcome (TERM-12). */
  closedAlone: boolean;
}

/** The state of a supervisor. */
export interface SupervisorState<Cell extends Member> {
  phase: ServicePhase;
  /** Endpoints whose name is in use, in the order of their creation. */
  readonly members: Map<string, Cell>;
  /** Failures of tracked endpoints, in order: closing the service fails with the first (SERV-05, START-06). */
  readonly failures: Map<Cell, unknown>;
}

/** A fresh supervisor of an open service. */
export function newSupervisor<Cell extends Member>(): SupervisorState<Cell> {
  return { phase: 'open', members: new Map(), failures: new Map() };
}

/** Why an endpoint cannot be created: the code of the error and its rule, or `null` if it can. */
export interface CreationRefusal {
  readonly code: ErrorCode;
  readonly rule: string;
}

const refusals = {
  closed: { code: 'illegal-state', rule: 'SERV-02' },
  failed: { code: 'service-failed', rule: 'SUPER-09' },
  invalid: { code: 'invalid-endpoint-id', rule: 'ADDR-11' },
  inUse: { code: 'endpoint-id-in-use', rule: 'ADDR-12' },
} as const satisfies Record<string, CreationRefusal>;

/** The decisions of the supervisor, under the ids of their rules. */
export const supervisorRules = {
  'SERV-02': (phase: ServicePhase): CreationRefusal | null =>
    phase === 'closing' || phase === 'closed' ? refusals.closed : phase === 'failed' ? refusals.failed : null,
  'ADDR-11': (name: string): CreationRefusal | null => (isUsableEndpointId(name) ? null : refusals.invalid),
  'ADDR-12': (members: ReadonlyMap<string, unknown>, name: string): CreationRefusal | null =>
    members.has(name) ? refusals.inUse : null,
  /** The end of an endpoint counts against the service if the service still tracks it (SERV-05, TERM-12). */
  'SERV-05': (member: Member, failure: unknown): boolean => failure !== null && !member.closedAlone,
} as const;

/** The record of decisions that a supervisor is assembled from. */
export type SupervisorRules = typeof supervisorRules;

/** Whether an endpoint of this name can be created now; see {@link CreationRefusal}. */
export function admitMember(
  state: SupervisorState<Member>,
  name: string,
  rules: SupervisorRules,
): CreationRefusal | null {
  return rules['SERV-02'](state.phase) ?? rules['ADDR-11'](name) ?? rules['ADDR-12'](state.members, name);
}

/** The endpoints that a name or pattern means now, in the order of their creation (ADDR-14, ADDR-17). */
export function membersNamed<Cell extends Member>(
  state: SupervisorState<Cell>,
  name: string,
): readonly Cell[] {
  if (!isPattern(name)) {
    const member = state.members.get(name);
    return member === undefined ? [] : [member];
  }
  const members = [...state.members.values()];
  const longest = members.reduce((most, member) => Math.max(most, member.name.length), 0);
  const pattern = patternOf(name, longest);
  return pattern === null ? [] : members.filter((member) => matchesPattern(pattern, member.name));
}

/**
 * An endpoint is gone: its name is free (TERM-06).
 *
 * @param state changed in place
 * @param member the endpoint
 * @param failure how it ended: `null` for success
 * @returns whether a closing service has now lost its last endpoint (SERV-03)
 */
export function memberGone<Cell extends Member>(
  state: SupervisorState<Cell>,
  member: Cell,
  failure: unknown,
  rules: SupervisorRules,
): boolean {
  state.members.delete(member.name);
  if (rules['SERV-05'](member, failure)) state.failures.set(member, failure);
  return state.phase === 'closing' && state.members.size === 0;
}

/** What closing the service fails with: the first failure of a tracked endpoint, or `null`. */
export function firstFailure<Cell extends Member>(state: SupervisorState<Cell>): unknown {
  for (const failure of state.failures.values()) return failure;
  return null;
}

/** A failed endpoint was closed on its own: its failure no longer counts (START-06). */
export function forgetFailure<Cell extends Member>(state: SupervisorState<Cell>, member: Cell): void {
  state.failures.delete(member);
}

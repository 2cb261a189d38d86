/**
 * The protocol as a system of states for a search that keeps all of them: clients that ask one endpoint round after round, and
 * its owner, who sends it control messages and changes its token. What the endpoint decides is looked up in the compiled
 * tables of the charts; here is only who may do something next.
 *
 * A handler begins and ends in one step, and a link holds at most the messages that its sender has sent. A client that is
 * refused asks again, connects anew (with the token of that moment) and asks again, or gives up.
 */
import { Tables } from '../../../models/tables.js';
import { referenceCapabilities } from '../../simulation/capabilities.js';

/** What a client does when it is refused: because the endpoint is not started, or for its token. */
export type OnRefusal = 'retry' | 'reconnect' | 'give-up';

/** What the owner sends, in order. `token` is a run on the main thread that replaces the token. */
export type OwnerStep =
  | { readonly send: 'START' | 'STOP' | 'TERMINATE' }
  | { readonly send: 'token'; readonly token: number };

/** A configuration of the system. Tokens are numbers from 1 to 3. */
export interface Protocol {
  readonly name: string;
  readonly sentence: string;
  /** The token of the endpoint at first, and the tokens of the clients. */
  readonly token: number;
  readonly clients: readonly number[];
  /** How many answers a client wants. */
  readonly rounds: number;
  readonly onRefusal: OnRefusal;
  /** Asks may expire; a client gives up then, and a late answer is dropped. */
  readonly expires: boolean;
  readonly owner: readonly OwnerStep[];
}

export const CLIENTS_MAX = 6;
export const ROUNDS_MAX = 7;
export const OWNER_STEPS_MAX = 7;
const TOKEN_MAX = 3;

/** What a client does at a moment. */
export const Phase = {
  idle: 0,
  /** Its request is on its way. */
  asked: 1,
  /** Its answer is: a value, a refusal, or that nobody is there any more. */
  value: 2,
  refused: 3,
  unreachable: 4,
  /** The ask has expired, and its request or its answer is still on its way. */
  askedLate: 5,
  answeredLate: 6,
  done: 7,
} as const;

/** How an ask is decided. */
export const Verdict = { value: 0, refused: 1, unreachable: 2 } as const;

/** How the token of a client stands to that of the endpoint. */
const RELATIONS = ['ASK_EQUAL', 'ASK_OTHER'] as const;

/** The decisions of the compiled tables, for one look each. */
export interface Decisions {
  /** The state at first, and those that the search has to know. */
  readonly fresh: number;
  readonly open: number;
  readonly finished: number;
  readonly terminated: number;
  readonly states: readonly string[];
  /** By state, twice, plus 1 when the tokens differ: a {@link Verdict}. */
  readonly asks: Uint8Array;
  /** By state: where START, STOP and TERMINATE lead, their hooks included. */
  readonly control: Readonly<Record<'START' | 'STOP' | 'TERMINATE', Uint8Array>>;
  /** By state: 1 where a run on the main thread is executed. */
  readonly runs: Uint8Array;
  /** By state: where the completed future of onStop, its arrival, and the removal lead; the state itself where they cannot be. */
  readonly completed: Uint8Array;
  readonly stopped: Uint8Array;
  readonly gone: Uint8Array;
}

/** Reads the decisions off the tables. */
export function decisionsOfTables(): Decisions {
  const { lifecycle, fencing, book } = new Tables({
    capabilities: new Set(referenceCapabilities),
    quirks: 'refused',
  });
  const count = lifecycle.states.length;
  const decision = (state: number, symbol: string): string => {
    const cell = state * lifecycle.width + lifecycle.symbol(symbol);
    const first = lifecycle.first[cell] as number;
    return first === lifecycle.last[cell]
      ? 'illegal'
      : (book.decisions[book.decisionOf[first] as number] as string);
  };
  const next = (state: number, symbol: string): number => {
    const to = lifecycle.next[state * lifecycle.width + lifecycle.symbol(symbol)] as number;
    return to < 0 ? state : to;
  };
  const each = (of: (state: number) => number): Uint8Array =>
    Uint8Array.from({ length: count }, (_, state) => of(state));
  const admits = (symbol: string): boolean => {
    const cell = fencing.state('set') * fencing.width + fencing.symbol(symbol);
    return book.decisions[book.decisionOf[fencing.first[cell] as number] as number] === 'admit';
  };
  const passes = RELATIONS.map(admits);
  const asks = new Uint8Array(2 * count);
  for (let state = 0; state < count; state += 1) {
    const word = decision(state, 'ASK');
    for (const [relation, passed] of passes.entries()) {
      const admitted = passed ? Verdict.value : Verdict.refused;
      const refused = word === 'refuse:recipient-unreachable' ? Verdict.unreachable : Verdict.refused;
      asks[2 * state + relation] = word === 'admit' ? admitted : refused;
    }
  }
  const hooked = (symbol: 'START' | 'STOP' | 'TERMINATE') =>
    each((state) => {
      const to = next(state, symbol);
      if (to === lifecycle.state('starting')) return next(to, 'HOOK_RETURN');
      return to === lifecycle.state('stopping') ? next(to, 'HOOK_OPEN') : to;
    });
  return {
    fresh: lifecycle.state('stopped.fresh'),
    open: lifecycle.state('terminating.idle'),
    finished: lifecycle.state('terminating.finished'),
    terminated: lifecycle.state('terminated'),
    states: lifecycle.states,
    asks,
    control: { START: hooked('START'), STOP: hooked('STOP'), TERMINATE: hooked('TERMINATE') },
    runs: each((state) => (decision(state, 'RUN') === 'admit' ? 1 : 0)),
    completed: each((state) =>
      state === lifecycle.state('terminating.idle') ? next(state, 'COMPLETE') : state,
    ),
    stopped: each((state) =>
      state === lifecycle.state('terminating.finished') ? next(state, 'STOP_FUTURE') : state,
    ),
    gone: each((state) => next(state, 'GONE')),
  };
}

/** A configuration that does not fit into the words of a packed state. */
export class ProtocolTooLargeError extends Error {
  readonly code = 'protocol-too-large';
}

/** @throws ProtocolTooLargeError */
export function assertFits({ name, clients, rounds, owner, token }: Protocol): void {
  const fits =
    clients.length <= CLIENTS_MAX &&
    rounds <= ROUNDS_MAX &&
    owner.length <= OWNER_STEPS_MAX &&
    [token, ...clients].every((each) => each >= 1 && each <= TOKEN_MAX);
  if (fits) return;
  throw new ProtocolTooLargeError(
    `${name}: a search takes at most ${CLIENTS_MAX} clients, ${ROUNDS_MAX} rounds, ${OWNER_STEPS_MAX} steps of the owner, and tokens from 1 to ${TOKEN_MAX}`,
  );
}

/** The rule book as data: every rule, by family and by id. Ids are for ever; `rules.lock` beside this folder says so. */
import { addrRules } from './addr.js';
import { callRules } from './call.js';
import { deadRules } from './dead.js';
import { fenceRules } from './fence.js';
import { handRules } from './hand.js';
import { lifeRules } from './life.js';
import { mainRules } from './main.js';
import { msgRules } from './msg.js';
import { ordRules } from './ord.js';
import type { Rule } from './rule.js';
import { selfRules } from './self.js';
import { servRules } from './serv.js';
import { sizeRules } from './size.js';
import { startRules } from './start.js';
import { stopRules } from './stop.js';
import { superRules } from './super.js';
import { termRules } from './term.js';
import { timeRules } from './time.js';

/** A family of rules: the part of an id before the hyphen. */
export interface Family {
  /** `FENCE`. */
  readonly name: string;
  /** A heading. */
  readonly title: string;
  /** One line: what the rules of the family are about. */
  readonly description: string;
  /** The rules in the order of their numbers. */
  readonly rules: readonly Rule[];
}

/** The families in the order of the book. */
export const families: readonly Family[] = [
  {
    name: 'ADDR',
    title: 'Addresses, names and patterns',
    description: 'Addresses, ids, generated names, and patterns in the address of a connect.',
    rules: addrRules,
  },
  {
    name: 'LIFE',
    title: 'Lifecycle',
    description: 'START, STOP and TERMINATE in every state, and the running flag.',
    rules: lifeRules,
  },
  {
    name: 'START',
    title: 'The hook onStart',
    description: 'The hook onStart: when it runs, how it fails, and what a failed start leaves behind.',
    rules: startRules,
  },
  {
    name: 'STOP',
    title: 'The hook onStop',
    description: 'The hook onStop, its future, and the registered resources.',
    rules: stopRules,
  },
  {
    name: 'MSG',
    title: 'Acceptance of messages',
    description: 'Which messages an endpoint accepts in which state, and what it answers to the others.',
    rules: msgRules,
  },
  {
    name: 'HAND',
    title: 'Connecting and handshake',
    description:
      'Connecting: identification, handshake, the gateway, and everything that can go wrong on the way.',
    rules: handRules,
  },
  {
    name: 'CALL',
    title: 'Invocation',
    description: 'One-way calls, asks and blocking calls: lookup, results, failures.',
    rules: callRules,
  },
  {
    name: 'SIZE',
    title: 'Serialization and sizes',
    description: 'Serialization, size limits, forced serialization, and the local marker.',
    rules: sizeRules,
  },
  {
    name: 'TIME',
    title: 'Timeouts',
    description: 'Limits of asks: defaults, parameters, illegal values, expiry.',
    rules: timeRules,
  },
  {
    name: 'DEAD',
    title: 'Unreachable recipients',
    description: 'What becomes of messages whose recipient no longer exists.',
    rules: deadRules,
  },
  {
    name: 'FENCE',
    title: 'Fencing',
    description: 'Fencing tokens: envelopes, refusals, and changes of the token.',
    rules: fenceRules,
  },
  {
    name: 'SELF',
    title: 'Run-async and call-async',
    description: 'Run-async, scheduled run-async and call-async on the own endpoint.',
    rules: selfRules,
  },
  {
    name: 'MAIN',
    title: 'The main thread and its executor',
    description: 'The main thread of an endpoint and the executor that leads to it.',
    rules: mainRules,
  },
  {
    name: 'SUPER',
    title: 'Supervision',
    description: 'Failure of an endpoint and what it does to the others of its service.',
    rules: superRules,
  },
  {
    name: 'TERM',
    title: 'Termination',
    description: 'The end of an endpoint and its termination future.',
    rules: termRules,
  },
  {
    name: 'SERV',
    title: 'The service',
    description: 'Creating endpoints on a service, closing it, and its scheduled executor.',
    rules: servRules,
  },
  {
    name: 'ORD',
    title: 'Ordering and delivery',
    description: 'Order, delivery at most once, and what makes a trace well-formed.',
    rules: ordRules,
  },
];

/** Every rule, in the order of the book. */
export const rules: readonly Rule[] = families.flatMap((family) => family.rules);

const rulesById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/**
 * The rule with this id.
 *
 * @param id family and number, `FENCE-02`
 * @returns the rule, or `undefined` when there is none
 * @example
 * ```ts
 * ruleById('FENCE-02')?.error; // 'fencing-token'
 * ```
 */
export function ruleById(id: string): Rule | undefined {
  return rulesById.get(id);
}

export type { Level, Rule } from './rule.js';

/** Verdicts, and how a rejection is put into words. */
import type { Outcome } from '../spec/trace.js';
import { ruleIds } from './rule-ids.js';
import { consider } from './world/actions.js';
import { visitEnabled } from './world/enabled.js';
import { hasReturned } from './world/frames.js';
import { describeOutcome } from './world/given.js';
import { legName } from './world/legs.js';
import { Frame, Future } from './world/records.js';
import { roles } from './world/roles.js';
import type { World } from './world/world.js';

/** What the oracle says about a trace. */
export type Verdict =
  | { readonly verdict: 'accepted' }
  | {
      readonly verdict: 'rejected';
      /** The position of the event that was not accepted; the number of events when something is missing at the end. */
      readonly index: number;
      /** The rules that were broken, the principal one first: never empty. */
      readonly rules: readonly string[];
      /** Rules about the situation in which that happened. */
      readonly situation: readonly string[];
      readonly reason: string;
      /** What would have been accepted there. */
      readonly accepted: readonly string[];
      /** The state of the world there, in short. */
      readonly state: string;
    }
  | { readonly verdict: 'inconclusive'; readonly index: number; readonly reason: string };

/** The reason of a refusal in words: each `%` stands for a number, and the outcome that was refused follows. */
function reasonOf(world: World): string {
  let number = world.refusedA;
  const words = world.refusedWords.replace(/%/g, () => {
    const text = String(number);
    number = world.refusedB;
    return text;
  });
  const reason = world.refusedOutcome === null ? words : `${words} (${inShort(world.refusedOutcome)})`;
  return reason.length <= REASON_CHARACTERS_MAX ? reason : `${reason.slice(0, REASON_CHARACTERS_MAX)}…`;
}

/** The longest reason, in characters: a value in it may be as long as a target likes. */
const REASON_CHARACTERS_MAX = 400;

function inShort(outcome: Outcome): string {
  if (outcome.kind === 'value') return JSON.stringify(outcome.value);
  return outcome.thrown === true ? `${outcome.code}, thrown` : outcome.code;
}

/**
 * The rejection of the event that the world has just refused.
 *
 * @param situation rules about the situation, by number
 */
export function rejection(world: World, index: number, situation: readonly number[] = []): Verdict {
  const rules = world.refusedRules().map((rule) => ruleIds[rule] as string);
  return {
    verdict: 'rejected',
    index,
    rules,
    situation: situation.map((rule) => ruleIds[rule] as string),
    reason: reasonOf(world),
    accepted: acceptedNext(world),
    state: describe(world),
  };
}

/** What would have been accepted now: observations that are due, and actions that are enabled. */
export function acceptedNext(world: World): readonly string[] {
  const words: string[] = [];
  for (const op of world.usedOps) {
    if (op.future !== Future.owed && op.future !== Future.optional) continue;
    words.push(`outcome of ${op.id}: ${describeOutcome(world, op)}`);
  }
  for (const endpoint of world.usedEndpoints) {
    const role = `${roles[endpoint.role]} ${endpoint.frameWork} on endpoint ${endpoint.id}`;
    if (endpoint.closing === 1)
      words.push(`resource ${endpoint.resources.at(-1)} of endpoint ${endpoint.id} closed`);
    if (endpoint.frame === Frame.due) words.push(`begin of ${role}`);
    if (endpoint.frame === Frame.inside || hasReturned(world, endpoint)) words.push(`end of ${role}`);
  }
  visitEnabled(world, 0, (leg, id, hint) => {
    if (consider(world, leg, id, hint)) words.push(`${legName(leg)} ${id} → ${decisionsOf(world)}`);
    return false;
  });
  return [...new Set(words)];
}

/** What the action that was considered may decide, and by which principal rules. */
function decisionsOf({ first, last, tables: { book } }: World): string {
  const allowed = new Set<string>();
  for (let alternative = first; alternative < last; alternative++) {
    const rule = book.rulesOf[alternative]?.[0];
    const by = rule === undefined ? '' : ` (${ruleIds[rule]})`;
    allowed.add(`${book.decisions[book.claimOf[alternative] as number]}${by}`);
  }
  return [...allowed].join(' or ');
}

/** How many endpoints, and how many open operations, a line about a state names: the last ones. */
const NAMED_MAX = 40;

/** The last of some words, and how many are left out before them. */
function lastOf(words: readonly string[], separator: string): string {
  const left = words.length - NAMED_MAX;
  const named = words.slice(-NAMED_MAX).join(separator);
  return left > 0 ? `(${left} before)${separator}${named}` : named;
}

/** The state of the world in one line. */
export function describe(world: World): string {
  const { lifecycle, fencing, service } = world.tables;
  const services = world.services.map((each) => `s${each.id} ${service.states[each.state]}`);
  const endpoints = world.usedEndpoints.map(
    (each) => `e${each.id} ${lifecycle.states[each.lifecycle]} ${fencing.states[each.fencing]}`,
  );
  const open = world.usedOps.filter((op) => op.future === Future.pending).map((op) => `${op.id}`);
  const everybody = [...services, lastOf(endpoints, ', ')].filter((words) => words !== '').join(', ');
  return `${everybody}; open: ${lastOf(open, ' ') || 'none'}; at ${world.now} ms`;
}

/**
 * Work of applications, in recorded traces: no script says how it ends. The trace tells what a handler gave when it
 * ended, or its future when it completed, and that is what its asker must get.
 */
import type { WorkEnding, WorkScript } from '../../spec/operations.js';
import type { EndKind, Outcome } from '../../spec/trace.js';
import { describeExpectation, matches, X } from './expect.js';
import type { EndpointRecord, OpRecord } from './records.js';
import type { World } from './world.js';

/** Whether the script leaves open how the work ends: a future that it returns may complete at any time, or never. */
export const isObserved = (op: OpRecord): boolean => op.script?.end.ending === 'observed';

/** Whether the script leaves that open for onStop. */
export const isStopObserved = ({ onStop }: EndpointRecord): boolean => onStop?.end === 'observed';

const scripted: Readonly<Record<EndKind, WorkEnding>> = {
  return: { ending: 'return' },
  null: { ending: 'null' },
  throw: { ending: 'throw' },
  future: { ending: 'later' },
};

/** How the work ends: as its script says, or as a script would have to say for what was observed. */
export function endingOf(op: OpRecord, how: EndKind): WorkEnding {
  const { end } = op.script as WorkScript;
  return end.ending === 'observed' ? scripted[how] : end;
}

/** Whether work that ended so can have given this. */
export function mayGive(how: EndKind, gives: Outcome): boolean {
  if (gives.kind === 'error') return how === 'throw';
  return how === 'return' || (how === 'null' && gives.value === null);
}

/** What is given at a caller of another service in place of a result that does not travel (SIZE-05, SIZE-06, SIZE-08). */
const untransportable: ReadonlySet<string> = new Set([
  'result-not-serializable',
  'result-too-large',
  'result-undecodable',
]);

/** How much of each part of an error is left when it would not fit into a frame (SIZE-10), in characters. */
const SHORTENED_CHARACTERS_MAX = 12;

function shortened(failure: string): string {
  const colon = failure.indexOf(': ');
  const cut = (text: string): string => text.slice(0, SHORTENED_CHARACTERS_MAX);
  return `${cut(failure.slice(0, colon))}: ${cut(failure.slice(colon + 2))}`;
}

/** What was given for an operation: by its work, or by the onStop of the endpoint whose termination it watches. */
function givenFor(world: World, op: OpRecord): Outcome | null {
  const { operation } = op;
  if (operation?.type !== 'terminate' && operation?.type !== 'watch') return op.gives;
  return world.endpoints[operation.endpoint]?.gives ?? null;
}

/** Whether an outcome is what was given, as far as it can travel. */
function isGiven(op: OpRecord, gives: Outcome | null, outcome: Outcome): boolean {
  if (outcome.kind === 'value') {
    return gives === null || (gives.kind === 'value' && Object.is(gives.value, outcome.value));
  }
  if (outcome.thrown === true) return false;
  if (op.encoded === 1 && untransportable.has(outcome.code) && gives?.kind !== 'error') return true;
  if (gives === null) return op.released !== 0; // a future may have failed and not be told of, as in CALL-12
  if (gives.kind === 'value' || gives.code !== outcome.code) return false;
  const [mine, its] = [gives.failure, outcome.failure];
  if (mine === undefined || its === undefined || mine === its) return true;
  return op.encoded === 1 && shortened(mine) === its;
}

/** Whether an operation may come out so: as expected, or as was given. */
export function comesOut(world: World, op: OpRecord, outcome: Outcome): boolean {
  if (op.expected === X.given) return isGiven(op, givenFor(world, op), outcome);
  return matches(outcome, op.expected, op.detail, world.nameOf(op.text));
}

/** What an operation must come out with, in words. */
export function describeOutcome(world: World, op: OpRecord): string {
  if (op.expected !== X.given) return describeExpectation(op.expected, op.detail, world.nameOf(op.text));
  const gives = givenFor(world, op);
  if (gives === null) return 'what its work gave';
  if (gives.kind === 'value') return `the value ${JSON.stringify(gives.value)}`;
  return `the error ${gives.code}${gives.failure === undefined ? '' : ` (${gives.failure})`}`;
}

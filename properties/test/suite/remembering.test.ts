/**
 * Goal: what an instance of a chart remembers rules out the pairs that it should, and no others. Method: a chart of two
 * states with a fact whose pairs can be counted on the fingers, and single pairs of the real charts.
 */
import test from 'ava';
import { type Coverage, charts } from '../../../models/index.js';
import { Judge, referenceTarget } from '../../index.js';
import { reasonAgainst } from '../../suite/unreachable/index.js';
import { memories } from '../../suite/unreachable/memories.js';
import { pairReasons } from '../../suite/unreachable/pairs.js';
import { followersBy, type Remembering, type Transition } from '../../suite/unreachable/remembering.js';

const transition = (state: string, event: string, next: string): Transition => ({
  chart: 'door',
  state,
  event,
  decision: 'continue',
  next,
  by: 'either',
});

/** A door that can be knocked at, opened, and shut; its bell rings once. */
const door = [
  transition('shut', 'OPEN', 'open'),
  transition('open', 'SHUT', 'shut'),
  transition('shut', 'RING', 'shut'),
] as const;
const [OPEN, SHUT, RING] = [0, 1, 2];

const ringsOnce: Remembering<boolean> = {
  chart: 'door',
  by: 'everybody',
  reason: 'The bell rings once.',
  state: 'shut',
  initial: [false],
  next: (rang, { event }) => (event === 'RING' ? (rang ? undefined : true) : rang),
};

test('a pair is possible where the chart and the fact allow both, from the beginning on', (t) => {
  const followers = followersBy(door, [OPEN, SHUT, RING], ringsOnce as unknown as Remembering);
  const after = (first: number) => [...(followers.get(first) ?? [])].sort();
  t.deepEqual(after(OPEN), [SHUT]);
  t.deepEqual(after(SHUT), [OPEN, RING]); // it need not have rung before
  t.deepEqual(after(RING), [OPEN]);
});

test('what cannot be reached leads nowhere', (t) => {
  const followers = followersBy(door, [SHUT, RING], ringsOnce as unknown as Remembering);
  t.is(followers.get(SHUT), undefined);
  t.is(followers.get(RING), undefined);
});

test('every fact is about a chart and a state of it, and rules out some pair', (t) => {
  const { transitions, reachable } = charted();
  const names = charts.map(({ name }) => name);
  for (const fact of memories) {
    t.true(names.includes(fact.chart), fact.reason);
    t.true(transitions.some(({ chart, state }) => chart === fact.chart && state === fact.state));
    const followers = followersBy(transitions, reachable, fact);
    const ruledOut = reachable.some((first) =>
      reachable.some(
        (second) => follows(transitions, first, second, fact) && !followers.get(first)?.has(second),
      ),
    );
    t.true(ruledOut, fact.reason);
  }
});

test('CALL-21, SERV-03, SELF-05, FENCE-08 what cannot come twice, or before something else, has its reason', (t) => {
  const { transitions, reachable } = charted();
  const reasonAgainstPair = pairReasons(transitions, reachable, 'everybody');
  const reason = (chart: string, one: readonly [string, string], other: readonly [string, string]) =>
    reasonAgainstPair(numberOf(transitions, chart, ...one), numberOf(transitions, chart, ...other));
  t.regex(reason('lifecycle', ['gone', 'CLOSE'], ['gone', 'CLOSE']) ?? '', /closes once/);
  t.is(reason('lifecycle', ['gone', 'ASK'], ['gone', 'CLOSE']), undefined);
  t.regex(reason('lifecycle', ['starting', 'HOOK_THROW'], ['terminated', 'DUE_RUN']) ?? '', /delayed run/);
  t.is(reason('lifecycle', ['stopping', 'HOOK_NULL'], ['terminated', 'DUE_RUN']), undefined);
  const [created, now] = [
    ['constructor', 'CREATE_FENCED'],
    ['set', 'ASK_OTHER_NOW'],
  ] as const;
  t.regex(reason('fencing', created, now) ?? '', /replaced/);
  t.is(reason('fencing', ['set', 'REPLACE_BY_TOKEN'], now), undefined);
  const found = ['identifying', 'FOUND'] as const;
  t.regex(reason('handshake-caller', found, ['shaking', 'NONE_WILDCARD_DIED']) ?? '', /one answer/);
  t.is(reason('handshake-caller', found, ['shaking', 'ACCEPTED']), undefined);
});

/** The transitions of the charts, and the numbers of those that the reference can take. */
function charted(): { readonly transitions: Coverage['transitions']; readonly reachable: readonly number[] } {
  const { transitions } = new Judge(referenceTarget()).cover();
  const reachable = [...transitions.keys()].filter((number) => {
    const each = transitions[number] as Transition;
    return each.by !== 'original' && reasonAgainst(each) === undefined;
  });
  return { transitions, reachable };
}

const numberOf = (
  transitions: Coverage['transitions'],
  chart: string,
  state: string,
  event: string,
): number =>
  transitions.findIndex(
    (each) => each.chart === chart && each.state === state && each.event === event && each.by !== 'original',
  );

function follows(
  transitions: Coverage['transitions'],
  first: number,
  second: number,
  { chart }: Remembering,
): boolean {
  const [one, other] = [transitions[first], transitions[second]];
  return one?.chart === chart && other?.chart === chart && one.next === other.state;
}
